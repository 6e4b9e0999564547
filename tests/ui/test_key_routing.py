"""Real key events on a real window: the right intent in each phase, and none where a text field,
a held key, a fresh phase or an open sheet forbids it."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desk_client.services import intents
from desk_client.services.desk_state import DeskState, Phase
from tests.ui.desk_fixture import Hand, hand, make_hand
from tests.ui.sample_states import SCENES, scene
from ui.key_intents import WINDOW_ACTS, intent_for, living_keys
from ui.keys import KeyMap
from ui.theme import Look

__all__ = ["hand"]

Key, Modifier = Qt.Key, Qt.KeyboardModifier
CTRL, SHIFT = Modifier.ControlModifier, Modifier.ShiftModifier
NAMES = {
    "Enter": Key.Key_Return,
    "Space": Key.Key_Space,
    "Esc": Key.Key_Escape,
    "Tab": Key.Key_Tab,
    "Up": Key.Key_Up,
    "Down": Key.Key_Down,
    "Left": Key.Key_Left,
    "Right": Key.Key_Right,
    ",": Key.Key_Comma,
    ".": Key.Key_Period,
}


def stroke(key: str) -> tuple[Qt.Key, Qt.KeyboardModifier]:
    """The Qt key of a key as the map writes it."""
    *modifiers, last = key.split("+") if len(key) > 1 else [key]
    modifier = Modifier.NoModifier
    if "Ctrl" in modifiers:
        modifier = CTRL
    if "Shift" in modifiers:
        modifier = SHIFT
    return NAMES.get(last) or Key[f"Key_{last}"], modifier


@pytest.mark.parametrize("name", list(SCENES))
def test_every_living_key_acts_by_a_real_stroke(hand: Hand, name: str) -> None:
    state = scene(name)
    hand.show(state)
    for key, act in living_keys(KeyMap(), state).items():
        if act in WINDOW_ACTS:
            continue
        hand.window.reading.setFocus()
        assert hand.press(*stroke(key)) == [intent_for(act, key, state)], key


def test_function_keys_act_while_a_note_is_written(hand: Hand) -> None:
    hand.show(scene("05-live-unverified"))
    hand.press(Key.Key_N)
    assert hand.press(Key.Key_F2) == [intents.ToggleMute()]
    assert hand.press(Key.Key_F12) == [intents.HangUpCall()]


def test_letters_digits_and_space_go_into_the_note(hand: Hand) -> None:
    hand.show(scene("06-live-verified"))
    hand.press(Key.Key_N)
    before = len(hand.made)
    hand.write("p 12")
    assert hand.made[before:] == []
    assert hand.window.outcome.note.edit.toPlainText() == "p 12"


def test_enter_in_the_note_commits_it_and_never_logs_a_promise(hand: Hand) -> None:
    hand.show(replace(scene("07-wrap-up"), note=""))
    hand.press(Key.Key_N)
    hand.write("paid")
    made = hand.press(Key.Key_Return)
    assert made == [intents.WriteNote("paid", True)]
    assert hand.window.focusWidget() is hand.window.reading
    assert hand.press(Key.Key_Return) == [intents.Accept()]


def test_shift_enter_is_a_new_line(hand: Hand) -> None:
    hand.show(replace(scene("07-wrap-up"), note=""))
    hand.press(Key.Key_N)
    hand.write("a")
    assert hand.press(Key.Key_Return, SHIFT) == []
    hand.write("b")
    assert hand.window.outcome.note.edit.toPlainText() == "a\nb"


def test_escape_leaves_the_note_with_its_text(hand: Hand) -> None:
    hand.show(replace(scene("07-wrap-up"), note=""))
    hand.press(Key.Key_N)
    hand.write("half")
    assert hand.press(Key.Key_Escape) == [intents.WriteNote("half", False)]
    assert hand.window.outcome.note.edit.toPlainText() == "half"
    assert hand.window.focusWidget() is hand.window.reading


def test_what_is_typed_is_handed_over_without_a_key(hand: Hand, qtbot: QtBot) -> None:
    hand.show(replace(scene("07-wrap-up"), note=""))
    hand.press(Key.Key_N)
    hand.write("slow")
    qtbot.waitUntil(lambda: hand.made[-1:] == [intents.WriteNote("slow", False)])


def test_ctrl_z_in_the_note_is_the_notes(hand: Hand) -> None:
    hand.show(replace(scene("07-wrap-up"), note=""))
    hand.press(Key.Key_N)
    hand.write("x")
    assert intents.Undo() not in hand.press(Key.Key_Z, CTRL)
    assert hand.window.outcome.note.edit.toPlainText() == ""
    hand.press(Key.Key_Escape)
    assert hand.press(Key.Key_Z, CTRL) == [intents.Undo()]


def test_the_desks_note_does_not_overwrite_what_is_being_typed(hand: Hand) -> None:
    state = replace(scene("07-wrap-up"), note="")
    hand.show(state)
    hand.press(Key.Key_N)
    hand.write("mine")
    hand.show(replace(state, note="m"))
    assert hand.window.outcome.note.edit.toPlainText() == "mine"


def test_a_held_key_acts_once(hand: Hand) -> None:
    hand.show(scene("05-live-unverified"))
    target = hand.window.reading
    for repeated in (False, True, True):
        press = QKeyEvent(QEvent.Type.KeyPress, Key.Key_Space, Modifier.NoModifier, " ", repeated)
        QApplication.sendEvent(target, press)
    assert hand.made == [intents.SayLine()]


def test_after_a_new_phase_the_same_key_is_dead_for_400_ms(hand: Hand) -> None:
    hand.show(scene("05-live-unverified"))
    assert hand.press(Key.Key_Space) == [intents.SayLine()]
    hand.window.show_state(scene("07-wrap-up"))
    hand.now += 0.39
    assert hand.press(Key.Key_Space) == []
    hand.now += 0.02
    assert hand.press(Key.Key_Space) == [intents.GoOn()]


def test_another_key_acts_at_once_in_a_new_phase(hand: Hand) -> None:
    hand.show(scene("03-preview"))
    assert hand.press(Key.Key_Return) == [intents.DialShown()]
    hand.window.show_state(scene("04-ringing"))
    assert hand.press(Key.Key_F12) == [intents.HangUpCall()]


def test_the_same_phase_again_kills_no_key(hand: Hand) -> None:
    hand.show(scene("05-live-unverified"))
    hand.press(Key.Key_Space)
    hand.window.show_state(scene("05-live-unverified"))
    assert hand.press(Key.Key_Space) == [intents.SayLine()]


def keypad(state: DeskState) -> DeskState:
    assert state.call is not None
    return replace(state, call=replace(state.call, keypad_open=True))


def test_digits_go_to_the_line_while_the_keypad_is_open(hand: Hand) -> None:
    hand.show(keypad(scene("05-live-unverified")))
    assert hand.press(Key.Key_1) == [intents.SendDigit("1")]
    assert hand.press(Key.Key_9) == [intents.SendDigit("9")]
    assert hand.press(Key.Key_Asterisk, SHIFT) == [intents.SendDigit("*")]
    assert hand.press(Key.Key_NumberSign, SHIFT) == [intents.SendDigit("#")]
    assert hand.press(Key.Key_F6) == [intents.ToggleKeypad()]
    assert hand.press(Key.Key_Escape) == [intents.ToggleKeypad()]


def test_skipping_asks_for_the_reason_by_digit(hand: Hand) -> None:
    hand.show(scene("03-preview"))
    assert hand.press(Key.Key_X) == []
    assert hand.window.preview.skipping
    assert hand.press(Key.Key_Return) == []  # nothing is dialled while the reason is asked
    assert hand.press(Key.Key_2) == [intents.SkipCase("wrong_data")]
    assert not hand.window.preview.skipping


def test_escape_takes_the_skip_back(hand: Hand) -> None:
    hand.show(scene("03-preview"))
    hand.press(Key.Key_X)
    assert hand.press(Key.Key_Escape) == []
    assert hand.press(Key.Key_Return) == [intents.DialShown()]


def test_all_keys_open_and_close_and_hold_the_letters_back(hand: Hand) -> None:
    hand.show(scene("06-live-verified"))
    assert hand.press(Key.Key_F1) == []
    assert hand.window.overlay.isVisible()
    assert hand.press(Key.Key_P) == []
    assert hand.press(Key.Key_F12) == [intents.HangUpCall()]
    hand.press(Key.Key_Escape)
    assert not hand.window.overlay.isVisible()
    assert hand.press(Key.Key_P) == [intents.ChooseOutcome("P")]


@pytest.mark.parametrize("modifier", [SHIFT, Modifier.AltModifier, Modifier.MetaModifier])
def test_a_letter_with_a_modifier_is_no_letter(hand: Hand, modifier: Qt.KeyboardModifier) -> None:
    hand.show(scene("06-live-verified"))
    assert hand.press(Key.Key_P, modifier) == []


def test_tab_in_the_promise_form_types_and_enter_hands_over_only(hand: Hand) -> None:
    hand.show(scene("07-wrap-up"))
    hand.press(Key.Key_Tab)
    assert hand.window.focusWidget() is hand.window.wrap_up.amount.edit
    typed = QInputMethodEvent()
    typed.setCommitString("９００")  # full-width digits
    QApplication.sendEvent(hand.window.wrap_up.amount.edit, typed)
    made = hand.press(Key.Key_Return)
    assert made == [intents.TypePromise("900", None)]
    assert hand.window.focusWidget() is hand.window.reading
    assert hand.press(Key.Key_Return) == [intents.Accept()]


def test_arrows_in_a_field_do_not_move_the_form(hand: Hand) -> None:
    hand.show(scene("07-wrap-up"))
    hand.press(Key.Key_Tab)
    assert hand.press(Key.Key_Up) == []
    assert hand.press(Key.Key_Left) == []
    assert hand.press(Key.Key_Escape) == []
    assert hand.window.focusWidget() is hand.window.reading


def test_lists_leave_letters_and_arrows_to_the_desk(hand: Hand) -> None:
    hand.show(scene("02-ready"))
    hand.window.work.list.setFocus()
    assert hand.press(Key.Key_Down) == [intents.SelectRow(1)]
    assert hand.press(Key.Key_Return) == [intents.TakeNext("case-1")]  # type: ignore[arg-type]
    hand.write("wx")
    assert hand.window.work.list.currentIndex().row() == 0


def test_a_focused_button_keeps_its_space(hand: Hand) -> None:
    hand.show(scene("07-wrap-up"))
    button = hand.window.wrap_up._log
    button.setFocus()
    assert hand.press(Key.Key_Space) == [intents.Accept()]


def test_clicks_ask_for_the_same_things(hand: Hand, qtbot: QtBot) -> None:
    hand.show(scene("05-live-unverified"))
    box = hand.window.script._factors.all[1]
    QTest.mouseClick(box, Qt.MouseButton.LeftButton)
    assert hand.made == [intents.TakeBranch(2)]
    assert hand.window.focusWidget() is hand.window.reading


def test_pane_keys_move_the_focus_on_request(hand: Hand) -> None:
    hand.show(scene("06-live-verified"))
    hand.press(Key.Key_2, CTRL)
    assert hand.window.focusWidget() is hand.window.reading


@pytest.mark.parametrize("phase", [Phase.READY, Phase.NOT_READY])
def test_in_the_list_escape_discards_nothing(hand: Hand, phase: Phase) -> None:
    hand.show(replace(scene("02-ready"), phase=phase))
    assert hand.press(Key.Key_Escape) == []


def test_a_window_in_english_has_the_same_keys(qtbot: QtBot, light: Look) -> None:
    hand = make_hand(qtbot, "en")
    hand.show(scene("06-live-verified", "en"))
    assert hand.press(Key.Key_P) == [intents.ChooseOutcome("P")]


def test_closing_the_window_asks_to_sign_out(hand: Hand) -> None:
    hand.window._may_close = False
    hand.show(scene("02-ready"))
    hand.window.close()
    assert hand.made == [intents.SignOut()]
    assert hand.window.isVisible()
    hand.window.allow_close()
