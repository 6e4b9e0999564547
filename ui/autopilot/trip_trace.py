"""The autopilot's way through the ledger of numbers: a number named by hand, marked wrong, both
taken back."""

from PySide6.QtWidgets import QLineEdit

from desk_client.services.desk_state import DeskState, Phase
from ui.autopilot.round_trip import Step, Trip
from ui.main_window import DeskWindow

_LIST = (Phase.READY, Phase.NOT_READY)


def _states(state: DeskState) -> list[str]:
    return [row.state for row in state.reach.rows] if state.reach is not None else []


def _named(state: DeskState) -> int:
    rows = state.reach.rows if state.reach is not None else ()
    return sum(row.named_at is not None for row in rows)


def _typing(window: DeskWindow, _state: DeskState) -> bool:
    return isinstance(window.focusWidget(), QLineEdit)


REACH = Trip(
    "numbers",
    (
        Step(key="Enter", then=lambda _, state: state.phase is Phase.PREVIEW),
        Step(key="Ctrl+R", then=lambda window, _: window.reach.isVisible(), shot="22-numbers"),
        Step(key="4", then=_typing),
        Step(text="12345", then=lambda window, _: window.reach.number.edit.text() == "12345"),
        Step(
            key="Enter",
            then=lambda _, state: state.reach is not None and bool(state.reach.fault),
            shot="22-numbers-fault",
        ),
        Step(key="Esc", then=lambda _, state: state.reach is not None and not state.reach.naming),
        Step(key="4", then=_typing),
        Step(key="Ctrl+A", then=_typing),
        Step(text="13900001234", then=lambda window, _: "1390" in window.reach.number.edit.text()),
        Step(key="Enter", then=lambda _, state: _named(state) == 1, shot="22-numbers-named"),
        Step(key="2", then=lambda _, state: "wrong" in _states(state), shot="22-numbers-wrong"),
        Step(key="Z", then=lambda _, state: "wrong" not in _states(state)),
        Step(key="Z", then=lambda _, state: _named(state) == 0),
        Step(key="Esc", then=lambda window, _: not window.reach.isVisible()),
        Step(key="Esc", then=lambda _, state: state.phase in _LIST),
    ),
    starts=lambda _window, state: bool(state.work.rows),
)
