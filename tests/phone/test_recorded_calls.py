"""Calls that are recorded: who is on which side, what a pause leaves out, what is refused."""

from pathlib import Path

import numpy as np
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


def test_what_is_said_into_a_muted_phone_is_not_recorded(
    agent: Party, debtor: Party, record: m.Record, bank: pyrage.x25519.Identity, tmp_path: Path
) -> None:
    """The agent talks on all the time; the left side holds what of it went to the debtor, whose own
    recording has as much of it on the right."""
    before = len(debtor.told)
    ours = agent.dial(debtor.address, record=record)
    theirs = debtor.wait(m.Incoming, after=before).call_id
    copy = record.model_copy(update={"path": str(tmp_path / "debtor.age")})
    assert debtor.do(m.Answer(call_id=theirs, record=copy)).ok
    agent.of_call(m.Answered, ours)
    agent.listen_for(0.8, ours)
    assert agent.do(m.Mute(call_id=ours, on=True)).ok
    agent.listen_for(1.2, ours)
    assert agent.do(m.Mute(call_id=ours, on=False)).ok
    agent.listen_for(0.8, ours)
    ended(agent, ours)
    debtor.of_call(m.Ended, theirs)
    sent = open_sealed(Path(record.path), bank).samples
    heard = open_sealed(Path(copy.path), bank).samples
    spoken_s = [np.count_nonzero(abs(side) > 300) / 16_000 for side in (sent[:, 0], heard[:, 1])]
    assert spoken_s[0] == pytest.approx(1.6, abs=0.4)
    assert spoken_s[1] == pytest.approx(spoken_s[0], abs=0.2)
    muted = sent[len(sent) // 2 - 4000 : len(sent) // 2 + 4000]
    assert abs(muted[:, 0]).max() < 10
    assert loudness_of(muted[:, 1], 1000) == pytest.approx(0.25, rel=0.15)


def test_a_hold_is_silence_and_marked(
    agent: Party, debtor: Party, record: m.Record, bank: pyrage.x25519.Identity
) -> None:
    ours, theirs = agent.talk_to(debtor, record=record)
    agent.listen_for(0.4, ours)
    for party, call_id, by in ((agent, ours, "us"), (debtor, theirs, "them")):
        before = len(agent.told)
        assert party.do(m.Hold(call_id=call_id)).ok
        agent.wait(m.Held, after=before, where=lambda told, by=by: told.by == by)  # type: ignore[misc]
        agent.listen_for(0.8, ours)
        assert party.do(m.Unhold(call_id=call_id)).ok
        agent.wait(m.Resumed, after=before, where=lambda told, by=by: told.by == by)  # type: ignore[misc]
        agent.listen_for(0.4, ours)
    made = ended(agent, ours).recording
    assert made is not None
    assert [span[2] for span in made.held] == ["us", "them"]
    audio = open_sealed(Path(record.path), bank)
    assert audio.seconds == pytest.approx(made.seconds, abs=0.05)
    for from_s, to_s, _by in made.held:
        assert to_s - from_s == pytest.approx(0.8, abs=0.4)
        middle = audio.samples[int((from_s + 0.3) * 16_000) : int((to_s - 0.2) * 16_000)]
        assert loudness_of(middle[:, 1], 1000) < 0.01


def test_the_third_of_a_conference_is_on_the_right_with_the_debtor(
    agent: Party, debtor: Party, record: m.Record, bank: pyrage.x25519.Identity, tmp_path: Path
) -> None:
    third = Party("third", capture=f"file:{tone_file(tmp_path / '1700.wav', 1700)}")
    third.client.start()
    ours, _theirs = agent.talk_to(debtor, record=record)
    asked, _ = agent.talk_to(third)
    assert agent.do(m.Join(call_ids=(ours, asked))).ok
    agent.listen_for(2.0, ours)
    made = ended(agent, ours).recording
    assert agent.do(m.HangUp(call_id=asked)).ok
    agent.of_call(m.Ended, asked)
    third.client.stop()
    assert made is not None
    last = open_sealed(Path(record.path), bank).samples[-20_000:-4_000]
    for hertz in (1000, 1700):
        assert loudness_of(last[:, 1], hertz) == pytest.approx(0.25, rel=0.2)
        assert loudness_of(last[:, 0], hertz) < 0.002
    assert loudness_of(last[:, 0], 440) == pytest.approx(0.25, rel=0.1)
    assert loudness_of(last[:, 1], 440) < 0.002


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
