"""The page of a case in a real window: its keys, its rows in pages, the note, and that nothing of a
case stays in widgets once it is shut."""

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from desk_client.ids import ContactPointId
from desk_client.services import detail_intents as asks
from desk_client.services.case_parts import Flag
from desk_client.services.desk_state import DeskState, Phase
from desk_client.services.risk_flags import FLAGS
from desk_client.text import Text
from tests.ui.desk_fixture import Hand, hand, make_hand
from tests.ui.sample_detail import detail, noted, rows
from tests.ui.sample_states import scene
from ui.case_detail.blocks import LineRow
from ui.case_detail.filters import FilterRow
from ui.case_detail.model import TimelineModel
from ui.case_detail.presenter import DetailSeen, detail_seen
from ui.case_detail.row_words import row_words
from ui.key_intents import living_keys
from ui.keys import Act, KeyMap
from ui.theme import look, put_on
from ui.wording import Wording

__all__ = ["hand"]

ZH, EN, KEYS = Wording("zh"), Wording("en"), KeyMap()
K = Qt.Key


def seen(state: DeskState, wording: Wording = ZH) -> DetailSeen:
    made = detail_seen(state, wording, KEYS)
    assert made is not None
    return made


def said(widget: QWidget) -> str:
    """Every word in labels and names under a widget, hidden ones too."""
    labels = [label.text() for label in widget.findChildren(QLabel)]
    names = [each.accessibleName() + each.toolTip() for each in widget.findChildren(QWidget)]
    return " ".join((*labels, *names))


def opened(hand: Hand, state: DeskState | None = None) -> DeskState:
    shown = state or detail()
    hand.show(shown)
    QApplication.processEvents()
    assert hand.window.detail.isVisible()
    return shown


@pytest.mark.parametrize("name", ["02-ready", "03-preview", "05-live-unverified", "07-wrap-up"])
def test_one_key_opens_it_everywhere_and_the_same_or_esc_shuts_it(hand: Hand, name: str) -> None:
    state = scene(name)
    hand.show(state)
    rows_, chosen = state.work.rows, state.work.selected
    of = None if state.card is not None else rows_[chosen].case_id
    assert hand.press(K.Key_C) == [asks.OpenDetail(of)]
    opened(hand, detail(name=name))
    assert hand.press(K.Key_C) == [asks.CloseDetail()]
    assert hand.press(K.Key_Escape) == [asks.CloseDetail()]
    hand.show(state)
    assert not hand.window.detail.isVisible()


def test_the_key_is_on_the_map_in_every_phase_and_dead_without_a_case() -> None:
    assert {KEYS.cap(Act.DETAIL, phase) for phase in Phase} == {"C"}
    empty = scene("02-ready")
    empty = replace(empty, work=replace(empty.work, rows=(), selected=0))
    assert "C" not in living_keys(KEYS, empty)


def test_it_opens_without_taking_the_focus_and_letters_are_its_own(hand: Hand) -> None:
    opened(hand)
    assert hand.window.focusWidget() is hand.window.reading
    for key in (K.Key_X, K.Key_W, K.Key_P, K.Key_Comma):
        assert hand.press(key) == []
    assert hand.press(K.Key_M) == [asks.WriteFromDetail()]


def test_digits_and_arrows_choose_a_category(hand: Hand) -> None:
    opened(hand)
    assert hand.press(K.Key_2) == [asks.FilterTimeline("call")]
    assert hand.press(K.Key_Right) == [asks.FilterTimeline("call")]
    assert hand.press(K.Key_Left) == [asks.FilterTimeline("desk")]
    assert hand.press(K.Key_9) == []
    opened(hand, detail(category="note", rows=(), count=0))
    assert hand.press(K.Key_Left) == [asks.FilterTimeline("message")]
    assert "这一类还没有记录" in said(hand.window.detail)
    first = hand.window.detail.findChild(FilterRow)
    assert first is not None
    QTest.mouseClick(first.findChildren(QWidget)[1], Qt.MouseButton.LeftButton)
    assert hand.made[-1] == asks.FilterTimeline("call")


def test_up_and_down_choose_a_row_whose_whole_is_told_below(hand: Hand) -> None:
    opened(hand)
    shown = hand.window.detail.middle.list
    assert shown.currentIndex().row() == 0
    hand.press(K.Key_Up)
    assert shown.currentIndex().row() == 0
    for _ in range(2):
        hand.press(K.Key_Down)
    assert shown.currentIndex().row() == 2
    assert "十月减班，每周五发薪。" * 8 in said(hand.window.detail.middle)


def test_space_on_a_call_asks_for_its_recording(hand: Hand) -> None:
    opened(hand)
    assert hand.press(K.Key_Space) == [asks.PlayRecording(has_one=True)]
    hand.press(K.Key_Down)
    assert hand.press(K.Key_Space) == [asks.PlayRecording(has_one=False)]


def test_tab_goes_to_the_contact_points_and_enter_takes_one_to_preview(hand: Hand) -> None:
    opened(hand)
    assert hand.press(K.Key_Return) == []
    hand.press(K.Key_Tab)
    assert hand.press(K.Key_Return) == [asks.PreviewPoint(ContactPointId("mobile"))]
    hand.press(K.Key_Down)
    hand.press(K.Key_Down)
    assert hand.press(K.Key_Return) == [asks.PreviewPoint(ContactPointId("home"))]
    assert hand.press(K.Key_Escape) == []  # back to the timeline
    assert hand.press(K.Key_Return) == []
    assert hand.press(K.Key_Escape) == [asks.CloseDetail()]


def test_a_double_click_on_a_point_does_the_same(hand: Hand) -> None:
    opened(hand)
    row = hand.window.detail.left.row_of("home")
    assert row is not None
    QTest.mouseDClick(row, Qt.MouseButton.LeftButton)
    assert hand.made[-1] == asks.PreviewPoint(ContactPointId("home"))


def test_in_a_call_no_point_is_taken_and_no_note_begun(hand: Hand) -> None:
    opened(
        hand,
        detail(name="06-live-verified", may_note=False, may_write=False, may_preview=False),
    )
    hand.press(K.Key_Tab)
    for key in (K.Key_Return, K.Key_N, K.Key_M):
        assert hand.press(key) == []
    hints = dict(seen(hand.window.state).hints) if hand.window.state else {}
    assert not {"N", "M"} & set(hints)


def test_a_note_is_typed_saved_and_the_focus_comes_back(hand: Hand) -> None:
    state = opened(hand)
    hand.press(K.Key_N)
    note = hand.window.detail.note
    assert hand.window.focusWidget() is note.edit
    hand.write("cx1")  # no key of the page while it is typed
    assert hand.press(K.Key_Return) == [asks.NoteOnCase("cx1")]
    refused = replace(state, notice=Text("不能保存：有卡号", "Not saved: a card number"))
    hand.show(refused)
    assert note.written == "cx1"
    assert "不能保存：有卡号" in said(note)
    assert hand.press(K.Key_Return) == [asks.NoteOnCase("cx1")]
    hand.show(noted(state))
    assert (note.written, note.isHidden()) == ("", True)
    assert hand.window.focusWidget() is hand.window.reading


def test_esc_leaves_a_note_with_its_words_kept_until_another_case(hand: Hand) -> None:
    state = opened(hand)
    hand.press(K.Key_N)
    hand.write("half")
    assert hand.press(K.Key_Escape) == []
    assert hand.window.detail.note.isHidden()
    hand.press(K.Key_N)
    assert hand.window.detail.note.written == "half"
    hand.press(K.Key_Escape)
    assert state.detail is not None
    hand.show(replace(state, detail=replace(state.detail, case_id="another")))  # type: ignore[arg-type]
    hand.press(K.Key_N)
    assert hand.window.detail.note.written == ""
    assert hand.press(K.Key_Return) == []  # an empty note is none
    assert hand.window.detail.note.isHidden()


def test_nothing_of_the_case_stays_when_it_shuts(hand: Hand) -> None:
    opened(hand)
    assert "王建国" in said(hand.window.detail)
    hand.show(scene("02-ready"))
    left = said(hand.window.detail)
    for words in ("王建国", "3,260.50", "138****5678", "800.00", "SH-2611-00482", "十月减班"):
        assert words not in left
    assert hand.window.detail.middle.model.rowCount() == 0


def test_shut_figures_are_dots_with_the_reason(hand: Hand) -> None:
    shut = detail(name="05-live-unverified", open=False, balance=None, days_past_due=None)
    opened(hand, shut)
    assert (seen(shut).balance, seen(shut).days) == ("····", "··")
    assert "核身通过后显示金额与日期" in said(hand.window.detail.left)


def test_ten_thousand_rows_come_page_by_page_and_only_seen_ones_get_words(hand: Hand) -> None:
    state = detail(count=100, more=True)
    opened(hand, state)
    model, shown = hand.window.detail.middle.model, hand.window.detail.middle.list
    assert asks.MoreTimeline() not in hand.made
    shown.scrollToBottom()
    QApplication.processEvents()
    assert hand.made[-1] == asks.MoreTimeline()
    asked = len(hand.made)
    shown.scrollToBottom()
    QApplication.processEvents()
    assert len(hand.made) == asked  # it waits for the answer
    resets: list[object] = []
    model.modelReset.connect(lambda: resets.append(1))
    hand.press(K.Key_Down)
    place = shown.verticalScrollBar().value()
    assert state.detail is not None
    longer = (*state.detail.rows, *rows(state, 10_000)[100:])
    hand.show(replace(state, detail=replace(state.detail, rows=longer, more=False)))
    assert (model.rowCount(), resets) == (10_000, [])
    assert shown.verticalScrollBar().value() == place
    assert len(model._words) < 200
    shown.scrollToBottom()
    QApplication.processEvents()
    assert len(model._words) < 300


def test_a_row_that_comes_on_top_keeps_the_chosen_one(hand: Hand) -> None:
    state = opened(hand)
    for _ in range(3):
        hand.press(K.Key_Down)
    assert state.detail is not None
    new = replace(state.detail.rows[0], key="new", at=state.now + timedelta(seconds=5))
    hand.show(replace(state, detail=replace(state.detail, rows=(new, *state.detail.rows))))
    assert hand.window.detail.middle.list.currentIndex().row() == 4


def test_the_model_asks_only_where_there_is_more() -> None:
    model = TimelineModel(ZH)
    root = QModelIndex()
    state = detail(count=3)
    assert state.detail is not None
    assert model.show_rows(state.detail.rows, state.now, state.zone, more=False)
    assert not model.canFetchMore(root)
    assert model.data(model.index(0), Qt.ItemDataRole.AccessibleTextRole)
    assert model.data(model.index(9), Qt.ItemDataRole.DisplayRole) is None
    assert model.data(model.index(0), Qt.ItemDataRole.DecorationRole) is None


def test_a_row_speaks_its_time_in_the_zone_of_the_screen() -> None:
    state = detail(count=1)
    assert state.detail is not None
    row = state.detail.rows[0]
    now = state.now
    words = row_words(row, now, state.zone, ZH)
    assert (words.day, words.title) == ("今日", "本人 · 承诺还款")
    assert words.spoken.startswith("今日 ")
    old = row_words(replace(row, at=now - timedelta(days=800)), now, state.zone, EN)
    assert old.day.startswith("2024-")
    assert row_words(replace(row, whole_day=True), now, state.zone, EN).clock == ""


@pytest.mark.parametrize("language", ["zh", "en"])
def test_long_names_many_flags_and_great_sums_break_nothing(qtbot: QtBot, language: str) -> None:
    long = make_hand(qtbot, language, (1366, 698))  # type: ignore[arg-type]
    flags = tuple(Flag(mark=each.mark, label=each.label) for each in FLAGS.values())
    state = detail(
        language,
        name="03-preview",
        flags=flags,
        balance=Text("¥ 123,456,789,012.34", "¥ 123,456,789,012.34"),
    )
    assert state.detail is not None
    state = replace(state, detail=replace(state.detail, name="阿卜杜热合曼·买买提明·" * 4))
    opened(long, state)
    page = long.window.detail
    assert page.left.width() <= look().px(308)
    inside = page.left.widget()
    assert inside is not None
    assert inside.width() <= page.left.width()
    assert page.middle.width() >= look().px(700)
    for row in page.findChildren(LineRow):
        assert row.isHidden() or row.height() >= look().px(18)


def test_large_text_shows_one_column_and_tab_turns(qtbot: QtBot, light: object) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    before = look()
    put_on(app, before.scheme, 2.0)
    try:
        hand = make_hand(qtbot)
        opened(hand)
        page = hand.window.detail
        columns = (page.left, page.middle, page.right)
        assert [each.isVisible() for each in columns] == [False, True, False]
        hand.press(K.Key_Tab)
        assert [each.isVisible() for each in columns] == [False, False, True]
        hand.press(K.Key_Tab)
        assert [each.isVisible() for each in columns] == [True, False, False]
        assert hand.press(K.Key_Return) == [asks.PreviewPoint(ContactPointId("mobile"))]
    finally:
        put_on(app, before.scheme, before.scale)


def test_every_line_has_a_name_for_screen_readers(hand: Hand) -> None:
    opened(hand)
    for row in hand.window.detail.findChildren(LineRow):
        if row.isVisible():
            assert row.accessibleName() == row.seen.spoken != ""
    assert hand.window.detail.accessibleName() == "案件详情"
