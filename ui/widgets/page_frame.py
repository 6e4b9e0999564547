"""Head and foot of a page that lies over the panes: what it is and how to close it; and the keys
that have something to do on it, as many as there is room for, first things first."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from ui.theme import look
from ui.tokens import Space, Token, Type
from ui.widgets.key_cap import KeyHint, cap_size, paint_cap
from ui.widgets.label import ElidedLabel, Label

_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft


class PageHead(QWidget):
    """Title, what it is about, a word of comfort, Esc."""

    def __init__(self) -> None:
        super().__init__()
        at = look()
        self._title = Label("", Type.TITLE)
        self._about = ElidedLabel("", Type.BODY, Token.T2)
        self._said = Label("", Type.CAPTION, Token.T3)
        self._close = KeyHint("Esc", "")
        row = QHBoxLayout(self)
        row.setContentsMargins(at.px(Space.SIDE), at.px(9), at.px(Space.SIDE), at.px(9))
        row.setSpacing(at.px(Space.STEP))
        row.addWidget(self._title)
        row.addWidget(self._about, 1)
        row.addWidget(self._said)
        row.addWidget(self._close)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_head(self, title: str, said: str, close: str) -> None:
        self._title.show_text(title)
        self._said.show_text(said)
        self._close.show_hint("Esc", close)

    def show_about(self, about: str, ink: Token = Token.T2) -> None:
        """What the page is about; elided where the window is narrow."""
        self._about.show_text(about, ink)

    def show_short(self, short: bool) -> None:
        """Without the word of comfort."""
        self._said.setVisible(not short)


class PageFoot(QWidget):
    """One line of keys."""

    def __init__(self) -> None:
        super().__init__()
        self._hints: tuple[tuple[str, str], ...] = ()
        self._first: tuple[tuple[str, str], ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_hints(self, hints: tuple[tuple[str, str], ...]) -> None:
        if hints != self._hints:
            self._hints = hints
            self.setAccessibleName(", ".join(f"{key} {word}" for key, word in hints))
            self.update()

    def show_first(self, *hints: tuple[str, str]) -> None:
        """Keys that only this room has, before the others."""
        if hints != self._first:
            self._first = hints
            self.update()

    def sizeHint(self) -> QSize:
        at = look()
        return QSize(at.px(200), max(at.px(34), at.tall(Type.CAPTION, Space.NEAR)))

    def paintEvent(self, _event: QPaintEvent) -> None:
        at = look()
        painter = QPainter(self)
        painter.setFont(at.font(Type.CAPTION))
        metrics = at.metrics(Type.CAPTION)
        x, middle = float(at.px(Space.SIDE)), self.height() / 2
        for key, word in (*self._first, *self._hints):
            cap, wide = cap_size(key), metrics.horizontalAdvance(word)
            ends = x + cap.width() + at.px(Space.SMALL) + wide
            if ends > self.width() - at.px(Space.SIDE):
                break
            box = QRectF(x, round(middle - cap.height() / 2), cap.width(), cap.height())
            paint_cap(painter, box, key)
            painter.setPen(at.colour(Token.T2))
            left = box.right() + at.px(Space.SMALL)
            painter.drawText(QRectF(left, 0, wide + 2, self.height()), _LEFT, word)
            x = ends + at.px(Space.SIDE)
