"""Paints the trial over the panes, under the call bar: levers at the left, the verdict as it would
be at the right. It takes no focus; its keys come from the window. Where the text is large one half
is shown at a time and V turns it over."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desk_client.services import law_intents as asks
from ui.over_panes import under_call_bar
from ui.room import NARROW_BELOW, room_of
from ui.theme import look
from ui.tokens import Token
from ui.what_if.levers import LeverPane
from ui.what_if.seen import WhatIfSeen
from ui.what_if.verdict import VerdictPane
from ui.widgets.hairline import Hairline
from ui.widgets.page_frame import PageFoot, PageHead

_WIDE = 1600
_TIMES = {",": -15, ".": 15}
_PLAIN = {
    "Space": asks.GoToTurn,
    "Z": asks.TakeBackMove,
    "R": asks.BeginAgain,
    "S": asks.BeginFrom,
}
_LEVER_KEYS = ("Up", "Down", "Left", "Right", "Enter", *"123456789")


class WhatIfPage(QWidget):
    """A child of the window, shown while the state has a trial."""

    asked = Signal(object)  # LawIntent

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._seen: WhatIfSeen | None = None
        self._verdict_half = True  # which half is shown where there is room for one
        self._head, self._foot = PageHead(), PageFoot()
        self._levers, self._verdict = LeverPane(), VerdictPane()
        self._levers.moved.connect(lambda name, step: self.asked.emit(asks.MoveLever(name, step)))
        self._verdict.time_asked.connect(lambda at: self.asked.emit(asks.GoToTime(at)))
        self._line = Hairline(Qt.Orientation.Vertical)
        across = QHBoxLayout()
        across.setSpacing(0)
        across.addWidget(self._levers)
        across.addWidget(self._line)
        across.addWidget(self._verdict, 1)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(0)
        down.addWidget(self._head)
        down.addWidget(Hairline())
        down.addLayout(across, 1)
        down.addWidget(Hairline())
        down.addWidget(self._foot)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        window.installEventFilter(self)
        self.hide()

    def show_trial(self, seen: WhatIfSeen | None) -> None:
        """None shuts it; paints only what differs from what is there."""
        if seen == self._seen:
            return
        opens = self._seen is None
        self._seen = seen
        if seen is None:
            self.hide()
            return
        if opens:
            self._verdict_half = True
            self._levers.begin()
            self._verdict.begin()
        self._head.show_head(seen.title, seen.harmless, seen.close)
        self._show_about()
        self._foot.show_hints(seen.hints)
        self._levers.show_levers(seen.groups, seen.levers)
        self._verdict.show_verdict(seen)
        self.setAccessibleName(f"{seen.title}: {seen.sentence}")
        if opens:
            self._lay()
            self.show()
            self.raise_()

    def press(self, key: str) -> None:
        """A key while the page is open."""
        if key in _LEVER_KEYS:
            self._levers.press(key)
        elif key in _TIMES:
            self.asked.emit(asks.MoveTime(_TIMES[key]))
        elif key in _PLAIN:
            self.asked.emit(_PLAIN[key]())
        elif key in ("J", "K"):
            self._verdict.step(1 if key == "J" else -1)
        elif key == "G" and self._verdict.chosen is not None:
            self.asked.emit(asks.OpenPacks(*self._verdict.chosen))
        elif key == "V":
            self._verdict_half = not self._verdict_half
            self._lay()
            self._show_about()

    def _show_about(self) -> None:
        """Where the levers hide the verdict, its sentence stands in the head instead."""
        seen = self._seen
        if seen is None:
            return
        if self._narrow and not self._verdict_half:
            self._head.show_about(seen.sentence, Token.OK_T if seen.allowed else Token.BAD_T)
        else:
            self._head.show_about(seen.about)

    @property
    def _narrow(self) -> bool:
        return self._window.width() / look().scale < NARROW_BELOW

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize and not self.isHidden():
            self._lay()
            self._show_about()
        return False

    def _lay(self) -> None:
        at, window = look(), self._window
        top = under_call_bar(window)
        self.setGeometry(0, top, window.width(), max(0, window.height() - top))
        narrow = self._narrow
        self._levers.show_wide(window.width() >= at.px(_WIDE))
        self._levers.setVisible(not narrow or not self._verdict_half)
        self._verdict.setVisible(not narrow or self._verdict_half)
        self._verdict.show_room(room_of(window.width(), window.height(), at.scale), narrow=narrow)
        self._line.setVisible(not narrow)
        self._head.show_short(narrow)
        turn = (("V", self._seen.turn),) if narrow and self._seen else ()
        self._foot.show_first(*turn)

    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), look().colour(Token.S0))
