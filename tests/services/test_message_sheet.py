"""M in preview: what can be written in this case, with its verdict, and nothing of the debt in it
before identity is known."""

import pytest

from desk_client.fact_body import VerdictGiven
from desk_client.message_body import MessageOrdered
from desk_client.services import intents
from desk_client.services import message_intents as asks
from desk_client.services.desk_state import DeskState, Phase
from desk_client.services.message_parts import MessagesPart
from tests.day.at_work import DeskAtWork
from tests.day.fixtures import OpenDesk
from tests.day.world import FIGURES, PROMISES, ClockOfTheTest, World


def sheet(state: DeskState) -> MessagesPart:
    assert state.messages is not None
    return state.messages


def ordered(desk: DeskAtWork, case_id: object) -> list[MessageOrdered]:
    return [
        fact.body
        for fact in desk.facts.of_case(case_id)  # type: ignore[arg-type]
        if isinstance(fact.body, MessageOrdered)
    ]


@pytest.fixture
def clock() -> ClockOfTheTest:
    return ClockOfTheTest.at(10, 0)


def test_a_text_is_ordered_with_its_verdict_and_counts(
    world: World, sit_down: OpenDesk, clock: ClockOfTheTest
) -> None:
    (case,) = world.place(PROMISES, mode="preview")
    desk = sit_down(clock=clock)
    desk.take(case)
    shown = sheet(desk.act(asks.OpenMessages()))
    assert {row.channel for row in shown.rows} == {"sms", "letter"}
    assert shown.rows[0].allowed
    assert shown.rows[0].to.count("*") or "•" in shown.rows[0].to or "…" in shown.rows[0].to
    state = desk.act(asks.OrderMessage())
    assert state.messages is None
    (order,) = ordered(desk, case.case_id)
    assert (order.channel, order.template) == ("sms", "sms-call-back")
    (lease,) = [each for each in desk.leases.all() if each.debtor_id == case.debtor_id]
    assert order.granted_at == lease.granted_at
    verdicts = [
        fact.body
        for fact in desk.facts.of_case(case.case_id)
        if isinstance(fact.body, VerdictGiven)
    ]
    assert [(v.path, v.message_id) for v in verdicts] == [("order", order.message_id)]
    shown = sheet(desk.act(asks.OpenMessages()))
    assert [row.standing.en for row in shown.sent] == ["Waiting"]


def test_at_night_it_is_ordered_for_the_morning(world: World, sit_down: OpenDesk) -> None:
    (case,) = world.place(PROMISES, mode="preview")
    clock = ClockOfTheTest.at(22, 30)
    desk = sit_down(clock=clock)
    desk.take(case)
    rows = sheet(desk.act(asks.OpenMessages())).rows
    row = next(row for row in rows if row.channel == "sms")
    assert not row.allowed
    assert row.not_before is not None
    desk.act(asks.ChooseMessage(rows.index(row)))
    state = desk.act(asks.OrderMessage())
    assert state.notice is not None
    assert "08:00" in state.notice.zh
    (order,) = ordered(desk, case.case_id)
    assert order.not_before == row.not_before


def test_no_figure_is_in_the_state_while_it_is_hidden(
    world: World, sit_down: OpenDesk, clock: ClockOfTheTest
) -> None:
    (case,) = world.place(PROMISES, mode="preview")
    desk = sit_down(clock=clock)
    desk.take(case)
    shown = sheet(desk.act(asks.OpenMessages()))
    for at in range(len(shown.rows)):
        painted = repr(desk.act(asks.ChooseMessage(at)))
        for money in FIGURES.values():
            assert str(money.amount) not in painted
            assert f"{money.amount:,}" not in painted


def test_the_third_text_of_a_day_is_ordered_for_tomorrow(
    world: World, sit_down: OpenDesk, clock: ClockOfTheTest
) -> None:
    (case,) = world.place(PROMISES, mode="preview")
    desk = sit_down(clock=clock)
    desk.take(case)
    for _ in range(2):
        desk.act(asks.OpenMessages())
        desk.act(asks.OrderMessage())
    row = next(
        row
        for row in sheet(desk.act(asks.OpenMessages())).rows
        if row.name.en == "Please call back"
    )
    assert not row.allowed


def test_the_sheet_is_for_the_preview_and_closes_with_the_case(
    world: World, sit_down: OpenDesk, clock: ClockOfTheTest
) -> None:
    first, second = world.place(PROMISES, PROMISES, mode="preview")
    desk = sit_down(clock=clock)
    assert desk.act(asks.OpenMessages()).messages is None
    desk.take(first)
    desk.act(asks.OpenMessages())
    assert desk.act(asks.CloseMessages()).messages is None
    desk.act(asks.OpenMessages())
    desk.act(intents.Leave())
    state = desk.take(second)
    assert state.phase is Phase.PREVIEW
    assert state.messages is None
