"""Waiting after something happened: a gap of seconds between attempts (`min_gap`), or days after
an event such as a conversation (`wait_after_event`), where the event's own date may be day one."""

from datetime import date, datetime, timedelta
from operator import attrgetter
from typing import Annotated, Literal

from pydantic import Field

from desk_client.compliance.counting import Counts, Key, counted
from desk_client.compliance.local_time import first_instant, local_ordinal
from desk_client.compliance.request import Event
from desk_client.compliance.rule import Rule
from desk_client.compliance.situation import Situation
from desk_client.compliance.windowed_cap import Length


class MinGap(Rule):
    """At least `seconds` after the last contact that counts under the key."""

    kind: Literal["min_gap"]
    seconds: Annotated[int, Field(ge=1, le=40_000_000)]
    key: Annotated[tuple[Key, ...], Field(min_length=1)]
    after: Counts

    @property
    def lookback(self) -> timedelta:
        """Older events cannot hold anything up."""
        return timedelta(seconds=self.seconds)

    def free_at(self, situation: Situation, moment: datetime) -> datetime:
        last = _last(self, situation)
        return moment if last is None else max(moment, last.at + self.lookback)

    def concerns(self, situation: Situation) -> bool:
        return super().concerns(situation) and any(
            count.would_match(situation) for count in self.after
        )


class Wait(Length):
    """How long to wait; a wait has no calendar weeks or months."""

    unit: Literal["second", "minute", "hour", "local_day", "rolling_day"]


class WaitAfterEvent(Rule):
    """No contact for some time after an event. With `date_is_day_one` the local date of the event
    is the first day of the wait, otherwise the day after it."""

    kind: Literal["wait_after_event"]
    wait: Wait
    date_is_day_one: bool = False
    key: Annotated[tuple[Key, ...], Field(min_length=1)]
    after: Counts

    @property
    def lookback(self) -> timedelta:
        """Older events cannot hold anything up."""
        return self.wait.at_most

    def free_at(self, situation: Situation, moment: datetime) -> datetime:
        last = _last(self, situation)
        if last is None:
            return moment
        rolling = self.wait.rolling
        if rolling is not None:
            return max(moment, last.at + rolling)
        days = self.wait.n if self.date_is_day_one else self.wait.n + 1
        ends = (
            first_instant(zone, date.fromordinal(local_ordinal(zone, last.at) + days))
            for zone in situation.zones_at(moment)
        )
        return max((moment, *ends))


def _last(rule: MinGap | WaitAfterEvent, situation: Situation) -> Event | None:
    """The latest event that counts for the request's debts."""
    if id(rule) not in situation.kept:
        groups = counted(situation, rule.after, rule.key, rule.lookback)
        latest = [
            group[-1]
            for debt, group in groups.items()
            if group and (not debt or debt in situation.debts)
        ]
        situation.kept[id(rule)] = max(latest, key=attrgetter("at"), default=None)
    last: Event | None = situation.kept[id(rule)]
    return last
