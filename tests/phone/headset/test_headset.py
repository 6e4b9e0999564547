"""A headset comes and goes: found, forbidden, pulled out; its buttons arrive, its lamps follow."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from desk_client.phone.headset.controls import CallState, HeadsetEvent
from desk_client.phone.headset.headset import Headset, HeadsetChange, HeadsetNotice
from desk_client.phone.headset.hid_port import HidPort, SystemHidPort
from desk_client.phone.headset.layout import load_headsets
from tests.phone.headset.devices import (
    HEADSET,
    JABRA,
    KEYBOARD,
    MOUSE,
    UNKNOWN,
    RecordedDevice,
    RecordedPort,
)


@contextmanager
def headset_at(port: HidPort) -> Iterator[Headset]:
    headset = Headset(port, load_headsets())
    headset.open()
    try:
        yield headset
    finally:
        headset.close()


def happened(headset: Headset, count: int = 1) -> list[HeadsetEvent | HeadsetNotice]:
    """The next `count` things, waited for."""
    never, found = threading.Event(), headset.poll()
    for _ in range(250):
        if len(found) >= count:
            break
        never.wait(0.02)
        found += headset.poll()
    return found


def test_an_unknown_headset_is_read_by_its_descriptor() -> None:
    device = RecordedDevice(HEADSET)
    with headset_at(RecordedPort({MOUSE: RecordedDevice(KEYBOARD), UNKNOWN: device})) as headset:
        assert happened(headset) == [HeadsetNotice(HeadsetChange.FOUND, "Goose 3000")]
        assert device.written.get(timeout=5) == bytes([2, 0])  # some report nothing until told
        device.reports.put(bytes([2, 1]))
        assert happened(headset) == [HeadsetEvent.HOOK_OFF]
        headset.show(CallState(off_hook=True))
        assert device.written.get(timeout=5) == bytes([2, 1])
    assert device.written.get(timeout=5) == bytes([2, 0])
    assert device.closed.is_set()


def test_a_known_headset_is_read_by_the_table() -> None:
    device = RecordedDevice(b"")
    with headset_at(RecordedPort({JABRA: device})) as headset:
        assert happened(headset) == [
            HeadsetNotice(HeadsetChange.FOUND, "Jabra EVOLVE 20", by_table=True)
        ]
        device.reports.put(bytes([2, 1, 0]))
        assert happened(headset) == [HeadsetEvent.HOOK_OFF]


def test_no_headset_is_said_once_and_is_no_error() -> None:
    port = RecordedPort({MOUSE: RecordedDevice(KEYBOARD)})
    with headset_at(port) as headset:
        assert happened(headset) == [HeadsetNotice(HeadsetChange.NONE)]
        headset.show(CallState(off_hook=True))
        port.devices[UNKNOWN] = RecordedDevice(HEADSET)
        assert happened(headset) == [HeadsetNotice(HeadsetChange.FOUND, "Goose 3000")]


def test_a_headset_that_we_may_not_open_is_said_once() -> None:
    port = RecordedPort({UNKNOWN: None})
    with headset_at(port) as headset:
        assert happened(headset) == [HeadsetNotice(HeadsetChange.FORBIDDEN, "Goose 3000")]
        port.devices[UNKNOWN] = RecordedDevice(HEADSET)
        assert happened(headset) == [HeadsetNotice(HeadsetChange.FOUND, "Goose 3000")]


def test_a_headset_that_is_pulled_out_and_plugged_in_again() -> None:
    device = RecordedDevice(HEADSET)
    port = RecordedPort({UNKNOWN: device})
    with headset_at(port) as headset:
        happened(headset)
        device.pull_out()
        port.devices = {}
        assert happened(headset, 2) == [
            HeadsetNotice(HeadsetChange.LOST, "Goose 3000"),
            HeadsetNotice(HeadsetChange.NONE),
        ]
        port.devices = {UNKNOWN: RecordedDevice(HEADSET)}
        assert happened(headset) == [HeadsetNotice(HeadsetChange.FOUND, "Goose 3000")]


def test_the_machine_itself_is_asked_without_harm() -> None:
    plugged = SystemHidPort().plugged()
    assert all(device.name for device in plugged)
    with headset_at(SystemHidPort()) as headset:
        assert isinstance(happened(headset)[0], HeadsetNotice)
