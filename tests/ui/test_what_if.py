"""The page of what-if in a real window over the real packs: its keys and clicks, what it says, that
it takes no key of the line away, and that it stands in every room."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from desk_client.services import intents
from desk_client.services import law_intents as asks
from desk_client.services.desk_state import Phase
from desk_client.services.trial import Trial
from desk_client.text import Language
from tests.ui.law_hand import LawHand, law, make_law_hand
from tests.ui.sample_states import SECRETS, scene
from ui.state_shape import COLOUR, Shape
from ui.theme import put_on
from ui.tokens import Token
from ui.what_if.day_strip import DayStrip
from ui.what_if.presenter import what_if_seen
from ui.what_if.rules import RuleRow
from ui.what_if.seen import LeverSeen, RuleSeen, WhatIfSeen
from ui.wording import Wording

__all__ = ["law"]

K = Qt.Key


def seen(law: LawHand, language: Language = "zh") -> WhatIfSeen:
    state = law.hand.window.state
    assert state is not None
    shown = what_if_seen(state, Wording(language))
    assert shown is not None
    return shown


def lever(law: LawHand, name: str) -> LeverSeen:
    return next(row for row in seen(law).levers if row.name == name)


def rule(law: LawHand, name: str) -> RuleSeen:
    return next(row for row in seen(law).rules if row.rule == name)


def names(widget: QWidget) -> list[str]:
    return [child.accessibleName() for child in widget.findChildren(QWidget) if child.isVisible()]


def named(widget: QWidget, begins: str) -> QWidget:
    return next(
        child
        for child in widget.findChildren(QWidget)
        if child.isVisible() and child.accessibleName().startswith(begins)
    )


def opened(law: LawHand) -> LawHand:
    law.ctrl(K.Key_J)
    assert law.hand.window.what_if.isVisible()
    return law


def test_it_opens_and_closes_by_its_own_key_and_by_escape(law: LawHand) -> None:
    page = opened(law).hand.window.what_if
    law.ctrl(K.Key_J)
    assert not page.isVisible()
    law.ctrl(K.Key_J)
    assert page.isVisible()
    law.press(K.Key_Escape)
    assert not page.isVisible()
    assert law.state.phase is Phase.PREVIEW


def test_it_covers_the_panes_and_no_button_of_the_call(law: LawHand) -> None:
    page, bar = opened(law).hand.window.what_if, law.hand.window.call_bar
    assert page.y() == bar.geometry().bottom() + 1
    assert page.geometry().bottom() == law.hand.window.height() - 1


def test_arrows_choose_and_move_and_the_verdict_changes_at_once(law: LawHand) -> None:
    opened(law)
    assert seen(law).allowed
    law.press(K.Key_Down, *[K.Key_Right] * 6)
    assert lever(law, "hour").value == "22"
    assert lever(law, "hour").began == "原 16"
    assert not seen(law).allowed
    assert seen(law).sentence.endswith("，明日 08:00 可联系")
    assert "原为可以联系" in seen(law).source
    assert rule(law, "cn.hours").change == "改为拒绝"
    law.press(K.Key_Left)
    assert seen(law).allowed
    law.press(K.Key_Up, K.Key_Left)
    assert lever(law, "day").value.startswith("11-23")


def test_digits_open_groups_and_enter_turns_a_switch(law: LawHand) -> None:
    opened(law)
    page = law.hand.window.what_if
    law.press(K.Key_3)
    assert any(name.startswith("要求停止联系") for name in names(page))
    law.press(K.Key_Return)
    assert lever(law, "flag:cease").on is True
    assert [group.changed for group in seen(law).groups] == [0, 0, 1, 0, 0, 0]
    assert seen(law).sentence.endswith("等待也不能联系")
    assert rule(law, "cn.cease").label == "停止标记 · 要求停止联系"
    law.press(K.Key_Down, K.Key_Left)
    assert lever(law, "flag:cease:since").value == "11-23 16:00"
    law.press(K.Key_6)
    assert any(name.startswith("按适用范围自动选取") for name in names(page))
    law.press(K.Key_9)
    assert any(name.startswith("按适用范围自动选取") for name in names(page)), "there is no ninth"


def test_the_choice_goes_round_in_a_group(law: LawHand) -> None:
    opened(law)
    law.press(K.Key_Up, K.Key_Right)
    assert lever(law, "minute").value == "01"
    law.press(K.Key_Down, K.Key_Right)
    assert lever(law, "day").value.startswith("11-25")


def test_comma_stop_space_z_r_and_s(law: LawHand) -> None:
    opened(law)
    law.press(K.Key_Period)
    assert seen(law).day.clock == "16:15"
    law.press(K.Key_Comma, K.Key_Comma)
    assert seen(law).day.clock == "15:45"
    law.press(K.Key_Space)
    assert seen(law).day.clock == "22:00"
    assert not seen(law).allowed
    law.press(K.Key_Space)
    assert seen(law).day.clock == "08:00"
    law.press(K.Key_Z)
    assert seen(law).day.clock == "22:00"
    law.press(K.Key_R)
    assert seen(law).day.clock == "16:00"
    assert seen(law).changes == ()
    law.press(K.Key_S)
    assert "规则包示例 中国" in seen(law).about


def test_only_keys_that_do_something_are_shown(law: LawHand) -> None:
    opened(law)
    caps = [key for key, _ in seen(law).hints]
    assert "Space" in caps
    assert "Z" not in caps
    assert "R" not in caps
    law.press(K.Key_3, K.Key_Return)
    caps = [key for key, _ in seen(law).hints]
    assert "Space" not in caps, "time does not help against a stop"
    assert {"Z", "R"} <= set(caps)


def test_rules_are_walked_and_opened_in_their_pack(law: LawHand) -> None:
    opened(law)
    law.press(K.Key_J, K.Key_J)
    second = seen(law).rules[1]
    law.press(K.Key_G)
    packs = law.desk.viewer
    assert law.hand.window.packs.isVisible()
    assert not law.hand.window.what_if.isVisible()
    assert packs.chosen == second.pack
    assert packs.detail is not None
    assert packs.detail.row.rule == second.rule


def test_keys_of_the_desk_do_nothing_under_the_page_and_those_of_the_line_do(law: LawHand) -> None:
    law.state = scene("06-live-verified")
    law.show()
    opened(law)
    assert law.hand.press(K.Key_P) == []
    assert law.hand.press(K.Key_X) == []
    assert law.hand.press(K.Key_F2) == [intents.ToggleMute()]
    assert law.hand.press(K.Key_F12) == [intents.HangUpCall()]
    assert law.hand.window.what_if.isVisible()


def test_it_takes_the_keys_from_a_note_and_loses_none_of_it(law: LawHand) -> None:
    law.press(K.Key_N)
    law.hand.write("abc")
    opened(law)
    law.press(K.Key_3, K.Key_Return)
    assert lever(law, "flag:cease").on is True
    assert law.hand.window.outcome.note.edit.toPlainText() == "abc"


def test_no_figure_of_the_debt_is_on_the_page(law: LawHand) -> None:
    opened(law)
    told: list[str] = []
    for key in (K.Key_1, K.Key_2, K.Key_3, K.Key_4, K.Key_5, K.Key_6):
        law.press(key)
        page = law.hand.window.what_if
        told += names(page)
        told += [child.toolTip() for child in page.findChildren(QWidget)]
        told += [label.text() for label in page.findChildren(QLabel)]
    assert not [text for text in told if any(secret in text for secret in SECRETS)]
    assert not [text for text in told if "+8613800000001" in text]
    assert lever(law, "days_past_due").value == "与起点相同"


def test_a_click_turns_a_switch_chooses_a_row_and_moves_by_its_arrows(law: LawHand) -> None:
    opened(law)
    page = law.hand.window.what_if
    QTest.mouseClick(named(page, "3 标记"), Qt.MouseButton.LeftButton)
    QTest.mouseClick(named(page, "有异议"), Qt.MouseButton.LeftButton)
    assert lever(law, "flag:dispute").on is True
    QTest.mouseClick(named(page, "1 时间"), Qt.MouseButton.LeftButton)
    row = named(page, "时 16")
    QTest.mouseClick(row, Qt.MouseButton.LeftButton)
    assert lever(law, "hour").value == "16", "the first click only chooses"
    right = QPoint(row.width() - 16, row.height() // 2)
    QTest.mouseClick(row, Qt.MouseButton.LeftButton, pos=right)
    assert lever(law, "hour").value == "17"
    left = QPoint(row.width() - 40, row.height() // 2)
    QTest.mouseClick(row, Qt.MouseButton.LeftButton, pos=left)
    QTest.mouseClick(row, Qt.MouseButton.LeftButton, pos=left)
    assert lever(law, "hour").value == "15"


def test_a_click_on_the_day_goes_there(law: LawHand) -> None:
    opened(law)
    strip = law.hand.window.what_if.findChild(DayStrip)
    assert isinstance(strip, DayStrip)
    left, wide = strip._track()
    noon = QPoint(round(left + wide / 2), strip.height() // 2)
    QTest.mouseClick(strip, Qt.MouseButton.LeftButton, pos=noon)
    assert seen(law).day.clock == "12:00"
    assert "08:00–22:00 可联系" in strip.accessibleName()
    QTest.mouseClick(strip, Qt.MouseButton.LeftButton, pos=QPoint(1, strip.height() // 2))
    assert seen(law).day.clock == "12:00", "beside the day there is nothing"


def test_a_click_on_a_rule_chooses_it(law: LawHand) -> None:
    opened(law)
    rows = [row for row in law.hand.window.what_if.findChildren(RuleRow) if row.isVisible()]
    QTest.mouseClick(rows[2], Qt.MouseButton.LeftButton)
    law.press(K.Key_G)
    assert law.desk.viewer.detail is not None
    assert law.desk.viewer.detail.row.rule == rows[2].rule


def test_what_changed_is_listed_from_what_to_what(law: LawHand) -> None:
    opened(law)
    law.press(K.Key_3, K.Key_Return, K.Key_Down, K.Key_Down, K.Key_Left)
    changes = dict(seen(law).changes)
    told = "否 → 是 · 自 11-24 16:00 · 至 02-22 16:00"
    assert changes == {"要求停止联系": told}
    labels = law.hand.window.what_if.findChildren(QLabel)
    assert any(label.text() == told and label.isVisible() for label in labels)


def test_what_a_flag_of_the_case_was_is_told_beside_what_it_is(law: LawHand) -> None:
    opened(law)
    law.press(K.Key_3, K.Key_Return)
    flagged = law.desk.pages._trials[-1]
    began = replace(flagged.began, request=flagged.request)
    law.desk.pages._trials = [Trial.of(began)]
    law.press(K.Key_Down, K.Key_Left)
    assert dict(seen(law).changes) == {"要求停止联系 · 自": "11-24 16:00 → 11-23 16:00"}
    assert lever(law, "flag:cease:since").began == "原 11-24 16:00"


def test_the_day_is_told_beside_the_day_it_began_with(law: LawHand) -> None:
    opened(law)
    assert [lane.word for lane in seen(law).day.lanes] == ["判定"]
    law.press(K.Key_5, K.Key_Down, K.Key_Right)
    lanes = seen(law).day.lanes
    assert [lane.word for lane in lanes] == ["改后", "起点"]
    assert len(lanes[0].spans) == 5
    assert len(lanes[1].spans) == 3
    assert lanes[0].spans[0][0] == 0.0
    assert lanes[0].spans[-1][1] == 1.0
    assert [hour for _, hour in seen(law).day.hours] == [
        *("0", "3", "6", "9", "12", "15", "18", "21", "24")
    ]
    assert len(seen(law).day.past) == 1


def test_an_unconfirmed_clause_is_said_by_word_shape_and_ink(law: LawHand) -> None:
    opened(law)
    row = rule(law, "cn.number")
    assert row.unconfirmed
    assert row.sure == "未确认"
    shown = next(
        each for each in law.hand.window.what_if.findChildren(RuleRow) if each.rule == "cn.number"
    )
    assert "未确认" in shown.accessibleName()
    assert (row.shape, COLOUR[row.shape]) == (Shape.RISK, Token.WARN)
    assert not rule(law, "cn.hours").unconfirmed


def test_both_languages_say_the_same(law: LawHand) -> None:
    opened(law)
    law.press(K.Key_3, K.Key_Return)
    zh, en = seen(law), seen(law, "en")
    assert [row.name for row in zh.levers] == [row.name for row in en.levers]
    assert len(zh.rules) == len(en.rules)
    assert en.sentence == (
        "The debtor asked us to stop contact (by this channel); waiting will not change it"
    )
    assert en.changes == (("Asked to stop contact", "no → yes · since 24 Nov 16:00"),)
    said = " ".join((en.title, en.about, en.source, *(row.label for row in en.levers)))
    assert not any("\u4e00" <= sign <= "\u9fff" for sign in said.replace("中国", ""))


def test_a_call_that_begins_gets_the_panes(law: LawHand) -> None:
    opened(law)
    law.desk.standing.enter(Phase.DIALLING)
    law.state = scene("04-ringing")
    law.show()
    assert not law.hand.window.what_if.isVisible()


@pytest.fixture
def large(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[list[LawHand]]:
    """Windows at large text; the usual look is put on again afterwards."""
    made: list[LawHand] = []
    yield made
    for each in made:
        each.desk.close()
    put_on(qapp, "light")


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(
    ("percent", "size", "halves"),
    [
        (100, (1366, 768), 2),
        (100, (1920, 1080), 2),
        (125, (1366, 768), 2),
        (150, (1366, 768), 1),
        (200, (1366, 768), 1),
        (200, (1920, 1080), 1),
    ],
)
def test_every_room_shows_the_verdict_and_reaches_every_lever(
    qapp: QApplication,
    qtbot: QtBot,
    tmp_path: Path,
    large: list[LawHand],
    language: Language,
    percent: int,
    size: tuple[int, int],
    halves: int,
) -> None:
    put_on(qapp, "light", percent / 100)
    here = make_law_hand(qtbot, tmp_path, language, size)
    large.append(here)
    here.desk.take()
    page = opened(here).hand.window.what_if
    here.press(K.Key_3)
    QApplication.processEvents()
    levers, verdict = page._levers, page._verdict
    assert verdict.isVisible()
    assert levers.isVisible() is (halves == 2)
    if halves == 1:
        here.press(K.Key_V)
        assert levers.isVisible()
        assert not verdict.isVisible()
        assert any(seen(here, language).sentence in name for name in names(page)), "in the head"
    here.press(K.Key_Up)
    for _ in range(3):
        QApplication.processEvents()
    last = [lever for lever in seen(here, language).levers if lever.group == "flags"][-1]
    row = named(levers, last.label)
    assert row.visibleRegion().boundingRect().height() == row.height()
    assert row.height() >= row.sizeHint().height()
    for refused in page.findChildren(RuleRow):
        if refused.isVisible():
            assert refused.height() >= refused.heightForWidth(refused.width())


def test_a_long_refusal_is_shown_whole(law: LawHand) -> None:
    opened(law)
    law.press(K.Key_2, *[K.Key_Down] * 3, *[K.Key_Left] * 6)
    assert rule(law, "cn.third").refuses
    for _ in range(3):
        QApplication.processEvents()
    row = next(
        each for each in law.hand.window.what_if.findChildren(RuleRow) if each.rule == "cn.third"
    )
    assert row.height() == row.heightForWidth(row.width())


def test_the_intents_of_the_page_are_the_desks(law: LawHand) -> None:
    assert law.hand.press(K.Key_J, Qt.KeyboardModifier.ControlModifier) == [asks.OpenWhatIf()]
    assert law.hand.press(K.Key_Right) == [asks.MoveLever("day", 1)]
    assert law.hand.press(K.Key_Comma) == [asks.MoveTime(-15)]
    assert law.hand.press(K.Key_Escape) == [asks.CloseLawPage()]
