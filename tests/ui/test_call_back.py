"""Who was not reached calls back once, when the agent has time."""

from dataclasses import replace

import pytest

from desk_client.ids import CallId, CaseId
from desk_client.services.desk_state import DeskState, Phase
from tests.ui import sample_states
from tests.ui.sample_people import EN
from ui.autopilot.call_back import AFTER_CALLS, CallBack


def wrapped(nth: int) -> DeskState:
    """The wrap-up of the nth call, each of another case."""
    state = sample_states.wrap_up(EN)
    assert state.call is not None
    assert state.card is not None
    return replace(
        state,
        call=replace(state.call, call_id=CallId(f"call {nth}")),
        card=replace(state.card, case_id=CaseId(f"case {nth}")),
    )


def resting() -> DeskState:
    return replace(sample_states.ready(EN), phase=Phase.NOT_READY)


def shift(kinds: dict[int, str]) -> tuple[CallBack, list[CaseId]]:
    rung: list[CaseId] = []
    return CallBack(
        lambda call_id: kinds.get(int(call_id.split()[1]), "voicemail"), rung.append
    ), rung


@pytest.mark.parametrize("kind", ["no_answer", "busy"])
def test_one_who_was_not_reached_calls_back_once(kind: str) -> None:
    watch, rung = shift({1: kind, 2: kind})
    for nth in range(1, AFTER_CALLS):
        watch.shown(wrapped(nth))
        assert rung == []
    watch.shown(wrapped(AFTER_CALLS))
    assert rung == ["case 2"], "the last one who was missed, in the wrap-up of another"
    watch.shown(resting())
    assert rung == ["case 2"]


def test_not_in_their_own_wrap_up_but_when_the_agent_rests() -> None:
    watch, rung = shift({AFTER_CALLS: "no_answer"})
    for nth in range(1, AFTER_CALLS + 1):
        watch.shown(wrapped(nth))
    assert rung == []
    watch.shown(replace(resting(), phase=Phase.READY))
    assert rung == [], "the next case is dialled already"
    watch.shown(resting())
    assert rung == [f"case {AFTER_CALLS}"]


def test_nobody_calls_where_everybody_was_reached() -> None:
    watch, rung = shift({})
    for nth in range(1, 9):
        watch.shown(wrapped(nth))
    watch.shown(resting())
    assert rung == []
