"""What the window shows of microphone, earphone and ring: frozen values, made by desk_audio
and painted as they are."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class SoundPlace(StrEnum):
    """What a device is used for."""

    CAPTURE = "capture"
    PLAYBACK = "playback"
    RING = "ring"


@dataclass(frozen=True, slots=True)
class SoundTest:
    """The microphone test: running, or how loud it was, of full scale 1.0."""

    running: bool
    peak: float = 0.0
    rms: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class SoundPart:
    """Devices by name. `chosen` is `default` or `device:<name>`, `in_use` what serves it now, ""
    where nothing does; `fixed` places are IT's to change."""

    captures: tuple[str, ...]
    playbacks: tuple[str, ...]
    chosen: Mapping[SoundPlace, str]
    in_use: Mapping[SoundPlace, str]
    gain_db: Mapping[SoundPlace, float]
    fixed: frozenset[SoundPlace]
    test: SoundTest | None
