"""Measures the window while it is used: how long its event loop was ever held up, how many keys and
mouse events reached it, how soon after a key the window was painted anew, and how soon after an
answer the painted card stood there."""

import time

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QWindow
from PySide6.QtWidgets import QWidget

from desk_client.phone import messages
from desk_client.services.desk_state import DeskState, Phase
from ui.autopilot.wish import Flown

_BEAT_MS = 5
_STALL_MS = 50.0
_MOUSE = frozenset(
    {
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseButtonRelease,
        QEvent.Type.MouseButtonDblClick,
        QEvent.Type.Wheel,
    }
)


class Watch(QObject):
    """Keeps the figures of `flown` while the application runs."""

    def __init__(self, flown: Flown) -> None:
        super().__init__()
        self._flown = flown
        self._last = time.monotonic()
        self._since = self._last
        self._phase = ""
        self._answered: tuple[str, float] | None = None
        self._key_at: float | None = None
        self._handle: QWindow | None = None
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(_BEAT_MS)
        self._timer.timeout.connect(self._beat)

    def start(self, window: QWidget) -> None:
        """From here on; what was held up before (building the window) is start-up. Mouse events are
        counted where the system hands them to the window: a filter on every widget's events would
        itself be a tenth of what is measured."""
        self._handle = window.windowHandle()
        if self._handle is not None:
            self._handle.installEventFilter(self)
        self._last = self._since = time.monotonic()
        self._timer.start()

    def stop(self) -> None:
        """No more figures."""
        self._timer.stop()
        if self._handle is not None:
            self._handle.removeEventFilter(self)

    def _beat(self) -> None:
        now = time.monotonic()
        late_ms = (now - self._last) * 1000 - _BEAT_MS
        self._last = now
        self._flown.longest_stall_ms = max(self._flown.longest_stall_ms, late_ms)
        if late_ms > _STALL_MS:
            self._flown.stalls_over_50_ms += 1
            at_s = round(now - self._since, 2)
            self._flown.stalls.append({"ms": round(late_ms), "phase": self._phase, "at_s": at_s})

    def excuse(self) -> None:
        """What the measuring itself held up (a screenshot) is not the window's."""
        self._last = time.monotonic()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() in _MOUSE:
            self._flown.mouse_events += 1
        elif event.type() is QEvent.Type.KeyPress:
            self.pressed()
        return False

    def pressed(self) -> None:
        """A key goes down: by the system, or by the pilot, whose keys do not pass the handle."""
        if self._key_at is None:
            self._key_at = time.monotonic()

    def heard(self, event: messages.Event) -> None:
        """An event of the phone as it reaches the window's thread."""
        if isinstance(event, messages.Answered):
            self._answered = (event.call_id, time.monotonic())

    def shown(self, state: DeskState) -> None:
        """The window was given a state; it is painted when the loop comes round again."""
        self._phase = state.phase
        if self._key_at is not None:
            pressed, self._key_at = self._key_at, None
            QTimer.singleShot(0, lambda: self._painted(self._flown.key_to_paint_ms, pressed))
        answered = self._answered
        if answered is None or state.phase is not Phase.TALKING or state.call is None:
            return
        if state.call.call_id == answered[0]:
            self._answered = None
            QTimer.singleShot(0, lambda: self._painted(self._flown.answer_to_card_ms, answered[1]))

    @staticmethod
    def _painted(figures: list[float], since: float) -> None:
        figures.append((time.monotonic() - since) * 1000)
