"""An icon of the line set on a pane; redrawn in the present theme's ink."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.icons import icon
from ui.theme import look
from ui.tokens import Token


class IconLabel(QWidget):
    """`size` 14, 16, 20 or 26 at 100 %. It says nothing aloud: the word stands beside it."""

    def __init__(
        self, name: str, ink: Token = Token.T2, size: float = 16, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._name, self._ink, self._size = name, ink, size
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_icon(self, name: str, ink: Token) -> None:
        if (name, ink) != (self._name, self._ink):
            self._name, self._ink = name, ink
            self.update()

    def sizeHint(self) -> QSize:
        side = look().px(self._size)
        return QSize(side, side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._name:
            QPainter(self).drawPixmap(0, 0, icon(self._name, self._ink, self._size))
