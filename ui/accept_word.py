"""The word for Enter, which the list's footer and the status bar both show."""

from desk_client.services.desk_state import DeskState, Phase


def accept_word(state: DeskState) -> str:
    """What Enter does to the case in sight: a progressive campaign dials it from the list; where
    the rules refuse, Enter tells why."""
    if state.phase is Phase.PREVIEW:
        return "act.dial" if state.verdict and state.verdict.allowed else "status_bar.see_why"
    work = state.work
    taken = work.rows[work.selected] if work.selected < len(work.rows) else None
    dials = state.phase is Phase.READY and work.mode == "progressive"
    return "act.dial" if dials and taken is not None and taken.dialable else "status_bar.preview"
