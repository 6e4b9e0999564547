"""The sheets of the reading pane: what can be written, an override by two persons, why a case is
not dialled. Real windows and real keys; what the window asks of the desk is what counts."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from desk_client.services import intents, law_intents
from desk_client.services import message_intents as asks
from desk_client.services import why_intents as why
from desk_client.services.desk_state import DeskState, Phase
from desk_client.text import Text
from tests.ui import sample_sheets as sample
from tests.ui.desk_fixture import Hand, hand, make_hand
from tests.ui.sample_people import WORLDS
from tests.ui.sample_states import SECRETS, scene
from ui.key_intents import living_keys
from ui.keys import Act, KeyMap
from ui.keys_overlay.presenter import keys_seen
from ui.message_sheet.presenter import messages_seen
from ui.message_sheet.view import LetterBox
from ui.override_form.presenter import override_seen
from ui.state_shape import Shape
from ui.status_bar.presenter import status_bar_seen
from ui.theme import Look, put_on
from ui.why_not.presenter import why_seen
from ui.widgets.point_box import PointBox
from ui.widgets.rule_row import RuleRow
from ui.widgets.tall_body import TallBody
from ui.wording import Wording

__all__ = ["hand"]
_K = Qt.Key
KEYS = KeyMap()
ZH, EN = Wording("zh"), Wording("en")


def shown(hand: Hand, kind: type[QWidget]) -> list[QWidget]:
    page = hand.window.reading.page
    assert page is not None
    return [each for each in page.findChildren(kind) if each.isVisible()]


def page(hand: Hand) -> QWidget | None:
    return hand.window.reading.page


# what can be written


def test_m_opens_the_messages_over_the_reading_pane_and_closes_them(hand: Hand) -> None:
    hand.show(scene("03-preview"))
    assert hand.press(_K.Key_M) == [asks.OpenMessages()]
    hand.show(sample.messages())
    assert page(hand) is hand.window.messages
    assert hand.press(_K.Key_M) == [asks.CloseMessages()]
    hand.show(scene("03-preview"))
    assert page(hand) is hand.window.preview


def test_keys_choose_order_and_close(hand: Hand) -> None:
    hand.show(sample.messages())
    assert hand.press(_K.Key_Down) == [asks.MoveMessage(1)]
    assert hand.press(_K.Key_Up) == [asks.MoveMessage(-1)]
    assert hand.press(_K.Key_3) == [asks.ChooseMessage(2)]
    assert hand.press(_K.Key_6) == []  # there are five
    assert hand.press(_K.Key_Return) == [asks.OrderMessage()]
    assert hand.press(_K.Key_Escape) == [asks.CloseMessages()]


def test_nothing_is_dialled_skipped_or_undone_from_behind_the_sheet(hand: Hand) -> None:
    hand.show(sample.messages())
    for key in (_K.Key_F5, _K.Key_X, _K.Key_Z, _K.Key_W, _K.Key_Space):
        assert hand.press(key) == []
    assert not hand.window.preview.skipping
    assert hand.press(_K.Key_F9) == [intents.ToggleReady()]
    assert hand.press(_K.Key_J, Qt.KeyboardModifier.ControlModifier) == [law_intents.OpenWhatIf()]


def test_the_mouse_does_the_same(hand: Hand) -> None:
    hand.show(sample.messages())
    boxes = shown(hand, LetterBox)
    before = len(hand.made)
    QTest.mouseClick(boxes[1], Qt.MouseButton.LeftButton)
    assert hand.made[before:] == [asks.ChooseMessage(1)]
    QTest.mouseClick(hand.window.messages._order, Qt.MouseButton.LeftButton)
    assert hand.made[-1] == asks.OrderMessage()


def test_each_row_says_channel_address_and_whether_it_may_go(hand: Hand) -> None:
    seen = messages_seen(sample.messages(), ZH, KEYS)
    assert seen is not None
    assert [row.channel for row in seen.rows[:3]] == ["短信", "邮件", "信函"]
    assert len({row.icon for row in seen.rows[:3]}) == 3
    assert [row.state for row in seen.rows] == ["allowed"] * 3 + ["later", "never"]
    assert seen.rows[3].said == "明日 08:00 起可发"
    assert seen.rows[4].said == "缺少承诺金额、承诺日期"
    assert "****" in seen.rows[0].to
    assert seen.order == "发送"
    assert [limit.used for limit in seen.limits] == [1, 2]
    assert [sent.standing for sent in seen.earlier] == ["已送达", "等待发送"]
    hand.show(sample.messages())
    for box in shown(hand, LetterBox):
        assert box.accessibleName()


def test_what_goes_later_is_booked_and_what_cannot_go_is_not_offered() -> None:
    later = messages_seen(sample.messages(chosen=3), EN, KEYS)
    assert later is not None
    assert (later.allowed, later.order) == (False, "Send from tomorrow 08:00 on")
    never = messages_seen(sample.messages(chosen=4), EN, KEYS)
    assert never is not None
    assert never.order == ""
    assert never.sentence == "Not known: the promised amount, the promised date"
    assert "Enter" not in living_keys(KEYS, sample.messages(chosen=4))


def test_the_words_stand_there_as_they_will_be_read_and_go_with_the_sheet(hand: Hand) -> None:
    hand.show(sample.messages())
    words = [label.text() for label in hand.window.messages.findChildren(QWidget)
             if hasattr(label, "text") and "退订" in str(label.text())]  # fmt: skip
    assert len(words) == 1
    hand.show(scene("03-preview"))
    words = [label.text() for label in hand.window.messages.findChildren(QWidget)
             if hasattr(label, "text") and "退订" in str(label.text())]  # fmt: skip
    assert words == []


def test_an_incoming_debtor_is_answered_from_the_sheet(hand: Hand) -> None:
    from tests.ui.sample_phone import PHONE_SCENES

    ringing = next(
        state
        for state in (make("zh") for make in PHONE_SCENES.values())
        if state.side is not None and state.side.incoming and state.side.answered_at is None
    )
    hand.show(replace(sample.messages(), side=ringing.side))
    assert hand.press(_K.Key_F5) == [intents.AnswerCall()]


# an override by two persons


def test_o_is_there_only_where_it_may_help(hand: Hand) -> None:
    hand.show(sample.refused(helps=False))
    assert hand.press(_K.Key_O) == []
    assert not hand.window.refused._override.isVisible()
    hand.show(sample.refused())
    assert hand.window.refused._override.isVisible()
    assert hand.press(_K.Key_O) == [asks.OpenOverride()]
    assert living_keys(KEYS, sample.refused())["O"] is Act.OVERRIDE


def fill(hand: Hand) -> list[object]:
    """As two persons type it: reason, Tab, login, Tab, password, Enter."""
    hand.write("customer came in")
    hand.press(_K.Key_Tab)
    hand.write("lead_chen")
    hand.press(_K.Key_Tab)
    hand.write("a made-up word")
    return hand.press(_K.Key_Return)


def test_the_form_is_filled_and_sent_by_keys_alone(hand: Hand) -> None:
    hand.show(sample.refused())
    hand.press(_K.Key_O)
    hand.show(sample.override())
    form = hand.window.override
    assert page(hand) is form
    assert hand.window.focusWidget() is form.reason.edit
    (signed,) = fill(hand)
    assert signed == asks.SubmitOverride(
        reason="customer came in", login="lead_chen", password="a made-up word"
    )
    assert form.password.edit.text() == ""
    assert form.reason.edit.text() == "customer came in"


def test_letters_digits_and_space_are_the_fields_own(hand: Hand) -> None:
    hand.show(sample.override())
    assert hand.press(_K.Key_1) == []
    assert hand.press(_K.Key_Space) == []
    hand.write("MOW")
    assert hand.window.override.reason.edit.text() == "1 MOW"


def test_a_password_leaves_no_trace_in_field_or_state(hand: Hand) -> None:
    hand.show(sample.override())
    fill(hand)
    edit = hand.window.override.password.edit
    assert edit.echoMode() is QLineEdit.EchoMode.Password
    assert not edit.isUndoAvailable()
    hand.show(sample.override(fault=Text("工号或密码不正确", "Not accepted")))
    assert edit.text() == ""
    assert hand.window.override.reason.edit.text() == "customer came in"
    assert "made-up" not in repr(hand.window.state)


def test_waiting_and_faults_are_said_and_nothing_is_sent_twice(hand: Hand) -> None:
    hand.show(sample.override())
    fill(hand)
    hand.show(sample.override(asking=True))
    form = hand.window.override
    assert form._told.text() == ZH.word("override.asking")
    assert not form._button.isEnabled()
    assert hand.press(_K.Key_Return) == []
    hand.show(sample.override(fault=Text("两人中须有一位主管", "One has to be a lead")))
    assert form._told.text() == "两人中须有一位主管"
    assert form._button.isEnabled()
    seen = override_seen(sample.override(), EN)
    assert seen is not None
    assert seen.rules[0][1] == "House rule"


def test_enter_of_an_input_method_sends_nothing(hand: Hand) -> None:
    hand.show(sample.override())
    edit = hand.window.override.reason.edit
    QApplication.sendEvent(edit, QInputMethodEvent("kehu", []))
    assert hand.press(_K.Key_Return) == []
    done = QInputMethodEvent("", [])
    done.setCommitString("客户")
    QApplication.sendEvent(edit, done)
    assert edit.text() == "客户"
    (signed,) = hand.press(_K.Key_Return)
    assert isinstance(signed, asks.SubmitOverride)


def test_escape_closes_with_the_reason_kept_for_this_case_only(hand: Hand) -> None:
    hand.show(sample.override())
    hand.write("customer came in")
    assert hand.press(_K.Key_Escape) == [asks.CloseOverride()]
    hand.show(sample.refused())
    assert hand.window.focusWidget() is hand.window.reading
    hand.show(sample.override())
    assert hand.window.override.reason.edit.text() == "customer came in"
    other = sample.override()
    assert other.card is not None
    hand.show(sample.refused())
    hand.show(replace(other, card=replace(other.card, case_id="case-2")))  # type: ignore[arg-type]
    assert hand.window.override.reason.edit.text() == ""


# why a case is not dialled


def test_w_asks_about_the_chosen_row_and_about_the_case_in_hand(hand: Hand) -> None:
    listed = scene("02-ready")
    hand.show(replace(listed, work=replace(listed.work, selected=3)))
    assert hand.press(_K.Key_W) == [why.OpenWhy(listed.work.rows[3].case_id)]
    hand.show(scene("03-preview"))
    assert hand.press(_K.Key_W) == [why.OpenWhy()]
    empty = replace(listed, work=replace(listed.work, rows=()))
    hand.show(empty)
    assert hand.press(_K.Key_W) == []


def test_the_sheet_shows_every_number_and_every_rule(hand: Hand) -> None:
    hand.show(sample.why())
    assert page(hand) is hand.window.why_not
    assert len(shown(hand, PointBox)) == 2
    assert len(shown(hand, RuleRow)) == 8
    seen = why_seen(sample.why(), ZH, KEYS)
    assert seen is not None
    assert seen.sentence == "明日 08:00 起可拨此案"
    assert seen.place == "第 12 件，共 12 件"
    assert [point.chosen for point in seen.points] == [True, False]
    assert [rule.allowed for rule in seen.rules] == [False] * 4 + [True] * 4


def test_arrows_enter_and_escape_on_the_sheet(hand: Hand) -> None:
    hand.show(sample.why())
    state = sample.why()
    assert hand.press(_K.Key_Down) == [why.MoveWhy(1)]
    assert hand.press(_K.Key_Left) == [why.StepWhy(-1)]
    assert hand.press(_K.Key_Right) == [why.StepWhy(1)]
    assert hand.press(_K.Key_Space) == []
    assert state.why_not is not None
    assert hand.press(_K.Key_Return) == [intents.TakeNext(state.why_not.case_id)]
    assert hand.press(_K.Key_Escape) == [why.CloseWhy()]
    assert hand.press(_K.Key_W) == [why.CloseWhy()]
    before = len(hand.made)
    QTest.mouseClick(shown(hand, PointBox)[1], Qt.MouseButton.LeftButton)
    assert hand.made[before:] == [why.ChooseWhy(1)]


def test_a_case_without_a_number_says_so(hand: Hand) -> None:
    hand.show(sample.why(none=True))
    seen = why_seen(sample.why(none=True), EN, KEYS)
    assert seen is not None
    assert seen.sentence == "This case has no telephone number"
    assert shown(hand, RuleRow) == []
    assert hand.press(_K.Key_Down) == []


def test_left_and_right_do_nothing_in_the_list_itself(hand: Hand) -> None:
    hand.show(scene("02-ready"))
    assert hand.press(_K.Key_Left) == []


# how clauses were read


def test_refused_and_preview_say_how_a_clause_was_read_by_shape_and_word(hand: Hand) -> None:
    from ui.preview.presenter import preview_seen
    from ui.refused.presenter import refused_seen

    refused = refused_seen(sample.refused(refusing=4), EN)
    assert refused is not None
    told = [(rule.sure.shape, rule.sure.word) for rule in refused.rules[:4]]
    assert [word for _, word in told] == ["text read", "secondary source", "house value",
                                          "unconfirmed"]  # fmt: skip
    assert len({shape for shape, _ in told}) == 4
    assert refused.sure is not None
    assert refused.sure.shape is Shape.TALK
    world = WORLDS["en"]
    state = replace(scene("03-preview", "en"), verdict=sample.verdict(world, 0))
    preview = preview_seen(state, EN)
    assert preview is not None
    assert preview.sure is not None
    assert preview.sure.word == "secondary source"  # the less sure of the two that are named
    hand.show(sample.refused(refusing=4))
    names = [row.accessibleName() for row in shown(hand, RuleRow)]
    assert any("未确认" in name for name in names)


# keys, words and room


@pytest.mark.parametrize(
    ("make", "there", "gone"),
    [
        (sample.messages, {"1", "Enter", "M", "N", "F1"}, {"X", "Z", "F5", "W"}),
        (sample.why, {"W", "Enter", "Left", "Right", "Up", "F1"}, {"Z", "Space"}),
        (sample.override, {"Esc", "F1", "F8"}, {"Enter", "1", "Space", "O", "Z"}),
    ],
)
def test_the_overlay_of_all_keys_shows_what_works_on_the_sheet(
    make: object, there: set[str], gone: set[str]
) -> None:
    state: DeskState = make()  # type: ignore[operator]
    living = living_keys(KEYS, state)
    assert there <= set(living)
    assert not gone & set(living)
    for wording in (ZH, EN):
        board = {
            key.key: key.word for row in keys_seen(state, wording, KEYS).rows for key in row.keys
        }
        assert all(board[key] for key in there if key in board)
        hints = status_bar_seen(state, wording, KEYS).hints
        assert hints[-1][0] == "F1"
        assert ("Esc", wording.word("act.leave")) in hints


def test_new_keys_are_in_the_overlay_where_they_live() -> None:
    def board(state: DeskState) -> dict[str, str]:
        rows = keys_seen(state, EN, KEYS).rows
        return {key.key: key.word for row in rows for key in row.keys if key.word}

    assert board(scene("02-ready"))["W"] == "Why"
    assert board(scene("03-preview"))["M"] == "Message"
    assert board(sample.refused())["O"] == "Two persons lift it"
    assert "O" not in board(sample.refused(helps=False))


@pytest.mark.parametrize("percent", [100, 150, 200])
@pytest.mark.parametrize("make", [sample.messages, sample.why, sample.override, sample.refused])
def test_a_sheet_taller_than_the_window_is_read_on_by_page_down(
    qapp: QApplication, qtbot: QtBot, percent: int, make: object
) -> None:
    put_on(qapp, "light", percent / 100)
    hand = make_hand(qtbot, "en")
    hand.show(make())  # type: ignore[operator]
    QApplication.processEvents()
    sheet = page(hand)
    assert sheet is not None
    tall = sheet.findChild(TallBody)
    assert isinstance(tall, TallBody)
    assert tall.horizontalScrollBar().maximum() == 0
    inside = tall.widget()
    assert inside is not None
    assert inside.width() <= tall.viewport().width()
    hand.window.reading.setFocus()
    bar = tall.verticalScrollBar()
    bar.setValue(0)
    hand.press(_K.Key_PageDown)
    assert (bar.value() > 0) is (bar.maximum() > 0)
    hand.press(_K.Key_PageUp)
    hand.press(_K.Key_PageUp)
    assert bar.value() == 0
    put_on(qapp, "light")


def test_the_form_brings_its_field_into_sight_at_large_text(
    qapp: QApplication, qtbot: QtBot
) -> None:
    put_on(qapp, "light", 2.0)
    hand = make_hand(qtbot)
    hand.show(sample.override())
    edit = hand.window.override.reason.edit

    def in_sight() -> bool:
        at = edit.mapTo(hand.window.override, QPoint(0, edit.height()))
        return 0 < at.y() <= hand.window.override.height()

    qtbot.waitUntil(in_sight)
    hand.press(_K.Key_Tab)
    hand.press(_K.Key_Tab)
    password = hand.window.override.password.edit
    assert hand.window.focusWidget() is password
    put_on(qapp, "light")


@pytest.mark.parametrize("make", [sample.messages, sample.refused, sample.override])
def test_no_figure_of_the_debt_is_on_a_sheet(hand: Hand, make: object) -> None:
    state: DeskState = make()  # type: ignore[operator]
    assert state.hidden
    hand.show(state)
    for label in hand.window.findChildren(QWidget):
        text = str(label.text()) if hasattr(label, "text") else ""
        assert not any(secret in text for secret in SECRETS)


# marked words in the note


def test_marked_words_are_underlined_and_the_reason_stands_under_the_field(
    hand: Hand, light: Look
) -> None:
    state = sample.noted()
    hand.show(state)
    pane = hand.window.outcome
    selections = pane.note.edit.extraSelections()
    assert [each.cursor.selectedText() for each in selections] == ["老赖"]
    assert pane._note_said.isVisible()
    assert pane._note_said.text().startswith("不能保存：「老赖」")
    warned = sample.noted(blocks=False, name="05-live-unverified")
    hand.show(warned)
    assert pane._note_said.text().startswith("「骗子」")
    hand.show(replace(warned, note="", note_check=None))
    assert pane.note.edit.extraSelections() == []
    assert not pane._note_said.isVisible()


def test_a_refused_note_keeps_its_words_in_the_field(hand: Hand) -> None:
    state = replace(sample.noted(), notice=Text("备注未保存：……", "The note was not saved: …"))
    hand.show(state)
    hand.press(_K.Key_N)
    assert hand.press(_K.Key_Return) == [intents.WriteNote(state.note, commit=True)]
    hand.show(state)
    assert hand.window.outcome.note.edit.toPlainText() == state.note
    assert state.phase is Phase.WRAP_UP
