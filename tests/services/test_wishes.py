"""What a debtor agrees to and does not want, noted at the desk and kept by the gate."""

from datetime import time

import pytest

from desk_client.services import intents
from desk_client.services import wish_intents as asks
from desk_client.services.desk_state import DeskState, Phase
from desk_client.services.wish_parts import WishesPart
from tests.day.at_work import DeskAtWork
from tests.day.fixtures import OpenDesk
from tests.day.world import PROMISES, ClockOfTheTest, World

ALL_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def sheet(state: DeskState) -> WishesPart:
    assert state.wishes is not None
    return state.wishes


def given(state: DeskState) -> set[str]:
    return {row.kind for row in sheet(state).consents if row.given_at is not None}


@pytest.fixture
def desk(world: World, sit_down: OpenDesk) -> DeskAtWork:
    (case,) = world.place(PROMISES, mode="preview")
    desk = sit_down(clock=ClockOfTheTest.at(10, 0))
    desk.take(case)
    return desk


def talked(desk: DeskAtWork) -> DeskState:
    """A call in which identity was verified, wrapped up."""
    desk.dial()
    desk.answered()
    desk.verify_identity()
    return desk.now


def test_a_consent_is_noted_from_a_verified_debtor_only(desk: DeskAtWork) -> None:
    state = desk.act(asks.OpenWishes())
    assert not sheet(state).may_widen
    state = desk.act(asks.ToggleConsent("sms"))
    assert given(state) == set()
    assert state.notice is not None
    assert "verified" in state.notice.en
    desk.act(asks.CloseWishes())
    talked(desk)
    desk.act(asks.OpenWishes())
    state = desk.act(asks.ToggleConsent("sms"), asks.ToggleConsent("out_of_hours"))
    assert given(state) == {"sms", "out_of_hours"}
    state = desk.act(asks.ToggleConsent("sms"))  # taken back
    assert given(state) == {"out_of_hours"}
    desk.hang_up()


def test_the_evening_that_was_agreed_is_open_and_no_later(world: World, sit_down: OpenDesk) -> None:
    (case,) = world.place(PROMISES, mode="preview")
    clock = ClockOfTheTest.at(20, 30)
    desk = sit_down(clock=clock)
    desk.take(case)
    talked(desk)
    desk.act(asks.OpenWishes(), asks.ToggleConsent("out_of_hours"), asks.CloseWishes())
    desk.hang_up()
    desk.act(intents.ChooseLevel("RPC"), intents.ChooseOutcome("R"), intents.Accept())
    for hour, allowed in ((22, True), (23, False)):
        clock.set(hour, 5)
        desk.act(intents.Leave())
        state = desk.take(case)
        hours = [
            rule.allowed
            for row in state.contact_points
            for rule in row.verdict.rules
            if rule.label.en == "Hours"
        ]
        assert set(hours) == {allowed}


def test_a_time_that_is_not_wanted_refuses_until_it_is_over(desk: DeskAtWork) -> None:
    desk.act(asks.OpenWishes())
    state = desk.act(
        asks.NameInconvenient(weekdays=ALL_DAYS, from_local=time(9), until_local=time(12))
    )
    (row,) = sheet(state).inconvenient
    assert "09:00–12:00" in row.words.zh
    desk.act(asks.CloseWishes())
    state = desk.dial()
    assert state.phase is Phase.REFUSED
    (refusal,) = desk.refusals()
    assert "cn.personal" in {reason.rule for reason in refusal.reasons}
    assert refusal.retry_at is not None
    assert f"{refusal.retry_at:%H:%M}" == "04:00"  # noon in Shanghai


def test_to_lift_a_wish_somebody_must_have_said_so(desk: DeskAtWork) -> None:
    desk.act(asks.OpenWishes(), asks.NameInconvenient(place="work"))
    state = desk.act(asks.LiftInconvenient(0))
    assert len(sheet(state).inconvenient) == 1
    desk.act(asks.CloseWishes())
    talked(desk)
    desk.act(asks.OpenWishes())
    state = desk.act(asks.LiftInconvenient(0))
    assert sheet(state).inconvenient == ()
    desk.hang_up()


def test_without_a_case_there_is_nobody_to_wish_anything(world: World, sit_down: OpenDesk) -> None:
    world.place(PROMISES, mode="preview")
    desk = sit_down()
    assert desk.act(asks.OpenWishes()).wishes is None


def test_what_one_debtor_says_is_never_noted_for_the_next(world: World, sit_down: OpenDesk) -> None:
    first, second = world.place(PROMISES, PROMISES, mode="preview")
    desk = sit_down(clock=ClockOfTheTest.at(10, 0))
    desk.take(first)
    assert desk.act(asks.OpenWishes()).wishes is not None
    desk.act(intents.Leave())
    state = desk.take(second)
    assert state.wishes is None
    state = desk.act(asks.NameInconvenient(place="work"))  # pressed for the one before
    assert state.notice is not None
    assert state.card is not None
    assert state.card.wishes == ()


def test_a_wish_moves_the_verdict_in_the_preview_at_once(desk: DeskAtWork) -> None:
    state = desk.act(asks.OpenWishes())
    assert state.verdict is not None
    assert state.verdict.allowed
    state = desk.act(
        asks.NameInconvenient(weekdays=("tue",), from_local=time(9), until_local=time(12)),
        asks.NameInconvenient(weekdays=ALL_DAYS, from_local=time(9), until_local=time(12)),
    )
    assert state.verdict is not None
    assert not state.verdict.allowed
    assert state.phase is Phase.PREVIEW
    assert state.card is not None
    assert [wish.zh for wish in state.card.wishes] == [
        "周二 09:00–12:00 不便",
        "09:00–12:00 不便",
    ]


def test_the_card_says_until_when_the_evening_was_agreed(desk: DeskAtWork) -> None:
    state = talked(desk)
    state = desk.act(asks.OpenWishes())
    (evening,) = (row for row in sheet(state).consents if row.kind == "out_of_hours")
    assert (evening.given_at, evening.local_until) == (None, time(23))
    state = desk.act(asks.ToggleConsent("out_of_hours"))
    assert state.card is not None
    assert [wish.en for wish in state.card.wishes] == ["evening contact agreed until 23:00"]
    state = desk.act(asks.ToggleConsent("out_of_hours"))
    assert state.card is not None
    assert state.card.wishes == ()
    desk.hang_up()
