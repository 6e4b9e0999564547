"""A recording without a call: sealed while it is made, opened afterwards, whatever happened."""

import hashlib
import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import numpy as np
import pyrage
import pytest
import soundfile

from desk_client.errors import DeskError
from desk_client.phone.commands import Record
from desk_client.phone.events import Recording
from desk_client.phone.last_word import forget_word
from desk_client.phone.limits import Refused
from desk_client.phone.recording import FRAME_BYTES, CallRecording, check_record
from desk_client.phone.sealed_audio import open_sealed, segments_path, settle_cut
from tests.phone.party import loudness_of


def tone(hertz: int, seconds: float) -> bytes:
    times = np.arange(int(16_000 * seconds)) / 16_000
    return (0.25 * 32767 * np.sin(2 * np.pi * hertz * times)).astype("<i2").tobytes()


def push(recording: CallRecording, seconds: float, agent: int = 440, debtor: int = 1000) -> None:
    left, right = tone(agent, seconds), tone(debtor, seconds)
    for at in range(0, len(left), FRAME_BYTES):
        recording.push(left[at : at + FRAME_BYTES], right[at : at + FRAME_BYTES])


def finished(recording: CallRecording) -> Recording:
    recording.finish()
    assert recording.made.wait(10)
    assert not recording.failed
    assert recording.result is not None
    return recording.result


def begun(record: Record) -> CallRecording:
    return CallRecording(Path(record.path), record.recipients, paused=record.paused)


def test_left_is_the_agent_right_the_debtor(record: Record, bank: pyrage.x25519.Identity) -> None:
    recording = begun(record)
    push(recording, 3.0)
    made = finished(recording)
    assert (made.seconds, made.channels, made.complete) == (3.0, 2, True)
    assert made.agent_rms == pytest.approx(0.25 / 2**0.5, rel=0.02)
    audio = open_sealed(Path(made.path), bank)
    assert (audio.complete, audio.seconds) == (True, 3.0)
    agent, debtor = audio.samples[3200:-3200, 0], audio.samples[3200:-3200, 1]
    assert loudness_of(agent, 440) == pytest.approx(0.25, rel=0.05)
    assert loudness_of(debtor, 1000) == pytest.approx(0.25, rel=0.05)
    assert loudness_of(agent, 1000) < 0.001
    assert loudness_of(debtor, 440) < 0.001


def test_a_finished_recording_is_one_ordinary_age_file(
    record: Record, bank: pyrage.x25519.Identity, tmp_path: Path
) -> None:
    recording = begun(record)
    push(recording, 1.0)
    made = finished(recording)
    path = Path(made.path)
    sealed = path.read_bytes()
    forget_word(path)
    assert list(tmp_path.iterdir()) == [path]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert sealed.startswith(b"age-encryption.org/v1\n")
    assert (hashlib.sha256(sealed).hexdigest(), len(sealed)) == (made.sha256, made.bytes)
    plain = tmp_path / "call.ogg"
    plain.write_bytes(pyrage.decrypt(sealed, [bank]))
    about = soundfile.info(plain)
    assert (about.format, about.subtype, about.channels) == ("OGG", "OPUS", 2)


def test_nothing_on_disk_is_sound_while_it_is_made(record: Record, tmp_path: Path) -> None:
    recording = begun(record)
    push(recording, 2.0)
    for file in tmp_path.iterdir():
        assert b"OggS" not in file.read_bytes()
    finished(recording)


def test_both_sides_start_together(record: Record, bank: pyrage.x25519.Identity) -> None:
    recording = begun(record)
    push(recording, 1.0, agent=440, debtor=440)
    audio = open_sealed(Path(finished(recording).path), bank)
    assert np.abs(audio.samples[:, 0].astype(int) - audio.samples[:, 1]).max() < 400


def test_a_pause_is_left_out_and_listed(record: Record, bank: pyrage.x25519.Identity) -> None:
    recording = begun(record)
    push(recording, 1.0)
    assert recording.pause() == 1.0
    push(recording, 2.0, agent=700, debtor=700)
    assert recording.paused
    assert recording.resume() == 3.0
    push(recording, 1.0)
    made = finished(recording)
    assert made.paused == ((1.0, 3.0),)
    assert made.seconds == 2.0
    audio = open_sealed(Path(made.path), bank)
    assert loudness_of(audio.samples[:, 0], 700) < 0.005
    assert loudness_of(audio.samples[:, 1], 700) < 0.005


def test_a_recording_may_begin_paused(record: Record, bank: pyrage.x25519.Identity) -> None:
    recording = begun(record.model_copy(update={"paused": True}))
    push(recording, 1.0)
    made = finished(recording)
    assert (made.seconds, made.paused) == (0.02, ((0.0, 1.0),))
    audio = open_sealed(Path(made.path), bank)
    assert audio.complete
    assert not audio.samples.any()


def test_a_side_that_says_nothing_is_silence(record: Record, bank: pyrage.x25519.Identity) -> None:
    recording = begun(record)
    for _ in range(50):
        recording.push(b"", b"\1")
    made = finished(recording)
    assert made.seconds == 1.0
    assert not open_sealed(Path(made.path), bank).samples[:, 0].any()


_KILLED = """
import sys
from pathlib import Path
from desk_client.phone.recording import CallRecording
from tests.phone.test_recording import push
recording = CallRecording(Path(sys.argv[1]), [sys.argv[2]], paused=False)
for second in range(3):
    push(recording, 1.0)
    import threading
    threading.Event().wait(0.3)
print("three seconds", flush=True)
sys.stdin.read()
"""


def killed_recording(record: Record) -> Path:
    """Three seconds pushed, then kill -9."""
    process = subprocess.Popen(
        [sys.executable, "-c", _KILLED, record.path, record.recipients[0]],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        start_new_session=True,
    )
    with process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"three seconds\n"
        os.kill(process.pid, signal.SIGKILL)
    return Path(record.path)


def test_what_was_recorded_opens_after_a_kill(
    record: Record, bank: pyrage.x25519.Identity, tmp_path: Path
) -> None:
    path = killed_recording(record)
    unsettled = open_sealed(path, bank)
    assert not unsettled.complete
    assert unsettled.seconds >= 2.0
    cut = settle_cut(path)
    assert cut is not None
    assert list(tmp_path.iterdir()) == [path]
    assert cut.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert cut.bytes == path.stat().st_size
    assert cut.seconds >= 2.0
    assert cut.agent_rms == pytest.approx(0.25 / 2**0.5, rel=0.02)
    audio = open_sealed(path, bank)
    assert not audio.complete
    assert audio.ogg == unsettled.ogg
    assert loudness_of(audio.samples[3200:-3200, 0], 440) == pytest.approx(0.25, rel=0.05)
    assert settle_cut(path) == cut


def test_a_segment_cut_in_the_middle_ends_the_sound_there(
    record: Record, bank: pyrage.x25519.Identity
) -> None:
    path = killed_recording(record)
    whole = open_sealed(path, bank).seconds
    segments = segments_path(path)
    with segments.open("rb+") as file:
        file.truncate(segments.stat().st_size - 10)
    shorter = open_sealed(path, bank)
    assert 0 < shorter.seconds < whole
    assert not shorter.complete


def test_an_altered_or_shortened_file_does_not_pass_as_complete(
    record: Record, bank: pyrage.x25519.Identity
) -> None:
    recording = begun(record)
    push(recording, 2.0)
    path = Path(finished(recording).path)
    sealed = path.read_bytes()
    path.write_bytes(sealed[:-100])
    assert not open_sealed(path, bank).complete
    path.write_bytes(sealed[:-100] + bytes([sealed[-100] ^ 1]) + sealed[-99:])
    assert not open_sealed(path, bank).complete


def test_only_the_bank_opens_it(record: Record) -> None:
    recording = begun(record)
    push(recording, 0.5)
    path = Path(finished(recording).path)
    with pytest.raises(DeskError, match="not sealed to this identity"):
        open_sealed(path, pyrage.x25519.Identity.generate())
    with pytest.raises(DeskError, match="no recording"):
        open_sealed(path.with_name("other.age"), pyrage.x25519.Identity.generate())


def test_what_can_not_be_recorded_is_refused_before_the_call(record: Record) -> None:
    check_record(record)
    for wrong, error in (
        ({"recipients": ("age1nonsense",)}, "bad_recipient"),
        ({"path": "/nowhere/at/all/call.age"}, "no_folder"),
    ):
        with pytest.raises(Refused) as refused:
            check_record(record.model_copy(update=wrong))
        assert refused.value.error == error
    Path(record.path).write_bytes(b"an older recording")
    with pytest.raises(Refused):
        check_record(record)
    with pytest.raises(FileExistsError):
        begun(record)
    assert Path(record.path).read_bytes() == b"an older recording"
