"""How a clause was read, by shape, word and colour: unconfirmed is the one that must not be missed,
so it alone stands in the ink of a warning and in a heavier weight."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from ui import shapes
from ui.state_shape import Shape
from ui.theme import look
from ui.tokens import Space, Token, Type

_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_SHAPE = 9


def sure_width(word: str, *, unconfirmed: bool) -> int:
    """Room for shape and word."""
    at = look()
    return at.px(_SHAPE) + at.px(5) + at.metrics(_kind(unconfirmed)).horizontalAdvance(word)


def paint_sure(
    painter: QPainter, shape: Shape, word: str, at_left: tuple[float, float], *, unconfirmed: bool
) -> None:
    """Shape and word from (x, middle) on; without a word the shape alone."""
    at = look()
    x, middle = at_left
    side = at.px(_SHAPE)
    shapes.paint(painter, shape, QRectF(x, middle - side / 2, side, side))
    if not word:
        return
    painter.setFont(at.font(_kind(unconfirmed)))
    painter.setPen(at.colour(Token.WARN_T if unconfirmed else Token.T3))
    tall = at.metrics(Type.CAPTION).height()
    wide = at.metrics(_kind(unconfirmed)).horizontalAdvance(word) + at.px(Space.HAIR)
    painter.drawText(QRectF(x + side + at.px(5), middle - tall / 2, wide, tall), _LEFT, word)


def _kind(unconfirmed: bool) -> Type:
    return Type.CHIP if unconfirmed else Type.CAPTION
