"""The autopilot works together with others: hands a case over with a note, and takes it back."""

from desk_client.services.desk_state import DeskState, Phase
from ui.autopilot.round_trip import Step, Trip
from ui.main_window import DeskWindow


def _in_case(_window: DeskWindow, state: DeskState) -> bool:
    return state.phase is Phase.PREVIEW


def _at_list(_window: DeskWindow, state: DeskState) -> bool:
    return state.phase in (Phase.READY, Phase.NOT_READY)


def _in_note(window: DeskWindow, _state: DeskState) -> bool:
    return window.hand_over.note.edit.hasFocus()


HAND_OVER = Trip(
    "hand_over",
    (
        Step(key="Enter", then=_in_case),
        Step(key="Ctrl+O", then=lambda window, _: window.hand_over.to.edit.hasFocus()),
        Step(key="Enter", then=_in_note),
        Step(
            text="Wants to talk about a plan after six; asked for a lead.",
            then=lambda window, _: window.hand_over.note.edit.text().endswith("lead."),
            shot="22-hand-over",
        ),
        Step(key="Enter", then=_at_list),
        Step(
            key="Z",
            then=lambda _window, state: state.toast is not None and not state.toast.redo,
            shot="23-hand-over-undone",
        ),
    ),
    starts=lambda _window, state: bool(state.work.rows),
)

TRIPS: tuple[Trip, ...] = (HAND_OVER,)
