"""Not faster than the gateway likes: messages leave at an even pace, whoever sends them."""

import threading

from desk_client.clock import Clock


class Pace:
    """At most `per_s` a second, over all threads; `stopped` ends every wait."""

    def __init__(self, per_s: float, clock: Clock, stopped: threading.Event) -> None:
        self._gap = 1.0 / per_s
        self._clock = clock
        self._stopped = stopped
        self._lock = threading.Lock()
        self._next = 0.0

    def wait(self) -> None:
        """Returns when one more message may leave."""
        with self._lock:
            now = self._clock.monotonic()
            at = max(now, self._next)
            self._next = at + self._gap
        if at > now:
            self._stopped.wait(at - now)
