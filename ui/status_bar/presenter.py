"""What the status bar shows: the line, how this desk stands to central, the pack in force; and at
the right the keys that work in this phase, or the desk's answer to a key that cannot act."""

import re
from dataclasses import dataclass

from desk_client.services.call_parts import WrapUpSheet
from desk_client.services.desk_state import DeskState, LineState, Phase, SyncState
from ui.accept_word import accept_word
from ui.key_intents import is_alive
from ui.keys import Act, KeyMap
from ui.line_keys import line_key_word
from ui.sheet_keys import sheet_is_open, sheet_word
from ui.state_shape import Shape
from ui.tokens import Token
from ui.wording import Wording

_NAMED_KEY = re.compile(r"\{(mute|ready)\}")


@dataclass(frozen=True, slots=True)
class StandingSeen:
    """A shape or an icon, its words and their ink."""

    words: str
    ink: Token = Token.T2
    shape: Shape | None = None
    icon: str = ""
    strong: bool = False


@dataclass(frozen=True, slots=True)
class StatusBarSeen:
    """Everything on the status bar."""

    standing: tuple[StandingSeen, ...]
    notice: str
    hints: tuple[tuple[str, str], ...]  # key, word
    rehearsal: str  # shown here where the top bar is folded away


def status_bar_seen(state: DeskState, wording: Wording, keys: KeyMap) -> StatusBarSeen:
    """Keys come from the key map, so a moved key shows where it now is."""
    pack = wording.word("status_bar.pack", pack=wording.text(state.station.pack))
    return StatusBarSeen(
        standing=(
            _line(state, wording),
            _sync(state, wording),
            StandingSeen(pack, icon="shield"),
        ),
        notice=_notice(state, wording, keys),
        hints=tuple(_hints(state, wording, keys)),
        rehearsal=wording.word("top_bar.rehearsal") if state.station.rehearsal else "",
    )


def _notice(state: DeskState, wording: Wording, keys: KeyMap) -> str:
    """The desk's answer; where it names a key it writes the act, {mute}, and here is the key."""
    said = wording.text(state.notice) if state.notice else ""
    return _NAMED_KEY.sub(lambda named: keys.cap(Act(named[1])), said)


def _line(state: DeskState, wording: Wording) -> StandingSeen:
    match state.station.line:
        case LineState.REGISTERED:
            return StandingSeen(wording.word("status_bar.line_registered"), shape=Shape.TALK)
        case LineState.STARTING:
            return StandingSeen(wording.word("status_bar.line_starting"), shape=Shape.WRAP_UP)
        case LineState.RECONNECTING:
            words = wording.word("status_bar.line_reconnecting", detail=state.station.line_detail)
            return StandingSeen(words.strip(), shape=Shape.WRAP_UP)
        case LineState.LOST:
            return StandingSeen(wording.word("status_bar.line_lost"), shape=Shape.CROSS)


def _sync(state: DeskState, wording: Wording) -> StandingSeen:
    waiting = wording.word("status_bar.to_send", n=state.station.waiting)
    match state.station.sync:
        case SyncState.SYNCED:
            return StandingSeen(wording.word("status_bar.synced"), icon="check-circle")
        case SyncState.TO_SEND:
            return StandingSeen(waiting, icon="cloud")
        case SyncState.OFFLINE:
            offline = wording.word("status_bar.offline")
            words = wording.joined(offline, waiting if state.station.waiting else "")
            return StandingSeen(words, Token.WARN_T, icon="cloud-off", strong=True)


_LIST = (
    (Act.ACCEPT, "status_bar.preview"),
    (Act.READY, "act.ready"),
    (Act.UNDO, "act.undo"),
)
_LIVE = (
    (Act.ONWARD, "act.onward"),
    (Act.BRANCH, "act.branch"),
    (Act.NOTE, "act.note"),
    (Act.HIDE, "act.hide"),
)
_KEYS: dict[Phase, tuple[tuple[Act, str], ...]] = {
    Phase.READY: _LIST,
    Phase.NOT_READY: _LIST,
    Phase.PREVIEW: (
        (Act.ACCEPT, "act.dial"),
        (Act.SKIP, "act.skip"),
        (Act.MESSAGE, "act.message"),
        (Act.NOTE, "act.note"),
        (Act.UNDO, "act.undo"),
    ),
    Phase.DIALLING: (
        (Act.HANG_UP, "act.hang_up"),
        (Act.ONWARD, "act.onward"),
        (Act.NOTE, "act.note"),
    ),
    Phase.TALKING: _LIVE,
    Phase.ON_HOLD: ((Act.HOLD, "call_bar.resume"), (Act.NOTE, "act.note"), (Act.HIDE, "act.hide")),
    Phase.WRAP_UP: (
        (Act.OUTCOME, "act.outcome"),
        (Act.LEVEL, "act.level"),
        (Act.ACCEPT, "status_bar.log"),
        (Act.ONWARD, "status_bar.next"),
        (Act.UNDO, "act.undo"),
    ),
    Phase.REFUSED: (
        (Act.ACCEPT, "status_bar.take_best"),
        (Act.ALTERNATIVE, "act.alternative"),
        (Act.ONWARD, "status_bar.next"),
    ),
}


_SHEET = ((Act.ACCEPT, "sheet.order"), (Act.LEAVE, "act.leave"))


def _hints(state: DeskState, wording: Wording, keys: KeyMap) -> list[tuple[str, str]]:
    shown = []
    for act, word in _SHEET if sheet_is_open(state) else _KEYS[state.phase]:
        cap = _cap(act, state, keys)
        if cap:
            shown.append((cap, _word(act, word, state, wording)))
    shown.append((keys.cap(Act.SHOW_KEYS, state.phase), wording.word("act.show_keys")))
    return shown


def _word(act: Act, word: str, state: DeskState, wording: Wording) -> str:
    of_line = sheet_word(act, state) or line_key_word(act, state)
    if of_line:
        return wording.word(of_line)
    if act is Act.READY:
        other = Phase.NOT_READY if state.phase is Phase.READY else Phase.READY
        return wording.word(f"phase.{other}")
    if act is Act.ACCEPT and state.phase in (Phase.READY, Phase.PREVIEW):
        return wording.word(accept_word(state))
    if act is Act.BRANCH and state.script is not None and state.script.factors:
        return wording.word("status_bar.match")
    if act is Act.HIDE and state.card is not None and not state.card.open:
        return wording.word("act.identity")
    return wording.word(word)


def _idle(act: Act, state: DeskState) -> bool:
    """Whether the key would only answer that it cannot act; such a key is not shown."""
    if sheet_is_open(state):
        return not is_alive(act, "1", state)
    if act is Act.UNDO:
        return not state.can_undo
    if state.side is not None and act in (Act.HOLD, Act.HANG_UP):
        return not is_alive(act, "", state)
    if state.wrap_up is not None and state.phase is Phase.WRAP_UP:
        return _idle_in_wrap_up(act, state.wrap_up, state)
    refused = state.refused
    if act is Act.ACCEPT and refused is not None:
        return not any(each.key == "Enter" for each in refused.alternatives)
    at_list = state.phase in (Phase.READY, Phase.NOT_READY)
    return act is Act.ACCEPT and at_list and not state.work.rows


def _idle_in_wrap_up(act: Act, sheet: WrapUpSheet, state: DeskState) -> bool:
    by_line = state.outcomes is not None and state.outcomes.line_says is not None
    if act is Act.ACCEPT:
        return sheet.chosen is None or sheet.logged
    return act is Act.ONWARD and not (sheet.logged or by_line)


def _cap(act: Act, state: DeskState, keys: KeyMap) -> str:
    """The key of one act; rows of keys as a span: 1–4, Q–P A–L; "" where it would do nothing."""
    if _idle(act, state):
        return ""
    if act is Act.OUTCOME:
        return "Q–P A–L"
    if act is Act.HIDE and state.card is not None and not state.card.open:
        return keys.cap(Act.IDENTITY, state.phase)
    count = _choices(act, state)
    first = keys.cap(act, state.phase)
    if count is None:
        return first
    return f"{first}–{count}" if count > 1 else first if count else ""


def _choices(act: Act, state: DeskState) -> int | None:
    """How many digits stand for this act now; None where it has one key."""
    match act:
        case Act.LEVEL:
            return 4
        case Act.BRANCH if state.directory:
            return len(state.directory)
        case Act.BRANCH if state.script is not None:
            factors = len(state.script.factors)
            return 4 if factors else len(state.script.branches)
        case Act.ALTERNATIVE if state.refused is not None:
            digits = [each for each in state.refused.alternatives if each.key.isdigit()]
            return len(digits)
        case _:
            return None
