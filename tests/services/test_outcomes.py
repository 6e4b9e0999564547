"""How calls are closed: by key, on the spot, by the line itself; and one step back."""

from datetime import timedelta
from decimal import Decimal

from desk_client.fact_body import (
    Attempted,
    NoteWritten,
    OutcomeLogged,
    ShiftChanged,
    Skipped,
    Withdrawn,
)
from desk_client.ids import CallId
from desk_client.services import intents
from desk_client.services import workflow_intents as asks
from desk_client.services.desk_state import Phase
from tests.day.at_work import DeskAtWork
from tests.day.fixtures import OpenDesk
from tests.day.world import (
    BUSY,
    DISPUTES,
    FIGURES,
    NO_ANSWER,
    PROMISES,
    VOICEMAIL,
    WRONG,
    ClockOfTheTest,
    World,
)

# what stops contact goes with a reason only
UNDO_A_STOP = (intents.Undo(), asks.ChooseInDeed(0), asks.SubmitDeed(""))


def talk(desk: DeskAtWork, world: World, *, verified: bool = True) -> CallId:
    """Takes the next case of the list, dials it and gets through; the call's id."""
    desk.take(world.placed[0])
    desk.dial()
    desk.answered()
    if verified:
        desk.verify_identity()
    return desk.call_id


def test_a_promise_waits_for_its_form_and_is_undone_as_one_step(
    world: World, sit_down: OpenDesk
) -> None:
    (case,) = world.place(PROMISES, mode="preview")
    desk = sit_down()
    call_id = talk(desk, world)
    assert desk.key("P").phase is Phase.TALKING  # chosen, not logged
    assert not desk.outcomes(call_id)
    state = desk.hang_up()
    assert state.phase is Phase.WRAP_UP
    assert state.wrap_up is not None
    assert state.wrap_up.promise is not None
    assert state.wrap_up.promise.amount == FIGURES["minimum_due"]
    assert not desk.outcomes(call_id)

    state = desk.act(intents.TypePromise(amount="不知道"), intents.Accept())
    assert state.wrap_up is not None
    assert state.wrap_up.promise is not None
    assert state.wrap_up.promise.faults  # said in the form, nothing is logged
    assert not desk.outcomes(call_id)
    state = desk.act(intents.TypePromise(amount="1,200.50"), intents.MoveDate(1), intents.Accept())
    assert state.phase is Phase.READY
    (logged,) = desk.outcomes(call_id)
    assert logged.promise is not None
    assert (logged.code, logged.promise.amount) == ("PTP", Decimal("1200.50"))
    promised = desk.case_state(case)
    assert promised.status == "promised"
    assert promised.open_promise is not None

    state = desk.act(intents.Undo())
    assert state.phase is Phase.WRAP_UP  # the same call, offered again at once
    assert state.call is not None
    assert state.call.call_id == call_id
    assert state.toast is not None
    assert state.toast.redo
    taken_back = desk.case_state(case)
    assert taken_back.open_promise is None
    assert taken_back.callbacks == ()
    assert taken_back.status is None
    assert taken_back.attempts == 1  # the call was made, and stays counted
    assert desk.record(call_id).outcome is None

    state = desk.act(intents.Redo())
    assert state.phase is Phase.READY
    again = desk.case_state(case)
    assert again.open_promise is not None
    assert again.open_promise.amount == promised.open_promise.amount
    assert len(desk.outcomes(call_id)) == 2
    assert len(desk.said(Withdrawn)) == 1
    assert len(again.promises) == 1

    desk.act(intents.Undo())
    desk.key("R", "RPC")
    end = desk.case_state(case)
    assert (end.open_promise, end.status) == (None, "refused")
    outcome = desk.record(call_id).outcome
    assert outcome is not None
    assert outcome.code == "RTP"


def test_the_countdown_stands_while_a_form_is_open(world: World, sit_down: OpenDesk) -> None:
    world.place(PROMISES, mode="preview")
    clock = ClockOfTheTest.at(10, 0)
    desk = sit_down(clock=clock)
    talk(desk, world)
    desk.key("P")
    state = desk.hang_up()
    assert state.wrap_up is not None
    stands = state.wrap_up.rests_since
    assert stands is not None
    clock.offset += timedelta(seconds=30)
    state = desk.act(intents.MoveDate(1))
    assert state.wrap_up is not None
    assert state.wrap_up.rests_since == stands
    state = desk.act(intents.Leave())  # Esc closes the form
    assert state.wrap_up is not None
    assert state.wrap_up.rests_since is None
    assert (state.wrap_up.ends_at - state.now).total_seconds() > 40  # of 45


def test_a_dispute_holds_at_once_and_nothing_overwrites_it(
    world: World, sit_down: OpenDesk
) -> None:
    (case,) = world.place(DISPUTES, mode="preview")
    desk = sit_down()
    call_id = talk(desk, world)
    state = desk.key("D")
    assert state.phase is Phase.TALKING
    (logged,) = desk.outcomes(call_id)
    assert logged.code == "DISP"
    assert {flag.flag for flag in desk.case_state(case).flags} == {"dispute"}
    desk.key("D")  # twice is once
    assert desk.key("P").notice is not None  # and a later thought does not take its place
    assert len(desk.outcomes(call_id)) == 1
    desk.act(*UNDO_A_STOP)
    assert desk.record(call_id).outcome is None
    assert not any(row.chosen for row in desk.now.outcomes.rows)  # type: ignore[union-attr]
    desk.act(intents.Redo())
    assert [each.code for each in desk.outcomes(call_id)] == ["DISP", "DISP"]
    desk.act(*UNDO_A_STOP)
    desk.key("D")
    record = desk.record(call_id)
    assert record.outcome is not None
    state = desk.hang_up()
    assert state.phase is Phase.READY
    assert [each.code for each in desk.outcomes(call_id)] == ["DISP"] * 3
    assert len(desk.said(Withdrawn)) == 2
    assert len(desk.case_state(case).flags) == 1
    record = desk.record(call_id)
    assert record.outcome is not None
    assert record.outcome.code == "DISP"
    assert record.ended is not None

    state = desk.take(case)  # what holds, holds at the gate
    assert state.verdict is not None
    assert not state.verdict.allowed


def test_a_stop_after_a_dispute_holds_too(world: World, sit_down: OpenDesk) -> None:
    (case,) = world.place(DISPUTES, mode="preview")
    desk = sit_down()
    call_id = talk(desk, world)
    desk.key("D")
    desk.key("S")
    assert [each.code for each in desk.outcomes(call_id)] == ["DISP", "CEASE"]
    assert {flag.flag for flag in desk.case_state(case).flags} == {"dispute", "cease"}
    desk.act(*UNDO_A_STOP)  # the last of them
    assert {flag.flag for flag in desk.case_state(case).flags} == {"dispute"}
    assert desk.hang_up().phase is Phase.READY
    record = desk.record(call_id)
    assert record.outcome is not None
    assert record.outcome.code == "DISP"


def test_a_third_party_that_wants_no_calls_is_heard_at_once(
    world: World, sit_down: OpenDesk
) -> None:
    """Before identity, on the debtor's own number; central knows before the call is over."""
    (case,) = world.place(WRONG, mode="preview")
    desk = sit_down()
    call_id = talk(desk, world, verified=False)
    assert desk.now.outcomes is not None
    assert desk.now.outcomes.level == "TPC"
    assert desk.key("P", "RPC").notice is not None  # identity first
    assert not desk.outcomes(call_id)
    assert desk.key("S", "TPC").phase is Phase.TALKING
    (logged,) = desk.outcomes(call_id)
    assert logged.code == "CEASE"
    desk.until(lambda state: state.station.sync == "synced" and state.station.waiting == 0)
    with world.floor.administrator() as connection:
        told = connection.execute(
            "select count(*) from app.fact where kind = 'outcome_logged'"
        ).fetchone()
    assert told == (1,)
    desk.hang_up()
    (flag,) = desk.case_state(case).flags
    assert (flag.flag, flag.party) == ("cease", "third_party")  # not the debtor's own word


def test_a_key_in_the_call_is_logged_at_hang_up_with_the_note(
    world: World, sit_down: OpenDesk
) -> None:
    (case,) = world.place(PROMISES, mode="preview")
    desk = sit_down()
    call_id = talk(desk, world)
    desk.act(intents.WriteNote("愿意下月再谈", commit=False))
    desk.act(intents.WriteNote("愿意下月再谈，先拒绝", commit=True))
    desk.key("R")
    assert not desk.outcomes(call_id)
    assert not desk.said(NoteWritten)
    assert desk.hang_up().phase is Phase.READY
    (logged,) = desk.outcomes(call_id)
    assert (logged.code, logged.note) == ("RTP", "愿意下月再谈，先拒绝")
    assert desk.now.note == ""
    assert [note.text for note in desk.case_state(case).notes] == ["愿意下月再谈，先拒绝"]

    desk.take(case)  # without a call a note is a fact of its own
    desk.act(intents.WriteNote("已寄账单", commit=True))
    (own,) = desk.said(NoteWritten)
    assert isinstance(own.body, NoteWritten)
    assert (own.body.text, own.body.call_id, own.case_id) == ("已寄账单", None, case.case_id)
    desk.act(intents.SkipCase("手机正在修理"))
    (skipped,) = desk.said(Skipped)
    assert isinstance(skipped.body, Skipped)
    assert skipped.body.reason == "手机正在修理"


def test_the_line_logs_by_itself_unless_a_key_says_otherwise(
    world: World, sit_down: OpenDesk
) -> None:
    """Three busy numbers: left alone, overridden, and kept open by Esc."""
    alone, other, kept = world.place(BUSY, BUSY, BUSY, mode="preview")
    desk = sit_down()
    ids = []
    for case in (alone, other, kept):
        desk.take(case)
        desk.dial()
        state = desk.until_phase(Phase.WRAP_UP)
        ids.append(desk.call_id)
        assert state.outcomes is not None
        assert state.outcomes.line_says is not None
        if case is alone:
            assert desk.key("P", "RPC").notice is not None  # nobody was reached
            desk.act(intents.ChooseLevel("NC"))
            state = desk.until(lambda state: state.phase is not Phase.WRAP_UP)
            assert state.phase in (Phase.READY, Phase.PREVIEW)
        elif case is other:
            desk.key("E")
        else:
            state = desk.act(intents.Leave())
            assert state.outcomes is not None
            assert state.outcomes.line_says is None
            assert state.wrap_up is not None
            assert state.wrap_up.chosen is None
            assert desk.act(intents.GoOn()).notice is not None  # an outcome first
            assert desk.key("W").phase is not Phase.WRAP_UP
        desk.act(intents.Leave())
    logged = [desk.outcomes(call_id) for call_id in ids]
    assert [[(each.code, each.by_line) for each in of_call] for of_call in logged] == [
        [("BUSY", True)],
        [("OFF", False)],
        [("BUSY", False)],
    ]


def test_what_the_line_logged_stays_undone_until_a_key(world: World, sit_down: OpenDesk) -> None:
    """It is proposed again, and logged again only by a key; its time is long over."""
    world.place(BUSY, mode="preview")
    clock = ClockOfTheTest.at(10, 30)
    desk = sit_down(clock=clock)
    desk.take(world.placed[0])
    desk.dial()
    desk.until_phase(Phase.WRAP_UP)
    call_id = desk.call_id
    desk.until_phase(Phase.READY)
    state = desk.act(intents.Undo())
    assert state.phase is Phase.WRAP_UP
    clock.set(10, 31)
    state = desk.settle()
    assert state.phase is Phase.WRAP_UP
    assert state.wrap_up is not None
    assert state.wrap_up.chosen is not None
    assert desk.record(call_id).outcome is None
    assert desk.act(intents.Accept()).phase is Phase.READY
    assert [each.code for each in desk.outcomes(call_id)] == ["BUSY", "BUSY"]


def test_undo_in_the_next_call_leaves_that_call_alone(world: World, sit_down: OpenDesk) -> None:
    """Progressive: the next case is ringing when the agent takes the last outcome back."""
    first, second = world.place(PROMISES, VOICEMAIL)
    desk = sit_down()
    desk.take()
    desk.answered()
    desk.verify_identity()
    one = desk.call_id
    desk.key("R")
    desk.act(intents.HangUpCall())
    desk.until(lambda state: state.call is not None and state.call.call_id != one)
    two = desk.call_id
    assert desk.now.card is not None
    assert desk.now.card.case_id == second.case_id
    state = desk.act(intents.Undo())
    assert state.toast is not None
    assert state.call is not None
    assert state.call.call_id == two
    assert desk.record(one).outcome is None
    desk.answered()
    desk.hang_up()
    state = desk.key("Y", "NC")
    assert state.phase is Phase.WRAP_UP  # the call that was taken back comes before other work
    assert state.call is not None
    assert state.call.call_id == one
    assert state.outcomes is not None
    assert state.outcomes.level == "RPC"  # its identity was verified then, and is known still
    assert desk.key("J").phase is Phase.READY
    outcomes = [desk.record(each).outcome for each in (one, two)]
    assert [each.code if each else None for each in outcomes] == ["COMP", "VM"]
    assert desk.case_state(first).unfinished_call is None


def test_undo_has_an_end(world: World, sit_down: OpenDesk) -> None:
    world.place(BUSY, mode="preview", undo_s=0)
    desk = sit_down()
    assert desk.act(intents.Undo()).notice is not None  # there is nothing yet
    assert desk.act(intents.Redo()).notice is not None
    desk.take(world.placed[0])
    desk.dial()
    desk.until_phase(Phase.WRAP_UP)
    desk.act(intents.Accept())
    state = desk.act(intents.Undo())
    assert state.notice is not None
    assert not desk.said(Withdrawn)
    assert len(desk.said(OutcomeLogged)) == 1


def test_not_ready_waits_for_the_outcome(world: World, sit_down: OpenDesk) -> None:
    """F9 in a call: the call goes on, its outcome is logged, and no case comes after it."""
    world.place(PROMISES, BUSY)
    desk = sit_down()
    desk.take()
    desk.answered()
    state = desk.act(intents.ToggleReady())
    assert (state.phase, state.ready) == (Phase.TALKING, False)
    assert desk.act(intents.SignOut()).notice is not None
    desk.hang_up()
    assert desk.now.phase is Phase.WRAP_UP
    assert desk.act(intents.SignOut()).notice is not None
    assert not desk.signed_out
    assert desk.key("H").phase is Phase.NOT_READY
    assert len(desk.said(Attempted)) == 1
    states = [f.body.state for f in desk.said(ShiftChanged) if isinstance(f.body, ShiftChanged)]
    assert states == ["signed_in", "not_ready"]

    desk.take()  # whoever takes a case is ready again
    states = [f.body.state for f in desk.said(ShiftChanged) if isinstance(f.body, ShiftChanged)]
    assert states[-1] == "ready"
    state = desk.until_phase(Phase.WRAP_UP)
    assert state.day.dialled == 2
    desk.act(intents.Accept())
    desk.sign_out()
    assert not desk.leases.active(desk.clock.now())
    assert desk.outbox.waiting() == 0
    with world.floor.administrator() as connection:
        lent = connection.execute("select count(*) from app.work where agent is not null")
        assert lent.fetchone() == (0,)


def test_ready_again_in_a_call_is_recorded_when_it_holds(world: World, sit_down: OpenDesk) -> None:
    """A case taken by hand in a pause; F9 in its call, and twice in the next one."""
    first, second = world.place(NO_ANSWER, NO_ANSWER, mode="preview")
    desk = sit_down()
    desk.act(intents.ToggleReady())
    for case, times in ((first, 1), (second, 2)):
        desk.take(case)
        desk.dial()
        desk.act(*[intents.ToggleReady()] * times, intents.HangUpCall())
        desk.until_phase(Phase.WRAP_UP)
        desk.act(intents.Accept(), intents.Leave())
    states = [f.body.state for f in desk.said(ShiftChanged) if isinstance(f.body, ShiftChanged)]
    assert states == ["signed_in", "not_ready", "ready"]


def test_hanging_up_while_it_rings_is_an_attempt_without_an_answer(
    world: World, sit_down: OpenDesk
) -> None:
    (case,) = world.place(NO_ANSWER, mode="preview")
    desk = sit_down()
    desk.take(case)
    desk.dial()
    assert desk.act(intents.ToggleHold()).notice is not None  # after the answer
    desk.act(intents.HangUpCall())
    state = desk.until_phase(Phase.WRAP_UP)
    assert state.call is not None
    assert (state.call.ended_by, state.call.answered_at) == ("us", None)
    assert state.outcomes is not None
    assert state.outcomes.line_says is not None
    call_id = desk.call_id
    desk.act(intents.Accept())
    (logged,) = desk.outcomes(call_id)
    assert (logged.code, logged.by_line, logged.result) == ("NA", True, "no_answer")
    assert desk.case_state(case).attempts == 1


def test_a_desk_out_of_work_borrows_more_and_goes_on(world: World, sit_down: OpenDesk) -> None:
    """The agent asks for the next case and there is none; central has one, and it is dialled."""
    world.place()  # a campaign without a case
    desk = sit_down()
    state = desk.take()
    assert (state.phase, state.work.rows) == (Phase.READY, ())
    assert state.notice is not None
    world.place(BUSY)
    desk.take()
    state = desk.until_phase(Phase.DIALLING, Phase.WRAP_UP)
    assert state.card is not None
    assert state.card.case_id == world.placed[0].case_id
    desk.until_phase(Phase.WRAP_UP)
    desk.act(intents.ToggleReady(), intents.Accept())


def test_who_waits_is_given_a_case_when_its_hour_opens(world: World, sit_down: OpenDesk) -> None:
    """Just before eight nothing may be called; nobody presses a key and nothing comes by sync."""
    world.place(NO_ANSWER)
    clock = ClockOfTheTest.at(7, 59, 40)
    desk = sit_down(clock=clock)
    state = desk.take()
    assert state.phase is Phase.READY
    assert state.notice is not None
    clock.set(8, 0, 1)
    state = desk.until_phase(Phase.DIALLING)
    assert state.notice is None
    desk.act(intents.HangUpCall())
    desk.until_phase(Phase.WRAP_UP)


def test_a_case_passed_over_does_not_come_back_by_itself(world: World, sit_down: OpenDesk) -> None:
    """It is the only one left; Space still brings it."""
    world.place(NO_ANSWER, mode="preview")
    desk = sit_down()
    assert desk.take().phase is Phase.PREVIEW
    assert desk.act(intents.SkipCase("not_now")).phase is Phase.READY
    taking = desk.desk._taking
    assert taking.waiting
    desk.desk._thread.ask(lambda: setattr(taking, "_look_at", 0.0)).result(5)
    assert desk.settle().phase is Phase.READY
    assert desk.take().phase is Phase.PREVIEW
