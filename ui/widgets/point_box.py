"""A contact point as an option: number and place, its history, its verdict, and under the clause of
a refusal how that clause was read. The chosen one is tinted."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from desk_client.ids import ContactPointId
from ui import shapes
from ui.state_shape import Shape
from ui.theme import look
from ui.tokens import Radius, Space, Token, Type
from ui.widgets.sureness import SureSeen, paint_sure, sure_width

_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight


@dataclass(frozen=True, slots=True)
class PointSeen:
    """A contact point in finished words; `sure` None where it is allowed."""

    contact_point_id: ContactPointId
    number: str
    place: str
    history: str
    allowed: bool
    verdict: str
    sure: SureSeen | None
    chosen: bool


class PointBox(QAbstractButton):
    """Shows a PointSeen."""

    def __init__(self) -> None:
        super().__init__()
        self._seen: PointSeen | None = None
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def contact_point_id(self) -> ContactPointId | None:
        return self._seen.contact_point_id if self._seen else None

    def nextCheckState(self) -> None:
        """A click asks; the desk chooses."""

    def show_point(self, seen: PointSeen) -> None:
        if seen != self._seen:
            self._seen = seen
            self.setChecked(seen.chosen)
            sure = seen.sure.word if seen.sure else ""
            words = (seen.number, seen.place, seen.verdict, sure, seen.history)
            self.setAccessibleName(", ".join(word for word in words if word))
            self.update()

    def sizeHint(self) -> QSize:
        at = look()
        lines = at.metrics(Type.STATE).height() + at.metrics(Type.CAPTION).height()
        return QSize(at.px(320), max(at.px(54), lines + 2 * at.px(8)))

    def paintEvent(self, _event: QPaintEvent) -> None:
        seen = self._seen
        if seen is None:
            return
        at = look()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(at.colour(Token.ACCENT if seen.chosen else Token.LINE), 1))
        ground = Token.SEL if seen.chosen else Token.HOVER if self.underMouse() else Token.S1
        painter.setBrush(at.colour(ground))
        radius = at.px(Radius.OPTION)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        side, middle = at.px(9), self.height() / 2
        shape = Shape.TALK if seen.allowed else Shape.CROSS
        shapes.paint(painter, shape, QRectF(at.px(15), middle - side / 2, side, side))
        left = at.px(37)
        tall, small = at.metrics(Type.STATE).height(), at.metrics(Type.CAPTION).height()
        top = (self.height() - tall - small) / 2
        first, second = self._paint_verdict(painter, seen, top, tall)
        painter.setFont(at.font(Type.STATE))
        painter.setPen(at.colour(Token.T1))
        painter.drawText(QRectF(left, top, first - left, tall), _LEFT, seen.number)
        wide = at.metrics(Type.STATE).horizontalAdvance(seen.number) + at.px(Space.NEAR)
        painter.setFont(at.font(Type.CAPTION))
        painter.setPen(at.colour(Token.T2))
        painter.drawText(
            QRectF(left + wide, top, max(0, first - left - wide), tall), _LEFT, seen.place
        )
        low = QRectF(left, top + tall, second - left, small)
        shown = at.metrics(Type.CAPTION).elidedText(
            seen.history, Qt.TextElideMode.ElideRight, int(low.width())
        )
        painter.setPen(at.colour(Token.T2))
        painter.drawText(low, _LEFT, shown)

    def _paint_verdict(
        self, painter: QPainter, seen: PointSeen, top: float, tall: int
    ) -> tuple[float, float]:
        """At the right; gives where the first line and the second must end."""
        at = look()
        right = float(self.width() - at.px(15))
        painter.setFont(at.font(Type.BODY_STRONG))
        painter.setPen(at.colour(Token.OK_T if seen.allowed else Token.BAD_T))
        high = self.height() if seen.sure is None else tall
        begins = 0.0 if seen.sure is None else top
        painter.drawText(QRectF(0, begins, right, high), _RIGHT, seen.verdict)
        wide = at.metrics(Type.BODY_STRONG).horizontalAdvance(seen.verdict)
        first = right - wide - at.px(Space.STEP)
        if seen.sure is None:
            return first, first
        sure = seen.sure
        x = right - sure_width(sure.word, unconfirmed=sure.unconfirmed)
        middle = top + tall + at.metrics(Type.CAPTION).height() / 2
        paint_sure(painter, sure.shape, sure.word, (x, middle), unconfirmed=sure.unconfirmed)
        return first, x - at.px(Space.STEP)
