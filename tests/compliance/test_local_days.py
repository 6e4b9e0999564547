"""Days on which clocks are moved, in ten zones: every instant of such a day lies in exactly one
local day, days of 23 and 25 hours are split where the clock splits them, and caps, waits and hours
of the law go by them."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desk_client.compliance.local_time import clock_change, first_instant, local_ordinal, zone_named
from desk_client.compliance.request import Location
from desk_client.compliance.verdict import verdict
from tests.compliance.asking import ask, call_made
from tests.compliance.pack_files import pack, rule

# a zone and a local day of 2026 on which its clock is moved, with the hours that day has
MOVED = (
    ("America/New_York", date(2026, 3, 8), 23),
    ("America/New_York", date(2026, 11, 1), 25),
    ("America/Los_Angeles", date(2026, 3, 8), 23),
    ("America/St_Johns", date(2026, 11, 1), 25),
    ("America/Santiago", date(2026, 4, 4), 25),  # the hour before midnight comes twice
    ("America/Santiago", date(2026, 9, 6), 23),  # midnight does not exist
    ("Europe/London", date(2026, 3, 29), 23),
    ("Europe/London", date(2026, 10, 25), 25),
    ("Europe/Berlin", date(2026, 10, 25), 25),
    ("Africa/Cairo", date(2026, 4, 24), 23),  # midnight does not exist
    ("Africa/Cairo", date(2026, 10, 29), 25),
    ("Australia/Sydney", date(2026, 4, 5), 25),
    ("Australia/Lord_Howe", date(2026, 4, 5), 24.5),
    ("Pacific/Auckland", date(2026, 9, 27), 23),
)
ZONES = tuple(dict.fromkeys(name for name, _day, _hours in MOVED))
CAP = (
    "max: 2",
    "window: {n: 1, unit: local_day}",
    "key: [debtor]",
    "count: {media: [call]}",
    "label: {zh: 次, en: Calls}",
)


def watched_midnights(name: str, start: datetime, days: int) -> Iterator[datetime]:
    """The instants at which a watched clock shows another date, minute by minute."""
    zone = zone_named(name)
    assert zone is not None
    moment, shown = start, start.astimezone(zone).date()
    for _minute in range(days * 1440):
        moment += timedelta(minutes=1)
        today = moment.astimezone(zone).date()
        if today > shown:
            yield moment
            shown = today


def test_there_are_ten_zones() -> None:
    assert len(ZONES) == 10


@pytest.mark.parametrize(("name", "day", "hours"), MOVED)
def test_a_day_begins_and_ends_where_a_watched_clock_turns(
    name: str, day: date, hours: float
) -> None:
    zone = zone_named(name)
    assert zone is not None
    starts = [first_instant(zone, day + timedelta(days=n)) for n in (-1, 0, 1, 2)]
    noon_before = starts[0] - timedelta(hours=12)
    assert list(watched_midnights(name, noon_before, 4))[: len(starts)] == starts
    assert (starts[2] - starts[1]) == timedelta(hours=hours)
    near = range(day.toordinal() - 1, day.toordinal() + 2)
    changes = [change for ordinal in near if (change := clock_change(zone, ordinal))]
    assert len(changes) == 1


@settings(max_examples=120, deadline=None)
@given(st.sampled_from(MOVED), st.integers(-36 * 3600, 60 * 3600))
def test_every_second_lies_in_exactly_one_day(moved: tuple[str, date, float], second: int) -> None:
    name, day, _hours = moved
    zone = zone_named(name)
    assert zone is not None
    moment = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(seconds=second)
    days = [date.fromordinal(day.toordinal() + n) for n in range(-4, 6)]
    holding = [
        today
        for today, tomorrow in pairwise(days)
        if first_instant(zone, today) <= moment < first_instant(zone, tomorrow)
    ]
    assert [one.toordinal() for one in holding] == [local_ordinal(zone, moment)]


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(MOVED),
    st.lists(st.integers(0, 3 * 86_400), min_size=2, max_size=2),
    st.integers(0, 3 * 86_400),
)
def test_a_daily_cap_goes_by_the_day_the_clock_shows(
    tmp_path_factory: pytest.TempPathFactory,
    moved: tuple[str, date, float],
    calls: list[int],
    asked: int,
) -> None:
    name, day, _hours = moved
    zone = zone_named(name)
    assert zone is not None
    start = first_instant(zone, day - timedelta(days=1))
    law = pack(tmp_path_factory.mktemp("cap"), "law", rule("law.cap", "windowed_cap", *CAP))
    here = (Location(source="address", zone=name),)
    made = tuple(call_made(start + timedelta(seconds=s), id=f"c{s}") for s in sorted(set(calls)))
    now = start + timedelta(seconds=max(*calls, asked))
    answer = verdict(ask(now, history=made, locations=here), (law,))
    same_day = [e for e in made if local_ordinal(zone, e.at) == local_ordinal(zone, now)]
    assert answer.limits[0].used == len(same_day)
    assert answer.allowed is (len(same_day) < 2)
    if not answer.allowed:
        tomorrow = date.fromordinal(local_ordinal(zone, now) + 1)
        assert answer.retry_at == first_instant(zone, tomorrow)
        again = ask(answer.retry_at, history=made, locations=here)
        assert verdict(again, (law,)).allowed
        minute_before = again.at(answer.retry_at - timedelta(minutes=1))
        assert not verdict(minute_before, (law,)).allowed


@pytest.mark.parametrize(("name", "day", "hours"), MOVED)
def test_opening_is_the_first_instant_the_clock_shows_it(
    tmp_path: Path, name: str, day: date, hours: float
) -> None:
    zone = zone_named(name)
    assert zone is not None
    law = pack(
        tmp_path, "law", rule("law.hours", "hours", "windows: [{open: '08:00', close: '21:00'}]")
    )
    here = (Location(source="address", zone=name),)
    midnight = first_instant(zone, day)
    answer = verdict(ask(midnight, locations=here), (law,))
    assert answer.retry_at is not None
    shown = answer.retry_at.astimezone(zone)
    assert (shown.date(), shown.hour, shown.minute, shown.second) == (day, 8, 0, 0)
    closing = first_instant(zone, day, 21 * 3600)
    assert not verdict(ask(closing, locations=here), (law,)).allowed
    assert verdict(ask(closing - timedelta(seconds=1), locations=here), (law,)).allowed
