"""Every rule of the trial: one line where it does not stand in the way, its whole words, clause and
own next time where it refuses. A bar at the left and a word say what is different from where the
trial began; how its clause was read is told by shape and word."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.icons import icon
from ui.theme import look
from ui.tokens import Radius, Space, Token, Type
from ui.what_if.seen import RuleSeen
from ui.widgets.chip import TINT
from ui.widgets.sureness import paint_sure, sure_width

_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
_WRAP = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap
_ICON = 16


class RuleRow(QWidget):
    """One rule; tells `asked` when it is clicked."""

    asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._seen: RuleSeen | None = None
        self._chosen = False
        self._label = 0  # width of the labels' column
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_rule(self, seen: RuleSeen, *, chosen: bool, label: int) -> None:
        if (seen, chosen, label) == (self._seen, self._chosen, self._label):
            return
        self._seen, self._chosen, self._label = seen, chosen, label
        words = (seen.label, seen.change, seen.finding, seen.clause, seen.sure, seen.retry)
        self.setAccessibleName(", ".join(word for word in words if word))
        self.setToolTip(" · ".join(word for word in (seen.rule, *words) if word))
        self.updateGeometry()
        self.update()

    @property
    def rule(self) -> str:
        return self._seen.rule if self._seen else ""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.rect().contains(event.position().toPoint()):
            self.asked.emit(self.rule)

    def sizeHint(self) -> QSize:
        return QSize(look().px(380), self.heightForWidth(self.width()))

    def minimumSizeHint(self) -> QSize:
        return QSize(look().px(240), self._one())

    def heightForWidth(self, wide: int) -> int:
        seen = self._seen
        if seen is None or not seen.refuses:
            return self._one()
        at = look()
        words = self._text_box(wide, at.px(2000))
        text = at.metrics(Type.BODY).boundingRect(words.toRect(), _WRAP, seen.finding).height()
        return self._one() + text + at.metrics(Type.CAPTION).height() + at.px(Space.NEAR)

    def _one(self) -> int:
        at = look()
        return max(at.px(28), at.tall(Type.BODY_STRONG, Space.TINY))

    def _start(self) -> int:
        return look().px(Space.NEAR + _ICON + 9)

    def _text_box(self, wide: int, tall: float) -> QRectF:
        left = self._start()
        return QRectF(left, self._one(), wide - left - look().px(Space.NEAR), tall)

    def paintEvent(self, _event: QPaintEvent) -> None:
        seen = self._seen
        if seen is None:
            return
        at = look()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(at.colour(Token.SEL))
            radius = at.px(Radius.FIELD)
            painter.drawRoundedRect(QRectF(self.rect()), radius, radius)
        if seen.change:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(at.colour(Token.ACCENT))
            painter.drawRect(QRectF(0, at.px(3), at.px(3), self.height() - 2 * at.px(3)))
        one, side = self._one(), at.px(_ICON)
        name, ink = ("check-circle", Token.OK_T) if not seen.refuses else ("x-octagon", Token.BAD_T)
        if seen.gone:
            name, ink = "skip", Token.T3
        painter.drawPixmap(at.px(Space.NEAR), round((one - side) / 2), icon(name, ink, _ICON))
        if seen.refuses:
            self._paint_refusal(painter, seen)
        else:
            self._paint_line(painter, seen)

    def _paint_line(self, painter: QPainter, seen: RuleSeen) -> None:
        """Label, finding, what changed, clause, how sure: side by side."""
        at = look()
        one = self._one()
        right = float(self.width() - at.px(Space.NEAR))
        right = _paint_sure_at_right(painter, seen, right, one)
        left = self._start()
        middle: float = left + min(self._label, round(self.width() * 0.36))
        cut, most = Qt.TextElideMode.ElideRight, round((right - middle) * 0.6)
        clause = at.metrics(Type.CAPTION).elidedText(seen.clause, cut, most)
        right = _paint_right(painter, clause, right, one, Type.CAPTION, Token.T3)
        _paint_cut(painter, seen.label, QRectF(left, 0, middle - left, one), Type.BODY_STRONG)
        if seen.change:
            middle += _paint_chip(painter, seen.change, middle, one) + at.px(Space.NEAR)
        room = QRectF(middle, 0, max(0.0, right - middle), one)
        _paint_cut(painter, seen.finding, room, Type.BODY, Token.T2)

    def _paint_refusal(self, painter: QPainter, seen: RuleSeen) -> None:
        """Label and its own next time, then its words, then clause, severity and how sure."""
        at = look()
        one = self._one()
        right = float(self.width() - at.px(Space.NEAR))
        right = _paint_right(painter, seen.retry, right, one, Type.BODY_STRONG, Token.BAD_T)
        left: float = self._start()
        chip = at.metrics(Type.CHIP).horizontalAdvance(seen.change) + at.px(Space.READING)
        room = right - left - (chip if seen.change else 0)
        _paint_cut(painter, seen.label, QRectF(left, 0, room, one), Type.BODY_STRONG)
        if seen.change:
            wide = at.metrics(Type.BODY_STRONG).horizontalAdvance(seen.label)
            _paint_chip(painter, seen.change, left + min(wide, room) + at.px(Space.NEAR), one)
        foot = at.metrics(Type.CAPTION).height()
        box = self._text_box(self.width(), self.height() - one - foot - at.px(Space.SMALL))
        painter.setFont(at.font(Type.BODY))
        painter.setPen(at.colour(Token.T1))
        painter.drawText(box, _WRAP, seen.finding)
        line = QRectF(box.left(), self.height() - foot - at.px(Space.SMALL), box.width(), foot)
        painter.setFont(at.font(Type.CAPTION))
        painter.setPen(at.colour(Token.T3))
        told = " · ".join(part for part in (seen.clause, seen.severity) if part)
        painter.drawText(line, _LEFT, told)
        x = line.left() + at.metrics(Type.CAPTION).horizontalAdvance(told) + at.px(Space.STEP)
        middle = line.center().y()
        paint_sure(painter, seen.shape, seen.sure, (x, middle), unconfirmed=seen.unconfirmed)


def _paint_sure_at_right(painter: QPainter, seen: RuleSeen, right: float, tall: int) -> float:
    """The shape at the right end, with its word where the clause is unconfirmed; gives where it
    begins."""
    word = seen.sure if seen.unconfirmed else ""
    x = right - sure_width(word, unconfirmed=seen.unconfirmed)
    paint_sure(painter, seen.shape, word, (x, tall / 2), unconfirmed=seen.unconfirmed)
    return x - look().px(Space.NEAR)


def _paint_right(
    painter: QPainter, text: str, right: float, tall: int, kind: Type, ink: Token
) -> float:
    at = look()
    painter.setFont(at.font(kind))
    painter.setPen(at.colour(ink))
    painter.drawText(QRectF(0, 0, right, tall), _RIGHT, text)
    return right - at.metrics(kind).horizontalAdvance(text) - at.px(Space.NEAR)


def _paint_cut(
    painter: QPainter, text: str, room: QRectF, kind: Type, ink: Token = Token.T1
) -> None:
    at = look()
    painter.setFont(at.font(kind))
    painter.setPen(at.colour(ink))
    cut = Qt.TextElideMode.ElideRight
    painter.drawText(room, _LEFT, at.metrics(kind).elidedText(text, cut, int(room.width())))


def _paint_chip(painter: QPainter, word: str, x: float, tall: int) -> float:
    """A small field with the word of what changed; gives its width."""
    at = look()
    ground, ink = TINT[Token.ACCENT]
    metrics = at.metrics(Type.CHIP)
    wide = metrics.horizontalAdvance(word) + 2 * at.px(Space.SMALL)
    high = metrics.height() + at.px(Space.HAIR)
    box = QRectF(x, (tall - high) / 2, wide, high)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(at.colour(ground))
    painter.drawRoundedRect(box, at.px(Radius.CHIP), at.px(Radius.CHIP))
    painter.setFont(at.font(Type.CHIP))
    painter.setPen(at.colour(ink))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, word)
    return wide
