"""Text on a pane. The kind of text and its ink are dynamic properties, so the style sheet gives
font and colour and both follow the theme. ElidedLabel is for lists only: it cuts at its width and
keeps the whole text as tooltip and accessible name."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from ui.theme import mark
from ui.tokens import Token, Type


class Label(QLabel):
    """A line, or with `wrap` a paragraph, of one kind and one ink. Plain text only."""

    def __init__(
        self,
        text: str = "",
        kind: Type = Type.BODY,
        ink: Token = Token.T1,
        *,
        wrap: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        self.setProperty("type", str(kind))
        self.setProperty("ink", str(ink))

    def show_text(self, text: str, ink: Token | None = None) -> None:
        """Sets what changed and nothing else."""
        if text != self.text():
            self.setText(text)
        if ink is not None:
            mark(self, ink=str(ink))

    def show_kind(self, kind: Type) -> None:
        mark(self, type=str(kind))


class ElidedLabel(Label):
    """A label of a list that may be narrower than its text; `keeps_end` cuts in the middle."""

    def __init__(
        self,
        text: str = "",
        kind: Type = Type.BODY,
        ink: Token = Token.T1,
        *,
        keeps_end: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, kind, ink, parent=parent)
        middle, right = Qt.TextElideMode.ElideMiddle, Qt.TextElideMode.ElideRight
        self._elide = middle if keeps_end else right
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(text)

    def show_text(self, text: str, ink: Token | None = None) -> None:
        super().show_text(text, ink)
        self.setAccessibleName(text)
        self._explain()

    def minimumSizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance("…") * 2, super().sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._explain()

    def _explain(self) -> None:
        cut = self.fontMetrics().horizontalAdvance(self.text()) > self.contentsRect().width()
        self.setToolTip(self.text() if cut else "")

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        room = self.contentsRect()
        shown = self.fontMetrics().elidedText(self.text(), self._elide, room.width())
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(room, self.alignment() | Qt.TextFlag.TextSingleLine, shown)
