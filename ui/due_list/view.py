"""Paints the due list over the panes, under the call bar, whose buttons stay free: at the left what
waits, at the right the chosen one in full or the form of what is being done. The form of an undo
comes alone. It takes no focus of its own; only a form's fields do, once a key asked for them."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desk_client.ids import CaseId
from desk_client.services import workflow_intents as asks
from ui.due_list.form import DeedForm
from ui.due_list.form_presenter import DeedSeen
from ui.due_list.presenter import ALL, KINDS, DueSeen
from ui.due_list.rows import DoneStep, DueLine, Told
from ui.over_panes import under_call_bar
from ui.section import RowPool, across, column
from ui.theme import look, mark
from ui.tokens import Space, Token, Type
from ui.widgets.hairline import Hairline
from ui.widgets.key_cap import KeyHint
from ui.widgets.label import Label
from ui.widgets.raised import draw_raised, draw_veil
from ui.widgets.section_head import SectionHead
from ui.widgets.segmented import Segmented
from ui.wording import Wording

_WIDE = 1120
_ALONE = 620
_DEEDS = {"N": "note", "A": "close", "G": "pass", "P": "approve", "R": "refer"} | {
    "L": "lift",
    "O": "open",
}


class DueListPage(QWidget):
    """A child of the window, shown while the state has a due list or a form."""

    asked = Signal(object)  # WorkflowIntent
    typing_left = Signal()

    def __init__(self, window: QWidget, wording: Wording) -> None:
        super().__init__(window)
        self._window = window
        self._seen: DueSeen | None = None
        self._deed: DeedSeen | None = None
        self._sheet = _Sheet(self, wording)
        self._sheet.line_chosen.connect(lambda place: self.asked.emit(asks.ChooseDue(place)))
        self._sheet.filter_chosen.connect(self._filter)
        self._sheet.form.asked.connect(self.asked)
        self._sheet.form.typing_left.connect(self.typing_left)
        self.form = self._sheet.form
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        window.installEventFilter(self)
        self.hide()

    def show_due(self, seen: DueSeen | None, deed: DeedSeen | None) -> None:
        """Both None shut it; paints only what differs from what is there."""
        if (seen, deed) == (self._seen, self._deed):
            return
        opens = self._seen is None and self._deed is None
        self._seen, self._deed = seen, deed
        if seen is None and deed is None:
            self.form.show_deed(None)
            self.hide()
            return
        self._sheet.show_sheet(seen, deed)
        if opens:
            self.show()
            self.raise_()
        self._lay()
        self.setAccessibleName(self._said(seen, deed))

    def _said(self, seen: DueSeen | None, deed: DeedSeen | None) -> str:
        if deed is not None:
            return f"{deed.title}. {deed.fault or deed.about}"
        return f"{seen.title}: {seen.notice or seen.told or seen.counts}" if seen else ""

    def press(self, key: str) -> None:
        """A key while the page is open."""
        seen = self._seen
        if self._deed is not None:
            self.form.press(key)
        elif seen is None:
            return
        elif key in ("Up", "Down"):
            self.asked.emit(asks.MoveDue(1 if key == "Down" else -1))
        elif key.isdigit():
            codes = {each.key: each.code for each in seen.filters}
            if key in codes:
                self._filter(codes[key])
        elif key == "Enter" and seen.case_ids:
            self.asked.emit(asks.OpenDueCase(CaseId(seen.case_ids[seen.chosen])))
        elif any(key == shown for shown, _ in seen.keys):
            self._press_deed(key)

    def leave_form(self) -> bool:
        """Esc: out of the form, back to the list; False where none is open."""
        if self._deed is None:
            return False
        self.asked.emit(asks.LeaveDeed())
        return True

    def _press_deed(self, key: str) -> None:
        if key == "T":
            self.asked.emit(asks.TakeDue())
        elif key == "Z":
            self.asked.emit(asks.UndoDeed())
        elif key in _DEEDS:
            self.asked.emit(asks.BeginDeed(_DEEDS[key]))

    def _filter(self, code: str) -> None:
        kind = next((each for each in KINDS if each == code), None)
        self.asked.emit(asks.FilterDue(None if code == ALL else kind))

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize and not self.isHidden():
            self._lay()
        return False

    def _lay(self) -> None:
        at = look()
        top = under_call_bar(self._window)
        self.setGeometry(0, top, self._window.width(), max(0, self._window.height() - top))
        alone = self._seen is None
        wide = min(at.px(_ALONE if alone else _WIDE), self.width() - at.px(Space.SIDE))
        room = self.height() - 2 * at.px(Space.NEAR)
        above = at.px(Space.READING if room > at.px(480) else Space.NEAR)
        tall = self.height() - above - at.px(Space.READING if room > at.px(480) else Space.NEAR)
        if alone:
            tall = min(tall, self._sheet.tall_alone(wide))
        self._sheet.setGeometry((self.width() - wide) // 2, above, wide, tall)

    def paintEvent(self, _event: QPaintEvent) -> None:
        draw_veil(QPainter(self), self.rect())


class _Sheet(QWidget):
    """The page's face: head, list, the chosen one or the form, keys."""

    line_chosen = Signal(int)
    filter_chosen = Signal(str)

    def __init__(self, page: QWidget, wording: Wording) -> None:
        super().__init__(page)
        self._wording = wording
        at = look()
        edge = at.px(Space.READING)
        self.form = DeedForm(wording)
        self._list, self._right = _Scroll(), _Scroll()
        self._right.column.addWidget(self.form)
        self.form.in_hand.connect(lambda field: self._right.ensureWidgetVisible(field, 0, 8))
        self._make_head()
        self._make_lines()
        self._make_matter()
        both = QHBoxLayout()
        both.setContentsMargins(edge, at.px(Space.STEP), edge, at.px(Space.STEP))
        both.setSpacing(edge)
        self._parting = Hairline(Qt.Orientation.Vertical)
        both.addWidget(self._list, 9)
        both.addWidget(self._parting)
        right = column(gap=Space.NEAR)
        right.addWidget(self._right, 1)
        right.addWidget(self.form.foot)
        both.addLayout(right, 11)
        self._both = both
        self._make_foot()
        down = QVBoxLayout(self)
        down.setContentsMargins(1, 1, 1, 1)  # inside its edge
        down.setSpacing(0)
        down.addWidget(self._head)
        down.addLayout(both, 1)
        down.addWidget(self._foot)

    def _make_head(self) -> None:
        at = look()
        edge = at.px(Space.READING)
        self._head = QWidget()
        self._title, self._counts = Label("", Type.TITLE), Label("", Type.BODY, Token.T2)
        self._overdue = Label("", Type.BODY_STRONG, Token.BAD_T)
        self._told = Label("", Type.BODY, Token.OK_T)
        self._close = KeyHint("Esc", self._wording.word("overlay.close"))
        self._filters = Segmented()
        self._filters.chosen.connect(self.filter_chosen)
        top = across(gap=Space.STEP)
        for part in (self._title, self._counts, self._overdue, self._told):
            top.addWidget(part)
        top.addStretch(1)
        top.addWidget(self._close)
        rows = QVBoxLayout(self._head)
        rows.setContentsMargins(edge, at.px(Space.SIDE), edge, at.px(Space.STEP))
        rows.setSpacing(at.px(Space.STEP))
        rows.addLayout(top)
        rows.addWidget(self._filters)

    def _make_foot(self) -> None:
        at = look()
        edge = at.px(Space.READING)
        self._foot = QWidget()
        foot = QVBoxLayout(self._foot)
        foot.setContentsMargins(0, 0, 0, at.px(Space.STEP))
        foot.setSpacing(at.px(Space.SMALL))
        foot.addWidget(Hairline())
        self._hints: list[RowPool[KeyHint]] = []
        for _row in range(2):  # the second where large text needs it
            line, keys = across(gap=0), across(gap=Space.STEP)
            line.setContentsMargins(edge, 0, edge, 0)
            line.addLayout(keys)
            line.addStretch(1)
            foot.addLayout(line)
            self._hints.append(RowPool(keys, lambda: KeyHint("", "")))
        self._keys: tuple[tuple[str, str], ...] = ()

    def _make_lines(self) -> None:
        self._empty = Label("", Type.ROW, Token.T2, wrap=True)
        self._empty_detail = Label("", Type.BODY, Token.T3, wrap=True)
        self._list.column.addWidget(self._empty)
        self._list.column.addWidget(self._empty_detail)
        rows = column(gap=Space.HAIR)
        self._list.column.addLayout(rows)
        self._list.column.addStretch(1)
        self._lines: RowPool[DueLine] = RowPool(rows, self._make_line)

    def _make_line(self) -> DueLine:
        line = DueLine(len(self._lines.all))
        line.chosen.connect(self.line_chosen)
        return line

    def _make_matter(self) -> None:
        self._matter = QWidget()
        down = QVBoxLayout(self._matter)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(look().px(Space.NEAR))
        self._about = Label("", Type.ROW_STRONG, wrap=True)
        down.addWidget(self._about)
        told, steps = column(gap=Space.NEAR), column(gap=Space.NEAR)
        down.addLayout(told)
        self._steps_head = SectionHead(self._wording.word("due.head_steps"))
        down.addWidget(self._steps_head)
        down.addLayout(steps)
        self._lines_told: RowPool[Told] = RowPool(told, Told)
        self._steps: RowPool[DoneStep] = RowPool(steps, DoneStep)
        self._right.column.addWidget(self._matter)
        self._right.column.addStretch(1)

    def show_sheet(self, seen: DueSeen | None, deed: DeedSeen | None) -> None:
        listed = seen is not None
        for part in (self._head, self._list, self._parting):
            part.setVisible(listed)
        self._foot.setVisible(seen is not None and deed is None and bool(seen.keys))
        if seen is not None:
            self._parting.setVisible(bool(seen.rows) or deed is not None)
        matter = seen.matter if seen is not None else None
        self._matter.setVisible(deed is None and matter is not None)
        if deed is not None:
            self.form.show()
        self.form.show_deed(deed)  # gives the caret up before its field is hidden
        self.form.setVisible(deed is not None)
        self.form.foot.setVisible(deed is not None)
        if seen is not None:
            self._show_list(seen, in_form=deed is not None)

    def _show_list(self, seen: DueSeen, *, in_form: bool) -> None:
        word = self._wording.word
        self._title.show_text(seen.title)
        self._counts.show_text(seen.counts)
        self._overdue.show_text(seen.overdue)
        self._told.show_text(seen.notice or seen.told, Token.WARN_T if seen.notice else Token.OK_T)
        self._close.show_hint("Esc", word("due.to_list" if in_form else "overlay.close"))
        self._filters.show_segments(seen.filters, seen.filter)
        self._empty.setVisible(not seen.rows)
        self._empty.show_text(seen.empty[0])
        self._empty_detail.setVisible(not seen.rows and bool(seen.empty[1]))
        self._empty_detail.show_text(seen.empty[1])
        lines = self._lines.rows(len(seen.rows))
        for place, (line, row) in enumerate(zip(lines, seen.rows, strict=True)):
            line.show_line(row, chosen=place == seen.chosen)
        if seen.chosen < len(lines):
            self._list.ensureWidgetVisible(lines[seen.chosen], 0, 0)
        self._keys = () if in_form else seen.keys
        self._lay_keys()
        if seen.matter is not None:
            self._about.show_text(seen.matter.title)
            rows = self._lines_told.rows(len(seen.matter.lines))
            for told, each in zip(rows, seen.matter.lines, strict=True):
                told.show_told(*each)
            steps = self._steps.rows(len(seen.matter.steps))
            for done, step in zip(steps, seen.matter.steps, strict=True):
                done.show_step(step)

    def _lay_keys(self) -> None:
        """On one row where they fit, else on two."""
        first, second = self._hints
        self._show_keys(first, self._keys)
        self._show_keys(second, ())
        room = self.width() - 2 * look().px(Space.READING)
        gap = look().px(Space.STEP)
        shown = first.all[: len(self._keys)]
        if sum(hint.sizeHint().width() + gap for hint in shown) > room:
            half = (len(self._keys) + 1) // 2
            self._show_keys(first, self._keys[:half])
            self._show_keys(second, self._keys[half:])

    @staticmethod
    def _show_keys(pool: RowPool[KeyHint], keys: tuple[tuple[str, str], ...]) -> None:
        for hint, (key, name) in zip(pool.rows(len(keys)), keys, strict=True):
            hint.show_hint(key, name)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_keys()

    def tall_alone(self, wide: int) -> int:
        """As tall as the form that comes alone."""
        at = look()
        inner = wide - 2 * at.px(Space.READING) - 2
        layout = self.form.layout()
        tall = layout.heightForWidth(inner) if layout is not None else 0
        tall = max(tall, self.form.sizeHint().height()) + self.form.foot.sizeHint().height()
        return tall + at.px(Space.NEAR) + 2 * at.px(Space.STEP) + at.px(Space.SIDE)

    def paintEvent(self, _event: QPaintEvent) -> None:
        draw_raised(QPainter(self), self.rect())


class _Scroll(QScrollArea):
    """A column that scrolls where it must."""

    def __init__(self) -> None:
        super().__init__()
        held = QWidget()
        held.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        mark(held, plane=str(Token.S2))
        self.column = QVBoxLayout(held)
        self.column.setContentsMargins(0, 0, look().px(Space.SMALL), 0)
        self.column.setSpacing(look().px(Space.NEAR))
        self.setWidget(held)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
