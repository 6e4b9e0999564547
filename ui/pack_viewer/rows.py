"""The rows of the two lists: a pack with how sure we are of its rules, and a rule with its clause.
The chosen row of the list that the arrows move stands on the selection's field, that of the other
list on a quieter one."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.icons import icon
from ui.pack_viewer.presenter import PackRuleSeen, PackSeen, SureSeen
from ui.theme import look
from ui.tokens import Radius, Space, Token, Type
from ui.widgets.sureness import paint_sure, sure_width

_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight


class _Row(QWidget):
    """A row of lines; `asked` tells its name when it is clicked."""

    asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._name = ""
        self._lively = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.rect().contains(event.position().toPoint()):
            self.asked.emit(self._name)

    def _paint_ground(self, painter: QPainter, chosen: bool) -> None:
        if not chosen:
            return
        at = look()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(at.colour(Token.SEL if self._lively else Token.HOVER))
        radius = at.px(Radius.FIELD)
        painter.drawRoundedRect(QRectF(self.rect()), radius, radius)
        if self._lively:
            painter.setBrush(at.colour(Token.ACCENT))
            painter.drawRoundedRect(QRectF(0, 6, at.px(3), self.height() - 12), 1.5, 1.5)


class PackRow(_Row):
    """Name, whether it is in use; id, version and place; how its rules were read."""

    def __init__(self) -> None:
        super().__init__()
        self._seen: PackSeen | None = None

    def show_pack(self, seen: PackSeen, *, lively: bool) -> None:
        if (seen, lively) != (self._seen, self._lively):
            self._seen, self._lively, self._name = seen, lively, seen.pack
            told = ", ".join(f"{each.count} {each.word}" for each in seen.sure)
            words = (seen.name, seen.in_use, seen.detail, told, seen.fault)
            self.setAccessibleName(", ".join(word for word in words if word))
            self.setToolTip(f"{seen.detail} · {told}")
            self.update()

    @property
    def chosen(self) -> bool:
        return self._seen is not None and self._seen.chosen

    def sizeHint(self) -> QSize:
        at = look()
        tall = at.metrics(Type.ROW_STRONG).height() + 2 * at.metrics(Type.CAPTION).height()
        return QSize(at.px(220), tall + at.px(16))

    def paintEvent(self, _event: QPaintEvent) -> None:
        seen = self._seen
        if seen is None:
            return
        at = look()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, seen.chosen)
        left, right = at.px(Space.STEP), self.width() - at.px(Space.NEAR)
        first, small = at.metrics(Type.ROW_STRONG).height(), at.metrics(Type.CAPTION).height()
        y = at.px(6)
        line = QRectF(left, y, right - left, first)
        if seen.in_use:
            painter.setFont(at.font(Type.CAPTION))
            painter.setPen(at.colour(Token.ACCENT_T))
            painter.drawText(line, _RIGHT, seen.in_use)
            line.setRight(right - at.metrics(Type.CAPTION).horizontalAdvance(seen.in_use) - 8)
        _cut(painter, seen.name, line, Type.ROW_STRONG)
        y += first + at.px(1)
        _cut(painter, seen.detail, QRectF(left, y, right - left, small), Type.CAPTION, Token.T2)
        y += small + at.px(3)
        self._paint_counts(painter, seen.sure, (left, y + small / 2))

    @staticmethod
    def _paint_counts(
        painter: QPainter, sure: tuple[SureSeen, ...], start: tuple[float, float]
    ) -> None:
        """A shape and a figure each; the word stands with the one that needs it."""
        x, middle = start
        for each in sure:
            word = f"{each.count} {each.word}" if each.unconfirmed else str(each.count)
            paint_sure(painter, each.shape, word, (x, middle), unconfirmed=each.unconfirmed)
            x += sure_width(word, unconfirmed=each.unconfirmed) + look().px(Space.STEP)


class RuleLine(_Row):
    """What it is about, how sure we are; its words, its clause."""

    def __init__(self) -> None:
        super().__init__()
        self._seen: PackRuleSeen | None = None
        self._sure = 0

    def show_rule(self, seen: PackRuleSeen, *, lively: bool, sure: int) -> None:
        """`sure` is the width of the column that says how a clause was read."""
        if (seen, lively, sure) != (self._seen, self._lively, self._sure):
            self._seen, self._lively, self._name = seen, lively, seen.rule
            self._sure = sure
            words = (seen.label, seen.fault, seen.sure.word, seen.severity, seen.quiet)
            told = ", ".join(word for word in (*words, seen.text, seen.clause) if word)
            self.setAccessibleName(told)
            self.setToolTip(f"{seen.rule} · {seen.text} · {seen.clause}")
            self.update()

    @property
    def chosen(self) -> bool:
        return self._seen is not None and self._seen.chosen

    def sizeHint(self) -> QSize:
        at = look()
        tall = at.metrics(Type.BODY_STRONG).height() + at.metrics(Type.CAPTION).height()
        return QSize(at.px(320), tall + at.px(14))

    def paintEvent(self, _event: QPaintEvent) -> None:
        seen = self._seen
        if seen is None:
            return
        at = look()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, seen.chosen)
        left, right = float(at.px(Space.STEP)), self.width() - at.px(Space.NEAR)
        first, small = at.metrics(Type.BODY_STRONG).height(), at.metrics(Type.CAPTION).height()
        y = at.px(6)
        sure = seen.sure
        wide = self._sure
        middle = y + first / 2
        paint_sure(
            painter, sure.shape, sure.word, (right - wide, middle), unconfirmed=sure.unconfirmed
        )
        ends = right - wide - at.px(Space.STEP)
        told = " · ".join(word for word in (seen.quiet, seen.severity) if word)
        painter.setFont(at.font(Type.CAPTION))
        painter.setPen(at.colour(Token.T2))
        painter.drawText(QRectF(left, y, ends - left, first), _RIGHT, told)
        ends -= at.metrics(Type.CAPTION).horizontalAdvance(told) + at.px(Space.STEP)
        if seen.fault:
            side = at.px(14)
            mark = icon("x-octagon", Token.BAD_T, 14)
            painter.drawPixmap(round(left), round(middle - side / 2), mark)
            left += side + at.px(Space.SMALL)
        ink = Token.T3 if seen.quiet else Token.T1
        _cut(painter, seen.label, QRectF(left, y, ends - left, first), Type.BODY_STRONG, ink)
        left = float(at.px(Space.STEP))
        y += first + at.px(2)
        painter.setFont(at.font(Type.CAPTION))
        painter.setPen(at.colour(Token.T3))
        metrics = at.metrics(Type.CAPTION)
        most = round((right - left) * 0.4)
        clause = metrics.elidedText(seen.clause, Qt.TextElideMode.ElideMiddle, most)
        painter.drawText(QRectF(left, y, right - left, small), _RIGHT, clause)
        ends = right - metrics.horizontalAdvance(clause) - at.px(Space.STEP)
        _cut(painter, seen.text, QRectF(left, y, ends - left, small), Type.CAPTION, Token.T2)


class SureLegend(QWidget):
    """What the shapes beside the counts mean, two in a row."""

    def __init__(self) -> None:
        super().__init__()
        self._seen: tuple[SureSeen, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_legend(self, seen: tuple[SureSeen, ...]) -> None:
        if seen != self._seen:
            self._seen = seen
            self.setAccessibleName(", ".join(each.word for each in seen))
            self.update()

    def sizeHint(self) -> QSize:
        at = look()
        return QSize(at.px(220), 2 * at.tall(Type.CAPTION, 2) + at.px(Space.STEP))

    def paintEvent(self, _event: QPaintEvent) -> None:
        at = look()
        painter = QPainter(self)
        row = at.tall(Type.CAPTION, 2)
        words = [sure_width(each.word, unconfirmed=each.unconfirmed) for each in self._seen[::2]]
        second = max(words, default=0) + at.px(Space.READING)
        for place, each in enumerate(self._seen):
            x = at.px(Space.SIDE + Space.TINY) + (second if place % 2 else 0)
            middle = at.px(Space.SMALL) + row * (place // 2) + row / 2
            paint_sure(painter, each.shape, each.word, (x, middle), unconfirmed=each.unconfirmed)


def _cut(painter: QPainter, text: str, room: QRectF, kind: Type, ink: Token = Token.T1) -> None:
    at = look()
    painter.setFont(at.font(kind))
    painter.setPen(at.colour(ink))
    shown = at.metrics(kind).elidedText(text, Qt.TextElideMode.ElideRight, int(room.width()))
    painter.drawText(room, _LEFT, shown)
