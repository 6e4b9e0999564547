"""Paints the toast at the foot of the reading pane: 8 seconds, resting under the pointer, fading in
120 ms unless motion is to be reduced. It is a child of the pane, no window, and has no focus."""

from PySide6.QtCore import QEvent, QObject, QPropertyAnimation, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QEnterEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import (
    QGraphicsOpacityEffect,
    QHBoxLayout,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from desk_client.services.intents import Redo
from ui.theme import look
from ui.toast.presenter import SHOWN_S, ToastSeen
from ui.tokens import Radius, Space, Token, Type
from ui.widgets.button import Button
from ui.widgets.icon_label import IconLabel
from ui.widgets.label import Label

_FADE_MS = 120
_ABOVE_FOOT = 14
_WIDEST = 644
_SHADOW = 14  # reach of the shadow round the face
_SHADE = 0.07  # of the shade, where all its rings lie over each other


class ToastPane(QWidget):
    """`foot` is the height of the pane's foot that stays uncovered, in pixels."""

    asked = Signal(object)  # Intent

    def __init__(self, pane: QWidget, *, reduce_motion: bool = False) -> None:
        super().__init__(pane)
        at = look()
        self._pane, self._reduce_motion = pane, reduce_motion
        self._foot = 0
        self._seen: ToastSeen | None = None
        self._title = Label("", Type.ROW_STRONG)
        self._lines: list[Label] = []
        self._redo = Button("")
        self._redo.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._redo.clicked.connect(lambda: self.asked.emit(Redo()))
        head = QHBoxLayout()
        head.setSpacing(at.px(Space.NEAR))
        self._icon = IconLabel("undo", Token.T1, 18)
        head.addWidget(self._icon)
        head.addWidget(self._title, 1)
        head.addWidget(self._redo)
        self._column = QVBoxLayout(self)
        shadow = at.px(_SHADOW)
        self._column.setContentsMargins(
            shadow + at.px(18), shadow + at.px(12), shadow + at.px(12), shadow + at.px(14)
        )
        self._column.setSpacing(at.px(3))
        self._column.addLayout(head)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.timeout.connect(self._leave)
        self._veil = QGraphicsOpacityEffect(self)
        self._fade = QPropertyAnimation(self._veil, b"opacity", self)
        self._fade.setDuration(_FADE_MS)
        self.setGraphicsEffect(self._veil)
        pane.installEventFilter(self)
        self.hide()

    def show_toast(self, seen: ToastSeen | None, foot: int = 0) -> None:
        """A toast already shown and gone does not come back."""
        if foot != self._foot:
            self._foot = foot
            if self.isVisible():
                self._lay()
        if seen == self._seen:
            return
        self._seen = seen
        if seen is None:
            self._leave()
            return
        self._icon.show_icon(seen.icon, Token.T1)
        self._title.show_text(seen.title)
        self._show_lines(seen.lines)
        self._redo.show_button(seen.redo, key=seen.redo_key)
        self._redo.setVisible(bool(seen.redo))
        self.setAccessibleName(seen.title)
        self.setAccessibleDescription(" ".join(seen.lines))
        self._lay()
        self.show()
        self.raise_()
        self._fade_to(1.0)
        self._rest.start(SHOWN_S * 1000)
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def _show_lines(self, lines: tuple[str, ...]) -> None:
        while len(self._lines) < len(lines):
            added = Label("", Type.CAPTION, Token.T2, wrap=True)
            added.setContentsMargins(look().px(26), 0, 0, 0)
            self._lines.append(added)
            self._column.addWidget(added)
        for place, label in enumerate(self._lines):
            label.setVisible(place < len(lines))
            if place < len(lines):
                label.show_text(lines[place])

    def _lay(self) -> None:
        at = look()
        side, shadow = at.px(Space.READING), at.px(_SHADOW)
        wide = min(at.px(_WIDEST), self._pane.width() - 2 * side) + 2 * shadow
        self._column.activate()
        tall = self._column.totalHeightForWidth(wide)
        tall = tall if tall > 0 else self.sizeHint().height()
        top = self._pane.height() - self._foot - at.px(_ABOVE_FOOT) - tall + shadow
        self.setGeometry(side - shadow, top, wide, tall)

    def _fade_to(self, opacity: float) -> None:
        self._fade.stop()
        if self._reduce_motion:
            self._veil.setOpacity(opacity)
            return
        self._fade.setStartValue(0.0 if opacity else self._veil.opacity())
        self._fade.setEndValue(opacity)
        self._fade.start()

    def _leave(self) -> None:
        self._rest.stop()
        self.hide()

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self._rest.stop()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        if self.isVisible():
            self._rest.start(SHOWN_S * 1000)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._pane and event.type() is QEvent.Type.Resize and self.isVisible():
            self._lay()
        return False

    def paintEvent(self, _event: QPaintEvent) -> None:
        at = look()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        radius, shadow = at.px(Radius.PALETTE), at.px(_SHADOW)
        face = QRectF(self.rect()).adjusted(shadow, shadow, -shadow, -shadow)
        shade = at.colour(Token.SHADE)
        shade.setAlphaF(_SHADE / shadow)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(shade)
        for out in range(shadow):
            ring = face.adjusted(-out, -out, out, out).translated(0, at.px(4))
            painter.drawRoundedRect(ring, radius + out, radius + out)
        painter.setPen(QPen(at.colour(Token.LINE2), 1))
        painter.setBrush(at.colour(Token.S2))
        painter.drawRoundedRect(face.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
