"""The key map as data: which act lies on which key, and in which phases it is alive. Key caps, the
overlay of all keys and the key routing read the same table, so a key shown on the screen is a key
that works. What an act becomes at a given moment is decided in ui.key_intents."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from desk_client.services.desk_state import Phase


class Act(StrEnum):
    """Everything that lies on a key; the word of an act is `act.<value>` in the wording."""

    SHOW_KEYS = "show_keys"
    PALETTE = "palette"
    MUTE = "mute"
    HOLD = "hold"
    TRANSFER = "transfer"
    SOUND = "sound"
    WHAT_IF = "what_if"
    PACKS = "packs"
    WISHES = "wishes"
    REACH = "reach"
    SETTINGS = "settings"
    DUE = "due"
    DETAIL = "detail"
    MESSAGE = "message"
    OVERRIDE = "override"
    WHY = "why"
    MORE_TIME = "more_time"
    HAND_OVER = "hand_over"
    DIAL = "dial"
    KEYPAD = "keypad"
    PAUSE_RECORDING = "pause_recording"
    HELP = "help"
    READY = "ready"
    FULL_SCREEN = "full_screen"
    HANG_UP = "hang_up"
    BRANCH = "branch"
    LEVEL = "level"
    ALTERNATIVE = "alternative"
    OUTCOME = "outcome"
    ACCEPT = "accept"
    ONWARD = "onward"
    UNDO = "undo"
    REDO = "redo"
    SKIP = "skip"
    IDENTITY = "identity"
    HIDE = "hide"
    NOTE = "note"
    STEP_BACK = "step_back"
    STEP_ON = "step_on"
    UP = "up"
    DOWN = "down"
    LEFT = "left"
    RIGHT = "right"
    CHANNEL_BACK = "channel_back"
    CHANNEL_ON = "channel_on"
    TYPE_FORM = "type_form"
    SHOW_CARD = "show_card"
    SHOW_SCRIPT = "show_script"
    SHOW_OUTCOME = "show_outcome"
    LEAVE = "leave"
    SIGN_OUT = "sign_out"


class KeyRow(StrEnum):
    """One row, one meaning (ui.md section 1)."""

    PHONE = "phone"
    SCRIPT = "script"
    OUTCOME = "outcome"
    ACCEPT = "accept"
    DESK = "desk"
    ONWARD = "onward"


class KeyClash(ValueError):
    """Two acts would lie on one key in one phase."""


_ALL = frozenset(Phase)
# A second call may ring or be talked in at any moment, so the keys of the line are never away;
# ui.key_intents says what each means now.
_LIVE = frozenset({Phase.TALKING, Phase.ON_HOLD})
_CALL = _LIVE | {Phase.DIALLING}
_SCRIPT = frozenset({Phase.DIALLING, Phase.TALKING})
_LIST = frozenset({Phase.READY, Phase.NOT_READY})
_PREVIEW = frozenset({Phase.PREVIEW})
_WRAP_UP = frozenset({Phase.WRAP_UP})
_REFUSED = frozenset({Phase.REFUSED})
_CASE = _ALL - _LIST


@dataclass(frozen=True, slots=True, kw_only=True)
class Binding:
    """An act on its keys. `keys` are alternatives on one board; `second` is a spare for boards
    whose top row sends media keys. A key is written as it is shown: "F12", "Ctrl+Z", "Space"."""

    act: Act
    keys: tuple[str, ...]
    phases: frozenset[Phase]
    row: KeyRow
    second: str = ""
    fixed: bool = False  # a pack renames or hides outcomes, it never moves their keys

    @property
    def all_keys(self) -> tuple[str, ...]:
        return (*self.keys, self.second) if self.second else self.keys


def _bind(
    act: Act, keys: str, phases: frozenset[Phase], row: KeyRow, *, fixed: bool = False
) -> Binding:
    return Binding(act=act, keys=tuple(keys.split()), phases=phases, row=row, fixed=fixed)


OUTCOME_KEYS = "QWERTYUIOPASDFGHJKL"

DEFAULT = (
    _bind(Act.SHOW_KEYS, "F1", _ALL, KeyRow.PHONE),
    _bind(Act.MUTE, "F2", _ALL, KeyRow.PHONE),
    _bind(Act.HOLD, "F3", _ALL, KeyRow.PHONE),
    _bind(Act.TRANSFER, "F4", _LIVE, KeyRow.PHONE),
    _bind(Act.DIAL, "F5", _ALL, KeyRow.PHONE),
    _bind(Act.KEYPAD, "F6", _LIVE, KeyRow.PHONE),
    _bind(Act.PAUSE_RECORDING, "F7", _LIVE, KeyRow.PHONE),
    _bind(Act.HELP, "F8", _ALL, KeyRow.PHONE),
    _bind(Act.READY, "F9", _ALL, KeyRow.PHONE),
    _bind(Act.FULL_SCREEN, "F11", _ALL, KeyRow.PHONE),
    _bind(Act.HANG_UP, "F12", _ALL, KeyRow.PHONE),
    _bind(Act.BRANCH, "1 2 3 4 5 6 7 8 9", _CALL, KeyRow.SCRIPT, fixed=True),
    _bind(Act.LEVEL, "1 2 3 4", _WRAP_UP, KeyRow.SCRIPT, fixed=True),
    _bind(Act.ALTERNATIVE, "1 2 3 4 5 6 7 8 9", _REFUSED | _PREVIEW, KeyRow.SCRIPT, fixed=True),
    _bind(Act.OUTCOME, " ".join(OUTCOME_KEYS), _CALL | _WRAP_UP, KeyRow.OUTCOME, fixed=True),
    _bind(Act.ACCEPT, "Enter", _LIST | _PREVIEW | _WRAP_UP | _REFUSED, KeyRow.ACCEPT),
    _bind(Act.ONWARD, "Space", _LIST | _SCRIPT | _WRAP_UP | _REFUSED, KeyRow.ONWARD),
    _bind(Act.WHY, "W", _LIST | _PREVIEW, KeyRow.DESK),
    _bind(Act.MESSAGE, "M", _PREVIEW | frozenset({Phase.TALKING}), KeyRow.DESK),
    _bind(Act.OVERRIDE, "O", _REFUSED, KeyRow.DESK),
    _bind(Act.UNDO, "Z Ctrl+Z", _ALL, KeyRow.DESK),
    _bind(Act.REDO, "Ctrl+Y", _ALL, KeyRow.DESK),
    _bind(Act.SKIP, "X", _PREVIEW, KeyRow.DESK),
    _bind(Act.IDENTITY, "V", _LIVE, KeyRow.DESK),
    _bind(Act.HIDE, "B", _LIVE, KeyRow.DESK),
    _bind(Act.NOTE, "N", _CASE, KeyRow.DESK),
    _bind(Act.DETAIL, "C", _ALL, KeyRow.DESK),
    _bind(Act.STEP_BACK, ",", _SCRIPT, KeyRow.DESK),
    _bind(Act.STEP_ON, ".", _SCRIPT, KeyRow.DESK),
    _bind(Act.UP, "Up", _LIST | _PREVIEW | _WRAP_UP, KeyRow.DESK, fixed=True),
    _bind(Act.DOWN, "Down", _LIST | _PREVIEW | _WRAP_UP, KeyRow.DESK, fixed=True),
    _bind(Act.LEFT, "Left", _LIST | _CALL | _WRAP_UP, KeyRow.DESK, fixed=True),
    _bind(Act.RIGHT, "Right", _LIST | _CALL | _WRAP_UP, KeyRow.DESK, fixed=True),
    _bind(Act.CHANNEL_BACK, "Shift+Left", _WRAP_UP, KeyRow.DESK, fixed=True),
    _bind(Act.CHANNEL_ON, "Shift+Right", _WRAP_UP, KeyRow.DESK, fixed=True),
    _bind(Act.TYPE_FORM, "Tab", _WRAP_UP, KeyRow.DESK, fixed=True),
    _bind(Act.PALETTE, "Ctrl+K /", _ALL, KeyRow.DESK),
    _bind(Act.SHOW_CARD, "Ctrl+1", _ALL, KeyRow.DESK),
    _bind(Act.SHOW_SCRIPT, "Ctrl+2", _ALL, KeyRow.DESK),
    _bind(Act.SHOW_OUTCOME, "Ctrl+3", _ALL, KeyRow.DESK),
    _bind(Act.SOUND, "Ctrl+D", _ALL, KeyRow.DESK),
    _bind(Act.WHAT_IF, "Ctrl+J", _ALL, KeyRow.DESK),
    _bind(Act.PACKS, "Ctrl+L", _ALL, KeyRow.DESK),
    # 不便 (bubian): the bottom row is full, and what a debtor says must not wait for a note to end.
    _bind(Act.WISHES, "Ctrl+B", _CASE, KeyRow.DESK),
    _bind(Act.HAND_OVER, "Ctrl+O", _PREVIEW | _REFUSED, KeyRow.DESK),
    _bind(Act.REACH, "Ctrl+R", _PREVIEW | _CALL | _WRAP_UP, KeyRow.DESK),
    _bind(Act.MORE_TIME, "Ctrl+W", _WRAP_UP, KeyRow.DESK),
    _bind(Act.DUE, "Ctrl+T", _ALL, KeyRow.DESK),  # 待办 (todo)
    _bind(Act.SETTINGS, "Ctrl+,", _ALL, KeyRow.DESK),
    _bind(Act.LEAVE, "Esc", _ALL, KeyRow.DESK, fixed=True),
    _bind(Act.SIGN_OUT, "Ctrl+Q", _ALL, KeyRow.DESK),
)


class KeyMap:
    """The bindings in force. Looks an act up by key and phase, and a key cap up by act."""

    def __init__(self, bindings: Iterable[Binding] = DEFAULT) -> None:
        self.bindings = tuple(bindings)
        self._acts: dict[tuple[Phase, str], Act] = {}
        for binding in self.bindings:
            for phase in binding.phases:
                for key in binding.all_keys:
                    taken = self._acts.setdefault((phase, key), binding.act)
                    if taken is not binding.act:
                        raise KeyClash(
                            f"{key} is taken by {taken} in {phase}; {binding.act} needs another key"
                        )

    def act(self, key: str, phase: Phase) -> Act | None:
        """What lies on this key now, None where nothing does."""
        return self._acts.get((phase, key))

    def cap(self, act: Act, phase: Phase | None = None) -> str:
        """The key shown for an act, "" where it has no life in this phase."""
        for binding in self.bindings:
            if binding.act is act and (phase is None or phase in binding.phases):
                return binding.keys[0]
        return ""

    def keys(self, phase: Phase) -> tuple[tuple[str, Act], ...]:
        """All keys alive in a phase with their acts, in the order of the map."""
        return tuple((key, act) for (of, key), act in self._acts.items() if of is phase)

    def of_acts(self, *acts: Act) -> frozenset[str]:
        """Every key that these acts lie on."""
        return frozenset(
            key for binding in self.bindings if binding.act in acts for key in binding.all_keys
        )

    def command_keys(self) -> tuple[str, ...]:
        """Keys that act even while a text field has the focus: function keys and Ctrl keys."""
        every = {key: None for binding in self.bindings for key in binding.all_keys}
        return tuple(key for key in every if is_command_key(key))

    def beside(self, act: Act, key: str) -> Act | None:
        """Which other act lies on this key in a phase in which `act` lives."""
        for binding in self.bindings:
            if binding.act is act:
                found = (self.act(key, phase) for phase in sorted(binding.phases))
                return next((there for there in found if there not in (None, act)), None)
        return None

    def with_moves(self, moves: Iterable[tuple[str, str]]) -> "KeyMap":
        """The map with these (act, key) moved; a move that is possible no longer, because another
        act has come to lie there or the act is gone, is left out."""
        made = self
        for act, key in moves:
            try:
                made = made.moved(Act(act), key)
            except ValueError:  # KeyClash too
                continue
        return made

    def moved(self, act: Act, key: str, *, second: str = "") -> "KeyMap":
        """A map with one act on another key; KeyClash where the key is taken, ValueError where
        the act may not move."""
        changed = []
        for binding in self.bindings:
            if binding.act is act:
                if binding.fixed:
                    raise ValueError(f"{act} keeps its key")
                changed.append(replace(binding, keys=(key,), second=second))
            else:
                changed.append(binding)
        return KeyMap(changed)


def is_command_key(key: str) -> bool:
    """Whether a key acts always: "F1" to "F12" and everything with Ctrl."""
    return key.startswith("Ctrl+") or (key[0] == "F" and key[1:].isdigit())
