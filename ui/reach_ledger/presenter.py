"""The ledger of a debtor's numbers as finished words: each row with its source, its state, its
attempts and its verdict, how near the debtor is to being lost, and what a contact person may be
told."""

from dataclasses import dataclass

from desk_client.services.desk_state import DeskState
from desk_client.services.reach_parts import ReachPart, ReachRow
from ui.keys import Act, KeyMap
from ui.verdict_words import place_words, point_seen
from ui.widgets.point_box import PointSeen
from ui.wording import Wording


@dataclass(frozen=True, slots=True)
class ReachSeen:
    """The whole sheet. `history`: what was said of the chosen number, the newest first. `may_say`
    "" where the chosen row is the debtor's own."""

    name: str
    lost: str
    lost_clause: str
    is_lost: bool
    points: tuple[PointSeen, ...]
    history: tuple[str, ...]
    may_say: str
    naming: bool
    fault: str
    hints: tuple[tuple[str, str], ...]  # key, word


def reach_seen(state: DeskState, wording: Wording, keys: KeyMap) -> ReachSeen | None:
    """None while it is shut."""
    part = state.reach
    if part is None:
        return None
    chosen = part.rows[part.chosen] if part.rows else None
    lost, clause = _lost(part, wording)
    third = chosen is not None and chosen.role != "debtor"
    return ReachSeen(
        name=part.name,
        lost=lost,
        lost_clause=clause,
        is_lost=part.lost is not None and part.lost.lost,
        points=tuple(
            _point(row, state, wording, chosen=place == part.chosen)
            for place, row in enumerate(part.rows)
        ),
        history=_history(chosen, state, wording) if chosen is not None else (),
        may_say=wording.word("reach.may_say") if third else "",
        naming=part.naming,
        fault=wording.word(f"reach.{part.fault}") if part.fault else "",
        hints=_hints(part, state, wording, keys),
    )


def _lost(part: ReachPart, wording: Wording) -> tuple[str, str]:
    lost = part.lost
    if lost is None:
        return wording.word("reach.no_rule"), ""
    if lost.lost:
        key = "reach.lost" if lost.may_ask else "reach.lost_none"
        return wording.word(key, n=lost.days), wording.clause(lost.ref)
    return wording.word("reach.not_lost", n=lost.days, of=lost.needed), wording.clause(lost.ref)


def _point(row: ReachRow, state: DeskState, wording: Wording, *, chosen: bool) -> PointSeen:
    tried = wording.word("reach.never_tried")
    if row.attempts:
        tried = wording.word("reach.tried", n=row.attempts)
    answered = ""
    if row.last_answered is not None:
        at = wording.moment(row.last_answered, state.now, state.zone)
        answered = wording.word("reach.answered", at=at)
    value = wording.word(f"reach.state_{row.state}")
    history = wording.joined(
        value, tried, *((answered,) if answered else ()), _source(row, state, wording)
    )
    place = wording.joined(
        place_words(row.place, row.role, wording), *((row.person,) if row.person else ())
    )
    if row.number is not None and row.verdict is not None:
        return point_seen(
            row.contact_point_id,
            row.number,
            place,
            row.verdict,
            history=history,
            chosen=chosen,
            wording=wording,
        )
    return PointSeen(
        contact_point_id=row.contact_point_id,
        number=row.address,
        place=place,
        history=history,
        allowed=row.state not in ("wrong", "invalid"),
        verdict=value,
        sure=None,
        chosen=chosen,
    )


def _source(row: ReachRow, state: DeskState, wording: Wording) -> str:
    if row.named_at is None:
        return wording.word("reach.from_bank")
    at = wording.moment(row.named_at, state.now, state.zone)
    return wording.word(f"reach.from_{row.source}", at=at, by=row.named_by)


def _history(row: ReachRow, state: DeskState, wording: Wording) -> tuple[str, ...]:
    return tuple(
        wording.joined(
            wording.moment(at, state.now, state.zone), wording.word(f"reach.state_{told}")
        )
        for told, at in row.told
    )


def _hints(
    part: ReachPart, state: DeskState, wording: Wording, keys: KeyMap
) -> tuple[tuple[str, str], ...]:
    """Only the keys that work now."""
    leave = (keys.cap(Act.LEAVE, state.phase), wording.word("act.leave"))
    if part.naming:
        note = (keys.cap(Act.ACCEPT), wording.word("reach.note_it"))
        return (note, ("Tab", wording.word("override.next_field")), leave)
    marks: tuple[tuple[str, str], ...] = (("2", "wrong"), ("3", "invalid"))
    if part.may_confirm:
        marks = (("1", "valid"), *marks)
    worth = tuple((key, wording.word(f"reach.state_{told}")) for key, told in marks)
    back: tuple[tuple[str, str], ...] = ()
    if part.may_take_back:
        back = ((keys.cap(Act.UNDO, state.phase), wording.word("reach.take_back")),)
    return (*(worth if part.rows else ()), ("4", wording.word("reach.new")), *back, leave)
