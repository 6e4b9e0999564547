"""The due list as finished words: what waits, by when and under which clause, whose it is, what it
stops and what stays allowed, what was done. Overdue is said by shape, word and colour."""

from dataclasses import dataclass

from desk_client.services.desk_state import DeskState
from desk_client.services.workflow_parts import DuePart, DueRow, DueStep
from desk_client.workflow_body import WorkflowKind
from ui.state_shape import Shape
from ui.tokens import Token
from ui.widgets.segmented import Segment
from ui.wording import Wording

KINDS: tuple[WorkflowKind, ...] = (
    *("dispute", "complaint", "hardship"),
    *("mediation", "care", "referral"),
)
ALL = "all"
_SHAPES: dict[str, Shape] = {
    "dispute": Shape.DISPUTE,
    "complaint": Shape.RISK,
    "hardship": Shape.VULNERABLE,
    "mediation": Shape.CALLBACK,
    "care": Shape.VULNERABLE,
    "referral": Shape.PREVIEW,
}


@dataclass(frozen=True, slots=True)
class DueRowSeen:
    """One line of the list; `due_shape` tells overdue from soon without a colour."""

    shape: Shape
    kind: str
    name: str
    case_no: str
    owner: str
    due: str
    due_word: str
    due_shape: Shape | None
    ink: Token
    said: str  # for a screen reader


@dataclass(frozen=True, slots=True)
class StepSeen:
    """One thing done."""

    at: str
    what: str
    note: str


@dataclass(frozen=True, slots=True)
class MatterSeen:
    """The chosen one in full; each line is a caption and its words, with a clause or none."""

    title: str
    lines: tuple[tuple[str, str, str], ...]
    steps: tuple[StepSeen, ...]


@dataclass(frozen=True, slots=True)
class DueSeen:
    """The whole page."""

    title: str
    counts: str
    overdue: str
    filters: tuple[Segment, ...]
    filter: str
    rows: tuple[DueRowSeen, ...]
    chosen: int
    matter: MatterSeen | None
    empty: tuple[str, str]
    keys: tuple[tuple[str, str], ...]
    told: str
    notice: str
    case_ids: tuple[str, ...]


def due_seen(state: DeskState, wording: Wording) -> DueSeen | None:
    """None while it is shut."""
    part = state.due
    if part is None:
        return None
    word = wording.word
    chosen = part.rows[part.chosen] if part.rows else None
    none = "due.none_of_kind" if part.kind is not None and part.total else "due.empty"
    return DueSeen(
        title=word("due.title"),
        counts=word("due.total", n=part.total),
        overdue=word("due.overdue_count", n=part.overdue) if part.overdue else "",
        filters=_filters(part, wording),
        filter=part.kind or ALL,
        rows=tuple(_row(row, state, wording) for row in part.rows),
        chosen=part.chosen,
        matter=_matter(chosen, state, wording) if chosen is not None else None,
        empty=(word(none), word("due.empty_detail") if none == "due.empty" else ""),
        keys=_keys(part, wording),
        told=wording.text(part.told) if part.told is not None else "",
        notice=wording.text(state.notice) if state.notice is not None else "",
        case_ids=tuple(row.case_id for row in part.rows),
    )


def _filters(part: DuePart, wording: Wording) -> tuple[Segment, ...]:
    counts = dict(part.counts)
    named = [(ALL, wording.word("due.all"), part.total)]
    named += [(kind, wording.word(f"due.kind_{kind}"), counts.get(kind, 0)) for kind in KINDS]
    return tuple(
        Segment(code, f"{words} {count}", str(place))
        for place, (code, words, count) in enumerate(named, start=1)
    )


def _row(row: DueRow, state: DeskState, wording: Wording) -> DueRowSeen:
    due, word, shape, ink = _due(row, state, wording)
    owner = wording.word("due.nobody") if row.owner is None else row.owner
    queue = wording.text(row.queue) if row.queue is not None else ""
    kind = wording.text(row.label)
    return DueRowSeen(
        shape=_SHAPES[row.kind],
        kind=kind,
        name=row.name,
        case_no=row.case_no,
        owner=wording.word("due.your_own") if row.mine else wording.joined(queue, owner),
        due=due,
        due_word=word,
        due_shape=shape,
        ink=ink,
        said=", ".join(part for part in (kind, row.name, row.case_no, due, word, owner) if part),
    )


def _due(row: DueRow, state: DeskState, wording: Wording) -> tuple[str, str, Shape | None, Token]:
    if row.until is not None:
        return wording.word("due.until", event=wording.text(row.until)), "", None, Token.T2
    if row.day is not None:
        words = wording.day_and_weekday(row.day)
    else:
        words = wording.moment(row.at, state.now, state.zone) if row.at is not None else ""
    if row.overdue:
        return words, wording.word("due.overdue"), Shape.LIMIT, Token.BAD_T
    if row.soon:
        return words, wording.word("due.soon"), Shape.RISK, Token.WARN_T
    return words, "", None, Token.T1


def _matter(row: DueRow, state: DeskState, wording: Wording) -> MatterSeen:
    word, text = wording.word, wording.text
    due, due_word, _shape, _ink = _due(row, state, wording)
    since = word("due.since", at=wording.moment(row.opened_at, state.now, state.zone))
    who = word("due.nobody") if row.owner is None else row.owner
    if row.about_me:
        who = wording.joined(who, word("due.about_me"))
    queue = text(row.queue) if row.queue is not None else ""
    lines = [
        (word("due.head_due"), wording.joined(due, due_word, since), _clause(row, wording)),
        (word("due.stops"), text(row.stops), wording.clause(text(row.effect_clause))),
        (word("due.allows"), text(row.allows), ""),
        (word("due.owner"), wording.joined(who, queue), ""),
    ]
    if row.to is not None:
        approved = word("due.approved_by", who=row.approved_by) if row.approved_by else ""
        going = wording.joined(word("due.to", to=text(row.to)), approved)
        lines.insert(1, (word("due.head_about"), going, ""))
    return MatterSeen(
        title=f"{text(row.label)} · {row.name} · {row.case_no}",
        lines=tuple(lines),
        steps=tuple(_step(step, state, wording) for step in row.steps),
    )


def _clause(row: DueRow, wording: Wording) -> str:
    """With how surely the clause was read, where it is a clause of the law."""
    clause = wording.clause(wording.text(row.clause))
    sure = "" if row.confidence == "house" else wording.word(f"sure.{row.confidence}")
    return wording.joined(clause, sure)


def _step(step: DueStep, state: DeskState, wording: Wording) -> StepSeen:
    what = wording.word(f"due.step_{step.what}")
    return StepSeen(
        at=wording.moment(step.at, state.now, state.zone),
        what=wording.joined(what, step.who),
        note=step.note,
    )


def _keys(part: DuePart, wording: Wording) -> tuple[tuple[str, str], ...]:
    found = [("Enter", wording.word("due.key_enter"))] if part.rows else []
    found += [(key, wording.word(f"due.key_{key.lower()}")) for key in part.keys]
    return tuple(found)
