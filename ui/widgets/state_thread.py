"""The thread under the call bar, the one thing seen from the corner of the eye: solid ok = talk,
dashes of accent = dialling, dots of warn = hold, a warn line that shortens = wrap-up left, solid
bad = refused or line lost, a hairline otherwise."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.state_shape import Thread
from ui.theme import look
from ui.tokens import Token

_SOLID = {Thread.TALK: Token.OK, Thread.BAD: Token.BAD}
_BROKEN = {Thread.DIALLING: (Token.ACCENT, 10, 8), Thread.HOLD: (Token.WARN, 3, 5)}


class StateThread(QWidget):
    """3 high. `left` is the share of the wrap-up that is left, 0.0 to 1.0, by whole seconds."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._thread, self._left = Thread.QUIET, 1.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_thread(self, thread: Thread, left: float = 1.0) -> None:
        if (thread, left) != (self._thread, self._left):
            self._thread, self._left = thread, left
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(1, look().px(3))

    def paintEvent(self, _event: QPaintEvent) -> None:
        at = look()
        painter = QPainter(self)
        room = QRectF(self.rect())
        if self._thread in _SOLID:
            painter.fillRect(room, at.colour(_SOLID[self._thread]))
        elif self._thread in _BROKEN:
            token, on, off = _BROKEN[self._thread]
            pen = QPen(at.colour(token), room.height())
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            pen.setDashPattern([at.px(on) / room.height(), at.px(off) / room.height()])
            painter.setPen(pen)
            middle = room.center().y()
            painter.drawLine(QPointF(0, middle), QPointF(room.width(), middle))
        elif self._thread is Thread.WRAP_UP:
            painter.fillRect(room, at.colour(Token.LINE))
            painter.fillRect(
                QRectF(0, 0, room.width() * self._left, room.height()), at.colour(Token.WARN)
            )
        else:
            painter.fillRect(QRectF(0, room.bottom() - 1, room.width(), 1), at.colour(Token.LINE))
