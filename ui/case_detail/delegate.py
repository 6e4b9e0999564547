"""Paints a row of the timeline: the time at the right of its column, a disc with an icon on the
rail, title and chip over the detail, and at the right who and what is kept."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ui import shapes
from ui.case_detail.model import ROW_ROLE
from ui.case_detail.row_words import RowSeen
from ui.icons import icon
from ui.state_shape import COLOUR, Shape
from ui.theme import look
from ui.tokens import Radius, Space, Token, Type
from ui.widgets.chip import TINT

_ROW = 54
_TIME = 64
_DISC = 27
_SHAPE = 9
_MOST_RIGHT = 0.34  # of the room beside the rail
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight


class TimelineDelegate(QStyledItemDelegate):
    """54 high; the one delegate of the list."""

    def sizeHint(
        self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        at = look()
        two = at.metrics(Type.ROW_STRONG).height() + at.metrics(Type.BODY).height()
        return QSize(at.px(400), max(at.px(_ROW), two + at.px(14)))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        row = index.data(ROW_ROLE)
        if not isinstance(row, RowSeen):
            return
        at = look()
        rect = QRectF(option.rect)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if chosen:
            painter.fillRect(rect, at.colour(Token.SEL))
        upper = QRectF(rect.left(), rect.top() + at.px(6), rect.width(), _line(Type.ROW_STRONG))
        lower = QRectF(rect.left(), upper.bottom() + at.px(2), rect.width(), _line(Type.BODY))
        time_right = rect.left() + at.px(Space.SIDE) + at.px(_TIME)
        _text(painter, _upto(upper, time_right), row.day, Type.BODY, Token.T1, _RIGHT)
        _text(painter, _upto(lower, time_right), row.clock, Type.CAPTION, Token.T2, _RIGHT)
        disc = self._paint_disc(painter, rect, time_right + at.px(Space.STEP), row, chosen=chosen)
        self._paint_words(painter, upper, lower, disc.right() + at.px(Space.STEP), row)
        painter.restore()

    def _paint_disc(
        self, painter: QPainter, rect: QRectF, left: float, row: RowSeen, *, chosen: bool
    ) -> QRectF:
        at = look()
        side = at.px(_DISC)
        disc = QRectF(left, rect.top() + at.px(8), side, side)
        middle = disc.center().x()
        painter.setPen(QPen(at.colour(Token.LINE2), 1))
        painter.drawLine(QPointF(middle, rect.top()), QPointF(middle, rect.bottom() + 1))
        painter.setBrush(at.colour(Token.SEL if chosen else Token.S1))
        painter.drawEllipse(disc.adjusted(0.5, 0.5, -0.5, -0.5))
        small = at.px(14)
        painter.drawPixmap(
            round(middle - small / 2),
            round(disc.center().y() - small / 2),
            icon(row.icon, row.tone, 14),
        )
        return disc

    def _paint_words(
        self, painter: QPainter, upper: QRectF, lower: QRectF, left: float, row: RowSeen
    ) -> None:
        at = look()
        end = upper.right() - at.px(Space.READING)
        captions = at.metrics(Type.CAPTION)
        asked = max(captions.horizontalAdvance(row.right), captions.horizontalAdvance(row.below))
        side = min(asked + 2, (end - left) * _MOST_RIGHT)
        words_end = end - side - at.px(Space.STEP)
        x = _text(
            painter,
            QRectF(left, upper.top(), words_end - left, upper.height()),
            row.title,
            Type.ROW_STRONG,
            Token.T1,
            _LEFT,
        )
        if row.chip is not None:
            self._paint_chip(painter, upper, left + x + at.px(Space.NEAR), words_end, row.chip)
        detail = QRectF(left, lower.top(), words_end - left, lower.height())
        _text(painter, detail, row.detail, Type.BODY, Token.T2, _LEFT)
        beside = QRectF(end - side, upper.top(), side, upper.height())
        _text(painter, beside, row.right, Type.CAPTION, Token.T3, _RIGHT)
        under = QRectF(end - side, lower.top(), side, lower.height())
        _text(painter, under, row.below, Type.CAPTION, Token.T3, _RIGHT)

    def _paint_chip(
        self, painter: QPainter, line: QRectF, left: float, end: float, chip: tuple[Shape, str]
    ) -> None:
        at = look()
        shape, word = chip
        metrics = at.metrics(Type.CHIP)
        inner = at.px(Space.NEAR)
        mark = at.px(_SHAPE) + at.px(Space.TINY)
        wide = min(metrics.horizontalAdvance(word) + 2 * inner + mark + 1, end - left)
        if wide < 2 * inner + mark + metrics.horizontalAdvance("…"):
            return
        tall = metrics.height() + at.px(4)
        box = QRectF(left, line.center().y() - tall / 2, wide, tall)
        ground, ink = TINT[COLOUR[shape]]
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(at.colour(ground))
        painter.drawRoundedRect(box, at.px(Radius.CHIP), at.px(Radius.CHIP))
        dot = at.px(_SHAPE)
        shapes.paint(
            painter, shape, QRectF(box.left() + inner, box.center().y() - dot / 2, dot, dot)
        )
        _text(painter, box.adjusted(inner + mark, 0, -inner + 2, 0), word, Type.CHIP, ink, _LEFT)


def _line(kind: Type) -> float:
    return float(look().metrics(kind).height())


def _upto(line: QRectF, right: float) -> QRectF:
    return QRectF(line.left(), line.top(), right - line.left(), line.height())


def _text(
    painter: QPainter,
    cell: QRectF,
    text: str,
    kind: Type,
    ink: Token,
    align: Qt.AlignmentFlag,
) -> float:
    """Elided to its cell; the width that was painted."""
    if not text:
        return 0.0
    at = look()
    metrics = at.metrics(kind)
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, int(cell.width()))
    painter.setFont(at.font(kind))
    painter.setPen(at.colour(ink))
    painter.drawText(cell, align | Qt.TextFlag.TextSingleLine, shown)
    return float(metrics.horizontalAdvance(shown))
