"""Looks at each call now and then: how loud both sides are, how well the network carries it, if
it is heard in one direction only, and if the far side is gone without a word."""

import time
from collections.abc import Callable, Iterator
from typing import Protocol

from desk_client.clock import Clock
from desk_client.ids import CallId
from desk_client.phone import messages as m
from desk_client.phone.call_log import CallLog
from desk_client.phone.network_quality import Reading
from desk_client.phone.quality_watch import GONE_S, Glance, QualityWatch
from desk_client.phone.sip.line import Line

_LEVEL_S = 1 / 15
_GLANCE_S = 0.25
_QUALITY_S = 5.0
_QUALITY_AT_FIRST_S = 2.0  # in the first ten seconds
_AT_FIRST_S = 10.0


class MeasuredCalls(Protocol):
    """The calls to look at."""

    def __iter__(self) -> Iterator[Line]: ...

    def give_up(self, line: Line, reason: str) -> None:
        """Ends a call whose far side is not there any more."""
        ...

    @property
    def has_microphone(self) -> bool: ...


class Measuring:
    """All calls of this phone; called from its one thread."""

    def __init__(
        self, clock: Clock, tell: Callable[[m.Event], None], log: CallLog, calls: MeasuredCalls
    ) -> None:
        self._clock = clock
        self._tell = tell
        self._log = log
        self._calls = calls
        self._levels_at = self._glances_at = 0.0
        self._quality_at: dict[CallId, float] = {}
        self._latest: dict[CallId, Reading] = {}  # the library forgets them as soon as a call ends

    def measure(self) -> None:
        """Does what is due."""
        now = time.monotonic()
        if now - self._levels_at >= _LEVEL_S:
            self._levels_at = now
            for line in self._calls:
                self._log.tell_level(line.life)
        if now - self._glances_at >= _GLANCE_S:
            self._glances_at = now
            for line in self._calls:
                self._look_at(line, now)

    def last_look(self, line: Line) -> None:
        """The call ends: its last figures are taken into the sum."""
        self._quality_at.pop(line.life.call_id, None)
        latest = self._latest.pop(line.life.call_id, None)
        if latest is not None and not _is_held(line):
            line.life.network.take(latest)

    def _look_at(self, line: Line, now: float) -> None:
        life = line.life
        if life.answered is None or life.hung_up is not None or life.concluded:
            return
        reading = line.reading()
        if reading is None:
            return
        self._latest[life.call_id] = reading
        we_sound, they_sound = life.taken_sounds()
        watch = life.watch = life.watch or QualityWatch(life.answered)
        glance = Glance(
            at=now,
            received=reading.received,
            sent=reading.sent,
            reports=reading.reports,
            we_sound=we_sound,
            they_sound=they_sound,
            held=_is_held(line),
            expected=self._calls.has_microphone and not life.muted,
        )
        for finding in watch.look(glance) if line.is_talk else ():
            self._warn(line, finding.what, finding.detail)
        if watch.gone(now):
            self._calls.give_up(
                line, f"The other side has given no sign of life for {GONE_S:.0f} seconds."
            )
            return
        if glance.held:
            return  # nothing has to come then
        young = now - life.answered <= _AT_FIRST_S
        due = self._quality_at.setdefault(life.call_id, life.answered)
        if now - due >= (_QUALITY_AT_FIRST_S if young else _QUALITY_S):
            self._quality_at[life.call_id] = now
            del self._latest[life.call_id]
            figures = life.network.take(reading)
            self._tell(
                m.Quality(
                    at=self._clock.now(),
                    call_id=life.call_id,
                    rtt_ms=figures.rtt_ms,
                    jitter_ms=figures.jitter_ms,
                    loss_pct=figures.loss_pct,
                    mos=figures.mos,
                )
            )

    def _warn(self, line: Line, what: str, detail: str) -> None:
        self._tell(
            m.Warning_(at=self._clock.now(), what=what, detail=detail, call_id=line.life.call_id)
        )


def _is_held(line: Line) -> bool:
    return line.life.held_by_us or line.life.held_by_them
