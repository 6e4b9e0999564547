"""What an act on a key asks of the desk at this moment: (act, key, DeskState) -> an intent, or None
where there is nothing to act on. No widgets in here; acts that concern only the window (overlay,
note, panes) have no intent and are done by ui.main_window."""

from collections.abc import Callable

from desk_client.services import (
    detail_intents,
    intents,
    law_intents,
    message_intents,
    reach_intents,
    settings_intents,
    team_intents,
    why_intents,
    wish_intents,
    workflow_intents,
)
from desk_client.services.call_parts import RecordingLight, SidePart
from desk_client.services.desk_state import DeskState, Phase
from desk_client.services.intents import Intent
from ui.keys import Act, KeyMap
from ui.sheet_keys import sheet_intent, takes_act

LEVELS = ("RPC", "TPC", "WPC", "NC")
SKIP_REASONS = ("not_now", "wrong_data", "needs_lead", "known_person")
WINDOW_ACTS = frozenset(
    {
        Act.SHOW_KEYS,
        Act.PALETTE,
        Act.SOUND,
        Act.FULL_SCREEN,
        Act.NOTE,
        Act.TYPE_FORM,
        Act.SHOW_CARD,
        Act.SHOW_SCRIPT,
        Act.SHOW_OUTCOME,
        Act.SKIP,
    }
)

_PLAIN: dict[Act, Callable[[], Intent]] = {
    Act.HELP: intents.AskForHelp,
    Act.READY: intents.ToggleReady,
    Act.IDENTITY: intents.GoToIdentity,
    Act.HIDE: intents.HideAmounts,
    Act.STEP_BACK: intents.StepBack,
    Act.STEP_ON: intents.StepOn,
    Act.SIGN_OUT: intents.SignOut,
    Act.HAND_OVER: team_intents.OpenHandOver,
    Act.WHAT_IF: law_intents.OpenWhatIf,
    Act.PACKS: law_intents.OpenPacks,
    Act.SETTINGS: settings_intents.OpenSettings,
    Act.DUE: workflow_intents.OpenDueList,
}

_TALKING = (Phase.TALKING, Phase.ON_HOLD)
_ARROWS = {Act.UP: -1, Act.DOWN: 1, Act.LEFT: -1, Act.RIGHT: 1}


def intent_for(act: Act, key: str, state: DeskState) -> Intent | None:
    """The intent of an act, None for acts of the window and keys with nothing under them."""
    if takes_act(act, state):
        return sheet_intent(act, key, state)
    if act in _PLAIN:
        return _PLAIN[act]()
    if act in _ARROWS:
        return _arrow(act, state)
    chosen = _CHOICES.get(act)
    return chosen(key, state) if chosen else None


def is_alive(act: Act, key: str, state: DeskState) -> bool:
    """Whether this key does anything now; the window's own acts count."""
    if takes_act(act, state):
        return sheet_intent(act, key, state) is not None
    if act is Act.TYPE_FORM:
        sheet = state.wrap_up
        return sheet is not None and bool(sheet.promise or sheet.plan)
    if act is Act.NOTE:
        return state.card is not None
    return act in WINDOW_ACTS or intent_for(act, key, state) is not None


def living_keys(keys: KeyMap, state: DeskState) -> dict[str, Act]:
    """Every key that does something now."""
    return {key: act for key, act in keys.keys(state.phase) if is_alive(act, key, state)}


def _arrow(act: Act, state: DeskState) -> Intent | None:
    step = _ARROWS[act]
    upright = act in (Act.UP, Act.DOWN)
    match state.phase:
        case Phase.READY | Phase.NOT_READY | Phase.PREVIEW if upright:
            return intents.SelectRow(step)
        case Phase.DIALLING | Phase.TALKING | Phase.ON_HOLD if not upright:
            return _next_level(step, state)
        case Phase.WRAP_UP:
            return _in_form(step, state, upright=upright)
        case _:
            return None


def _next_level(step: int, state: DeskState) -> Intent | None:
    if state.outcomes is None:
        return None
    place = LEVELS.index(state.outcomes.level) + step
    return intents.ChooseLevel(LEVELS[place]) if 0 <= place < len(LEVELS) else None


def _in_form(step: int, state: DeskState, *, upright: bool) -> Intent | None:
    sheet = state.wrap_up
    if sheet is None:
        return None
    if upright:
        return intents.MoveAmount(step) if sheet.promise or sheet.plan else None
    dated = sheet.promise or sheet.plan or sheet.callback
    return intents.MoveDate(step) if dated else None


def _side_in_ear(state: DeskState) -> SidePart | None:
    """The second call where it is heard now, alone or with the debtor."""
    side = state.side
    return side if side is not None and side.answered_at is not None and side.in_ear else None


def _mute(_key: str, state: DeskState) -> Intent | None:
    if _side_in_ear(state) is not None:
        return intents.MuteSide()
    return intents.ToggleMute() if state.phase in _TALKING else None


def _keypad(_key: str, state: DeskState) -> Intent | None:
    """Digits go to the debtor's line, where that is the one in the ear."""
    side = _side_in_ear(state)
    alone = side is not None and not side.joined
    return intents.ToggleKeypad() if state.phase in _TALKING and not alone else None


def _pause_recording(_key: str, state: DeskState) -> Intent | None:
    """A debtor who called in is recorded by themselves."""
    side = _side_in_ear(state)
    if side is not None and side.incoming and not side.joined:
        runs = side.recording in (RecordingLight.ON, RecordingLight.PAUSED)
        return intents.ToggleSideRecording() if runs else None
    return intents.ToggleRecording() if state.phase in _TALKING else None


def _hold(_key: str, state: DeskState) -> Intent | None:
    side = state.side
    if side is not None:
        talks = side.answered_at is not None and not side.joined and not side.leaving
        return intents.SwapCalls() if talks else None
    return intents.ToggleHold() if state.phase in _TALKING else None


def _transfer(_key: str, state: DeskState) -> Intent | None:
    side = state.side
    if state.phase not in _TALKING:
        return None
    if side is None:
        return intents.OpenDirectory()
    return None if side.incoming or side.leaving else intents.PutThrough()


def _dial(_key: str, state: DeskState) -> Intent | None:
    """F5: answers who calls in, joins all three, dials the shown contact point; where the phone was
    given up, starts it again."""
    side = state.side
    if side is None and state.station.given_up:
        return intents.TryLine()
    if side is None:
        return intents.DialShown() if state.phase is Phase.PREVIEW else None
    if side.answered_at is None:
        may = side.incoming and state.phase is not Phase.DIALLING
        return intents.AnswerCall() if may else None
    joins = state.phase in _TALKING and not side.incoming and not side.leaving
    return intents.JoinCalls() if joins else None


def _hang_up(_key: str, state: DeskState) -> Intent | None:
    side = state.side
    if side is not None and (side.in_ear or state.phase in _TALKING):
        return intents.HangUpSide()
    if side is not None:
        return None  # who waits is in nobody's ear
    return intents.HangUpCall() if state.phase in (Phase.DIALLING, *_TALKING) else None


def _branch(key: str, state: DeskState) -> Intent | None:
    if state.directory and state.side is None:
        there = any(row.key == key for row in state.directory)
        return intents.ConsultColleague(int(key)) if there else None
    script = state.script
    if script is None or state.phase is Phase.ON_HOLD:
        return None
    alive = {name for name, _ in script.branches} | {row.key for row in script.factors}
    if script.factors:
        alive.add("4")
    return intents.TakeBranch(int(key)) if key in alive else None


def _level(key: str, state: DeskState) -> Intent | None:
    return intents.ChooseLevel(LEVELS[int(key) - 1]) if state.outcomes else None


def _alternative(key: str, state: DeskState) -> Intent | None:
    if state.refused is None:
        return None
    there = any(each.key == key for each in state.refused.alternatives)
    return intents.TakeAlternative(int(key)) if there else None


def _outcome(key: str, state: DeskState) -> Intent | None:
    if state.outcomes is None or all(row.key != key for row in state.outcomes.rows):
        return None
    return intents.ChooseOutcome(key)


def _accept(_key: str, state: DeskState) -> Intent | None:
    match state.phase:
        case Phase.READY | Phase.NOT_READY:
            rows = state.work.rows
            here = rows[state.work.selected] if state.work.selected < len(rows) else None
            return intents.TakeNext(here.case_id if here else None)
        case Phase.PREVIEW:
            return intents.DialShown()
        case Phase.WRAP_UP | Phase.REFUSED:
            return intents.Accept()
        case _:
            return None


def _onward(_key: str, state: DeskState) -> Intent | None:
    match state.phase:
        case Phase.READY | Phase.NOT_READY:
            return intents.TakeNext()
        case Phase.DIALLING | Phase.TALKING:
            return intents.SayLine()
        case Phase.WRAP_UP | Phase.REFUSED:
            return intents.GoOn()
        case _:
            return None


def _channel(step: int) -> Callable[[str, DeskState], Intent | None]:
    def move(_key: str, state: DeskState) -> Intent | None:
        sheet = state.wrap_up
        if sheet is None:
            return None
        choices = sheet.promise.channels if sheet.promise else ()
        choices = sheet.plan.downs if sheet.plan else choices
        return intents.MoveChannel(step) if choices else None

    return move


def _undo(_key: str, state: DeskState) -> Intent | None:
    return intents.Undo() if state.can_undo else None


def _redo(_key: str, state: DeskState) -> Intent | None:
    return intents.Redo() if state.can_redo else None


def _wishes(_key: str, state: DeskState) -> Intent | None:
    return wish_intents.OpenWishes() if state.card is not None else None


def _reach(_key: str, state: DeskState) -> Intent | None:
    return reach_intents.OpenReach() if state.card is not None else None


def _more_time(_key: str, state: DeskState) -> Intent | None:
    sheet = state.wrap_up
    return team_intents.ExtendWrapUp() if sheet is not None and not sheet.logged else None


def _detail(_key: str, state: DeskState) -> Intent | None:
    """Of the case in hand, else of the chosen row of the list."""
    if state.card is not None:
        return detail_intents.OpenDetail()
    rows, chosen = state.work.rows, state.work.selected
    return detail_intents.OpenDetail(rows[chosen].case_id) if chosen < len(rows) else None


def _message(_key: str, state: DeskState) -> Intent | None:
    """Before a call what can be written, in a call what may be left on a machine. A case without
    an address to write to says so when it is asked."""
    if state.phase is Phase.PREVIEW:
        return message_intents.OpenMessages()
    return intents.LeaveMessage() if state.phase is Phase.TALKING else None


def _override(_key: str, state: DeskState) -> Intent | None:
    return message_intents.OpenOverride() if state.override_helps else None


def _why(_key: str, state: DeskState) -> Intent | None:
    """Of the case in hand, else of the chosen row of the list."""
    if state.phase is Phase.PREVIEW:
        return why_intents.OpenWhy()
    rows, chosen = state.work.rows, state.work.selected
    return why_intents.OpenWhy(rows[chosen].case_id) if chosen < len(rows) else None


def _leave(_key: str, state: DeskState) -> Intent | None:
    if state.directory:
        return intents.Leave()
    if state.call is not None and state.call.keypad_open:
        return intents.ToggleKeypad()
    leaving = (Phase.PREVIEW, Phase.WRAP_UP, Phase.REFUSED)
    return intents.Leave() if state.phase in leaving else None


_CHOICES: dict[Act, Callable[[str, DeskState], Intent | None]] = {
    Act.MUTE: _mute,
    Act.HOLD: _hold,
    Act.TRANSFER: _transfer,
    Act.DIAL: _dial,
    Act.KEYPAD: _keypad,
    Act.PAUSE_RECORDING: _pause_recording,
    Act.HANG_UP: _hang_up,
    Act.MESSAGE: _message,
    Act.OVERRIDE: _override,
    Act.WHY: _why,
    Act.BRANCH: _branch,
    Act.LEVEL: _level,
    Act.ALTERNATIVE: _alternative,
    Act.OUTCOME: _outcome,
    Act.ACCEPT: _accept,
    Act.ONWARD: _onward,
    Act.CHANNEL_BACK: _channel(-1),
    Act.CHANNEL_ON: _channel(1),
    Act.WISHES: _wishes,
    Act.REACH: _reach,
    Act.MORE_TIME: _more_time,
    Act.UNDO: _undo,
    Act.REDO: _redo,
    Act.DETAIL: _detail,
    Act.LEAVE: _leave,
}
