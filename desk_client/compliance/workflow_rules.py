"""The small workflows as data (resources/workflows.yaml), and by when one is answered: by the
earliest timer of the packs in force that starts with its event, else by the house's own row. The
day of the start is not counted, as in every timer; minutes run in the house's hours only. Pure: no
clock is asked."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from importlib.resources import files
from typing import Literal, Self
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, model_validator

from desk_client.compliance.answer import Confidence
from desk_client.compliance.calendar_days import calendar_exists, next_business_day
from desk_client.compliance.duty import of_kind
from desk_client.compliance.local_time import first_instant
from desk_client.compliance.pack import Pack
from desk_client.compliance.timer import Timer, due_on
from desk_client.outcome import table
from desk_client.text import Text
from desk_client.workflow import FLAGS, Workflow
from desk_client.workflow_body import WorkflowKind
from desk_client.yaml_file import load_yaml


class _Row(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Within(_Row):
    """So many minutes of the house's hours, days, business days or weeks."""

    n: int = Field(ge=1, le=1000)
    unit: Literal["minute", "day", "business_day", "week"]


class HouseDeadline(_Row):
    """The house's row: a span, or an event that ends it."""

    packs: tuple[str, ...] = ()
    due: Within | None = None
    calendar: str | None = None
    until: Text | None = None
    clause: Text

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.due is None) == (self.until is None):
            raise ValueError("either due or until is needed")
        by_calendar = self.due is not None and self.due.unit == "business_day"
        if by_calendar and not calendar_exists(self.calendar or ""):
            raise ValueError("business days need a calendar")
        return self


class Result(_Row):
    """One way a workflow ends; see the head of workflows.yaml."""

    code: str = Field(pattern=r"^[a-z][a-z_]*$")
    label: Text
    lifts: bool = False
    against: bool = False
    word: bool = False
    upheld: bool = False
    case_status: str | None = None


class KindRules(_Row):
    """One kind of workflow."""

    kind: WorkflowKind
    label: Text
    queue: str
    timers: tuple[str, ...]
    deadlines: tuple[HouseDeadline, ...] = Field(min_length=1)
    flag: str | None = None  # what opening one by hand lays
    days: int | None = None  # how long it stands by itself; null = until the answer
    stops: Text
    allows: Text
    clause: Text
    results: tuple[Result, ...] = Field(min_length=1, max_length=9)

    def result(self, code: str) -> Result | None:
        """None where this kind cannot end so."""
        return next((each for each in self.results if each.code == code), None)


class WorkflowTable(_Row):
    """The whole file, each kind once, every place and queue with words."""

    version: int
    kinds: tuple[KindRules, ...]
    undo_reasons: tuple[Text, ...] = Field(min_length=1, max_length=9)

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        words = table()
        named = [each.kind for each in self.kinds]
        if len(set(named)) != len(named):
            raise ValueError("a kind stands twice")
        for each in self.kinds:
            if each.deadlines[-1].packs:
                raise ValueError(f"{each.kind} needs a last deadline that holds under any pack")
            if each.flag is not None and FLAGS.get(each.flag) != each.kind:
                raise ValueError(f"{each.kind} is not opened by the flag {each.flag}")
            if each.queue not in words.queues:
                raise ValueError(f"{each.kind} names the queue {each.queue}, which has no words")
            for result in each.results:
                if result.case_status not in (None, *words.statuses):
                    raise ValueError(f"{result.case_status} is no place of a case")
        return self

    @property
    def by_kind(self) -> Mapping[WorkflowKind, KindRules]:
        return {each.kind: each for each in self.kinds}


@cache
def workflow_table() -> WorkflowTable:
    """The table that ships."""
    return load_yaml(files("resources") / "workflows.yaml", WorkflowTable)


def rules_of(kind: WorkflowKind) -> KindRules:
    """The rules of one kind."""
    return workflow_table().by_kind[kind]


@dataclass(frozen=True, slots=True)
class Deadline:
    """By when, under which clause. `at` is the first instant that is too late, UTC; None where an
    event ends it (`until`). `day`: the last local day in time, None where it runs in minutes."""

    at: datetime | None
    day: date | None
    clause: Text
    rule: str = ""  # of a pack; "" = the house's own row
    confidence: Confidence = "house"
    until: Text | None = None

    def overdue(self, now: datetime) -> bool:
        return self.at is not None and now >= self.at


def deadline_of(workflow: Workflow, packs: Iterable[Pack], zone: ZoneInfo) -> Deadline:
    """By when this workflow is answered, where these packs are in force for its debtor."""
    in_force, rules = tuple(packs), rules_of(workflow.kind)
    start = workflow.opened_at
    day = start.astimezone(zone).date()
    timers = [
        timer
        for pack in in_force
        for timer in of_kind(Timer, pack.duties)
        if timer.starts in rules.timers and timer.covers(day)
    ]
    if timers:
        first = min(timers, key=lambda each: (due_on(each, start, zone), each.id))
        return _of_timer(first, due_on(first, start, zone), zone)
    names = {pack.id for pack in in_force}
    row = next(each for each in rules.deadlines if not each.packs or names & set(each.packs))
    if row.due is None:
        return Deadline(at=None, day=None, clause=row.clause, until=row.until)
    if row.due.unit == "minute":
        at = working_minutes_after(start, row.due.n, zone)
        return Deadline(at=at, day=None, clause=row.clause)
    last = _last_day(row, day)
    return Deadline(at=_day_over(last, zone), day=last, clause=row.clause)


def _of_timer(timer: Timer, day: date, zone: ZoneInfo) -> Deadline:
    return Deadline(
        at=_day_over(day, zone),
        day=day,
        clause=Text(timer.ref, timer.ref),
        rule=timer.id,
        confidence=timer.confidence,
    )


def _last_day(row: HouseDeadline, day: date) -> date:
    if row.due is None:
        raise ValueError("this deadline has no day")
    if row.due.unit != "business_day":
        return day + timedelta(days=row.due.n * (7 if row.due.unit == "week" else 1))
    for _each in range(row.due.n):
        following = next_business_day(row.calendar or "", day)
        day = following if following is not None else day + timedelta(days=1)
    return day


def _day_over(day: date, zone: ZoneInfo) -> datetime:
    return first_instant(zone, day + timedelta(days=1), 0)


def working_minutes_after(start: datetime, minutes: int, zone: ZoneInfo) -> datetime:
    """So many minutes later, counted in the house's hours of the zone only (outcomes.yaml,
    planned); the answer is UTC."""
    hours = table().planned
    left = timedelta(minutes=minutes)
    day = start.astimezone(zone).date()
    while True:
        opens, closes = _at(day, hours.from_, zone), _at(day, hours.until, zone)
        begins = max(start, opens)
        if begins < closes:
            if closes - begins >= left:
                return begins + left
            left -= closes - begins
        day += timedelta(days=1)


def _at(day: date, hour: time, zone: ZoneInfo) -> datetime:
    return first_instant(zone, day, (hour.hour * 60 + hour.minute) * 60)
