"""The callscript as it is to be seen: at most three said lines, the current one, two coming ones,
and what the debtor's answer is chosen from. When the agent hides the amounts again, figures in
the lines are blanked too."""

import re
from dataclasses import dataclass

from desk_client.services.call_parts import FactorRow, ScriptLine, ScriptPane, Span
from desk_client.services.desk_state import DeskState, Phase
from ui.secrecy import HIDDEN
from ui.wording import Wording

_PAST = 3
_COMING = 2
_FIGURE = re.compile(r"\d[\d,.]*")


@dataclass(frozen=True, slots=True)
class LineSeen:
    """A line; `mark` is "" for a line that need not be said, else "said" or "to_say"."""

    spans: tuple[Span, ...]
    mark: str
    at: str = ""

    @property
    def plain(self) -> str:
        return "".join(span.text for span in self.spans)


@dataclass(frozen=True, slots=True)
class FactorSeen:
    """An identity factor; the expected answer is for the agent's eyes."""

    key: str
    name: str
    expected: str
    state: str  # to_ask, matched, missed
    word: str


@dataclass(frozen=True, slots=True)
class ScriptSeen:
    """The reading pane of a call."""

    steps: tuple[tuple[str, str], ...]  # name, done/current/coming
    must: str
    must_done: bool
    checked_title: str
    checked: tuple[str, ...]
    past: tuple[LineSeen, ...]
    current: LineSeen
    coming: tuple[LineSeen, ...]
    branches: tuple[tuple[str, str], ...]
    factors: tuple[FactorSeen, ...]
    no_match: str  # the word of key 4 at the identity step, else ""
    hint: str
    foot: str
    foot_right: str
    keys_alive: bool  # false on hold: what is said then reaches nobody
    digits_alive: bool  # false too while the digits choose a colleague or go to the line


def script_seen(state: DeskState, wording: Wording) -> ScriptSeen | None:
    """The callscript while a call is dialled, talked or held, else None."""
    script = state.script
    if script is None or state.phase not in (Phase.DIALLING, Phase.TALKING, Phase.ON_HOLD):
        return None
    blank = state.card is not None and state.card.verified_at is not None and state.hidden
    dialling = state.phase is Phase.DIALLING
    checked = state.call.checked if dialling and state.call else ()
    moving = state.phase is not Phase.ON_HOLD
    taken = bool(state.directory) or (state.call is not None and state.call.keypad_open)
    return ScriptSeen(
        steps=tuple((wording.text(name), how) for name, how in script.steps),
        must=wording.word("script.must_say", n=script.must_said, of=script.must_total),
        must_done=script.must_said >= script.must_total,
        checked_title=wording.word("script.before_answer") if checked else "",
        checked=tuple(wording.text(text) for text in checked),
        past=tuple(_line(line, state.zone, wording, blank) for line in script.past[-_PAST:]),
        current=_line(script.current, state.zone, wording, blank),
        coming=tuple(_line(line, state.zone, wording, blank) for line in script.coming[:_COMING]),
        branches=() if script.factors else _branches(script, wording),
        factors=tuple(_factor(row, state.zone, wording) for row in script.factors),
        no_match=wording.word("script.no_match") if script.factors else "",
        hint=wording.text(script.hint) if script.hint else "",
        foot=wording.word("script.foot", title=wording.text(script.title), version=script.version),
        foot_right=wording.word("script.counts_from_answer") if dialling else "",
        keys_alive=moving,
        digits_alive=moving and not taken,
    )


def _branches(script: ScriptPane, wording: Wording) -> tuple[tuple[str, str], ...]:
    return tuple((key, wording.text(label)) for key, label in script.branches)


def _line(line: ScriptLine, zone: str, wording: Wording, blank: bool) -> LineSeen:
    spans = line.spans
    if blank:
        spans = tuple(
            Span(text=_FIGURE.sub(HIDDEN, span.text), strong=span.strong) for span in spans
        )
    mark = "" if not line.must_say else "said" if line.said_at else "to_say"
    at = wording.clock(line.said_at, zone, seconds=True) if line.said_at and line.must_say else ""
    return LineSeen(spans, mark, at)


def _factor(row: FactorRow, zone: str, wording: Wording) -> FactorSeen:
    word = wording.word(f"factor.{row.state}")
    if row.at is not None:
        word = f"{word} {wording.clock(row.at, zone, seconds=True)}"
    return FactorSeen(row.key, wording.text(row.name), row.expected, row.state, word)
