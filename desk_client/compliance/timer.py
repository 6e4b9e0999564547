"""What is due and when: an answer to a complaint, the assumed receipt of a notice, a call back by a
supervisor. A timer starts with an event, on whose local day it counts from; that day itself is not
counted. A deadline may be extended in steps, each told from the start."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, Field, model_validator

from desk_client.compliance.calendar_days import calendar_exists, next_business_day
from desk_client.compliance.duty import Duty, Key, Proof, differing
from desk_client.compliance.local_time import zone_named
from desk_client.compliance.periods import months_after
from desk_client.compliance.request import Instant
from desk_client.compliance.rule import Written
from desk_client.errors import BadInput


def _calendar(name: str) -> str:
    if not calendar_exists(name):
        raise ValueError("a country, or a part of one, is needed, for example CN or US-NY")
    return name


CalendarName = Annotated[str, AfterValidator(_calendar)]


class Span(Written):
    """So many days, business days, weeks or months."""

    n: Annotated[int, Field(ge=1, le=1000)]
    unit: Literal["day", "business_day", "week", "month"]


class Due(Written):
    """What an example's timer must come to."""

    due_on: date


class TimerExample(Written):
    """A start and the day on which the timer runs out; `extended` = how many steps were taken."""

    name: str
    start: Instant
    zone: str
    extended: Annotated[int, Field(ge=0)] = 0
    expect: Due


class Timer(Duty):
    """Counts `due` from `starts` (complaint, dispute, validation_sent ...), by a calendar where
    business days are counted. `extend` are later deadlines, in their order."""

    kind: Literal["timer"]
    starts: Key
    due: Span
    calendar: CalendarName | None = None
    extend: tuple[Span, ...] = ()
    examples: Annotated[tuple[TimerExample, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _can_be_counted(self) -> "Timer":
        spans = (self.due, *self.extend)
        if self.calendar is None and any(span.unit == "business_day" for span in spans):
            raise ValueError("business days need a calendar")
        for example in self.examples:
            if zone_named(example.zone) is None:
                raise ValueError("a zone of the tz database is needed, for example Asia/Shanghai")
            if example.extended > len(self.extend):
                raise ValueError("there are fewer steps in extend")
        return self

    def due_after(self, day: date, extended: int = 0) -> date:
        """The last day in time, counted from a local day. BadInput where the calendar does not
        reach so far."""
        span = (self.due, *self.extend)[extended]
        if span.unit == "business_day":
            return self._business_days_after(day, span.n)
        if span.unit == "month":
            return months_after(day, span.n)
        return day + timedelta(days=span.n * (7 if span.unit == "week" else 1))

    def _business_days_after(self, day: date, count: int) -> date:
        calendar = self.calendar or ""
        for _each in range(count):
            following = next_business_day(calendar, day)
            if following is None:
                raise BadInput(
                    where=self.id,
                    found=f"the holidays of {calendar} are not known as far as {day.year}",
                    allowed="count the days by hand",
                )
            day = following
        return day

    def proofs(self) -> Iterable[Proof]:
        for example in self.examples:
            zone = zone_named(example.zone)
            if zone is None:
                continue
            due = due_on(self, example.start, zone, example.extended)
            yield Proof(example.name, differing(("due_on", example.expect.due_on, due)), True)


def due_on(rule: Timer, start: datetime, zone: ZoneInfo, extended: int = 0) -> date:
    """The last local day on which it is in time."""
    return rule.due_after(start.astimezone(zone).date(), extended)
