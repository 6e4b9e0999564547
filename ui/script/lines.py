"""The lines of the callscript: a row for one that was said or is to come, and the band of the
current one."""

from html import escape

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from desk_client.services.call_parts import Span
from ui.section import across
from ui.state_shape import Shape
from ui.theme import look, mark
from ui.tokens import Space, Token, Type
from ui.widgets.key_cap import KeyCap
from ui.widgets.label import Label
from ui.widgets.shape_mark import ShapeMark

_GUTTER = 114  # where the text column begins
_TEXT_MAX = 760
_MOST = 1000  # the text takes the room up to its most, what is over goes to the right
_BAND = 64
_BAR = 4
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft


def shape_of(name: str) -> Shape:
    """Disc for a must-say line that was said, ring for one that is still to be said."""
    return Shape.TALK if name == "said" else Shape.CALLBACK


class ScriptRow(QWidget):
    """Time and mark in the gutter, the words in the text column."""

    def __init__(self, kind: Type, ink: Token) -> None:
        super().__init__()
        at = look()
        row = QHBoxLayout(self)
        row.setContentsMargins(at.px(Space.READING), at.px(3), at.px(Space.READING), at.px(3))
        row.setSpacing(0)
        self._gutter = QWidget()
        gutter = across(self._gutter, gap=0)
        self._gutter.setFixedWidth(at.px(_GUTTER - Space.READING))
        self._time = Label("", Type.CAPTION, Token.T3)
        self._mark = ShapeMark(Shape.TALK, "", 9)
        gutter.addWidget(self._time)
        gutter.addStretch(1)
        gutter.addWidget(self._mark)
        gutter.addSpacing(at.px(Space.STEP))
        self._text = Label("", kind, ink, wrap=True)
        self._text.setMaximumWidth(at.px(_TEXT_MAX))
        row.addWidget(self._gutter)
        row.addWidget(self._text, _MOST)
        row.addStretch(1)

    @property
    def plain(self) -> str:
        return self._text.text()

    def show_line(
        self, text: str, name: str, at: str, *, word: str = "", ink: Token | None = None
    ) -> None:
        """`name` "" for no mark, else "said" or "to_say"; `word` says it aloud."""
        self._text.show_text(text, ink)
        self._time.show_text(at)
        self._mark.setVisible(bool(name))
        if name:
            self._mark.show_shape(shape_of(name), word)


class CurrentBand(QWidget):
    """The line to be said now. A long line wraps and the band grows downward."""

    def __init__(self) -> None:
        super().__init__()
        at = look()
        mark(self, plane=str(Token.SEL))
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.setMinimumHeight(max(at.px(_BAND), at.tall(Type.SCRIPT_NOW, Space.STEP)))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, at.px(Space.STEP), at.px(18), at.px(Space.STEP))
        row.setSpacing(0)
        self._gutter = QWidget()
        gutter = across(self._gutter, gap=0)
        self._gutter.setFixedWidth(at.px(_GUTTER))
        self._mark = ShapeMark(Shape.CALLBACK, "", 9)
        gutter.addStretch(1)
        gutter.addWidget(self._mark)
        gutter.addSpacing(at.px(Space.STEP))
        self._text = QLabel()
        self._text.setTextFormat(Qt.TextFormat.RichText)
        self._text.setWordWrap(True)
        self._text.setProperty("type", str(Type.SCRIPT_NOW))
        self._text.setProperty("ink", str(Token.T1))
        self._text.setMaximumWidth(at.px(_TEXT_MAX))
        self._cap = KeyCap("")
        row.addWidget(self._gutter)
        row.addWidget(self._text, _MOST)
        row.addStretch(1)
        row.addSpacing(at.px(Space.NEAR))
        row.addWidget(self._cap)

    def show_line(self, spans: tuple[Span, ...], name: str, key: str, *, word: str = "") -> None:
        """The words with their weight; `key` is the cap that says the line, "" where none does."""
        rich = "".join(
            f"<b>{escape(span.text)}</b>" if span.strong else escape(span.text) for span in spans
        )
        if rich != self._text.text():
            self._text.setText(rich)
            self._text.setAccessibleName("".join(span.text for span in spans))
        self._mark.setVisible(bool(name))
        if name:
            self._mark.show_shape(shape_of(name), word)
        self._cap.show_key(key)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        at = look()
        painter = QPainter(self)
        painter.fillRect(self.rect(), at.colour(Token.SEL))
        painter.fillRect(0, 0, at.px(_BAR), self.height(), at.colour(Token.ACCENT))
