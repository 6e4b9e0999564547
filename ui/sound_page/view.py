"""Paints the sound page over the panes, under the call bar. It takes no focus: Up and Down choose a
row, Left and Right change it, Enter does it, Esc closes; a click does the same. Where the text is
large and the window low the rows scroll with the choice."""

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from desk_client.services.intents import Intent
from ui.over_panes import under_call_bar
from ui.sound_page.presenter import SoundRowSeen, SoundSeen
from ui.theme import look, mark
from ui.tokens import Radius, Space, Token, Type
from ui.widgets.icon_label import IconLabel
from ui.widgets.key_cap import KeyCap
from ui.widgets.label import ElidedLabel, Label
from ui.widgets.raised import draw_raised, draw_veil

_WIDE = 800
_LABEL = 168
_CAPS = 64


class SoundPage(QWidget):
    """A child of the window, hidden while shut; covers the panes with a dimmed ground."""

    asked = Signal(object)  # Intent

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._seen: SoundSeen | None = None
        self._row = 0
        self._sheet = _Sheet(self)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        window.installEventFilter(self)
        self.hide()

    def open(self) -> None:
        self._row = 0
        self._mark()
        self._lay()
        self.show()
        self.raise_()

    def show_sound(self, seen: SoundSeen) -> None:
        """Paints only what differs from what is there."""
        if seen == self._seen:
            return
        self._seen = seen
        self._sheet.show_sound(seen, self._clicked)
        self._mark()
        self._lay()

    def press(self, key: str) -> None:
        """A key while the page is open."""
        rows = self._seen.rows if self._seen is not None else ()
        if not rows:
            return
        if key in ("Up", "Down"):
            self._row = (self._row + (1 if key == "Down" else -1)) % len(rows)
            self._mark()
            return
        row = rows[self._row]
        intent = {"Left": row.back, "Right": row.on, "Enter": row.do or row.on}.get(key)
        if intent is not None:
            self.asked.emit(intent)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize and self.isVisible():
            self._lay()
        return False

    def _clicked(self, place: int) -> None:
        self._row = place
        self._mark()
        self.press("Enter")

    def _mark(self) -> None:
        self._sheet.mark(self._row)
        if self._seen is not None and self._seen.rows:
            row = self._seen.rows[self._row]
            self.setAccessibleName(f"{self._seen.title}: {row.label} {row.value} {row.note}")

    def _lay(self) -> None:
        at = look()
        top = under_call_bar(self._window)
        self.setGeometry(0, top, self._window.width(), max(0, self._window.height() - top))
        wide = min(at.px(_WIDE), self.width() - at.px(Space.SIDE))
        above = at.px(Space.READING)
        room = self.height() - at.px(Space.NEAR)
        tall = self._sheet.sizeHint().height()
        if tall > room - above:
            above, tall = at.px(Space.NEAR), min(tall, room - at.px(Space.NEAR))
        self._sheet.setGeometry((self.width() - wide) // 2, above, wide, tall)

    def paintEvent(self, _event: QPaintEvent) -> None:
        draw_veil(QPainter(self), self.rect())


class _Sheet(QWidget):
    """The page's face."""

    def __init__(self, page: QWidget) -> None:
        super().__init__(page)
        at = look()
        self._title = Label("", Type.TITLE)
        self._said = Label("", Type.CAPTION, Token.T2)
        self._said.setWordWrap(True)
        self._close_cap = KeyCap("")
        self._close = Label("", Type.CAPTION, Token.T2)
        self._rows: list[_Row] = []
        head = QHBoxLayout()
        head.setSpacing(at.px(Space.SMALL))
        head.addWidget(self._title, 1)
        head.addWidget(self._close_cap)
        head.addWidget(self._close)
        self._scroll = _Rows()
        self._list = self._scroll.column
        column = QVBoxLayout(self)
        edge = at.px(Space.READING)
        column.setContentsMargins(edge, at.px(Space.SIDE), edge, at.px(Space.SIDE))
        column.setSpacing(at.px(Space.STEP))
        column.addLayout(head)
        column.addWidget(self._said)
        column.addWidget(self._scroll, 1)

    def show_sound(self, seen: SoundSeen, clicked: object) -> None:
        self._title.show_text(seen.title)
        self._said.show_text(seen.said)
        self._close_cap.show_key(seen.close_key)
        self._close.show_text(seen.close)
        while len(self._rows) < len(seen.rows):
            row = _Row(len(self._rows))
            row.clicked.connect(clicked)
            self._rows.append(row)
            self._list.addWidget(row)
        for place, row in enumerate(self._rows):
            row.setVisible(place < len(seen.rows))
            if place < len(seen.rows):
                row.show_row(seen.rows[place])

    def mark(self, chosen: int) -> None:
        for place, row in enumerate(self._rows):
            row.mark(chosen=place == chosen)
        if chosen < len(self._rows):
            self._scroll.ensureWidgetVisible(self._rows[chosen], 0, 0)

    def paintEvent(self, _event: QPaintEvent) -> None:
        draw_raised(QPainter(self), self.rect())


class _Rows(QScrollArea):
    """As tall as its rows, where there is room."""

    def __init__(self) -> None:
        super().__init__()
        held = QWidget()
        held.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        mark(held, plane=str(Token.S2))
        self.column = QVBoxLayout(held)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(look().px(2))
        self.setWidget(held)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def sizeHint(self) -> QSize:
        return self.column.sizeHint()


class _Row(QWidget):
    """A device, a loudness or a step of the test."""

    clicked = Signal(int)

    def __init__(self, place: int) -> None:
        super().__init__()
        at = look()
        self._place, self._chosen = place, False
        self._icon = IconLabel("", Token.T2, 16)
        self._label = Label("", Type.ROW)
        self._label.setMinimumWidth(at.px(_LABEL))
        self._value = ElidedLabel("", Type.ROW_STRONG)
        self._note = ElidedLabel("", Type.CAPTION, Token.T2)
        self._caps = [KeyCap("Left"), KeyCap("Right"), KeyCap("Enter")]
        self._intents: tuple[Intent | None, ...] = (None, None, None)
        row = QHBoxLayout(self)
        row.setContentsMargins(at.px(Space.STEP), at.px(6), at.px(Space.STEP), at.px(6))
        row.setSpacing(at.px(Space.STEP))
        row.addWidget(self._icon)
        row.addWidget(self._label)
        row.addWidget(self._value, 2)
        row.addWidget(self._note, 3)
        hints = QHBoxLayout()
        hints.setSpacing(at.px(Space.TINY))
        hints.addStretch(1)
        for cap in self._caps:
            hints.addWidget(cap)
        held = QWidget()  # keeps its place, so that the columns do not move with the choice
        held.setLayout(hints)
        hints.setContentsMargins(0, 0, 0, 0)
        held.setFixedWidth(at.px(_CAPS))
        row.addWidget(held)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_row(self, seen: SoundRowSeen) -> None:
        self._icon.show_icon(seen.icon, Token.T2)
        self._label.show_text(seen.label)
        words = seen.value if not seen.bad or seen.note else ""
        self._value.show_text(words)
        note = seen.note or ("" if words else seen.value)
        self._note.show_text(note, _ink(seen))
        self._note.setVisible(bool(note))
        self._value.setVisible(bool(words) or not note)  # either has the room of both
        self._intents = (seen.back, seen.on, seen.do)
        self.setAccessibleName(f"{seen.label} {seen.value} {seen.note}".strip())
        self._show_caps()

    def mark(self, *, chosen: bool) -> None:
        if chosen != self._chosen:
            self._chosen = chosen
            self._show_caps()
            self.update()

    def _show_caps(self) -> None:
        for cap, intent in zip(self._caps, self._intents, strict=True):
            cap.setVisible(self._chosen and intent is not None)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.rect().contains(event.position().toPoint()):
            self.clicked.emit(self._place)

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self._chosen:
            return
        at = look()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(at.colour(Token.SEL))
        painter.drawRoundedRect(self.rect(), at.px(Radius.FIELD), at.px(Radius.FIELD))


def _ink(seen: SoundRowSeen) -> Token:
    return Token.BAD_T if seen.bad else Token.T2
