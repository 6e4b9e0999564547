"""What a desk asks of central beside sync: more debtors when work runs short, debtors given back
when a case is handed over, and everything given back at sign-out. One thread of its own, so that no
key waits for the network; where central is away, sync says so on the screen."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from desk_client.errors import DeskError
from desk_client.ids import DebtorId
from desk_client.sync.leases import DeskLeases
from desk_client.sync.loop import SyncLoop
from desk_client.sync.round import SyncRound

Answer = TypeVar("Answer")


class DeskLending:
    """Debtors lent to the person at the desk."""

    def __init__(
        self,
        *,
        leases: DeskLeases,
        sync_round: SyncRound,
        sync: SyncLoop,
        signed_out: Callable[[], None],
    ) -> None:
        """`signed_out` is called, on the thread of the network, when all is given back."""
        self._leases = leases
        self._round = sync_round
        self._sync = sync
        self._signed_out = signed_out
        self._network = ThreadPoolExecutor(max_workers=1, thread_name_prefix="network")
        self._leaving = False

    def shut(self) -> None:
        """Nothing more is begun."""
        self._network.shutdown(cancel_futures=True)

    def ask(self, question: Callable[[], Answer]) -> Future[Answer]:
        """Something else that central is asked, in its turn."""
        return self._network.submit(question)

    def borrow_more(self) -> None:
        """More debtors from central; nothing where it is away."""

        def borrow() -> None:
            try:
                if self._leases.lease():
                    self._sync.try_now()
            except DeskError:
                return

        if not self._leaving:
            self._network.submit(borrow)

    def release(self, debtor_id: DebtorId) -> None:
        """A debtor was handed over: nothing more is done under the lease, and central is told in
        the same breath, the fact first."""

        def give_back() -> None:
            try:
                self._leases.give_back([debtor_id])
            except DeskError:
                return  # the lease is closed here; the next round of sync settles it
            finally:
                self._sync.try_now()

        self._network.submit(give_back)

    def regain(self) -> None:
        """A hand-over was taken back: told first, then the debtor is asked for, who comes first."""

        def borrow() -> None:
            try:
                self._round.run()
                self._leases.lease(1)
            except DeskError:
                return  # the debtor comes with the next lease
            finally:
                self._sync.try_now()

        if not self._leaving:
            self._network.submit(borrow)

    def leave(self) -> None:
        """Signed out: facts and leases go back to central where it can be reached."""
        self._leaving = True

        def give_all_back() -> None:
            self._sync.stop()
            try:
                self._round.run()
                self._leases.return_all()
                self._round.run()
            except DeskError:
                pass  # what waits is pushed at the next sign-in; the leases end by themselves
            finally:
                self._signed_out()

        self._network.submit(give_all_back)
