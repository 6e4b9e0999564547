"""A message on a machine is heard by anybody: the law is asked about its very words first."""

from desk_client.callscript.load import shipped
from desk_client.callscript.run import ScriptRun, start
from desk_client.fact_body import VerdictGiven
from desk_client.services import intents
from desk_client.services.desk_state import DeskState, Phase
from desk_client.services.voicemail import begins_message, words_of
from tests.day.at_work import DeskAtWork
from tests.day.fixtures import OpenDesk
from tests.day.world import VOICEMAIL, ClockOfTheTest, World
from tests.happenings import MORNING


def script() -> ScriptRun:
    values = {"salutation": "测试人", "agent": "李明", "staff_no": "20317", "caller_id": "95000"}
    return start(shipped("card-first"), "zh", values)


def to_the_machine(run: ScriptRun) -> ScriptRun:
    return run.goto("voicemail")


def test_the_words_say_who_calls_and_nothing_of_a_debt() -> None:
    before = script()
    after = to_the_machine(before)
    assert begins_message(before, after)
    assert not begins_message(after, after.say(MORNING))
    content = words_of(after)
    assert {"surname", "caller_id"} <= set(content.fields)
    assert content.text is not None
    assert "95000" in content.text
    assert "欠" not in content.text


def at_the_machine(world: World, sit_down: OpenDesk, clock: ClockOfTheTest) -> DeskAtWork:
    (case,) = world.place(VOICEMAIL, mode="preview")
    desk = sit_down(clock=clock)
    desk.take(case)
    desk.dial()
    desk.answered()
    return desk


def leave_message(desk: DeskAtWork) -> DeskState:
    return desk.act(intents.LeaveMessage())


def of_message(desk: DeskAtWork) -> list[VerdictGiven]:
    bodies = (fact.body for fact in desk.said(VerdictGiven, desk.call_id))
    return [
        body for body in bodies if isinstance(body, VerdictGiven) and body.contact == "voicemail"
    ]


def test_a_message_has_a_verdict_of_its_own(world: World, sit_down: OpenDesk) -> None:
    desk = at_the_machine(world, sit_down, ClockOfTheTest.at(10, 0))
    state = leave_message(desk)
    assert state.script is not None
    (verdict,) = of_message(desk)
    assert (verdict.decision, verdict.path) == ("allowed", "voicemail")
    desk.act(intents.HangUpCall())
    desk.until_phase(Phase.WRAP_UP)


def test_after_ten_no_message_is_left_though_the_call_began_before(
    world: World, sit_down: OpenDesk
) -> None:
    clock = ClockOfTheTest.at(21, 59, 30)
    desk = at_the_machine(world, sit_down, clock)
    clock.set(22, 0, 30)
    state = leave_message(desk)
    assert state.notice is not None
    assert state.notice.en.startswith("Leave no message")
    call = desk.desk._shift.at.call
    assert call is not None
    assert call.script is not None
    assert call.script.path.id != "voicemail"
    (verdict,) = of_message(desk)
    assert verdict.decision == "refused"
    assert {reason.rule for reason in verdict.reasons} == {"cn.hours"}
    desk.act(intents.HangUpCall())
    desk.until_phase(Phase.WRAP_UP)
