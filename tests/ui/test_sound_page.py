"""The sound page and the directory in a real window: their keys, what they say, and that they take
no focus and no key of the line away."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from desk_client.services import intents
from desk_client.services.desk_state import DeskState
from desk_client.services.sound_parts import SoundPart, SoundPlace, SoundTest
from tests.ui.desk_fixture import Hand, hand, make_hand
from tests.ui.sample_phone import directory_open, incoming, sound_page
from tests.ui.sample_states import scene
from ui.keys import KeyMap
from ui.sound_page.presenter import SoundSeen, sound_seen
from ui.theme import Look, put_on
from ui.window_wires import headset_pressed
from ui.wording import Wording

__all__ = ["hand"]

ZH, EN, KEYS = Wording("zh"), Wording("en"), KeyMap()
_CTRL = Qt.KeyboardModifier.ControlModifier


def page(state: DeskState, wording: Wording = ZH) -> SoundSeen:
    return sound_seen(state, wording, KEYS)


def part(state: DeskState) -> SoundPart:
    assert state.sound is not None
    return state.sound


def values(seen: SoundSeen) -> dict[str, str]:
    return {row.label: f"{row.value} {row.note}".strip() for row in seen.rows}


def texts(widget: QWidget) -> list[str]:
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisible()]


def test_each_place_says_what_serves_it() -> None:
    told = values(page(sound_page("zh")))
    assert told["麦克风"] == "跟随系统 Jabra Evolve2 40"
    assert told["耳机"] == "Jabra Evolve2 40 未接上，暂用 内置扬声器"
    assert told["响铃"] == "内置扬声器"
    assert [row.value for row in page(sound_page("zh")).rows if row.label == "音量"] == [
        "+3 dB",
        "0 dB",
    ]


def test_what_it_set_up_is_said_and_not_to_be_changed() -> None:
    state = sound_page("en")
    chosen = {
        SoundPlace.CAPTURE: "file:/srv/voice.wav",
        SoundPlace.PLAYBACK: "silence",
        SoundPlace.RING: "silence",
    }
    fixed = replace(part(state), fixed=frozenset(SoundPlace), chosen=chosen)
    rows = page(replace(state, sound=fixed), EN).rows
    assert [row.value for row in rows if row.icon] == ["Sound file", "None", "None"]
    assert {row.note for row in rows if row.icon} == {"set up by IT"}
    assert all(row.back is None and row.on is None for row in rows)
    assert all(row.do is None for row in rows), "nothing of it can be tested"


def test_what_was_never_recorded_is_not_played_and_nobody_is_tested_upon() -> None:
    state = sound_page("en")
    fresh = page(replace(state, sound=replace(part(state), test=None)), EN).rows
    assert {row.label: row.do for row in fresh}["Play it back"] is None
    assert {row.label: row.do for row in page(state, EN).rows}["Play it back"] is not None
    talking = page(replace(scene("06-live-verified", "en"), sound=part(state)), EN).rows
    told = {row.label: (row.note, row.do) for row in talking[5:]}
    assert set(told.values()) == {("test after the call", None)}
    assert talking[0].on is not None, "another microphone is what a call may need"


def test_a_desk_without_a_device_says_so() -> None:
    state = sound_page("zh")
    bare = replace(part(state), captures=(), playbacks=(), in_use=dict.fromkeys(SoundPlace, ""))
    rows = page(replace(state, sound=bare)).rows
    assert rows[0].note == "没有可用设备"
    assert rows[0].bad
    assert page(replace(state, sound=None)).said == "本席话机不使用声卡。"


@pytest.mark.parametrize(
    ("test", "said", "bad"),
    [
        (None, "", False),
        (SoundTest(running=True), "Speak now…", False),
        (SoundTest(running=False, peak=0.2), "good, peak −14 dB", False),
        (SoundTest(running=False, peak=0.0), "No sound: look at the mute key of the headset", True),
        (SoundTest(running=False, peak=0.005), "too soft, peak −46 dB: turn it up", True),
        (SoundTest(running=False, peak=0.99), "too loud, peak 0 dB: turn it down", True),
    ],
)
def test_the_microphone_test_ends_in_words(test: SoundTest | None, said: str, bad: bool) -> None:
    state = sound_page("en")
    row = page(replace(state, sound=replace(part(state), test=test)), EN).rows[5]
    assert (row.label, row.value, row.bad) == ("Record three seconds", said, bad)


def test_the_page_is_worked_by_arrows_and_enter(hand: Hand) -> None:
    hand.show(sound_page("zh"))
    assert hand.press(Qt.Key.Key_D, _CTRL) == []
    assert hand.window.sound_page.isVisible()
    assert hand.press(Qt.Key.Key_Right) == [intents.MoveDevice(SoundPlace.CAPTURE, 1)]
    assert hand.press(Qt.Key.Key_Left) == [intents.MoveDevice(SoundPlace.CAPTURE, -1)]
    assert hand.press(Qt.Key.Key_Down) == []
    assert hand.press(Qt.Key.Key_Right) == [intents.MoveGain(SoundPlace.CAPTURE, 1)]
    for _ in range(4):
        hand.press(Qt.Key.Key_Down)
    assert hand.press(Qt.Key.Key_Return) == [intents.TryOut("record")]
    assert hand.press(Qt.Key.Key_X) == [], "no key of the desk acts under the page"
    assert hand.press(Qt.Key.Key_Escape) == []
    assert not hand.window.sound_page.isVisible()


def test_the_page_follows_what_the_desk_tells(hand: Hand) -> None:
    hand.show(sound_page("zh"))
    hand.press(Qt.Key.Key_D, _CTRL)
    assert any("正常" in text for text in texts(hand.window.sound_page))
    state = sound_page("zh")
    hand.show(replace(state, sound=replace(part(state), test=SoundTest(running=True))))
    assert "请说话……" in texts(hand.window.sound_page)
    hand.press(Qt.Key.Key_D, _CTRL)
    assert not hand.window.sound_page.isVisible()


def test_the_directory_lists_whom_and_takes_no_focus(hand: Hand) -> None:
    hand.show(scene("06-live-verified"))
    focused = hand.window.focusWidget()
    hand.show(directory_open("zh"))
    assert hand.window.focusWidget() is focused
    assert {"转接给", "王芳", "班长", "复核专员 周琳", "专员"} <= set(texts(hand.window.directory))
    assert hand.press(Qt.Key.Key_2) == [intents.ConsultColleague(2)]
    assert hand.press(Qt.Key.Key_Escape) == [intents.Leave()]
    hand.show(scene("06-live-verified"))
    assert not hand.window.directory.isVisible()


def test_a_click_in_the_directory_does_what_its_digit_does(hand: Hand, light: Look) -> None:
    from PySide6.QtTest import QTest

    hand.show(directory_open("zh"))
    row = next(
        widget
        for widget in hand.window.directory.findChildren(QWidget)
        if widget.accessibleName().startswith("1 王芳 ")
    )
    QTest.mouseClick(row, Qt.MouseButton.LeftButton)
    assert hand.made[-1] == intents.ConsultColleague(1)


@pytest.mark.parametrize(
    ("state", "what", "asked"),
    [
        (incoming("zh"), "hook_off", [intents.AnswerCall()]),
        (incoming("zh"), "hook_on", [intents.HangUpSide()]),
        (scene("06-live-verified"), "hook_on", [intents.HangUpCall()]),
        (scene("06-live-verified"), "mute", [intents.ToggleMute()]),
        (scene("06-live-verified"), "volume_up", [intents.MoveGain(SoundPlace.PLAYBACK, 1)]),
        (scene("03-preview"), "hook_off", [intents.DialShown()]),
        (scene("02-ready"), "hook_on", []),
        (scene("02-ready"), "mute", []),
    ],
)
def test_the_headset_does_what_its_key_does(
    hand: Hand, state: DeskState, what: str, asked: list[intents.Intent]
) -> None:
    hand.show(state)
    headset_pressed(hand.window, what)
    assert hand.made == asked


@pytest.mark.parametrize("percent", [100, 125, 150, 200])
def test_at_large_text_no_row_is_pressed_flat_and_each_is_reached(
    qapp: QApplication, qtbot: QtBot, percent: int
) -> None:
    put_on(qapp, "light", percent / 100)
    try:
        large = make_hand(qtbot, "en")
        large.show(sound_page("en"))
        large.press(Qt.Key.Key_D, _CTRL)
        here = large.window.sound_page
        bar = large.window.call_bar
        assert here.y() == bar.geometry().bottom() + 1, "it covers no button of the call"
        for row in page(sound_page("en"), EN).rows:
            label = next(each for each in here.findChildren(QLabel) if each.text() == row.label)
            assert label.height() >= label.sizeHint().height(), row.label
        assert large.press(Qt.Key.Key_Up) == []
        QApplication.processEvents()
        last = next(each for each in here.findChildren(QLabel) if each.text() == "Ring once")
        assert last.visibleRegion().boundingRect().height() == last.height()
        assert large.press(Qt.Key.Key_Return) == [intents.TryOut("ring")]
    finally:
        put_on(qapp, "light")
