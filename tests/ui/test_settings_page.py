"""The settings page in a real window: opened by its key, worked by arrows, and a language, a text
size or a key that changes in the same window while a call goes on and a note is being typed."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from desk_client.services import intents
from desk_client.services import settings_intents as asks
from desk_client.services.desk_state import DeskState
from desk_client.services.own_settings import CHOICES, OwnSettings, key_moved, stepped
from desk_client.services.settings_parts import Section, SettingRow, SettingsPart
from desk_client.text import Language
from tests.ui.desk_fixture import Hand, hand
from tests.ui.sample_states import SCENES, scene
from ui.keys import DEFAULT, Act, KeyClash, KeyMap
from ui.over_panes import under_call_bar
from ui.refurnish import refurnish
from ui.settings_page.presenter import settings_seen
from ui.settings_page.rows import SettingLine
from ui.theme import look, put_on
from ui.wording import Wording, screen

__all__ = ["hand"]

K, CTRL = Qt.Key, Qt.KeyboardModifier.ControlModifier
ROWS = (
    SettingRow(name="language", value="zh", source="default"),
    SettingRow(name="text_percent", value="125", source="you"),
    SettingRow(name="line.domain", value="sip.example.com:5061", source="policy"),
)


def opened(
    name: str = "02-ready", section: Section = "look", own: OwnSettings | None = None
) -> DeskState:
    own = own or OwnSettings()
    rows = () if section == "keys" else ROWS
    part = SettingsPart(section=section, rows=rows, own=own)
    return replace(scene(name), settings=part, own=own)


def names(hand: Hand) -> list[str]:
    lines = hand.window.settings.findChildren(SettingLine)
    return [line.accessibleName() for line in lines if line.isVisible()]


def said(hand: Hand) -> str:
    return " ".join(label.text() for label in hand.window.settings.findChildren(QLabel))


def anew(hand: Hand, language: Language, keys: KeyMap | None = None) -> None:
    refurnish(
        hand.window,
        Wording(language),
        keys or hand.window.keys,
        script_scale=1.0,
        reduce_motion=True,
    )


def choose(hand: Hand, act: Act) -> None:
    place = [binding.act for binding in DEFAULT].index(act)
    for _ in range(place):
        hand.press(K.Key_Down)


def test_it_opens_by_its_key_in_every_phase(hand: Hand) -> None:
    for name in SCENES:
        hand.show(scene(name))
        assert hand.press(K.Key_Comma, CTRL) == [asks.OpenSettings()], name


def test_rows_say_what_holds_and_who_decides(hand: Hand) -> None:
    hand.show(opened())
    assert names(hand) == [
        "语言, 中文, 默认, 立即切换，通话中也可以",
        "文字大小, 125 %, 本人, 屏幕上的全部文字",
        "呼叫域, sip.example.com:5061, 本机策略, 外呼发往的主机",
    ]
    assert hand.press(K.Key_Right) == [asks.StepSetting("language", 1)]
    hand.press(K.Key_Down)
    assert hand.press(K.Key_Left) == [asks.StepSetting("text_percent", -1)]
    hand.press(K.Key_Down)
    assert hand.press(K.Key_Right) == [], "what IT set up is only read"
    hand.press(K.Key_Return)
    assert QApplication.clipboard().text() == "sip.example.com:5061"
    assert hand.press(K.Key_2) == [asks.ChooseSection("keys")]
    assert hand.press(K.Key_Space) == [], "no case is taken from behind it"
    assert hand.press(K.Key_Escape) == [asks.CloseSettings()]


def test_hanging_up_works_while_it_is_open(hand: Hand) -> None:
    hand.show(opened("06-live-verified"))
    assert hand.press(K.Key_F12) == [intents.HangUpCall()]


def test_a_key_is_moved_by_pressing_the_new_one(hand: Hand) -> None:
    hand.show(opened(section="keys"))
    choose(hand, Act.SKIP)
    hand.press(K.Key_Return)
    assert hand.window.settings.awaits
    assert hand.press(K.Key_M) == []
    assert "M 上已有「" in said(hand)
    assert hand.press(K.Key_F10) == []
    assert "F10 留给" in said(hand)
    assert hand.press(K.Key_G, CTRL) == [asks.KeepKey(Act.SKIP, "Ctrl+G")]
    assert not hand.window.settings.awaits


def test_the_phones_keys_are_the_pages_only_while_a_new_key_is_awaited(hand: Hand) -> None:
    hand.show(opened("06-live-verified", "keys"))
    choose(hand, Act.NOTE)
    hand.press(K.Key_Return)
    assert hand.press(K.Key_F12) == [], "refused as taken, and nobody is hung up on"
    assert hand.press(K.Key_Escape) == [], "leaves the waiting, not the page"
    assert hand.press(K.Key_F12) == [intents.HangUpCall()]


def test_a_fixed_key_says_why_and_does_not_move(hand: Hand) -> None:
    hand.show(opened(section="keys"))
    choose(hand, Act.OUTCOME)
    row = [line for line in names(hand) if line.startswith("结果")]
    assert row
    assert "固定键" in row[0]
    hand.press(K.Key_Return)
    assert not hand.window.settings.awaits
    assert hand.press(K.Key_0) == [asks.ResetKeys()]


def test_a_moved_key_is_shown_and_put_back(hand: Hand) -> None:
    own = key_moved(OwnSettings(), Act.SKIP, "Ctrl+G")
    anew(hand, "zh", KeyMap().with_moves(own.keys))
    hand.show(opened("03-preview", "keys", own))
    choose(hand, Act.SKIP)
    assert any("Ctrl+G, 本人, 原为 X" in line for line in names(hand))
    assert hand.press(K.Key_X) == [asks.KeepKey(Act.SKIP, "")]
    hand.show(scene("03-preview"))
    hand.press(K.Key_G, CTRL)
    assert hand.window.preview.skipping
    assert hand.window.keys.act("X", scene("03-preview").phase) is None


def visible_texts(window: QWidget) -> str:
    return " ".join(each.text() for each in window.findChildren(QLabel) if each.isVisible())


def test_the_same_window_in_another_language_in_every_phase(hand: Hand) -> None:
    handle = hand.window.winId()
    for name, language in zip(SCENES, ("en", "zh") * len(SCENES), strict=False):
        hand.show(scene(name))
        before = visible_texts(hand.window)
        anew(hand, "en" if language == "en" else "zh")
        QApplication.processEvents()
        assert visible_texts(hand.window) != before, name
        assert hand.window.winId() == handle


def test_what_is_being_typed_and_the_call_go_over(hand: Hand, qtbot: QtBot) -> None:
    hand.show(scene("06-live-verified"))
    hand.press(K.Key_N)
    hand.write("promised on friday")
    hand.press(K.Key_Left)
    caret = hand.window.outcome.note.caret
    anew(hand, "en")
    assert hand.window.outcome.note.edit.toPlainText() == "promised on friday"
    assert hand.window.outcome.note.caret == caret
    qtbot.waitUntil(lambda: any(isinstance(each, intents.WriteNote) for each in hand.made))
    hand.press(K.Key_Escape)
    assert hand.press(K.Key_F12) == [intents.HangUpCall()], "once, by the new window's key"


def test_the_row_of_the_settings_is_kept(hand: Hand) -> None:
    hand.show(opened())
    hand.press(K.Key_Down)
    anew(hand, "en")
    assert hand.window.settings.isVisible()
    assert hand.press(K.Key_Right) == [asks.StepSetting("text_percent", 1)]


def test_another_text_size_at_run_time(hand: Hand) -> None:
    hand.show(opened())
    before = look()
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    tall = hand.window.top_bar.sizeHint().height()
    try:
        put_on(app, "light", 2.0)
        anew(hand, "zh")
        assert hand.window.top_bar.sizeHint().height() > tall
        QApplication.processEvents()
        assert hand.window.settings.y() == under_call_bar(hand.window), "no list shows above it"
        assert hand.window.settings.geometry().bottom() == hand.window.rect().bottom()
    finally:
        put_on(app, before.scheme, before.scale, before.script_scale)


def test_every_setting_has_its_words_in_both_languages() -> None:
    for language in ("zh", "en"):
        for section in ("look", "keys", "line", "law"):
            seen = settings_seen(opened(section=section), Wording(language), KeyMap())
            assert seen is not None
            assert all(row.title and row.name for row in seen.rows)
    for name in CHOICES:
        assert screen()[f"setting_said.{name}"].en == OwnSettings.model_fields[name].description


@given(st.lists(st.tuples(st.sampled_from(list(Act)), st.sampled_from("ABQXZ19,")), max_size=6))
def test_moves_never_leave_two_acts_on_one_key(moves: list[tuple[Act, str]]) -> None:
    made = KeyMap().with_moves(moves)
    KeyMap(made.bindings)  # KeyClash where two would lie on one
    for act, key in moves:
        try:
            KeyMap().moved(act, key)
        except KeyClash:
            assert KeyMap().beside(act, key) is not None
        except ValueError:
            assert next(each for each in DEFAULT if each.act is act).fixed


@given(st.sampled_from(sorted(CHOICES)), st.integers(-7, 7))
def test_steps_go_round_and_back(name: str, steps: int) -> None:
    own = OwnSettings()
    first = CHOICES[name][0]
    for _ in range(abs(steps)):
        own = stepped(own, name, 1 if steps > 0 else -1, default=first)
    for _ in range(abs(steps)):
        own = stepped(own, name, -1 if steps > 0 else 1, default=first)
    assert getattr(own, name) in (None, first)
