"""Paints the shapes of ui.state_shape by hand, 8 to 12 pixels at 100 %."""

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from ui.state_shape import COLOUR, OF_MARK, OF_PHASE, Shape
from ui.theme import look

__all__ = ["COLOUR", "OF_MARK", "OF_PHASE", "Shape", "paint"]


def paint(painter: QPainter, shape: Shape, box: QRectF, colour: QColor | None = None) -> None:
    """Draws `shape` to fill `box`, in its own colour unless one is given."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _PAINTERS[shape](painter, box, colour or look().colour(COLOUR[shape]))
    painter.restore()


def _fill(painter: QPainter, colour: QColor) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)


def _outline(painter: QPainter, colour: QColor, width: float) -> None:
    pen = QPen(colour, width)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)


def _inset(box: QRectF, by: float) -> QRectF:
    return box.adjusted(by, by, -by, -by)


def _disc(painter: QPainter, box: QRectF, colour: QColor) -> None:
    _fill(painter, colour)
    painter.drawEllipse(_inset(box, box.width() * 0.06))


def _ring(painter: QPainter, box: QRectF, colour: QColor) -> None:
    width = box.width() * 0.19
    _outline(painter, colour, width)
    painter.drawEllipse(_inset(box, width / 2 + box.width() * 0.06))


def _dotted_ring(painter: QPainter, box: QRectF, colour: QColor) -> None:
    width = box.width() * 0.19
    inner = _inset(box, width / 2 + box.width() * 0.03)
    pen = QPen(colour, width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    turn = 3.14159 * inner.width() / width  # circumference in pen widths
    pen.setDashPattern([turn / 16, turn / 16])
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(inner)


def _half_disc(painter: QPainter, box: QRectF, colour: QColor) -> None:
    width = box.width() * 0.15
    ring = _inset(box, width / 2 + box.width() * 0.04)
    _outline(painter, colour, width)
    painter.drawEllipse(ring)
    _fill(painter, colour)
    painter.drawPie(ring, 90 * 16, 180 * 16)


def _diamond_points(box: QRectF) -> QPolygonF:
    middle = box.center()
    return QPolygonF(
        [
            QPointF(middle.x(), box.top()),
            QPointF(box.right(), middle.y()),
            QPointF(middle.x(), box.bottom()),
            QPointF(box.left(), middle.y()),
        ]
    )


def _diamond(painter: QPainter, box: QRectF, colour: QColor) -> None:
    _fill(painter, colour)
    painter.drawPolygon(_diamond_points(_inset(box, box.width() * 0.06)))


def _open_diamond(painter: QPainter, box: QRectF, colour: QColor) -> None:
    width = box.width() * 0.17
    _outline(painter, colour, width)
    painter.drawPolygon(_diamond_points(_inset(box, width / 2 + box.width() * 0.06)))


def _triangle(painter: QPainter, box: QRectF, colour: QColor) -> None:
    inner = _inset(box, box.width() * 0.06)
    _fill(painter, colour)
    top = QPointF(inner.center().x(), inner.top())
    painter.drawPolygon(QPolygonF([top, inner.bottomRight(), inner.bottomLeft()]))


def _square(painter: QPainter, box: QRectF, colour: QColor) -> None:
    _fill(painter, colour)
    painter.drawRoundedRect(_inset(box, box.width() * 0.1), 1, 1)


def _bars(painter: QPainter, box: QRectF, colour: QColor) -> None:
    _fill(painter, colour)
    wide = box.width() * 0.24
    for left in (box.left() + box.width() * 0.12, box.right() - box.width() * 0.12 - wide):
        painter.drawRoundedRect(QRectF(left, box.top(), wide, box.height()), 1, 1)


def _dash(painter: QPainter, box: QRectF, colour: QColor) -> None:
    _fill(painter, colour)
    tall = box.height() * 0.2
    painter.drawRoundedRect(
        QRectF(box.left(), box.center().y() - tall / 2, box.width(), tall), tall / 2, tall / 2
    )


def _cross(painter: QPainter, box: QRectF, colour: QColor) -> None:
    width = box.width() * 0.2
    inner = _inset(box, width / 2 + box.width() * 0.04)
    _outline(painter, colour, width)
    painter.drawLine(inner.topLeft(), inner.bottomRight())
    painter.drawLine(inner.topRight(), inner.bottomLeft())


_PAINTERS: dict[Shape, Callable[[QPainter, QRectF, QColor], None]] = {
    Shape.READY: _ring,
    Shape.PREVIEW: _open_diamond,
    Shape.DIALLING: _dotted_ring,
    Shape.TALK: _disc,
    Shape.HOLD: _bars,
    Shape.WRAP_UP: _half_disc,
    Shape.BREAK: _dash,
    Shape.CROSS: _cross,
    Shape.PROMISE: _diamond,
    Shape.BROKEN: _diamond,
    Shape.DISPUTE: _diamond,
    Shape.RISK: _triangle,
    Shape.LIMIT: _square,
    Shape.VULNERABLE: _half_disc,
    Shape.BEST_HOUR: _half_disc,
    Shape.CALLBACK: _ring,
    Shape.QUIET: _ring,
    Shape.RECORDING: _disc,
    Shape.PAUSED: _ring,
    Shape.CHOSEN: _disc,
}
