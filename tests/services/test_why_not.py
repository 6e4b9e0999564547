"""Why a case is not dialled: every number with every rule, for any case of the list, and how many
cases each rule holds back."""

import pytest

from desk_client.fact import Fact
from desk_client.services import intents
from desk_client.services import why_intents as asks
from desk_client.services.desk_state import DeskState, Phase
from desk_client.services.why_parts import WhyPart
from tests.day.at_work import DeskAtWork
from tests.day.fixtures import OpenDesk
from tests.day.world import BUSY, NO_ANSWER, ClockOfTheTest, World


def why(state: DeskState) -> WhyPart:
    assert state.why_not is not None
    return state.why_not


@pytest.fixture
def night(world: World, sit_down: OpenDesk) -> DeskAtWork:
    """Three cases with a second number each, half past ten in the evening."""
    world.place(BUSY, NO_ANSWER, BUSY, mode="preview", also=NO_ANSWER)
    return sit_down(clock=ClockOfTheTest.at(22, 30))


def facts(desk: DeskAtWork) -> list[Fact]:
    return [fact for case in desk.now.work.rows for fact in desk.facts.of_case(case.case_id)]


def test_every_number_of_a_case_with_every_rule_and_the_first_lawful_minute(
    night: DeskAtWork,
) -> None:
    row = night.settle().work.rows[1]
    before = len(facts(night))
    part = why(night.act(asks.OpenWhy(row.case_id)))
    assert (part.case_id, part.name, part.place, part.of) == (row.case_id, row.name, 2, 3)
    assert [each.place for each in part.numbers] == ["mobile", "work"]
    for number in part.numbers:
        assert not number.verdict.allowed
        refusing = [rule for rule in number.verdict.rules if not rule.allowed]
        assert "Hours" in [rule.label.en for rule in refusing]
        assert all(rule.clause and rule.confidence for rule in number.verdict.rules)
    assert part.next_lawful is not None
    assert f"{part.next_lawful:%H:%M}" == "00:00"  # eight in Shanghai
    assert len(facts(night)) == before  # looking leaves nothing behind


def test_the_arrows_go_through_numbers_and_cases(night: DeskAtWork) -> None:
    rows = night.settle().work.rows
    night.act(asks.OpenWhy(rows[0].case_id))
    assert why(night.act(asks.MoveWhy(1))).chosen == 1
    assert why(night.act(asks.MoveWhy(5))).chosen == 1
    part = why(night.act(asks.StepWhy(1)))
    assert (part.case_id, part.chosen) == (rows[1].case_id, 0)
    state = night.act(asks.StepWhy(9))
    assert why(state).case_id == rows[2].case_id
    assert state.work.selected == 2
    assert why(night.act(asks.ChooseWhy(1))).chosen == 1
    assert night.act(asks.CloseWhy()).why_not is None


def test_of_the_case_in_hand_too_and_it_closes_with_the_phase(night: DeskAtWork) -> None:
    row = night.settle().work.rows[0]
    night.act(intents.TakeNext(row.case_id))
    part = why(night.act(asks.OpenWhy()))
    assert (part.case_id, part.place) == (row.case_id, 0)
    state = night.act(intents.Leave())
    assert state.phase is Phase.READY
    assert state.why_not is None


def test_nothing_is_asked_about_no_case(night: DeskAtWork) -> None:
    state = night.act(asks.OpenWhy())
    assert state.why_not is None
    assert state.notice is not None


def test_it_is_judged_again_with_the_minute(world: World, sit_down: OpenDesk) -> None:
    (case,) = world.place(BUSY, mode="preview")
    clock = ClockOfTheTest.at(21, 59)
    desk = sit_down(clock=clock)
    assert why(desk.act(asks.OpenWhy(case.case_id))).numbers[0].verdict.allowed
    clock.set(22, 0, 1)
    assert not why(desk.settle()).numbers[0].verdict.allowed


def test_each_rule_counts_every_case_that_it_refuses_once(world: World, sit_down: OpenDesk) -> None:
    """A busy number is held by its wait as well as by the night: both rules count it."""
    cases = world.place(BUSY, BUSY, mode="preview")
    clock = ClockOfTheTest.at(21, 50)
    desk = sit_down(clock=clock)
    desk.take(cases[0])
    desk.dial()
    desk.until_phase(Phase.WRAP_UP)
    desk.act(intents.Accept())
    clock.set(22, 1)
    state = desk.act(intents.ToggleReady())
    counts = {held.reason.en: (held.count, held.clause) for held in state.work.held_back}
    hours = next(count for reason, count in counts.items() if "22:00" in reason)
    wait = next(count for reason, count in counts.items() if "busy line" in reason)
    assert hours[0] == state.work.not_dialable == 2
    assert wait[0] == 1
    assert all(clause for _, clause in counts.values())
