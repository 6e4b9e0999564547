"""A case handed over: by a real desk, through central, to the desk of a colleague."""

from datetime import timedelta

from desk_client.fact_body import Withdrawn
from desk_client.services import intents
from desk_client.services import team_intents as asks
from desk_client.services.desk_state import DeskState, Phase
from desk_client.team_body import CaseHandedOver
from tests.central.floor import CHEN, LI, WANG
from tests.day.at_work import DeskAtWork
from tests.day.fixtures import OpenDesk
from tests.day.world import PROMISES, ClockOfTheTest, World

NOTE = "六点后愿谈分期，请先核对余额"


def fault(state: DeskState) -> str:
    assert state.hand_over is not None
    return state.hand_over.fault.en if state.hand_over.fault is not None else ""


def told(desk: DeskAtWork) -> None:
    """Central has everything, and what was given back is settled."""
    desk.until(lambda state: state.station.waiting == 0)
    desk.desk._lending.ask(lambda: None).result(10)
    desk.desk._lending._round.run()


def test_a_case_goes_to_a_colleague_with_a_note_and_stands_first_there(
    world: World, sit_down: OpenDesk
) -> None:
    first, second = world.place(PROMISES, PROMISES, mode="preview")
    clock = ClockOfTheTest.at(10, 0)
    li = sit_down(clock=clock)
    li.take(second)
    state = li.act(asks.OpenHandOver())
    assert state.hand_over is not None
    people = [each.key for each in state.hand_over.receivers if each.role != "queue"]
    assert people[0] == f"agent:{CHEN}"  # leads first
    assert f"agent:{LI}" not in people
    assert fault(li.act(asks.GiveCase(to=f"agent:{WANG}", note="  "))).startswith("Say what")
    assert fault(li.act(asks.GiveCase(to="agent:nobody", note=NOTE))).startswith("Choose")
    assert "card number" in fault(li.act(asks.GiveCase(f"agent:{WANG}", "卡 6222021001116245702")))
    assert li.bodies(CaseHandedOver) == []
    state = li.act(asks.GiveCase(to=f"agent:{WANG}", note=f" {NOTE} "))
    (given,) = li.bodies(CaseHandedOver)
    assert (given.to, given.queue, given.note) == (WANG, None, NOTE)
    assert state.phase in (Phase.READY, Phase.NOT_READY)
    assert [row.case_id for row in state.work.rows] == [first.case_id]
    assert state.toast is not None
    assert "7,391" not in str(state.toast)
    told(li)

    wang = sit_down(clock=clock, login=WANG)
    state = wang.until(lambda s: any(row.case_id == second.case_id for row in s.work.rows))
    (row, *others) = state.work.rows
    assert row.case_id == second.case_id
    assert row.reason.zh == f"李静 移交：{NOTE}"
    assert all(each.case_id != second.case_id for each in others)
    state = li.settle()
    assert second.case_id not in {row.case_id for row in state.work.rows}
    clock.offset += timedelta(days=1, minutes=5)
    assert wang.case_state(second).handed is not None  # told for good, meant for a day


def test_a_hand_over_is_taken_back_by_one_key_and_comes_back(
    world: World, sit_down: OpenDesk
) -> None:
    first, second = world.place(PROMISES, PROMISES, mode="preview")
    li = sit_down(clock=ClockOfTheTest.at(10, 0))
    before = li.case_state(second)
    li.take(second)
    state = li.act(asks.OpenHandOver(), asks.GiveCase(to=f"agent:{WANG}", note=NOTE))
    assert state.can_undo
    told(li)
    assert second.case_id not in {row.case_id for row in li.settle().work.rows}
    state = li.act(intents.Undo())
    assert len(li.bodies(Withdrawn)) == 1
    assert li.case_state(second) == before
    assert state.toast is not None
    assert "王强" in state.toast.lines[0].zh
    state = li.until(lambda s: any(row.case_id == second.case_id for row in s.work.rows))
    assert {row.case_id for row in state.work.rows} == {first.case_id, second.case_id}
    assert not li.act(intents.Undo()).can_undo


def test_a_queue_takes_a_case_from_the_list_until_it_is_undone(
    world: World, sit_down: OpenDesk
) -> None:
    (case,) = world.place(PROMISES, mode="preview")
    li = sit_down(clock=ClockOfTheTest.at(10, 0))
    li.take(case)
    state = li.act(asks.OpenHandOver(), asks.GiveCase(to="queue:hardship", note=NOTE))
    assert state.work.rows == ()
    assert li.case_state(case).queue == "hardship"
    assert li.case_state(case).notes[0].text == NOTE
    state = li.act(intents.Undo())
    assert [row.case_id for row in state.work.rows] == [case.case_id]
    li.take(case)
    li.dial()
    li.answered()
    state = li.act(asks.OpenHandOver())
    assert (state.hand_over, state.notice is None) == (None, False)  # the call comes first
    li.hang_up()
