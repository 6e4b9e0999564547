"""The wrap-up sheet: the chosen outcome and its values, what logging it does, the call, the next
case. Values may be typed after Tab: Enter in a field hands them over and never logs a promise."""

import unicodedata

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desk_client.services import intents
from ui.keys import Act, KeyMap
from ui.section import RowPool, across, column
from ui.state_shape import Shape
from ui.theme import look, mark
from ui.tokens import Space, Token, Type
from ui.widgets.button import Button
from ui.widgets.field import Field
from ui.widgets.hairline import Hairline
from ui.widgets.icon_label import IconLabel
from ui.widgets.key_cap import KeyCap
from ui.widgets.label import ElidedLabel, Label
from ui.widgets.section_head import SectionHead
from ui.widgets.shape_mark import ShapeMark
from ui.widgets.tall_body import TallBody
from ui.wording import Wording
from ui.wrap_up.form_row import FormRow
from ui.wrap_up.parts import EffectRow, FormRowView, SaidRow, SummaryFigure
from ui.wrap_up.plan_part import InstalmentTable, PlanFields
from ui.wrap_up.presenter import EffectSeen, WrapUpSeen

_STEP = {
    "amount": intents.MoveAmount,
    "date": intents.MoveDate,
    "time": intents.MoveDate,
    "channel": intents.MoveChannel,
}
_TALL = 900


class WrapUpView(QWidget):
    """Shows a WrapUpSeen."""

    intent_made = Signal(object)
    typing_left = Signal()  # a typed value was handed over or left: the script takes the focus

    def __init__(self, wording: Wording, keys: KeyMap) -> None:
        super().__init__()
        self._wording, self._keys = wording, keys
        self._seen: WrapUpSeen | None = None
        at = look()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        tall = TallBody()
        body = tall.column
        side = at.px(Space.READING)
        body.setContentsMargins(side, at.px(16), side, 0)
        body.setSpacing(at.px(10))
        body.addLayout(self._make_title())
        rows = column(gap=10)
        self._rows: RowPool[FormRowView] = RowPool(
            rows, self._make_row, lambda row: row.show_row(FormRow(row.name, "", (), ""))
        )
        body.addLayout(rows)
        body.addWidget(self._make_typing())
        self.plan_fields = PlanFields(wording)
        self.plan_fields.typed.connect(self._on_plan_typed)
        body.addWidget(self.plan_fields)
        body.addLayout(self._make_accept())
        self._table = InstalmentTable()
        body.addWidget(self._table)
        self._under = Hairline()
        body.addWidget(self._under)
        body.addWidget(self._make_effects())
        body.addWidget(self._make_summary())
        body.addWidget(self._make_said())
        body.addStretch(1)
        outer.addWidget(tall, 1)
        outer.addWidget(self._make_next())

    def _make_title(self) -> QVBoxLayout:
        made = column()
        row = across(gap=Space.STEP)
        self._cap = KeyCap("", height=24)
        self._title = Label("", Type.TITLE_LARGE)
        self._lead = Label("", Type.BODY, Token.T2)
        row.addWidget(self._cap)
        row.addWidget(self._title)
        row.addStretch(1)
        row.addWidget(self._lead)
        made.addLayout(row)
        return made

    def _make_row(self) -> FormRowView:
        row = FormRowView()
        row.stepped.connect(self._on_stepped)
        return row

    def _on_stepped(self, name: str, step: int) -> None:
        if step:
            self.intent_made.emit(_STEP[name](step))

    def _make_typing(self) -> QWidget:
        """Two fields, shown by Tab."""
        self._typing = QWidget()
        row = across(self._typing, gap=Space.STEP)
        row.addSpacing(look().px(66))
        self.amount = Field(self._wording.word("promise.amount"))
        self.due = Field(self._wording.word("promise.date"))
        for field in (self.amount, self.due):
            field.committed.connect(self._on_typed)
            row.addWidget(field, 1)
        row.addStretch(1)
        self._typing.hide()
        return self._typing

    def _on_typed(self, _text: str) -> None:
        amount, due = (_plain(field.edit.text()) for field in (self.amount, self.due))
        self.close_typing()
        if amount or due:
            self.intent_made.emit(intents.TypePromise(amount or None, due or None))
        self.typing_left.emit()

    def open_typing(self) -> None:
        """Opens the two fields, empty; the first takes the focus, asked for by the agent's Tab."""
        if self._seen is not None and self._seen.plan:
            self.plan_fields.open()
        elif self._seen is not None and self._seen.types:
            self._typing.show()
            self.amount.edit.setFocus(Qt.FocusReason.TabFocusReason)

    def close_typing(self) -> None:
        for field in (self.amount, self.due):
            field.edit.clear()
            field.show_fault("")
        self._typing.hide()
        self.plan_fields.close_fields()

    def _on_plan_typed(self, intent: object) -> None:
        if intent is not None:
            self.intent_made.emit(intent)
        self.typing_left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        typing = self._typing.isVisible() or self.plan_fields.isVisible()
        if event.key() == Qt.Key.Key_Escape and typing:
            self.close_typing()
            self.typing_left.emit()
            return
        super().keyPressEvent(event)

    def _make_accept(self) -> QVBoxLayout:
        made = column()
        self._accept_row = QWidget()
        row = across(self._accept_row, gap=Space.NEAR)
        self._check_icon = IconLabel("check-circle", Token.OK_T, 14)
        self._checks = Label("", Type.CAPTION, Token.OK_T, wrap=True)
        self._log = Button(
            self._wording.word("wrap_up.log"),
            key=self._keys.cap(Act.ACCEPT),
            kind="primary",
            height=36,
        )
        self._log.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._log.clicked.connect(lambda: self.intent_made.emit(intents.Accept()))
        row.addSpacing(look().px(78))
        row.addWidget(self._check_icon)
        row.addWidget(self._checks, 1)
        row.addWidget(self._log)
        made.addWidget(self._accept_row)
        return made

    def _make_effects(self) -> QWidget:
        self._effects_part = QWidget()
        inner = column(gap=8)
        self._effects_part.setLayout(inner)
        self._effects_head = SectionHead(
            self._wording.word("wrap_up.effects"),
            key=self._keys.cap(Act.UNDO),
            key_word=self._wording.word("wrap_up.undo_all"),
        )
        inner.addWidget(self._effects_head)
        rows = column(gap=9)
        self._effects = RowPool(
            rows, EffectRow, lambda row: row.show_effect(EffectSeen("check", "", "", ""))
        )
        inner.addLayout(rows)
        return self._effects_part

    def _make_summary(self) -> QWidget:
        self._summary_part = QWidget()
        inner = column(gap=12)
        self._summary_part.setLayout(inner)
        inner.addWidget(Hairline())
        row = across(gap=34)
        figures = across(gap=34)
        self._summary = RowPool(figures, SummaryFigure)
        row.addLayout(figures)
        row.addStretch(1)
        inner.addLayout(row)
        return self._summary_part

    def _make_said(self) -> QWidget:
        self._said_part = QWidget()
        inner = column(gap=8)
        self._said_part.setLayout(inner)
        inner.addWidget(Hairline())
        inner.addWidget(SectionHead(self._wording.word("wrap_up.said")))
        rows = column(gap=8)
        self._said: RowPool[SaidRow] = RowPool(
            rows, self._make_said_row, lambda row: row.show_said("", "")
        )
        inner.addLayout(rows)
        return self._said_part

    def _make_said_row(self) -> SaidRow:
        return SaidRow(self._wording.word("script.said"))

    def _make_next(self) -> QWidget:
        at = look()
        self._next = QWidget()
        self._next.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        mark(self._next, plane=str(Token.S0))
        made = QVBoxLayout(self._next)
        made.setContentsMargins(0, 0, 0, 0)
        made.setSpacing(0)
        made.addWidget(Hairline())
        row = across(gap=Space.STEP)
        row.setContentsMargins(at.px(Space.READING), at.px(8), at.px(20), at.px(9))
        lines = column(gap=1)
        first = across(gap=Space.NEAR)
        first.addWidget(Label(self._wording.word("wrap_up.next"), Type.CAPTION, Token.T2))
        self._next_name = ElidedLabel("", Type.ROW_STRONG)
        first.addWidget(self._next_name, 1)
        self._next_why = ElidedLabel("", Type.CAPTION, Token.T2)
        lines.addLayout(first)
        lines.addWidget(self._next_why)
        self._next_lead = Label("", Type.CAPTION, Token.T2)
        row.addWidget(ShapeMark(Shape.CALLBACK, "", 10))
        row.addLayout(lines, 1)
        row.addWidget(self._next_lead)
        row.addWidget(KeyCap(self._keys.cap(Act.ONWARD)))
        made.addLayout(row)
        return self._next

    @property
    def foot(self) -> int:
        """Height of the strip of the next case, in pixels."""
        return 0 if self._next.isHidden() else self._next.sizeHint().height()

    def show_wrap_up(self, seen: WrapUpSeen | None) -> None:
        if seen == self._seen:
            return
        self._seen = seen
        if seen is None or not seen.types:
            self.close_typing()
        if seen is None:
            self._clear()
            return
        self._cap.show_key(seen.chosen_key, alive=True)
        self._title.show_text(seen.chosen)
        self._lead.show_text(seen.lead)
        for row, form in zip(self._rows.rows(len(seen.rows)), seen.rows, strict=True):
            row.show_row(form, type_word=self._wording.word("wrap_up.type") if seen.types else "")
        self._show_accept(seen)
        self._table.show_table(seen.table_head, seen.table)
        self._effects_part.setVisible(bool(seen.effects))
        self._under.setVisible(bool(seen.effects))
        for effect, value in zip(self._effects.rows(len(seen.effects)), seen.effects, strict=True):
            effect.show_effect(value)
        self._summary_part.setVisible(bool(seen.summary))
        for figure, (caption, text) in zip(
            self._summary.rows(len(seen.summary)), seen.summary, strict=True
        ):
            figure.show_figure(caption, text)
        self._show_said()
        self._next.setVisible(bool(seen.next_name))
        self._next_name.show_text(seen.next_name)
        self._next_why.show_text(seen.next_why)
        self._next_lead.show_text(seen.next_lead)

    def _clear(self) -> None:
        """No value of the last case stays."""
        for pool in (self._rows, self._effects, self._said):
            pool.rows(0)
        self._checks.show_text("")
        self._table.show_table("", ())

    def _show_accept(self, seen: WrapUpSeen) -> None:
        bad = bool(seen.faults)
        ink = Token.BAD_T if bad else Token.OK_T
        self._check_icon.show_icon("x-octagon" if bad else "check-circle", ink)
        words = " · ".join(seen.faults) if bad else seen.checks
        self._checks.show_text(words, ink)
        self._check_icon.setVisible(bool(words))
        self._accept_row.setVisible(seen.can_log)

    def _show_said(self) -> None:
        """The must-say ledger where the window is tall."""
        said = self._seen.said if self._seen else ()
        tall = self.window().height() >= look().px(_TALL)
        self._said_part.setVisible(bool(said) and tall)
        for row, (at, line) in zip(self._said.rows(len(said)), said, strict=True):
            row.show_said(at, line)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_said()


def _plain(text: str) -> str:
    """Full-width digits and signs as plain ones."""
    return unicodedata.normalize("NFKC", text).strip()
