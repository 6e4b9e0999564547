"""The cap that shows which key does a thing, alone or with its word. Caps are not read aloud: the
thing they stand beside says its key in its accessible description."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from ui.theme import look
from ui.tokens import Radius, Space, Token, Type
from ui.widgets.label import Label

ARROWS = {"Up": "↑", "Down": "↓", "Left": "←", "Right": "→"}


def cap_text(key: str) -> str:
    """ "Ctrl+K" as it stands on the cap: "Ctrl K"; arrows as arrows."""
    return " ".join(ARROWS.get(part, part) for part in key.split("+")) if len(key) > 1 else key


def cap_size(key: str, height: float = 20) -> QSize:
    """Room a cap takes; `height` 20, compact 18, title 24 at 100 %."""
    at = look()
    metrics = at.metrics(Type.KEY_CAP)
    tall = max(at.px(height), metrics.height() + at.px(Space.TINY))
    wide = metrics.horizontalAdvance(cap_text(key)) + 2 * at.px(5)
    return QSize(max(tall, wide), tall)


def paint_cap(
    painter: QPainter, box: QRectF, key: str, ink: QColor | None = None, *, raised: bool = True
) -> None:
    """Draws a cap into `box`: raised with a bottom edge, or as an outline in `ink` on a fill."""
    at = look()
    radius = at.px(Radius.KEY_CAP)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    rect = box.adjusted(0.5, 0.5, -0.5, -0.5)
    if raised:
        edge = at.colour(Token.KEY_EDGE)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(edge)
        painter.drawRoundedRect(box, radius, radius)
        painter.setBrush(at.colour(Token.KEY))
        painter.drawRoundedRect(box.adjusted(1, 1, -1, -2), radius - 1, radius - 1)
        text_box = box.adjusted(0, 0, 0, -1)
    else:
        painter.setPen(QPen(_faint(ink) if ink else at.colour(Token.LINE2), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(rect, radius, radius)
        text_box = box
    painter.setFont(at.font(Type.KEY_CAP))
    painter.setPen(ink or at.colour(Token.KEY_T if raised else Token.T3))
    painter.drawText(text_box, Qt.AlignmentFlag.AlignCenter, cap_text(key))
    painter.restore()


def _faint(ink: QColor) -> QColor:
    edge = QColor(ink)
    edge.setAlphaF(0.5)
    return edge


class KeyCap(QWidget):
    """A cap beside a word. `alive` False: the key does not act now (outline, third ink)."""

    def __init__(
        self,
        key: str,
        *,
        height: float = 20,
        alive: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._key, self._height, self._alive = key, height, alive
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        if not key:  # shown by its pane; a part without one would be a window of its own
            self.hide()

    @property
    def key(self) -> str:
        return self._key

    def show_key(self, key: str, *, alive: bool = True) -> None:
        if (key, alive) != (self._key, self._alive):
            self._key, self._alive = key, alive
            self.setVisible(bool(key))
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        return cap_size(self._key, self._height)

    def paintEvent(self, _event: QPaintEvent) -> None:
        paint_cap(QPainter(self), QRectF(self.rect()), self._key, raised=self._alive)


class KeyHint(QWidget):
    """A cap and what it does: "Space 下一句"."""

    def __init__(
        self, key: str, word: str, ink: Token = Token.T2, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.cap = KeyCap(key)
        self.label = Label(word, Type.CAPTION, ink)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look().px(Space.SMALL))
        row.addWidget(self.cap)
        row.addWidget(self.label)
        self.setAccessibleName(word)

    def show_hint(self, key: str, word: str) -> None:
        self.cap.show_key(key)
        self.label.show_text(word)
        self.setAccessibleName(word)
