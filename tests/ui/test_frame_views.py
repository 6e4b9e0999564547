"""The bars as they stand on the screen: what they ask of the desk, what they are called, and how
they give way to larger text."""

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from desk_client.services import intents
from desk_client.services.desk_state import DeskState
from desk_client.text import Language
from tests.ui.sample_phone import muted_and_paused
from tests.ui.sample_states import SCENES, scene
from tests.ui.test_widgets import Paints, settled, shown
from ui.banner.presenter import banner_seen
from ui.banner.view import Banner
from ui.call_bar.presenter import call_bar_seen
from ui.call_bar.view import CallBarPane
from ui.keys import KeyMap
from ui.room import Room, is_compact, room_of
from ui.status_bar.presenter import status_bar_seen
from ui.status_bar.view import StatusBar
from ui.theme import Look, put_on
from ui.toast.presenter import toast_seen
from ui.toast.view import ToastPane
from ui.top_bar.presenter import Page, top_bar_seen
from ui.top_bar.view import TopBar
from ui.widgets.button import Button
from ui.widgets.hairline import Hairline
from ui.wording import Wording

KEYS = KeyMap()
_LEFT = Qt.MouseButton.LeftButton


def call_bar(qtbot: QtBot, state: DeskState, width: int = 1366) -> CallBarPane:
    bar = CallBarPane()
    bar.show_call_bar(call_bar_seen(state, Wording("zh"), KEYS))
    shown(qtbot, bar, width)
    return bar


def buttons(widget: QWidget) -> list[Button]:
    """Those in sight, from left to right."""
    seen = [button for button in widget.findChildren(Button) if button.isVisible()]
    return sorted(seen, key=lambda button: button.mapTo(widget, button.rect().topLeft()).x())


def texts(widget: QWidget) -> list[str]:
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisible()]


@pytest.mark.parametrize(
    ("place", "intent"),
    [
        (0, intents.ToggleMute()),
        (1, intents.ToggleHold()),
        (2, intents.OpenDirectory()),
        (3, intents.ToggleRecording()),
        (4, intents.AskForHelp()),
    ],
)
def test_a_click_asks_what_the_key_asks(
    light: Look, qtbot: QtBot, place: int, intent: intents.Intent
) -> None:
    bar = call_bar(qtbot, scene("06-live-verified"))
    with qtbot.waitSignal(bar.asked, timeout=1000) as told:
        QTest.mouseClick(buttons(bar)[place], _LEFT)
    assert told.args == [intent]


def test_hanging_up_stands_last_and_hangs_up(light: Look, qtbot: QtBot) -> None:
    bar = call_bar(qtbot, scene("06-live-verified"))
    last = buttons(bar)[-1]
    assert (last.word, last.kind) == ("挂断", "danger")
    with qtbot.waitSignal(bar.asked, timeout=1000) as told:
        QTest.mouseClick(last, _LEFT)
    assert told.args == [intents.HangUpCall()]


def test_buttons_stay_the_same_widgets_from_mute_to_unmute(light: Look, qtbot: QtBot) -> None:
    bar = call_bar(qtbot, scene("06-live-verified"))
    before = buttons(bar)
    bar.show_call_bar(call_bar_seen(muted_and_paused("zh"), Wording("zh"), KEYS))
    assert buttons(bar) == before
    assert before[0].accessibleName() == "取消静音"


def test_tab_goes_from_left_to_right(light: Look, qtbot: QtBot) -> None:
    bar = call_bar(qtbot, scene("06-live-verified"))
    chain, each = [], bar.nextInFocusChain()
    while each is not bar and each is not None:
        chain.append(each)
        each = each.nextInFocusChain()
    order = [each for each in chain if isinstance(each, Button) and each.isVisible()]
    assert order == buttons(bar)


def test_a_second_of_talk_repaints_no_button(light: Look, qtbot: QtBot) -> None:
    state = scene("06-live-verified")
    bar = call_bar(qtbot, state)
    qtbot.wait(20)
    paints = [Paints(button) for button in buttons(bar)]
    later = replace(state, now=state.now + timedelta(seconds=1))
    bar.show_call_bar(call_bar_seen(later, Wording("zh"), KEYS))
    assert "04:19" in texts(bar)
    assert [settled(qtbot, each) for each in paints] == [0] * len(paints)


def test_a_resting_wrap_up_keeps_its_timer(light: Look, qtbot: QtBot) -> None:
    state = scene("07-wrap-up")
    bar = call_bar(qtbot, state)
    assert "00:27" in texts(bar)
    assert state.wrap_up is not None
    later = state.now + timedelta(seconds=9)
    resting = replace(state, now=later, wrap_up=replace(state.wrap_up, rests_since=state.now))
    bar.show_call_bar(call_bar_seen(resting, Wording("zh"), KEYS))
    assert "00:27" in texts(bar)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", sorted(SCENES))
def test_the_bars_fit_the_smallest_window(
    light: Look, qtbot: QtBot, name: str, language: Language
) -> None:
    state, wording = scene(name, language), Wording(language)
    bar, top, status = CallBarPane(), TopBar(), StatusBar()
    every = (Page.DESK, Page.CASES, Page.SETTINGS)
    bar.show_call_bar(call_bar_seen(state, wording, KEYS))
    top.show_top_bar(top_bar_seen(state, wording, KEYS, pages=every, search_key="Ctrl+K"))
    status.show_status_bar(status_bar_seen(state, wording, KEYS))
    for widget in (bar, top, status):
        shown(qtbot, widget, 1366)
        assert widget.minimumSizeHint().width() <= 1366
    assert (top.height(), status.height()) == (44, 34)
    assert abs(bar.height() - 60) <= 2


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", sorted(SCENES))
def test_the_bars_fit_at_twice_the_text(
    qapp: QApplication, qtbot: QtBot, name: str, language: Language
) -> None:
    put_on(qapp, "light", 2.0)
    state, wording = scene(name, language), Wording(language)
    bar, top, status = CallBarPane(), TopBar(), StatusBar()
    bar.show_call_bar(call_bar_seen(state, wording, KEYS))
    top.show_top_bar(top_bar_seen(state, wording, KEYS))
    status.show_status_bar(status_bar_seen(state, wording, KEYS))
    for widget in (bar, top, status):
        widget.show_room(Room.LOW)
        shown(qtbot, widget, 1366)
        assert widget.minimumSizeHint().width() <= 1366


def test_short_of_room_the_words_go_before_the_keys(light: Look, qtbot: QtBot) -> None:
    bar = call_bar(qtbot, scene("06-live-verified"))
    whole = bar.minimumSizeHint().width()
    bar.show_room(Room.SHORT)
    assert bar.minimumSizeHint().width() < whole
    assert [button.key for button in buttons(bar)] == ["F2", "F3", "F4", "F7", "F8", "F12"]
    assert "04:18" in texts(bar)
    bar.show_room(Room.NARROW)
    assert [button.key for button in buttons(bar)] == ["F2", "F3", "F4", "F7", "F12"]
    assert "录音中" in texts(bar)
    assert "王建国" not in texts(bar)
    bar.show_room(Room.FULL)
    assert bar.minimumSizeHint().width() == whole
    assert "王建国" in texts(bar)


def test_room_follows_from_size_and_text() -> None:
    assert room_of(1366, 768, 1.0) is Room.FULL
    assert room_of(1366, 768, 1.25) is Room.SHORT
    assert room_of(1920, 1080, 1.5) is Room.SHORT
    assert room_of(1920, 1080, 2.0) is Room.NARROW
    assert room_of(1366, 768, 2.0) is Room.LOW
    assert is_compact(698, 1.0)
    assert not is_compact(768, 1.0)


def test_the_rehearsal_clock_is_in_sight_at_every_size(light: Look, qtbot: QtBot) -> None:
    state = scene("02-ready")
    rehearsing = replace(state, station=replace(state.station, rehearsal=True))
    top, status = TopBar(), StatusBar()
    top.show_top_bar(top_bar_seen(rehearsing, Wording("zh"), KEYS))
    status.show_status_bar(status_bar_seen(rehearsing, Wording("zh"), KEYS))
    for widget in (top, status):
        shown(qtbot, widget, 1366)
    said = [chip for chip in top.findChildren(QWidget) if chip.accessibleName() == "演练时钟"]
    folded = [chip for chip in status.findChildren(QWidget) if chip.accessibleName() == "演练时钟"]
    for room in (Room.FULL, Room.SHORT, Room.NARROW):
        top.show_room(room)
        assert said[0].isVisible()
    status.show_room(Room.LOW)
    assert folded[0].isVisible()


def test_the_top_bar_tells_what_was_picked(light: Look, qtbot: QtBot) -> None:
    top = TopBar()
    pages = (Page.DESK, Page.SETTINGS)
    seen = top_bar_seen(scene("02-ready"), Wording("zh"), KEYS, pages=pages, search_key="Ctrl+K")
    top.show_top_bar(seen)
    shown(qtbot, top, 1366)
    by_name = {button.accessibleName(): button for button in top.findChildren(QAbstractButton)}
    with qtbot.waitSignal(top.page_chosen, timeout=1000) as told:
        QTest.mouseClick(by_name["设置"], _LEFT)
    assert told.args == [Page.SETTINGS]
    with qtbot.waitSignal(top.search_asked, timeout=1000):
        QTest.mouseClick(by_name["搜索姓名、首字母、尾号"], _LEFT)
    with qtbot.waitSignal(top.state_asked, timeout=1000):
        QTest.mouseClick(by_name["示闲"], _LEFT)
    assert by_name["示闲"].accessibleDescription().endswith("F9")


def test_the_foot_line_takes_the_choice_of_panes(light: Look, qtbot: QtBot) -> None:
    status, lead = StatusBar(), QLabel("Ctrl 1")
    status.add_lead(lead)
    status.show_status_bar(status_bar_seen(scene("06-live-verified"), Wording("zh"), KEYS))
    shown(qtbot, status, 1366)
    assert not lead.isVisible()
    status.show_room(Room.LOW)
    assert lead.isVisible()
    assert "线路已注册" not in texts(status)


def test_the_banner_takes_room_only_while_it_says_something(light: Look, qtbot: QtBot) -> None:
    banner = Banner()
    qtbot.addWidget(banner)
    assert banner.isHidden()
    banner.show_banner(banner_seen(scene("09-offline-toast"), Wording("zh"), KeyMap()))
    assert not banner.isHidden()
    assert banner.accessibleName() == "10:31 起离线"
    assert abs(banner.sizeHint().height() - 36) <= 3
    banner.show_banner(None)
    assert banner.isHidden()


def test_the_toast_lies_in_the_pane_and_takes_no_focus(light: Look, qtbot: QtBot) -> None:
    pane = QWidget()
    toast = ToastPane(pane, reduce_motion=True)
    shown(qtbot, pane, 692)
    pane.resize(692, 600)
    toast.show_toast(toast_seen(scene("09-offline-toast"), Wording("zh"), KEYS), foot=42)
    assert toast.isVisible()
    assert not toast.isWindow()
    assert pane.rect().contains(toast.geometry())
    assert pane.height() - toast.geometry().bottom() >= 42
    assert all(
        child.focusPolicy() is Qt.FocusPolicy.NoFocus for child in toast.findChildren(QWidget)
    )
    with qtbot.waitSignal(toast.asked, timeout=1000) as told:
        QTest.mouseClick(toast.findChildren(Button)[0], _LEFT)
    assert told.args == [intents.Redo()]


def test_a_toast_that_went_does_not_come_back_by_itself(light: Look, qtbot: QtBot) -> None:
    pane = QWidget()
    toast = ToastPane(pane, reduce_motion=True)
    shown(qtbot, pane, 692)
    seen = toast_seen(scene("09-offline-toast"), Wording("zh"), KEYS)
    toast.show_toast(seen)
    toast.hide()
    toast.show_toast(seen)
    assert not toast.isVisible()
    toast.show_toast(None)
    assert not toast.isVisible()


def test_everything_that_can_be_pressed_has_a_name(light: Look, qtbot: QtBot) -> None:
    for name in sorted(SCENES):
        bar = call_bar(qtbot, scene(name))
        assert [b for b in bar.findChildren(QAbstractButton) if b.isVisible()]
        assert all(
            button.accessibleName()
            for button in bar.findChildren(QAbstractButton)
            if button.isVisible()
        )


def test_a_hairline_is_one_pixel_at_any_size(qapp: QApplication, qtbot: QtBot) -> None:
    put_on(qapp, "dark", 2.0)
    line, post = Hairline(), Hairline(Qt.Orientation.Vertical)
    for widget in (line, post):
        qtbot.addWidget(widget)
    assert (line.maximumHeight(), post.maximumWidth()) == (1, 1)
