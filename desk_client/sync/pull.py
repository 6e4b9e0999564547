"""Takes over from central what this desk has not seen: the team's facts, campaigns and people, and
the reference rows of the debtors it may work (an agent those lent to them, a lead the team's). The
cursor is a snapshot of transactions, not a number or a time, so what commits late is not passed
over; it is saved in the same local transaction as the last of the rows it stands for, so a crash
repeats some and loses none. A central that was restored has a new epoch and is pulled from the
start. The same transaction opens the leases whose debtor's facts are now all here."""

from collections.abc import Iterator
from dataclasses import dataclass

import psycopg

from desk_client.changes import Changes
from desk_client.clock import Clock, SystemClock
from desk_client.fact import Fact
from desk_client.store.cursor import Cursors
from desk_client.store.database import Database
from desk_client.store.facts import FactStore
from desk_client.store.leases import Lease, Leases
from desk_client.store.reference import Reference
from desk_client.sync.connection import Duty
from desk_client.sync.fact_reading import read_fact
from desk_client.sync.lent_history import lent_history
from desk_client.sync.pull_reference import unseen_reference

_NOTHING_SEEN = "1:1:"
_PAGE = 250  # facts a local transaction: the desk's own writes wait 20 ms for it, not 80
_FIRST = ("0", "00000000-0000-0000-0000-000000000000")

# the alias keeps the order by xid a number's order; by its text, rows were lost
_FACTS = """select f.xid::text as wrote, f.id::text, f.case_id::text, f.debtor_id::text,
                   f.actor::text, f.occurred_at, f.body::text
              from app.fact f
             where app.unseen(f.xid, %(seen)s::pg_snapshot)
               and (f.xid, f.id) > (%(xid)s::xid8, %(id)s::uuid)
             order by f.xid, f.id limit %(page)s"""


@dataclass(frozen=True, slots=True)
class Pulled:
    """How many facts came that central had and this desk had not asked for before."""

    facts: int
    unreadable: int  # of a kind this program does not know
    changes: Changes


class Pull:
    """Brings the local store up to central."""

    def __init__(self, database: Database, clock: Clock | None = None) -> None:
        """`clock`: the desk's, by which attempts of others are dated."""
        self._database = database
        self._clock = clock or SystemClock()
        self._facts = FactStore(database)
        self._leases = Leases(database)
        self._reference = Reference(database)
        self._cursors = Cursors(database)

    def run(self, connection: psycopg.Connection, duty: Duty) -> Pulled:
        """One pull, on one snapshot of central."""
        name = _cursor_name(duty)
        seen = self._seen(name, duty.store_epoch)
        facts = unreadable = 0
        changes = Changes()
        with connection.transaction():
            connection.execute("set transaction isolation level repeatable read read only")
            now = _snapshot(connection)
            pages = _pages(connection, seen)
            last = next(pages)
            for page in pages:
                changes |= self._facts.receive(last.facts)
                facts += len(last.facts)
                unreadable += last.unreadable
                last = page
            rows = unseen_reference(connection, seen=seen, role=duty.person.role)
            learnt = lent_history(
                connection,
                leases=self._leases,
                facts=self._facts,
                coming=last.facts,
                holder=duty.person.login,
                clock=self._clock,
            )
            with self._database.writing():
                changes |= self._facts.receive((*last.facts, *learnt.missing))
                changes |= self._reference.upsert(rows)
                changes |= self._learn(learnt.leases)
                self._cursors.save(name, now, duty.store_epoch)
        return Pulled(
            facts + len(last.facts) + len(learnt.missing),
            unreadable + last.unreadable + learnt.unreadable,
            changes,
        )

    def _learn(self, leases: tuple[Lease, ...]) -> Changes:
        for each in leases:
            self._leases.learn(each, complete=each.complete, outstanding=each.outstanding)
        return Changes(debtors=frozenset(each.debtor_id for each in leases))

    def finds_another_central(self, duty: Duty) -> bool:
        """Whether central was restored since this person's last pull here."""
        cursor = self._cursors.read(_cursor_name(duty))
        return cursor is not None and cursor.store_epoch != duty.store_epoch

    def _seen(self, name: str, epoch: str) -> str:
        cursor = self._cursors.read(name)
        return cursor.value if cursor and cursor.store_epoch == epoch else _NOTHING_SEEN


@dataclass(frozen=True, slots=True)
class _Page:
    facts: list[Fact]
    unreadable: int


def _pages(connection: psycopg.Connection, seen: str) -> Iterator[_Page]:
    """The unseen facts, a page at a time; at least one page, which may be empty."""
    after = _FIRST
    while True:
        rows = connection.execute(
            _FACTS, {"seen": seen, "xid": after[0], "id": after[1], "page": _PAGE}
        ).fetchall()
        read = [read_fact(row[1:]) for row in rows]
        facts = [fact for fact in read if fact is not None]
        yield _Page(facts, len(rows) - len(facts))
        if len(rows) < _PAGE:
            return
        after = (rows[-1][0], rows[-1][1])


def _snapshot(connection: psycopg.Connection) -> str:
    row = connection.execute("select pg_current_snapshot()::text").fetchone()
    return _NOTHING_SEEN if row is None else str(row[0])


def _cursor_name(duty: Duty) -> str:
    """What one may see depends on who one is; so does what one has seen."""
    return f"{duty.person.login}@{duty.person.team}:{duty.person.role.value}"
