"""The record of facts on this desk. Appending writes the facts, their places in the outbox and the
refolded states of the cases they touch in one transaction, so that a crash leaves all or none.
Facts pulled from central go the same way, without the outbox."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, exists, func, or_, select
from sqlalchemy.dialects.sqlite import insert

from desk_client.changes import Changes
from desk_client.fact import Fact
from desk_client.fact_body import Withdrawn
from desk_client.ids import CallId, CaseId, DebtorId, FactId, Login
from desk_client.store import outbox
from desk_client.store.case_states import rebuild, refold
from desk_client.store.database import Database
from desk_client.store.erased import erase_here
from desk_client.store.fact_rows import FACT_COLUMNS, fact_of, row_of
from desk_client.store.tables import fact, lease, placed_case

_OPENINGS = 6  # of one case; opened more often in a row, a few less are remembered


class FactStore:
    """Appends facts and reads them back in the order (occurred_at, fact_id)."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def append(self, *facts: Fact, folded: bool = True) -> Changes:
        """Facts made on this desk; on the disk and queued for central when this returns. With
        `folded` false the cases' states are left for `fold_again`, or for their next fact."""
        if not facts:
            return Changes()
        with self._database.writing() as connection:
            for each in facts:
                _refuse_stray_withdrawal(connection, each, facts)
            connection.execute(insert(fact), [row_of(each) for each in facts])
            outbox.queue(connection, facts)
            return _changes(connection, facts, folded=folded)

    def fold_again(self, case_id: CaseId) -> None:
        """Brings the state of a case up to its facts."""
        with self._database.writing() as connection:
            refold(connection, [case_id])

    def receive(self, facts: Iterable[Fact]) -> Changes:
        """Facts pulled from central; those already here are passed over."""
        pulled = list(facts)
        with self._database.writing() as connection:
            added = [each for each in pulled if _add(connection, each)]
            erase_here(connection, self._database.file, added)
            return _changes(connection, added)

    def of_case(self, case_id: CaseId) -> list[Fact]:
        return self._read(fact.c.case_id == case_id)

    def of_debtor(self, debtor_id: DebtorId) -> list[Fact]:
        return self._read(fact.c.debtor_id == debtor_id)

    def of_call(self, call_id: CallId) -> list[Fact]:
        return self._read(fact.c.call_id == call_id)

    def of_kinds(self, *kinds: str) -> list[Fact]:
        """All facts of these kinds, whoever made them."""
        return self._read(fact.c.kind.in_(kinds))

    def of_day(
        self, actor: Login, start: datetime, end: datetime, *, case_id: CaseId | None = None
    ) -> list[Fact]:
        """What this person did from `start` to before `end`, in one case where it is given."""
        case = () if case_id is None else (fact.c.case_id == case_id,)
        return self._read(
            fact.c.actor == actor, fact.c.occurred_at >= start, fact.c.occurred_at < end, *case
        )

    def calls_without_end(self, actor: Login) -> list[Fact]:
        """The calls this person made at this desk that have no end on the record, oldest first. A
        call at another desk of theirs, pulled from central, is that desk's to close: ours are the
        ones made under a lease of this store, and those that came in about a case that is here."""
        other = fact.alias()
        ended = exists().where(other.c.call_id == fact.c.call_id, other.c.kind == "call_ended")
        under_ours = exists().where(
            lease.c.debtor_id == fact.c.debtor_id,
            lease.c.taken_at <= fact.c.occurred_at,
            lease.c.leased_until >= fact.c.occurred_at,
        )
        came_in = and_(
            func.json_extract(fact.c.body, "$.initiator") == "debtor",
            exists().where(placed_case.c.case_id == fact.c.case_id),
        )
        return self._read(
            fact.c.kind == "attempted", fact.c.actor == actor, ~ended, or_(under_ours, came_in)
        )

    def opened_last(self, actor: Login, most: int) -> tuple[CaseId, ...]:
        """The cases this person opened last, each once, the latest first. Only their last few
        hundred openings are looked through, whatever the store holds."""
        wanted = (
            select(fact.c.case_id)
            .where(fact.c.actor == actor, fact.c.kind == "case_opened", fact.c.case_id.is_not(None))
            .order_by(fact.c.occurred_at.desc())
            .limit(most * _OPENINGS)
        )
        with self._database.reading() as connection:
            opened = dict.fromkeys(connection.execute(wanted).scalars())
        return tuple(list(opened)[:most])

    def ids(self, *, actor: Login | None = None) -> list[FactId]:
        """All facts here, or those of one person, in the order of their ids."""
        wanted = select(fact.c.id).order_by(fact.c.id)
        if actor is not None:
            wanted = wanted.where(fact.c.actor == actor)
        with self._database.reading() as connection:
            return list(connection.execute(wanted).scalars())

    def ids_of_debtor(self, debtor_id: DebtorId) -> list[FactId]:
        wanted = select(fact.c.id).where(fact.c.debtor_id == debtor_id)
        with self._database.reading() as connection:
            return list(connection.execute(wanted).scalars())

    def since(self, start: datetime) -> list[Fact]:
        """What anybody did at this desk from `start` on."""
        return self._read(fact.c.occurred_at >= start)

    def count(self) -> int:
        with self._database.reading() as connection:
            return connection.execute(select(func.count()).select_from(fact)).scalar_one()

    def rebuild(self) -> int:
        """Folds every case anew; answers how many stored states had been wrong."""
        with self._database.writing() as connection:
            return rebuild(connection)

    def _read(self, *where: ColumnElement[bool]) -> list[Fact]:
        wanted = select(*FACT_COLUMNS).where(*where).order_by(fact.c.occurred_at, fact.c.id)
        with self._database.reading() as connection:
            return [fact_of(row) for row in connection.execute(wanted)]


def _add(connection: Connection, one: Fact) -> bool:
    added = connection.execute(insert(fact).on_conflict_do_nothing(), row_of(one))
    return added.rowcount == 1


def _changes(connection: Connection, facts: Sequence[Fact], *, folded: bool = True) -> Changes:
    cases = frozenset(each.case_id for each in facts if each.case_id is not None)
    if folded:
        refold(connection, cases)
    debtors = frozenset(each.debtor_id for each in facts if each.debtor_id is not None)
    return Changes(cases, debtors, len(facts))


def _refuse_stray_withdrawal(connection: Connection, one: Fact, batch: Sequence[Fact]) -> None:
    """A withdrawal under another case than its target's would undo nothing, silently."""
    if not isinstance(one.body, Withdrawn):
        return
    target = one.body.fact_id
    cases = {each.case_id for each in batch if each.fact_id == target}
    cases |= set(connection.execute(select(fact.c.case_id).where(fact.c.id == target)).scalars())
    if cases != {one.case_id}:
        raise ValueError(f"fact {target} cannot be withdrawn from case {one.case_id}")
