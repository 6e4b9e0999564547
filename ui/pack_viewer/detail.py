"""One rule whole: its words, its clause and how sure we are of it, what it says key by key, and its
examples as they come out now."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.pack_viewer.presenter import ExampleSeen, RuleDetailSeen, SureSeen
from ui.section import RowPool, column
from ui.theme import look, mark
from ui.tokens import Space, Token, Type
from ui.widgets.icon_label import IconLabel
from ui.widgets.label import Label
from ui.widgets.section_head import SectionHead
from ui.widgets.sureness import paint_sure, sure_width
from ui.widgets.tall_body import TallBody

_NAMES = 132  # width of the names' column


class RuleDetailPane(TallBody):
    """Scrolls with J and K."""

    def __init__(self) -> None:
        super().__init__()
        at = look()
        held = self.widget()
        if held is not None:
            mark(held, plane=str(Token.S0))
        side = at.px(Space.SIDE)
        self.column.setContentsMargins(side, at.px(Space.STEP), side, side)
        self.column.setSpacing(at.px(Space.NEAR))
        self._seen: RuleDetailSeen | None = None
        self._title = Label("", Type.TITLE, wrap=True)
        self._sure = SureLine()
        self._text = Label("", Type.ROW, wrap=True)
        self._facts = Pairs()
        self._says_head, self._says = SectionHead(""), Pairs()
        self._none = Label("", Type.CAPTION, Token.T2)
        self._examples_head = SectionHead("")
        examples = column(gap=Space.SMALL)
        self._examples: RowPool[_Example] = RowPool(examples, _Example)
        for part in (self._title, self._sure, self._text, self._facts, self._says_head):
            self.column.addWidget(part)
        self.column.addWidget(self._none)
        self.column.addWidget(self._says)
        self.column.addWidget(self._examples_head)
        self.column.addLayout(examples)
        self.column.addStretch(1)

    def show_detail(self, seen: RuleDetailSeen | None) -> None:
        if seen == self._seen:
            return
        fresh = self._seen is None or seen is None or seen.rule != self._seen.rule
        self._seen = seen
        held = self.widget()
        if held is not None:
            held.setVisible(seen is not None)
        if seen is None:
            return
        self._title.show_text(seen.title)
        self._sure.show_sure(seen.sure)
        self._text.show_text(seen.text)
        self._facts.show_pairs(seen.facts)
        self._says_head.show_head(seen.parameters_head)
        self._says.show_pairs(seen.parameters)
        self._none.show_text(seen.no_parameters)
        self._none.setVisible(bool(seen.no_parameters))
        self._examples_head.show_head(seen.examples_head)
        rows = self._examples.rows(len(seen.examples))
        for row, example in zip(rows, seen.examples, strict=True):
            row.show_example(example)
        self.setAccessibleName(f"{seen.title}, {seen.sure.word}: {seen.text}")
        if fresh:
            self.verticalScrollBar().setValue(0)

    def scroll_on(self, by: int) -> None:
        """Some rows on or back."""
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + by * look().px(80))


class SureLine(QWidget):
    """Shape and word of how the clause was read."""

    def __init__(self) -> None:
        super().__init__()
        self._seen: SureSeen | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_sure(self, seen: SureSeen) -> None:
        if seen != self._seen:
            self._seen = seen
            self.setAccessibleName(seen.word)
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        seen = self._seen
        wide = sure_width(seen.word, unconfirmed=seen.unconfirmed) if seen else 0
        return QSize(wide, look().metrics(Type.CAPTION).height() + 2)

    def paintEvent(self, _event: QPaintEvent) -> None:
        seen = self._seen
        if seen is not None:
            at = (1.0, self.height() / 2)
            painter = QPainter(self)
            paint_sure(painter, seen.shape, seen.word, at, unconfirmed=seen.unconfirmed)


class Pairs(QWidget):
    """Names and their words, on two columns that line up."""

    def __init__(self) -> None:
        super().__init__()
        at = look()
        self._pairs: tuple[tuple[str, str], ...] = ()
        self._labels: list[tuple[Label, Label]] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(at.px(Space.STEP))
        self._grid.setVerticalSpacing(at.px(Space.TINY))
        self._grid.setColumnMinimumWidth(0, at.px(_NAMES))
        self._grid.setColumnStretch(1, 1)

    def show_pairs(self, pairs: tuple[tuple[str, str], ...]) -> None:
        if pairs == self._pairs:
            return
        self._pairs = pairs
        top = Qt.AlignmentFlag.AlignTop
        while len(self._labels) < len(pairs):
            name = Label("", Type.CAPTION, Token.T3, wrap=True)
            name.setFixedWidth(look().px(_NAMES))
            words = Label("", Type.BODY, wrap=True)
            place = len(self._labels)
            self._grid.addWidget(name, place, 0, top)
            self._grid.addWidget(words, place, 1, top)
            self._labels.append((name, words))
        for place, (name, words) in enumerate(self._labels):
            there = place < len(pairs)
            name.setVisible(there)
            words.setVisible(there)
            if there:
                name.show_text(pairs[place][0])
                words.show_text(pairs[place][1])


class _Example(QWidget):
    """One example: whether it comes out as written, and how."""

    def __init__(self) -> None:
        super().__init__()
        at = look()
        self._icon = IconLabel("check-circle", Token.OK_T, 14)
        self._name = Label("", Type.BODY, wrap=True)
        self._result = Label("", Type.CAPTION, Token.T2, wrap=True)
        lines = QVBoxLayout()
        lines.setSpacing(0)
        lines.addWidget(self._name)
        lines.addWidget(self._result)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(at.px(Space.NEAR))
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(lines, 1)

    def show_example(self, seen: ExampleSeen) -> None:
        name, ink = ("check-circle", Token.OK_T) if seen.holds else ("x-octagon", Token.BAD_T)
        self._icon.show_icon(name, ink)
        self._name.show_text(seen.name)
        self._result.show_text(seen.result, Token.T2 if seen.holds else Token.BAD_T)
        self.setAccessibleName(f"{seen.name}: {seen.result}")
