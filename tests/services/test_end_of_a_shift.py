"""When a shift is over nothing is begun any more, whatever is pressed or pulled while the desk
hands its leases back; a program that ends in a call puts the call's end on the record."""

from pathlib import Path

import pytest

from desk_client.changes import Changes
from desk_client.fact_body import Attempted, CallEnded, CaseOpened, RecordingSealed, ShiftChanged
from desk_client.services import intents
from desk_client.services.desk_state import Phase
from tests.day.fixtures import OpenDesk
from tests.day.world import NO_ANSWER, PROMISES, World


def test_no_key_acts_after_signing_out(world: World, sit_down: OpenDesk) -> None:
    world.place(NO_ANSWER, NO_ANSWER)
    desk = sit_down()
    for key in (intents.SignOut(), intents.TakeNext(), intents.AskForHelp(), intents.SignOut()):
        desk.desk.act(key)
    state = desk.settle()
    assert state.notice is not None
    assert state.notice.en == "Signing out"
    assert not desk.said(CaseOpened)
    assert not desk.said(Attempted)
    shifts = [fact.body for fact in desk.said(ShiftChanged)]
    assert [b.state for b in shifts if isinstance(b, ShiftChanged)] == ["signed_in", "signed_out"]


def test_rows_that_come_after_signing_out_are_not_dialled(world: World, sit_down: OpenDesk) -> None:
    """The agent waited for work, gave up, and it comes with the last pull."""
    world.place()
    desk = sit_down()
    assert desk.take().notice is not None  # there is nothing
    (case,) = world.place(NO_ANSWER)
    desk.desk._lending._leases.lease()
    desk.desk.act(intents.SignOut())
    desk.desk._lending._round.run()
    changes = Changes(cases=frozenset({case.case_id}))
    desk.desk._thread.ask(lambda: desk.desk._refresh(changes)).result(5)
    assert not desk.said(Attempted)


def test_a_program_that_ends_in_a_call_records_its_end(
    world: World, sit_down: OpenDesk, tmp_path: Path
) -> None:
    """With the recording as long as it was, and no next call in a progressive campaign."""
    first, _next = world.place(PROMISES, NO_ANSWER)
    root = tmp_path / "desk"
    desk = sit_down(root=root)
    desk.take(first)
    desk.answered()
    call_id = desk.call_id
    world.carrier.wait("said", call_id=call_id, clip="yes_speaking")  # "hello" was heard
    desk.key("H", "TPC")
    desk.desk.stop()
    (end,) = desk.said(CallEnded, call_id)
    assert isinstance(end.body, CallEnded)
    assert end.body.ended_by == "us"
    made = end.body.recording
    assert made is not None
    assert made.seconds == pytest.approx(end.body.talk_s, abs=0.3)
    assert made.debtor_rms > 0
    assert len(desk.said(RecordingSealed, call_id)) == 1
    assert len(desk.said(Attempted)) == 1
    desk.close()

    again = sit_down(root=root)
    assert len(again.said(CallEnded, call_id)) == 1
    assert again.now.phase in (Phase.READY, Phase.WRAP_UP)
