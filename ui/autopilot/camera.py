"""Takes pictures of the windows, one of each screen as it first comes by, in a steady order of
names. Grabbing a window takes time of its own, which the watch does not count as a stall."""

import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QWidget

from desk_client.services.call_parts import SidePart
from desk_client.services.desk_state import DeskState, Phase, Toast
from ui.autopilot.watch import Watch
from ui.autopilot.wish import Flown

_FADES_IN_S = 0.5


class Camera:
    """Pictures into a folder; none without one."""

    def __init__(self, folder: Path | None, flown: Flown, watch: Watch) -> None:
        self._folder = folder
        self._flown = flown
        self._watch = watch
        self._taken: set[str] = set()
        self._toast: Toast | None = None
        self._toast_since = 0.0
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)

    def look(self, window: QWidget, state: DeskState) -> None:
        """A picture where this screen was not seen yet; a toast is waited for until it stands."""
        if state.toast != self._toast:
            self._toast, self._toast_since = state.toast, time.monotonic()
        if state.toast is not None and time.monotonic() - self._toast_since < _FADES_IN_S:
            return
        name = _name(state)
        if name is not None:
            self.take(window, name)

    def take(self, window: QWidget, name: str) -> None:
        """One picture by that name."""
        if self._folder is None or name in self._taken:
            return
        self._taken.add(name)
        file = self._folder / f"{name}.png"
        window.grab().save(str(file))
        self._flown.screenshots.append(str(file))
        self._watch.excuse()


def _name(state: DeskState) -> str | None:
    """The screen's name."""
    if state.listener is not None:
        return "17-listened-to"
    if state.toast is not None and state.phase in (Phase.DIALLING, Phase.TALKING):
        return "09-undone" if state.toast.redo else "15-help-answered"
    if state.side is not None:
        return _side(state.side)
    if state.directory:
        return "11-directory"
    return _NAMES[state.phase](state)


def _side(side: SidePart) -> str | None:
    if side.incoming:
        return "16-incoming" if side.answered_at is None else None
    if side.answered_at is None:
        return "12-consult-ringing"
    if side.joined:
        return "14-three"
    return "13-consult" if side.in_ear else "14b-swapped"


def _preview(state: DeskState) -> str:
    allowed = state.verdict is not None and state.verdict.allowed
    return "03-preview" if allowed else "03b-preview-refused"


def _talking(state: DeskState) -> str:
    if state.script is not None and state.script.factors:
        return "05-live-identity"
    if state.card is not None and state.card.open:
        offered = state.script is not None and len(state.script.branches) > 3
        return "06b-live-offer" if offered else "06-live-verified"
    return "05a-live-unverified"


def _wrap_up(state: DeskState) -> str | None:
    sheet = state.wrap_up
    if sheet is None:
        return None
    if sheet.promise is not None:
        return "07-wrap-up-promise"
    return "07b-wrap-up" if state.outcomes and state.outcomes.line_says is None else "07c-line-says"


_NAMES: dict[Phase, Callable[[DeskState], str | None]] = {
    Phase.READY: lambda _: "02-ready",
    Phase.NOT_READY: lambda _: "10-not-ready",
    Phase.PREVIEW: _preview,
    Phase.DIALLING: lambda _: "04-ringing",
    Phase.TALKING: _talking,
    Phase.ON_HOLD: lambda _: "06c-on-hold",
    Phase.WRAP_UP: _wrap_up,
    Phase.REFUSED: lambda _: "08-refused",
}
