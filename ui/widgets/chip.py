"""A risk flag or other short state: shape, word and tint."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import shapes
from ui.state_shape import COLOUR, Shape
from ui.theme import look
from ui.tokens import Radius, Space, Token, Type

TINT: dict[Token, tuple[Token, Token]] = {
    Token.ACCENT: (Token.SEL, Token.ACCENT_T),
    Token.OK: (Token.OK_BG, Token.OK_T),
    Token.WARN: (Token.WARN_BG, Token.WARN_T),
    Token.BAD: (Token.BAD_BG, Token.BAD_T),
    Token.SPEC: (Token.SPEC_BG, Token.SPEC_T),
    Token.T3: (Token.HOVER, Token.T2),
}
_SHAPE = 9


class Chip(QWidget):
    """Its tint follows from the shape's colour. Accessible name = the word."""

    def __init__(
        self, shape: Shape | None, word: str, tint: Token = Token.T3, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._shape, self._word, self._tint = shape, word, tint
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(word)

    @property
    def word(self) -> str:
        return self._word

    def show_chip(self, shape: Shape | None, word: str, tint: Token = Token.T3) -> None:
        if (shape, word, tint) != (self._shape, self._word, self._tint):
            self._shape, self._word, self._tint = shape, word, tint
            self.setAccessibleName(word)
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        at = look()
        metrics = at.metrics(Type.CHIP)
        wide = metrics.horizontalAdvance(self._word) + 2 * at.px(Space.NEAR)
        if self._shape is not None:
            wide += at.px(_SHAPE) + at.px(Space.TINY)
        return QSize(wide, max(at.px(22), metrics.height() + 2 * at.px(3)))

    def paintEvent(self, _event: QPaintEvent) -> None:
        at = look()
        token = COLOUR[self._shape] if self._shape is not None else self._tint
        ground, ink = TINT[token]
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(at.colour(ground))
        radius = at.px(Radius.CHIP)
        painter.drawRoundedRect(QRectF(self.rect()), radius, radius)
        x = at.px(Space.NEAR)
        if self._shape is not None:
            side = at.px(_SHAPE)
            shapes.paint(painter, self._shape, QRectF(x, (self.height() - side) / 2, side, side))
            x += side + at.px(Space.TINY)
        painter.setFont(at.font(Type.CHIP))
        painter.setPen(at.colour(ink))
        painter.drawText(
            QRectF(x, 0, self.width() - x, self.height()),
            Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft,
            self._word,
        )
