"""A shift at a headset, as a stream of its reports: what the agent did, and what was only the
headset repeating what it was told."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_client.errors import BadInput
from desk_client.phone.headset.controls import CallState, HeadsetEvent
from desk_client.phone.headset.layout import layout_from, load_headsets
from desk_client.phone.headset.reports import Reports
from tests.phone.headset.devices import ARRAY_VOLUME, HEADSET

TALKING = CallState(off_hook=True)
RINGING = CallState(ringing=True)
EVOLVE = load_headsets().of(0x0B0E, 0x0300)
BLACKWIRE = load_headsets().of(0x047F, 0xC056)


class Stream:
    """Reports a second apart, as recorded."""

    def __init__(self, reports: Reports) -> None:
        self.reports = reports
        self._at = 0.0

    def hears(self, report: str, after_s: float = 1.0) -> tuple[HeadsetEvent, ...]:
        self._at += after_s
        return self.reports.heard(bytes.fromhex(report), self._at)


def unknown() -> Stream:
    return Stream(Reports(layout_from(HEADSET)))


def test_a_call_is_answered_muted_and_hung_up() -> None:
    stream = unknown()
    assert stream.reports.tell(RINGING) == (bytes([2, 0b100]),)
    assert stream.hears("0201") == (HeadsetEvent.HOOK_OFF,)
    assert stream.reports.tell(TALKING) == (bytes([2, 0b001]),)
    assert stream.hears("0205") == (HeadsetEvent.MUTE_ON,)
    assert stream.hears("0201") == ()
    muted = CallState(off_hook=True, muted=True)
    assert stream.reports.tell(muted) == (bytes([2, 0b011]),)
    assert stream.hears("0205") == (HeadsetEvent.MUTE_OFF,)
    assert stream.hears("0201") == ()
    assert stream.hears("0200") == (HeadsetEvent.HOOK_ON,)
    assert stream.reports.tell(CallState()) == (bytes([2, 0]),)


def test_what_was_told_comes_back_and_means_nothing() -> None:
    stream = unknown()
    stream.reports.tell(TALKING)  # answered by mouse
    assert stream.hears("0201") == ()
    stream.reports.tell(CallState())  # the debtor hung up
    assert stream.hears("0200") == ()
    assert stream.hears("0201") == (HeadsetEvent.HOOK_OFF,)


def test_the_same_state_is_told_once() -> None:
    reports = Reports(layout_from(HEADSET))
    assert len(reports.tell(TALKING)) == 1
    assert reports.tell(TALKING) == ()


def test_a_hook_that_falls_back_at_once_is_a_button() -> None:
    stream = unknown()
    assert stream.hears("0201") == (HeadsetEvent.HOOK_OFF,)
    stream.reports.tell(TALKING)
    assert stream.hears("0200", after_s=0.2) == ()
    assert stream.hears("0201") == (HeadsetEvent.HOOK_ON,)
    stream.reports.tell(CallState())
    assert stream.hears("0200", after_s=0.2) == ()
    assert stream.hears("0201") == (HeadsetEvent.HOOK_OFF,)


def test_volume_flash_redial_and_reject() -> None:
    stream = unknown()
    assert stream.hears("0102") == (HeadsetEvent.VOLUME_UP,)
    assert stream.hears("0102") == ()  # held down
    assert stream.hears("0100") == ()
    assert stream.hears("0101") == (HeadsetEvent.VOLUME_DOWN,)
    assert stream.hears("0208") == (HeadsetEvent.FLASH,)
    assert stream.hears("0210") == (HeadsetEvent.REDIAL,)
    assert stream.hears("0220") == (HeadsetEvent.REJECT,)
    assert stream.hears("0104") == (HeadsetEvent.MUTE_ON,)
    named = Stream(Reports(layout_from(ARRAY_VOLUME)))
    assert named.hears("01e900") == (HeadsetEvent.VOLUME_UP,)
    assert named.hears("010000") == ()


def test_models_of_the_table() -> None:
    assert EVOLVE is not None
    assert BLACKWIRE is not None
    evolve, blackwire = Stream(Reports(EVOLVE)), Stream(Reports(BLACKWIRE))
    assert evolve.reports.tell(TALKING) == (bytes([2, 1, 0]),)
    assert evolve.hears("020100") == ()
    assert evolve.hears("020700") == (HeadsetEvent.MUTE_ON,)
    assert evolve.hears("020300") == ()
    assert evolve.hears("020200") == (HeadsetEvent.HOOK_ON,)
    told = blackwire.reports.tell(CallState(off_hook=True, muted=True))
    assert set(told) == {bytes([9, 1]), bytes([23, 1]), bytes([24, 0])}
    assert blackwire.hears("0b01") == ()
    assert blackwire.hears("0b05") == (HeadsetEvent.MUTE_OFF,)


def test_the_table_of_models_is_read_strictly(tmp_path: Path) -> None:
    table = tmp_path / "headsets.yaml"
    table.write_text("models:\n  - name: Goose\n    vendor: 0x1FFFF\n")
    with pytest.raises(BadInput, match=r"headsets\.yaml:2: .*buttons is missing"):
        load_headsets(table)
    assert load_headsets().of(1, 1) is None


@given(st.lists(st.binary(max_size=6), max_size=30))
def test_any_reports_are_taken(stream: list[bytes]) -> None:
    reports = Reports(layout_from(HEADSET))
    for number, report in enumerate(stream):
        for event in reports.heard(report, float(number)):
            assert event in HeadsetEvent
