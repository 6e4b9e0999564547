"""The side columns of the page of a case: sections of painted lines. A line is one widget, so a
screen reader has each by itself, and as tall as its words at the width it gets."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from ui import shapes
from ui.case_detail.presenter import BlockSeen, LineSeen
from ui.case_detail.row_words import INKS
from ui.icons import icon
from ui.section import RowPool, Section, column
from ui.theme import look
from ui.tokens import Radius, Space, Token, Type
from ui.widgets.hairline import Hairline
from ui.widgets.label import Label
from ui.widgets.section_head import SectionHead

_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
_WRAP = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap
_SHAPE = 9
_NOTHING = LineSeen("", "", "", (), None, "", "quiet", "")
_HIGH = 10000


class LineRow(QWidget):
    """One line of a block with what stands under it."""

    chosen = Signal(str)  # a contact point
    opened = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._seen, self._picked = _NOTHING, False
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    @property
    def seen(self) -> LineSeen:
        return self._seen

    def show_line(self, seen: LineSeen, *, picked: bool = False) -> None:
        """Paints what differs."""
        if (seen, picked) == (self._seen, self._picked):
            return
        self._seen, self._picked = seen, picked
        self.setAccessibleName(seen.spoken)
        self.setToolTip(seen.spoken if seen.text else "")
        self._fit()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """As tall as its words at this width."""
        tall = round(self._top() + self._below_tall(self.width()) + 2 * look().px(3))
        if tall != self.minimumHeight():
            self.setFixedHeight(tall)

    def sizeHint(self) -> QSize:
        return QSize(look().px(200), self.minimumHeight())

    def _top(self) -> float:
        return float(look().metrics(Type.BODY_STRONG).height())

    def _indent(self) -> float:
        """Under the strong word, past the mark."""
        at = look()
        marked = self._seen.shape is not None or bool(self._seen.icon)
        return float(at.px(Space.NEAR) + (at.px(14) + at.px(Space.SMALL) if marked else 0))

    def _below_tall(self, wide: int) -> float:
        room = wide - self._indent() - look().px(Space.NEAR)
        metrics = look().metrics(Type.CAPTION)
        box = QRectF(0, 0, max(room, 40), _HIGH).toRect()
        return sum(
            metrics.boundingRect(box, int(_WRAP), words).height() + look().px(1)
            for words in self._seen.below
        )

    def paintEvent(self, _event: QPaintEvent) -> None:
        at, seen = look(), self._seen
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._picked:
            painter.setPen(QPen(at.colour(Token.ACCENT), 1))
            painter.setBrush(at.colour(Token.SEL))
            radius = at.px(Radius.FIELD)
            painter.drawRoundedRect(
                QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius
            )
        line = QRectF(
            at.px(Space.NEAR), at.px(3), self.width() - 2 * at.px(Space.NEAR), self._top()
        )
        self._paint_mark(painter, line)
        left = self._indent()
        self._paint_words(painter, line, left)
        y = line.bottom() + at.px(1)
        painter.setFont(at.font(Type.CAPTION))
        painter.setPen(at.colour(Token.T2))
        for words in seen.below:
            room = QRectF(left, y, self.width() - left - at.px(Space.NEAR), _HIGH)
            used = painter.boundingRect(room, int(_WRAP), words)
            painter.drawText(used, int(_WRAP), words)
            y = used.bottom() + at.px(1)

    def _paint_mark(self, painter: QPainter, line: QRectF) -> None:
        at, seen = look(), self._seen
        side = at.px(_SHAPE)
        middle = line.left() + at.px(14) / 2
        if seen.icon:
            small = at.px(14)
            painter.drawPixmap(
                round(line.left()),
                round(line.center().y() - small / 2),
                icon(seen.icon, Token.T3, 14),
            )
        elif seen.shape is not None:
            box = QRectF(middle - side / 2, line.center().y() - side / 2, side, side)
            shapes.paint(painter, seen.shape, box)

    def _paint_words(self, painter: QPainter, line: QRectF, left: float) -> None:
        """Strong, text and right in one line: the right has its room first, then the strong."""
        at, seen = look(), self._seen
        gap = at.px(Space.NEAR)
        captions, strongs = at.metrics(Type.CAPTION), at.metrics(Type.BODY_STRONG)
        right = min(captions.horizontalAdvance(seen.right) + 2, round((line.right() - left) * 0.6))
        room = line.right() - right - gap - left
        painter.setFont(at.font(Type.BODY_STRONG))
        painter.setPen(at.colour(Token.T1))
        strong = strongs.elidedText(seen.strong, Qt.TextElideMode.ElideMiddle, int(room))
        painter.drawText(QRectF(left, line.top(), room, line.height()), _LEFT, strong)
        used = strongs.horizontalAdvance(strong) + gap
        painter.setFont(at.font(Type.CAPTION))
        painter.setPen(at.colour(Token.T2))
        if room - used > captions.horizontalAdvance("……"):
            text = captions.elidedText(seen.text, Qt.TextElideMode.ElideRight, int(room - used))
            painter.drawText(
                QRectF(left + used, line.top(), room - used, line.height()), _LEFT, text
            )
        painter.setPen(at.colour(INKS[seen.tone]))
        shown = captions.elidedText(seen.right, Qt.TextElideMode.ElideRight, right)
        painter.drawText(
            QRectF(line.right() - right, line.top(), right, line.height()), _RIGHT, shown
        )

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._seen.point and event.button() is Qt.MouseButton.LeftButton:
            self.chosen.emit(self._seen.point)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self._seen.point and event.button() is Qt.MouseButton.LeftButton:
            self.opened.emit(self._seen.point)


class Block(QWidget):
    """A section: its head, its lines, or the sentence that there are none."""

    chosen = Signal(str)
    opened = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        section = Section(side=Space.NEAR, above=9, gap=2, below=7)
        self._head = SectionHead("")
        self._head.setContentsMargins(look().px(Space.NEAR), 0, look().px(Space.NEAR), 0)
        self._nothing = Label("", Type.CAPTION, Token.T3)
        self._nothing.setContentsMargins(look().px(Space.NEAR), 0, 0, 0)
        rows = column()
        section.column.addWidget(self._head)
        section.column.addWidget(self._nothing)
        section.column.addLayout(rows)
        outer.addWidget(section)
        outer.addWidget(Hairline())
        self._rows: RowPool[LineRow] = RowPool(rows, self._row, lambda row: row.show_line(_NOTHING))

    def _row(self) -> LineRow:
        row = LineRow()
        row.chosen.connect(self.chosen)
        row.opened.connect(self.opened)
        return row

    def show_block(self, seen: BlockSeen, picked: str) -> None:
        """`picked` is the contact point that Enter opens, "" none."""
        self._head.show_head(seen.title, seen.right)
        self._nothing.show_text(seen.nothing)
        self._nothing.setVisible(bool(seen.nothing))
        for row, line in zip(self._rows.rows(len(seen.lines)), seen.lines, strict=True):
            row.show_line(line, picked=bool(picked) and line.point == picked)

    def row_of(self, point: str) -> LineRow | None:
        """The line of a contact point, where it is in this block."""
        return next((row for row in self._rows.all if row.seen.point == point), None)

    def clear(self) -> None:
        """No trace of the last case stays in hidden widgets."""
        self._head.show_head("")
        self._nothing.show_text("")
        self._rows.rows(0)
