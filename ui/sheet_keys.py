"""What a key means while a sheet lies in the reading pane: the messages of a case, the form in
which two persons lift a rule, why a case is not dialled. The keys of the phone, of the window and
of the note keep their meaning; all others are the sheet's, so that nothing is dialled from behind
it."""

from collections.abc import Callable
from typing import Literal

from desk_client.services import (
    intents,
    message_intents,
    reach_intents,
    team_intents,
    why_intents,
)
from desk_client.services.desk_state import DeskState
from desk_client.services.intents import Intent
from desk_client.services.reach_parts import ReachPart
from ui.keys import Act

LEFT_ALONE = frozenset(
    {
        Act.PALETTE,
        *(Act.SHOW_KEYS, Act.SOUND, Act.WHAT_IF, Act.PACKS, Act.WISHES, Act.DUE, Act.FULL_SCREEN),
        *(Act.HELP, Act.READY, Act.NOTE, Act.SIGN_OUT, Act.HANG_UP, Act.MUTE, Act.HOLD),
        Act.SETTINGS,
        *(Act.SHOW_CARD, Act.SHOW_SCRIPT, Act.SHOW_OUTCOME),
    }
)
_STEPS = {Act.UP: -1, Act.DOWN: 1}
_MARKS: dict[str, Literal["valid", "wrong", "invalid"]] = {
    "1": "valid",
    "2": "wrong",
    "3": "invalid",
}
_NAME = "4"
_DIGITS = (Act.ALTERNATIVE, Act.BRANCH, Act.LEVEL)
_TURNS = {Act.LEFT: -1, Act.RIGHT: 1}


def sheet_is_open(state: DeskState) -> bool:
    """Whether one of them lies in the reading pane."""
    parts = (state.messages, state.override, state.why_not, state.hand_over, state.reach)
    return any(part is not None for part in parts)


def takes_act(act: Act, state: DeskState) -> bool:
    """Whether the open sheet, and not the desk, is asked what this act means. F5 still answers a
    debtor who calls in."""
    answers = act is Act.DIAL and state.side is not None
    return sheet_is_open(state) and act not in LEFT_ALONE and not answers


def sheet_intent(act: Act, key: str, state: DeskState) -> Intent | None:
    """What an act asks of the open sheet; None where it has nothing under it."""
    for is_open, asked in _SHEETS:
        if is_open(state):
            return asked(act, key, state)
    return None


def sheet_word(act: Act, state: DeskState) -> str:
    """The wording of an act on the open sheet, "" where it says what it always says."""
    if state.messages is not None:
        row = state.messages.rows[state.messages.chosen]
        order = "sheet.order" if row.allowed else "sheet.book"
        return {Act.ACCEPT: order, Act.ALTERNATIVE: "sheet.choose"}.get(act, "")
    if state.reach is not None:
        return "reach.take_back" if act is Act.UNDO else ""
    if state.why_not is not None:
        words = {
            Act.ACCEPT: "overlay.open",
            Act.LEFT: "sheet.case_before",
            Act.RIGHT: "sheet.case_after",
        }
        return words.get(act, "")
    return ""


def _on_messages(act: Act, key: str, state: DeskState) -> Intent | None:
    part = state.messages
    if part is None:
        return None
    if act in _STEPS:
        return message_intents.MoveMessage(_STEPS[act])
    if act is Act.ALTERNATIVE:
        index = int(key) - 1
        return message_intents.ChooseMessage(index) if index < len(part.rows) else None
    if act is Act.ACCEPT:
        faulty = part.rows[part.chosen].fault is not None
        return None if faulty else message_intents.OrderMessage()
    return message_intents.CloseMessages() if act in (Act.LEAVE, Act.MESSAGE) else None


def _on_override(act: Act, _key: str, _state: DeskState) -> Intent | None:
    """Letters and Enter are its fields' own."""
    return message_intents.CloseOverride() if act is Act.LEAVE else None


def _on_hand_over(act: Act, _key: str, _state: DeskState) -> Intent | None:
    """Letters, arrows and Enter are its fields' own."""
    return team_intents.CloseHandOver() if act in (Act.LEAVE, Act.HAND_OVER) else None


def _on_why(act: Act, _key: str, state: DeskState) -> Intent | None:
    part = state.why_not
    if part is None:
        return None
    if act in _STEPS:
        return why_intents.MoveWhy(_STEPS[act]) if len(part.numbers) > 1 else None
    if act is Act.ACCEPT:
        return intents.TakeNext(part.case_id) if state.card is None else None
    if act in _TURNS:
        return why_intents.StepWhy(_TURNS[act]) if part.of > 1 else None
    return why_intents.CloseWhy() if act in (Act.LEAVE, Act.WHY) else None


def _on_reach(act: Act, key: str, state: DeskState) -> Intent | None:
    """In a call Up and Down are not keys of the desk, so Left and Right choose as well."""
    part = state.reach
    if part is None:
        return None
    if act in (Act.LEAVE, Act.REACH):
        return reach_intents.CloseReach()
    if part.naming:
        return None  # letters and Enter are its fields' own
    if act in _STEPS | _TURNS:
        step = (_STEPS | _TURNS)[act]
        return reach_intents.MoveReach(step) if len(part.rows) > 1 else None
    if act in _DIGITS:
        return _reach_digit(key, part)
    takes_back = act is Act.UNDO and part.may_take_back
    return reach_intents.TakeBackReach() if takes_back else None


def _reach_digit(key: str, part: ReachPart) -> Intent | None:
    if key == _NAME:
        return reach_intents.BeginNaming()
    state = _MARKS.get(key) if part.rows else None
    if state is None or (state == "valid" and not part.may_confirm):
        return None
    return reach_intents.MarkReach(state)


_SHEETS: tuple[
    tuple[Callable[[DeskState], bool], Callable[[Act, str, DeskState], Intent | None]], ...
] = (
    (lambda state: state.why_not is not None, _on_why),
    (lambda state: state.messages is not None, _on_messages),
    (lambda state: state.override is not None, _on_override),
    (lambda state: state.hand_over is not None, _on_hand_over),
    (lambda state: state.reach is not None, _on_reach),
)
