"""Calls that are recorded: who is on which side, what a pause leaves out, what is refused."""

from pathlib import Path

import pyrage
import pytest
import soundfile

from desk_client.ids import CallId, new_id
from desk_client.phone import messages as m
from desk_client.phone.sealed_audio import open_sealed
from tests.phone.party import Party, loudness_of, tone_file


def ended(party: Party, call_id: CallId) -> m.Ended:
    assert party.do(m.HangUp(call_id=call_id)).ok
    return party.of_call(m.Ended, call_id)


def test_the_agent_is_left_and_the_debtor_right(
    agent: Party, debtor: Party, record: m.Record, bank: pyrage.x25519.Identity
) -> None:
    ours, _theirs = agent.talk_to(debtor, record=record)
    agent.listen_for(1.5, ours)
    recording = ended(agent, ours).recording
    assert recording is not None
    assert recording.complete
    assert recording.seconds >= 1.3
    assert recording.agent_rms > 0.1
    assert recording.debtor_rms > 0.1
    audio = open_sealed(Path(record.path), bank)
    assert audio.complete
    assert audio.seconds == pytest.approx(recording.seconds, abs=0.05)
    agent_side, debtor_side = audio.samples[6400:, 0], audio.samples[6400:, 1]
    assert loudness_of(agent_side, 440) == pytest.approx(0.25, rel=0.1)
    assert loudness_of(agent_side, 1000) < 0.002
    assert loudness_of(debtor_side, 1000) == pytest.approx(0.25, rel=0.15)
    assert loudness_of(debtor_side, 440) < 0.002


def test_card_data_is_not_recorded(
    agent: Party, debtor: Party, record: m.Record, bank: pyrage.x25519.Identity, tmp_path: Path
) -> None:
    """While the debtor reads out a card number nothing of either side is written."""
    ours, theirs = agent.talk_to(debtor, record=record)
    agent.listen_for(0.6, ours)
    assert agent.do(m.PauseRecording(call_id=ours)).ok
    paused = agent.of_call(m.RecordingPaused, ours)
    card_number = tone_file(tmp_path / "card.wav", 1700)
    assert debtor.do(m.Play(call_id=theirs, path=str(card_number))).ok
    agent.listen_for(1.3, ours)
    assert agent.do(m.ResumeRecording(call_id=ours)).ok
    resumed = agent.of_call(m.RecordingResumed, ours)
    agent.listen_for(0.4, ours)
    end = ended(agent, ours)
    assert end.recording is not None
    assert end.recording.paused == ((paused.at_s, resumed.at_s),)
    missing = resumed.at_s - paused.at_s
    assert missing == pytest.approx(1.3, abs=0.3)
    assert end.recording.seconds == pytest.approx(end.talk_s - missing, abs=0.3)
    audio = open_sealed(Path(record.path), bank)
    assert loudness_of(audio.samples[:, 1], 1700) < 0.005


def test_what_is_played_is_recorded_once(
    agent: Party, debtor: Party, record: m.Record, bank: pyrage.x25519.Identity, tmp_path: Path
) -> None:
    ours, _theirs = agent.talk_to(debtor, record=record)
    greeting = tone_file(tmp_path / "greeting.wav", 700)
    assert agent.do(m.Play(call_id=ours, path=str(greeting))).ok
    agent.listen_for(1.6, ours)
    ended(agent, ours)
    said = open_sealed(Path(record.path), bank).samples[:, 0]
    assert loudness_of(said[1600:14_400], 700) == pytest.approx(0.25, rel=0.1)
    assert loudness_of(said[-3200:], 700) < 0.01
    assert loudness_of(said[-3200:], 440) == pytest.approx(0.25, rel=0.1)


def test_who_is_called_may_record_too(
    agent: Party, debtor: Party, record: m.Record, bank: pyrage.x25519.Identity
) -> None:
    before = len(debtor.told)
    ours = agent.dial(debtor.address)
    theirs = debtor.wait(m.Incoming, after=before).call_id
    assert debtor.do(m.Answer(call_id=theirs, record=record)).ok
    agent.of_call(m.Answered, ours)
    debtor.listen_for(0.5, theirs)
    ended(agent, ours)
    recording = debtor.of_call(m.Ended, theirs).recording
    assert recording is not None
    assert open_sealed(Path(recording.path), bank).complete


def test_a_call_nobody_answers_leaves_no_recording(
    agent: Party, debtor: Party, record: m.Record, tmp_path: Path
) -> None:
    before = len(debtor.told)
    ours = agent.dial(debtor.address, record=record)
    theirs = debtor.wait(m.Incoming, after=before).call_id
    assert ended(agent, ours).recording is None
    debtor.of_call(m.Ended, theirs)
    assert list(tmp_path.iterdir()) == []


def test_a_call_hung_up_at_once_leaves_a_recording_that_opens(
    agent: Party, debtor: Party, record: m.Record, bank: pyrage.x25519.Identity
) -> None:
    ours, _theirs = agent.talk_to(debtor, record=record)
    recording = ended(agent, ours).recording
    assert recording is not None
    assert open_sealed(Path(recording.path), bank).complete


def test_no_call_without_the_recording_that_was_asked_for(
    agent: Party, debtor: Party, record: m.Record
) -> None:
    before = len(debtor.told)
    Path(record.path).write_bytes(b"an older recording")
    dial = m.Dial(call_id=CallId(new_id()), to=debtor.address, record=record)
    assert agent.do(dial).error == "path_taken"
    nobody = record.model_copy(update={"recipients": ("age1nobody",)})
    assert agent.do(dial.model_copy(update={"record": nobody})).error == "bad_recipient"
    assert debtor.told[before:] == []


def test_a_disk_that_refuses_costs_the_recording_not_the_call(
    agent: Party, debtor: Party, record: m.Record, tmp_path: Path
) -> None:
    """The folder goes between the check and the answer."""
    folder = tmp_path / "gone"
    folder.mkdir()
    doomed = record.model_copy(update={"path": str(folder / "call.age")})
    before = len(debtor.told)
    ours = agent.dial(debtor.address, record=doomed)
    theirs = debtor.wait(m.Incoming, after=before).call_id
    folder.rmdir()
    assert debtor.do(m.Answer(call_id=theirs)).ok
    warning = agent.wait(m.Warning_, where=lambda told: told.call_id == ours)
    assert warning.what == "recording_failed"
    agent.listen_for(0.2, ours)
    assert ended(agent, ours).recording is None


def test_what_is_heard_can_go_to_a_file(debtor: Party, tmp_path: Path) -> None:
    heard = tmp_path / "heard.wav"
    listener = Party("listener", playback=f"file:{heard}")
    listener.client.start()
    ours, _theirs = listener.talk_to(debtor)
    listener.listen_for(1.0, ours)
    ended(listener, ours)
    listener.client.stop()
    samples, rate = soundfile.read(heard, dtype="int16")
    assert rate == 16_000
    assert loudness_of(samples[-12_000:-4_000], 1000) > 0.1
