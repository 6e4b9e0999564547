"""Two persons let a contact through against a rule of the house; the law nobody lifts."""

from collections.abc import Callable

import pytest

from desk_client.care_body import Overridden
from desk_client.fact_body import VerdictGiven
from desk_client.services import intents
from desk_client.services import message_intents as asks
from desk_client.services.desk_state import DeskState, Phase
from tests.central.floor import CHEN, LI, WANG, ZHAO, password
from tests.day.at_work import DeskAtWork
from tests.day.fixtures import OpenDesk
from tests.day.world import NO_ANSWER, ClockOfTheTest, World

REASON = "客户来行要求当面回电确认"
Refused = Callable[[], DeskAtWork]


@pytest.fixture
def refused(world: World, sit_down: OpenDesk) -> DeskAtWork:
    """A second dial to one number within the hour: the house's gap holds it back."""
    (case,) = world.place(NO_ANSWER, mode="preview")
    desk = sit_down(clock=ClockOfTheTest.at(10, 0))
    desk.take(case)
    desk.dial()
    desk.until_phase(Phase.WRAP_UP)
    desk.act(intents.Accept())
    desk.take(case)
    assert desk.dial().phase is Phase.REFUSED
    return desk


def signed(desk: DeskAtWork, login: str, word: str, reason: str = REASON) -> DeskState:
    desk.act(asks.SubmitOverride(reason=reason, login=login, password=word))
    return desk.until(lambda s: s.override is None or (not s.override.asking))


def test_a_lead_signs_and_the_call_goes_out_with_both_names_on_the_record(
    refused: DeskAtWork, world: World
) -> None:
    before = len(world.invites)
    state = refused.act(asks.OpenOverride())
    assert state.override is not None
    assert any("60" in each.zh for each in state.override.rules)
    refused.act(asks.SubmitOverride(reason=REASON, login=CHEN, password=password(CHEN)))
    state = refused.until(lambda s: s.phase is Phase.DIALLING)
    refused.until_phase(Phase.WRAP_UP)
    assert len(world.invites) == before + 1
    bodies = [fact.body for fact in refused.facts.of_call(refused.call_id)]
    (verdict,) = [body for body in bodies if isinstance(body, VerdictGiven)]
    assert verdict.path == "override"
    assert verdict.overridden == ("house.gap60",)
    (case,) = world.placed
    (fact,) = [
        fact for fact in refused.facts.of_case(case.case_id) if isinstance(fact.body, Overridden)
    ]
    assert isinstance(fact.body, Overridden)
    assert (fact.actor, fact.body.second, fact.body.role) == (LI, CHEN, "lead")
    assert fact.body.reason == REASON


@pytest.mark.parametrize(
    ("login", "word", "reason", "told"),
    [
        (CHEN, "a wrong word", REASON, "does not accept"),
        (WANG, password(WANG), REASON, "has to be a lead"),
        (ZHAO, password(ZHAO), REASON, "has to be a lead"),
        (LI, password(LI), REASON, "Another person"),
        (CHEN, password(CHEN), "ok", "at least 6"),
        ("", "", REASON, "Another person"),
    ],
)
def test_who_may_not_sign_is_told_why_and_nothing_leaves(
    refused: DeskAtWork, world: World, login: str, word: str, reason: str, told: str
) -> None:
    before = len(world.invites)
    refused.act(asks.OpenOverride())
    state = signed(refused, login, word, reason)
    assert state.override is not None
    assert state.override.fault is not None
    assert told in state.override.fault.en
    assert state.override.reason == reason
    assert state.phase is Phase.REFUSED
    assert len(world.invites) == before


def test_the_law_is_lifted_by_nobody(world: World, sit_down: OpenDesk) -> None:
    (case,) = world.place(NO_ANSWER, mode="preview")
    desk = sit_down(clock=ClockOfTheTest.at(22, 30))
    desk.take(case)
    assert desk.dial().phase is Phase.REFUSED
    state = desk.act(asks.OpenOverride())
    assert state.override is None
    assert state.notice is not None
    assert "Nobody" in state.notice.en


def test_a_password_is_in_no_state(refused: DeskAtWork) -> None:
    refused.act(asks.OpenOverride())
    signed(refused, CHEN, "a wrong word that must not be seen")
    assert "must not be seen" not in repr(refused.states)
    assert "must not be seen" not in repr(
        asks.SubmitOverride(reason="", login="", password="must not be seen")
    )
