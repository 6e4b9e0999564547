"""Paints a row of the work list and, on the same columns, its heading. Columns are laid out from
the text's own size; the reason takes what is left."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from ui import shapes
from ui.icons import icon
from ui.state_shape import OF_MARK
from ui.theme import look
from ui.tokens import Space, Token, Type
from ui.widgets.limit_meter import boxes_width, paint_boxes, paint_small_boxes
from ui.wording import Wording
from ui.worklist.model import ROW_ROLE
from ui.worklist.presenter import RowSeen

_SIDE = 20
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
_FIXED = {"rank": 34, "name": 136, "number": 116, "stage": 54, "hours": 102, "last": 108}
_HEADS = ("name", "number", "reason", "stage", "hours", "last")


def columns(wide: float) -> dict[str, QRectF]:
    """Each column's left edge and width for a list this wide."""
    at = look()
    limits = boxes_width(3) + at.px(10) + boxes_width(6, small=True) + at.px(Space.NEAR)
    limits = max(limits, at.px(118))
    fixed = {name: at.px(size) for name, size in _FIXED.items()}
    left = wide - 2 * at.px(_SIDE) - sum(fixed.values()) - limits
    reason = max(at.px(120), min(left, at.px(240)))
    fixed["last"] += int(max(0.0, left - reason))
    laid = {}
    x = float(at.px(_SIDE))
    for name in ("rank", "name", "number", "reason", "stage", "hours", "last"):
        size = reason if name == "reason" else fixed[name]
        laid[name] = QRectF(x, 0, size - at.px(Space.NEAR), 1)
        x += size
    laid["limits"] = QRectF(wide - at.px(_SIDE) - limits, 0, limits, 1)
    return laid


class WorkRowDelegate(QStyledItemDelegate):
    """38 high; a row that may not be dialled now stays in place, in second ink, with its time."""

    def sizeHint(
        self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        at = look()
        return QSize(at.px(400), max(at.px(39), at.tall(Type.ROW_STRONG, Space.NEAR)))

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
        if chosen:
            painter.fillRect(rect, at.colour(Token.SEL))
        painter.fillRect(
            QRectF(at.px(_SIDE), rect.bottom() - 1, _list_wide(option) - 2 * at.px(_SIDE), 1),
            at.colour(Token.LINE),
        )
        cells = {
            name: QRectF(rect.left() + cell.left(), rect.top(), cell.width(), rect.height() - 1)
            for name, cell in columns(_list_wide(option)).items()
        }
        ink = Token.T1 if row.dialable else Token.T2
        quiet = Token.T2 if row.dialable else Token.T3
        _text(painter, cells["rank"], row.rank, Type.CAPTION, Token.T3)
        _text(painter, cells["name"], row.name, Type.ROW_STRONG, ink)
        _text(painter, cells["number"], row.number, Type.BODY, Token.T2)
        side = at.px(8)
        reason = cells["reason"]
        box = QRectF(reason.left(), reason.center().y() - side / 2, side, side)
        shapes.paint(painter, OF_MARK[row.mark], box)
        reason = reason.adjusted(side + at.px(7), 0, 0, 0)
        _text(painter, reason, row.reason, Type.BODY, ink)
        _text(painter, cells["stage"], row.stage, Type.BODY, quiet)
        _text(painter, cells["hours"], row.hours, Type.BODY, quiet)
        _text(painter, cells["last"], row.last, Type.BODY, quiet)
        self._paint_limits(painter, cells["limits"], row)
        painter.restore()

    def _paint_limits(self, painter: QPainter, cell: QRectF, row: RowSeen) -> None:
        at = look()
        if row.retry:
            painter.setFont(at.font(Type.CAPTION))
            painter.setPen(at.colour(Token.T2))
            painter.drawText(cell, _RIGHT, row.retry)
            wide = at.metrics(Type.CAPTION).horizontalAdvance(row.retry)
            side = at.px(14)
            painter.drawPixmap(
                round(cell.right() - wide - side - at.px(5)),
                round(cell.center().y() - side / 2),
                icon("clock", Token.T2, 14),
            )
            return
        right, middle = cell.right(), cell.center().y()
        if len(row.boxes) > 1:
            used, most = row.boxes[1]
            paint_small_boxes(painter, right, middle, used, most, Token.T3)
            right -= boxes_width(most, small=True) + at.px(10)
        if row.boxes:
            used, most = row.boxes[0]
            paint_boxes(painter, right, middle, used, most, Token.ACCENT)


def _list_wide(option: QStyleOptionViewItem) -> float:
    """Of the whole list: a scroll bar lies in its margin, so rows end where their heading does."""
    return float(option.widget.width())


class WorkListHead(QWidget):
    """The heading of the columns."""

    def __init__(self, wording: Wording) -> None:
        super().__init__()
        self._words = {name: wording.word(f"worklist.head_{name}") for name in _HEADS}
        self._limits = wording.word("worklist.head_limits")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(", ".join((*self._words.values(), self._limits)))

    def sizeHint(self) -> QSize:
        at = look()
        return QSize(at.px(400), max(at.px(30), at.tall(Type.CAPTION, Space.SMALL)))

    def paintEvent(self, _event: QPaintEvent) -> None:
        at = look()
        painter = QPainter(self)
        cells = columns(self.width())
        for name, word in self._words.items():
            cell = cells[name]
            _text(painter, _tall(cell, self.height()), word, Type.CAPTION, Token.T2)
        painter.setFont(at.font(Type.CAPTION))
        painter.setPen(at.colour(Token.T2))
        painter.drawText(
            QRectF(0, 0, self.width() - at.px(_SIDE), self.height()), _RIGHT, self._limits
        )
        painter.fillRect(
            QRectF(at.px(_SIDE), self.height() - 1, self.width() - 2 * at.px(_SIDE), 1),
            at.colour(Token.LINE),
        )


def _tall(cell: QRectF, height: float) -> QRectF:
    return QRectF(cell.left(), 0, cell.width(), height)


def _text(painter: QPainter, cell: QRectF, text: str, kind: Type, ink: Token) -> None:
    at = look()
    painter.setFont(at.font(kind))
    painter.setPen(at.colour(ink))
    shown = at.metrics(kind).elidedText(text, Qt.TextElideMode.ElideRight, int(cell.width()))
    painter.drawText(cell, _LEFT, shown)
