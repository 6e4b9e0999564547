"""Left and right column of the page of a case. The left begins with who it is, the flags and what
is owed; everything else is blocks."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from ui.case_detail.blocks import Block, LineRow
from ui.case_detail.presenter import BlockSeen, DetailSeen
from ui.section import RowPool, Section, across, column
from ui.state_shape import Shape
from ui.theme import look, mark
from ui.tokens import Token, Type
from ui.widgets.chip_rows import ChipRows
from ui.widgets.hairline import Hairline
from ui.widgets.label import ElidedLabel, Label
from ui.wording import Wording


class Column(QScrollArea):
    """Scrolls where its blocks are taller than the window; takes no focus."""

    chosen = Signal(str)
    opened = Signal(str)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidgetResizable(True)
        page = QWidget()
        page.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        mark(page, plane=str(Token.S0))
        self.down = QVBoxLayout(page)
        self.down.setContentsMargins(0, 0, 0, 0)
        self.down.setSpacing(0)
        rows = column()
        self.head = column()
        self.down.addLayout(self.head)
        self.down.addLayout(rows)
        self.down.addStretch(1)
        self.setWidget(page)
        self._blocks: RowPool[Block] = RowPool(rows, self._block, lambda block: block.clear())

    def _block(self) -> Block:
        block = Block()
        block.chosen.connect(self.chosen)
        block.opened.connect(self.opened)
        return block

    def show_blocks(self, blocks: tuple[BlockSeen, ...], picked: str) -> None:
        for block, seen in zip(self._blocks.rows(len(blocks)), blocks, strict=True):
            block.show_block(seen, picked)

    def row_of(self, point: str) -> LineRow | None:
        """The line of a contact point."""
        found = (block.row_of(point) for block in self._blocks.all)
        return next((row for row in found if row is not None), None)


class WhoColumn(Column):
    """The left one."""

    def __init__(self, wording: Wording) -> None:
        super().__init__(wording.word("detail.left"))
        at = look()
        who = Section(above=10, gap=5, below=10)
        top = across()
        self._name = ElidedLabel("", Type.NAME)
        self._case_no = Label("", Type.CAPTION, Token.T3)
        top.addWidget(self._name, 1)
        top.addWidget(self._case_no)
        self._about = ElidedLabel("", Type.CAPTION, Token.T2)
        self._flags = ChipRows()
        self._wishes = Label("", Type.CAPTION, Token.T2, wrap=True)
        who.column.addLayout(top)
        for each in (self._about, self._flags, self._wishes):
            who.column.addWidget(each)
        owed = Section(gap=2)
        captions, figures = across(), across()
        captions.addWidget(Label(wording.word("detail.balance"), Type.CAPTION, Token.T3))
        captions.addStretch(1)
        captions.addWidget(Label(wording.word("card.days"), Type.CAPTION, Token.T3))
        self._balance = ElidedLabel("", Type.TITLE_LARGE)
        self._days = Label("", Type.TITLE_LARGE)
        figures.addWidget(self._balance, 1)
        figures.addWidget(self._days)
        self._shut = Label("", Type.CAPTION, Token.T2, wrap=True)
        owed.column.addLayout(captions)
        owed.column.addLayout(figures)
        owed.column.addWidget(self._shut)
        for section in (who, owed):
            self.head.addWidget(section)
            self.head.addWidget(Hairline())
        self.setMinimumWidth(at.px(200))

    def show_who(self, seen: DetailSeen, picked: str) -> None:
        self._name.show_text(seen.name)
        self._case_no.show_text(seen.case_no)
        self._about.show_text(seen.about)
        self._flags.show_chips(seen.flags)
        self._wishes.show_text(seen.wishes)
        self._wishes.setVisible(bool(seen.wishes))
        ink = Token.T3 if seen.shut else Token.T1
        self._balance.show_text(seen.balance, ink)
        self._days.show_text(seen.days, ink)
        self._shut.show_text(seen.shut)
        self._shut.setVisible(bool(seen.shut))
        self.show_blocks(seen.left, picked)

    def clear(self) -> None:
        """No trace of the last case stays in the hidden widgets."""
        for label in (self._name, self._case_no, self._about, self._wishes):
            label.show_text("")
        for figure in (self._balance, self._days, self._shut):
            figure.show_text("")
        self._flags.show_chips(((Shape.QUIET, ""),))
        self.show_blocks((), "")
