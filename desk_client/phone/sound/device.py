"""Sound devices as people know them, which one is used where, and what is told when that changes. A
place is written as in `configure`: `default` follows the system, `device:<name>` is one device
where it is there and the system's choice while it is not, `silence` is none at all."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

DEFAULT = "default"
SILENCE = "silence"
NAMED = "device:"


class DeviceKind(StrEnum):
    """Which way a device carries sound."""

    CAPTURE = "capture"
    PLAYBACK = "playback"


class Place(StrEnum):
    """What a device is used for."""

    MICROPHONE = "microphone"
    EARPHONE = "earphone"
    RING = "ring"

    @property
    def kind(self) -> DeviceKind:
        return DeviceKind.CAPTURE if self is Place.MICROPHONE else DeviceKind.PLAYBACK


@dataclass(frozen=True, slots=True)
class Device:
    """A device that is plugged in now. `default`: the system's own choice. `monitor`: it captures
    what another device plays, and is no microphone unless somebody chooses it by name."""

    name: str
    kind: DeviceKind
    default: bool
    monitor: bool = False
    key: bytes = field(default=b"", repr=False)  # the sound library's own name of it


class SoundChange(StrEnum):
    """What may happen to a place."""

    DEVICE_LOST = "device_lost"
    DEVICE_BACK = "device_back"
    DEVICE_CHANGED = "device_changed"  # the system's choice is another one now
    DEVICE_REFUSED = "device_refused"  # it is there but does not open


@dataclass(frozen=True, slots=True)
class SoundNotice:
    """`device` is what was lost, came back or does not open; `now` is what is used since, "" where
    there is none."""

    what: SoundChange
    place: Place
    device: str
    now: str


def check_choice(choice: str) -> bool:
    """Whether a choice is written as one."""
    return choice in (DEFAULT, SILENCE) or (choice.startswith(NAMED) and choice != NAMED)


def chosen(choice: str, kind: DeviceKind, devices: Sequence[Device]) -> Device | None:
    """The device that a choice means now."""
    of_kind = [device for device in devices if device.kind is kind]
    if choice == SILENCE:
        return None
    name = choice.removeprefix(NAMED)
    if choice.startswith(NAMED):
        for device in of_kind:
            if device.name == name:
                return device
    usable = [device for device in of_kind if not device.monitor]
    return next((device for device in usable if device.default), usable[0] if usable else None)
