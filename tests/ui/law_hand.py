"""A real window over the pages of the law: what a key asks is answered by the real pages, and the
state they make is shown at once, as the desk does it."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desk_client.services.desk_state import DeskState
from desk_client.services.law_intents import LawIntent
from desk_client.text import Language
from tests.services.law_desk import LawDesk
from tests.ui.desk_fixture import Hand, make_hand
from tests.ui.sample_states import scene
from ui.theme import Look

_CTRL = Qt.KeyboardModifier.ControlModifier


@dataclass
class LawHand:
    """The officer's hand on one window."""

    hand: Hand
    desk: LawDesk
    state: DeskState = field(default_factory=lambda: scene("03-preview"))

    def __post_init__(self) -> None:
        self.hand.window.intent_made.connect(self._answer)
        self.show()

    def _answer(self, intent: object) -> None:
        if type(intent) in self.desk.pages.answers():
            answered: LawIntent = intent  # type: ignore[assignment]
            self.desk.ask(answered)
            self.show()

    def show(self) -> None:
        """Paints what the pages say now."""
        pages = self.desk.pages
        self.hand.show(replace(self.state, what_if=pages.what_if(), packs=pages.viewer()))

    def press(self, *keys: Qt.Key) -> None:
        for key in keys:
            self.hand.press(key)

    def ctrl(self, key: Qt.Key) -> None:
        self.hand.press(key, _CTRL)


def make_law_hand(
    qtbot: QtBot, folder: Path, language: Language = "zh", size: tuple[int, int] = (1366, 768)
) -> LawHand:
    return LawHand(make_hand(qtbot, language, size), LawDesk(folder))


@pytest.fixture
def law(qtbot: QtBot, light: Look, tmp_path: Path) -> Iterator[LawHand]:
    """A window in Chinese, light, 1366 by 768, with a case in hand."""
    made = make_law_hand(qtbot, tmp_path)
    made.desk.take()
    yield made
    made.desk.close()
