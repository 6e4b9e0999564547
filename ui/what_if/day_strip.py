"""The debtor's day as a strip from midnight to midnight: solid where a contact is allowed, hatched
where it is refused, a line for the trial's own time and a notch for each contact that happened. A
click goes to that time, to the next full five minutes."""

from datetime import timedelta

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme import look
from ui.tokens import Space, Token, Type
from ui.what_if.seen import DaySeen, LaneSeen

_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
_LANES = (24, 10)  # height of the trial's lane, and of where it began
_STEP_S = 300


class DayStrip(QWidget):
    """Tells `asked` the instant that was clicked."""

    asked = Signal(object)  # datetime

    def __init__(self) -> None:
        super().__init__()
        self._seen: DaySeen | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_day(self, seen: DaySeen) -> None:
        if seen != self._seen:
            grown = self._seen is None or len(seen.lanes) != len(self._seen.lanes)
            self._seen = seen
            self.setAccessibleName(
                f"{seen.title} {seen.clock}. {'. '.join(lane.said for lane in seen.lanes)}"
            )
            if grown:
                self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        at = look()
        lanes = len(self._seen.lanes) if self._seen else 1
        tall = self._head() + self._flag() + sum(at.px(each) for each in _LANES[:lanes])
        return QSize(at.px(400), tall + (lanes - 1) * at.px(Space.TINY) + self._axis())

    @staticmethod
    def _head() -> int:
        return look().tall(Type.CAPTION_STRONG, 1)

    @staticmethod
    def _flag() -> int:
        return look().tall(Type.CAPTION_STRONG, 2)

    @staticmethod
    def _axis() -> int:
        return look().tall(Type.CAPTION, 2)

    def _track(self) -> tuple[float, float]:
        """Left edge and width of the day."""
        at = look()
        words = [lane.word for lane in self._seen.lanes] if self._seen else []
        label = max((at.metrics(Type.CAPTION).horizontalAdvance(word) for word in words), default=0)
        left = label + at.px(Space.STEP)
        return left, self.width() - left - at.px(Space.NEAR)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        seen = self._seen
        left, wide = self._track()
        share = (event.position().x() - left) / max(1.0, wide)
        if seen is None or not 0 <= share < 1:
            return
        seconds = (seen.ends - seen.begins).total_seconds() * share
        self.asked.emit(seen.begins + timedelta(seconds=round(seconds / _STEP_S) * _STEP_S))

    def paintEvent(self, _event: QPaintEvent) -> None:
        seen = self._seen
        if seen is None:
            return
        at = look()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_head(painter, seen)
        left, wide = self._track()
        top = float(self._head() + self._flag())
        y = top
        for lane, tall in zip(seen.lanes, _LANES, strict=False):
            box = QRectF(left, y, wide, at.px(tall))
            painter.setFont(at.font(Type.CAPTION))
            painter.setPen(at.colour(Token.T3))
            word = QRectF(0, y, left - at.px(Space.NEAR), at.px(tall))
            painter.drawText(word, _RIGHT | Qt.TextFlag.TextDontClip, lane.word)
            _paint_lane(painter, box, lane, left + wide * seen.now if tall == _LANES[0] else None)
            y += at.px(tall) + at.px(Space.TINY)
        bottom = y - at.px(Space.TINY)
        self._paint_axis(painter, seen, left, wide, bottom)
        painter.setPen(QPen(at.colour(Token.T1), 1.4))
        for share in seen.past:
            x = left + wide * share
            painter.drawLine(QPointF(x, top - at.px(5)), QPointF(x, top - 1))
        self._paint_now(painter, seen, left + wide * seen.now, top, bottom)

    def _paint_head(self, painter: QPainter, seen: DaySeen) -> None:
        at = look()
        line = QRectF(0, 0, self.width(), self._head())
        painter.setFont(at.font(Type.CAPTION_STRONG))
        painter.setPen(at.colour(Token.T3))
        painter.drawText(line, _LEFT, seen.title)
        painter.setFont(at.font(Type.CAPTION))
        metrics = at.metrics(Type.CAPTION)
        can, cannot, contact = seen.legend
        x = line.right() - at.px(Space.NEAR)
        side = at.px(10)
        shown: list[tuple[str, str]] = [("cannot", cannot), ("can", can)]
        if seen.past:
            shown.insert(0, ("contact", contact))
        for what, word in shown:
            x -= metrics.horizontalAdvance(word)
            painter.setPen(at.colour(Token.T2))
            painter.drawText(QRectF(x, 0, self.width(), line.height()), _LEFT, word)
            x -= side + at.px(5)
            box = QRectF(x, line.center().y() - side / 2, side, side)
            if what == "contact":
                painter.setPen(QPen(at.colour(Token.T1), 1.4))
                middle = box.center().x()
                painter.drawLine(QPointF(middle, box.top() + 2), QPointF(middle, box.bottom() - 2))
            else:
                _paint_span(painter, box, allowed=what == "can")
            x -= at.px(Space.STEP)

    def _paint_axis(
        self, painter: QPainter, seen: DaySeen, left: float, wide: float, bottom: float
    ) -> None:
        at = look()
        painter.setFont(at.font(Type.CAPTION))
        painter.setPen(at.colour(Token.T3))
        room = at.px(40)
        for share, hour in seen.hours:
            x = left + wide * share
            painter.drawLine(QPointF(x, bottom), QPointF(x, bottom + at.px(3)))
            box = QRectF(x - room / 2, bottom + at.px(3), room, self._axis() - at.px(3))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, hour)

    def _paint_now(
        self, painter: QPainter, seen: DaySeen, x: float, top: float, bottom: float
    ) -> None:
        """The trial's own time: a line through the lanes and its clock above."""
        at = look()
        painter.setPen(QPen(at.colour(Token.T1), 2))
        painter.drawLine(QPointF(x, top - at.px(3)), QPointF(x, bottom + at.px(2)))
        tip = at.px(5)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(at.colour(Token.T1))
        painter.drawPolygon(
            QPolygonF(
                [
                    QPointF(x - tip, top - tip - 1),
                    QPointF(x + tip, top - tip - 1),
                    QPointF(x, top),
                ]
            )
        )
        painter.setFont(at.font(Type.CAPTION_STRONG))
        painter.setPen(at.colour(Token.T1))
        wide = at.metrics(Type.CAPTION_STRONG).horizontalAdvance(seen.clock)
        place = min(max(0.0, x - wide / 2), self.width() - wide - 1)
        box = QRectF(place, top - self._flag() - at.px(3), wide + 2, self._flag())
        painter.drawText(box, _LEFT, seen.clock)


def _paint_lane(painter: QPainter, box: QRectF, lane: LaneSeen, now: float | None) -> None:
    """With `now`, the x of the trial's own time, lawful parts name their hours beside it."""
    at = look()
    metrics = at.metrics(Type.CAPTION_STRONG)
    for begins, ends, allowed, hours in lane.spans:
        part = QRectF(box.left() + box.width() * begins, box.top(), 0, box.height())
        part.setRight(box.left() + box.width() * ends)
        _paint_span(painter, part, allowed=allowed)
        if now is None or not allowed:
            continue
        if part.left() < now < part.right():
            earlier = now - part.left() > part.right() - now
            part = QRectF(part.left() if earlier else now, part.top(), 0, part.height())
            part.setRight(now if earlier else box.left() + box.width() * ends)
        if metrics.horizontalAdvance(hours) + at.px(12) < part.width():
            painter.setFont(at.font(Type.CAPTION_STRONG))
            painter.setPen(at.colour(Token.OK_T))
            painter.drawText(part, Qt.AlignmentFlag.AlignCenter, hours)


def _paint_span(painter: QPainter, part: QRectF, *, allowed: bool) -> None:
    """Allowed: a field with a solid foot. Refused: hatched, so that it needs no colour."""
    at = look()
    painter.save()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(at.colour(Token.OK_BG if allowed else Token.BAD_BG))
    painter.drawRect(part)
    if allowed:
        foot = max(3.0, part.height() * 0.16)
        painter.setBrush(at.colour(Token.OK))
        painter.drawRect(QRectF(part.left(), part.bottom() - foot, part.width(), foot))
    else:
        painter.setClipRect(part)
        painter.setPen(QPen(at.colour(Token.BAD), 1))
        gap = at.px(6)
        first = int(part.left()) // gap * gap - round(part.height() / gap + 1) * gap
        for x in range(first, int(part.right()) + gap, gap):
            painter.drawLine(QPointF(x, part.bottom()), QPointF(x + part.height(), part.top()))
    painter.restore()
