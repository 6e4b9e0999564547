"""The ready screen's right pane: how the shift goes, what holds cases back, what is booked."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from ui.section import RowPool, Section, across, column
from ui.state_shape import OF_MARK, Shape
from ui.theme import look, mark
from ui.tokens import Space, Token, Type
from ui.widgets.hairline import Hairline
from ui.widgets.label import ElidedLabel, Label
from ui.widgets.section_head import SectionHead
from ui.widgets.shape_mark import ShapeMark
from ui.wording import Wording
from ui.worklist.presenter import HeldSeen, ShiftSeen

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class ShiftView(QWidget):
    """Shows a ShiftSeen."""

    def __init__(self, wording: Wording) -> None:
        super().__init__()
        self._wording = wording
        self._seen: ShiftSeen | None = None
        self.setAccessibleName(wording.word("pane.shift"))
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        mark(self, plane=str(Token.S0))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self._make_progress())
        outer.addWidget(Hairline())
        outer.addWidget(self._make_held())
        outer.addWidget(Hairline())
        outer.addWidget(self._make_appointments())
        outer.addStretch(1)

    def _make_progress(self) -> Section:
        section = Section(above=14, gap=8)
        self._head = SectionHead(self._wording.word("shift.title"))
        section.column.addWidget(self._head)
        row = across(gap=Space.SIDE)
        self._figures = RowPool(row, _Figure)
        section.column.addLayout(row)
        self._bar = _Progress()
        section.column.addWidget(self._bar)
        self._rests = Label("", Type.CAPTION, Token.T2, wrap=True)
        section.column.addWidget(self._rests)
        return section

    def _make_held(self) -> Section:
        section = Section(above=12, gap=6)
        self._held_head = SectionHead("")
        section.column.addWidget(self._held_head)
        rows = column(gap=8)
        self._held = RowPool(rows, _HeldRow)
        section.column.addLayout(rows)
        self._held_foot = Label("", Type.CAPTION, Token.T2, wrap=True)
        section.column.addWidget(self._held_foot)
        return section

    def _make_appointments(self) -> Section:
        section = Section(above=12, gap=6)
        section.column.addWidget(SectionHead(self._wording.word("shift.appointments")))
        self._none = Label(self._wording.word("shift.no_appointments"), Type.CAPTION, Token.T2)
        section.column.addWidget(self._none)
        rows = column(gap=8)
        self._appointments = RowPool(rows, _AppointmentRow)
        section.column.addLayout(rows)
        return section

    def show_shift(self, seen: ShiftSeen | None) -> None:
        if seen == self._seen or seen is None:
            return
        self._seen = seen
        self._head.show_head(self._wording.word("shift.title"), seen.since)
        for figure, (caption, value, small) in zip(
            self._figures.rows(len(seen.figures)), seen.figures, strict=True
        ):
            figure.show_figure(caption, value, small)
        self._bar.show_done(seen.done)
        self._rests.show_text(seen.rests)
        self._rests.setVisible(bool(seen.rests))
        self._held_head.show_head(seen.held_title, seen.held_note)
        for row, held in zip(self._held.rows(len(seen.held)), seen.held, strict=True):
            row.show_held(held)
        self._held_foot.show_text(seen.held_foot)
        self._held_foot.setVisible(bool(seen.held_foot))
        self._none.setVisible(not seen.appointments)
        rows = self._appointments.rows(len(seen.appointments))
        for appointment, (at, what, kind) in zip(rows, seen.appointments, strict=True):
            appointment.show_appointment(at, what, kind)


class _Figure(QWidget):
    def __init__(self) -> None:
        super().__init__()
        inner = QVBoxLayout(self)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(0)
        self._caption = Label("", Type.CAPTION, Token.T2)
        row = across(gap=Space.TINY)
        self._value = Label("", Type.NAME)
        self._small = Label("", Type.CAPTION, Token.T2)
        row.addWidget(self._value)
        row.addWidget(self._small, 0, Qt.AlignmentFlag.AlignBottom)
        row.addStretch(1)
        inner.addWidget(self._caption)
        inner.addLayout(row)

    def show_figure(self, caption: str, value: str, small: str) -> None:
        self._caption.show_text(caption)
        self._value.show_text(value)
        self._small.show_text(small)
        self._small.setVisible(bool(small))
        self.setAccessibleName(f"{caption} {value}{small}")


class _Progress(QWidget):
    """A bar of 6: how much of the plan is dialled."""

    def __init__(self) -> None:
        super().__init__()
        self._done = 0.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_done(self, done: float) -> None:
        if done != self._done:
            self._done = done
            self.update()

    def sizeHint(self) -> QSize:
        at = look()
        return QSize(at.px(200), at.px(6))

    def paintEvent(self, _event: QPaintEvent) -> None:
        at = look()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        radius = self.height() / 2
        painter.setBrush(at.colour(Token.LINE))
        painter.drawRoundedRect(QRectF(self.rect()), radius, radius)
        if self._done > 0:
            painter.setBrush(at.colour(Token.ACCENT))
            wide = max(float(self.height()), self.width() * self._done)
            painter.drawRoundedRect(QRectF(0, 0, wide, self.height()), radius, radius)


def _lowered(shape: ShapeMark, line: int) -> QVBoxLayout:
    """A shape in the middle of the first of several lines."""
    made = column()
    made.addSpacing((line - shape.sizeHint().height()) // 2)
    made.addWidget(shape)
    made.addStretch(1)
    return made


class _HeldRow(QWidget):
    def __init__(self) -> None:
        super().__init__()
        row = across(self, gap=Space.NEAR)
        self._count = Label("", Type.ROW_STRONG)
        self._count.setAlignment(_RIGHT)
        self._count.setMinimumWidth(look().metrics(Type.ROW_STRONG).horizontalAdvance("000"))
        self._shape = ShapeMark(Shape.QUIET, "", 8)
        self._reason = Label("", Type.BODY, wrap=True)
        self._clause = Label("", Type.CAPTION, Token.T3)
        top = Qt.AlignmentFlag.AlignTop
        line = self._count.sizeHint().height()  # of the first line, on which all else stands
        self._clause.setMinimumHeight(line)
        self._reason.setContentsMargins(0, (line - self._reason.sizeHint().height()) // 2, 0, 0)
        row.addWidget(self._count, 0, top)
        row.addLayout(_lowered(self._shape, line))
        row.addWidget(self._reason, 1, top)
        row.addWidget(self._clause, 0, top)

    def show_held(self, held: HeldSeen) -> None:
        self._count.show_text(held.count)
        self._shape.show_shape(OF_MARK[held.mark])
        self._reason.show_text(held.reason)
        self._clause.show_text(held.clause)


class _AppointmentRow(QWidget):
    def __init__(self) -> None:
        super().__init__()
        row = across(self, gap=Space.STEP)
        self._at = Label("", Type.BODY_STRONG)
        self._what = ElidedLabel("", Type.BODY)
        self._kind = Label("", Type.CAPTION, Token.T3)
        row.addWidget(self._at)
        row.addWidget(self._what, 1)
        row.addWidget(self._kind)

    def show_appointment(self, at: str, what: str, kind: str) -> None:
        self._at.show_text(at)
        self._what.show_text(what)
        self._kind.show_text(kind)
