"""The headset beside the calls: what a press is told as, and which lamps burn."""

from datetime import UTC, datetime

import pytest

from desk_client.clock import SystemClock
from desk_client.ids import CallId
from desk_client.phone import messages as m
from desk_client.phone.headset.controls import CallState, HeadsetEvent
from desk_client.phone.headset.headset import Headset, HeadsetChange, HeadsetNotice
from desk_client.phone.headset.hid_port import HidDevice, Plugged
from desk_client.phone.headset.layout import load_headsets
from desk_client.phone.headset_desk import HeadsetDesk

AT = datetime(2026, 11, 24, 2, tzinfo=UTC)
A, B = CallId("a"), CallId("b")


class NothingPlugged:
    """A machine without a headset."""

    def plugged(self) -> list[Plugged]:
        return []

    def open(self, device: Plugged) -> HidDevice:
        raise OSError(device.name)


class Pressed(Headset):
    """A headset whose buttons the test presses; the rest is the real one."""

    def __init__(self) -> None:
        super().__init__(NothingPlugged(), load_headsets())
        self.waiting: list[HeadsetEvent | HeadsetNotice] = []

    def poll(self) -> list[HeadsetEvent | HeadsetNotice]:
        pressed, self.waiting = self.waiting, []
        return pressed

    @property
    def lamps(self) -> CallState:
        return self._state


class Desk:
    def __init__(self) -> None:
        self.told: list[m.Event] = []
        self.headset = Pressed()
        self.desk = HeadsetDesk(SystemClock(), self.told.append, lambda: self.headset)
        self.desk.open()
        self.now = 1.0

    def press(self, *events: HeadsetEvent | HeadsetNotice) -> list[str]:
        self.headset.waiting += events
        self.now += 1.0
        before = len(self.told)
        self.desk.look(self.now)
        return [e.what for e in self.told[before:] if isinstance(e, m.HeadsetPressed | m.Warning_)]

    def answered(self, call_id: CallId) -> None:
        self.desk.hear(m.Answered(at=AT, call_id=call_id, code=200))

    def ended(self, call_id: CallId) -> None:
        end = {"at": AT, "call_id": call_id, "code": 200, "reason": "OK", "ended_by": "us"}
        self.desk.hear(m.Ended.model_validate(end | {"ring_s": 0.0, "talk_s": 1.0}))


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_hook_and_volume_are_told_as_they_are(desk: Desk) -> None:
    assert desk.press(HeadsetEvent.HOOK_OFF, HeadsetEvent.VOLUME_UP) == ["hook_off", "volume_up"]
    assert desk.press(HeadsetEvent.REJECT, HeadsetEvent.FLASH) == ["hook_on"]


def test_mute_is_told_only_where_it_changes_something(desk: Desk) -> None:
    assert desk.press(HeadsetEvent.MUTE_ON) == [], "nobody talks"
    desk.answered(A)
    assert desk.press(HeadsetEvent.MUTE_ON) == ["mute"]
    desk.desk.mute(on=True)
    assert desk.press(HeadsetEvent.MUTE_ON) == []
    assert desk.press(HeadsetEvent.MUTE_OFF) == ["mute"]


def test_the_lamps_follow_the_calls(desk: Desk) -> None:
    desk.desk.ring(A)
    assert desk.headset.lamps == CallState(ringing=True)
    desk.answered(A)
    assert desk.headset.lamps == CallState(off_hook=True)
    desk.desk.mute(on=True)
    desk.desk.hear(m.Held(at=AT, call_id=A, by="us"))
    assert desk.headset.lamps == CallState(off_hook=True, muted=True, held=True)
    desk.answered(B)
    assert desk.headset.lamps == CallState(off_hook=True, muted=True), "the other is talked in"
    desk.ended(B)
    desk.desk.hear(m.Resumed(at=AT, call_id=A, by="us"))
    desk.ended(A)
    assert desk.headset.lamps == CallState()


def test_a_headset_that_may_not_be_opened_is_named_once(desk: Desk) -> None:
    notice = HeadsetNotice(HeadsetChange.FORBIDDEN, "Poly Voyager")
    assert desk.press(notice) == ["headset_forbidden"]
    desk.desk.close()
    assert desk.press(HeadsetEvent.HOOK_ON) == []
