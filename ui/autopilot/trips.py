"""The workflows that the autopilot walks through after its calls, in order."""

from desk_client.services.desk_state import DeskState, Phase
from ui.autopilot import trip_team
from ui.autopilot.round_trip import Step, Trip
from ui.autopilot.trip_detail import DETAIL
from ui.autopilot.trip_settings import SETTINGS
from ui.autopilot.trip_trace import REACH
from ui.autopilot.trip_workflows import WORKFLOWS
from ui.main_window import DeskWindow

_LIST = (Phase.READY, Phase.NOT_READY)


def in_case(_window: DeskWindow, state: DeskState) -> bool:
    """A case is painted, not in a call."""
    return state.phase is Phase.PREVIEW


def at_list(_window: DeskWindow, state: DeskState) -> bool:
    """The work list is in front."""
    return state.phase in _LIST


WISHES = Trip(
    "wishes",
    (
        Step(key="Enter", then=in_case),
        Step(key="Ctrl+B", then=lambda window, _: window.wishes.isVisible(), shot="20-wishes"),
        Step(key="Esc", then=lambda window, _: not window.wishes.isVisible()),
        Step(key="Esc", then=at_list),
    ),
    starts=lambda _window, state: bool(state.work.rows),
)

TRIPS: tuple[Trip, ...] = (WISHES, DETAIL, REACH, WORKFLOWS, SETTINGS, *trip_team.TRIPS)
