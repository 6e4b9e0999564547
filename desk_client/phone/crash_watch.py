"""When a phone is hung, and when it has died too often. Silence is counted in beats of this
process, never by the wall clock: a desk that itself was stopped or suspended for an hour has missed
its own beats too and blames nobody."""

import threading
from collections import deque
from dataclasses import dataclass
from datetime import datetime

BEAT_S = 0.1
SILENT_BEATS = 10  # a second without a word, though it was asked each time
STARTING_BEATS = 150
SPARE_BEATS = 20  # a phone that stood so long is worth a spare; starting one is not free
CRASHES, CRASH_SPAN_S = 3, 60.0


class Silence:
    """Counts the beats in which a phone told nothing."""

    def __init__(self) -> None:
        self._heard = threading.Event()
        self._whose: object = None
        self._beats = 0

    def heard(self) -> None:
        """It told something, whatever it was."""
        self._heard.set()

    def beat(self, whose: object, *, excused: bool) -> int:
        """One beat has passed; how many silent ones in a row `whose` phone has now. `excused`: it
        could not have been heard, or could not have run."""
        if self._heard.is_set() or whose is not self._whose:
            self._beats, self._whose = 0, whose
        elif not excused:
            self._beats += 1
        self._heard.clear()
        return self._beats


@dataclass(frozen=True, slots=True)
class Crash:
    """One death of the phone process: when, how in a sentence, and its stderr."""

    at: datetime
    detail: str
    said: tuple[str, ...]


class Crashes:
    """The deaths that count towards giving up."""

    def __init__(self) -> None:
        self._recent: deque[tuple[float, Crash]] = deque()

    def add(self, crash: Crash, now: float) -> bool:
        """`now` in monotonic seconds; True where it has died too often."""
        self._recent.append((now, crash))
        while now - self._recent[0][0] > CRASH_SPAN_S:
            self._recent.popleft()
        return len(self._recent) >= CRASHES

    def recent(self) -> tuple[Crash, ...]:
        """Those of the last minute, oldest first."""
        return tuple(crash for _, crash in self._recent)

    def forgive(self) -> None:
        """Somebody orders a new try: it starts with a clean sheet."""
        self._recent.clear()
