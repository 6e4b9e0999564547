"""The second call of a desk, with real telephones: a debtor calls in, a colleague is asked before
the debtor is put through, all three talk, and help is asked for by a text."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta

import pytest

from desk_client.care_body import FlagLaid
from desk_client.clock import SystemClock
from desk_client.fact import Fact
from desk_client.fact_body import (
    Answered,
    Attempted,
    CallEnded,
    CallMonitored,
    CallTransferred,
)
from desk_client.ids import CallId, FactId, new_id
from desk_client.phone import messages as m
from desk_client.services import intents
from desk_client.services.desk_state import DeskState, Phase
from desk_client.services.judging import gate_text
from desk_client.services.team_intents import TakeReason
from desk_client.settings import ColleagueSettings
from desk_client.team_body import HelpAsked
from tests.central.floor import WANG
from tests.day.at_work import DeskAtWork
from tests.day.fixtures import OpenDesk
from tests.day.world import NO_ANSWER, PROMISES, World
from tests.happenings import flag
from tests.phone.party import Party

CallIn = Callable[..., Party]


@pytest.fixture
def telephone() -> Iterator[CallIn]:
    """Somebody's telephone; `who` is the number or the extension it calls from."""
    with ExitStack() as stack:

        def start(who: str) -> Party:
            party = Party(who)
            party.client.start()
            stack.callback(party.client.stop)
            return party

        yield start


def number_of(world: World, desk: DeskAtWork, nth: int = 0) -> str:
    return str(desk.desk._files.open(world.placed[nth].case_id).points[0].value)


def desk_address(desk: DeskAtWork) -> str:
    return f"sip:1001@127.0.0.1:{desk.desk._phone.port}"


def rings(state: DeskState) -> bool:
    return state.side is not None and state.side.answered_at is None


def in_ear(state: DeskState) -> bool:
    return state.side is not None and state.side.answered_at is not None and state.side.in_ear


def test_a_debtor_calls_in_and_is_taken_like_any_call(
    world: World, sit_down: OpenDesk, telephone: CallIn
) -> None:
    world.place(PROMISES, mode="preview")
    desk = sit_down()
    number = number_of(world, desk)
    caller = telephone(number)
    call = caller.dial(desk_address(desk))

    state = desk.until(rings)
    assert state.phase is Phase.READY
    assert state.side is not None
    assert (state.side.name, state.side.known) == ("某人甲", True)
    caller.of_call(m.Ringing, call)

    desk.act(intents.AnswerCall())
    state = desk.until_phase(Phase.TALKING)
    assert state.side is None
    assert state.card is not None
    assert not state.card.open, "identity comes first, whoever calls"
    caller.of_call(m.Answered, call)
    assert all(meter.used == 0 for meter in state.meters), "nothing is charged to the limits"

    desk.verify_identity()
    caller.do(m.HangUp(call_id=call))
    desk.until_phase(Phase.WRAP_UP)
    (received,) = desk.bodies(Attempted)
    assert received.initiator == "debtor"
    (ended,) = desk.bodies(CallEnded)
    assert (ended.ended_by, ended.answered) == ("them", True)
    assert ended.recording is not None


def test_a_caller_who_is_declined_hears_so(
    world: World, sit_down: OpenDesk, telephone: CallIn
) -> None:
    world.place(PROMISES, mode="preview")
    desk = sit_down()
    caller = telephone("+8613700009999")
    call = caller.dial(desk_address(desk))
    state = desk.until(rings)
    assert state.side is not None
    assert (state.side.known, state.side.name) == (False, "")
    desk.act(intents.HangUpSide())
    assert caller.of_call(m.Ended, call).code == 603
    desk.until(lambda state: state.side is None)
    assert desk.bodies(Attempted) == []


def test_a_caller_who_gives_up_is_named(
    world: World, sit_down: OpenDesk, telephone: CallIn
) -> None:
    world.place(PROMISES, mode="preview")
    desk = sit_down()
    caller = telephone(number_of(world, desk))
    call = caller.dial(desk_address(desk))
    desk.until(rings)
    caller.do(m.HangUp(call_id=call))
    state = desk.until(lambda state: state.side is None)
    assert state.notice is not None
    assert state.notice.zh == "未接来电 某人甲"


def test_a_second_debtor_waits_for_nobody_and_gets_an_outcome_of_their_own(
    world: World, sit_down: OpenDesk, telephone: CallIn
) -> None:
    world.place(PROMISES, PROMISES, mode="preview")
    desk = sit_down()
    desk.take(world.placed[0])
    desk.dial()
    desk.answered()
    caller = telephone(number_of(world, desk, 1))
    call = caller.dial(desk_address(desk))
    desk.until(rings)
    desk.act(intents.AnswerCall())
    state = desk.until(in_ear)
    assert state.side is not None
    assert state.side.name == "某人乙"
    state = desk.until_phase(Phase.ON_HOLD)
    assert state.call is not None
    assert state.call.name == "某人甲", "the first debtor is on hold, not gone"

    desk.act(intents.SwapCalls())
    state = desk.until_phase(Phase.TALKING)
    assert state.side is not None
    assert not state.side.in_ear
    caller.wait(m.Held, where=lambda held: held.by == "them")

    desk.act(intents.HangUpSide())  # ends the leg in the ear: the first debtor's
    state = desk.until_phase(Phase.WRAP_UP)
    assert state.side is not None, "the second debtor is still on the line"
    desk.key("R", "TPC")
    state = desk.until(lambda s: s.side is None and s.phase is Phase.TALKING)
    assert state.call is not None
    assert state.call.name == "某人乙"
    caller.do(m.HangUp(call_id=call))
    desk.until_phase(Phase.WRAP_UP)
    assert len(desk.bodies(CallEnded)) == 2
    assert len(desk.bodies(Answered)) == 2


def consult(desk: DeskAtWork, lead: Party) -> CallId:
    """F4, 1, and the lead picks up; the lead's id of the call."""
    state = desk.act(intents.OpenDirectory())
    assert [row.name for row in state.directory] == ["王芳"]
    before = len(lead.told)
    desk.act(intents.ConsultColleague(1))
    theirs = lead.wait(m.Incoming, after=before).call_id
    desk.until_phase(Phase.ON_HOLD)
    lead.do(m.Answer(call_id=theirs))
    desk.until(in_ear)
    return theirs


@pytest.fixture
def asked(world: World, sit_down: OpenDesk, telephone: CallIn) -> tuple[DeskAtWork, Party]:
    """A desk in a call, and the lead's telephone in its directory."""
    lead = telephone("10001")
    address = f"sip:10001@127.0.0.1:{lead.client.port}"
    world.colleagues = (ColleagueSettings(name="王芳", role="lead", address=address),)
    world.place(PROMISES, NO_ANSWER, mode="preview")
    desk = sit_down()
    desk.take(world.placed[0])
    desk.dial()
    desk.answered()
    return desk, lead


def test_a_debtor_is_put_through_after_a_word_with_the_lead(
    asked: tuple[DeskAtWork, Party],
) -> None:
    desk, lead = asked
    before = len(lead.told)
    consult(desk, lead)
    desk.act(intents.PutThrough())
    desk.until_phase(Phase.WRAP_UP)
    (moved,) = desk.bodies(CallTransferred)
    assert (moved.to, moved.attended, moved.done) == ("王芳", True, True)
    replaced = lead.wait(m.Ended, after=before)
    assert replaced.ended_by in ("them", "network")
    state = desk.until(lambda state: state.side is None)
    assert state.phase is Phase.WRAP_UP


def test_all_three_talk_and_part_again(asked: tuple[DeskAtWork, Party]) -> None:
    desk, lead = asked
    theirs = consult(desk, lead)
    desk.act(intents.JoinCalls())
    state = desk.until(lambda s: s.side is not None and s.side.joined)
    desk.until_phase(Phase.TALKING)
    desk.act(intents.JoinCalls())
    state = desk.until(lambda s: s.side is not None and not s.side.joined)
    desk.until_phase(Phase.ON_HOLD)
    desk.act(intents.HangUpSide())
    assert lead.of_call(m.Ended, theirs).ended_by == "them"
    state = desk.until(lambda s: s.side is None and s.phase is Phase.TALKING)
    assert state.call is not None
    assert state.call.held_since is None


def test_a_colleague_who_does_not_answer_gives_the_debtor_back(
    asked: tuple[DeskAtWork, Party],
) -> None:
    desk, lead = asked
    before = len(lead.told)
    desk.act(intents.OpenDirectory(), intents.ConsultColleague(1))
    theirs = lead.wait(m.Incoming, after=before).call_id
    lead.do(m.HangUp(call_id=theirs, code=486))
    state = desk.until(lambda s: s.side is None and s.phase is Phase.TALKING)
    assert state.notice is not None
    assert state.notice.zh == "王芳 未接听"


def test_help_reaches_the_lead_without_central_and_the_answer_is_shown(
    asked: tuple[DeskAtWork, Party],
) -> None:
    desk, lead = asked
    desk.act(intents.AskForHelp(), TakeReason(2))
    text = lead.wait(m.MessageReceived).text
    assert "请求协助：遭到辱骂" in text
    assert "某人" not in text
    state = desk.until(lambda s: s.notice is not None and "王芳" in s.notice.zh)
    assert state.notice is not None
    assert state.notice.zh == "已通知 王芳"
    (asked_for,) = desk.bodies(HelpAsked)
    assert (asked_for.reason, asked_for.call_id) == ("abuse", desk.call_id)
    lead.do(m.SendMessage(to=desk_address(desk), text="马上来  请稍等"))
    state = desk.until(lambda s: s.toast is not None)
    assert state.toast is not None
    assert (state.toast.title.zh, state.toast.lines[0].zh) == ("王芳 发来消息", "马上来 请稍等")


def test_nobody_outside_the_house_can_be_reached_by_transfer(
    world: World, sit_down: OpenDesk
) -> None:
    world.place(PROMISES, mode="preview")
    desk = sit_down()
    desk.take(world.placed[0])
    desk.dial()
    desk.answered()
    state = desk.act(intents.OpenDirectory())
    assert state.directory == ()
    assert state.notice is not None
    assert state.notice.en.startswith("No colleague to transfer to")
    assert desk.act(intents.ConsultColleague(1)).side is None


def test_who_listens_is_named_on_the_screen_and_by_the_token_on_record(
    asked: tuple[DeskAtWork, Party],
) -> None:
    desk, _ = asked
    who = desk.now.station

    def told(mode: str, by: str) -> None:
        event = m.Monitored.model_validate(
            {"at": desk.clock.now(), "call_id": desk.call_id, "mode": mode, "by": by}
        )
        desk.desk._thread.post(lambda: desk.desk._hear(event))

    told("listen", who.staff_no)
    state = desk.until(lambda s: s.listener is not None)
    assert state.listener is not None
    assert (state.listener.by, state.listener.mode) == (who.agent_name, "listen")
    told("whisper", "somebody-else")
    state = desk.until(lambda s: s.listener is not None and s.listener.mode == "whisper")
    assert state.listener is not None
    assert state.listener.by == "somebody-else"
    told("off", who.staff_no)
    desk.until(lambda s: s.listener is None)
    assert [(f.mode, f.by) for f in desk.bodies(CallMonitored)] == [
        ("listen", who.staff_no),
        ("whisper", "somebody-else"),
        ("off", who.staff_no),
    ]


def test_a_debtor_who_calls_in_is_judged_as_one_who_calls(
    world: World, sit_down: OpenDesk, telephone: CallIn
) -> None:
    """They asked us to stop, and one of them needs care: they may call, and the agent is told what
    holds in the talk, not that we may not dial."""
    (case,) = world.place(PROMISES, mode="preview")
    desk = sit_down()
    number = number_of(world, desk)
    desk.pulled(
        Fact(
            fact_id=FactId(new_id()),
            case_id=case.case_id,
            debtor_id=case.debtor_id,
            actor=WANG,
            occurred_at=SystemClock().now() - timedelta(days=2),
            body=FlagLaid(flags=(flag("cease"), flag("vulnerable")), source="letter"),
        )
    )
    caller = telephone(number)
    caller.dial(desk_address(desk))
    desk.until(rings)
    desk.act(intents.AnswerCall())
    state = desk.until_phase(Phase.TALKING)
    assert state.verdict is not None
    assert state.verdict.allowed
    assert [gate.en for gate in state.verdict.gates] == [gate_text("specialist_care").en]
    desk.hang_up()
