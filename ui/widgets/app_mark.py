"""The program's own mark: three lines of a script, the middle one being spoken."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme import look
from ui.tokens import Token

_LINES = ((4, 5, 8, Token.S0), (4, 8.8, 12, Token.ACCENT), (4, 12.6, 6, Token.S0))


class AppMark(QWidget):
    """20 by 20 at 100 %."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        side = look().px(20)
        return QSize(side, side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        at = look()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.scale(self.width() / 20, self.height() / 20)
        painter.setBrush(at.colour(Token.T1))
        painter.drawRoundedRect(QRectF(0, 0, 20, 20), 5, 5)
        for x, y, wide, token in _LINES:
            painter.setBrush(at.colour(token))
            painter.drawRoundedRect(QRectF(x, y, wide, 2.4), 1, 1)
