"""The refused sheet: why not, rule by rule, and what can be done now with the best on Enter. It
blocks nothing: Esc and Space go on."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from desk_client.services import intents
from ui.icons import icon
from ui.keys import Act, KeyMap
from ui.refused.presenter import AlternativeSeen, RefusedSeen, RuleSeen
from ui.section import RowPool, across, column
from ui.theme import look
from ui.tokens import Radius, Space, Token, Type
from ui.widgets.hairline import Hairline
from ui.widgets.key_cap import KeyHint, cap_size, paint_cap
from ui.widgets.label import Label
from ui.widgets.section_head import SectionHead
from ui.widgets.tall_body import TallBody
from ui.widgets.verdict_banner import VerdictBanner
from ui.wording import Wording

_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight


class RefusedView(QWidget):
    """Shows a RefusedSeen."""

    intent_made = Signal(object)

    def __init__(self, wording: Wording, keys: KeyMap) -> None:
        super().__init__()
        self._seen: RefusedSeen | None = None
        at = look()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        tall = TallBody()
        body = tall.column
        side = at.px(Space.READING)
        body.setContentsMargins(side, at.px(18), side, 0)
        body.setSpacing(at.px(Space.NEAR))
        self._banner = VerdictBanner()
        body.addWidget(self._banner)
        body.addSpacing(at.px(6))
        body.addWidget(
            SectionHead(wording.word("refused.rules"), wording.word("refused.all_rules"))
        )
        rules = column()
        self._rules = RowPool(rules, RuleRow)
        body.addLayout(rules)
        body.addSpacing(at.px(6))
        body.addWidget(SectionHead(wording.word("refused.can_do")))
        ways = column(gap=7)
        self._ways: RowPool[WayBox] = RowPool(ways, self._make_way)
        body.addLayout(ways)
        body.addStretch(1)
        outer.addWidget(tall, 1)
        outer.addWidget(Hairline())
        foot = QWidget()
        row = across(foot, gap=Space.SIDE)
        row.setContentsMargins(side, at.px(9), side, at.px(10))
        row.addWidget(Label(wording.word("refused.wrong"), Type.CAPTION, Token.T3))
        row.addWidget(KeyHint(keys.cap(Act.HELP), wording.word("refused.lead")))
        row.addStretch(1)
        outer.addWidget(foot)

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
        self._banner.show_verdict(False, seen.sentence, seen.source)
        at = look()
        label = max((_wide(Type.ROW_STRONG, rule.label) for rule in seen.rules), default=0)
        retry = max((_wide(Type.BODY_STRONG, rule.retry) for rule in seen.rules), default=0)
        ends = (max(at.px(160), label + at.px(26)), max(at.px(102), retry + at.px(20)))
        for row, rule in zip(self._rules.rows(len(seen.rules)), seen.rules, strict=True):
            row.show_rule(rule, ends)
        ways = self._ways.rows(len(seen.alternatives))
        for box, way in zip(ways, seen.alternatives, strict=True):
            box.show_way(way)


def _wide(kind: Type, text: str) -> int:
    return look().metrics(kind).horizontalAdvance(text)


class RuleRow(QWidget):
    """Result, rule, finding, clause, and its own next time, on columns that line up."""

    def __init__(self) -> None:
        super().__init__()
        self._seen: RuleSeen | None = None
        self._ends = (0, 0)  # width of the label's column, and of the next time's
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_rule(self, seen: RuleSeen, ends: tuple[int, int]) -> None:
        if (seen, ends) != (self._seen, self._ends):
            self._seen, self._ends = seen, ends
            words = (seen.label, seen.finding, seen.clause, seen.retry)
            self.setAccessibleName(", ".join(words))
            self.setToolTip(" · ".join(words))
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(look().px(400), self.heightForWidth(self.width()))

    def minimumSizeHint(self) -> QSize:
        return QSize(look().px(320), self._one())

    def heightForWidth(self, wide: int) -> int:
        """A finding that does not fit goes on in a second line: it is why the dial was refused."""
        return self._one() + (look().metrics(Type.BODY).lineSpacing() if self._wraps(wide) else 0)

    def _one(self) -> int:
        at = look()
        return max(at.px(32), at.tall(Type.ROW_STRONG, Space.SMALL))

    def _columns(self, wide: int) -> tuple[int, int, int, int]:
        """Where the label and the finding begin, the finding ends, and the clause ends."""
        at = look()
        left = at.px(27)
        middle = left + min(self._ends[0], round(wide * 0.4))
        clause = wide - self._ends[1]
        cited = self._seen.clause if self._seen else ""
        return left, middle, clause - _wide(Type.CAPTION, cited) - at.px(Space.STEP), clause

    def _wraps(self, wide: int) -> bool:
        _, middle, ends, _ = self._columns(wide)
        return self._seen is not None and _wide(Type.BODY, self._seen.finding) > ends - middle

    def paintEvent(self, _event: QPaintEvent) -> None:
        seen = self._seen
        if seen is None:
            return
        at = look()
        painter = QPainter(self)
        wide, tall = self.width(), self.height()
        side = at.px(16)
        name, ink = ("check-circle", Token.OK_T) if seen.allowed else ("x-octagon", Token.BAD_T)
        painter.drawPixmap(0, round((tall - side) / 2), icon(name, ink, 16))
        left, middle, ends, clause = self._columns(wide)
        _cell(painter, QRectF(left, 0, middle - left - 8, tall), seen.label, Type.ROW_STRONG)
        painter.setFont(at.font(Type.BODY))
        painter.setPen(at.colour(Token.T1))
        painter.drawText(
            QRectF(middle, 0, ends - middle, tall), _LEFT | Qt.TextFlag.TextWordWrap, seen.finding
        )
        painter.setFont(at.font(Type.CAPTION))
        painter.setPen(at.colour(Token.T3))
        painter.drawText(QRectF(0, 0, clause, tall), _RIGHT, seen.clause)
        painter.setFont(at.font(Type.BODY_STRONG))
        painter.setPen(at.colour(Token.T3 if seen.allowed else Token.BAD_T))
        painter.drawText(QRectF(0, 0, wide, tall), _RIGHT, seen.retry)


def _cell(painter: QPainter, room: QRectF, text: str, kind: Type) -> None:
    at = look()
    painter.setFont(at.font(kind))
    painter.setPen(at.colour(Token.T1))
    shown = at.metrics(kind).elidedText(text, Qt.TextElideMode.ElideRight, int(room.width()))
    painter.drawText(room, _LEFT, shown)


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
