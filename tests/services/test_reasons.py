"""Help and rest with a reason, and more time for wrap-up, at a real desk."""

from datetime import timedelta

import pytest

from desk_client.fact_body import ShiftChanged
from desk_client.services import intents
from desk_client.services import team_intents as asks
from desk_client.services.desk_state import DeskState, Phase
from desk_client.services.reasons import WAITS
from desk_client.team_body import HELP_REASONS, REST_REASONS, HelpAsked, WrapUpExtended
from tests.day.at_work import DeskAtWork
from tests.day.fixtures import OpenDesk
from tests.day.world import PROMISES, ClockOfTheTest, World


@pytest.fixture
def clock() -> ClockOfTheTest:
    return ClockOfTheTest.at(10, 0)


@pytest.fixture
def desk(world: World, sit_down: OpenDesk, clock: ClockOfTheTest) -> DeskAtWork:
    world.place(PROMISES, mode="preview")
    return sit_down(clock=clock)


def row(state: DeskState) -> tuple[str, tuple[str, ...]]:
    assert state.reasons is not None
    return state.reasons.about, state.reasons.choices


def test_help_is_asked_with_a_reason_without_one_and_not_at_all(
    desk: DeskAtWork, clock: ClockOfTheTest
) -> None:
    state = desk.act(intents.AskForHelp())
    assert row(state) == ("help", HELP_REASONS)
    assert desk.bodies(HelpAsked) == []
    pressed = state.now
    clock.offset += timedelta(seconds=3)
    state = desk.act(asks.TakeReason(2))
    assert state.reasons is None
    (asked,) = desk.bodies(HelpAsked)
    assert asked.reason == "abuse"
    assert abs(asked.at - pressed) < timedelta(seconds=1)  # the key's moment, not the digit's
    desk.act(intents.AskForHelp(), asks.CloseReasons())
    assert len(desk.bodies(HelpAsked)) == 1
    desk.act(intents.AskForHelp(), asks.TakeReason(9), asks.CloseReasons())  # no such reason
    assert len(desk.bodies(HelpAsked)) == 1
    desk.act(intents.AskForHelp(), intents.AskForHelp())  # F8 twice
    assert [each.reason for each in desk.bodies(HelpAsked)] == ["abuse", ""]


def test_who_cannot_choose_is_helped_all_the_same(desk: DeskAtWork, clock: ClockOfTheTest) -> None:
    state = desk.act(intents.AskForHelp())
    assert state.reasons is not None
    assert state.reasons.acts_at is not None
    clock.offset += WAITS
    desk.act(intents.Redo())  # any work: the desk looks at what is due
    (asked,) = desk.bodies(HelpAsked)
    assert asked.reason == ""
    assert desk.now.reasons is None


def test_a_rest_is_counted_by_its_reason_from_the_key_on(
    desk: DeskAtWork, clock: ClockOfTheTest
) -> None:
    state = desk.act(intents.ToggleReady())
    assert row(state) == ("rest", REST_REASONS)
    assert state.reasons is not None
    assert state.reasons.acts_at is None  # at the list nothing else wants the digits
    clock.offset += timedelta(minutes=1)
    state = desk.act(asks.TakeReason(3))
    assert (state.phase, state.rest_reason, state.reasons) == (Phase.NOT_READY, "training", None)
    clock.offset += timedelta(minutes=9)
    state = desk.act(intents.ToggleReady())
    assert (state.phase, state.rest_reason) == (Phase.READY, "")
    (rest,) = state.day.rests
    assert rest.reason == "training"
    assert 595 <= rest.seconds <= 605
    state = desk.act(intents.ToggleReady(), asks.TakeReason(0))
    assert (state.rest_reason, state.day.resting_since is None) == ("", False)
    told = [(each.state, each.reason) for each in desk.bodies(ShiftChanged)]
    assert told == [
        ("signed_in", ""),
        ("not_ready", ""),
        ("not_ready", "training"),
        ("ready", ""),
        ("not_ready", ""),
    ]


def test_wrap_up_takes_more_time_and_the_rest_after_it_asks_why(
    desk: DeskAtWork, clock: ClockOfTheTest
) -> None:
    desk.act(intents.TakeNext())
    desk.dial()
    desk.answered()
    state = desk.act(intents.ToggleReady())
    assert state.reasons is None  # digits are the script's and the outcome's until the rest begins
    assert [each.state for each in desk.bodies(ShiftChanged)] == ["signed_in"]
    state = desk.hang_up()
    assert state.wrap_up is not None
    before = state.wrap_up.ends_at
    state = desk.act(asks.ExtendWrapUp())
    assert state.wrap_up is not None
    assert state.wrap_up.ends_at - before == timedelta(seconds=45)  # as the campaign gives
    state = desk.act(intents.WriteNote("约好", commit=False))
    assert state.wrap_up is not None
    stands = state.wrap_up.rests_since
    assert stands is not None  # a note alone is typed: the countdown stands
    clock.offset += timedelta(seconds=200)
    state = desk.act(intents.WriteNote("约好明天", commit=False))
    assert state.wrap_up is not None
    assert state.wrap_up.rests_since == stands
    state = desk.act(intents.WriteNote("约好明天", commit=True))
    assert state.wrap_up is not None
    assert state.wrap_up.rests_since is None
    assert (state.wrap_up.ends_at - state.now).total_seconds() > 80  # of 90
    clock.offset += timedelta(seconds=300)  # long over: more time counts from now
    state = desk.act(asks.ExtendWrapUp())
    assert state.wrap_up is not None
    assert state.phase is Phase.WRAP_UP  # nothing is ever logged by the countdown
    assert 44 <= (state.wrap_up.ends_at - state.now).total_seconds() <= 46
    assert [each.by_s for each in desk.bodies(WrapUpExtended)] == [45, 45]
    desk.key("H", "TPC")
    state = desk.until_phase(Phase.NOT_READY)
    assert row(state) == ("rest", REST_REASONS)
    state = desk.act(asks.TakeReason(1))
    assert state.rest_reason == "break"
    assert [(each.state, each.reason) for each in desk.bodies(ShiftChanged)][-1] == (
        "not_ready",
        "break",
    )
    assert desk.act(asks.ExtendWrapUp()).notice is not None
    desk.act(intents.ToggleReady(), intents.ToggleReady())
    state = desk.act(intents.TakeNext())
    assert state.reasons is None  # its digits are the case's now
