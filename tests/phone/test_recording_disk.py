"""Disks that are full, slow or hang: the call goes on, somebody is told, memory has a bound, and
what was recorded before can be heard."""

import os
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pyrage
import pytest

from desk_client.clock import SystemClock
from desk_client.ids import CallId
from desk_client.phone import messages as m
from desk_client.phone.call_life import CallLife
from desk_client.phone.call_log import CallLog
from desk_client.phone.recording import FRAME_BYTES, CallRecording, check_record, room_fault
from desk_client.phone.sealed_audio import open_sealed, segments_path
from tests.phone.party import LONGEST_S, Party, loudness_of, tone_file
from tests.phone.test_recording import tone

_FULL_AT = 24_000  # bytes a file; about two seconds of a call
_SMALL_DISK = (
    "import resource, runpy;"
    f"resource.setrlimit(resource.RLIMIT_FSIZE, ({_FULL_AT}, {_FULL_AT}));"
    "runpy.run_module('desk_client.phone', run_name='__main__')"
)


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Party]:
    """A phone whose files cannot grow beyond a few kilobytes."""
    voice = tone_file(tmp_path / "440.wav", 440)
    party = Party("agent", capture=f"file:{voice}", command=(sys.executable, "-c", _SMALL_DISK))
    party.client.start()
    yield party
    party.client.stop()


def test_a_disk_that_fills_up_costs_the_rest_of_the_recording_and_not_the_call(
    small: Party, debtor: Party, record: m.Record, bank: pyrage.x25519.Identity
) -> None:
    ours, _theirs = small.talk_to(debtor, record=record)
    warning = small.wait(m.Warning_, where=lambda told: told.call_id == ours)
    assert warning.what == "recording_failed"
    small.listen_for(0.5, ours)  # both still talk
    assert small.do(m.HangUp(call_id=ours)).ok
    ended = small.of_call(m.Ended, ours)
    assert ended.ended_by == "us"
    made = ended.recording
    assert made is not None
    assert not made.complete
    assert 1.0 < made.seconds < ended.talk_s
    audio = open_sealed(Path(made.path), bank)
    assert audio.seconds == pytest.approx(made.seconds, abs=0.1)
    assert loudness_of(audio.samples[3200:, 0], 440) == pytest.approx(0.25, rel=0.1)
    assert sorted(path.suffix for path in Path(made.path).parent.iterdir()) == [".age", ".wav"]


class HangingDisk:
    """The recording's segments go into a full pipe, so that its thread waits in the kernel as it
    would for a disk: until it `goes_on`, and what waits is passed on, or the block ends, and it
    refuses."""

    def __init__(self, recording: CallRecording) -> None:
        descriptor = recording._sealing._segments.descriptor
        self._disk = os.dup(descriptor)
        self._mouth, throat = os.pipe()
        self._filling = 0
        os.set_blocking(throat, False)
        try:
            while True:
                self._filling += os.write(throat, bytes(1 << 12))
        except BlockingIOError:
            os.set_blocking(throat, True)
        os.dup2(throat, descriptor)
        os.close(throat)
        self._pump = threading.Thread(target=self._pass_on, daemon=True)

    def __enter__(self) -> "HangingDisk":
        return self

    def __exit__(self, *_fault: object) -> None:
        if self._pump.ident is not None:
            self._pump.join(LONGEST_S)
        os.close(self._mouth)
        os.close(self._disk)

    def goes_on(self) -> None:
        self._pump.start()

    def _pass_on(self) -> None:
        while self._filling:
            self._filling -= len(os.read(self._mouth, self._filling))
        while taken := os.read(self._mouth, 1 << 16):
            os.write(self._disk, taken)


def push(recording: CallRecording, seconds: float, hertz: int = 440) -> None:
    side = tone(hertz, seconds)
    for at in range(0, len(side), FRAME_BYTES):
        recording.push(side[at : at + FRAME_BYTES], side[at : at + FRAME_BYTES])


def begun(record: m.Record, most_waiting_s: float) -> CallRecording:
    return CallRecording(
        Path(record.path), record.recipients, paused=False, most_waiting_s=most_waiting_s
    )


def settled(recording: CallRecording) -> None:
    """The disk has taken all that was said."""
    waited = threading.Event()
    for _ in range(500):
        if recording.waiting_s == 0:
            return
        waited.wait(0.01)
    pytest.fail("the disk does not catch up")


def test_a_slow_disk_is_told_and_memory_has_a_bound(
    record: m.Record, bank: pyrage.x25519.Identity
) -> None:
    recording = begun(record, most_waiting_s=4.0)
    push(recording, 1.2)
    settled(recording)
    with HangingDisk(recording):
        push(recording, 60.0, hertz=700)
        assert 3.9 < recording.waiting_s < 4.2
        slow, losing = recording.alarms.get(timeout=1), recording.alarms.get(timeout=1)
        assert recording.alarms.empty()
        assert slow.what == losing.what == "recording_slow"
        assert "1 s of the recording wait" in slow.detail
        assert "lost" in losing.detail
        assert open_sealed(Path(record.path), bank).seconds == pytest.approx(1.2, abs=0.1)
    # a pipe that closes under a writer refuses, as a disk does that was pulled out
    assert recording.made.wait(LONGEST_S)
    assert recording.alarms.get(timeout=1).what == "recording_failed"
    assert recording.result is not None
    assert not recording.result.complete
    heard = open_sealed(Path(record.path), bank)
    assert heard.seconds == pytest.approx(1.2, abs=0.1)


def test_a_disk_that_comes_back_has_all_but_what_was_lost(
    record: m.Record, bank: pyrage.x25519.Identity
) -> None:
    recording = begun(record, most_waiting_s=1.2)
    push(recording, 0.6)
    settled(recording)
    with HangingDisk(recording) as disk:
        push(recording, 1.2)
        push(recording, 3.0, hertz=700)
        disk.goes_on()
        settled(recording)
        push(recording, 0.6)
        recording.finish()
        assert recording.made.wait(LONGEST_S)
    made = recording.result
    assert made is not None
    ((lost_from, lost_to),) = made.lost
    assert lost_to - lost_from == pytest.approx(3.0, abs=0.1)
    assert made.seconds == pytest.approx(recording.clock_s - (lost_to - lost_from), abs=0.01)
    heard = open_sealed(Path(record.path), bank)
    assert heard.complete
    assert heard.seconds == pytest.approx(made.seconds, abs=0.01)
    assert loudness_of(heard.samples[:, 0], 700) < 0.02


def test_a_disk_that_hangs_does_not_keep_the_end_of_a_call(record: m.Record) -> None:
    told: list[m.Event] = []
    log = CallLog(SystemClock(), told.append, patience_s=0.2)
    life = CallLife(CallId("c1"), incoming=False, began=0.0, record=record)
    log.answered(life, 200)
    assert life.recording is not None
    with HangingDisk(life.recording):
        for _ in range(40):
            life.tick(bytes(FRAME_BYTES), bytes(FRAME_BYTES))
        log.ended(life, 200, "OK")
        threading.Event().wait(0.3)
        log.tell_closed()
        *_, warning, ended = told
        assert isinstance(warning, m.Warning_)
        assert (warning.what, warning.call_id) == ("recording_failed", "c1")
        assert isinstance(ended, m.Ended)
        assert ended.recording is None
        assert segments_path(Path(record.path)).exists()
    assert life.recording.made.wait(LONGEST_S)


def test_no_call_without_room_where_a_recording_is_required(record: m.Record) -> None:
    assert room_fault(200_000_000) is None
    assert room_fault(10**12) is None
    fault = room_fault(199_999_999)
    assert fault is not None
    assert "199 MB left" in fault
    check_record(record.model_copy(update={"required": True}))  # this machine's disk has room
