"""Paints why a case is not dialled, in the reading pane: the case's own sentence, its numbers, and
every rule on the chosen one. It takes no focus; keys come by the window, a click chooses a
number."""

from desk_client.services import why_intents as asks
from ui.section import RowPool, across, column
from ui.theme import look
from ui.tokens import Space, Token, Type
from ui.why_not.presenter import WhySeen
from ui.widgets.label import ElidedLabel, Label
from ui.widgets.point_box import PointBox
from ui.widgets.rule_row import RuleRow, SureLegend, show_rules
from ui.widgets.section_head import SectionHead
from ui.widgets.sheet_frame import SheetFrame
from ui.widgets.verdict_banner import VerdictBanner
from ui.wording import Wording


class WhyView(SheetFrame):
    """Shows a WhySeen."""

    def __init__(self, wording: Wording) -> None:
        super().__init__(wording.word("sheet.more"))
        self._seen: WhySeen | None = None
        at, body = look(), self.body
        top = across(gap=Space.STEP)
        self._name = Label("", Type.TITLE)
        self._about = ElidedLabel("", Type.BODY, Token.T2)
        self._place = Label("", Type.CAPTION, Token.T3)
        top.addWidget(self._name)
        top.addWidget(self._about, 1)
        top.addWidget(self._place)
        body.addLayout(top)
        self._banner = VerdictBanner()
        body.addWidget(self._banner)
        body.addSpacing(at.px(Space.TINY))
        self._numbers_head = SectionHead(wording.word("why.numbers"))
        body.addWidget(self._numbers_head)
        points = column(gap=7)
        self._points: RowPool[PointBox] = RowPool(points, self._make_point)
        body.addLayout(points)
        body.addSpacing(at.px(Space.TINY))
        head = across()
        self._rules_head, self._legend = SectionHead(""), SureLegend()
        head.addWidget(self._rules_head)
        head.addWidget(self._legend, 1)
        body.addLayout(head)
        rules = column()
        self._rules: RowPool[RuleRow] = RowPool(rules, RuleRow)
        body.addLayout(rules)
        body.addStretch(1)

    def _make_point(self) -> PointBox:
        box = PointBox()
        index = len(self._points.all)
        box.clicked.connect(lambda: self.intent_made.emit(asks.ChooseWhy(index)))
        return box

    def show_why(self, seen: WhySeen | None) -> None:
        """Paints what changed; None leaves the last sheet in place, unseen."""
        if seen == self._seen:
            return
        before, self._seen = self._seen, seen
        if seen is None:
            return
        self._name.show_text(seen.name)
        self._about.show_text(seen.about)
        self._place.show_text(seen.place)
        self._banner.show_verdict(seen.allowed, seen.sentence, seen.source, seen.sure)
        self._numbers_head.setVisible(bool(seen.points))
        boxes = self._points.rows(len(seen.points))
        for box, point in zip(boxes, seen.points, strict=True):
            box.show_point(point)
        self._rules_head.show_head(seen.rules_head)
        self._legend.show_marks(seen.rules)
        show_rules(self._rules.rows(len(seen.rules)), seen.rules)
        self.show_hints(seen.hints)
        self.setAccessibleName(f"{seen.name}: {seen.sentence}")
        if before is None or before.case_id != seen.case_id:
            self.show_top()
        else:
            chosen = next(
                (box for box, point in zip(boxes, seen.points, strict=True) if point.chosen), None
            )
            if chosen is not None:
                self.show_row(chosen)
