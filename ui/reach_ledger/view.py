"""Paints the ledger of a debtor's numbers in the reading pane. Rows take a click, keys come by the
window; the form of a new number takes the caret when the agent asks for it, Enter notes it, Esc
leaves it with what was typed kept."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desk_client.services import reach_intents as asks
from ui.reach_ledger.presenter import ReachSeen
from ui.section import RowPool, across, column
from ui.theme import look
from ui.tokens import Space, Token, Type
from ui.widgets.field import Field
from ui.widgets.field_watch import FieldWatch
from ui.widgets.icon_label import IconLabel
from ui.widgets.label import Label
from ui.widgets.point_box import PointBox
from ui.widgets.section_head import SectionHead
from ui.widgets.sheet_frame import SheetFrame
from ui.wording import Wording


class ReachView(SheetFrame):
    """Shows a ReachSeen."""

    typing_left = Signal()

    def __init__(self, wording: Wording) -> None:
        super().__init__(wording.word("sheet.more"))
        self._wording = wording
        self._seen: ReachSeen | None = None
        at, body = look(), self.body
        top = across(gap=Space.STEP)
        self._name = Label("", Type.TITLE)
        top.addWidget(self._name)
        top.addWidget(Label(wording.word("reach.title"), Type.BODY, Token.T2), 1)
        body.addLayout(top)
        told = across(gap=Space.NEAR)
        self._sign = IconLabel("", Token.T2, 16)
        self._lost = Label("", Type.BODY, Token.T2, wrap=True)
        self._clause = Label("", Type.CAPTION, Token.T3)
        told.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        told.addWidget(self._lost, 1)
        told.addWidget(self._clause, 0, Qt.AlignmentFlag.AlignTop)
        body.addLayout(told)
        body.addSpacing(at.px(Space.TINY))
        points = column(gap=7)
        self._points: RowPool[PointBox] = RowPool(points, self._make_point)
        body.addLayout(points)
        self._add_form(body)
        self._say_head = SectionHead(wording.word("reach.third"))
        self._say = Label("", Type.BODY, Token.T1, wrap=True)
        self._history_head = SectionHead(wording.word("reach.history"))
        history = column(gap=Space.HAIR)
        self._history: RowPool[Label] = RowPool(
            history, lambda: Label("", Type.BODY, Token.T2, wrap=True)
        )
        body.addSpacing(at.px(Space.TINY))
        body.addWidget(self._say_head)
        body.addWidget(self._say)
        body.addWidget(self._history_head)
        body.addLayout(history)
        body.addStretch(1)

    def _add_form(self, body: QVBoxLayout) -> None:
        self._form = QWidget()
        self.number = Field(self._wording.word("reach.number"))
        self.person = Field(self._wording.word("reach.person"))
        form = QVBoxLayout(self._form)
        form.setContentsMargins(0, 0, 0, 0)
        form.setSpacing(look().px(Space.NEAR))
        form.addWidget(SectionHead(self._wording.word("reach.new")))
        for field in (self.number, self.person):
            FieldWatch(field, self.show_row)
            field.committed.connect(lambda _: self._note())
            form.addWidget(field)
        body.addWidget(self._form)

    def _make_point(self) -> PointBox:
        box = PointBox()
        index = len(self._points.all)
        box.clicked.connect(lambda: self.intent_made.emit(asks.ChooseReach(index)))
        return box

    def show_reach(self, seen: ReachSeen | None) -> None:
        """Paints what changed; None empties the form."""
        if seen == self._seen:
            return
        before, self._seen = self._seen, seen
        was_naming = before is not None and before.naming
        if seen is None:
            self._empty()
            if was_naming:
                self.typing_left.emit()
            return
        self._name.show_text(seen.name)
        self._lost.show_text(seen.lost, Token.WARN_T if seen.is_lost else Token.T2)
        self._sign.show_icon(
            "triangle" if seen.is_lost else "clock", Token.WARN_T if seen.is_lost else Token.T3
        )
        self._clause.show_text(seen.lost_clause)
        boxes = self._points.rows(len(seen.points))
        for box, point in zip(boxes, seen.points, strict=True):
            box.show_point(point)
        self._form.setVisible(seen.naming)
        self.number.show_fault(seen.fault)
        self._say_head.setVisible(bool(seen.may_say))
        self._say.setVisible(bool(seen.may_say))
        self._say.show_text(seen.may_say)
        self._history_head.setVisible(bool(seen.history))
        for label, line in zip(self._history.rows(len(seen.history)), seen.history, strict=True):
            label.show_text(line)
        self.show_hints(seen.hints)
        self.setAccessibleName(f"{seen.name}: {seen.lost}")
        self._follow(before, seen, boxes)

    def _follow(self, before: ReachSeen | None, seen: ReachSeen, boxes: list[PointBox]) -> None:
        """The caret and the sight go where the agent asked."""
        if seen.naming and (before is None or not before.naming):
            self.number.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        elif not seen.naming and before is not None and before.naming:
            if len(seen.points) > len(before.points):
                self._empty()
            self.typing_left.emit()
        if before is None:
            self.show_top()
            return
        chosen = next(
            (box for box, point in zip(boxes, seen.points, strict=True) if point.chosen), None
        )
        if chosen is not None and not seen.naming:
            self.show_row(chosen)

    def _empty(self) -> None:
        for field in (self.number, self.person):
            field.edit.setText("")

    def _note(self) -> None:
        if self._seen is not None and self._seen.naming:
            self.intent_made.emit(asks.NamePoint(self.number.edit.text(), self.person.edit.text()))
