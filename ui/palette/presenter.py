"""The palette as it is to be seen: sections of rows under what is typed. Cases come first, then
commands with their keys; before anything is typed, what is at hand."""

from dataclasses import dataclass
from enum import StrEnum

from desk_client.services.case_parts import WorkRow
from desk_client.services.desk_state import DeskState, Phase
from desk_client.services.palette_parts import FoundCase, PalettePart, SavedSearch
from ui.keys import KeyMap
from ui.palette.commands import commands
from ui.wording import Wording

_CALLS = (Phase.DIALLING, Phase.TALKING, Phase.ON_HOLD)
_COMMANDS = 6
ALL = ""  # the name that shows the whole work list again


class Kind(StrEnum):
    """What Enter does with a row."""

    HEAD = "head"
    CASE = "case"
    SEARCH = "search"
    COMMAND = "command"


@dataclass(frozen=True, slots=True, kw_only=True)
class RowSeen:
    """One row. `marked`: which characters of the title were typed; `of` is the case, the search
    or the key that Enter acts on."""

    kind: Kind
    title: str
    of: str = ""
    marked: tuple[int, int] = (0, 0)  # from, to
    typed: str = ""
    detail: str = ""
    right: str = ""
    key: str = ""
    usable: bool = True
    pinned: bool = False
    spoken: str = ""


@dataclass(frozen=True, slots=True)
class PaletteSeen:
    """Everything under the field. `fresh`: the cases are those of the query in the field."""

    rows: tuple[RowSeen, ...]
    fresh: bool
    nothing: str  # said where there is no row


def palette_seen(state: DeskState, query: str, wording: Wording, keys: KeyMap) -> PaletteSeen:
    """For what stands in the field now."""
    part = state.palette or PalettePart()
    fresh = state.palette is not None and part.query == query
    only_commands = query.lstrip().startswith(">")
    rows: list[RowSeen] = []
    if not only_commands:
        if query.strip():
            count = f"{part.total}+" if part.more else str(part.total)
            cases = [_case(each, query, state, wording) for each in part.rows]
            rows += _section(
                wording.word("palette.cases", shown=len(part.rows), total=count),
                cases,
            )
        else:
            for name, kept in (("pinned", part.pinned), ("recent", part.recent)):
                cases = [_case(each, "", state, wording) for each in kept]
                rows += _section(wording.word(f"palette.{name}"), cases)
        rows += _section(wording.word("palette.searches"), _searches(part, query, wording))
    found = commands(query.lstrip(), state, wording, keys)
    acts = [
        RowSeen(
            kind=Kind.COMMAND,
            title=each.word,
            of=each.key,
            marked=_marked(each.word, query.lstrip().removeprefix(">")),
            typed=each.typed,
            detail=each.reason,
            key=each.key,
            usable=not each.reason,
            spoken=", ".join(part for part in (each.word, each.reason) if part),
        )
        for each in (found if only_commands else found[:_COMMANDS])
    ]
    rows += _section(wording.word("palette.commands"), acts)
    nothing = ""
    if not rows:
        nothing = wording.word("palette.nothing" if query.strip() else "palette.empty")
    return PaletteSeen(tuple(rows), fresh, nothing if fresh or not query else "")


def _section(title: str, rows: list[RowSeen]) -> list[RowSeen]:
    return [RowSeen(kind=Kind.HEAD, title=title), *rows] if rows else []


def _case(found: FoundCase, query: str, state: DeskState, wording: Wording) -> RowSeen:
    number = found.number.masked if found.number else ""
    right = _standing(found, state, wording)
    by = wording.word("palette.by_amount") if found.by == "a" else ""
    if found.by == "flag":
        by = wording.word("palette.by_flag")
    detail = wording.joined(*(part for part in (number, found.case_no, by) if part))
    return RowSeen(
        kind=Kind.CASE,
        title=found.name,
        of=found.case_id,
        marked=_marked(found.name, query, found.typed),
        typed=found.typed,
        detail=detail,
        right=right,
        pinned=found.pinned,
        spoken=", ".join(part for part in (found.name, detail, right) if part),
    )


def _standing(found: FoundCase, state: DeskState, wording: Wording) -> str:
    """Whether this case may be called, as the work list knows it."""
    if found.in_hand:
        talks = state.phase in _CALLS
        return wording.word(f"phase.{state.phase}" if talks else "palette.in_hand")
    if not found.lent:
        return wording.word("palette.look_only")
    row = next((each for each in state.work.rows if each.case_id == found.case_id), None)
    return wording.word("palette.lent") if row is None else _of_list(row, state, wording)


def _of_list(row: WorkRow, state: DeskState, wording: Wording) -> str:
    if row.dialable:
        return wording.word("palette.dialable")
    if row.retry_at is None:
        return wording.word("worklist.held")
    at = wording.next_time(row.retry_at, state.now, state.zone)
    return wording.word("worklist.dialable_at", at=at)


def _searches(part: PalettePart, query: str, wording: Wording) -> list[RowSeen]:
    wanted = " ".join(query.casefold().split())
    rows = [_search(each, part, query, wording) for each in part.searches if _named(each, wanted)]
    if part.narrowed and not wanted:
        word = wording.word("palette.show_all")
        rows.insert(0, RowSeen(kind=Kind.SEARCH, title=word, of=ALL, spoken=word))
    return rows


def _named(each: SavedSearch, wanted: str) -> bool:
    return wanted in each.name.casefold()


def _search(each: SavedSearch, part: PalettePart, query: str, wording: Wording) -> RowSeen:
    narrows = part.narrowed == each.name
    right = wording.word("palette.narrows") if narrows else ""
    if not each.kept:
        right = wording.word("palette.taken_away")
    return RowSeen(
        kind=Kind.SEARCH,
        title=each.name,
        of=each.name,
        marked=_marked(each.name, query),
        detail=each.query,
        right=right,
        usable=each.kept,
        spoken=", ".join(word for word in (each.name, each.query, right) if word),
    )


def _marked(title: str, query: str, typed: str = "") -> tuple[int, int]:
    """The characters of a title that were typed, or whose initials were."""
    wanted = query.strip().casefold()
    place = title.casefold().find(wanted) if wanted else -1
    if place >= 0:
        return place, place + len(wanted)
    if wanted and typed.startswith(wanted):
        return 0, len(wanted)
    return 0, 0
