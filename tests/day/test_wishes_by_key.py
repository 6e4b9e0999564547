"""A debtor who says when not to call: noted by keys in a real window at a real desk, judged by the
gate at once, written as facts."""

from datetime import UTC, datetime
from itertools import count

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desk_client.care_body import ConsentGiven, ConsentRevoked, InconvenientNamed
from desk_client.fact_body import Withdrawn
from desk_client.services import intents
from desk_client.services.desk_state import DeskState, Phase
from tests.day.at_work import DeskAtWork
from tests.day.fixtures import OpenDesk
from tests.day.world import PROMISES, ClockOfTheTest, World
from ui.main_window import DeskWindow
from ui.wording import Wording

K = Qt.Key
_CTRL = Qt.KeyboardModifier.ControlModifier
_BODIES = (ConsentGiven, ConsentRevoked, InconvenientNamed, Withdrawn)


class AtWindow:
    """The agent's hand on a window over a real desk. The routing's clock goes on a second whenever
    it is asked, so that no key is dead."""

    def __init__(self, qtbot: QtBot, desk: DeskAtWork) -> None:
        ticks = count()
        self.desk = desk
        self.window = DeskWindow(
            Wording("en"), reduce_motion=True, monotonic=lambda: float(next(ticks))
        )
        self.window.intent_made.connect(desk.desk.act)
        desk.painted.connect(self.window.show_state)
        self.window.show_state(desk.now)
        self.window.allow_close()
        qtbot.addWidget(self.window)
        self.window.show()
        self.window.activateWindow()
        qtbot.waitUntil(self.window.isActiveWindow)

    def press(self, *keys: Qt.Key) -> None:
        for key in keys:
            QTest.keyClick(self.window.focusWidget() or self.window, key)

    def ctrl_b(self) -> DeskState:
        was = self.window.wishes.isVisible()
        focus = self.window.focusWidget() or self.window
        QTest.keyClick(focus, K.Key_B, _CTRL)
        return self.desk.until(lambda state: (state.wishes is not None) is not was)


def wishes_written(desk: DeskAtWork) -> list[str]:
    """Kinds of the facts about wishes, oldest first."""
    facts = desk.facts.since(datetime(2020, 1, 1, tzinfo=UTC))
    return [fact.kind for fact in facts if isinstance(fact.body, _BODIES)]


@pytest.fixture
def at_window(qtbot: QtBot, world: World, sit_down: OpenDesk) -> AtWindow:
    (case,) = world.place(PROMISES, mode="preview")
    desk = sit_down(clock=ClockOfTheTest.at(10, 0))
    desk.take(case)
    return AtWindow(qtbot, desk)


def test_an_hour_that_is_not_wanted_shuts_the_verdict_on_the_screen(at_window: AtWindow) -> None:
    desk = at_window.desk
    state = at_window.ctrl_b()
    assert state.verdict is not None
    assert state.verdict.allowed
    at_window.press(K.Key_N, K.Key_Down, K.Key_9, K.Key_Down, K.Key_1, K.Key_2, K.Key_Return)
    state = desk.until(lambda state: bool(state.card and state.card.wishes))
    assert state.verdict is not None
    assert not state.verdict.allowed
    at_window.press(K.Key_Escape)
    desk.until(lambda state: state.wishes is None)
    assert not at_window.window.wishes.isVisible()
    assert wishes_written(desk) == ["inconvenient_named"]


def test_a_consent_is_switched_in_the_call_once_identity_is_verified(at_window: AtWindow) -> None:
    desk = at_window.desk
    at_window.ctrl_b()
    at_window.press(K.Key_1)
    state = desk.until(lambda state: state.notice is not None)
    assert wishes_written(desk) == [], "nobody was verified"
    at_window.ctrl_b()
    desk.dial()
    desk.answered()
    desk.verify_identity()
    state = at_window.ctrl_b()
    assert state.phase is Phase.TALKING
    at_window.press(K.Key_3)
    desk.until(lambda state: bool(state.card and state.card.wishes))
    at_window.press(K.Key_3)
    desk.until(lambda state: bool(state.card and not state.card.wishes))
    at_window.press(K.Key_N, K.Key_Up, K.Key_2, K.Key_Return)
    desk.until(lambda state: bool(state.wishes and state.wishes.inconvenient))
    at_window.press(K.Key_X)
    desk.until(lambda state: bool(state.wishes and not state.wishes.inconvenient))
    at_window.press(K.Key_F12)
    state = desk.until(lambda state: state.phase is Phase.WRAP_UP)
    assert state.wishes is not None, "the end of the call closes nothing"
    assert wishes_written(desk) == [
        "consent_given",
        "consent_revoked",
        "inconvenient_named",
        "withdrawn",
    ]
    desk.act(intents.ChooseLevel("RPC"), intents.ChooseOutcome("R"), intents.Accept())
