"""A plan agreed at a real desk: one fact with its whole table, and one undo for all of it."""

from decimal import Decimal

from desk_client.services import intents
from desk_client.services.desk_state import Phase
from desk_client.services.plan_intents import TypePlan
from tests.day.fixtures import OpenDesk
from tests.day.world import PROMISES, World
from tests.services.test_outcomes import talk


def test_a_plan_is_agreed_by_its_table_and_undone_as_one_step(
    world: World, sit_down: OpenDesk
) -> None:
    world.place(PROMISES, mode="preview")
    desk = sit_down()
    call_id = talk(desk, world)
    desk.key("E")
    state = desk.hang_up()
    assert state.wrap_up is not None
    assert state.wrap_up.plan is not None
    assert state.wrap_up.promise is None
    assert len(state.wrap_up.plan.rows) == 3

    state = desk.act(TypePlan(amount="36 期"), intents.Accept())
    assert state.phase is Phase.WRAP_UP
    assert state.wrap_up is not None
    assert state.wrap_up.plan is not None
    assert any("24" in fault.en for fault in state.wrap_up.plan.faults)
    assert not desk.outcomes(call_id)

    state = desk.act(TypePlan(amount="６期"), intents.MoveChannel(1), intents.Accept())
    assert state.phase is Phase.READY
    (logged,) = desk.outcomes(call_id)
    assert logged.plan is not None
    assert logged.promise is not None
    first = logged.plan.instalments[0]
    assert (logged.promise.amount, logged.promise.due) == (first.amount, first.due)
    assert len(logged.plan.instalments) == 7
    assert sum((each.amount for each in logged.plan.instalments), Decimal(0)) == logged.plan.total

    state = desk.act(intents.Undo())
    assert state.toast is not None
    assert "7 期计划" in state.toast.lines[0].zh
    assert state.phase is Phase.WRAP_UP
