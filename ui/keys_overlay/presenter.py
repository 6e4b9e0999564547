"""All keys of the present moment as a keyboard: what each does now, by row and meaning. A key with
nothing on it stands empty, so a hand finds its place."""

from dataclasses import dataclass

from desk_client.services.desk_state import DeskState, Phase
from ui.key_intents import living_keys
from ui.keys import Act, KeyMap, KeyRow
from ui.line_keys import line_key_word
from ui.sheet_keys import sheet_word
from ui.wording import Wording

BOARD = (
    ("Esc", "F1", "F2", "F3", "F4", "F5", "F6", "F7", "F8", "F9", "F10", "F11", "F12"),
    tuple("1234567890"),
    tuple("QWERTYUIOP"),
    (*"ASDFGHJKL", "Enter"),
    (*"ZXCVBNM", ",", ".", "/"),
    ("Space",),
)
_BY_PHASE = {
    (Act.ACCEPT, Phase.READY): "overlay.open",
    (Act.ACCEPT, Phase.NOT_READY): "overlay.open",
    (Act.ACCEPT, Phase.PREVIEW): "act.dial",
    (Act.ACCEPT, Phase.WRAP_UP): "overlay.log",
    (Act.ONWARD, Phase.READY): "overlay.next_case",
    (Act.ONWARD, Phase.NOT_READY): "overlay.next_case",
    (Act.ONWARD, Phase.WRAP_UP): "overlay.next_case",
    (Act.ONWARD, Phase.REFUSED): "overlay.next_case",
}
_PAGES = (Act.PALETTE, Act.WISHES, Act.DUE, Act.SOUND, Act.WHAT_IF, Act.PACKS, Act.SETTINGS)
_MORE = (Act.REDO, Act.SHOW_CARD, Act.SHOW_SCRIPT, Act.SHOW_OUTCOME, Act.SIGN_OUT)
_ROWS = (KeyRow.PHONE, KeyRow.SCRIPT, KeyRow.OUTCOME, KeyRow.OUTCOME, KeyRow.DESK, KeyRow.ONWARD)


@dataclass(frozen=True, slots=True)
class KeySeen:
    """One key of the board; `word` "" where nothing lies on it."""

    key: str
    word: str
    row: KeyRow
    danger: bool = False


@dataclass(frozen=True, slots=True)
class RowSeen:
    """A row with its meaning."""

    title: str
    detail: str
    meaning: KeyRow
    keys: tuple[KeySeen, ...]


@dataclass(frozen=True, slots=True)
class KeysSeen:
    """The whole overlay."""

    title: str
    where: str
    rows: tuple[RowSeen, ...]
    foot: str
    more: tuple[tuple[str, str], ...]  # keys that are not on the board, and the one that closes
    pages: tuple[tuple[str, str], ...]  # keys that lay something over the panes


def keys_seen(state: DeskState, wording: Wording, keys: KeyMap) -> KeysSeen:
    """The board for this moment."""
    alive = living_keys(keys, state)
    rows = []
    for number, (board, meaning) in enumerate(zip(BOARD, _ROWS, strict=True)):
        second = number > 0 and _ROWS[number - 1] is meaning
        rows.append(
            RowSeen(
                title="" if second else wording.word(f"overlay.{meaning}"),
                detail="" if second else wording.word(f"overlay.{meaning}_detail"),
                meaning=meaning,
                keys=tuple(_key(key, alive.get(key), state, wording) for key in board),
            )
        )
    where = [wording.word(f"phase.{state.phase}")]
    if state.outcomes is not None:
        where.append(wording.word(f"level.{state.outcomes.level.lower()}"))
    return KeysSeen(
        title=wording.word("overlay.title"),
        where=wording.joined(*where),
        rows=tuple(rows),
        foot=wording.word("overlay.foot"),
        more=(
            *_named(_MORE, state, wording, keys),
            (keys.cap(Act.LEAVE), wording.word("overlay.close")),
        ),
        pages=_named(_PAGES, state, wording, keys),
    )


def _named(
    acts: tuple[Act, ...], state: DeskState, wording: Wording, keys: KeyMap
) -> tuple[tuple[str, str], ...]:
    """Keys and words of those that are alive in this phase."""
    return tuple(
        (keys.cap(act), wording.word(f"act.{act}")) for act in acts if keys.cap(act, state.phase)
    )


def _key(key: str, act: Act | None, state: DeskState, wording: Wording) -> KeySeen:
    if key == "Esc":
        return KeySeen(key, wording.word("act.leave"), KeyRow.PHONE)
    if act is None:
        return KeySeen(key, "", KeyRow.DESK)
    row = KeyRow.ACCEPT if act is Act.ACCEPT else _meaning(act)
    return KeySeen(key, _word(key, act, state, wording), row, danger=act is Act.HANG_UP)


def _meaning(act: Act) -> KeyRow:
    match act:
        case Act.OUTCOME:
            return KeyRow.OUTCOME
        case Act.BRANCH | Act.LEVEL | Act.ALTERNATIVE:
            return KeyRow.SCRIPT
        case Act.ONWARD:
            return KeyRow.ONWARD
        case _:
            return KeyRow.DESK


def _word(key: str, act: Act, state: DeskState, wording: Wording) -> str:
    if act is Act.OUTCOME and state.outcomes is not None:
        return next(wording.text(row.label) for row in state.outcomes.rows if row.key == key)
    if act is Act.BRANCH:
        return _branch_word(key, state, wording)
    if act is Act.LEVEL:
        return wording.word(f"level.{('rpc', 'tpc', 'wpc', 'nc')[int(key) - 1]}")
    on_sheet = sheet_word(act, state)
    if on_sheet:
        return wording.word(on_sheet)
    if act is Act.ALTERNATIVE and state.refused is not None:
        return next(wording.text(way.what) for way in state.refused.alternatives if way.key == key)
    of_line = line_key_word(act, state)
    return wording.word(of_line or _BY_PHASE.get((act, state.phase), f"act.{act}"))


def _branch_word(key: str, state: DeskState, wording: Wording) -> str:
    for colleague in state.directory:
        if colleague.key == key:
            return colleague.name
    script = state.script
    if script is None:
        return ""
    for row in script.factors:
        if row.key == key:
            return wording.text(row.name)
    if script.factors:
        return wording.word("script.no_match")
    return next((wording.text(label) for name, label in script.branches if name == key), "")
