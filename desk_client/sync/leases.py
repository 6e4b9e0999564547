"""Borrowing debtors from central and giving them back. Central grants permits with a lease and
charges them at once; here they are kept in the local store, used by the gate, and settled: what was
not used is refunded. A lease is ended locally before it is settled, so that no attempt can be made
under a permit that central already counts as unused, and settled only when central has every
attempt made under it: whoever has the debtor next reads them there. How long a lease runs is
turned into the desk's own clock, which may be a rehearsal's. A lease allows nothing before the
pull that follows it."""

from collections.abc import Iterable
from datetime import UTC, timedelta

import psycopg

from desk_client.agreed_clock import steady
from desk_client.changes import Changes
from desk_client.clock import Clock
from desk_client.errors import DeskError
from desk_client.ids import DebtorId, Login
from desk_client.store.database import Database
from desk_client.store.leases import Lease, Leases
from desk_client.sync.clock_agreement import agree
from desk_client.sync.connection import CentralConnection

BATCH = 25  # debtors
_MARGIN = timedelta(seconds=30)  # the desk stops before central lends the debtor to another


class DeskLeases:
    """The leases of the person who is signed in. Everything here needs central, and raises
    CentralUnreachable or SignInRefused without it."""

    def __init__(self, *, database: Database, central: CentralConnection, clock: Clock) -> None:
        self._database = database
        self._leases = Leases(database)
        self._central = central
        self._clock = clock

    def lease(self, count: int = BATCH) -> tuple[Lease, ...]:
        """Borrows up to `count` (1 to 50) debtors, best first; fewer, or none, where the team has
        no more or this person holds 100. Their cases come with the next pull. The clocks are set
        alike first: a lease that was dated by a wrong clock would run on when it is set right."""
        with self._central.on_duty() as (connection, duty):
            holder = duty.person.login
            agree(connection, self._database, self._clock)
            if not steady(self._clock):
                raise DeskError(
                    "Central answers too slowly to set this machine's clock; try again."
                )
            self._settle_ended(connection, holder)
            self._refund_unheard(connection)
            now = self._clock.now()
            granted = connection.execute(
                "select debtor_id::text, granted_at, granted, valid_s from app.lease(%s, %s)",
                (count, self._database.store_epoch),
            ).fetchall()
            leases = tuple(
                Lease(
                    debtor_id=DebtorId(debtor),
                    leased_until=now + timedelta(seconds=valid_s) - _MARGIN,
                    permits=permits,
                    granted_at=granted_at.astimezone(UTC),
                    taken_at=now,
                    holder=holder,
                )
                for debtor, granted_at, permits, valid_s in granted
            )
            self._leases.save(leases)
        return leases

    def give_back(self, debtors: Iterable[DebtorId]) -> Changes:
        """Ends these leases and refunds what was not used."""
        given = frozenset(debtors)
        self._leases.give_back(given, self._clock.now())
        self.settle_ended()
        return Changes(debtors=given)

    def return_all(self) -> Changes:
        """At sign-out: every lease goes back. Without central they end here all the same, and are
        settled when it is back."""
        active = self._leases.active(self._clock.now())
        changes = self.give_back([each.debtor_id for each in active])
        with self._central.on_duty() as (connection, _):
            connection.execute("select app.return_leases()")
        return changes

    def settle_ended(self) -> int:
        """Tells central what was used under leases that have ended and of which everything is
        pushed; how many there were."""
        with self._central.on_duty() as (connection, duty):
            return self._settle_ended(connection, duty.person.login)

    def drop_lost(self, connection: psycopg.Connection) -> Changes:
        """Ends the leases that central no longer knows as ours, for example after it lent the
        debtor to another because we were away too long."""
        # ours first: what is leased here meanwhile was granted at central before it was saved
        active = self._leases.active(self._clock.now())
        held = {
            (debtor, granted_at)
            for debtor, granted_at in connection.execute(
                "select debtor_id::text, granted_at from app.work where agent = session_user"
            )
        }
        lost = frozenset(
            each.debtor_id for each in active if (each.debtor_id, each.granted_at) not in held
        )
        if lost:
            self._leases.give_back(lost, self._clock.now())
        return Changes(debtors=lost)

    def _settle_ended(self, connection: psycopg.Connection, holder: Login) -> int:
        with self._database.writing():  # whatever is dialled after this finds the lease closed
            self._leases.close_ended(self._clock.now())
            ended = self._leases.ready_to_settle(holder)
        if not ended:
            return 0
        with connection.transaction(), connection.cursor() as cursor:
            cursor.executemany(
                "select app.settle(%s, %s, %s)",
                [(each.debtor_id, each.granted_at, each.used) for each in ended],
            )
        self._leases.mark_settled(ended)
        return len(ended)

    def _refund_unheard(self, connection: psycopg.Connection) -> None:
        """Permits that central granted to this store and whose answer never came here, because the
        line broke or the desk died: nobody can have used them. Only asked before leasing, with the
        connection in hand: no answer is on its way then."""
        known = {(each.debtor_id, each.granted_at) for each in self._leases.all()}
        open_ones = connection.execute(
            "select debtor_id::text, granted_at from app.open_permits(%s)",
            (self._database.store_epoch,),
        ).fetchall()
        unheard = [row for row in open_ones if (row[0], row[1].astimezone(UTC)) not in known]
        if unheard:
            with connection.transaction(), connection.cursor() as cursor:
                cursor.executemany("select app.settle(%s, %s, 0)", unheard)
