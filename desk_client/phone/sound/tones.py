"""The tones a telephone makes by itself, for what the network does not play: ringback, busy and
congestion as callers of a country know them, the beep of a second call, and the desk's own beeps
and ring. Cadences: ITU-T E.180 Supplement 2 (China: 450 Hz throughout)."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache

import numpy as np

from desk_client.phone.sound.frame import RATE, Samples

_RAMP = RATE // 200  # 5 ms: without it every tone begins and ends with a click
_LOUDNESS = 0.126  # -18 dBFS a frequency


class ToneKind(StrEnum):
    """What a tone says."""

    RINGBACK = "ringback"  # it rings over there
    BUSY = "busy"
    CONGESTION = "congestion"  # the network has no way
    CALL_WAITING = "call_waiting"  # another call comes in
    CONFIRM = "confirm"  # done as asked
    ALERT = "alert"  # look at the screen
    RING = "ring"  # we are called


class Land(StrEnum):
    """Whose cadences."""

    CN = "cn"
    US = "us"


@dataclass(frozen=True, slots=True)
class Tone:
    """A sound at 16 kHz, full scale 1.0; `again`: it is repeated until something else happens."""

    samples: Samples
    again: bool

    @property
    def seconds(self) -> float:
        return len(self.samples) / RATE


@dataclass(frozen=True, slots=True)
class _Part:
    seconds: float
    hertz: tuple[float, ...] = ()  # none = silence


_CADENCES: dict[tuple[ToneKind, Land], tuple[_Part, ...]] = {
    (ToneKind.RINGBACK, Land.CN): (_Part(1.0, (450,)), _Part(4.0)),
    (ToneKind.BUSY, Land.CN): (_Part(0.35, (450,)), _Part(0.35)),
    (ToneKind.CONGESTION, Land.CN): (_Part(0.7, (450,)), _Part(0.7)),
    (ToneKind.CALL_WAITING, Land.CN): (_Part(0.4, (450,)), _Part(4.0)),
    (ToneKind.RINGBACK, Land.US): (_Part(2.0, (440, 480)), _Part(4.0)),
    (ToneKind.BUSY, Land.US): (_Part(0.5, (480, 620)), _Part(0.5)),
    (ToneKind.CONGESTION, Land.US): (_Part(0.25, (480, 620)), _Part(0.25)),
    (ToneKind.CALL_WAITING, Land.US): (_Part(0.3, (440,)), _Part(9.7)),
}
_OURS: dict[ToneKind, tuple[_Part, ...]] = {
    ToneKind.CONFIRM: (_Part(0.06, (660,)), _Part(0.03), _Part(0.09, (880,))),
    ToneKind.ALERT: (_Part(0.12, (880,)), _Part(0.06), _Part(0.12, (587,))),
    ToneKind.RING: (_Part(0.05, (740,)), _Part(0.05, (932,))) * 9 + (_Part(2.1),),
}
_ONCE = frozenset({ToneKind.CONFIRM, ToneKind.ALERT})


@cache
def tone(kind: ToneKind, land: Land = Land.CN) -> Tone:
    """One round of a tone; the desk's own are the same in every land."""
    parts = _OURS.get(kind) or _CADENCES[kind, land]
    samples = np.concatenate([_sound(part) for part in parts])
    samples.setflags(write=False)
    return Tone(samples, again=kind not in _ONCE)


def _sound(part: _Part) -> Samples:
    times = np.arange(round(part.seconds * RATE)) / RATE
    made = np.zeros(len(times))
    for hertz in part.hertz:
        made += _LOUDNESS * np.sin(2 * np.pi * hertz * times)
    rise = np.sin(np.linspace(0, np.pi / 2, _RAMP)) ** 2
    made[:_RAMP] *= rise
    made[-_RAMP:] *= rise[::-1]
    return made.astype(np.float32)
