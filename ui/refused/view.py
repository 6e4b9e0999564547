"""The refused sheet: why not, rule by rule, and what can be done now with the best on Enter. It
blocks nothing: Esc and Space go on."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from desk_client.services import intents
from ui.icons import icon
from ui.keys import Act, KeyMap
from ui.refused.presenter import AlternativeSeen, RefusedSeen
from ui.section import RowPool, across, column
from ui.theme import look
from ui.tokens import Radius, Space, Token, Type
from ui.widgets.key_cap import KeyHint, cap_size, paint_cap
from ui.widgets.label import Label
from ui.widgets.rule_row import RuleRow, SureLegend, show_rules
from ui.widgets.section_head import SectionHead
from ui.widgets.sheet_frame import SheetFrame
from ui.widgets.verdict_banner import VerdictBanner
from ui.wording import Wording

_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft


class RefusedView(SheetFrame):
    """Shows a RefusedSeen."""

    def __init__(self, wording: Wording, keys: KeyMap) -> None:
        self._override = KeyHint(keys.cap(Act.OVERRIDE), wording.word("act.override"))
        super().__init__(wording.word("sheet.more"), self._make_lead(wording, keys))
        self._seen: RefusedSeen | None = None
        at, body = look(), self.body
        self._banner = VerdictBanner()
        body.addWidget(self._banner)
        body.addSpacing(at.px(6))
        head = across()
        self._legend = SureLegend()
        head.addWidget(SectionHead(wording.word("refused.rules")))
        head.addWidget(self._legend, 1)
        body.addLayout(head)
        rules = column()
        self._rules = RowPool(rules, RuleRow)
        body.addLayout(rules)
        body.addSpacing(at.px(6))
        body.addWidget(SectionHead(wording.word("refused.can_do")))
        ways = column(gap=7)
        self._ways: RowPool[WayBox] = RowPool(ways, self._make_way)
        body.addLayout(ways)
        body.addStretch(1)

    def _make_lead(self, wording: Wording, keys: KeyMap) -> QWidget:
        """Whom to ask where the verdict seems wrong, and who may lift it."""
        lead = QWidget()
        row = across(lead, gap=Space.SIDE)
        row.addWidget(Label(wording.word("refused.wrong"), Type.CAPTION, Token.T3))
        row.addWidget(KeyHint(keys.cap(Act.HELP), wording.word("refused.lead")))
        row.addWidget(self._override)
        return lead

    def _make_way(self) -> "WayBox":
        box = WayBox()
        box.clicked.connect(lambda: self._take(box.key))
        return box

    def _take(self, key: str) -> None:
        if key.isdigit():
            self.intent_made.emit(intents.TakeAlternative(int(key)))
        else:
            self.intent_made.emit(intents.Accept() if key == "Enter" else intents.GoOn())

    def show_refused(self, seen: RefusedSeen | None) -> None:
        if seen == self._seen:
            return
        self._seen = seen
        if seen is None:
            return
        self._banner.show_verdict(False, seen.sentence, seen.source, seen.sure)
        self._legend.show_marks(seen.rules)
        show_rules(self._rules.rows(len(seen.rules)), seen.rules)
        self._override.setVisible(seen.override)
        ways = self._ways.rows(len(seen.alternatives))
        for box, way in zip(ways, seen.alternatives, strict=True):
            box.show_way(way)


class WayBox(QAbstractButton):
    """One thing to do: key, icon, what, and why it may be done."""

    def __init__(self) -> None:
        super().__init__()
        self._seen: AlternativeSeen | None = None
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def key(self) -> str:
        return self._seen.key if self._seen else ""

    def show_way(self, seen: AlternativeSeen) -> None:
        if seen != self._seen:
            self._seen = seen
            self.setAccessibleName(seen.what)
            self.setAccessibleDescription(f"{seen.detail} · {seen.key}")
            self.update()

    def sizeHint(self) -> QSize:
        at = look()
        return QSize(at.px(320), max(at.px(42), at.tall(Type.ROW_STRONG, 10)))

    def paintEvent(self, _event: QPaintEvent) -> None:
        seen = self._seen
        if seen is None:
            return
        at = look()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(at.colour(Token.ACCENT if seen.best else Token.LINE), 1))
        ground = Token.SEL if seen.best else Token.HOVER if self.underMouse() else Token.S1
        painter.setBrush(at.colour(ground))
        radius = at.px(Radius.OPTION)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        middle = self.height() / 2
        cap = cap_size(seen.key)
        x = float(at.px(13))
        paint_cap(
            painter,
            QRectF(x, round(middle - cap.height() / 2), cap.width(), cap.height()),
            seen.key,
        )
        x += cap.width() + at.px(Space.STEP)
        side = at.px(16)
        painter.drawPixmap(round(x), round(middle - side / 2), icon(seen.icon, Token.T2, 16))
        x += side + at.px(9)
        wide = at.metrics(Type.ROW_STRONG).horizontalAdvance(seen.what)
        painter.setFont(at.font(Type.ROW_STRONG))
        painter.setPen(at.colour(Token.T1))
        painter.drawText(QRectF(x, 0, wide + 2, self.height()), _LEFT, seen.what)
        x += wide + at.px(11)
        room = QRectF(x, 0, self.width() - x - at.px(Space.STEP), self.height())
        painter.setFont(at.font(Type.CAPTION))
        painter.setPen(at.colour(Token.T2))
        shown = at.metrics(Type.CAPTION).elidedText(
            seen.detail, Qt.TextElideMode.ElideRight, int(room.width())
        )
        painter.drawText(room, _LEFT, shown)
