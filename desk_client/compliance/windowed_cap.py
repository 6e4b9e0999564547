"""At most so many contacts in a window of time, the requested one included. The window's basis is
data, because a day of the law is not 86,400 seconds: local days, weeks (from Monday) and months
are those on the debtor's clocks, the rolling ones are counted in seconds, (t - W, t]. Events later
than the instant asked about count too."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from functools import cached_property
from operator import attrgetter
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import Field, model_validator

from desk_client.compliance.answer import Limit
from desk_client.compliance.counting import Counts, Key, counted
from desk_client.compliance.local_time import DAY, NEVER, clock_change, first_instant, local_ordinal
from desk_client.compliance.request import Event
from desk_client.compliance.rule import BothLanguages, Rule, Written
from desk_client.compliance.situation import Situation

Unit = Literal["second", "minute", "hour", "local_day", "local_week", "local_month", "rolling_day"]
_ROLLING = {"rolling_day": 86_400, "hour": 3_600, "minute": 60, "second": 1}

_LONGEST_S = 4_000 * 86_400

_at = attrgetter("at")


class Length(Written):
    """How long: `n` units."""

    n: Annotated[int, Field(ge=1, le=400_000_000)]
    unit: Unit

    @model_validator(mode="after")
    def _not_too_long(self) -> "Length":
        days = {"local_week": 7, "local_month": 31, "local_day": 1}.get(self.unit)
        longest = days * self.n * 86_400 if days else _ROLLING[self.unit] * self.n
        if longest > _LONGEST_S:
            raise ValueError("at most 4000 days")
        return self

    @cached_property
    def rolling(self) -> timedelta | None:
        """The length in time where it does not depend on a calendar."""
        seconds = _ROLLING.get(self.unit)
        return None if seconds is None else timedelta(seconds=seconds * self.n)

    @cached_property
    def at_most(self) -> timedelta:
        """No instant that far back from another lies in the same window, on any clock."""
        days = {"local_week": 7, "local_month": 31}.get(self.unit, 1)
        return self.rolling or timedelta(days=days * (self.n + 1) + 2)

    def period(self, ordinal: int) -> int:
        """The number of the calendar period a local day lies in."""
        if self.unit == "local_week":
            return (ordinal - 1) // 7
        if self.unit == "local_month":
            day = date.fromordinal(ordinal)
            return day.year * 12 + day.month - 1
        return ordinal

    def period_start(self, zone: ZoneInfo, period: int) -> datetime:
        """The first instant of a calendar period."""
        if self.unit == "local_week":
            return first_instant(zone, date.fromordinal(period * 7 + 1))
        if self.unit == "local_month":
            return first_instant(zone, date(period // 12, period % 12 + 1, 1))
        return first_instant(zone, date.fromordinal(period))


class WindowedCap(Rule):
    """The cap. With `debt` in the key, a contact that touches several debts counts for each."""

    kind: Literal["windowed_cap"]
    max: Annotated[int, Field(ge=0)]
    window: Length
    key: Annotated[tuple[Key, ...], Field(min_length=1)]
    count: Counts
    label: BothLanguages

    def concerns(self, situation: Situation) -> bool:
        return super().concerns(situation) and any(
            count.would_match(situation) for count in self.count
        )

    def free_at(self, situation: Situation, moment: datetime) -> datetime:
        return max(
            (
                self._room_at(situation, group, moment)
                for debt, group in self._groups(situation).items()
                if not debt or debt in situation.debts
            ),
            default=moment,
        )

    def gates(self, situation: Situation, moment: datetime) -> Iterable[str]:
        """A debt whose cap is full must not be spoken of in a contact about another one."""
        return (
            f"not_this_debt:{debt}"
            for debt, group in self._groups(situation).items()
            if debt and debt not in situation.debts
            if self._room_at(situation, group, moment) > moment
        )

    def limit(self, situation: Situation) -> Limit:
        """What is used at the time of the request; of several debts the fullest."""
        used = max(
            (
                self._used(situation, group)
                for debt, group in self._groups(situation).items()
                if not debt or debt in situation.debts
            ),
            default=0,
        )
        return Limit(
            rule=self.id,
            used=used,
            max=self.max,
            label=self.label,
            ref=self.ref,
            severity=self.severity,
            confidence=self.confidence,
        )

    def _groups(self, situation: Situation) -> dict[str, Sequence[Event]]:
        groups: dict[str, Sequence[Event]] | None = situation.kept.get(id(self))
        if groups is None:
            groups = situation.kept[id(self)] = counted(
                situation, self.count, self.key, self.window.at_most
            )
        return groups

    def _room_at(self, situation: Situation, group: Sequence[Event], moment: datetime) -> datetime:
        """When the group has room for one more; `group` is in order of time."""
        if self.max == 0:
            return NEVER
        if len(group) < self.max:
            return moment
        oldest = group[-self.max].at  # this one must have left the window
        rolling = self.window.rolling
        if rolling is not None:
            return max(moment, oldest + rolling)
        return max(
            (
                self.window.period_start(
                    zone,
                    self.window.period(local_ordinal(zone, oldest)) + self.window.n,
                )
                for zone in situation.zones_at(moment)
            ),
            default=moment,
        )

    def _used(self, situation: Situation, group: Sequence[Event]) -> int:
        rolling = self.window.rolling
        if rolling is not None:
            since = situation.now - rolling
            return len(group) - bisect_right(group, since, key=_at)
        return max(
            (self._used_on(situation, group, zone) for zone in situation.zones_at(situation.now)),
            default=len(group),
        )

    def _used_on(self, situation: Situation, group: Sequence[Event], zone: ZoneInfo) -> int:
        period = self.window.period
        since = period(local_ordinal(zone, situation.now)) - self.window.n
        start = self.window.period_start(zone, since + 1)
        if not _clock_moves_near(zone, start):
            return len(group) - bisect_left(group, start, key=_at)
        surely_before = bisect_left(group, start - DAY, key=_at)
        surely_in = bisect_left(group, start + DAY, key=_at)
        near = group[surely_before:surely_in]
        return len(group) - surely_in + sum(period(local_ordinal(zone, e.at)) > since for e in near)


def _clock_moves_near(zone: ZoneInfo, moment: datetime) -> bool:
    """Whether a day may show its first hour twice within a day of `moment`."""
    day = moment.toordinal()
    return any(clock_change(zone, near) is not None for near in (day - 2, day - 1, day, day + 1))
