"""What the autopilot does after its calls: one round trip through each workflow of the desk, by
keys, from the work list and back to it. A trip is a list of steps; each presses a key, or types a
text into the field that has the focus, and waits until the window shows what it must. Trips are
listed in ui.autopilot.trips."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desk_client.services.desk_state import DeskState
from ui.autopilot.camera import Camera
from ui.main_window import DeskWindow

Sight = Callable[[DeskWindow, DeskState], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One key or one text; `then` is what the window shows when it worked. `shot` names a picture
    taken at that moment."""

    key: str = ""
    text: str = ""
    then: Sight
    shot: str = ""


@dataclass(frozen=True, slots=True)
class Trip:
    """A workflow from the work list and back. `starts` says whether it can be flown at all, from
    the list as it is; a trip that cannot is told in the report."""

    name: str
    steps: tuple[Step, ...]
    starts: Sight = lambda _window, _state: True


class _Keys(Protocol):
    def press(self, key: str) -> None: ...


class RoundTrips:
    """Flies the trips, one after the other; `over` when all were flown."""

    def __init__(self, trips: tuple[Trip, ...], *, camera: Camera, pilot: _Keys) -> None:
        self._steps = [(trip, at) for trip in trips for at in range(len(trip.steps))]
        self._camera = camera
        self._pilot = pilot
        self._pressed = False
        self.flown: list[str] = []
        self.left_out: list[str] = []

    @property
    def over(self) -> bool:
        return not self._steps

    @property
    def left(self) -> int:
        """Steps still to be flown."""
        return len(self._steps)

    @property
    def where(self) -> str:
        """The trip and the step it stands at, for whoever reads why a flight stood still."""
        if not self._steps:
            return ""
        trip, at = self._steps[0]
        return f"{trip.name}, step {at + 1} ({trip.steps[at].key or 'typing'})"

    def fly(self, window: DeskWindow, state: DeskState) -> None:
        """One beat."""
        trip, at = self._steps[0]
        step = trip.steps[at]
        if not self._pressed:
            if at == 0 and not trip.starts(window, state):
                self.left_out.append(trip.name)
                self._steps = [each for each in self._steps if each[0] is not trip]
                return
            self._pressed = True
            self._do(step)
        elif step.then(window, state):
            if step.shot:
                self._camera.take(window, step.shot)
            self._pressed = False
            self._steps.pop(0)
            if at == len(trip.steps) - 1:
                self.flown.append(trip.name)

    def _do(self, step: Step) -> None:
        if step.key:
            self._pilot.press(step.key)
            return
        target = QApplication.focusWidget()
        if target is not None:
            QTest.keyClicks(target, step.text)
