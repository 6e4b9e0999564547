"""A weekly timetable: half-open windows of local time on weekdays, narrower on holidays, and the
questions asked of it: is it open, when does it open next, when does it close next. With several
zones it is open only where it is open in every one of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from desk_client.compliance.local_time import (
    HORIZON,
    NEVER,
    clock_change,
    first_instant,
    local_ordinal,
)
from desk_client.compliance.request import Weekday

WEEKDAYS: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MIDNIGHT = 86_400
_LONGEST_FEAST = 60  # no place has no working day for so many
Span = tuple[int, int]  # seconds after local midnight, [open, close)


def seconds_of(clock_time: time) -> int:
    """Seconds after midnight; parts of a second are cut off."""
    return (clock_time.hour * 60 + clock_time.minute) * 60 + clock_time.second


@dataclass(frozen=True)
class Week:
    """Open spans of each weekday, Monday first; sorted, not overlapping. On the local days in
    `holidays` (ordinals) those of `on_holidays` hold in their place."""

    days: tuple[tuple[Span, ...], ...]
    holidays: frozenset[int] = frozenset()
    on_holidays: tuple[tuple[Span, ...], ...] = ()

    @classmethod
    def of(cls, windows: Sequence[tuple[Sequence[Weekday], int, int]]) -> "Week":
        """From (weekdays, none = all; open; close). A close not after its open lies on the next
        day."""
        spans: list[list[Span]] = [[] for _ in WEEKDAYS]
        for weekdays, opens, closes in windows:
            for name in weekdays or WEEKDAYS:
                day = WEEKDAYS.index(name)
                if opens < closes:
                    spans[day].append((opens, closes))
                    continue
                spans[day].append((opens, MIDNIGHT))
                if closes:
                    spans[(day + 1) % 7].append((0, closes))
        return cls(tuple(_merged(day) for day in spans))

    @property
    def complement(self) -> "Week":
        """Open where this one is closed."""
        return Week(
            tuple(_gaps(day) for day in self.days),
            self.holidays,
            tuple(_gaps(day) for day in self.on_holidays),
        )

    def less(self, seconds: int) -> "Week":
        """Closed so many seconds earlier; a window over midnight is one window."""
        if not seconds:
            return self
        opened = [[day * MIDNIGHT + second for second in span] for day, span in self._every_span]
        for span in opened:
            follows = [other for other in opened if other[0] == span[1] % (7 * MIDNIGHT)]
            if not follows:
                span[1] -= seconds
            elif follows[0][1] - follows[0][0] < seconds:  # closes before that one has begun
                span[1] -= seconds - (follows[0][1] - follows[0][0])
        days: list[list[Span]] = [[] for _ in WEEKDAYS]
        for opens, closes in opened:
            if opens < closes:
                day = opens // MIDNIGHT
                days[day].append((opens - day * MIDNIGHT, closes - day * MIDNIGHT))
        return Week(tuple(map(tuple, days)))

    def closing_on(self, holidays: frozenset[int], others: "Week | None") -> "Week":
        """Closed on these local days, or open on them only where `others` is open too."""
        on_holidays = tuple(
            () if others is None else _common(day, others.days[weekday])
            for weekday, day in enumerate(self.days)
        )
        return Week(self.days, holidays, on_holidays)

    @property
    def _every_span(self) -> list[tuple[int, Span]]:
        return [(day, span) for day, spans in enumerate(self.days) for span in spans]

    def spans_on(self, ordinal: int) -> tuple[Span, ...]:
        """The open spans of a local day, as date.toordinal() counts."""
        days = self.on_holidays if ordinal in self.holidays else self.days
        return days[(ordinal - 1) % 7]

    def open_at(self, zone: ZoneInfo, moment: datetime) -> bool:
        """Whether the zone's clock stands inside a window."""
        local = moment.astimezone(zone)
        shown = (local.hour * 60 + local.minute) * 60 + local.second
        spans = self.spans_on(local.toordinal()) if self.holidays else self.days[local.weekday()]
        return any(opens <= shown < closes for opens, closes in spans)

    def opens(self, zones: Sequence[ZoneInfo], moment: datetime) -> datetime:
        """The first instant from `moment` on at which every zone is inside a window; NEVER where
        there is none within the horizon."""
        last = moment + HORIZON
        at = moment
        while at <= last:
            latest = at
            for zone in zones:
                if not self.open_at(zone, latest):
                    latest = self._next(zone, latest, wanted=True)
                if latest == NEVER:
                    return NEVER
            if latest == at:
                return at
            at = latest
        return NEVER

    def closes(self, zones: Sequence[ZoneInfo], moment: datetime) -> datetime:
        """The first instant from `moment` on at which some zone is outside; NEVER where none."""
        return min(
            (
                moment if not self.open_at(zone, moment) else self._next(zone, moment, wanted=False)
                for zone in zones
            ),
            default=NEVER,
        )

    def _next(self, zone: ZoneInfo, moment: datetime, *, wanted: bool) -> datetime:
        """The first instant after `moment` at which being open turns into `wanted`."""
        today = moment.astimezone(zone).toordinal()
        for ordinal in range(today, today + (_LONGEST_FEAST if self.holidays else 9)):
            for edge in _edges(self, zone, ordinal):
                if edge > moment and self.open_at(zone, edge) is wanted:
                    return edge
        return NEVER


@lru_cache(maxsize=2048)
def _edges(week: Week, zone: ZoneInfo, ordinal: int) -> tuple[datetime, ...]:
    """Every instant of a local day at which a window may open or close, clock changes included."""
    day = date.fromordinal(ordinal)
    edges = {first_instant(zone, day)}
    for span in week.spans_on(ordinal):
        edges.update(first_instant(zone, day, seconds) for seconds in span)
    for near in (ordinal - 1, ordinal, ordinal + 1):
        change = clock_change(zone, near)
        if change is not None and ordinal in _days_touched(zone, change):
            edges.add(change)
            edges.update(_again(week, zone, change))
    return tuple(sorted(edges))


def _days_touched(zone: ZoneInfo, change: datetime) -> tuple[int, int]:
    return local_ordinal(zone, change - timedelta(seconds=1)), local_ordinal(zone, change)


def _again(week: Week, zone: ZoneInfo, change: datetime) -> list[datetime]:
    """Window edges that the clock shows a second time after it was set back."""
    local = change.astimezone(zone)
    edges = []
    for span in week.spans_on(local.toordinal()):
        for seconds in span:
            shown = datetime.combine(local.date(), time()) + timedelta(seconds=seconds)
            edges.append(change + (shown - local.replace(tzinfo=None)))
    return [edge for edge in edges if edge > change]


def _merged(spans: list[Span]) -> tuple[Span, ...]:
    merged: list[Span] = []
    for opens, closes in sorted(spans):
        if merged and opens <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], closes))
        else:
            merged.append((opens, closes))
    return tuple(merged)


def _gaps(spans: tuple[Span, ...]) -> tuple[Span, ...]:
    edges = [0, *(second for span in spans for second in span), MIDNIGHT]
    pairs = zip(edges[::2], edges[1::2], strict=True)
    return tuple((opens, closes) for opens, closes in pairs if opens < closes)


def _common(spans: tuple[Span, ...], others: tuple[Span, ...]) -> tuple[Span, ...]:
    both = (
        (max(opens, others_open), min(closes, others_close))
        for opens, closes in spans
        for others_open, others_close in others
    )
    return tuple(sorted((opens, closes) for opens, closes in both if opens < closes))
