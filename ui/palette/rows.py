"""The rows of the palette for Qt, and how each is painted: an icon, the title with what was typed
in the accent's ink, the initials, the details, and at the right what holds now or the key."""

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ui.icons import icon
from ui.palette.presenter import Kind, RowSeen
from ui.theme import look
from ui.tokens import Radius, Space, Token, Type
from ui.widgets.key_cap import cap_size, paint_cap

ROW_ROLE = Qt.ItemDataRole.UserRole + 1
_Index = QModelIndex | QPersistentModelIndex
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
_ICONS = {Kind.CASE: "user", Kind.SEARCH: "search", Kind.COMMAND: "list"}
_ENTER = "Enter"


class PaletteModel(QAbstractListModel):
    """Sections and rows in one list; headings cannot be chosen."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: tuple[RowSeen, ...] = ()

    def rowCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self.rows):
            return None
        row = self.rows[index.row()]
        if role == ROW_ROLE:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return row.spoken or row.title
        return None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        if index.isValid() and self.rows[index.row()].kind is Kind.HEAD:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def show_rows(self, rows: tuple[RowSeen, ...]) -> None:
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def choosable(self) -> list[int]:
        """Where the rows stand that can be chosen."""
        return [at for at, row in enumerate(self.rows) if row.kind is not Kind.HEAD]


def row_tall(kind: Kind) -> int:
    """40 for a row, 28 for a heading, more with larger text."""
    at = look()
    if kind is Kind.HEAD:
        return max(at.px(28), at.tall(Type.CAPTION, Space.TINY))
    return max(at.px(40), at.tall(Type.ROW_STRONG, Space.NEAR))


class PaletteDelegate(QStyledItemDelegate):
    """Paints a RowSeen."""

    def sizeHint(self, _option: QStyleOptionViewItem, index: _Index) -> QSize:
        row = index.data(ROW_ROLE)
        kind = row.kind if isinstance(row, RowSeen) else Kind.CASE
        return QSize(look().px(300), row_tall(kind))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        row = index.data(ROW_ROLE)
        if not isinstance(row, RowSeen):
            return
        at = look()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        room = QRectF(option.rect).adjusted(at.px(22), 0, -at.px(22), 0)
        if row.kind is Kind.HEAD:
            painter.setPen(at.colour(Token.T3))
            painter.setFont(at.font(Type.CAPTION_STRONG))
            painter.drawText(room.adjusted(0, at.px(6), 0, 0), _LEFT, row.title)
            painter.restore()
            return
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if chosen:
            box = QRectF(option.rect).adjusted(at.px(8), 0, -at.px(8), 0)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(at.colour(Token.SEL))
            painter.drawRoundedRect(box, at.px(Radius.FIELD), at.px(Radius.FIELD))
        side = at.px(16)
        top = round(room.center().y() - side / 2)
        painter.drawPixmap(round(room.left()), top, icon(_ICONS[row.kind], Token.T2, 16))
        room.setLeft(room.left() + side + at.px(9))
        room.setRight(_right_end(painter, room, row, chosen=chosen))
        _title(painter, room, row)
        painter.restore()


def _right_end(painter: QPainter, room: QRectF, row: RowSeen, *, chosen: bool) -> float:
    """What holds now and the key, from the right; where they begin."""
    at = look()
    right = room.right()
    key = row.key or (_ENTER if chosen and row.usable else "")
    if key:
        cap = cap_size(key)
        box = QRectF(right - cap.width(), 0, cap.width(), cap.height())
        box.moveTop(room.center().y() - cap.height() / 2)
        paint_cap(painter, box, key, raised=row.usable)
        right = box.left() - at.px(Space.NEAR)
    if row.right:
        painter.setFont(at.font(Type.CAPTION))
        painter.setPen(at.colour(Token.T2))
        line = QRectF(room.left(), room.top(), right - room.left(), room.height())
        painter.drawText(line, _RIGHT, row.right)
        right -= at.metrics(Type.CAPTION).horizontalAdvance(row.right) + at.px(Space.STEP)
    if row.pinned:
        side = at.px(14)
        right -= side
        top = round(room.center().y() - side / 2)
        painter.drawPixmap(round(right), top, icon("flag", Token.ACCENT, 14))
        right -= at.px(Space.NEAR)
    return right


def _title(painter: QPainter, room: QRectF, row: RowSeen) -> None:
    at = look()
    ink = Token.T1 if row.usable else Token.T2
    start, end = row.marked
    parts = (
        (row.title[:start], Type.ROW_STRONG, ink),
        (row.title[start:end], Type.ROW_STRONG, Token.ACCENT_T),
        (row.title[end:], Type.ROW_STRONG, ink),
        ("  " if row.typed else "", Type.CHIP, ink),
        (row.typed, Type.CHIP, Token.ACCENT_T if end and row.kind is Kind.CASE else Token.T3),
        ("  " if row.detail else "", Type.CAPTION, ink),
        (row.detail, Type.CAPTION, Token.T2),
    )
    x = room.left()
    for text, kind, colour in parts:
        left = int(room.right() - x)
        if not text or left <= 0:
            continue
        metrics = at.metrics(kind)
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, left)
        painter.setFont(at.font(kind))
        painter.setPen(at.colour(colour))
        painter.drawText(QRectF(x, room.top(), left + 1, room.height()), _LEFT, shown)
        x += metrics.horizontalAdvance(shown)
