"""Lawful hours, by weekday and kind of contact, on the clocks of the debtor (compliance.md 5.2
`hours`), and the debtor's own inconvenient times and places (`personal_hours`). Windows are
half-open: at the closing second the contact is refused. Holidays only ever narrow them; on days
whose holidays nobody knows, `safeguards` refuses."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import cached_property, lru_cache
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from desk_client.compliance.calendar_days import (
    OF_DEBTOR,
    calendar_exists,
    holidays_of,
    years_covered,
)
from desk_client.compliance.local_time import NEVER
from desk_client.compliance.request import Inconvenient, LocalTime, Weekday
from desk_client.compliance.rule import Rule, Written
from desk_client.compliance.situation import Granted, Situation
from desk_client.compliance.week import MIDNIGHT, WEEKDAYS, Week, seconds_of
from desk_client.text import Text

_LOCATE_FIRST = Text(
    "；客户可能所在的各地没有共同的允许时段，请先核实所在地",
    "; no hour is lawful in all places where the debtor may be: locate the debtor first",
)


class Window(Written):
    """Open from `open` to `close`; a close not after its open lies on the next day."""

    weekdays: tuple[Weekday, ...] = ()  # none = all
    open: LocalTime
    close: LocalTime


def _calendar(name: str) -> str:
    if name != OF_DEBTOR and not calendar_exists(name):
        raise ValueError("a country or a part of it is needed, for example AU, DE-BY or of_debtor")
    return name


class Holidays(Written):
    """What holds on the holidays of a calendar: closed, or other windows. `calendar` is a country
    (AU), one of its parts (DE-BY), or of_debtor = where the debtor is."""

    calendar: Annotated[str, AfterValidator(_calendar)]
    closed: Literal[True] | None = None
    windows: tuple[Window, ...] = ()

    @model_validator(mode="after")
    def _one_of_both(self) -> "Holidays":
        if bool(self.closed) == bool(self.windows):
            raise ValueError("holidays are either closed: true or have windows of their own")
        if any(window.close <= window.open for window in self.windows):
            raise ValueError("the windows of a holiday end on the same day")
        return self

    def includes(self, other: "Holidays") -> bool:
        """Whether every holiday of the other is one here, and no year is covered that there is
        not."""
        names = (self.calendar, other.calendar)
        if self.calendar == other.calendar or OF_DEBTOR in names:
            return self.calendar == other.calendar
        ours, theirs = (years_covered(name) for name in names)
        longer = ours[0] < theirs[0] or ours[-1] > theirs[-1]
        return not longer and holidays_of(other.calendar) <= holidays_of(self.calendar)


class Hours(Rule):
    """No contact outside the windows, nor within `last_start_margin_s` of their end. An
    `out_of_hours` consent with a local end moves the closing time of its weekdays, but not of a
    holiday; any other consent that exempts lifts the rule while it holds."""

    kind: Literal["hours"]
    windows: Annotated[tuple[Window, ...], Field(min_length=1)]
    holidays: Holidays | None = None
    last_start_margin_s: Annotated[int, Field(ge=0, le=7200)] = 0  # before closing, none begins

    @cached_property
    def week(self) -> Week:
        """The windows as one timetable, as if there were no holidays."""
        return _week_of(self.windows).less(self.last_start_margin_s)

    @cached_property
    def holiday_week(self) -> Week | None:
        """The windows of holidays, None where they are closed or nothing is said of them."""
        if self.holidays is None or not self.holidays.windows:
            return None
        return _week_of(self.holidays.windows).less(self.last_start_margin_s)

    def week_at(self, situation: Situation, moment: datetime) -> Week:
        """The timetable at `moment`, with the holidays of where the debtor may be then."""
        if self.holidays is None:
            return self.week
        return self.week_with(self._calendars(situation, moment))

    def week_with(self, calendars: tuple[str, ...]) -> Week:
        """The timetable with the holidays of these calendars."""
        if self.holidays is None:
            return self.week
        return _with_holidays(self.week, self.holiday_week, calendars)

    def _calendars(self, situation: Situation, moment: datetime) -> tuple[str, ...]:
        """The calendars that count, () where nobody knows them."""
        name = "" if self.holidays is None else self.holidays.calendar
        return situation.calendars_at(moment) if name == OF_DEBTOR else (name,)

    def knows_holidays(self, situation: Situation, moment: datetime) -> bool:
        """Whether every calendar that counts is known for the debtor's local days at `moment`."""
        if self.holidays is None:
            return True
        calendars = self._calendars(situation, moment)
        days = [date.fromordinal(ordinal) for ordinal in situation.days_at(moment)]
        return bool(calendars) and all(
            day.year in years_covered(calendar) for calendar in calendars for day in days
        )

    def free_at(self, situation: Situation, moment: datetime) -> datetime:
        free = self._opens(situation, moment)
        if free > moment and "out_of_hours" in self.exempt_by:
            zones = situation.zones_at(moment)
            for granted in situation.granted:
                later = self._longer(granted, situation, moment)
                if later is not None:
                    free = min(free, granted.from_(zones, moment, later))
        return free

    def _opens(self, situation: Situation, moment: datetime) -> datetime:
        key = (id(self), "opens", moment)  # looked for through 400 days where zones exclude another
        if key not in situation.kept:
            week = self.week_at(situation, moment)
            situation.kept[key] = week.opens(situation.zones_at(moment), moment)
        opens: datetime = situation.kept[key]
        return opens

    def _longer(self, granted: Granted, situation: Situation, moment: datetime) -> Week | None:
        if granted.kind != "out_of_hours" or granted.local_until is None:
            return None
        week = self.week_at(situation, moment)
        extended = []
        for index, spans in enumerate(week.days):
            agreed = not granted.weekdays or WEEKDAYS[index] in granted.weekdays
            if agreed and spans and granted.local_until > spans[-1][1]:
                spans = (*spans[:-1], (spans[-1][0], granted.local_until))  # noqa: PLW2901
            extended.append(spans)
        return replace(week, days=tuple(extended))

    def edges(self, situation: Situation, moment: datetime) -> list[datetime]:
        """Instants after `moment` at which this rule may begin to refuse."""
        zones = situation.zones_at(moment)
        week = self.week_at(situation, moment)
        ends = [week.closes(zones, moment), week.opens(zones, moment)]
        for granted in situation.granted:
            longer = self._longer(granted, situation, moment)
            if longer is not None:
                ends.append(longer.closes(zones, moment))
        return ends

    def told(self, situation: Situation, moment: datetime) -> Text:
        """Its words; where it is closed only because the debtor may be in places that are never
        open together, they say to find out where."""
        zones = situation.zones_at(moment)
        if len(zones) < 2 or self.free_at(situation, moment) != NEVER:
            return self.text
        return Text(f"{self.text.zh}{_LOCATE_FIRST.zh}", f"{self.text.en}{_LOCATE_FIRST.en}")


def _week_of(windows: Sequence[Window]) -> Week:
    return Week.of([(w.weekdays, seconds_of(w.open), seconds_of(w.close)) for w in windows])


@lru_cache(maxsize=256)
def _with_holidays(week: Week, on_holidays: Week | None, calendars: tuple[str, ...]) -> Week:
    return week.closing_on(frozenset().union(*map(holidays_of, calendars)), on_holidays)


class PersonalHours(Rule):
    """Respects the times and places the debtor named."""

    kind: Literal["personal_hours"]

    def free_at(self, situation: Situation, moment: datetime) -> datetime:
        week = self._week(situation)
        return moment if week is None else week.opens(situation.zones_at(moment), moment)

    def edges(self, situation: Situation, moment: datetime) -> list[datetime]:
        """Instants after `moment` at which this rule may begin to refuse."""
        week = self._week(situation)
        return [NEVER if week is None else week.closes(situation.zones_at(moment), moment)]

    def _week(self, situation: Situation) -> Week | None:
        """When this place is convenient; None = always."""
        key = (id(self), "week")
        if key not in situation.kept:
            situation.kept[key] = self._convenient(situation)
        week: Week | None = situation.kept[key]
        return week

    def _convenient(self, situation: Situation) -> Week | None:
        if not situation.with_debtor:
            return None
        address = situation.request.address
        place = None if address is None else address.place
        closed = tuple(
            (
                times.weekdays,
                0 if times.from_ is None else seconds_of(times.from_),
                MIDNIGHT if times.until is None else seconds_of(times.until),
            )
            for times in situation.request.debtor.inconvenient
            if _is_there(times, place)
        )
        return _outside(closed) if closed else None


@lru_cache(maxsize=1024)
def _outside(closed: tuple[tuple[tuple[Weekday, ...], int, int], ...]) -> Week:
    return Week.of(closed).complement


def _is_there(times: Inconvenient, place: str | None) -> bool:
    """Whether the named place is, or for all we know may be, the one that is called."""
    return times.place is None or place in (None, "unknown", times.place)
