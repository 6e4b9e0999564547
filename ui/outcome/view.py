"""The right pane of a case: limits left, promise draft, outcome grid, note. Keys come by the
window; a click asks for the same things."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from desk_client.services import intents
from ui.key_intents import LEVELS
from ui.outcome.grid import OutcomeGrid
from ui.outcome.note import NoteField
from ui.outcome.presenter import AsideSeen, DraftSeen, GridSeen, LimitsSeen, PaneSeen
from ui.section import RowPool, Section, across, column
from ui.state_shape import Shape
from ui.theme import look, mark
from ui.tokens import Radius, Space, Token, Type
from ui.widgets.hairline import Hairline
from ui.widgets.icon_label import IconLabel
from ui.widgets.label import ElidedLabel, Label
from ui.widgets.limit_meter import LimitMeter
from ui.widgets.section_head import SectionHead
from ui.widgets.segmented import Segment, Segmented
from ui.widgets.shape_mark import ShapeMark
from ui.wording import Wording

_ASIDES = 2


class OutcomeView(QWidget):
    """Shows a PaneSeen; None leaves the pane empty."""

    intent_made = Signal(object)
    note_left = Signal()

    def __init__(self, wording: Wording) -> None:
        super().__init__()
        self._wording = wording
        self._seen: PaneSeen | None = None
        self.setAccessibleName(wording.word("pane.outcome"))
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        mark(self, plane=str(Token.S0))
        self._sections: list[Section] = []
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        self._limits = self._make_limits()
        self._draft = self._make_draft()
        self._grid = self._make_grid()
        for part in (self._limits, self._draft, self._grid):
            outer.addWidget(part)
        self._asides = [_Aside() for _ in range(_ASIDES)]
        for aside in self._asides:
            outer.addWidget(aside)
        outer.addStretch(1)
        outer.addWidget(self._make_foot())

    def _section(self, *, plane: Token = Token.S0, gap: float = 4) -> tuple[QWidget, Section]:
        """A section with a hairline above it, except for the first."""
        holder = QWidget()
        holder.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        inner = column()
        holder.setLayout(inner)
        if self._sections:
            inner.addWidget(Hairline())
        section = Section(above=11, gap=gap)
        section.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        mark(section, plane=str(plane))
        inner.addWidget(section)
        self._sections.append(section)
        return holder, section

    def _make_limits(self) -> QWidget:
        holder, section = self._section(gap=3)
        self._limits_head = SectionHead("")
        section.column.addWidget(self._limits_head)
        rows = column(gap=3)
        self._meters = RowPool(rows, LimitMeter)
        section.column.addLayout(rows)
        return holder

    def _make_draft(self) -> QWidget:
        holder, section = self._section(plane=Token.S1, gap=5)
        self._draft_head = SectionHead("")
        section.column.addWidget(self._draft_head)
        rows = column(gap=6)
        self._draft_rows = RowPool(rows, _DraftRow, lambda row: row.show_draft("", "", ""))
        section.column.addLayout(rows)
        self._draft_checks = Label("", Type.CAPTION, Token.T3, wrap=True)
        section.column.addWidget(self._draft_checks)
        return holder

    def _make_grid(self) -> QWidget:
        holder, section = self._section(gap=7)
        self._grid_head = SectionHead("")
        self._levels = Segmented()
        self._levels.chosen.connect(lambda level: self.intent_made.emit(intents.ChooseLevel(level)))
        self._outcomes = OutcomeGrid(self._wording.word("outcome.grid"))
        self._outcomes.outcome_chosen.connect(
            lambda key: self.intent_made.emit(intents.ChooseOutcome(key))
        )
        self._line_says = _LineSays()
        section.column.addWidget(self._grid_head)
        section.column.addWidget(self._levels)
        section.column.addWidget(self._outcomes)
        section.column.addSpacing(look().px(4))
        section.column.addWidget(self._line_says)
        return holder

    def _make_foot(self) -> QWidget:
        foot = QWidget()
        at = look()
        inner = QVBoxLayout(foot)
        inner.setContentsMargins(at.px(Space.SIDE), at.px(6), at.px(Space.SIDE), at.px(12))
        inner.setSpacing(at.px(8))
        row = across(gap=Space.NEAR)
        self._warning_icon = IconLabel("triangle", Token.T2, 14)
        self._warning = Label("", Type.CAPTION, Token.T2, wrap=True)
        row.addWidget(self._warning_icon)
        row.addWidget(self._warning, 1)
        self._note = NoteField(self._wording.word("outcome.note"))
        self._note.written.connect(
            lambda text, done: self.intent_made.emit(intents.WriteNote(text, done))
        )
        self._note.left.connect(self.note_left)
        told = across(gap=Space.SMALL)
        self._note_sign = IconLabel("", Token.WARN, 14)
        self._note_said = Label("", Type.CAPTION, Token.WARN_T, wrap=True)
        told.addWidget(self._note_sign, 0, Qt.AlignmentFlag.AlignTop)
        told.addWidget(self._note_said, 1)
        inner.addLayout(row)
        inner.addWidget(self._note)
        inner.addLayout(told)
        return foot

    @property
    def note(self) -> NoteField:
        return self._note

    def show_compact(self, compact: bool) -> None:
        for section in self._sections:
            section.show_compact(compact)
        self._outcomes.show_compact(compact)

    def show_pane(self, seen: PaneSeen | None) -> None:
        """Paints what changed."""
        if seen == self._seen:
            return
        before, self._seen = self._seen, seen
        self._show_limits(seen.limits if seen else None)
        self._show_draft(seen.draft if seen else None)
        self._show_grid(seen.grid if seen else None)
        asides = seen.asides if seen else ()
        for place, aside in enumerate(self._asides):
            aside.show_aside(asides[place] if place < len(asides) else None)
        warning = seen.grid.warning if seen and seen.grid else ""
        self._warning.show_text(warning)
        self._warning.setVisible(bool(warning))
        self._warning_icon.setVisible(bool(warning))
        self._note.setVisible(seen is not None)
        another = before is None or seen is None or before.case_id != seen.case_id
        self._note.show_note(seen.note if seen else "", another_case=another)
        self._note.show_key(seen.note_key if seen else "")
        self._show_marks(seen)

    def _show_marks(self, seen: PaneSeen | None) -> None:
        """Marked words of the note, and under it which and why."""
        self._note.show_marks(seen.note if seen else "", seen.note_marks if seen else ())
        said = seen.note_said if seen else ""
        blocks = seen is not None and seen.note_blocks
        self._note_sign.show_icon(
            "x-octagon" if blocks else "triangle", Token.BAD if blocks else Token.WARN
        )
        self._note_said.show_text(said, Token.BAD_T if blocks else Token.WARN_T)
        self._note_sign.setVisible(bool(said))
        self._note_said.setVisible(bool(said))

    def _show_limits(self, seen: LimitsSeen | None) -> None:
        self._limits.setVisible(seen is not None)
        if seen is None:
            return
        self._limits_head.show_head(seen.title, seen.clause)
        full = self._wording.word("limit.full")
        for row, meter in zip(self._meters.rows(len(seen.meters)), seen.meters, strict=True):
            row.show_limit(meter.label, meter.used, meter.max, blocking=meter.blocking, full=full)

    def _show_draft(self, seen: DraftSeen | None) -> None:
        self._draft.setVisible(seen is not None)
        rows = seen.rows if seen else ()
        draft_rows = self._draft_rows.rows(len(rows))
        self._draft_checks.show_text(seen.checks if seen else "")
        if seen is None:
            return
        self._draft_head.show_head(
            self._wording.word("promise.draft"),
            key=seen.key,
            key_word=self._wording.word("outcome.log_draft"),
        )
        for row, parts in zip(draft_rows, rows, strict=True):
            row.show_draft(*parts)
        self._draft_checks.setVisible(bool(seen.checks))

    def _show_grid(self, seen: GridSeen | None) -> None:
        self._grid.setVisible(seen is not None)
        if seen is None:
            return
        self._grid_head.show_head(self._wording.word("outcome.grid"), seen.note)
        self._levels.show_segments(
            [
                Segment(code, word, str(number) if seen.digits else "")
                for number, (code, word) in enumerate(
                    zip(LEVELS, seen.levels, strict=True), start=1
                )
            ],
            LEVELS[seen.level],
        )
        self._outcomes.show_rows(seen.rows)
        self._line_says.show_words(seen.line_says)


class _DraftRow(QWidget):
    """Caption, value, small print."""

    def __init__(self) -> None:
        super().__init__()
        row = across(self)
        self._caption = Label("", Type.CAPTION, Token.T2)
        self._caption.setMinimumWidth(look().px(54))
        self._value = Label("", Type.BODY_STRONG)
        self._small = ElidedLabel("", Type.CAPTION, Token.T3)
        self._small.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._caption)
        row.addWidget(self._value)
        row.addWidget(self._small, 1)

    def show_draft(self, caption: str, value: str, small: str) -> None:
        self._caption.show_text(caption)
        self._value.show_text(value)
        self._small.show_text(small)


class _LineSays(QWidget):
    """What the line's signal will log by itself."""

    def __init__(self) -> None:
        super().__init__()
        at = look()
        row = across(self, gap=Space.STEP)
        row.setContentsMargins(at.px(12), at.px(10), at.px(12), at.px(10))
        self._words = Label("", Type.BODY_STRONG, wrap=True)
        self._words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        row.addWidget(IconLabel("clock", Token.T2, 16))
        row.addWidget(self._words, 1)
        self.hide()

    def show_words(self, words: str) -> None:
        self._words.show_text(words)
        self.setVisible(bool(words))

    def paintEvent(self, _event: QPaintEvent) -> None:
        at = look()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(at.colour(Token.HOVER))
        radius = at.px(Radius.OPTION)
        painter.drawRoundedRect(QRectF(self.rect()), radius, radius)


class _Aside(QWidget):
    """A titled list of the pane."""

    def __init__(self) -> None:
        super().__init__()
        outer = column()
        self.setLayout(outer)
        outer.addWidget(Hairline())
        section = Section(above=11, gap=7)
        self._head = SectionHead("")
        section.column.addWidget(self._head)
        rows = column(gap=7)
        self._rows = RowPool(rows, _AsideRow)
        section.column.addLayout(rows)
        outer.addWidget(section)
        self.hide()

    def show_aside(self, seen: AsideSeen | None) -> None:
        self.setVisible(seen is not None)
        if seen is None:
            return
        self._head.show_head(seen.title)
        for row, parts in zip(self._rows.rows(len(seen.rows)), seen.rows, strict=True):
            row.show_row(*parts)


class _AsideRow(QWidget):
    def __init__(self) -> None:
        super().__init__()
        row = across(self, gap=Space.NEAR)
        self._shape = ShapeMark(Shape.TALK, "", 8)
        lines = column(gap=1)
        first = across(gap=Space.NEAR)
        self._strong = Label("", Type.BODY_STRONG)
        self._quiet = ElidedLabel("", Type.CAPTION, Token.T3)
        first.addWidget(self._strong)
        first.addWidget(self._quiet, 1)
        self._second = Label("", Type.CAPTION, Token.T2, wrap=True)
        lines.addLayout(first)
        lines.addWidget(self._second)
        row.addWidget(self._shape)
        row.addLayout(lines, 1)

    def show_row(self, shape: str, strong: str, quiet: str, second: str) -> None:
        self._shape.setVisible(bool(shape))
        if shape:
            self._shape.show_shape(Shape.TALK if shape == "allowed" else Shape.CROSS)
        self._strong.show_text(strong)
        self._quiet.show_text(quiet)
        right = Qt.AlignmentFlag.AlignVCenter | (
            Qt.AlignmentFlag.AlignLeft if shape else Qt.AlignmentFlag.AlignRight
        )
        self._quiet.setAlignment(right)
        self._second.show_text(second)
        self._second.setVisible(bool(second))
