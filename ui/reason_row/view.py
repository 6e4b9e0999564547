"""Paints the row of reasons under the call bar, over the panes' first lines. It takes no focus: a
digit chooses, a click on a word does the same. Where large text leaves no room, it is as many rows
as it needs."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ui.over_panes import under_call_bar
from ui.reason_row.presenter import ReasonSeen, ReasonsSeen
from ui.theme import look
from ui.tokens import Space, Token, Type
from ui.widgets.button import Button
from ui.widgets.label import Label
from ui.widgets.raised import draw_raised


class ReasonsPane(QWidget):
    """A child of the window, hidden while shut."""

    asked = Signal(object)  # Intent

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._seen: ReasonsSeen | None = None
        self._title = Label("", Type.BODY_STRONG, parent=self)
        self._said = Label("", Type.CAPTION, Token.T2, parent=self)
        self._choices: list[_Choice] = []
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        window.installEventFilter(self)
        self.hide()

    def show_reasons(self, seen: ReasonsSeen | None) -> None:
        """None shuts it."""
        if seen == self._seen:
            return
        opens = self._seen is None
        self._seen = seen
        if seen is None:
            self.hide()
            return
        self._title.show_text(seen.title)
        self._said.show_text(seen.said)
        while len(self._choices) < len(seen.choices):
            choice = _Choice(self)
            choice.asked.connect(self.asked)
            self._choices.append(choice)
        for place, choice in enumerate(self._choices):
            choice.setVisible(place < len(seen.choices))
            if place < len(seen.choices):
                choice.show_reason(seen.choices[place])
        listed = ", ".join(f"{each.key} {each.word}" for each in seen.choices)
        self.setAccessibleName(f"{seen.title}: {listed}")
        self._lay()
        if opens:
            self.show()
            self.raise_()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize and not self.isHidden():
            self._lay()
        return False

    def _lay(self) -> None:
        """In the middle under the call bar, from left to right, and on to the next row where the
        window ends."""
        at = look()
        edge, gap = at.px(Space.SIDE), at.px(Space.NEAR)
        parts = [self._title, *(each for each in self._choices if not each.isHidden())]
        if self._said.text():
            parts.append(self._said)
        sizes = [part.sizeHint() for part in parts]
        tall = max(size.height() for size in sizes)
        wanted = sum(size.width() + gap for size in sizes) - gap + 2 * edge
        wide = min(wanted, self._window.width() - 2 * gap)
        x, y = edge, gap
        for part, size in zip(parts, sizes, strict=True):
            if x > edge and x + size.width() > wide - edge:
                x, y = edge, y + tall + at.px(Space.TINY)
            part.setGeometry(x, y, min(size.width(), wide - 2 * edge), tall)
            x += size.width() + gap
        top = under_call_bar(self._window) + at.px(Space.SMALL)
        self.setGeometry((self._window.width() - wide) // 2, top, wide, y + tall + gap)

    def paintEvent(self, _event: QPaintEvent) -> None:
        draw_raised(QPainter(self), self.rect())


class _Choice(Button):
    """A reason."""

    asked = Signal(object)

    def __init__(self, pane: QWidget) -> None:
        super().__init__("", parent=pane)
        self._reason: ReasonSeen | None = None
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.clicked.connect(self._ask)

    def show_reason(self, seen: ReasonSeen) -> None:
        self._reason = seen
        self.show_button(seen.word, key=seen.key)

    def _ask(self) -> None:
        if self._reason is not None:
            self.asked.emit(self._reason.intent)
