"""The window as a whole: amounts that are hidden are nowhere in it, nothing steals the focus, every
key it shows acts, both languages and every room work, and painting is quick."""

import time
from dataclasses import replace

import pytest
from PySide6.QtCore import QAbstractItemModel, QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLabel,
    QLineEdit,
    QListView,
    QPlainTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from desk_client.services.desk_state import DeskState, LineState, Phase
from desk_client.text import Language
from tests.ui.desk_fixture import Hand, hand, make_hand
from tests.ui.sample_states import HIDDEN_SCENES, SCENES, SECRETS, scene
from ui.key_intents import living_keys
from ui.keys import KeyMap
from ui.theme import Look, look, put_on
from ui.tokens import Type
from ui.widgets.key_cap import KeyCap, cap_text
from ui.widgets.label import ElidedLabel, Label
from ui.widgets.option import Option

__all__ = ["hand"]

LANGUAGES: tuple[Language, ...] = ("zh", "en")


def words(window: QWidget) -> list[str]:
    """Everything the widget tree could tell: texts, tooltips, names, descriptions, model data."""
    told: list[str] = []
    for child in (window, *window.findChildren(QWidget)):
        told += [child.toolTip(), child.accessibleName(), child.accessibleDescription()]
        told += [child.statusTip(), child.whatsThis(), child.windowTitle()]
        if isinstance(child, QLabel | QAbstractButton | QLineEdit):
            told.append(child.text())
        if isinstance(child, QPlainTextEdit):
            told.append(child.toPlainText())
        if isinstance(child, QListView):
            told += _model_words(child.model())
        accessible = QAccessible.queryAccessibleInterface(child)
        if accessible is not None:
            told += [accessible.text(of) for of in (QAccessible.Text.Name, QAccessible.Text.Value)]
    return [text for text in told if text]


def _model_words(model: QAbstractItemModel) -> list[str]:
    roles = [*Qt.ItemDataRole, Qt.ItemDataRole.UserRole + 1]
    return [
        str(model.index(row, 0).data(int(role)))
        for row in range(model.rowCount())
        for role in roles
        if model.index(row, 0).data(int(role)) is not None
    ]


def settle() -> None:
    """Nested layouts take a few rounds."""
    for _ in range(5):
        QApplication.processEvents()


def leaks(window: QWidget) -> set[str]:
    told = words(window)
    return {secret for secret in SECRETS if any(secret in text for text in told)}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", HIDDEN_SCENES)
def test_no_figure_is_anywhere_while_amounts_are_hidden(
    qtbot: QtBot, light: Look, name: str, language: Language
) -> None:
    hand = make_hand(qtbot, language)
    hand.show(scene(name, language))
    assert leaks(hand.window) == set()


def test_the_same_search_finds_the_figures_once_they_are_open(hand: Hand) -> None:
    hand.show(scene("06-live-verified"))
    assert {"3,260.50", "1,086.20", "412.00"} <= leaks(hand.window)


@pytest.mark.parametrize("before", ["06-live-verified", "07-wrap-up"])
@pytest.mark.parametrize("name", [*HIDDEN_SCENES, "02-ready"])
def test_a_case_leaves_no_figure_behind(hand: Hand, before: str, name: str) -> None:
    hand.show(scene(before))
    hand.show(scene(name))
    assert leaks(hand.window) == set()


def test_hiding_by_hand_takes_every_figure_away(hand: Hand) -> None:
    state = scene("06-live-verified")
    hand.show(state)
    hand.show(replace(state, hidden=True))
    assert leaks(hand.window) == set()
    assert not any("800" in text for text in words(hand.window))
    hand.show(state)
    assert "3,260.50" in leaks(hand.window)


def test_a_hidden_amount_says_so_to_a_screen_reader(hand: Hand) -> None:
    hand.show(scene("05-live-unverified"))
    names = [child.accessibleName() for child in hand.window.card.findChildren(QWidget)]
    assert "核身前隐藏" in names


def test_no_name_and_no_number_is_in_the_window_title(hand: Hand) -> None:
    hand.show(scene("06-live-verified"))
    assert hand.window.windowTitle() == "Desk Client"


@pytest.mark.parametrize("field", ["note", "typing", "script"])
def test_no_event_of_a_call_takes_the_focus(hand: Hand, field: str) -> None:
    hand.show(scene("07-wrap-up"))
    if field == "note":
        hand.press(Qt.Key.Key_N)
    if field == "typing":
        hand.press(Qt.Key.Key_Tab)
    focus = hand.window.focusWidget()
    hand.show(replace(scene("07-wrap-up"), notice=None))
    assert hand.window.focusWidget() is focus
    if field != "typing":
        for name in ("03-preview", "04-ringing", "05-live-unverified", "06-live-verified"):
            hand.show(scene(name))
            assert hand.window.focusWidget() is focus, name


def test_a_focus_whose_widget_goes_comes_to_rest_on_the_script(hand: Hand) -> None:
    hand.show(scene("07-wrap-up"))
    hand.press(Qt.Key.Key_Tab)
    hand.show(scene("03-preview"))
    assert hand.window.focusWidget() is hand.window.reading
    hand.press(Qt.Key.Key_N)
    hand.show(scene("02-ready"))
    assert hand.window.focusWidget() is hand.window.reading


def test_a_branch_that_goes_hands_its_focus_to_no_text_field(hand: Hand) -> None:
    hand.show(scene("06-live-verified"))
    branch = hand.window.script._branches.all[0]
    branch.setFocus()
    hand.show(scene("05-live-unverified"))
    assert not isinstance(QApplication.focusWidget(), QLineEdit | QPlainTextEdit)


def test_the_script_takes_no_input_method(hand: Hand) -> None:
    off = Qt.WidgetAttribute.WA_InputMethodEnabled
    assert not hand.window.reading.testAttribute(off)
    assert not hand.window.script.testAttribute(off)
    assert hand.window.outcome.note.edit.testAttribute(off)
    assert hand.window.focusWidget() is hand.window.reading


@pytest.mark.parametrize("name", list(SCENES))
def test_every_key_shown_acts_in_that_phase(hand: Hand, name: str) -> None:
    state = scene(name)
    hand.show(state)
    alive = set(living_keys(KeyMap(), state))
    spans = {"1–4": "1", "↑↓": "Down", "← →": "Right", "Q–P A–L": "P", "Shift ← →": "Shift+Right"}
    for cap in hand.window.findChildren(KeyCap):
        if not cap.isVisible() or not cap.key:
            continue
        key = spans.get(cap.key, cap.key)
        assert key in alive or cap_text(key) in {cap_text(each) for each in alive}, cap.key


@pytest.mark.parametrize("name", list(SCENES))
@pytest.mark.parametrize("language", LANGUAGES)
def test_buttons_and_panes_have_names(
    qtbot: QtBot, light: Look, name: str, language: Language
) -> None:
    hand = make_hand(qtbot, language)
    hand.show(scene(name, language))
    for button in hand.window.findChildren(QAbstractButton):
        if button.isVisible():
            assert button.accessibleName(), button
    for pane in (hand.window.card, hand.window.reading, hand.window.outcome):
        assert pane.accessibleName()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", list(SCENES))
def test_no_label_is_cut_at_the_small_window(
    qtbot: QtBot, light: Look, name: str, language: Language
) -> None:
    hand = make_hand(qtbot, language)
    hand.show(scene(name, language))
    settle()
    for label in hand.window.findChildren(Label):
        if label.isVisible() and not isinstance(label, ElidedLabel) and not label.wordWrap():
            wide = label.fontMetrics().horizontalAdvance(label.text())
            assert label.width() >= wide - 1, (label.text(), label.width(), wide)


@pytest.mark.parametrize("size", [(1366, 698), (1366, 768), (1920, 1080)])
def test_the_first_look_ends_above_600(qtbot: QtBot, light: Look, size: tuple[int, int]) -> None:
    hand = make_hand(qtbot, "zh", size)
    hand.show(scene("05-live-unverified"))
    settle()
    last = hand.window.card._contact_rows.all[2]
    assert last.mapTo(hand.window, QPoint(0, last.height())).y() <= 600


@pytest.mark.parametrize("tall", [768, 1080])
def test_the_current_line_stands_at_one_third(qtbot: QtBot, light: Look, tall: int) -> None:
    hand = make_hand(qtbot, "zh", (1366, tall))
    tops = set()
    for name in ("04-ringing", "05-live-unverified", "06-live-verified"):
        hand.show(scene(name))
        settle()
        band = hand.window.script._band
        tops.add(band.mapTo(hand.window, QPoint(0, 0)).y())
    assert tops == {round(tall / 3)}


def test_pane_widths_follow_the_window(qtbot: QtBot, light: Look) -> None:
    hand = make_hand(qtbot)
    hand.show(scene("05-live-unverified"))
    settle()
    assert (hand.window.card.width(), hand.window.right.width()) == (308, 366)
    hand.window.resize(1920, 1080)
    settle()
    assert (hand.window.card.width(), hand.window.right.width()) == (380, 440)
    assert look().script_scale == pytest.approx(1.22)
    hand.window.resize(1366, 768)
    QApplication.processEvents()
    assert look().script_scale == pytest.approx(1.0)


def test_at_200_percent_one_pane_is_shown_and_ctrl_keys_change_it(
    qtbot: QtBot, qapp: QApplication
) -> None:
    put_on(qapp, "light", scale=2.0)
    hand = make_hand(qtbot, "zh", (1920, 1080))
    hand.show(scene("05-live-unverified"))
    assert hand.window.one_pane.isVisible()
    assert [hand.window.card.isVisible(), hand.window.reading.isVisible()] == [False, True]
    hand.press(Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert [hand.window.card.isVisible(), hand.window.reading.isVisible()] == [True, False]
    hand.press(Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    assert hand.window.right.isVisible()
    hand.press(Qt.Key.Key_N)
    assert hand.window.focusWidget() is hand.window.outcome.note.edit
    put_on(qapp, "light")


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_form_is_never_pressed_flat(
    qtbot: QtBot, qapp: QApplication, language: Language, scale: float
) -> None:
    put_on(qapp, "light", scale=scale)
    hand = make_hand(qtbot, language, (1366, 768))
    hand.show(scene("07-wrap-up", language))
    settle()
    options = hand.window.wrap_up.findChildren(Option)
    shown = [option for option in options if option.isVisible()]
    assert len(shown) > 6
    assert all(option.height() >= option.sizeHint().height() for option in shown)
    put_on(qapp, "light")


def test_in_a_low_window_the_choice_of_panes_stands_in_the_foot_line(
    qtbot: QtBot, qapp: QApplication
) -> None:
    put_on(qapp, "light", scale=2.0)
    hand = make_hand(qtbot, "en", (1366, 768))
    hand.show(scene("05-live-unverified", "en"))
    settle()
    foot = hand.window.one_pane.foot
    assert foot.isVisible()
    assert hand.window.status_bar.isAncestorOf(foot)
    foot.chosen.emit("2")
    assert hand.window.right.isVisible()
    hand.window.resize(1920, 1080)
    settle()
    assert not foot.isVisible()
    put_on(qapp, "light")


def test_the_work_list_ends_with_a_whole_row(hand: Hand) -> None:
    hand.show(scene("02-ready"))
    settle()
    rows = hand.window.work.list
    assert rows.viewport().height() % rows.sizeHintForRow(0) == 0


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", [(1920, 1080), (1366, 768)])
def test_at_200_percent_no_line_of_the_script_is_cut(
    qtbot: QtBot, qapp: QApplication, language: Language, size: tuple[int, int]
) -> None:
    put_on(qapp, "light", scale=2.0)
    hand = make_hand(qtbot, language, size)
    for name in ("04-ringing", "05-live-unverified", "06-live-verified"):
        hand.show(scene(name, language))
        settle()
        script = hand.window.script
        rows = [row for row in (*script._past.all, *script._coming.all) if row.isVisible()]
        for row in rows:
            assert row.height() >= row.heightForWidth(row.width()) - 1
        assert script._band.height() >= script._band.heightForWidth(script._band.width()) - 1
        for box in script._factors.all:
            assert not box.isVisible() or box.height() >= look().metrics(Type.BODY).height()
    put_on(qapp, "light")


def test_timers_go_on_between_two_states(hand: Hand) -> None:
    hand.show(scene("05-live-unverified"))
    before = hand.window.call_bar._timer.text()
    hand.now += 2
    hand.window._tick()
    assert hand.window.call_bar._timer.text() != before


class _Paints(QObject):
    """Counts what is painted below a widget."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.painted: list[str] = []
        for child in window.findChildren(QWidget):
            child.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Paint:
            self.painted.append(type(watched).__name__)
        return False


def test_a_state_that_says_the_same_paints_no_pane(hand: Hand) -> None:
    hand.show(scene("06-live-verified"))
    settle()
    for pane in (hand.window.card, hand.window.reading, hand.window.outcome):
        paints = _Paints(pane)
        hand.window.show_state(scene("06-live-verified"))
        QApplication.processEvents()
        assert paints.painted == []


def test_showing_a_case_and_a_tick_are_quick(hand: Hand) -> None:
    names = ("03-preview", "05-live-unverified", "06-live-verified", "07-wrap-up")
    for name in names:
        hand.show(scene(name))
    states: list[DeskState] = [scene(name) for name in names] * 3
    took = []
    for state in states:
        begun = time.perf_counter()
        hand.window.show_state(state)
        took.append(time.perf_counter() - begun)
    ticks = []
    for _ in range(10):
        hand.now += 1
        begun = time.perf_counter()
        hand.window._tick()
        ticks.append(time.perf_counter() - begun)
    assert sorted(took)[len(took) // 2] < 0.025
    assert sorted(ticks)[len(ticks) // 2] < 0.005


@pytest.mark.parametrize("line", list(LineState))
def test_every_standing_of_the_line_is_shown(hand: Hand, line: LineState) -> None:
    state = scene("03-preview")
    hand.show(replace(state, station=replace(state.station, line=line)))
    assert hand.window.banner.isVisible() is (line is LineState.LOST)


def test_on_hold_the_script_shows_no_key(hand: Hand) -> None:
    hand.show(replace(scene("06-live-verified"), phase=Phase.ON_HOLD))
    caps = [cap for cap in hand.window.script.findChildren(KeyCap) if cap.isVisible() and cap.key]
    assert caps == []
    assert hand.press(Qt.Key.Key_Space) == []


def test_the_dark_theme_shows_every_scene(qtbot: QtBot, dark: Look) -> None:
    hand = make_hand(qtbot)
    for name in SCENES:
        hand.show(scene(name))
        QTest.qWait(1)
    assert hand.window.grab().width() >= 1366
