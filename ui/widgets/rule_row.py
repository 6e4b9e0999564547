"""One rule as judged, on columns that line up: result, rule, finding, clause with how it was read,
and its own next time. What refuses says in words how its clause was read; what holds shows the
shape alone, for the words stand in the legend above the rows."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.icons import icon
from ui.theme import look
from ui.tokens import Space, Token, Type
from ui.widgets.sureness import SureSeen, paint_sure, sure_width

_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
_CUT = Qt.TextElideMode.ElideRight


@dataclass(frozen=True, slots=True)
class RuleSeen:
    """One rule in finished words."""

    allowed: bool
    label: str
    finding: str
    clause: str
    retry: str
    sure: SureSeen


def show_rules(rows: Sequence["RuleRow"], seen: Sequence[RuleSeen]) -> None:
    """Fills rows so that their columns line up."""
    at = look()
    label = max((_wide(Type.ROW_STRONG, rule.label) for rule in seen), default=0)
    retry = max((_wide(Type.BODY_STRONG, rule.retry) for rule in seen), default=0)
    ends = (max(at.px(132), label + at.px(20)), max(at.px(40), retry + at.px(Space.SIDE)))
    for row, rule in zip(rows, seen, strict=True):
        row.show_rule(rule, ends)


def _wide(kind: Type, text: str) -> int:
    return look().metrics(kind).horizontalAdvance(text)


class RuleRow(QWidget):
    """Shows a RuleSeen."""

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
            words = (seen.label, seen.finding, seen.clause, seen.sure.word, seen.retry)
            told = [word for word in words if word]
            self.setAccessibleName(", ".join(told))
            self.setToolTip(" · ".join(dict.fromkeys(told)))
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(look().px(400), self.heightForWidth(self.width()))

    def minimumSizeHint(self) -> QSize:
        return QSize(look().px(320), self._one())

    def heightForWidth(self, wide: int) -> int:
        """A finding that does not fit goes on in further lines: it is why it was refused."""
        seen = self._seen
        if seen is None:
            return self._one()
        at = look()
        _, middle, ends, _ = self._columns(wide)
        room = max(at.px(60), ends - middle)
        box = at.metrics(Type.BODY).boundingRect(
            0, 0, room, 10_000, int(Qt.TextFlag.TextWordWrap), seen.finding
        )
        cited = 2 * at.metrics(Type.CAPTION).height() if self._two_lines else 0
        return max(self._one(), box.height() + at.px(Space.STEP), cited + at.px(Space.NEAR))

    def _one(self) -> int:
        at = look()
        return max(at.px(29), at.tall(Type.ROW_STRONG, Space.TINY))

    @property
    def _two_lines(self) -> bool:
        """Whether how the clause was read stands under it; a house's own rule cites nothing."""
        seen = self._seen
        return seen is not None and not seen.allowed and bool(seen.clause)

    def _columns(self, wide: int) -> tuple[int, int, int, int]:
        """Where label and finding begin, the finding ends, and the clause ends."""
        at = look()
        left = at.px(27)
        middle = left + min(self._ends[0], round(wide * 0.36))
        clause = wide - self._ends[1]
        return left, middle, clause - self._cited(wide) - at.px(Space.STEP), clause

    def _cited(self, wide: int) -> int:
        """Room for the clause and its mark, a third of the row or so at most."""
        seen = self._seen
        if seen is None:
            return 0
        at = look()
        mark = sure_width(seen.sure.word, unconfirmed=seen.sure.unconfirmed)
        clause = _wide(Type.CAPTION, seen.clause) + at.px(14 + Space.TINY)
        needed = clause if seen.allowed else max(clause - at.px(14), mark)
        return min(needed, round(wide * 0.34))

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
        self._paint_clause(painter, seen, QRectF(clause - self._cited(wide), 0, 0, tall), clause)
        painter.setFont(at.font(Type.BODY_STRONG))
        painter.setPen(at.colour(Token.T3 if seen.allowed else Token.BAD_T))
        painter.drawText(QRectF(0, 0, wide, tall), _RIGHT, seen.retry)

    def _paint_clause(
        self, painter: QPainter, seen: RuleSeen, begins: QRectF, clause_ends: float
    ) -> None:
        at = look()
        tall, room = begins.height(), clause_ends - begins.left()
        metrics = at.metrics(Type.CAPTION)
        two = self._two_lines
        line = metrics.height()
        top = (tall - 2 * line) / 2 if two else 0.0
        cut = metrics.elidedText(seen.clause, _CUT, int(room if two else room - at.px(14)))
        painter.setFont(at.font(Type.CAPTION))
        painter.setPen(at.colour(Token.T3))
        high = line if two else tall
        painter.drawText(QRectF(0, top, clause_ends, high), _RIGHT, cut)
        if not seen.allowed:
            x = clause_ends - sure_width(seen.sure.word, unconfirmed=seen.sure.unconfirmed)
            middle, word = (top + line * 1.5 if two else tall / 2), seen.sure.word
        else:
            x = clause_ends - metrics.horizontalAdvance(cut) - at.px(14)
            middle, word = tall / 2, ""
        sure = seen.sure
        paint_sure(painter, sure.shape, word, (x, middle), unconfirmed=sure.unconfirmed)


def _cell(painter: QPainter, room: QRectF, text: str, kind: Type) -> None:
    at = look()
    painter.setFont(at.font(kind))
    painter.setPen(at.colour(Token.T1))
    painter.drawText(room, _LEFT, at.metrics(kind).elidedText(text, _CUT, int(room.width())))


class SureLegend(QWidget):
    """The marks that stand in the rows below, each with its word, at the right of their heading."""

    def __init__(self) -> None:
        super().__init__()
        self._marks: tuple[SureSeen, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_marks(self, seen: Sequence[RuleSeen]) -> None:
        marks = tuple(dict.fromkeys(rule.sure for rule in seen))
        if marks != self._marks:
            self._marks = marks
            self.setAccessibleName(", ".join(mark.word for mark in marks))
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(look().px(80), look().metrics(Type.CAPTION).height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        at = look()
        painter = QPainter(self)
        x = float(self.width())
        for mark in reversed(self._marks):
            x -= sure_width(mark.word, unconfirmed=mark.unconfirmed) + 2
            if x < 0:
                break
            middle = (x, self.height() / 2)
            paint_sure(painter, mark.shape, mark.word, middle, unconfirmed=mark.unconfirmed)
            x -= at.px(Space.STEP)
