"""One thread that does what is due: the debtors' next lines, answers and hang-ups. Commands to the
phone processes go out from here, never from the thread that brings their events."""

import heapq
import itertools
import threading
import time
from collections.abc import Callable


class Stage:
    """Runs actions in the order of their time, then of their asking."""

    def __init__(self) -> None:
        self._due: list[tuple[float, int, Callable[[], None]]] = []
        self._order = itertools.count()
        self._changed = threading.Condition()
        self._stopping = False
        self._thread = threading.Thread(target=self._run, name="trunk-stage", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Does what is due by now, forgets the rest and ends the thread."""
        with self._changed:
            self._stopping = True
            self._changed.notify()
        if self._thread.is_alive():
            self._thread.join()

    def after(self, seconds: float, action: Callable[[], None]) -> None:
        """Does `action` on the stage's thread, from now on in `seconds`."""
        with self._changed:
            heapq.heappush(self._due, (time.monotonic() + seconds, next(self._order), action))
            self._changed.notify()

    def _run(self) -> None:
        while (action := self._next()) is not None:
            action()

    def _next(self) -> Callable[[], None] | None:
        with self._changed:
            while True:
                wait_s = self._due[0][0] - time.monotonic() if self._due else None
                if wait_s is not None and wait_s <= 0:
                    return heapq.heappop(self._due)[2]
                if self._stopping:
                    return None
                self._changed.wait(wait_s)
