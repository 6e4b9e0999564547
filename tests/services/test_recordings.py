"""Listing and handing out what a desk recorded."""

import hashlib
import json
import stat
from pathlib import Path

import pyrage
import pytest
import soundfile

from desk_client.errors import BadInput, DeskError
from desk_client.fact_body import RecordingMade
from desk_client.ids import CallId, new_id
from desk_client.services.recordings import export, read_identities
from desk_client.store.chain import RecordingChain
from tests.happenings import ended
from tests.phone.party import loudness_of
from tests.services.recorded import AGENT_HZ, DEBTOR_HZ, RecordingDesk, flip
from tests.sync.desk import open_database


def test_what_was_recorded_is_listed_in_order(recording_desk: RecordingDesk) -> None:
    first = recording_desk.recorded_call(1)
    recording_desk.tell(2, CallId(new_id()), None)  # a call that was not recorded
    second = recording_desk.recorded_call(2, seconds=1.0)
    kept = recording_desk.recordings.all()
    assert [each.call_id for each in kept] == [first, second]
    assert [each.case_no for each in kept] == ["SH-2611-00001", "SH-2611-00002"]
    told = kept[1].as_json()
    file = kept[1].file
    assert set(told) == {
        *("call_id", "case_no", "started_at", "seconds", "bytes", "sha256", "sealed", "uploaded"),
    }
    assert told["seconds"] == 1.0
    assert told["bytes"] == file.stat().st_size
    assert told["sha256"] == hashlib.sha256(file.read_bytes()).hexdigest()
    assert (told["sealed"], told["uploaded"]) == (True, False)
    assert told["started_at"].endswith("Z")


def test_an_upload_shows_in_the_list(recording_desk: RecordingDesk) -> None:
    recording_desk.recorded_call()
    RecordingChain(recording_desk.database).mark_uploaded(1)
    assert recording_desk.recordings.all()[0].as_json()["uploaded"] is True


def test_an_unsealed_recording_says_so(recording_desk: RecordingDesk) -> None:
    recording_desk.recorded_call(sealed=False)
    assert recording_desk.recordings.all()[0].as_json()["sealed"] is False


def test_what_other_desks_recorded_is_not_ours(
    recording_desk: RecordingDesk, tmp_path: Path
) -> None:
    database = open_database(tmp_path / "other")
    other = RecordingDesk(database, recording_desk.folder, recording_desk.bank)
    other.recorded_call()
    recording_desk.facts.receive(other.facts.of_kinds("call_ended", "recording_sealed"))
    database.close()
    assert recording_desk.recordings.all() == ()


def test_left_is_the_agent_right_the_debtor(recording_desk: RecordingDesk, tmp_path: Path) -> None:
    call_id = recording_desk.recorded_call(seconds=2.0, paused_s=0.5)
    kept = recording_desk.recordings.of_call(call_id)
    done = export(kept, [recording_desk.bank], tmp_path / "out" / "deeper")
    assert (done.complete, done.verified) == (True, True)
    assert done.ogg.name == f"{call_id}.ogg"
    samples, rate = soundfile.read(done.ogg, dtype="int16", always_2d=True)
    assert samples.shape == (2 * rate, 2)
    middle = samples[3200:-3200]
    assert loudness_of(middle[:, 0], AGENT_HZ) == pytest.approx(0.25, rel=0.1)
    assert loudness_of(middle[:, 1], DEBTOR_HZ) == pytest.approx(0.25, rel=0.1)
    assert loudness_of(middle[:, 0], DEBTOR_HZ) < 0.01
    told = json.loads(done.ogg.with_suffix(".json").read_text(encoding="utf-8"))
    assert told == {
        "call_id": call_id,
        "case_no": "SH-2611-00001",
        "started_at": kept.as_json()["started_at"],
        "seconds": 2.0,
        "channels": ["agent", "debtor"],
        "paused": [{"from_s": 1.0, "to_s": 1.5}],
        "held": [{"from_s": 1.5, "to_s": 2.5, "by": "them"}],
        "lost": [],
        "sha256_of_ciphertext": kept.made.sha256,
        "chain_index": 1,
        "verified": True,
        "complete": True,
    }


def test_only_whoever_exports_can_read_the_files(
    recording_desk: RecordingDesk, tmp_path: Path
) -> None:
    call_id = recording_desk.recorded_call()
    out = tmp_path / "out"
    for _ in range(2):  # again over the first one
        export(recording_desk.recordings.of_call(call_id), [recording_desk.bank], out)
    assert sorted(each.name for each in out.iterdir()) == [f"{call_id}.json", f"{call_id}.ogg"]
    assert {stat.S_IMODE(each.stat().st_mode) for each in out.iterdir()} == {0o600}


def test_a_cut_recording_is_handed_out_as_one_whole_ogg(
    recording_desk: RecordingDesk, tmp_path: Path
) -> None:
    call_id = recording_desk.cut_call()
    done = export(recording_desk.recordings.of_call(call_id), [recording_desk.bank], tmp_path)
    assert (done.complete, done.verified) == (False, True)
    about = soundfile.info(done.ogg)
    assert (about.format, about.subtype, about.channels) == ("OGG", "OPUS", 2)
    assert about.duration >= 2.0
    assert done.ogg.read_bytes().count(b"OpusHead") == 1
    told = json.loads(done.ogg.with_suffix(".json").read_text(encoding="utf-8"))
    assert told["complete"] is False
    assert told["seconds"] == pytest.approx(about.duration, abs=0.01)


def test_the_right_key_may_be_the_second_of_a_file(
    recording_desk: RecordingDesk, tmp_path: Path
) -> None:
    call_id = recording_desk.recorded_call()
    kept = recording_desk.recordings.of_call(call_id)
    stranger = pyrage.x25519.Identity.generate()
    assert export(kept, [stranger, recording_desk.bank], tmp_path).verified
    assert export(kept, [recording_desk.bank, stranger], tmp_path).verified


def test_a_strangers_key_opens_nothing(recording_desk: RecordingDesk, tmp_path: Path) -> None:
    call_id = recording_desk.recorded_call()
    stranger = pyrage.x25519.Identity.generate()
    with pytest.raises(DeskError, match="not sealed to this identity"):
        export(recording_desk.recordings.of_call(call_id), [stranger], tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_an_altered_recording_is_not_handed_out_as_verified(
    recording_desk: RecordingDesk, tmp_path: Path
) -> None:
    end = recording_desk.recorded_call(seconds=12.0)
    flip(recording_desk.file(end))
    done = export(recording_desk.recordings.of_call(end), [recording_desk.bank], tmp_path)
    assert (done.verified, done.complete) == (False, False)
    start = recording_desk.recorded_call()
    flip(recording_desk.file(start), at=60)
    with pytest.raises(DeskError, match="altered and does not open"):
        export(recording_desk.recordings.of_call(start), [recording_desk.bank], tmp_path)


def test_a_seal_of_another_ciphertext_verifies_nothing(
    recording_desk: RecordingDesk, tmp_path: Path
) -> None:
    call_id = recording_desk.recorded_call(sealed=False)
    made = recording_desk.recordings.of_call(call_id).made
    recording_desk.seal(1, call_id, made.model_copy(update={"sha256": "0" * 64}))
    kept = recording_desk.recordings.of_call(call_id)
    assert not kept.sealed
    assert not export(kept, [recording_desk.bank], tmp_path).verified


def test_a_folder_that_was_moved_still_opens(recording_desk: RecordingDesk, tmp_path: Path) -> None:
    call_id = CallId(new_id())
    made = RecordingMade(
        path=f"/where/it/was/{call_id}.age",
        sha256="0" * 64,
        seconds=1.0,
        bytes=1,
        agent_rms=0.0,
        debtor_rms=0.0,
    )
    recording_desk.write(1, ended(call_id, recording=made))
    kept = recording_desk.recordings.of_call(call_id)
    assert kept.file == recording_desk.folder.recordings / f"{call_id}.age"
    with pytest.raises(DeskError, match="no recording at"):
        export(kept, [recording_desk.bank], tmp_path)


def test_unknown_cases_and_calls_are_said_in_words(recording_desk: RecordingDesk) -> None:
    recording_desk.recorded_call(1)
    with pytest.raises(DeskError, match="knows no case SH-9"):
        recording_desk.recordings.of_case("SH-9")
    with pytest.raises(DeskError, match="no recording of case SH-2611-00002"):
        recording_desk.recordings.of_case("SH-2611-00002")
    with pytest.raises(DeskError, match="no recording of a call"):
        recording_desk.recordings.of_call(CallId("none"))


def test_an_export_folder_that_cannot_be_written(
    recording_desk: RecordingDesk, tmp_path: Path
) -> None:
    call_id = recording_desk.recorded_call()
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    with pytest.raises(DeskError, match="cannot be written to"):
        export(recording_desk.recordings.of_call(call_id), [recording_desk.bank], blocked)


def test_identities_are_read_as_age_keygen_writes_them(recording_desk: RecordingDesk) -> None:
    file = recording_desk.identity_file()
    file.write_text(file.read_text() + "\n# the new one\n" + str(recording_desk.bank) + "\n")
    assert [str(each) for each in read_identities(file)] == [str(recording_desk.bank)] * 2


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "holds no age identity"),
        (b"# only a comment\n", "holds no age identity"),
        (b"AGE-SECRET-KEY-1NONSENSE\n", "1: is no age identity"),
        (b"\xff\xfe\0\0", "is no text"),
    ],
)
def test_a_file_without_a_key_is_refused(content: bytes, said: str, tmp_path: Path) -> None:
    file = tmp_path / "identity.txt"
    file.write_bytes(content)
    with pytest.raises(BadInput, match=said) as refused:
        read_identities(file)
    assert "NONSENSE" not in str(refused.value)


def test_a_key_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="cannot be read"):
        read_identities(tmp_path / "none.txt")
