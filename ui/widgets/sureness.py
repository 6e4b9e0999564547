"""How a clause was read, by shape, word and colour: unconfirmed is the one that must not be missed,
so it alone stands in the ink of a warning and in a heavier weight."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

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


@dataclass(frozen=True, slots=True)
class SureSeen:
    """How a clause was read: a shape and its word."""

    shape: Shape
    word: str
    unconfirmed: bool


class SureMark(QWidget):
    """Shape and word on a pane."""

    def __init__(self) -> None:
        super().__init__()
        self._seen: SureSeen | None = None
        self._tall = 0
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.hide()

    def show_sure(self, seen: SureSeen | None, tall: int = 0) -> None:
        """`tall`: of the line it stands beside."""
        if (seen, tall) != (self._seen, self._tall):
            self._seen, self._tall = seen, tall
            self.setAccessibleName(seen.word if seen else "")
            self.updateGeometry()
            self.update()
        self.setVisible(seen is not None)

    def sizeHint(self) -> QSize:
        seen = self._seen
        wide = sure_width(seen.word, unconfirmed=seen.unconfirmed) if seen else 0
        return QSize(wide + 2, self._tall or look().metrics(Type.CAPTION).height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        seen = self._seen
        if seen is not None:
            middle = (0.0, self.height() / 2)
            painter = QPainter(self)
            paint_sure(painter, seen.shape, seen.word, middle, unconfirmed=seen.unconfirmed)
