"""The outcome pane as it is to be seen: limits of the day, the promise draft while amounts are
open, the outcome grid with its party level, and beside a preview or a refusal what else there is:
the cases that follow, the other contact points, the path the attempt came by."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from desk_client.services.call_parts import Choice, OutcomeGrid, PromiseDraft
from desk_client.services.case_parts import Meter
from desk_client.services.desk_state import DeskState, Phase
from desk_client.services.note_parts import NoteCheck
from ui.choice_words import amount_label, channel_label, date_label, today_of
from ui.key_intents import LEVELS
from ui.keys import Act, KeyMap
from ui.secrecy import amounts_open
from ui.widgets.marked_text import MarkSeen
from ui.wording import Wording


@dataclass(frozen=True, slots=True)
class MeterSeen:
    """A limit: used of max."""

    label: str
    used: int
    max: int
    blocking: bool


@dataclass(frozen=True, slots=True)
class LimitsSeen:
    """The limits left today."""

    title: str
    clause: str
    meters: tuple[MeterSeen, ...]


@dataclass(frozen=True, slots=True)
class DraftSeen:
    """The proposed promise: caption, value, small print."""

    rows: tuple[tuple[str, str, str], ...]
    checks: str
    key: str  # of the outcome that logs it


@dataclass(frozen=True, slots=True)
class OutcomeSeen:
    """One key of the grid."""

    key: str
    label: str
    likely: bool
    allowed: bool
    why_not: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class GridSeen:
    """The grid and its party level."""

    note: str
    level: int
    levels: tuple[str, ...]
    digits: bool  # whether 1 to 4 change the level now
    rows: tuple[OutcomeSeen, ...]
    line_says: str
    warning: str


@dataclass(frozen=True, slots=True)
class AsideSeen:
    """A plain list of the pane: (shape "" / "allowed" / "refused", strong, quiet, second line)."""

    title: str
    rows: tuple[tuple[str, str, str, str], ...]


@dataclass(frozen=True, slots=True)
class PaneSeen:
    """The whole right pane of a case."""

    case_id: str
    limits: LimitsSeen | None
    draft: DraftSeen | None
    grid: GridSeen | None
    asides: tuple[AsideSeen, ...]
    note: str
    note_key: str
    note_marks: tuple[MarkSeen, ...] = ()
    note_said: str = ""  # under the field: which words, and why
    note_blocks: bool = False


def outcome_seen(state: DeskState, wording: Wording, keys: KeyMap) -> PaneSeen | None:
    """The pane, None where no case is in hand."""
    if state.card is None:
        return None
    return PaneSeen(
        case_id=state.card.case_id,
        limits=_limits(state.meters, wording),
        draft=_draft(state, wording),
        grid=_grid(state, state.outcomes, wording),
        asides=_asides(state, wording),
        note=state.note,
        note_key=keys.cap(Act.NOTE, state.phase),
        **_marks(state.note_check, wording),
    )


def _marks(check: NoteCheck | None, wording: Wording) -> dict[str, Any]:
    """What is marked in the note, and the line under it: a block says that it will not be saved."""
    if check is None:
        return {}
    said = wording.text(check.said)
    return {
        "note_marks": tuple(
            MarkSeen(
                each.start,
                each.end,
                wording.joined(wording.text(each.reason), wording.clause(each.clause)),
                each.blocks,
            )
            for each in check.marks
        ),
        "note_said": wording.word("outcome.not_saved_with", said=said) if check.blocks else said,
        "note_blocks": check.blocks,
    }


def _limits(meters: tuple[Meter, ...], wording: Wording) -> LimitsSeen | None:
    if not meters:
        return None
    clauses = dict.fromkeys(meter.clause for meter in meters if meter.clause != "house")
    return LimitsSeen(
        title=wording.word("outcome.limits"),
        clause=wording.clause(wording.joined(*clauses)),
        meters=tuple(
            MeterSeen(wording.text(meter.label), meter.used, meter.max, meter.blocking)
            for meter in meters
        ),
    )


def _draft(state: DeskState, wording: Wording) -> DraftSeen | None:
    draft = state.draft
    live = state.phase in (Phase.TALKING, Phase.ON_HOLD)
    if draft is None or not live or not amounts_open(state):
        return None
    promised = state.outcomes is not None and any(row.key == "P" for row in state.outcomes.rows)
    return DraftSeen(
        rows=(
            (wording.word("promise.amount"), wording.money(draft.amount), _least(draft, wording)),
            (wording.word("promise.date"), wording.day_and_weekday(draft.due),
             _last_date(draft, wording, today_of(state))),
            (wording.word("promise.channel"), *_channel(draft, wording)),
        ),
        checks=wording.joined(*(wording.text(check) for check in draft.checks)),
        key="P" if promised else "",
    )  # fmt: skip


def _least(draft: PromiseDraft, wording: Wording) -> str:
    other = next((each for each in draft.amounts if not each.chosen), None)
    if other is None:
        return ""
    label = amount_label(other, draft.amount.currency, wording)
    return f"{wording.text(other.hint)} {label}".strip()


def _last_date(draft: PromiseDraft, wording: Wording, today: date) -> str:
    last: Choice | None = draft.dates[-1] if draft.dates else None
    if last is None or last.chosen:
        return ""
    return f"{wording.text(last.hint)} {date_label(last, wording, today)}".strip()


def _channel(draft: PromiseDraft, wording: Wording) -> tuple[str, str]:
    chosen = next((each for each in draft.channels if each.chosen), None)
    return (channel_label(chosen, wording) if chosen else "—", "")


def _grid(state: DeskState, grid: OutcomeGrid | None, wording: Wording) -> GridSeen | None:
    if grid is None:
        return None
    after = state.phase is Phase.WRAP_UP
    note = wording.text(grid.note) if grid.note else ""
    reasons = {wording.text(row.why_not) for row in grid.rows if row.why_not}
    one_for_all = len(reasons) == 1 and not any(row.allowed for row in grid.rows)
    if one_for_all:
        note = reasons.pop()
    return GridSeen(
        note=note,
        level=LEVELS.index(grid.level),
        levels=tuple(wording.word(f"level.{level.lower()}") for level in LEVELS),
        digits=after,
        rows=tuple(
            OutcomeSeen(
                row.key,
                wording.text(row.label),
                row.likely,
                row.allowed,
                wording.text(row.why_not) if row.why_not and not one_for_all else "",
                row.chosen,
            )
            for row in grid.rows
        ),
        line_says=wording.text(grid.line_says) if grid.line_says else "",
        warning=wording.word("outcome.wrong_party_first") if after else "",
    )


def _asides(state: DeskState, wording: Wording) -> tuple[AsideSeen, ...]:
    if state.phase is Phase.PREVIEW and state.after:
        rows = tuple(("", each.name, wording.text(each.reason), "") for each in state.after)
        return (AsideSeen(wording.word("outcome.after_this"), rows),)
    if state.phase is not Phase.REFUSED or state.refused is None:
        return ()
    points = tuple(
        (
            "allowed" if row.verdict.allowed else "refused",
            row.number.masked,
            wording.word(f"place.{row.place}"),
            wording.text(row.verdict.sentence),
        )
        for row in state.contact_points
    )
    path = (("", wording.text(state.refused.path), "", wording.word("refused.all_paths")),)
    return (
        AsideSeen(wording.word("outcome.other_points"), points),
        AsideSeen(wording.word("outcome.path"), path),
    )
