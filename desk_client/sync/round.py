"""One round of sync: the clocks are set alike, the outbox is pushed, leases that ended are settled,
what is new is pulled, leases that central took away are dropped. In this order, so that what is
settled is at central already. Nothing here waits or tries again; loop.py does."""

from dataclasses import dataclass

from desk_client.changes import Changes
from desk_client.clock import Clock
from desk_client.store.database import Database
from desk_client.store.outbox import Outbox
from desk_client.sync.clock_agreement import agree
from desk_client.sync.compare import send_again
from desk_client.sync.connection import CentralConnection
from desk_client.sync.leases import DeskLeases
from desk_client.sync.pull import Pull
from desk_client.sync.push import push


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundResult:
    """What one round did."""

    pushed: int
    pulled: int  # facts, those made here included
    rejected: int  # facts that central refused in this round
    unreadable: int  # pulled facts of a kind this program does not know
    waiting: int  # facts still in the outbox
    changes: Changes


class SyncRound:
    """Push and pull for the person who is signed in."""

    def __init__(self, *, database: Database, central: CentralConnection, clock: Clock) -> None:
        self._database = database
        self._outbox = Outbox(database)
        self._pull = Pull(database, clock)
        self._leases = DeskLeases(database=database, central=central, clock=clock)
        self._central = central
        self._clock = clock

    def run(self) -> RoundResult:
        """Does it once; CentralUnreachable or SignInRefused leave everything to the next round."""
        with self._central.on_duty() as (connection, duty):
            agree(connection, self._database, self._clock)
            if self._pull.finds_another_central(duty):
                send_again(connection, self._database, duty.person.login)
            sent = push(connection, self._outbox, duty.person.login)
            self._leases.settle_ended()
            pulled = self._pull.run(connection, duty)
            lost = self._leases.drop_lost(connection)
        return RoundResult(
            pushed=sent.pushed,
            pulled=pulled.facts,
            rejected=sent.rejected,
            unreadable=pulled.unreadable,
            waiting=self.waiting,
            changes=pulled.changes | lost,
        )

    @property
    def waiting(self) -> int:
        """Facts that central has not confirmed."""
        return self._outbox.waiting()
