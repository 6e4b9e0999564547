"""What a plan adds to the wrap-up sheet: the fields for what is typed of it, and the table of its
instalments, three to a line so that a year is read at a glance."""

import unicodedata

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from desk_client.services.plan_intents import TypePlan
from ui.section import across, column
from ui.theme import look
from ui.tokens import Space, Token, Type
from ui.widgets.field import Field
from ui.widgets.label import Label
from ui.widgets.section_head import SectionHead
from ui.wording import Wording

_ABREAST = 3


class PlanFields(QWidget):
    """Five lines, shown by Tab; Enter in one hands over all that are filled."""

    typed = Signal(object)  # TypePlan, or None where nothing was filled

    def __init__(self, wording: Wording) -> None:
        super().__init__()
        row = across(self, gap=Space.NEAR)
        self.fields = {
            name: Field(wording.word(f"plan.{name}"))
            for name in ("amount", "first", "down", "income", "expenses")
        }
        for field in self.fields.values():
            field.committed.connect(lambda _text: self._commit())
            row.addWidget(field, 1)
        self.hide()

    def open(self) -> None:
        """The first takes the focus, asked for by the agent's Tab."""
        self.show()
        self.fields["amount"].edit.setFocus(Qt.FocusReason.TabFocusReason)

    def close_fields(self) -> None:
        for field in self.fields.values():
            field.edit.clear()
        self.hide()

    def _commit(self) -> None:
        told = {
            name: unicodedata.normalize("NFKC", field.edit.text()).strip() or None
            for name, field in self.fields.items()
        }
        self.close_fields()
        self.typed.emit(TypePlan(**told) if any(told.values()) else None)


class InstalmentTable(QWidget):
    """Number, day, amount; the labels are kept for the next plan."""

    def __init__(self) -> None:
        super().__init__()
        inner = column(gap=6)
        self.setLayout(inner)
        self._head = SectionHead("")
        inner.addWidget(self._head)
        self._grid = QGridLayout()
        self._grid.setContentsMargins(look().px(12), 0, 0, 0)
        self._grid.setHorizontalSpacing(look().px(10))
        self._grid.setVerticalSpacing(look().px(4))
        inner.addLayout(self._grid)
        self._cells: list[tuple[Label, Label, Label]] = []
        self.hide()

    def show_table(self, head: str, rows: tuple[tuple[str, str, str], ...]) -> None:
        """() hides it, and no figure stays in it."""
        while len(self._cells) < len(rows):
            self._add_cell(len(self._cells))
        for at, cell in enumerate(self._cells):
            words = rows[at] if at < len(rows) else ("", "", "")
            for label, text in zip(cell, words, strict=True):
                label.show_text(text)
                label.setVisible(at < len(rows))
        self._head.show_head(head)
        self.setVisible(bool(rows))

    def _add_cell(self, at: int) -> None:
        cell = (
            Label("", Type.CAPTION, Token.T3),
            Label("", Type.BODY, Token.T2),
            Label("", Type.BODY_STRONG),
        )
        line, place = divmod(at, _ABREAST)
        left = place * 4
        for offset, label in enumerate(cell):
            if offset != 1:
                label.setAlignment(Qt.AlignmentFlag.AlignRight)
            self._grid.addWidget(label, line, left + offset)
        self._grid.setColumnMinimumWidth(left + 3, look().px(18))
        self._grid.setColumnStretch(_ABREAST * 4, 1)
        self._cells.append(cell)
