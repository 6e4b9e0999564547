"""A figure or date that stays closed until identity is verified. While it is closed the text is not
in the widget at all: no copy, no screen reader, no screenshot of memory can leak it. It keeps its
height, so nothing jumps when it opens."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from ui.theme import mark
from ui.tokens import Token, Type
from ui.widgets.label import Label

DOTS = "····"
DOTS_SHORT = "··"


class Secret(Label):
    """`closed_name` is what a screen reader says while it is closed."""

    def __init__(
        self,
        closed_name: str,
        kind: Type = Type.FIGURE,
        *,
        dots: str = DOTS,
        ink: Token = Token.T1,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(dots, kind, Token.T3, parent=parent)
        self._closed_name, self._dots, self._ink = closed_name, dots, ink
        self.close_text()

    def open_text(self, text: str) -> None:
        """Shows the figure; only called with a value that the desk has released."""
        self.show_text(text, self._ink)
        self.setAccessibleName(text)

    def close_text(self) -> None:
        self.setText(self._dots)
        mark(self, ink=str(Token.T3))
        self.setAccessibleName(self._closed_name)

    def show_secret(self, text: str | None) -> None:
        """None closes it."""
        if text is None:
            self.close_text()
        else:
            self.open_text(text)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), max(super().sizeHint().height(), self._line()))

    def _line(self) -> int:
        return self.fontMetrics().height()
