"""Whether figures of the debt may be on the screen, asked by every pane before it takes one over:
what is hidden is never put into a widget, so it cannot leak by copy, tooltip or screen reader."""

from desk_client.services.desk_state import DeskState

HIDDEN = "····"


def amounts_open(state: DeskState) -> bool:
    """True where the gate is open and the agent has not hidden the amounts again."""
    return state.card is not None and state.card.open and not state.hidden
