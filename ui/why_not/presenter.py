"""Why a case is not dialled, as finished words: its numbers with a verdict each, and every rule on
the chosen one."""

from dataclasses import dataclass

from desk_client.services.desk_state import DeskState
from desk_client.services.why_parts import WhyPart
from ui.keys import Act, KeyMap
from ui.verdict_words import deciding, place_words, point_seen, rule_seen
from ui.widgets.point_box import PointSeen
from ui.widgets.rule_row import RuleSeen
from ui.widgets.sureness import SureSeen
from ui.wording import Wording


@dataclass(frozen=True, slots=True)
class WhySeen:
    """The whole sheet; `none` is said where the case has no telephone."""

    case_id: str
    name: str
    about: str
    place: str
    allowed: bool
    sentence: str
    source: str
    sure: SureSeen | None
    points: tuple[PointSeen, ...]
    rules_head: str
    rules: tuple[RuleSeen, ...]
    none: str
    hints: tuple[tuple[str, str], ...]  # key, word


def why_seen(state: DeskState, wording: Wording, keys: KeyMap) -> WhySeen | None:
    """None while it is shut."""
    part = state.why_not
    if part is None:
        return None
    chosen = part.numbers[part.chosen] if part.numbers else None
    verdict = chosen.verdict if chosen is not None else None
    source = ""
    if verdict is not None:
        at = wording.clock(verdict.checked_at, state.zone, seconds=True)
        gates = (wording.text(gate) for gate in verdict.gates)
        source = wording.joined(
            wording.clause(verdict.clauses), wording.word("preview.checked", at=at), *gates
        )
    return WhySeen(
        case_id=part.case_id,
        name=part.name,
        about=part.case_no,
        place=wording.word("why.place", n=part.place, of=part.of) if part.place else "",
        allowed=verdict is not None and verdict.allowed,
        sentence=_sentence(part, state, wording),
        source=source,
        sure=deciding(verdict, wording) if verdict is not None else None,
        points=tuple(
            point_seen(
                number.contact_point_id,
                number.number,
                place_words(number.place, number.role, wording),
                number.verdict,
                history=wording.text(number.verdict.sentence),
                chosen=place == part.chosen,
                wording=wording,
            )
            for place, number in enumerate(part.numbers)
        ),
        rules_head=wording.word("why.rules", number=chosen.number.masked) if chosen else "",
        rules=tuple(
            rule_seen(row, state.now, state.zone, wording)
            for row in (verdict.rules if verdict is not None else ())
        ),
        none="" if part.numbers else wording.word("why.no_number"),
        hints=_hints(part, state, wording, keys),
    )


def _sentence(part: WhyPart, state: DeskState, wording: Wording) -> str:
    """Of the case as a whole: one number that may be called is enough."""
    if not part.numbers:
        return wording.word("why.no_number")
    if any(number.verdict.allowed for number in part.numbers):
        return wording.word("why.dialable")
    if part.next_lawful is None:
        return wording.word("why.never")
    at = wording.next_time(part.next_lawful, state.now, state.zone)
    return wording.word("why.from", at=at)


def _hints(
    part: WhyPart, state: DeskState, wording: Wording, keys: KeyMap
) -> tuple[tuple[str, str], ...]:
    numbers = (("↑↓", wording.word("why.number")),) if len(part.numbers) > 1 else ()
    cases = (("←→", wording.word("why.case")),) if part.of > 1 else ()
    close = (keys.cap(Act.LEAVE, state.phase), wording.word("act.leave"))
    opens: tuple[tuple[str, str], ...] = ()
    if state.card is None:
        opens = ((keys.cap(Act.ACCEPT, state.phase), wording.word("overlay.open")),)
    return (*opens, *numbers, *cases, close)
