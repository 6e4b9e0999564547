"""The one thread on which the desk's day happens. Keys, phone events, sync results and due moments
are posted here and answered in the order in which they came, so the services need no locks and
the window never waits for the disk. After each piece of work the owner is told to paint."""

import logging
import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

from desk_client.clock import Clock

Result = TypeVar("Result")
log = logging.getLogger(__name__)


class DeskThread:
    """Runs what is posted, one after the other; `wake_at` runs the due work without a post."""

    def __init__(
        self,
        *,
        clock: Clock,
        due: Callable[[], float | None],
        failed: Callable[[BaseException], None],
    ) -> None:
        """`due` does what has come due and answers with the monotonic second of the next due
        moment (None = nothing waits); `failed` gets whatever the work raised."""
        self._clock = clock
        self._due = due
        self._failed = failed
        self._posts: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="desk", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def post(self, work: Callable[[], None]) -> None:
        """Does `work` in its turn; what it raises goes to `failed`."""
        self._posts.put(work)

    def ask(self, work: Callable[[], Result]) -> "Future[Result]":
        """Does `work` in its turn; the future carries its result or what it raised."""
        answer: Future[Result] = Future()

        def run() -> None:
            try:
                answer.set_result(work())
            except Exception as fault:  # noqa: BLE001 - carried to whoever asked
                answer.set_exception(fault)

        self._posts.put(run)
        return answer

    def stop(self) -> None:
        """Finishes what was posted before, then ends."""
        self._posts.put(None)
        if self._thread.is_alive():
            self._thread.join(timeout=10)

    def _run(self) -> None:
        wake: float | None = None
        while True:
            wait = None if wake is None else max(0.0, wake - self._clock.monotonic())
            try:
                work = self._posts.get(timeout=wait)
            except queue.Empty:
                work = _nothing
            if work is None:
                return
            try:
                work()
                wake = self._due()
            except Exception as fault:
                log.exception("the desk's work failed")
                self._failed(fault)
                wake = None


def _nothing() -> None:
    """Only the due work is wanted."""
