"""The ring round whatever has the focus: 2 pixels of accent, 2 pixels outside. One ring for the
window follows the focus, so no widget has to keep room for it. The resting place (the script) and
text fields, which turn their edge to accent, ask for none by the property `quiet_focus`."""

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QWidget

from ui.theme import look
from ui.tokens import Radius, Token

_OUTSIDE = 4  # 2 of air and 2 of line


class FocusRing(QWidget):
    """Lies over `window`; lets every click through."""

    def __init__(self, app: QApplication, window: QWidget) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._window = window
        self._round: QWidget | None = None
        self.hide()
        app.focusChanged.connect(self._follow)

    def _follow(self, _old: QWidget | None, new: QWidget | None) -> None:
        if self._round is not None:
            self._round.removeEventFilter(self)
            self._round = None
        if new is None or new.property("quiet_focus") or not self._window.isAncestorOf(new):
            self.hide()
            return
        self._round = new
        new.installEventFilter(self)
        new.destroyed.connect(self._lost)
        self._lay()

    def _lost(self) -> None:
        self._round = None
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._round and event.type() in (
            QEvent.Type.Move,
            QEvent.Type.Resize,
            QEvent.Type.Show,
            QEvent.Type.Hide,
        ):
            self._lay()
        return False

    def _lay(self) -> None:
        target = self._round
        if target is None or not target.isVisible():
            self.hide()
            return
        corner = target.mapTo(self._window, QPoint(0, 0))
        by = look().px(_OUTSIDE)
        self.setGeometry(QRect(corner, target.size()).adjusted(-by, -by, by, by))
        self.show()
        self.raise_()

    def paintEvent(self, _event: QPaintEvent) -> None:
        at = look()
        width = at.px(2)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(at.colour(Token.ACCENT), width))
        inner = QRectF(self.rect()).adjusted(width / 2, width / 2, -width / 2, -width / 2)
        radius = at.px(Radius.FIELD) + width + 1
        painter.drawRoundedRect(inner, radius, radius)
