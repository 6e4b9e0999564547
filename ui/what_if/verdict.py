"""The right side of the trial: the verdict in one sentence, the debtor's day, every rule, and
beside the rules what was changed, what is used and what must be said."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from ui.room import Room
from ui.section import RowPool, column
from ui.theme import look, mark
from ui.tokens import Space, Token, Type
from ui.what_if.day_strip import DayStrip
from ui.what_if.rules import RuleRow
from ui.what_if.seen import WhatIfSeen
from ui.what_if.side import SidePane
from ui.widgets.section_head import SectionHead
from ui.widgets.tall_body import TallBody
from ui.widgets.verdict_banner import VerdictBanner


class VerdictPane(QFrame):
    """Tells `time_asked` a clicked instant; which rule is chosen is its own."""

    time_asked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        mark(self, plane=str(Token.S1))
        self._seen: WhatIfSeen | None = None
        self._rule = ""
        at = look()
        self._banner, self._strip, self._body = VerdictBanner(), DayStrip(), TallBody()
        self._strip.asked.connect(self.time_asked)
        self._head, self._side = SectionHead(""), SidePane()
        listed, rules = column(), column(gap=Space.TINY)
        self._rules: RowPool[RuleRow] = RowPool(listed, self._make_row)
        rules.addWidget(self._head)
        rules.addLayout(listed)
        rules.addStretch(1)
        self._halves = QHBoxLayout()
        self._halves.setSpacing(at.px(Space.READING))
        self._halves.addLayout(rules, 1)
        self._halves.addWidget(self._side)
        self._body.column.setContentsMargins(0, 0, at.px(Space.NEAR), at.px(Space.NEAR))
        self._body.column.addLayout(self._halves)
        self._down = QVBoxLayout(self)
        side = at.px(Space.READING)
        self._down.setContentsMargins(side, at.px(Space.SIDE), at.px(Space.SIDE), 0)
        self._down.setSpacing(at.px(Space.STEP))
        self._down.addWidget(self._banner)
        self._down.addWidget(self._strip)
        self._down.addWidget(self._body, 1)

    def _make_row(self) -> RuleRow:
        row = RuleRow()
        row.asked.connect(self._choose)
        return row

    def begin(self) -> None:
        """A page just opened: no rule is chosen, the list begins at its top."""
        self._rule = ""
        self._body.verticalScrollBar().setValue(0)

    def show_verdict(self, seen: WhatIfSeen) -> None:
        self._seen = seen
        self._banner.show_verdict(seen.allowed, seen.sentence, seen.source)
        self._strip.show_day(seen.day)
        self._head.show_head(seen.rules_head, seen.silent)
        self._side.show_side(seen)
        self._show_rules(seen)

    def show_room(self, room: Room, *, narrow: bool) -> None:
        """Narrow: the side goes under the rules; low: the day scrolls with them."""
        beside, under = QHBoxLayout.Direction.LeftToRight, QHBoxLayout.Direction.TopToBottom
        self._halves.setDirection(under if narrow else beside)
        self._side.show_under(narrow)
        fixed = self._down.indexOf(self._strip) >= 0
        if room is Room.LOW and fixed:
            self._down.removeWidget(self._strip)
            self._body.column.insertWidget(0, self._strip)
        elif room is not Room.LOW and not fixed:
            self._body.column.removeWidget(self._strip)
            self._down.insertWidget(1, self._strip)

    def step(self, by: int) -> None:
        """J and K: the next rule, the one before."""
        names = [rule.rule for rule in self._seen.rules] if self._seen else []
        if names:
            place = names.index(self._rule) + by if self._rule in names else 0
            self._choose(names[place % len(names)])

    @property
    def chosen(self) -> tuple[str, str] | None:
        """Pack and id of the chosen rule, else of the first one that stands in a pack."""
        rules = [rule for rule in self._seen.rules if rule.pack] if self._seen else []
        picked = [rule for rule in rules if rule.rule == self._rule]
        found = next(iter((*picked, *rules)), None)
        return (found.pack, found.rule) if found is not None else None

    def _show_rules(self, seen: WhatIfSeen) -> None:
        metrics = look().metrics(Type.BODY_STRONG)
        wide = max((metrics.horizontalAdvance(rule.label) for rule in seen.rules), default=0)
        label = wide + look().px(Space.STEP)
        rows = self._rules.rows(len(seen.rules))
        for row, rule in zip(rows, seen.rules, strict=True):
            row.show_rule(rule, chosen=rule.rule == self._rule, label=label)

    def _choose(self, rule: str) -> None:
        self._rule = rule
        if self._seen is None:
            return
        self._show_rules(self._seen)
        for row in self._rules.all:
            if not row.isHidden() and row.rule == rule:
                self._body.ensureWidgetVisible(row, 0, look().px(Space.STEP))
