"""The palette in a real window: there at one key, typed into without a letter reaching the desk,
and gone with the focus where it was."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication

from desk_client.ids import CaseId
from desk_client.phone_number import PhoneNumber
from desk_client.services import intents
from desk_client.services import palette_intents as asks
from desk_client.services.desk_state import DeskState
from desk_client.services.palette_parts import FoundCase, PalettePart, SavedSearch
from tests.ui.desk_fixture import Hand, hand
from tests.ui.sample_states import SECRETS, scene
from ui.keys import KeyMap
from ui.palette.commands import commands
from ui.palette.presenter import Kind, palette_seen
from ui.wording import Wording

__all__ = ["hand"]

ZH, EN, KEYS = Wording("zh"), Wording("en"), KeyMap()
_CTRL = Qt.KeyboardModifier.ControlModifier
K = Qt.Key


def found(number: int, name: str, typed: str, **more: object) -> FoundCase:
    fields: dict[str, object] = {
        "case_id": CaseId(f"found-{number}"),
        "case_no": f"SH-2611-{number:05}",
        "name": name,
        "typed": typed,
        "number": PhoneNumber("+8613812345678"),
        "by": "i",
        "lent": True,
        "in_hand": False,
        "pinned": False,
    }
    return FoundCase(**fields | more)  # type: ignore[arg-type]


ROWS = (found(1, "王静", "wj"), found(2, "王建国", "wjg"), found(3, "吴建军", "wjj", lent=False))


def answered(state: DeskState, query: str, **more: object) -> DeskState:
    part = PalettePart(query=query, rows=ROWS, total=3)
    return replace(state, palette=replace(part, **more))  # type: ignore[arg-type]


def opened(hand: Hand, name: str = "02-ready") -> DeskState:
    state = scene(name)
    hand.show(state)
    hand.press(K.Key_K, _CTRL)
    assert hand.window.palette_view.isVisible()
    return state


def titles(hand: Hand, kind: Kind = Kind.CASE) -> list[str]:
    return [row.title for row in hand.window.palette_view.model.rows if row.kind is kind]


@pytest.mark.parametrize("name", ["02-ready", "03-preview", "05-live-unverified", "08-refused"])
def test_it_opens_everywhere_and_covers_no_call_bar(hand: Hand, name: str) -> None:
    opened(hand, name)
    view = hand.window.palette_view
    assert hand.made == [asks.OpenPalette()]
    assert view.field.hasFocus()
    assert view.sheet.width() == 680
    assert view.mapTo(hand.window, view.sheet.pos()).y() == 132
    assert view.geometry().top() > hand.window.call_bar.geometry().bottom() - 1


def test_a_slash_opens_it_where_no_text_is_typed(hand: Hand) -> None:
    hand.show(scene("05-live-unverified"))
    hand.window.outcome.note.write()
    hand.press(K.Key_Slash)
    assert not hand.window.palette_view.isVisible()
    assert hand.window.outcome.note.edit.toPlainText() == "/"
    hand.press(K.Key_Escape)
    hand.press(K.Key_Slash)
    assert hand.window.palette_view.isVisible()
    assert hand.window.palette_view.field.text() == ""


def test_no_letter_reaches_the_desk(hand: Hand) -> None:
    opened(hand, "07-wrap-up")
    before = len(hand.made)
    hand.write("pw 1234")
    hand.press(K.Key_Space)
    hand.press(K.Key_Left)
    asked = hand.made[before:]
    assert all(isinstance(each, asks.LookFor) for each in asked)
    assert asked[-1] == asks.LookFor("pw 1234 ")


def test_esc_gives_the_focus_back_with_the_caret(hand: Hand) -> None:
    hand.show(scene("05-live-unverified"))
    note = hand.window.outcome.note
    note.write()
    note.edit.insertPlainText("明天再打")
    cursor = note.edit.textCursor()
    cursor.setPosition(2)
    note.edit.setTextCursor(cursor)
    hand.press(K.Key_K, _CTRL)
    hand.write("wj")
    hand.press(K.Key_Escape)
    assert not hand.window.palette_view.isVisible()
    assert hand.made[-1] == asks.ClosePalette()
    assert note.edit.hasFocus()
    assert note.edit.textCursor().position() == 2
    assert note.edit.toPlainText() == "明天再打"


def test_its_own_key_shuts_it_too(hand: Hand) -> None:
    opened(hand)
    hand.press(K.Key_K, _CTRL)
    assert not hand.window.palette_view.isVisible()
    assert hand.window.reading.hasFocus()


def test_arrows_choose_and_enter_opens(hand: Hand) -> None:
    state = opened(hand)
    hand.write("wj")
    hand.show(answered(state, "wj"))
    assert titles(hand) == ["王静", "王建国", "吴建军"]
    hand.press(K.Key_Down)
    hand.press(K.Key_Down)
    hand.press(K.Key_Up)
    assert hand.press(K.Key_Return) == [asks.ClosePalette(), asks.LookAt(CaseId("found-2"))]
    assert not hand.window.palette_view.isVisible()


def test_an_enter_faster_than_the_desk_waits_for_its_answer(hand: Hand) -> None:
    state = opened(hand)
    hand.write("w")
    hand.show(answered(state, "w"))
    hand.write("jg")
    assert asks.LookAt(CaseId("found-1")) not in hand.press(K.Key_Return)
    hand.show(answered(state, "wj"))  # too late: another text stands there by now
    assert hand.window.palette_view.isVisible()
    hand.show(answered(state, "wjg", rows=ROWS[1:2], total=1))
    assert hand.made[-1] == asks.LookAt(CaseId("found-2"))


def test_the_chosen_row_stays_while_the_desk_paints(hand: Hand) -> None:
    state = opened(hand)
    hand.write("wj")
    hand.show(answered(state, "wj"))
    hand.press(K.Key_Down)
    hand.show(answered(state, "wj", rows=(replace(ROWS[0], pinned=True), *ROWS[1:])))
    assert hand.press(K.Key_Return)[-1] == asks.LookAt(CaseId("found-2"))


def test_what_a_method_composes_is_the_methods(hand: Hand) -> None:
    state = opened(hand)
    field = hand.window.palette_view.field
    hand.show(answered(state, ""))
    QApplication.sendEvent(field, QInputMethodEvent("wang", []))
    before = len(hand.made)
    for key in (K.Key_Return, K.Key_Down, K.Key_Escape):
        hand.press(key)
    assert hand.window.palette_view.isVisible()
    assert hand.made[before:] == []
    committed = QInputMethodEvent("", [])
    committed.setCommitString("王")
    QApplication.sendEvent(field, committed)
    assert field.text() == "王"
    assert hand.made[-1] == asks.LookFor("王")
    hand.press(K.Key_Escape)
    assert not hand.window.palette_view.isVisible()


def test_the_keys_of_the_phone_act_while_it_is_open(hand: Hand) -> None:
    opened(hand, "05-live-unverified")
    assert hand.press(K.Key_F2) == [intents.ToggleMute()]
    assert hand.press(K.Key_F12) == [intents.HangUpCall()]
    assert hand.press(K.Key_B, _CTRL) == []
    assert hand.press(K.Key_Q, _CTRL) == []
    assert hand.window.palette_view.isVisible()


def test_a_command_is_found_by_word_and_initials_and_done(hand: Hand) -> None:
    opened(hand, "05-live-unverified")
    hand.write("jy")  # 静音
    assert "静音" in titles(hand, Kind.COMMAND)
    hand.window.palette_view.field.setText(">静音")
    assert titles(hand, Kind.COMMAND) == ["静音"]
    state = hand.window.state
    assert state is not None
    hand.show(answered(state, ">静音", rows=(), total=0))
    assert hand.press(K.Key_Return) == [asks.ClosePalette(), intents.ToggleMute()]


def test_what_cannot_be_done_now_says_why(hand: Hand) -> None:
    state = scene("02-ready")
    (muted,) = commands("挂断", state, ZH, KEYS)
    assert muted.reason
    (redial,) = commands("keypad", state, EN, KEYS)
    assert redial.reason == "Only in: Talking, On hold"
    opened(hand)
    hand.window.palette_view.field.setText(">遮蔽")
    hand.show(answered(state, ">遮蔽", rows=(), total=0))
    assert hand.press(K.Key_Return) == []
    assert hand.window.palette_view.isVisible()


def test_the_outcomes_of_the_level_are_commands(hand: Hand) -> None:
    state = scene("05-live-unverified")
    found_ones = commands("去世", state, ZH, KEYS)
    assert [(each.key, each.reason) for each in found_ones] == [("D", "")]
    assert commands("", state, ZH, KEYS) == ()
    assert len(commands(">", state, ZH, KEYS)) > 20


def test_a_search_is_saved_under_a_name(hand: Hand) -> None:
    state = opened(hand)
    hand.write("wj")
    hand.show(answered(state, "wj"))
    assert hand.press(K.Key_N, _CTRL) == []
    assert hand.press(K.Key_Return) == []  # no name yet: said, nothing saved
    hand.window.palette_view.field.insert("老王")
    assert hand.press(K.Key_Return) == [asks.SaveSearch("老王", "wj")]
    assert hand.window.palette_view.field.text() == "wj"
    hand.press(K.Key_N, _CTRL)
    hand.press(K.Key_Escape)
    assert hand.window.palette_view.isVisible()
    assert hand.window.palette_view.field.text() == "wj"


def test_pins_and_saved_searches_at_hand(hand: Hand) -> None:
    state = opened(hand)
    searches = (SavedSearch("老王", "王"), SavedSearch("旧的", "x", False))
    part = PalettePart(pinned=ROWS[:1], recent=ROWS[1:], searches=searches, narrowed="老王")
    hand.show(replace(state, palette=part))
    assert titles(hand) == ["王静", "王建国", "吴建军"]
    assert titles(hand, Kind.SEARCH) == ["显示全部外呼案件", "老王", "旧的"]
    assert hand.press(K.Key_P, _CTRL) == [asks.TogglePin(CaseId("found-1"))]
    for _ in range(4):
        hand.press(K.Key_Down)
    assert hand.press(K.Key_P, _CTRL) == [asks.ToggleSearch("老王")]
    assert hand.press(K.Key_Return) == [asks.ClosePalette(), asks.NarrowTo("老王")]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_row_is_named_and_none_tells_a_figure(language: str) -> None:
    wording = Wording("zh" if language == "zh" else "en")
    for name in ("02-ready", "05-live-unverified", "06-live-verified"):
        seen = palette_seen(answered(scene(name, language), "wj"), "wj", wording, KEYS)
        assert all(row.spoken or row.kind is Kind.HEAD for row in seen.rows)
        assert not any(secret in repr(seen) for secret in SECRETS)
    nothing = palette_seen(
        answered(scene("02-ready"), "qqq", rows=(), total=0), "qqq", wording, KEYS
    )
    assert nothing.rows == ()
    assert nothing.nothing
