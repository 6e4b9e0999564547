"""What a phone leaves behind for a desk that is gone, and what the next desk makes of it."""

import threading
from pathlib import Path

from desk_client.clock import SystemClock
from desk_client.ids import CallId
from desk_client.phone.commands import Record
from desk_client.phone.events import Ended, Recording
from desk_client.phone.last_word import forget_word, last_word, leave_word
from desk_client.phone.recording import CallRecording, cut_recording
from desk_client.phone.sealed_audio import made_path, part_path, segments_path, settle_cut
from tests.phone.test_recording import finished, push


def ended(path: Path, *, recorded: bool = True) -> Ended:
    recording = Recording(
        path=str(path),
        sha256="0" * 64,
        seconds=12.5,
        paused=((1.0, 2.0),),
        bytes=40_000,
        agent_rms=0.05,
        debtor_rms=0.06,
    )
    return Ended(
        at=SystemClock().now(),
        call_id=CallId("c1"),
        code=200,
        reason="OK",
        ended_by="us",
        ring_s=1.2,
        talk_s=13.5,
        recording=recording if recorded else None,
    )


def test_the_end_is_left_beside_the_recording_until_it_is_on_the_record(tmp_path: Path) -> None:
    path = tmp_path / "c1.age"
    word = ended(path)
    leave_word(word)
    for _again in range(2):  # as after a second crash
        told = last_word(path)
        assert told is not None
        assert (told.recording, told.talk_s, told.call_id) == (word.recording, 13.5, "c1")
    forget_word(path)
    assert list(tmp_path.iterdir()) == []
    forget_word(path)
    assert last_word(path) is None


def test_a_call_without_a_recording_leaves_nothing(tmp_path: Path) -> None:
    leave_word(ended(tmp_path / "c1.age", recorded=False))
    assert list(tmp_path.iterdir()) == []


def test_a_word_cut_off_by_a_crash_is_none(tmp_path: Path) -> None:
    path = tmp_path / "c1.age"
    (tmp_path / "c1.age.ended").write_text('{"type": "ended", "call_', encoding="utf-8")
    assert last_word(path) is None


def test_it_waits_for_a_phone_that_is_still_closing(tmp_path: Path) -> None:
    path = tmp_path / "c1.age"
    part_path(path).write_bytes(b"being written")
    word = ended(path)
    closing = threading.Timer(0.4, leave_word, (word,))
    closing.start()
    told = last_word(path)
    closing.join()
    assert told is not None
    assert told.recording == word.recording


def recorded(record: Record) -> Recording:
    """A finished recording of which the desk was never told."""
    recording = CallRecording(Path(record.path), record.recipients, paused=False)
    push(recording, 0.5)
    recording.hold("them", on=True)
    push(recording, 0.5)
    return finished(recording)


def test_a_finished_recording_is_known_after_a_power_cut(record: Record) -> None:
    """It was safe on the disk, and neither desk nor phone lived to tell of it."""
    made = recorded(record)
    path = Path(record.path)
    assert last_word(path) is None
    cut = settle_cut(path)
    assert cut is not None
    assert cut_recording(path, cut, ()) == made
    assert (made.seconds, made.complete, made.held) == (1.0, True, ((0.5, 1.0, "them"),))
    forget_word(path)
    assert list(path.parent.iterdir()) == [path]


def test_a_whole_file_without_its_name_gets_it(record: Record) -> None:
    """The power went between the last byte and the name."""
    made = recorded(record)
    path = Path(record.path)
    path.rename(part_path(path))
    segments_path(path).write_bytes(b"what was sealed meanwhile")
    cut = settle_cut(path)
    assert cut is not None
    assert cut_recording(path, cut, ()) == made
    assert sorted(path.parent.iterdir()) == [path, made_path(path)]


def test_a_word_about_another_file_is_not_believed(record: Record) -> None:
    made = recorded(record)
    path = Path(record.path)
    path.write_bytes(path.read_bytes()[:-1])
    cut = settle_cut(path)
    assert cut is not None
    assert (cut.sha256 == made.sha256, cut.seconds, cut.complete) == (False, 0.0, False)


def test_a_disk_that_takes_no_word_stops_nobody(tmp_path: Path) -> None:
    leave_word(ended(tmp_path / "gone" / "c1.age"))
