"""What the toast says of the last act: its title, what was removed, what stays, and whether it can
be done again. It carries no amount and no full number: its texts come finished from the desk."""

from dataclasses import dataclass
from datetime import datetime

from desk_client.services.desk_state import DeskState
from ui.keys import Act, KeyMap
from ui.wording import Wording

SHOWN_S = 8


@dataclass(frozen=True, slots=True)
class ToastSeen:
    """`shown_at` tells one toast from the next with the same words."""

    title: str
    lines: tuple[str, ...]
    redo: str
    redo_key: str
    shown_at: datetime
    icon: str = "undo"


def toast_seen(state: DeskState, wording: Wording, keys: KeyMap) -> ToastSeen | None:
    """The toast of the moment, None where the desk has none."""
    toast = state.toast
    if toast is None:
        return None
    return ToastSeen(
        title=wording.text(toast.title),
        lines=tuple(wording.text(line) for line in toast.lines),
        redo=wording.word("act.redo") if toast.redo else "",
        redo_key=keys.cap(Act.REDO, state.phase) if toast.redo else "",
        shown_at=toast.shown_at,
        icon=toast.icon,
    )
