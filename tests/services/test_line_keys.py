"""The keys of the call bar on a real call, and what they leave in the record; without a call each
says why it does nothing."""

from pathlib import Path

import pyrage
import pytest

from desk_client.fact_body import CallEnded, IdentityChecked, RecordingSealed, ScriptSaid
from desk_client.phone.sealed_audio import open_sealed
from desk_client.services import intents
from desk_client.services.call_parts import RecordingLight
from desk_client.services.desk_state import Phase
from tests.day.fixtures import Ears, OpenDesk
from tests.day.world import PROMISES, World

_NEEDS_A_CALL = (
    intents.HangUpCall(),
    intents.ToggleMute(),
    intents.ToggleHold(),
    intents.ToggleRecording(),
    intents.ToggleKeypad(),
    intents.SendDigit("1"),
    intents.SayLine(),
    intents.TakeBranch(1),
    intents.ChooseOutcome("P"),
    intents.ChooseLevel("RPC"),
    intents.Accept(),
    intents.DialShown(),
    intents.SkipCase("later"),
    intents.TakeAlternative(1),
)


def test_the_keys_of_a_call(
    world: World, sit_down: OpenDesk, vault: pyrage.x25519.Identity
) -> None:
    (case,) = world.place(PROMISES, mode="preview")
    desk = sit_down()
    for key in _NEEDS_A_CALL:
        assert desk.act(key).notice is not None, key
        assert desk.now.phase is Phase.READY

    desk.take(case)
    desk.dial()
    assert [s.call.recording for s in desk.states if s.call][-1] is RecordingLight.ARMED
    desk.answered()
    assert [s.call.recording for s in desk.states if s.call][-1] is RecordingLight.ON
    desk.verify_identity()
    call_id = desk.call_id

    state = desk.act(intents.ToggleMute())
    assert state.call is not None
    assert state.call.muted
    desk.act(intents.ToggleMute())
    world.carrier.wait("said", call_id=call_id, clip="yes_speaking")  # "hello" was recorded

    desk.act(intents.ToggleRecording())
    state = desk.until(
        lambda state: state.call is not None and state.call.recording is RecordingLight.PAUSED
    )
    assert state.call is not None
    assert state.call.recording_paused_since is not None
    desk.act(intents.ToggleRecording())
    desk.until(lambda state: state.call is not None and state.call.recording is RecordingLight.ON)

    desk.act(intents.ToggleHold())
    state = desk.until_phase(Phase.ON_HOLD)
    assert state.call is not None
    assert state.call.held_since is not None
    assert desk.act(intents.SayLine()).phase is Phase.ON_HOLD
    desk.act(intents.ToggleHold())
    state = desk.until_phase(Phase.TALKING)
    assert state.call is not None
    assert state.call.held_since is None

    state = desk.act(intents.ToggleKeypad(), intents.SendDigit("4"), intents.SendDigit("#"))
    assert state.call is not None
    assert (state.call.keypad_open, state.call.digits_sent) == (True, "4#")
    state = desk.act(intents.ToggleKeypad(), intents.AskForHelp(), intents.AskForHelp())
    assert state.notice is not None

    state = desk.hang_up()
    assert state.call is not None
    assert (state.call.ended_by, state.call.muted) == ("us", False)
    (ended,) = desk.said(CallEnded, call_id)
    (sealed,) = desk.said(RecordingSealed, call_id)
    (said,) = desk.said(ScriptSaid, call_id)
    (checked,) = desk.said(IdentityChecked, call_id)
    assert isinstance(ended.body, CallEnded)
    assert isinstance(sealed.body, RecordingSealed)
    assert isinstance(said.body, ScriptSaid)
    assert isinstance(checked.body, IdentityChecked)
    made = ended.body.recording
    assert made is not None
    assert sealed.body.sha256 == made.sha256
    assert len(made.paused) == 1
    assert min(made.agent_rms, made.debtor_rms) > 0
    assert ended.body.talk_s == pytest.approx(
        made.seconds + sum(p.to_s - p.from_s for p in made.paused), abs=0.3
    )
    audio = open_sealed(Path(made.path), vault)
    assert audio.complete
    assert audio.samples.shape[1] == 2
    assert [line.line for line in said.body.lines][:3] == ["ask", "who", "recorded"]
    assert "reason.amount" in said.body.unsaid
    assert (checked.body.verified, len(checked.body.matched)) == (True, 2)


def test_a_recording_that_fails_is_said_at_once(world: World, sit_down: OpenDesk) -> None:
    """Something lies where the recording would grow; the call goes on, and nobody believes that it
    is recorded."""
    (case,) = world.place(PROMISES, mode="preview")
    desk = sit_down()
    desk.take(case)
    ears = world.carrier.told
    assert isinstance(ears, Ears)
    ears.at_invite = lambda call_id: (desk.folder.recordings / f"{call_id}.age.part").mkdir()
    try:
        desk.dial()
        state = desk.answered()
    finally:
        ears.at_invite = None
    assert state.call is not None
    assert state.call.recording is RecordingLight.OFF
    assert state.notice is not None
    assert "not recorded" in state.notice.en
    state = desk.act(intents.ToggleRecording())
    assert state.notice is not None
    assert state.notice.en == "This call is not recorded"
    call_id = desk.call_id
    desk.hang_up()
    (ended,) = desk.said(CallEnded, call_id)
    assert isinstance(ended.body, CallEnded)
    assert ended.body.recording is None
    assert not desk.said(RecordingSealed, call_id)
