"""The second call where things happen at once: somebody rings while a colleague is chosen, the
debtor leaves while the lead is asked, a caller waits through a wrap-up. Real telephones."""

import pytest

from desk_client.fact_body import CallEnded, CallTransferred
from desk_client.phone import messages as m
from desk_client.services import intents
from desk_client.services.call_parts import RecordingLight, SidePart
from desk_client.services.desk_state import DeskState, Phase
from desk_client.services.standing import NOT_NOW
from tests.day.at_work import DeskAtWork
from tests.day.fixtures import OpenDesk
from tests.day.world import PROMISES, World
from tests.phone.party import Party
from tests.services.test_second_line import (
    CallIn,
    asked,
    consult,
    desk_address,
    in_ear,
    number_of,
    rings,
    telephone,
)

__all__ = ["asked", "telephone"]


def part(state: DeskState) -> SidePart:
    assert state.side is not None
    return state.side


def debtor_leaves(desk: DeskAtWork) -> DeskState:
    """The debtor of the trunk hangs up; told here as the phone tells it."""
    ended = m.Ended(
        at=desk.clock.now(),
        call_id=desk.call_id,
        code=200,
        reason="OK",
        ended_by="them",
        ring_s=1.0,
        talk_s=2.0,
    )
    desk.desk._thread.post(lambda: desk.desk._hear(ended))
    return desk.until_phase(Phase.WRAP_UP)


def test_a_caller_shuts_the_directory_and_stays_on_the_line(
    asked: tuple[DeskAtWork, Party], telephone: CallIn
) -> None:
    desk, _lead = asked
    assert desk.act(intents.OpenDirectory()).directory
    caller = telephone("+8613700009999")
    call = caller.dial(desk_address(desk))
    state = desk.until(rings)
    assert state.directory == ()
    state = desk.act(intents.ConsultColleague(1))
    assert state.notice == NOT_NOW
    assert part(state).incoming, "who rings is not lost to a digit that came late"
    desk.act(intents.HangUpSide())
    assert caller.of_call(m.Ended, call).code == 603
    state = desk.until(lambda s: s.side is None)
    assert state.phase is Phase.TALKING, "the debtor hears nothing of it"


def test_nobody_is_put_through_who_has_left(asked: tuple[DeskAtWork, Party]) -> None:
    desk, lead = asked
    theirs = consult(desk, lead)
    state = debtor_leaves(desk)
    assert part(state).answered_at is not None, "the lead is still on the line"
    for late in (intents.PutThrough(), intents.JoinCalls()):
        assert desk.act(late).notice == NOT_NOW
    assert desk.bodies(CallTransferred) == []
    desk.act(intents.HangUpSide())
    lead.of_call(m.Ended, theirs)
    state = desk.until(lambda s: s.side is None)
    assert state.phase is Phase.WRAP_UP


def test_of_three_nobody_hears_a_muted_agent(asked: tuple[DeskAtWork, Party]) -> None:
    desk, lead = asked
    theirs = consult(desk, lead)
    desk.act(intents.JoinCalls())
    desk.until(lambda s: s.side is not None and s.side.joined)
    desk.until_phase(Phase.TALKING)
    state = desk.act(intents.MuteSide())
    assert part(state).muted
    assert state.call is not None
    assert state.call.muted, "the debtor's line too"
    state = desk.act(intents.MuteSide())
    assert state.call is not None
    assert (part(state).muted, state.call.muted) == (False, False)
    desk.act(intents.HangUpSide())
    lead.of_call(m.Ended, theirs)


def test_who_is_muted_stays_so_when_all_are_joined(asked: tuple[DeskAtWork, Party]) -> None:
    desk, lead = asked
    desk.act(intents.ToggleMute())
    theirs = consult(desk, lead)
    desk.act(intents.JoinCalls())
    state = desk.until(lambda s: s.side is not None and s.side.joined)
    assert part(state).muted, "a conference opens no microphone"
    desk.act(intents.HangUpSide())
    lead.of_call(m.Ended, theirs)


@pytest.fixture
def visited(world: World, sit_down: OpenDesk, telephone: CallIn) -> tuple[DeskAtWork, Party]:
    """A debtor in the ear who called in, while the first one waits."""
    world.place(PROMISES, PROMISES, mode="preview")
    desk = sit_down()
    desk.take(world.placed[0])
    desk.dial()
    desk.answered()
    caller = telephone(number_of(world, desk, 1))
    caller.dial(desk_address(desk))
    desk.until(rings)
    desk.act(intents.AnswerCall())
    desk.until(in_ear)
    desk.until_phase(Phase.ON_HOLD)
    return desk, caller


def test_a_visitors_card_number_is_kept_out_of_their_own_recording(
    visited: tuple[DeskAtWork, Party],
) -> None:
    desk, caller = visited
    assert part(desk.now).recording is RecordingLight.ON
    desk.act(intents.ToggleSideRecording())
    state = desk.until(lambda s: part(s).recording is RecordingLight.PAUSED)
    assert part(state).recording_paused_since is not None
    assert state.call is not None
    assert state.call.recording is RecordingLight.ON, "the first debtor's recording runs"
    desk.act(intents.ToggleSideRecording())
    desk.until(lambda s: part(s).recording is RecordingLight.ON)
    call = caller.wait(m.Answered).call_id
    caller.do(m.HangUp(call_id=call))
    desk.until(lambda s: s.side is None)
    (ended,) = desk.bodies(CallEnded)
    assert ended.recording is not None
    assert len(ended.recording.paused) == 1


def test_a_caller_waits_through_the_wrap_up_and_is_taken_as_they_were(
    visited: tuple[DeskAtWork, Party],
) -> None:
    desk, caller = visited
    assert part(desk.act(intents.MuteSide())).muted
    desk.act(intents.SwapCalls())
    state = desk.until_phase(Phase.TALKING)
    assert part(state).held_since is not None
    desk.act(intents.HangUpSide())  # the first debtor's leg is the one in the ear
    desk.until_phase(Phase.WRAP_UP)
    state = desk.act(intents.HangUpSide())
    assert state.notice == NOT_NOW, "who waits is in nobody's ear"
    assert state.side is not None
    desk.key("R", "TPC")
    state = desk.until(lambda s: s.side is None and s.phase is Phase.TALKING)
    assert state.call is not None
    assert state.call.muted, "the screen says that the microphone is still shut"
    caller.do(m.HangUp(call_id=caller.wait(m.Answered).call_id))
    desk.until_phase(Phase.WRAP_UP)
