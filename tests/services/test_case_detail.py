"""The page of a case at a real desk: opened from the list and in a call, what it shows and what it
keeps back, the note, and the way from a contact point to the preview."""

import pytest

from desk_client.care_body import FlagLaid
from desk_client.fact_body import CaseOpened, NoteWritten
from desk_client.ids import CaseId
from desk_client.services import detail_intents as asks
from desk_client.services import intents
from desk_client.services.desk_state import DeskState, Phase
from desk_client.services.detail_parts import DetailBlock, DetailPart
from tests.day.at_work import DeskAtWork
from tests.day.fixtures import OpenDesk
from tests.day.world import FIGURES, NO_ANSWER, PROMISES, ClockOfTheTest, World
from tests.happenings import flag


def page(state: DeskState) -> DetailPart:
    assert state.detail is not None
    return state.detail


def block(part: DetailPart, name: str) -> DetailBlock:
    return next(each for each in (*part.left, *part.right) if each.id == name)


def looks(desk: DeskAtWork, case_id: CaseId) -> list[tuple[str, bool]]:
    bodies = (fact.body for fact in desk.facts.of_case(case_id))
    return [(body.shown, body.alone) for body in bodies if isinstance(body, CaseOpened)]


def figures(part: DetailPart) -> list[str]:
    """Those of the debt that are anywhere on the page."""
    said = repr(part).replace(",", "")
    return [name for name, money in FIGURES.items() if str(money.amount) in said]


@pytest.fixture
def desk(world: World, sit_down: OpenDesk) -> DeskAtWork:
    world.place(PROMISES, NO_ANSWER, mode="preview", also=NO_ANSWER, contact=NO_ANSWER)
    return sit_down(clock=ClockOfTheTest.at(10, 0))


def test_from_the_list_with_every_figure_and_the_look_on_record(desk: DeskAtWork) -> None:
    row = desk.settle().work.rows[1]
    state = desk.act(asks.OpenDetail(row.case_id))
    part = page(state)
    assert state.phase is Phase.READY  # nothing was taken
    assert (part.case_id, part.name, part.open, part.in_call) == (
        row.case_id,
        row.name,
        True,
        False,
    )
    assert set(figures(part)) == set(FIGURES)
    assert looks(desk, row.case_id) == [("open", True)]
    assert [each.title.zh for each in part.rows] == ["查看案件"]
    desk.act(asks.OpenDetail(row.case_id))  # still the same look
    assert looks(desk, row.case_id) == [("open", True)]
    assert desk.act(asks.CloseDetail()).detail is None
    points = block(part, "points")
    assert [each.text.zh for each in points.lines] == ["本人手机", "单位"]
    assert all("尚未联系" in each.below[-1].zh for each in points.lines)
    (person,) = block(part, "persons").lines
    assert "不得透露欠款信息" in person.below[0].zh or person.right.zh == "不可拨"
    assert block(part, "hours").nothing.zh == "尚未拨打"


def test_no_case_a_note_and_a_recording(desk: DeskAtWork) -> None:
    """A note is a fact and a row, and card data is refused; recordings are not for agents."""
    state = desk.act(asks.OpenDetail())
    assert (state.detail, state.notice is not None) == (None, True)
    state = desk.act(asks.OpenDetail(CaseId("elsewhere")))
    assert state.detail is None
    assert state.notice is not None
    assert "no longer" in state.notice.en
    row = state.work.rows[0]
    desk.act(asks.OpenDetail(row.case_id))
    for kept, said in ((True, "cannot open recordings"), (False, "no recording")):
        state = desk.act(asks.PlayRecording(has_one=kept))
        assert state.notice is not None
        assert said in state.notice.en
    state = desk.act(asks.NoteOnCase("卡号 4111 1111 1111 1111"))
    assert page(state).written is None
    assert state.notice is not None
    state = desk.act(asks.NoteOnCase("每周五发薪"))
    part = page(state)
    notes = [fact for fact in desk.facts.of_case(row.case_id) if isinstance(fact.body, NoteWritten)]
    assert [fact.fact_id for fact in notes] == [part.written]
    assert part.rows[0].detail.zh == "每周五发薪"
    part = page(desk.act(asks.FilterTimeline("note")))
    assert ([each.title.zh for each in part.rows], part.category) == (["备注"], "note")
    part = page(desk.act(asks.FilterTimeline("message")))
    assert (part.rows, part.category) == ((), "message")
    part = page(desk.act(asks.FilterTimeline("care")))
    assert (part.rows, part.category) == ((), "care")  # one empty category after another
    assert page(desk.act(asks.FilterTimeline("nonsense"))).category == "care"


def test_a_contact_point_goes_to_preview_and_a_message_too(desk: DeskAtWork) -> None:
    row = desk.settle().work.rows[0]
    part = page(desk.act(asks.OpenDetail(row.case_id)))
    second = block(part, "points").lines[1].point
    assert second is not None
    state = desk.act(asks.PreviewPoint(second))
    assert (state.phase, state.detail) == (Phase.PREVIEW, None)
    assert [each.contact_point_id for each in state.contact_points if each.chosen] == [second]
    desk.act(asks.OpenDetail())
    state = desk.act(asks.WriteFromDetail())
    assert state.detail is None
    assert state.messages is not None or state.notice is not None
    assert looks(desk, row.case_id) == [("open", True), ("hidden", False), ("open", True)]


def test_what_arrives_while_it_is_open_is_painted(desk: DeskAtWork) -> None:
    row = desk.settle().work.rows[0]
    desk.act(asks.OpenDetail(row.case_id))
    assert block(page(desk.now), "contested").lines == ()
    laid = FlagLaid(flags=(flag("dispute"),), source="letter")
    case = desk.desk._files.open(row.case_id).case
    desk.desk._thread.ask(lambda: desk.desk._shift.at.record.write(case, laid)).result(5)
    part = page(desk.settle())
    (dispute,) = block(part, "contested").lines
    assert dispute.right.zh == "还剩 15 天"  # house.dispute_days
    assert [each.label.zh for each in part.flags] == ["有异议"]
    assert part.rows[0].tone == "spec"


def test_in_a_call_figures_come_with_identity_and_go_with_the_key(desk: DeskAtWork) -> None:
    row = desk.settle().work.rows[0]
    desk.act(intents.TakeNext(row.case_id), asks.OpenDetail())
    assert page(desk.now).open
    desk.dial()
    state = desk.answered()
    assert state.detail is None  # the callscript is what is read now
    part = page(desk.act(asks.OpenDetail()))
    assert (part.open, part.in_call, part.may_note) == (False, True, False)
    assert figures(part) == []
    assert looks(desk, row.case_id)[-1] == ("hidden", False)
    assert part.rows[0].chip is not None or part.rows[1].chip is not None  # the call goes on
    desk.verify_identity()
    part = page(desk.now)
    assert (part.open, set(figures(part))) == (True, set(FIGURES))
    part = page(desk.act(intents.HideAmounts()))
    assert (part.open, figures(part)) == (False, [])
    state = desk.act(asks.NoteOnCase("x"))
    assert state.notice is not None
    desk.act(asks.CloseDetail())
    desk.hang_up()
