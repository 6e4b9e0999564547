"""Which debtors are lent to this desk, until when, and how many contact attempts (permits) came
with them. Permits were charged by central when it granted the lease; what is left over is given
back at settlement. A lease allows something only from the pull that brought every fact of the
debtor until it ends, and ends for good when it is closed: only then may central be told its use,
and only when every attempt made under it is at central and over."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, exists, func, or_, select, tuple_, update
from sqlalchemy.dialects.sqlite import insert

from desk_client.contact import COUNTED
from desk_client.ids import DebtorId, Login
from desk_client.outstanding import Outstanding, outstanding_from_json, outstanding_to_json
from desk_client.store.database import Database
from desk_client.store.tables import fact, lease, outbox

# without these at central nobody else can know what an attempt was
_TOLD = COUNTED | {"answered", "call_ended", "outcome_logged"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Lease:
    """A debtor lent to this desk. `settled` = central knows how many permits were used."""

    debtor_id: DebtorId
    leased_until: datetime
    permits: int  # granted with the lease
    granted_at: datetime  # by central's clock: names the permit
    taken_at: datetime  # by the desk's clock
    holder: str = ""  # login of who was signed in; empty in leases of earlier versions
    used: int = 0
    closed: bool = False  # nothing more is done under it
    settled: bool = False
    complete: bool = False  # every fact there is about the debtor is here
    outstanding: tuple[Outstanding, ...] = ()  # attempts that others may have made

    @property
    def left(self) -> int:
        return self.permits - self.used

    def runs(self, now: datetime) -> bool:
        """Whether it is still ours; closed it is over, whatever the clock says."""
        return self.leased_until > now and not self.closed


class Leases:
    """The leases of this desk."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def save(self, leases: Iterable[Lease]) -> None:
        """Leases as central granted them. An earlier one of the same debtor is over; it is kept
        until it is settled."""
        rows = [_row(each) for each in leases]
        if not rows:
            return
        debtors = [row["debtor_id"] for row in rows]
        of_these = lease.c.debtor_id.in_(debtors)
        with self._database.writing() as connection:
            connection.execute(delete(lease).where(of_these, lease.c.settled))
            connection.execute(update(lease).where(of_these).values(closed=True))
            connection.execute(insert(lease).prefix_with("OR REPLACE"), rows)

    def give_back(self, debtors: Iterable[DebtorId], at: datetime) -> None:
        """Ends these leases now; they stay listed until they are settled."""
        ended = update(lease).where(lease.c.debtor_id.in_(list(debtors)), lease.c.leased_until > at)
        with self._database.writing() as connection:
            connection.execute(ended.values(leased_until=at, closed=True))

    def close_ended(self, now: datetime) -> None:
        """Those whose time is up are over for good, though a dial that was asked about a moment
        ago has not taken its permit yet, and though the clock may go back."""
        with self._database.writing() as connection:
            ended = update(lease).where(lease.c.leased_until <= now, ~lease.c.closed)
            connection.execute(ended.values(closed=True))

    def all(self) -> tuple[Lease, ...]:
        return self._read()

    def active(self, now: datetime) -> tuple[Lease, ...]:
        """Those that still run."""
        return self._read(lease.c.leased_until > now, ~lease.c.closed)

    def running_of(self, holder: Login) -> tuple[Lease, ...]:
        """What this person was lent and has not given back."""
        return self._read(lease.c.holder.in_((holder, "")), ~lease.c.closed)

    def unsettled(self) -> tuple[Lease, ...]:
        """Those whose use central does not know yet."""
        return self._read(~lease.c.settled)

    def ready_to_settle(self, holder: Login) -> tuple[Lease, ...]:
        """Closed leases of this person under which nothing is on its way any more: every call has
        ended, and central has every fact that counts. One that was refused stays in the outbox,
        and its lease unsettled: central must go on taking its permits for used."""
        here = lease.c.debtor_id == fact.c.debtor_id
        unsent = exists().where(
            here,
            outbox.c.fact_id == fact.c.id,
            or_(outbox.c.state == "waiting", fact.c.kind.in_(_TOLD)),
        )
        later = fact.alias()
        over = exists().where(later.c.call_id == fact.c.call_id, later.c.kind == "call_ended")
        under_way = exists().where(
            here, fact.c.kind == "attempted", fact.c.occurred_at >= lease.c.taken_at, ~over
        )
        return self._read(
            lease.c.closed,
            ~lease.c.settled,
            lease.c.holder.in_((holder, "")),
            ~unsent,
            ~under_way,
        )

    def of(self, debtor_id: DebtorId) -> Lease | None:
        """The latest of this debtor."""
        return next(reversed(self._read(lease.c.debtor_id == debtor_id)), None)

    def contacts_known(self, debtor_id: DebtorId) -> int:
        """How many facts of contacts with this debtor are here now."""
        counted = select(func.count()).where(
            fact.c.debtor_id == debtor_id, fact.c.kind.in_(COUNTED)
        )
        with self._database.reading() as connection:
            return connection.execute(counted).scalar_one()

    def use_permit(self, debtor_id: DebtorId, now: datetime) -> bool:
        """Takes one permit; False where none is left, the lease has run out, or facts of the
        debtor are missing. Call it in the transaction that appends the attempt."""
        taken = update(lease).where(
            lease.c.debtor_id == debtor_id,
            lease.c.leased_until > now,
            ~lease.c.closed,
            lease.c.complete,
            lease.c.used < lease.c.permits,
        )
        with self._database.writing() as connection:
            return connection.execute(taken.values(used=lease.c.used + 1)).rowcount == 1

    def mark_settled(self, leases: Iterable[Lease]) -> None:
        """Central has their use; nothing more can be done under them."""
        these = [(each.debtor_id, each.granted_at) for each in leases]
        done = update(lease).where(tuple_(lease.c.debtor_id, lease.c.granted_at).in_(these))
        with self._database.writing() as connection:
            connection.execute(done.values(settled=True, closed=True))

    def learn(
        self, one: Lease, *, complete: bool, outstanding: tuple[Outstanding, ...] | None = None
    ) -> None:
        """What a pull found out about a lease: whether the debtor's facts are all here, and what
        others may have done."""
        values: dict[str, Any] = {"complete": complete}
        if outstanding is not None:
            values["outstanding"] = outstanding_to_json(outstanding)
        known = and_(lease.c.debtor_id == one.debtor_id, lease.c.granted_at == one.granted_at)
        with self._database.writing() as connection:
            connection.execute(update(lease).where(known).values(values))

    def _read(self, *where: ColumnElement[bool]) -> tuple[Lease, ...]:
        wanted = select(lease).where(*where).order_by(lease.c.granted_at, lease.c.debtor_id)
        with self._database.reading() as connection:
            return tuple(_lease(row._asdict()) for row in connection.execute(wanted))


def _row(one: Lease) -> dict[str, Any]:
    row = {each.name: getattr(one, each.name) for each in fields(Lease)}
    return row | {"outstanding": outstanding_to_json(one.outstanding)}


def _lease(row: dict[str, Any]) -> Lease:
    return Lease(**row | {"outstanding": outstanding_from_json(row["outstanding"])})
