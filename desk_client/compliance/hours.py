"""Lawful hours, by weekday and kind of contact, on the clocks of the debtor (compliance.md 5.2
`hours`), and the debtor's own inconvenient times and places (`personal_hours`). Windows are
half-open: at the closing second the contact is refused."""

from datetime import datetime
from functools import cached_property, lru_cache
from typing import Annotated, Literal

from pydantic import Field, model_validator

from desk_client.compliance.local_time import NEVER
from desk_client.compliance.request import Inconvenient, LocalTime, Weekday
from desk_client.compliance.rule import Rule, Written
from desk_client.compliance.situation import Granted, Situation
from desk_client.compliance.week import MIDNIGHT, WEEKDAYS, Week, seconds_of


class Window(Written):
    """Open from `open` to `close`; a close not after its open lies on the next day."""

    weekdays: tuple[Weekday, ...] = ()  # none = all
    open: LocalTime
    close: LocalTime


class Holidays(Written):
    """What holds on the holidays of a calendar: closed, or other windows. `calendar` is a country
    (AU), one of its parts (DE-BY), or of_debtor = where the debtor is."""

    calendar: Annotated[str, Field(pattern=r"^([A-Z]{2}(-[A-Z0-9]{1,3})?|of_debtor)$")]
    closed: Literal[True] | None = None
    windows: tuple[Window, ...] = ()

    @model_validator(mode="after")
    def _one_of_both(self) -> "Holidays":
        if bool(self.closed) == bool(self.windows):
            raise ValueError("holidays are either closed: true or have windows of their own")
        if any(window.close <= window.open for window in self.windows):
            raise ValueError("the windows of a holiday end on the same day")
        return self


class Hours(Rule):
    """No contact outside the windows. An `out_of_hours` consent with a local end moves the
    closing time of its weekdays; any other consent that exempts lifts the rule while it holds."""

    kind: Literal["hours"]
    windows: Annotated[tuple[Window, ...], Field(min_length=1)]
    holidays: Holidays | None = None
    last_start_margin_s: Annotated[int, Field(ge=0, le=7200)] = 0  # before closing, none begins

    @cached_property
    def week(self) -> Week:
        """The windows as one timetable."""
        return Week.of(
            [(w.weekdays, seconds_of(w.open), seconds_of(w.close)) for w in self.windows]
        )

    def free_at(self, situation: Situation, moment: datetime) -> datetime:
        zones = situation.zones_at(moment)
        free = self.week.opens(zones, moment)
        if free > moment and "out_of_hours" in self.exempt_by:
            for granted in situation.granted:
                later = self._longer(granted)
                if later is not None:
                    free = min(free, granted.from_(zones, moment, later))
        return free

    def _longer(self, granted: Granted) -> Week | None:
        if granted.kind != "out_of_hours" or granted.local_until is None:
            return None
        extended = []
        for index, spans in enumerate(self.week.days):
            agreed = not granted.weekdays or WEEKDAYS[index] in granted.weekdays
            if agreed and spans and granted.local_until > spans[-1][1]:
                spans = (*spans[:-1], (spans[-1][0], granted.local_until))  # noqa: PLW2901
            extended.append(spans)
        return Week(tuple(extended))

    def edges(self, situation: Situation, moment: datetime) -> list[datetime]:
        """Instants after `moment` at which this rule may begin to refuse."""
        zones = situation.zones_at(moment)
        ends = [self.week.closes(zones, moment)]
        for granted in situation.granted:
            longer = self._longer(granted)
            if longer is not None:
                ends.append(longer.closes(zones, moment))
        return ends


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
