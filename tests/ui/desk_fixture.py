"""A real window for the tests: shown, active, with every intent kept in the order it was made."""

from dataclasses import dataclass, field

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desk_client.services.desk_state import DeskState
from desk_client.text import Language
from ui.main_window import DeskWindow
from ui.theme import Look
from ui.wording import Wording


@dataclass
class Hand:
    """The agent's hand on one window, and a clock that only the test moves."""

    window: DeskWindow
    now: float = 0.0
    made: list[object] = field(default_factory=list)

    def show(self, state: DeskState) -> None:
        """Gives the window a state and lets the dead time of a new phase pass."""
        self.window.show_state(state)
        self.now += 1.0

    def press(
        self,
        key: Qt.Key,
        modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
        *,
        on: QWidget | None = None,
    ) -> list[object]:
        """A real key event where the focus is; what the window asked for because of it."""
        before = len(self.made)
        focused: QWidget | None = self.window.focusWidget()
        QTest.keyClick(on or focused or self.window, key, modifier)
        return self.made[before:]

    def write(self, text: str) -> None:
        focused: QWidget | None = self.window.focusWidget()
        QTest.keyClicks(focused or self.window, text)


def make_hand(qtbot: QtBot, language: Language = "zh", size: tuple[int, int] = (1366, 768)) -> Hand:
    clock: list[Hand] = []
    window = DeskWindow(
        Wording(language),
        reduce_motion=True,
        monotonic=lambda: clock[0].now if clock else 0.0,
    )
    hand = Hand(window)
    clock.append(hand)
    window.intent_made.connect(hand.made.append)
    window.resize(*size)
    window.allow_close()
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitExposed(window)
    qtbot.waitUntil(window.isActiveWindow)
    return hand


@pytest.fixture
def hand(qtbot: QtBot, light: Look) -> Hand:
    """A window in Chinese, light, 1366 by 768."""
    return make_hand(qtbot)
