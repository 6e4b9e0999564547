"""A call from the committed attempt to the end of its line, as the phone and the agent make it."""

from datetime import timedelta

import pytest

from desk_client.agent import Agent, Campaign, Role
from desk_client.call import CallState, IllegalTransition
from desk_client.callscript.load import shipped
from desk_client.callscript.run import ScriptRun, start
from desk_client.callscript.values import values_for
from desk_client.fact_body import CallEnded, ScriptSaid
from desk_client.ids import CampaignId, Login
from desk_client.outcome import outcome, table
from desk_client.services.call_in_hand import left_behind, recording_made
from desk_client.services.call_parts import RecordingLight
from desk_client.services.promise_form import proposed_offer
from desk_client.text import Text
from tests.happenings import MORNING, Shift
from tests.services.hands import CALL, call, ended, hand, recording

LATER = MORNING + timedelta(seconds=30)


def test_rings_is_answered_held_and_ends() -> None:
    mine = call()
    mine.rang()
    mine.rang()  # a second 180 changes nothing
    assert (mine.state, mine.answered, mine.level) == (CallState.RINGING, False, "NC")
    assert mine.was_answered(LATER).call_id == CALL
    assert (mine.state, mine.answered, mine.level) == (CallState.TALKING, True, "TPC")
    mine.was_held(LATER)
    mine.was_held(LATER + timedelta(seconds=5))  # by the other side as well
    assert (mine.state, mine.held_since) == (CallState.ON_HOLD, LATER)
    mine.was_resumed()
    assert (mine.state, mine.held_since) == (CallState.TALKING, None)
    (end,) = mine.has_ended(ended(), LATER)
    assert isinstance(end, CallEnded)
    assert (end.answered, end.code, end.talk_s, end.recording) == (True, 200, 61.5, None)
    assert (mine.state, mine.ended_at, mine.ended) == (CallState.ENDED, LATER, end)


def test_ringing_told_late_is_passed_over() -> None:
    mine = call()
    mine.was_answered(LATER)
    mine.rang()
    assert mine.state is CallState.TALKING


def test_nothing_follows_the_end() -> None:
    mine = call()
    mine.has_ended(ended(code=486, reason="Busy Here"), LATER)
    for happening in (lambda: mine.was_answered(LATER), lambda: mine.was_held(LATER)):
        with pytest.raises(IllegalTransition):
            happening()


def test_an_unanswered_call_ends_unanswered_whatever_the_code() -> None:
    mine = call()
    (end,) = mine.has_ended(ended(code=200, talk_s=0.0), LATER)
    assert isinstance(end, CallEnded)
    assert not end.answered


def test_the_recording_light_follows_the_phone() -> None:
    mine = call()
    seen = [(mine.recording, mine.paused_since)]
    for happens in (
        lambda: mine.was_answered(LATER),
        lambda: mine.recording_paused(LATER),
        mine.recording_resumed,
    ):
        happens()
        seen.append((mine.recording, mine.paused_since))
    light = RecordingLight
    assert seen == [(light.ARMED, None), (light.ON, None), (light.PAUSED, LATER), (light.ON, None)]


def test_the_keypad_closes_with_the_call() -> None:
    """Left open, it would take the digits that choose a level in wrap-up."""
    mine = call(keypad_open=True)
    mine.was_answered(MORNING)
    mine.has_ended(ended(), LATER)
    assert not mine.keypad_open


def test_what_the_phone_recorded_goes_into_the_fact_whole() -> None:
    told = recording()
    made = recording_made(told)
    assert made is not None
    assert (made.path, made.sha256, made.bytes) == (told.path, told.sha256, told.bytes)
    assert (made.seconds, made.channels) == (61.5, 2)
    assert [(each.from_s, each.to_s) for each in made.paused] == [(10.0, 22.5)]
    assert (made.agent_rms, made.debtor_rms) == (0.05, 0.07)
    assert recording_made(None) is None


@pytest.fixture
def script() -> ScriptRun:
    """The shipped callscript at its first line."""
    mine = hand()
    campaign = Campaign(
        campaign_id=CampaignId("autumn"),
        name="信用卡 M1",
        organisation="示例银行信用卡中心",
        mode="preview",
        callscript="card-first",
        wrap_up_s=45,
        undo_s=300,
        caller_id="",
        team=1,
    )
    agent = Agent(login=Login("agent_li"), staff_no="20317", name="李静", role=Role.AGENT, team=1)
    today = mine.today(MORNING)
    values = values_for(
        language="zh",
        debtor=mine.debtor,
        case=mine.case,
        agent=agent,
        campaign=campaign,
        today=today,
        offer=proposed_offer(mine.case, today),
    )
    return start(shipped("card-first"), "zh", values)


def test_lines_said_are_told_with_the_end_and_only_where_somebody_heard_them(
    script: ScriptRun,
) -> None:
    heard = call(script=script)
    heard.was_answered(MORNING)
    heard.script = script.say(LATER)
    said, end = heard.has_ended(ended(), LATER)
    assert isinstance(said, ScriptSaid)
    assert isinstance(end, CallEnded)
    assert len(said.lines) == 1
    unheard = call(script=script)
    assert [type(each) for each in unheard.has_ended(ended(code=480), LATER)] == [CallEnded]


def test_identity_is_told_once_and_opens_the_right_party(script: ScriptRun) -> None:
    mine = call(script=script)
    mine.was_answered(MORNING)
    assert mine.identity_checked() is None
    run = script.goto_identity()
    while not run.verified:
        before = run
        for digit in (1, 2, 3):
            run = run.match_factor(digit, LATER)
        assert run != before
    mine.script = run
    told = mine.identity_checked()
    assert told is not None
    assert told.verified
    assert (mine.level, mine.verified) == ("RPC", True)
    assert mine.identity_checked() is None


def test_identity_that_failed_is_told_too_and_opens_nothing(script: ScriptRun) -> None:
    mine = call(script=script)
    mine.was_answered(MORNING)
    run = script.goto_identity()
    for _ in range(3):
        run = run.miss_factor(LATER)
    mine.script = run
    told = mine.identity_checked()
    assert told is not None
    assert not told.verified
    assert (mine.level, mine.verified) == ("TPC", False)


def test_a_promise_waits_for_the_identity() -> None:
    mine = call()
    mine.was_answered(MORNING)
    promise = outcome("PTP", "RPC")
    assert promise.key is not None
    mine.choose_level("RPC")
    assert isinstance(mine.outcome_on(promise.key), Text)
    mine.identity_told = True
    assert mine.outcome_on(promise.key) == promise


def test_a_letter_without_an_outcome_says_so() -> None:
    mine = call(level="NC")
    used = {row.key for row in table().outcomes if row.level == "NC"}
    unused = next(letter for letter in "QWERTYUIOPASDFGHJKL" if letter not in used)
    why = mine.outcome_on(unused)
    assert isinstance(why, Text)
    assert why.en == "No outcome on this key at this level"


def test_an_outcome_at_once_names_the_debts_and_the_note() -> None:
    mine = call(note="说是盗刷")
    mine.was_answered(MORNING)
    mine.identity_told = True
    body = mine.outcome_body(outcome("DISP", "RPC"), LATER)
    assert (body.call_id, body.code, body.note) == (CALL, "DISP", "说是盗刷")
    assert body.flags[0].debts == tuple(debt.debt_id for debt in mine.hand.case.debts)


@pytest.mark.parametrize(("verified", "level"), [(True, "RPC"), (False, "TPC")])
def test_a_conversation_left_behind_opens_at_its_level(verified: bool, level: str) -> None:
    shift = Shift()
    call_id = shift.conversation(verified=verified)
    mine = hand(facts=shift.facts)
    record = mine.state.unfinished_call
    assert record is not None
    left = left_behind(record, mine)
    assert (left.call_id, left.state, left.level) == (call_id, CallState.ENDED, level)
    assert (left.answered, left.verified, left.script) == (True, verified, None)
    assert left.ended is not None
    assert left.ended.talk_s == 61.5


def test_a_call_that_the_program_died_in_has_no_end() -> None:
    shift = Shift()
    shift.attempt()
    mine = hand(facts=shift.facts)
    record = mine.state.unfinished_call
    assert record is not None
    left = left_behind(record, mine)
    assert (left.level, left.answered, left.ended) == ("NC", False, None)
    assert left.ended_at == left.placed_at
