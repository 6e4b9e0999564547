"""Complaints and the days on which they must be answered, by the timers of the packs. A complaint
is an outcome that says so, or a complaint's flag laid by an office or an answer; it is answered by
the fact that names it."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Literal
from zoneinfo import ZoneInfo

from desk_client.care_body import ComplaintAnswered, FlagLaid
from desk_client.compliance.duty import of_kind
from desk_client.compliance.pack import Pack
from desk_client.compliance.timer import Timer, due_on
from desk_client.evidence.contacts_made import DebtorRecord
from desk_client.evidence.figures import Complaint, Deadline
from desk_client.fact import Fact
from desk_client.fact_body import OutcomeLogged, Withdrawn
from desk_client.ids import FactId

_FLAG = "complaint_hold"
_STATUS = "complaint"
State = Literal["open", "overdue", "answered", "answered_late"]


def complaints_of(
    record: DebtorRecord, packs: Iterable[Pack], *, zone: ZoneInfo, as_of: datetime
) -> Iterator[Complaint]:
    """Every complaint of the debtor up to `as_of`, once for each timer of the packs; one that no
    timer speaks of is told with no deadline."""
    gone = withdrawn(record.facts)
    answers = {
        fact.body.complaint: (fact.occurred_at, fact.body.upheld)
        for fact in reversed(record.facts)
        if isinstance(fact.body, ComplaintAnswered)
        and fact.occurred_at < as_of
        and fact.fact_id not in gone
    }
    duties = [duty for pack in packs for duty in pack.duties]
    for fact in lodged(record.facts):
        if fact.occurred_at >= as_of:
            continue
        answered = answers.get(fact.fact_id)
        answered_on = None if answered is None else answered[0].astimezone(zone).date()
        day = fact.occurred_at.astimezone(zone).date()
        timers: list[Timer | None] = [
            each for each in of_kind(Timer, duties) if each.starts == _STATUS and each.covers(day)
        ]
        for timer in timers or (None,):
            deadlines = () if timer is None else _deadlines(timer, fact.occurred_at, zone)
            yield Complaint(
                lodged_at=fact.occurred_at,
                case_no=record.case_no(fact.case_id),
                taken_by=fact.actor,
                rule="" if timer is None else timer.id,
                ref="" if timer is None else timer.ref,
                confidence="unknown" if timer is None else timer.confidence,
                deadlines=deadlines,
                answered_on=answered_on,
                upheld=None if answered is None else answered[1],
                state=_state(deadlines, answered_on, as_of.astimezone(zone).date()),
            )


def lodged(facts: Iterable[Fact]) -> Iterator[Fact]:
    """Facts that a complaint began with, without those that were withdrawn."""
    every = list(facts)
    gone = withdrawn(every)
    for fact in every:
        if fact.fact_id not in gone and is_complaint(fact):
            yield fact


def withdrawn(facts: Iterable[Fact]) -> frozenset[FactId]:
    """Facts that were taken back; an answer undone leaves the complaint open."""
    return frozenset(fact.body.fact_id for fact in facts if isinstance(fact.body, Withdrawn))


def is_complaint(fact: Fact) -> bool:
    """Whether a complaint began with it."""
    body = fact.body
    if isinstance(body, OutcomeLogged) and body.case_status == _STATUS:
        return True
    return isinstance(body, OutcomeLogged | FlagLaid) and any(
        laid.flag == _FLAG for laid in body.flags
    )


def _deadlines(timer: Timer, start: datetime, zone: ZoneInfo) -> tuple[Deadline, ...]:
    return tuple(
        Deadline(due_on=due_on(timer, start, zone, extended), extended=extended)
        for extended in range(len(timer.extend) + 1)
    )


def _state(deadlines: tuple[Deadline, ...], answered_on: date | None, today: date) -> State:
    due = deadlines[0].due_on if deadlines else None
    if answered_on is not None:
        return "answered_late" if due is not None and answered_on > due else "answered"
    return "overdue" if due is not None and today > due else "open"
