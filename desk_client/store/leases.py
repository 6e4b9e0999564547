"""Which debtors are lent to this desk, until when, and how many contact attempts (permits) came
with them. Permits were charged by central when it granted the lease; what is left over is given
back at settlement. A lease that central has taken back or that has run out allows nothing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.dialects.sqlite import insert

from desk_client.ids import DebtorId
from desk_client.store.database import Database
from desk_client.store.tables import lease


@dataclass(frozen=True, slots=True, kw_only=True)
class Lease:
    """A debtor lent to this desk. `settled` = central knows how many permits were used."""

    debtor_id: DebtorId
    leased_until: datetime
    permits: int  # granted with the lease
    granted_at: datetime
    used: int = 0
    settled: bool = False

    @property
    def left(self) -> int:
        return self.permits - self.used

    def runs(self, now: datetime) -> bool:
        """Whether anything may be done under it; settled it is over, whatever the clock says."""
        return self.leased_until > now and not self.settled


class Leases:
    """The leases of this desk."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def save(self, leases: Iterable[Lease]) -> None:
        """Leases as central granted them; a new grant for a debtor replaces the old one."""
        rows = [{column.name: getattr(each, column.name) for column in lease.c} for each in leases]
        if rows:
            with self._database.writing() as connection:
                connection.execute(insert(lease).prefix_with("OR REPLACE"), rows)

    def give_back(self, debtors: Iterable[DebtorId], at: datetime) -> None:
        """Ends these leases now; they stay listed until they are settled."""
        ended = update(lease).where(lease.c.debtor_id.in_(list(debtors)), lease.c.leased_until > at)
        with self._database.writing() as connection:
            connection.execute(ended.values(leased_until=at))

    def all(self) -> tuple[Lease, ...]:
        return self._read()

    def active(self, now: datetime) -> tuple[Lease, ...]:
        """Those that still run."""
        return self._read(lease.c.leased_until > now, lease.c.settled.is_(False))

    def unsettled(self) -> tuple[Lease, ...]:
        """Those whose use central does not know yet."""
        return self._read(lease.c.settled.is_(False))

    def of(self, debtor_id: DebtorId) -> Lease | None:
        return next(iter(self._read(lease.c.debtor_id == debtor_id)), None)

    def use_permit(self, debtor_id: DebtorId, now: datetime) -> bool:
        """Takes one permit; False where none is left or the lease has run out. Call it in the
        transaction that appends the attempt."""
        taken = update(lease).where(
            lease.c.debtor_id == debtor_id,
            lease.c.leased_until > now,
            lease.c.settled.is_(False),
            lease.c.used < lease.c.permits,
        )
        with self._database.writing() as connection:
            return connection.execute(taken.values(used=lease.c.used + 1)).rowcount == 1

    def mark_settled(self, debtors: Iterable[DebtorId]) -> None:
        """Central has their use; nothing more can be done under them."""
        done = update(lease).where(lease.c.debtor_id.in_(list(debtors)))
        with self._database.writing() as connection:
            connection.execute(done.values(settled=True))

    def _read(self, *where: ColumnElement[bool]) -> tuple[Lease, ...]:
        wanted = select(lease).where(*where).order_by(lease.c.granted_at, lease.c.debtor_id)
        with self._database.reading() as connection:
            return tuple(Lease(**row._mapping) for row in connection.execute(wanted))
