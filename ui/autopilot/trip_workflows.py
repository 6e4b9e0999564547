"""The due list by keys: a dispute opened by hand from a case, taken, a step noted, handed to
another queue and back by undo, answered with a reason; the case is the agent's again at the end."""

from desk_client.services.desk_state import DeskState, Phase
from ui.autopilot.round_trip import Sight, Step, Trip
from ui.main_window import DeskWindow

_LIST = (Phase.READY, Phase.NOT_READY)


def _in_case(_window: DeskWindow, state: DeskState) -> bool:
    return state.phase is Phase.PREVIEW


def _listed(_window: DeskWindow, state: DeskState) -> bool:
    return state.due is not None and state.deed is None


def _form(name: str) -> Sight:
    return lambda _window, state: state.deed is not None and state.deed.deed == name


def _chosen(_window: DeskWindow, state: DeskState) -> bool:
    return state.deed is not None and state.deed.chosen is not None


def _rows(_window: DeskWindow, state: DeskState) -> bool:
    return state.due is not None and state.deed is None and bool(state.due.rows)


def _typed(window: DeskWindow, _state: DeskState) -> bool:
    return bool(window.due_list.form.words.edit.text())


def _mine(_window: DeskWindow, state: DeskState) -> bool:
    due = state.due
    listed = due is not None and state.deed is None and bool(due.rows)
    return listed and due is not None and due.rows[due.chosen].mine


def _handed(_window: DeskWindow, state: DeskState) -> bool:
    due = state.due
    listed = due is not None and state.deed is None and bool(due.rows)
    return listed and due is not None and due.rows[due.chosen].owner is None


def _answered(_window: DeskWindow, state: DeskState) -> bool:
    due = state.due
    return due is not None and state.deed is None and not any(row.mine for row in due.rows)


def _at_list(_window: DeskWindow, state: DeskState) -> bool:
    return state.phase in _LIST


WORKFLOWS = Trip(
    "workflows",
    (
        Step(key="Enter", then=_in_case),
        Step(key="Ctrl+T", then=_listed, shot="21-due-list-empty"),
        Step(key="O", then=_form("open")),
        Step(key="1", then=_chosen),
        Step(text="The debtor contests one purchase", then=_typed, shot="21-open-by-hand"),
        Step(key="Enter", then=_rows),
        Step(key="2", then=lambda _w, s: s.due is not None and s.due.kind == "dispute"),
        Step(key="T", then=_mine),
        Step(key="N", then=_form("note")),
        Step(text="Statement of October asked for", then=_typed),
        Step(key="Enter", then=_mine, shot="21-due-list"),
        Step(key="G", then=_form("pass")),
        Step(key="2", then=_chosen),
        Step(key="Enter", then=_handed),
        Step(key="Z", then=_mine),
        Step(key="R", then=_form("refer")),
        Step(key="1", then=_form("checklist"), shot="21-referral"),
        Step(key="Esc", then=_listed),
        Step(key="A", then=_form("close")),
        Step(key="1", then=_chosen),
        Step(text="The purchase was booked twice", then=_typed, shot="21-answer"),
        Step(key="Enter", then=_answered),
        Step(key="Esc", then=lambda _w, s: s.due is None),
        Step(key="Esc", then=_at_list),
    ),
    starts=lambda _window, state: bool(state.work.rows),
)
