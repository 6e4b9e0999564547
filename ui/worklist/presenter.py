"""The ready screen as it is to be seen: rows of the work list, and on the right the shift's
progress, what holds cases back, and today's appointments."""

from dataclasses import dataclass

from desk_client.services.case_parts import Mark, Meter, WorkRow
from desk_client.services.desk_state import DeskState, Phase
from ui.accept_word import accept_word
from ui.wording import Wording


@dataclass(frozen=True, slots=True)
class RowSeen:
    """One row of the list; `boxes` are (used, of) of effective and of unanswered calls."""

    case_id: str
    rank: str
    name: str
    number: str
    mark: Mark
    reason: str
    stage: str
    hours: str
    last: str
    boxes: tuple[tuple[int, int], ...]
    dialable: bool
    retry: str  # "11:02 可拨", "" where dialable
    spoken: str  # what a screen reader says for the row


@dataclass(frozen=True, slots=True)
class HeldSeen:
    """Cases that one rule holds back."""

    count: str
    mark: Mark
    reason: str
    clause: str


@dataclass(frozen=True, slots=True)
class ListSeen:
    """The centre of the ready screen."""

    title: str
    campaign: str
    dialable: str
    leased: str
    rows: tuple[RowSeen, ...]
    selected: int
    foot: str
    accept: str  # what Enter does to the chosen row
    empty: str  # said in the middle where no row is there
    empty_detail: str


@dataclass(frozen=True, slots=True)
class ShiftSeen:
    """The right pane of the ready screen."""

    since: str
    figures: tuple[tuple[str, str, str], ...]  # caption, figure, small print
    rests: str  # how long not ready today, by reason
    done: float  # share of the plan, 0 to 1
    held_title: str
    held_note: str  # that a case may count under several rules
    held: tuple[HeldSeen, ...]
    held_foot: str
    appointments: tuple[tuple[str, str, str], ...]  # time, what, kind


def list_seen(state: DeskState, wording: Wording) -> ListSeen | None:
    """The work list in ready and not ready, else None."""
    if state.phase not in (Phase.READY, Phase.NOT_READY):
        return None
    work = state.work
    rows = tuple(_row(row, state, wording) for row in work.rows)
    empty = "" if rows else wording.word("worklist.empty")
    detail = ""
    if not rows and work.next_lawful is not None:
        at = wording.next_time(work.next_lawful, state.now, state.zone)
        detail = wording.word("worklist.next_lawful", at=at)
    mode = wording.word(f"mode.{work.mode}") if work.mode else ""
    return ListSeen(
        title=wording.word("worklist.title"),
        campaign=wording.joined(work.campaign, mode),
        dialable=wording.word("worklist.dialable", n=work.dialable),
        leased=wording.word("worklist.leased", n=work.leased),
        rows=rows,
        selected=work.selected,
        foot=wording.word("worklist.foot", n=len(rows)) if rows else "",
        accept=wording.word(accept_word(state)),
        empty=empty,
        empty_detail=detail,
    )


def shift_seen(state: DeskState, wording: Wording) -> ShiftSeen | None:
    """The agent's day, None outside the ready screen."""
    if state.phase not in (Phase.READY, Phase.NOT_READY):
        return None
    day, work = state.day, state.work
    kept = "—" if day.kept_percent is None else wording.percent(day.kept_percent)
    held_foot = ""
    if work.next_lawful is not None and work.not_dialable:
        at = wording.next_time(work.next_lawful, state.now, state.zone)
        held_foot = wording.word("worklist.held_until", at=at)
    return ShiftSeen(
        since=wording.word("shift.since", at=wording.clock(day.since, state.zone))
        if day.since
        else "",
        figures=(
            (
                wording.word("shift.dialled"),
                wording.number(day.dialled),
                f"/{day.plan}" if day.plan else "",
            ),
            (wording.word("shift.effective"), wording.number(day.effective), ""),
            (wording.word("shift.promises"), wording.number(day.promises), ""),
            (wording.word("shift.kept"), kept, ""),
        ),
        rests=_rests(state, wording),
        done=min(1.0, day.dialled / day.plan) if day.plan else 0.0,
        held_title=wording.word("worklist.not_dialable", n=work.not_dialable),
        held_note=wording.word("worklist.each_rule") if len(work.held_back) > 1 else "",
        held=tuple(
            HeldSeen(
                count=wording.number(held.count),
                mark=held.mark,
                reason=wording.text(held.reason),
                clause=wording.clause(held.clause),
            )
            for held in work.held_back
        ),
        held_foot=held_foot,
        appointments=tuple(
            (wording.clock(each.at, state.zone), wording.text(each.what), wording.text(each.kind))
            for each in work.appointments
        ),
    )


def _rests(state: DeskState, wording: Wording) -> str:
    """In whole minutes, the rest that goes on included."""
    seconds = {rest.reason: float(rest.seconds) for rest in state.day.rests}
    if state.day.resting_since is not None:
        running = max(0.0, (state.now - state.day.resting_since).total_seconds())
        seconds[state.rest_reason] = seconds.get(state.rest_reason, 0.0) + running
    told = [
        wording.word(
            "shift.rest",
            why=wording.word(f"rest.{reason}" if reason else "phase.not_ready"),
            n=int(took // 60),
        )
        for reason, took in seconds.items()
        if took >= 60
    ]
    return wording.joined(*told)


def _row(row: WorkRow, state: DeskState, wording: Wording) -> RowSeen:
    retry = ""
    if not row.dialable:
        retry = (
            wording.word(
                "worklist.dialable_at",
                at=wording.next_time(row.retry_at, state.now, state.zone),
            )
            if row.retry_at is not None
            else wording.word("worklist.held")
        )
    reason = wording.text(row.reason)
    spoken = [str(row.rank), row.name, reason, retry or _limits(row.meters, wording)]
    return RowSeen(
        case_id=row.case_id,
        rank=str(row.rank),
        name=row.name,
        number=row.number.masked if row.number else "—",
        mark=row.mark,
        reason=reason,
        stage=row.stage,
        hours=wording.text(row.better_hours),
        last=wording.text(row.last_contact),
        boxes=tuple((meter.used, meter.max) for meter in row.meters[:2]),
        dialable=row.dialable,
        retry=retry,
        spoken=", ".join(part for part in spoken if part),
    )


def _limits(meters: tuple[Meter, ...], wording: Wording) -> str:
    return ", ".join(
        f"{wording.text(meter.label)} {meter.used}/{meter.max}" for meter in meters[:2]
    )
