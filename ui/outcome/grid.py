"""The outcome grid: two columns of key and label, painted by one delegate over the model. A click
asks for the outcome as its key would."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import QFrame, QListView, QSizePolicy, QStyledItemDelegate
from PySide6.QtWidgets import QStyleOptionViewItem as StyleOption

from ui.deaf_list import DeafList
from ui.icons import icon
from ui.outcome.model import OUTCOME_ROLE, OutcomeModel
from ui.outcome.presenter import OutcomeSeen
from ui.theme import look
from ui.tokens import Radius, Space, Token, Type
from ui.widgets.key_cap import cap_size, paint_cap

_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
_COLUMNS = 2


class OutcomeGrid(DeafList):
    """As high as its rows; 27 to 30 a row, 22 in a compact window."""

    outcome_chosen = Signal(str)  # key

    def __init__(self, name: str) -> None:
        super().__init__()
        self.rows = OutcomeModel()
        self._compact = False
        self.setModel(self.rows)
        self.setItemDelegate(_OutcomeDelegate(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(DeafList.SelectionMode.NoSelection)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(name)
        self.clicked.connect(self._on_clicked)

    @property
    def row_tall(self) -> int:
        at = look()
        if self._compact:
            return max(at.px(22), at.metrics(Type.BODY_STRONG).height() + 2)
        return max(at.px(28), at.tall(Type.BODY_STRONG, Space.TINY))

    def show_compact(self, compact: bool) -> None:
        if compact != self._compact:
            self._compact = compact
            self._lay()

    def show_rows(self, rows: tuple[OutcomeSeen, ...]) -> None:
        count = len(self.rows.rows)
        self.rows.show_rows(rows)
        if count != len(rows):
            self._lay()

    def _lay(self) -> None:
        lines = -(-len(self.rows.rows) // _COLUMNS)
        self.setGridSize(QSize(max(1, (self.viewport().width() - 1) // _COLUMNS), self.row_tall))
        self.setFixedHeight(max(1, lines * self.row_tall))

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._lay()
        super().resizeEvent(event)

    def _on_clicked(self, index: QModelIndex) -> None:
        self.outcome_chosen.emit(self.rows.rows[index.row()].key)


def _fits(row: OutcomeSeen, room: float) -> bool:
    """Whether the reason can stand beside the whole label; else its head or tooltip says it."""
    at = look()
    label = at.metrics(Type.BODY_STRONG).horizontalAdvance(row.label)
    reason = at.metrics(Type.CAPTION).horizontalAdvance(row.why_not)
    return label + reason + at.px(Space.NEAR) <= room


class _OutcomeDelegate(QStyledItemDelegate):
    def sizeHint(self, _option: StyleOption, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        grid = self.parent()
        return grid.gridSize() if isinstance(grid, OutcomeGrid) else QSize()

    def paint(
        self, painter: QPainter, option: StyleOption, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row = index.data(OUTCOME_ROLE)
        if not isinstance(row, OutcomeSeen):
            return
        at = look()
        rect = QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if row.chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(at.colour(Token.SEL))
            painter.drawRoundedRect(
                rect.adjusted(0, 0, -at.px(2), 0), at.px(Radius.FIELD), at.px(Radius.FIELD)
            )
        cap = cap_size(row.key, 18 if rect.height() < at.px(26) else 20)
        middle = rect.center().y()
        x = rect.left() + at.px(Space.SMALL)
        box = QRectF(x, round(middle - cap.height() / 2), cap.width(), cap.height())
        paint_cap(painter, box, row.key, raised=row.allowed)
        x += cap.width() + at.px(Space.NEAR)
        right = rect.right() - at.px(Space.NEAR)
        if row.chosen:
            side = at.px(14)
            painter.drawPixmap(
                round(right - side), round(middle - side / 2), icon("check", Token.ACCENT_T, 14)
            )
            right -= side + at.px(Space.TINY)
        elif row.why_not and _fits(row, right - x):
            painter.setFont(at.font(Type.CAPTION))
            painter.setPen(at.colour(Token.T3))
            painter.drawText(rect.adjusted(0, 0, -at.px(Space.NEAR), 0), _RIGHT, row.why_not)
            right -= at.metrics(Type.CAPTION).horizontalAdvance(row.why_not) + at.px(Space.TINY)
        kind = Type.BODY_STRONG if row.likely else Type.BODY
        painter.setFont(at.font(kind))
        painter.setPen(at.colour(Token.T1 if row.allowed else Token.T3))
        room = QRectF(x, rect.top(), right - x, rect.height())
        shown = at.metrics(kind).elidedText(
            row.label, Qt.TextElideMode.ElideRight, int(room.width())
        )
        painter.drawText(room, _LEFT, shown)
        painter.restore()
