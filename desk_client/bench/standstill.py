"""Notices when desk or phone stand still. The desk's interpreter is asked to wake every 10 ms and
is late by as long as it was held up; the phone tells levels fifteen times a second while somebody
talks, and is late by as long as its one thread was held up; and with the end of a call it tells how
long the clock of its sound, which ticks every 20 ms, stood at most."""

import threading
import time
from types import TracebackType
from typing import Self

from desk_client.bench.bare_desk import Heard
from desk_client.phone import messages

_STOOD_S = 0.05
_BEAT_S = 0.01
_LEVEL_S = 1 / 15
_TICK_MS = 20.0


class Standstill:
    """A context; counts from `begin` on. `desk_ms`, `phone_ms` and `clock_ms` are the longest of
    each."""

    def __init__(self, heard: Heard) -> None:
        self._heard = heard
        self._over = threading.Event()
        self._levels: dict[str, float] = {}
        self._counts = False
        self.count = 0
        self.desk_ms = 0.0
        self.phone_ms = 0.0
        self.clock_ms = 0.0
        self._thread = threading.Thread(target=self._watch, name="standstill", daemon=True)

    def __enter__(self) -> Self:
        self._heard.at_level = self._level
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._over.set()
        self._thread.join()
        self._heard.at_level = None

    def begin(self) -> None:
        """From here on it counts."""
        self._counts = True

    def ended(self, end: messages.Ended) -> None:
        """A call is over; its clock is looked at."""
        if self._counts:
            late_ms = max(0.0, end.longest_gap_ms - _TICK_MS)
            self.count += late_ms > _STOOD_S * 1000
            self.clock_ms = max(self.clock_ms, late_ms)

    def _watch(self) -> None:
        asked = time.monotonic()
        while not self._over.wait(_BEAT_S):
            now = time.monotonic()
            late = now - asked - _BEAT_S
            asked = now
            if self._counts and late > _STOOD_S:
                self.count += 1
            if self._counts:
                self.desk_ms = max(self.desk_ms, late * 1000)

    def _level(self, level: messages.Level) -> None:
        """Levels carry the phone's own clock, so the pipe between us makes none late."""
        told = level.at.timestamp()
        before = self._levels.get(level.call_id)
        self._levels = {level.call_id: told}
        if before is None or not self._counts:
            return
        late = told - before - _LEVEL_S
        self.count += late > _STOOD_S
        self.phone_ms = max(self.phone_ms, late * 1000)
