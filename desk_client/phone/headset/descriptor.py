"""Reads a HID report descriptor, the device's own account of its reports (Device Class Definition
for HID 1.11, section 6.2.2), as far as buttons and lamps need it: which bit of which report means
which usage. Whatever is not understood is passed over; a descriptor can say anything."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

_INPUT, _OUTPUT = 0x80, 0x90
_MAIN_TYPES = frozenset({0x80, 0x90, 0xB0, 0xA0, 0xC0})
_LONG_ITEM = 0xFE
_CONSTANT, _VARIABLE, _RELATIVE, _NO_PREFERRED = 0x01, 0x02, 0x04, 0x20
_MOST_BITS = 8 * 4096
_MOST_USAGES = 1024
_LAST_REPORT = 255


class Direction(StrEnum):
    """Input comes from the device, output goes to it."""

    INPUT = "input"
    OUTPUT = "output"


@dataclass(frozen=True, slots=True)
class Field:
    """One value in a report. `usages` has one member where the value is that usage's own; in an
    `array` the value says which of them is pressed, counted from `least`. `relative`: it tells
    changes; `stays`: it has no position that it returns to by itself."""

    direction: Direction
    report: int  # 0 where the device does not number its reports
    bit: int  # from the first bit after the report's number
    size: int
    usages: tuple[int, ...]
    array: bool
    relative: bool
    stays: bool
    least: int


@dataclass
class _Global:
    page: int = 0
    least: int = 0
    size: int = 0
    count: int = 0
    report: int = 0


@dataclass
class _Reading:
    state: _Global = field(default_factory=_Global)
    pushed: list[_Global] = field(default_factory=list)
    usages: list[int] = field(default_factory=list)
    first: int | None = None
    bits: dict[tuple[Direction, int], int] = field(default_factory=dict)
    fields: list[Field] = field(default_factory=list)


def read_descriptor(descriptor: bytes) -> tuple[list[Field], dict[int, int]]:
    """The fields that have a usage, and for each output report its length in bytes, without its
    number."""
    reading = _Reading()
    for kind, value, signed in _items(descriptor):
        if kind in (_INPUT, _OUTPUT):
            _add(reading, Direction.INPUT if kind == _INPUT else Direction.OUTPUT, value)
        if kind in _MAIN_TYPES:
            reading.usages, reading.first = [], None
        else:
            _note(reading, kind, value, signed)
    lengths = {
        report: (bits + 7) // 8
        for (direction, report), bits in reading.bits.items()
        if direction is Direction.OUTPUT and report <= _LAST_REPORT
    }
    return reading.fields, lengths


def _items(descriptor: bytes) -> Iterator[tuple[int, int, int]]:
    at = 0
    while at < len(descriptor):
        prefix = descriptor[at]
        if prefix == _LONG_ITEM:
            at += 3 + (descriptor[at + 1] if at + 1 < len(descriptor) else 0)
            continue
        length = (0, 1, 2, 4)[prefix & 0x03]
        data = descriptor[at + 1 : at + 1 + length]
        if len(data) < length:
            return
        at += 1 + length
        usage_like = prefix & 0x0C == 0x08
        value = int.from_bytes(data, "little")
        if usage_like and length == 4:
            value |= 1 << 32  # its page is within it
        yield prefix & 0xFC, value, int.from_bytes(data, "little", signed=True)


def _note(reading: _Reading, kind: int, value: int, signed: int) -> None:  # noqa: C901
    state = reading.state
    match kind:
        case 0x04:  # usage page
            state.page = value
        case 0x14:  # logical minimum
            state.least = signed
        case 0x74:  # report size
            state.size = value
        case 0x84:  # report number
            state.report = value
        case 0x94:  # report count
            state.count = value
        case 0xA4:  # push
            reading.pushed.append(_Global(**vars(state)))
        case 0xB4 if reading.pushed:  # pop
            reading.state = reading.pushed.pop()
        case 0x08:  # usage
            reading.usages.append(_full(state.page, value))
        case 0x18:  # usage minimum
            reading.first = _full(state.page, value)
        case 0x28 if reading.first is not None:  # usage maximum
            last = min(_full(state.page, value), reading.first + _MOST_USAGES)
            reading.usages += range(reading.first, last + 1)
            reading.first = None


def _full(page: int, value: int) -> int:
    return value & 0xFFFFFFFF if value >> 32 else (page << 16 | value) & 0xFFFFFFFF


def _add(reading: _Reading, direction: Direction, flags: int) -> None:
    state, usages = reading.state, reading.usages
    at = reading.bits.get((direction, state.report), 0)
    if not 0 < state.size <= 32 or state.count <= 0 or at + state.size * state.count > _MOST_BITS:
        return
    reading.bits[direction, state.report] = at + state.size * state.count
    if flags & _CONSTANT or not usages or state.report > _LAST_REPORT:
        return
    array = not flags & _VARIABLE
    for number in range(state.count):
        own = usages if array else [usages[min(number, len(usages) - 1)]]
        reading.fields.append(
            Field(
                direction=direction,
                report=state.report,
                bit=at + number * state.size,
                size=state.size,
                usages=tuple(own),
                array=array,
                relative=bool(flags & _RELATIVE),
                stays=bool(flags & _NO_PREFERRED),
                least=state.least,
            )
        )
