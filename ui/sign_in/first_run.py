"""The first run: the demo store, ready in seconds, or the organisation's server, which an
administrator's code opens; then the newcomer's name and the language."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QComboBox, QSizePolicy, QVBoxLayout, QWidget

from ui import shapes
from ui.icons import icon
from ui.section import across, column
from ui.state_shape import Shape
from ui.theme import look
from ui.tokens import Radius, Space, Token, Type
from ui.widgets.button import Button
from ui.widgets.field import Field
from ui.widgets.label import Label
from ui.wording import Wording

_LANGUAGES = (("zh", "中文（简体）"), ("en", "English"))
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft


class FirstRunForm(QWidget):
    """Tells `start_requested` with the name; the language as soon as it is picked."""

    start_requested = Signal(str)
    language_chosen = Signal(str)

    def __init__(self, wording: Wording) -> None:
        super().__init__()
        at, word = look(), wording.word
        inner = QVBoxLayout(self)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(at.px(Space.NEAR))
        inner.addStretch(1)
        inner.addWidget(Label(word("sign_in.first_run"), Type.TITLE_LARGE))
        inner.addWidget(Label(word("sign_in.first_run_detail"), Type.BODY, Token.T2, wrap=True))
        inner.addSpacing(at.px(Space.NEAR))
        demo = _Way("play", word("sign_in.demo"), word("sign_in.demo_detail"))
        server = _Way("server", word("sign_in.server"), word("sign_in.server_detail"))
        demo.setChecked(True)
        server.setEnabled(False)
        inner.addWidget(demo)
        inner.addWidget(server)
        inner.addSpacing(at.px(Space.STEP))
        fields = across(gap=Space.STEP)
        self.name = Field(word("sign_in.name"))
        self.name.committed.connect(self.start_requested)
        fields.addWidget(self.name, 1)
        fields.addLayout(self._make_language(wording), 1)
        inner.addLayout(fields)
        inner.addSpacing(at.px(Space.STEP))
        go = across()
        go.addWidget(Label(word("sign_in.demo_foot"), Type.CAPTION, Token.T2), 1)
        start = Button(word("sign_in.start"), key="Enter", icon="play", kind="primary", height=40)
        start.clicked.connect(lambda: self.start_requested.emit(self.name.edit.text()))
        go.addWidget(start)
        inner.addLayout(go)
        inner.addStretch(1)

    def _make_language(self, wording: Wording) -> QVBoxLayout:
        made = column(gap=Space.TINY)
        made.addWidget(Label(wording.word("sign_in.language"), Type.CAPTION, Token.T2))
        self.language = QComboBox()
        self.language.setProperty("quiet_focus", True)
        self.language.setAccessibleName(wording.word("sign_in.language"))
        for code, name in _LANGUAGES:
            self.language.addItem(name, code)
        self.language.setCurrentIndex(0 if wording.language == "zh" else 1)
        self.language.activated.connect(
            lambda place: self.language_chosen.emit(_LANGUAGES[place][0])
        )
        made.addWidget(self.language)
        return made


class _Way(QAbstractButton):
    """One of the two ways in."""

    def __init__(self, sign: str, title: str, detail: str) -> None:
        super().__init__()
        self._sign, self._title, self._detail = sign, title, detail
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setAccessibleName(title)
        self.setAccessibleDescription(detail)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        at = look()
        lines = at.metrics(Type.STATE).height() + at.metrics(Type.CAPTION).height()
        return QSize(at.px(400), max(at.px(66), lines + 2 * at.px(12)))

    def paintEvent(self, _event: QPaintEvent) -> None:
        at = look()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = self.isChecked()
        painter.setPen(QPen(at.colour(Token.ACCENT if chosen else Token.LINE2), 1))
        painter.setBrush(at.colour(Token.SEL if chosen else Token.S1))
        radius = at.px(Radius.OPTION)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        side, middle = at.px(12), self.height() / 2
        shape = Shape.CHOSEN if chosen else Shape.QUIET
        shapes.paint(painter, shape, QRectF(at.px(15), middle - side / 2, side, side))
        ink = Token.T1 if self.isEnabled() else Token.T3
        size = at.px(20)
        painter.drawPixmap(at.px(40), round(middle - size / 2), icon(self._sign, ink, 20))
        left, tall = at.px(72), at.metrics(Type.STATE).height()
        low = at.metrics(Type.CAPTION).height()
        top = (self.height() - tall - low) / 2
        painter.setFont(at.font(Type.STATE))
        painter.setPen(at.colour(ink))
        painter.drawText(QRectF(left, top, self.width() - left, tall), _LEFT, self._title)
        painter.setFont(at.font(Type.CAPTION))
        painter.setPen(at.colour(Token.T2 if self.isEnabled() else Token.T3))
        shown = at.metrics(Type.CAPTION).elidedText(
            self._detail, Qt.TextElideMode.ElideRight, self.width() - left - at.px(12)
        )
        painter.drawText(QRectF(left, top + tall, self.width() - left, low), _LEFT, shown)
