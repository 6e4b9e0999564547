"""The autopilot: a pair of hands and eyes on the real windows. It reads what the window shows,
listens to how the other side behaves, and presses keys as an agent would; it calls no service. It
works a number of cases, asks the lead about one of them, undoes one outcome and logs it again,
takes a call, asks for one dial that the rules refuse, and signs out."""

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from desk_client.services.desk_state import DeskState, Phase
from ui.autopilot.camera import Camera
from ui.autopilot.round_trip import RoundTrips
from ui.autopilot.talk import CALLS_IN, Talk
from ui.autopilot.telephone import CallIn, Consultation
from ui.autopilot.trips import TRIPS
from ui.autopilot.wish import FlightPlan, Flown
from ui.key_routing import DEAD_S
from ui.main_window import DeskWindow
from ui.sign_in.view import SignInWindow

_BEAT_MS = 60
_STUCK_S = 45.0  # nothing changed for so long: something is broken, and the run fails
_KEYS = {
    "Enter": Qt.Key.Key_Return,
    "Space": Qt.Key.Key_Space,
    "Esc": Qt.Key.Key_Escape,
    "Up": Qt.Key.Key_Up,
    "Down": Qt.Key.Key_Down,
    "Left": Qt.Key.Key_Left,
    "Right": Qt.Key.Key_Right,
    "Tab": Qt.Key.Key_Tab,
}


class Pilot(QObject):
    """Flies one shift."""

    def __init__(
        self,
        *,
        plan: FlightPlan,
        flown: Flown,
        camera: Camera,
        pressed: Callable[[], None] = lambda: None,
    ) -> None:
        """`pressed` is told before each key."""
        super().__init__()
        self._plan = plan
        self._flown = flown
        self._camera = camera
        self._pressed = pressed
        self._window: DeskWindow | None = None
        self._talk: Talk | None = None
        self._seen: object = None
        self._wrapped = ""
        self._seen_at = time.monotonic()
        self._rest_until = 0.0
        self._worked: set[str] = set()
        self._consultation = Consultation(flown.telephone)
        self._call_in = (
            CallIn(flown.telephone, plan.call_in, plan.listen_in) if plan.call_in else None
        )
        self._promised = self._undone = self._resting = False
        self._tour: list[Callable[[DeskState], bool]] = []
        self._trips = RoundTrips(TRIPS, camera=camera, pilot=self)
        self._phase_of_trip: Phase | None = None
        self._leaving = False
        self._last_outcome_key: float | None = None
        self._last_dial_key: float | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(_BEAT_MS)
        self._timer.timeout.connect(self._beat)

    def sign_in(self, window: SignInWindow) -> None:
        """Types the staff number and the password, and Enter."""
        self._camera.take(window, "01-sign-in")
        for field, text in (
            (window.staff_no, self._plan.staff_no),
            (window.password, self._plan.password),
        ):
            field.edit.setFocus()
            field.edit.selectAll()
            QTest.keyClicks(field.edit, text)
        self._flown.keys_pressed += len(self._plan.staff_no) + len(self._plan.password) + 1
        QTest.keyClick(window.password.edit, Qt.Key.Key_Return)

    def take_over(self, window: DeskWindow) -> None:
        """The desk's window is open."""
        self._window = window
        self._timer.start()

    def land(self) -> None:
        """Hands off the keys."""
        self._timer.stop()
        self._window = None

    def press(self, key: str) -> None:
        """One real key on the window, wherever its focus is."""
        window = self._window
        if window is None:
            return
        self._pressed()
        target: QWidget = QApplication.focusWidget() or window
        modifier = Qt.KeyboardModifier.NoModifier
        if key.startswith("Ctrl+"):
            key, modifier = key.removeprefix("Ctrl+"), Qt.KeyboardModifier.ControlModifier
        if key in _KEYS:
            QTest.keyClick(target, _KEYS[key], modifier)
        elif len(key) > 1 and key[0] == "F":
            QTest.keyClick(target, Qt.Key(Qt.Key.Key_F1.value + int(key[1:]) - 1), modifier)
        else:
            QTest.keyClick(target, Qt.Key(ord(key)), modifier)
        self._flown.keys_pressed += 1

    def _beat(self) -> None:
        state = self._window.state if self._window else None
        if state is None or self._window is None:
            return
        self._note_progress(state)
        if state.call is not None and state.call.call_id not in self._worked:
            self._began(state.call.call_id)
        if time.monotonic() < self._rest_until:
            return
        self._camera.look(self._window, state)
        self._fly(state)

    def _note_progress(self, state: DeskState) -> None:
        mark = (
            *(state.phase, state.call, state.script, state.toast, state.side),
            *(len(self._tour), self._trips.left, self._leaving),
        )
        now = time.monotonic()
        if mark != self._seen:
            self._seen, self._seen_at = mark, now
        elif now - self._seen_at > _STUCK_S:
            where = f"{state.phase} {self._trips.where}".strip()
            self._flown.fault = f"nothing moved for {_STUCK_S:.0f} s in {where}"
            QApplication.exit(1)

    def _pause(self, seconds: float) -> None:
        self._rest_until = time.monotonic() + seconds

    def _fly(self, state: DeskState) -> None:
        match state.phase:
            case Phase.READY | Phase.NOT_READY:
                self._at_list(state)
            case Phase.PREVIEW | Phase.REFUSED:
                self._next_of_tour(state)
            case Phase.DIALLING | Phase.TALKING | Phase.ON_HOLD:
                self._in_call(state)
            case Phase.WRAP_UP:
                self._wrap_up(state)

    def _at_list(self, state: DeskState) -> None:
        if self._leaving:
            return
        if state.reasons is not None and self._window is not None:
            self._camera.take(self._window, "21-why-not-ready")
            self.press("1")
            self._pause(0.5)
            return
        if len(self._worked) < self._plan.cases and state.phase is Phase.READY:
            self._note_dial_key()
            self.press("Enter")
            self._pause(0.6)
        elif len(self._worked) >= self._plan.cases:
            if not self._tour:
                self._tour = [
                    self._tour_call_in,
                    self._tour_trips,
                    self._tour_preview,
                    self._tour_back,
                    self._tour_refused_row,
                    self._tour_dial_refused,
                    self._tour_leave,
                ]
            self._next_of_tour(state)

    def _next_of_tour(self, state: DeskState) -> None:
        if self._tour and self._tour[0](state):
            self._tour.pop(0)
            self._pause(0.5)

    def _in_call(self, state: DeskState) -> None:
        call = state.call
        if call is None:
            return
        if self._call_in is not None:
            self._call_in.talks(state)
        if self._talk is None or self._talk.call_id != call.call_id:
            self._talk = Talk(call.call_id, self._scenario_of, self._consultation)
        if self._promised and not self._undone and state.phase is Phase.DIALLING:
            self._undone = True
            self.press("Z")
            self._flown.undone += 1
            self._pause(0.5)
            return
        key = self._talk.key(state)
        if key is not None:
            self.press(key)
            self._pause(self._talk.pace_s)

    def _scenario_of(self, call_id: str) -> str:
        called = self._call_in is not None and call_id == self._call_in.call_id
        return CALLS_IN if called else self._plan.scenario_of(call_id)

    def _began(self, call_id: str) -> None:
        """A new call: which key led to it? The last one is followed by a rest."""
        self._worked.add(call_id)
        if len(self._worked) >= self._plan.cases and not self._resting:
            self._resting = True
            self.press("F9")
        if self._last_outcome_key is not None:
            self._flown.outcome_keys[call_id] = self._last_outcome_key
        elif self._last_dial_key is not None:
            self._flown.dial_keys[call_id] = self._last_dial_key
        self._last_outcome_key = self._last_dial_key = None

    def _note_dial_key(self) -> None:
        self._last_dial_key = time.monotonic()

    def _wrap_up(self, state: DeskState) -> None:
        sheet, call = state.wrap_up, state.call
        if sheet is None or call is None or sheet.logged:
            return
        if call.call_id != self._wrapped:  # the key before led here, not to a dial
            self._wrapped, self._last_outcome_key = call.call_id, None
        scenario = self._scenario_of(call.call_id)
        key = Talk.wrap_up_key(state, scenario)
        if key is None:
            return
        self._promised = self._promised or (key == "Enter" and sheet.promise is not None)
        self._last_outcome_key = time.monotonic()
        self.press(key)
        self._pause(0.5)

    # after the last case: a call in, a look at a case, a dial that the rules refuse, and home

    def _tour_call_in(self, state: DeskState) -> bool:
        """A debtor rings, and F5 answers."""
        if self._call_in is None:
            return True
        over, key = self._call_in.key(state)
        if key is not None:
            self.press(key)
        return over

    def _tour_trips(self, state: DeskState) -> bool:
        """Through every workflow that has no call."""
        if self._window is not None and not self._trips.over:
            if state.phase is not self._phase_of_trip:  # the last key is dead for a moment
                self._phase_of_trip = state.phase
                self._pause(DEAD_S + 0.05)
                return False
            self._trips.fly(self._window, state)
        self._flown.trips, self._flown.trips_left_out = self._trips.flown, self._trips.left_out
        return self._trips.over

    def _tour_preview(self, state: DeskState) -> bool:
        """Goes to a case that may be called, and looks at it."""
        return self._open_row(state, dialable=True)

    def _tour_back(self, state: DeskState) -> bool:
        if state.phase is Phase.PREVIEW:
            self.press("Esc")
        return True

    def _tour_refused_row(self, state: DeskState) -> bool:
        """Goes to a case that may not be called now."""
        return self._open_row(state, dialable=False)

    def _tour_dial_refused(self, state: DeskState) -> bool:
        """Tries all the same; the gate refuses and says why."""
        if state.phase is Phase.PREVIEW:
            self.press("Enter")
        return True

    def _tour_leave(self, state: DeskState) -> bool:
        """Away from the refusal, and out."""
        if state.phase in (Phase.REFUSED, Phase.PREVIEW):
            self.press("Esc")
            return False
        self._leaving = True
        self.press("Ctrl+Q")
        return True

    def _open_row(self, state: DeskState, *, dialable: bool) -> bool:
        """One key nearer to the first such row; Enter when there. True once it is open."""
        if state.phase is Phase.PREVIEW:
            return True
        rows = state.work.rows
        there = next((at for at, row in enumerate(rows) if row.dialable is dialable), None)
        if there is None:
            return True
        here = state.work.selected
        self.press("Enter" if here == there else "Down" if here < there else "Up")
        return here == there
