"""The two lists of the sheet: a consent with its digit, since when it stands and a switch; a named
time or place, with the key that lifts it where it may be lifted."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import shapes
from ui.icons import icon
from ui.state_shape import Shape
from ui.theme import look
from ui.tokens import Radius, Space, Token, Type
from ui.widgets.key_cap import cap_size, paint_cap
from ui.wishes.presenter import ConsentSeen
from ui.wording import Wording

_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
LIFT_KEY = "X"


class ConsentRow(QWidget):
    """One kind of consent. A click asks what its digit asks."""

    asked = Signal(str)  # the kind

    def __init__(self, wording: Wording) -> None:
        super().__init__()
        self._first = wording.word("wishes.identity_first")
        self._on, self._off = wording.word("wishes.on"), wording.word("wishes.off")
        self._seen: ConsentSeen | None = None
        self._live = True
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_consent(self, seen: ConsentSeen, *, live: bool) -> None:
        """`live`: the digits are the consents' now."""
        if (seen, live) != (self._seen, self._live):
            self._seen, self._live = seen, live
            state = self._on if seen.given else self._off if seen.free else self._first
            self.setAccessibleName(f"{seen.name}, {state}, {seen.note}")
            self.setAccessibleDescription(seen.key)
            self.update()

    def sizeHint(self) -> QSize:
        at = look()
        lines = at.metrics(Type.ROW).height() + at.metrics(Type.CAPTION).height()
        return QSize(at.px(300), max(at.px(50), lines + 2 * at.px(Space.SMALL)))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._seen is not None and self.rect().contains(event.position().toPoint()):
            self.asked.emit(self._seen.kind)

    def paintEvent(self, _event: QPaintEvent) -> None:
        seen = self._seen
        if seen is None:
            return
        at = look()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = self.height() / 2
        cap = cap_size(seen.key)
        box = QRectF(0, round(middle - cap.height() / 2), cap.width(), cap.height())
        paint_cap(painter, box, seen.key, raised=seen.free and self._live)
        left = cap.width() + at.px(Space.STEP)
        right = self._paint_state(painter, seen)
        tall = at.metrics(Type.ROW).height()
        top = (self.height() - tall - at.metrics(Type.CAPTION).height()) / 2
        room = right - left - at.px(Space.NEAR)
        _line(painter, QRectF(left, top, room, tall), seen.name, *_name_look(seen))
        low = QRectF(left, top + tall, room, at.metrics(Type.CAPTION).height())
        _line(painter, low, seen.note, Type.CAPTION, Token.T2 if seen.given else Token.T3)

    def _paint_state(self, painter: QPainter, seen: ConsentSeen) -> float:
        """The switch, and before it the lock where identity comes first; gives where it begins."""
        at = look()
        right, middle = float(self.width()), self.height() / 2
        wide, tall = at.px(34), at.px(18)
        track = QRectF(right - wide, middle - tall / 2, wide, tall)
        edge = Token.ACCENT if seen.given else Token.EDGE if seen.free else Token.LINE2
        painter.setPen(QPen(at.colour(edge), 1))
        painter.setBrush(at.colour(Token.ACCENT if seen.given else Token.S2))
        painter.drawRoundedRect(track.adjusted(0.5, 0.5, -0.5, -0.5), tall / 2, tall / 2)
        knob = tall - at.px(6)
        x = track.right() - knob - at.px(3) if seen.given else track.left() + at.px(3)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(at.colour(Token.ON_ACCENT if seen.given else edge))
        painter.drawEllipse(QRectF(x, middle - knob / 2, knob, knob))
        if seen.free:
            return track.left()
        return paint_locked(painter, track.left() - at.px(Space.NEAR), middle, self._first)


class NamedRow(QWidget):
    """A time or a place that is not wanted. A click chooses it, a click on its key lifts it."""

    chosen = Signal(int)
    lifted = Signal(int)

    def __init__(self, place: int, wording: Wording) -> None:
        super().__init__()
        self._place = place
        self._lift, self._first = wording.word("wishes.lift"), wording.word("wishes.identity_first")
        self._seen = ("", False, False)  # words, chosen, may be lifted
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_named(self, words: str, *, chosen: bool, free: bool) -> None:
        if (words, chosen, free) != self._seen:
            self._seen = (words, chosen, free)
            self.setAccessibleName(words)
            self.setAccessibleDescription(LIFT_KEY if chosen and free else "")
            self.setToolTip(words)
            self.update()

    def sizeHint(self) -> QSize:
        at = look()
        return QSize(at.px(300), max(at.px(34), at.tall(Type.ROW, Space.SMALL)))

    def _ends(self) -> float:
        """Where the key and its word begin."""
        at = look()
        word = at.metrics(Type.CAPTION).horizontalAdvance(self._lift)
        cap = cap_size(LIFT_KEY).width()
        return self.width() - at.px(Space.NEAR) - word - at.px(Space.SMALL) - cap

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if not self.rect().contains(event.position().toPoint()):
            return
        on_key = self._seen[1] and event.position().x() >= self._ends()
        (self.lifted if on_key else self.chosen).emit(self._place)

    def paintEvent(self, _event: QPaintEvent) -> None:
        words, chosen, free = self._seen
        at = look()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(at.colour(Token.SEL))
            painter.drawRoundedRect(QRectF(self.rect()), at.px(Radius.FIELD), at.px(Radius.FIELD))
        side, middle = at.px(9), self.height() / 2
        x = at.px(Space.NEAR)
        shapes.paint(painter, Shape.CROSS, QRectF(x, middle - side / 2, side, side))
        right = float(self.width() - at.px(Space.NEAR))
        if chosen and free:
            cap = cap_size(LIFT_KEY)
            box = QRectF(self._ends(), round(middle - cap.height() / 2), cap.width(), cap.height())
            paint_cap(painter, box, LIFT_KEY)
            word = QRectF(0, 0, right, self.height())
            painter.setFont(at.font(Type.CAPTION))
            painter.setPen(at.colour(Token.T2))
            painter.drawText(word, _RIGHT, self._lift)
            right = self._ends()
        elif chosen:
            right = paint_locked(painter, right, middle, self._first)
        left = x + side + at.px(Space.NEAR)
        room = QRectF(left, 0, right - left - at.px(Space.NEAR), self.height())
        _line(painter, room, words, Type.ROW_STRONG if chosen else Type.ROW, Token.T1)


def paint_locked(painter: QPainter, right: float, middle: float, words: str) -> float:
    """A lock and its words, ending at `right`; gives where they begin."""
    at = look()
    wide = at.metrics(Type.CAPTION).horizontalAdvance(words)
    tall = at.metrics(Type.CAPTION).height()
    painter.setFont(at.font(Type.CAPTION))
    painter.setPen(at.colour(Token.T2))
    painter.drawText(QRectF(right - wide, middle - tall / 2, wide + 1, tall), _LEFT, words)
    side = at.px(14)
    left = right - wide - at.px(Space.TINY) - side
    painter.drawPixmap(round(left), round(middle - side / 2), icon("lock", Token.T2, 14))
    return left


def _name_look(seen: ConsentSeen) -> tuple[Type, Token]:
    if seen.given:
        return Type.ROW_STRONG, Token.T1
    return Type.ROW, Token.T1 if seen.free else Token.T2


def _line(painter: QPainter, room: QRectF, words: str, kind: Type, ink: Token) -> None:
    at = look()
    painter.setFont(at.font(kind))
    painter.setPen(at.colour(ink))
    shown = at.metrics(kind).elidedText(words, Qt.TextElideMode.ElideRight, int(room.width()))
    painter.drawText(room, _LEFT, shown)
