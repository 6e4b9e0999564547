"""What the keys of the line mean while there is a second call, while the directory is open, and
where the phone was given up: one word for the status bar and the overlay of all keys. Whether a key
is alive says ui.key_intents."""

from desk_client.services.call_parts import SidePart
from desk_client.services.desk_state import DeskState, Phase
from ui.keys import Act


def line_key_word(act: Act, state: DeskState) -> str:
    """The wording's key; "" where the act means what it always does."""
    if act is Act.BRANCH and state.directory:
        return "directory.title"
    if state.side is not None:
        return _with(state.side, act, state.phase)
    return "act.try_line" if act is Act.DIAL and state.station.given_up else ""


def _with(side: SidePart, act: Act, phase: Phase) -> str:
    rings_here = side.incoming and side.answered_at is None
    match act:
        case Act.DIAL:
            return "act.answer" if rings_here else "act.part" if side.joined else "act.join"
        case Act.HANG_UP if rings_here:
            return "act.decline"
        case Act.TRANSFER:
            return "call_bar.send_after" if side.answered_at is None else "act.put_through"
        case Act.HOLD if phase in (Phase.TALKING, Phase.ON_HOLD):
            return "act.swap"
        case Act.HOLD if not side.in_ear:
            return "call_bar.resume"  # one alone is held and taken back
        case _:
            return ""
