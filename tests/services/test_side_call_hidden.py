"""A second call opens nothing: whoever calls in or is asked, no figure of a debt and no full number
gets into the painted state before the identity of the debtor in hand is verified."""

import pytest

from desk_client.ids import CaseId, new_id
from desk_client.phone import messages
from desk_client.phone_number import PhoneNumber
from desk_client.services import intents
from desk_client.services.desk_state import DeskState, Phase
from desk_client.services.intents import Intent
from desk_client.settings import ColleagueSettings
from tests.day.fixtures import OpenDesk
from tests.day.world import PROMISES, World
from tests.services.test_hidden_amounts import Stillness, amounts_in

VERIFIED = (
    *(intents.TakeBranch(1), intents.SayLine(), intents.SayLine(), intents.TakeBranch(1)),
    *(intents.SayLine(), intents.TakeBranch(1), intents.TakeBranch(2)),
)
STRANGER = "+8613700009999"


class TwoDebtors(Stillness):
    """The first case may be dialled; the second debtor may call in."""

    numbers: tuple[str, str]
    first: CaseId

    def hear(self, event: messages.Event) -> DeskState:
        self._desk._news.hear(event)
        return self.closed()

    def rings(self, number: str, name: str = "") -> DeskState:
        heard = {"type": "incoming", "at": self.at.clock.now(), "call_id": new_id()}
        shown = f'"{name}" ' if name else ""
        return self.hear(
            messages.Incoming.model_validate(
                heard | {"from": f"{shown}<sip:{number}@pbx.example>", "to": "sip:1001@pbx.example"}
            )
        )

    def picked_up(self) -> DeskState:
        side = self.at.side
        assert side is not None
        now = self.at.clock.now()
        return self.hear(messages.Answered(at=now, call_id=side.call_id, code=200))

    def hung_up(self) -> DeskState:
        assert self.at.call is not None
        end = {"type": "ended", "at": self.at.clock.now(), "call_id": self.at.call.call_id}
        how = {"code": 200, "reason": "OK", "ended_by": "them", "ring_s": 1.0, "talk_s": 9.0}
        return self.hear(messages.Ended.model_validate(end | how))

    def key(self, *keys: Intent) -> DeskState:
        self.press(*keys)
        return self.closed()

    def closed(self) -> DeskState:
        """The state as painted; nothing in it that identity has to open first. In a wrap-up with
        nobody on the line figures are the agent's own to see."""
        state = self.paint()
        told = repr(state)  # in which a number hides itself, and a text does not
        assert not any(number.removeprefix("+86") in told for number in (*self.numbers, STRANGER))
        call, nobody = self.at.call, self.at.phase is Phase.WRAP_UP and self.at.side is None
        if call is None or not (call.verified or nobody):
            assert amounts_in(state) == []
        return state

    def talks(self) -> DeskState:
        """With the first debtor, who said nothing yet."""
        self.key(intents.TakeNext(self.first), intents.DialShown())
        state = self.answer()
        assert amounts_in(state) == []
        return state


@pytest.fixture
def two(world: World, sit_down: OpenDesk) -> TwoDebtors:
    lead = ColleagueSettings(name="王芳", role="lead", address="8001")
    world.colleagues = (lead,)
    world.place(PROMISES, PROMISES, mode="preview")
    desk = sit_down(begin=False)
    desk.desk._board.hear(messages.Registered(at=desk.clock.now(), expires_s=300))
    two = TwoDebtors(desk)
    first, second = (desk.desk._files.open(case.case_id).points[0] for case in world.placed)
    two.numbers = (str(first.value), str(second.value))
    two.first = world.placed[0].case_id
    return two


def test_a_debtor_who_calls_a_resting_desk(two: TwoDebtors) -> None:
    state = two.rings(two.numbers[1], name="欠款 7391.57")
    assert state.side is not None
    assert (state.side.name, state.side.number) == ("某人乙", PhoneNumber(two.numbers[1]))
    two.key(intents.AnswerCall())
    state = two.picked_up()
    assert (state.phase, state.side) == (Phase.TALKING, None)
    assert two.hung_up().phase is Phase.WRAP_UP


def test_a_debtor_who_calls_into_a_call(two: TwoDebtors) -> None:
    two.talks()
    two.rings(two.numbers[1])
    two.key(intents.AnswerCall())
    two.picked_up()
    for keys in (intents.SwapCalls(), intents.SwapCalls(), intents.MuteSide(), intents.SayLine()):
        two.key(keys)
    assert two.hung_up().phase is Phase.WRAP_UP


def test_what_one_debtor_opened_is_shut_for_the_next(two: TwoDebtors) -> None:
    two.talks()
    assert amounts_in(two.press(*VERIFIED)) != []
    two.rings(two.numbers[1])
    assert amounts_in(two.key(intents.AnswerCall())) != []
    assert amounts_in(two.picked_up()) == [], "another debtor is in the ear"
    assert amounts_in(two.key(intents.SwapCalls())) != []
    two.hung_up()
    state = two.key(
        intents.ChooseLevel("RPC"), intents.ChooseOutcome("R"), intents.Accept(), intents.GoOn()
    )
    assert state.phase is Phase.TALKING
    assert state.call is not None
    assert state.call.name == "某人乙"
    assert amounts_in(state) == []


def test_a_colleague_is_asked_and_joined(two: TwoDebtors) -> None:
    two.talks()
    two.press(*VERIFIED)
    state = two.key(intents.OpenDirectory())
    assert [row.name for row in state.directory] == ["王芳"]
    two.key(intents.ConsultColleague(1))
    two.picked_up()
    assert two.at.call is not None
    assert two.at.side is not None
    both = (two.at.call.call_id, two.at.side.call_id)
    two.key(intents.JoinCalls())
    state = two.hear(messages.Joined(at=two.at.clock.now(), call_ids=both))
    assert state.side is not None
    assert state.side.joined
    assert amounts_in(state) != [], "a colleague may see what it is about"
    two.key(intents.PutThrough())


def test_a_stranger_whose_name_is_the_number(two: TwoDebtors) -> None:
    state = two.rings(STRANGER, name=STRANGER)
    assert state.side is not None
    assert (state.side.name, state.side.known) == ("", False)
