"""The middle of the viewer: the chosen pack's head, and under it its rules with the sources they
were read from, or what differs from an earlier version."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ui.pack_viewer.presenter import ChangeSeen, PacksSeen
from ui.pack_viewer.rows import RuleLine
from ui.section import RowPool, column
from ui.theme import look, mark
from ui.tokens import Space, Token, Type
from ui.widgets.icon_label import IconLabel
from ui.widgets.label import Label
from ui.widgets.section_head import SectionHead
from ui.widgets.shape_mark import ShapeMark
from ui.widgets.sureness import sure_width
from ui.widgets.tall_body import TallBody


class PackMiddle(QFrame):
    """Tells `asked` the rule that was clicked."""

    asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        mark(self, plane=str(Token.S1))
        at = look()
        self._title = Label("", Type.TITLE)
        self._detail = Label("", Type.CAPTION, Token.T2, wrap=True)
        self._fault_icon = IconLabel("check-circle", Token.OK_T, 14)
        self._fault = Label("", Type.CAPTION, Token.T2)
        self._none = Label("", Type.ROW, Token.T2)
        self._body = TallBody()
        rules, changes, sources = column(), column(gap=Space.STEP), column(gap=Space.TINY)
        self._rules: RowPool[RuleLine] = RowPool(rules, self._make_rule)
        self._changes: RowPool[_Change] = RowPool(changes, _Change)
        self._sources_head = SectionHead("")
        self._sources: RowPool[_Source] = RowPool(sources, _Source)
        self._body.column.setContentsMargins(0, 0, at.px(Space.NEAR), at.px(Space.NEAR))
        self._body.column.setSpacing(at.px(Space.NEAR))
        for part in (rules, changes):
            self._body.column.addLayout(part)
        self._body.column.addWidget(self._none)
        self._body.column.addWidget(self._sources_head)
        self._body.column.addLayout(sources)
        self._body.column.addStretch(1)
        told = QHBoxLayout()
        told.setSpacing(at.px(Space.SMALL))
        told.addWidget(self._title, 1)
        told.addWidget(self._fault_icon)
        told.addWidget(self._fault)
        down = QVBoxLayout(self)
        side = at.px(Space.SIDE)
        down.setContentsMargins(side, at.px(Space.STEP), at.px(Space.NEAR), 0)
        down.setSpacing(at.px(Space.TINY))
        down.addLayout(told)
        down.addWidget(self._detail)
        down.addSpacing(at.px(Space.TINY))
        down.addWidget(self._body, 1)

    def _make_rule(self) -> RuleLine:
        row = RuleLine()
        row.asked.connect(self.asked)
        return row

    def show_middle(self, seen: PacksSeen, *, lively: bool) -> None:
        self._title.show_text(seen.head)
        self._detail.show_text(seen.head_detail)
        fails = any(each.fault for each in seen.packs if each.chosen)
        name, ink = ("x-octagon", Token.BAD_T) if fails else ("check-circle", Token.OK_T)
        self._fault_icon.show_icon(name, ink)
        self._fault.show_text(seen.fault, Token.BAD_T if fails else Token.T2)
        words = {(rule.sure.word, rule.sure.unconfirmed) for rule in seen.rules}
        wide = max((sure_width(word, unconfirmed=of) for word, of in words), default=0)
        rows = self._rules.rows(len(seen.rules))
        for row, rule in zip(rows, seen.rules, strict=True):
            row.show_rule(rule, lively=lively, sure=wide)
        boxes = self._changes.rows(len(seen.changes))
        for box, change in zip(boxes, seen.changes, strict=True):
            box.show_change(change)
        self._none.show_text(seen.none)
        self._none.setVisible(bool(seen.none))
        sources = () if seen.compares else seen.sources
        self._sources_head.show_head(seen.sources_head)
        self._sources_head.setVisible(bool(sources))
        lines = self._sources.rows(len(sources))
        for line, source in zip(lines, sources, strict=True):
            line.show_source(*source)

    def show_chosen(self) -> None:
        """Scrolls to the chosen rule."""
        for row in self._rules.all:
            if not row.isHidden() and row.chosen:
                self._body.ensureWidgetVisible(row, 0, look().px(Space.STEP))

    def to_top(self) -> None:
        self._body.verticalScrollBar().setValue(0)

    def scroll_on(self, by: int) -> None:
        """Differences have no chosen row: the arrows scroll them."""
        bar = self._body.verticalScrollBar()
        bar.setValue(bar.value() + by * look().px(48))


class _Source(QWidget):
    """Where rules were read, and when."""

    def __init__(self) -> None:
        super().__init__()
        self._title = Label("", Type.BODY, wrap=True)
        self._detail = Label("", Type.CAPTION, Token.T2, wrap=True)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(look().px(Space.STEP), 0, 0, 0)
        lines.setSpacing(0)
        lines.addWidget(self._title)
        lines.addWidget(self._detail)

    def show_source(self, title: str, detail: str) -> None:
        self._title.show_text(title)
        self._detail.show_text(detail)


class _Change(QWidget):
    """What became of one rule: a word with its shape, then each key before and after."""

    def __init__(self) -> None:
        super().__init__()
        at = look()
        self._seen: ChangeSeen | None = None
        self._mark: ShapeMark | None = None
        self._what = Label("", Type.CAPTION_STRONG, Token.T2)
        self._label = Label("", Type.BODY_STRONG, wrap=True)
        self._warning_icon = IconLabel("triangle", Token.WARN_T, 14)
        self._warning = Label("", Type.CHIP, Token.WARN_T)
        self._text = Label("", Type.CAPTION, Token.T2, wrap=True)
        self._head = QHBoxLayout()
        self._head.setSpacing(at.px(Space.SMALL))
        self._head.addWidget(self._what)
        self._head.addWidget(self._label, 1)
        self._head.addWidget(self._warning_icon)
        self._head.addWidget(self._warning)
        fields = column(gap=Space.HAIR)
        self._fields: RowPool[_Field] = RowPool(fields, _Field)
        down = QVBoxLayout(self)
        down.setContentsMargins(at.px(Space.STEP), 0, 0, 0)
        down.setSpacing(at.px(Space.HAIR))
        down.addLayout(self._head)
        down.addWidget(self._text)
        down.addLayout(fields)

    def show_change(self, seen: ChangeSeen) -> None:
        if seen == self._seen:
            return
        self._seen = seen
        if self._mark is None:
            self._mark = ShapeMark(seen.shape, seen.what, 9)
            self._head.insertWidget(0, self._mark)
        self._mark.show_shape(seen.shape, seen.what)
        self._what.show_text(seen.what)
        self._label.show_text(seen.label)
        self._text.show_text(seen.text)
        self._text.setVisible(bool(seen.text))
        self._warning.show_text(seen.warning)
        for part in (self._warning, self._warning_icon):
            part.setVisible(bool(seen.warning))
        rows = self._fields.rows(len(seen.fields))
        for row, field in zip(rows, seen.fields, strict=True):
            row.show_field(*field)
        self.setAccessibleName(f"{seen.what}: {seen.label} {seen.warning}".strip())


class _Field(QWidget):
    """A key with what it was, crossed out, and what it is."""

    def __init__(self) -> None:
        super().__init__()
        at = look()
        top = Qt.AlignmentFlag.AlignTop
        self._name = Label("", Type.CAPTION, Token.T3, wrap=True)
        self._name.setFixedWidth(at.px(120))
        self._before = Label("", Type.BODY, Token.T2, wrap=True)
        self._arrow = Label("→", Type.BODY, Token.T3)
        self._after = Label("", Type.BODY_STRONG, Token.T1, wrap=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(at.px(Space.NEAR))
        row.addWidget(self._name, 0, top)
        row.addWidget(self._before, 1, top)
        row.addWidget(self._arrow, 0, top)
        row.addWidget(self._after, 1, top)

    def show_field(self, name: str, before: str, after: str) -> None:
        self._name.show_text(name)
        self._before.show_text(before)
        self._after.show_text(after)
        for part in (self._before, self._arrow):
            part.setVisible(bool(before))
        self.setAccessibleName(f"{name}: {before} → {after}")
