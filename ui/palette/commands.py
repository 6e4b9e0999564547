"""What can be asked for by name: every act of the key map with its key, the outcomes of the shown
level, found by a part of its word, by its pinyin initials or in full. What cannot be done now is
listed too, with the reason, so that nobody looks for it twice."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from desk_client.pinyin import initials, spelled
from desk_client.services.desk_state import DeskState, Phase
from ui.key_intents import is_alive
from ui.keys import Act, Binding, KeyMap
from ui.wording import Wording

# Their meaning lies in what is on the screen, not in a word.
_BY_PLACE = frozenset(
    {
        *(Act.BRANCH, Act.LEVEL, Act.ALTERNATIVE, Act.OUTCOME, Act.ACCEPT, Act.ONWARD),
        *(Act.UP, Act.DOWN, Act.LEFT, Act.RIGHT, Act.CHANNEL_BACK, Act.CHANNEL_ON),
        *(Act.TYPE_FORM, Act.LEAVE, Act.PALETTE),
    }
)
_MOST_PHASES = 4  # that a reason names


@dataclass(frozen=True, slots=True)
class Command:
    """A command; `typed` the initials by which it was found, `key` what does it, `reason` why it
    cannot be done now, "" where it can."""

    word: str
    typed: str
    key: str
    reason: str


def commands(query: str, state: DeskState, wording: Wording, keys: KeyMap) -> tuple[Command, ...]:
    """Those that the query names, usable ones first; none for an empty query."""
    wanted = " ".join(query.casefold().removeprefix(">").split())
    if not wanted and not query.startswith(">"):
        return ()
    found = [each for one in _every(state, wording, keys) if (each := _named(wanted, one))]
    return tuple(sorted(found, key=lambda each: bool(each.reason)))


def _every(state: DeskState, wording: Wording, keys: KeyMap) -> Iterator[Command]:
    for binding in keys.bindings:
        if binding.act in _BY_PLACE:
            continue
        key = binding.keys[0]
        alive = state.phase in binding.phases and is_alive(binding.act, key, state)
        reason = "" if alive else _reason(binding, state, wording)
        yield Command(wording.word(f"act.{binding.act}"), "", key, reason)
    if state.outcomes is not None:
        level = wording.word(f"level.{state.outcomes.level.lower()}")
        for row in state.outcomes.rows:
            reason = "" if is_alive(Act.OUTCOME, row.key, state) else wording.word("palette.later")
            yield Command(wording.joined(wording.text(row.label), level), "", row.key, reason)


def _reason(binding: Binding, state: DeskState, wording: Wording) -> str:
    if state.phase in binding.phases or len(binding.phases) > _MOST_PHASES:
        return wording.word("palette.later")
    phases = [phase for phase in Phase if phase in binding.phases]
    where = wording.word("palette.and").join(wording.word(f"phase.{each}") for each in phases)
    return wording.word("palette.only_in", where=where)


def _named(wanted: str, one: Command) -> Command | None:
    """The command with the way it was typed, None where the query is another word. A character may
    be read in two ways, and every one of them counts."""
    if not wanted or wanted in one.word.casefold():
        return one
    if not wanted.isascii() or one.word.isascii():
        return None
    typed = next((each for each in initials(one.word) if each.startswith(wanted)), None)
    if typed is not None:
        return replace(one, typed="".join(each for each in typed if each.isalnum()))
    return one if any(each.startswith(wanted) for each in spelled(one.word)) else None
