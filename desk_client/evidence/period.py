"""The days that a report is about: whole days of the house, on the clock of one zone."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from desk_client.compliance.local_time import first_instant, zone_named
from desk_client.errors import BadInput

LONGEST = 366  # days; a report of more is read by nobody


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """From the first instant of `first` to before the first instant after `last`."""

    first: date
    last: date
    zone: ZoneInfo

    @property
    def start(self) -> datetime:
        return first_instant(self.zone, self.first)

    @property
    def end(self) -> datetime:
        return first_instant(self.zone, self.last + timedelta(days=1))

    @property
    def days(self) -> tuple[date, ...]:
        count = (self.last - self.first).days + 1
        return tuple(self.first + timedelta(days=number) for number in range(count))

    def day_of(self, moment: datetime) -> date:
        return moment.astimezone(self.zone).date()

    def holds(self, moment: datetime) -> bool:
        return self.start <= moment < self.end


def period(since: str, until: str | None, zone: str, *, now: datetime) -> Period:
    """Read as typed: YYYY-MM-DD, both days included; `until` left out is today. BadInput where a
    day or the zone cannot be used."""
    named = zone_named(zone)
    if named is None:
        raise BadInput(
            where="--zone", found=f"{zone!r} is no zone", allowed="give one like Asia/Shanghai"
        )
    today = now.astimezone(UTC).astimezone(named).date()
    first = _day("--since", since)
    last = today if until is None else _day("--until", until)
    if first > today:
        raise BadInput(
            where="--since", found=f"{first} has not come yet", allowed="give a day up to today"
        )
    if last < first:
        raise BadInput(
            where="--until", found=f"{last} is before {first}", allowed="give a later day"
        )
    last = min(last, today)
    if (last - first).days >= LONGEST:
        raise BadInput(
            where="--since",
            found=f"{(last - first).days + 1} days are asked for",
            allowed=f"ask for at most {LONGEST} at once",
        )
    return Period(first=first, last=last, zone=named)


def _day(where: str, text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or len(text) != 10 or not 2000 <= day.year <= 2100:
        raise BadInput(where=where, found=f"{text!r} is no day", allowed="write YYYY-MM-DD")
    return day
