"""The row of reasons in a real window: what its keys ask, and what they leave to the call."""

from dataclasses import replace
from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desk_client.services import intents, team_intents
from desk_client.services.desk_state import DeskState
from desk_client.services.team_parts import ReasonRow, Rest
from desk_client.team_body import HELP_REASONS, REST_REASONS, RestReason
from tests.ui.desk_fixture import Hand, hand
from tests.ui.sample_states import scene
from ui.call_bar.presenter import call_bar_seen
from ui.keys import KeyMap
from ui.reason_row.presenter import reasons_seen
from ui.reason_row.view import _Choice
from ui.state_shape import Shape
from ui.top_bar.presenter import top_bar_seen
from ui.wording import Wording
from ui.worklist.presenter import shift_seen

__all__ = ["hand"]

K, KEYS, ZH, EN = Qt.Key, KeyMap(), Wording("zh"), Wording("en")


def asked_for_help(name: str = "06-live-verified") -> DeskState:
    state = scene(name)
    acts_at = state.now + timedelta(seconds=8)
    row = ReasonRow(about="help", choices=HELP_REASONS, acts_at=acts_at)
    return replace(state, reasons=row)


def resting(reason: RestReason = "") -> DeskState:
    state = scene("02-ready")
    row = ReasonRow(about="rest", choices=REST_REASONS)
    day = replace(
        state.day,
        rests=(Rest("meeting", 1260), Rest("", 30)),
        resting_since=state.now - timedelta(minutes=4),
    )
    return replace(state, phase=state.phase.NOT_READY, rest_reason=reason, reasons=row, day=day)


def test_digits_enter_and_esc_are_the_rows_and_all_else_the_calls(hand: Hand) -> None:
    hand.show(asked_for_help())
    assert hand.window.reasons.isVisible()
    assert hand.press(K.Key_2) == [team_intents.TakeReason(2)]
    assert hand.press(K.Key_9) == []
    assert hand.press(K.Key_Return) == [team_intents.TakeReason(0)]
    assert hand.press(K.Key_Escape) == [team_intents.CloseReasons()]
    assert hand.press(K.Key_Space) == [intents.SayLine()]
    assert hand.press(K.Key_F2) == [intents.ToggleMute()]
    assert hand.press(K.Key_F8) == [intents.AskForHelp()]
    assert hand.press(K.Key_F12) == [intents.HangUpCall()]
    hand.show(scene("06-live-verified"))
    assert not hand.window.reasons.isVisible()
    assert team_intents.TakeReason(2) not in hand.press(K.Key_2)


def test_the_row_takes_no_focus_and_digits_go_on_into_a_note(hand: Hand) -> None:
    hand.show(scene("06-live-verified"))
    hand.press(K.Key_N)
    note = hand.window.focusWidget()
    hand.show(asked_for_help())
    assert hand.window.focusWidget() is note
    hand.write("2")
    assert hand.window.outcome.note.edit.toPlainText() == "2"
    assert team_intents.TakeReason(2) not in hand.made


def test_a_click_on_a_word_is_its_digit(hand: Hand) -> None:
    hand.show(asked_for_help())
    choices = [each for each in hand.window.reasons.findChildren(_Choice) if each.isVisible()]
    assert [each.word for each in choices][:2] == ["规则疑问", "辱骂威胁"]
    QTest.mouseClick(choices[1], Qt.MouseButton.LeftButton)
    assert hand.made == [team_intents.TakeReason(2)]
    assert "2 辱骂威胁" in hand.window.reasons.accessibleName()


def test_the_row_grows_where_the_window_is_narrow(hand: Hand) -> None:
    hand.show(asked_for_help())
    wide = hand.window.reasons.height()
    hand.window.resize(700, 768)
    assert hand.window.reasons.height() > wide
    row = hand.window.reasons
    for each in row.findChildren(_Choice):
        assert not each.isVisible() or row.rect().contains(each.geometry())


def test_what_happens_without_a_key_is_said() -> None:
    seen = reasons_seen(asked_for_help(), EN, KEYS)
    assert seen is not None
    assert seen.said == "Asked by itself in 8 s"
    seen = reasons_seen(resting(), ZH, KEYS)
    assert seen is not None
    assert (seen.said, [each.word for each in seen.choices][-1]) == ("", "不说明")
    assert reasons_seen(scene("02-ready"), ZH, KEYS) is None


def test_the_reason_of_a_rest_is_the_agents_state_everywhere() -> None:
    state = resting("training")
    top = top_bar_seen(state, ZH, KEYS)
    assert (top.state, top.shape) == ("培训", Shape.BREAK)
    assert call_bar_seen(state, EN, KEYS).state == "Training"
    shift = shift_seen(state, ZH)
    assert shift is not None
    assert "会议 21 分钟" in shift.rests
    assert "培训 4 分钟" in shift.rests
    assert "示忙" not in shift.rests  # half a minute is not told
