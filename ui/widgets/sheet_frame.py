"""A sheet in the reading pane: a body that scrolls where it must, and a foot with the keys that do
something on it. It takes no focus by itself."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.section import RowPool, across
from ui.theme import look
from ui.tokens import Space
from ui.widgets.hairline import Hairline
from ui.widgets.key_cap import KeyHint
from ui.widgets.tall_body import TallBody


class SheetFrame(QWidget):
    """Rows go into `body`; `lead` stands first in the foot where there is one, `more` is the word
    of the key that reads on."""

    intent_made = Signal(object)

    def __init__(self, more: str, lead: QWidget | None = None) -> None:
        super().__init__()
        at = look()
        side = at.px(Space.READING)
        self._tall = TallBody()
        self.body = self._tall.column
        self.body.setContentsMargins(side, at.px(18), side, at.px(Space.HAIR))
        self.body.setSpacing(at.px(Space.NEAR))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self._tall, 1)
        outer.addWidget(Hairline())
        foot = QWidget()
        row, held = across(foot, gap=Space.SIDE), across(gap=Space.SIDE)
        row.setContentsMargins(side, at.px(9), side, at.px(10))
        if lead is not None:
            row.addWidget(lead)
        row.addLayout(held)
        self._more = KeyHint("PgDn", more)
        self._more.hide()
        row.addWidget(self._more)
        row.addStretch(1)
        self._tall.verticalScrollBar().rangeChanged.connect(
            lambda _least, most: self._more.setVisible(most > 0)
        )
        self._hints: RowPool[KeyHint] = RowPool(held, lambda: KeyHint("", ""))
        outer.addWidget(foot)

    def show_hints(self, hints: tuple[tuple[str, str], ...]) -> None:
        """Key and word, in the order they are wanted."""
        for hint, (key, word) in zip(self._hints.rows(len(hints)), hints, strict=True):
            hint.show_hint(key, word)

    def show_top(self) -> None:
        self._tall.verticalScrollBar().setValue(0)

    def show_row(self, row: QWidget) -> None:
        """Brings a row of the body into sight."""
        self._tall.ensureWidgetVisible(row, 0, look().px(Space.STEP))
