"""The weekly timetable against a clock that is simply watched minute by minute, around the days on
which clocks are moved; and local days that begin where the law's clock says."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desk_client.compliance.local_time import NEVER, first_instant, zone_named
from desk_client.compliance.request import Weekday
from desk_client.compliance.week import WEEKDAYS, Week

# a zone and the UTC days around one of its changes
CHANGES = (
    ("America/New_York", date(2026, 3, 8)),
    ("America/New_York", date(2026, 11, 1)),
    ("Europe/London", date(2026, 3, 29)),
    ("Europe/London", date(2026, 10, 25)),
    ("Australia/Lord_Howe", date(2026, 4, 4)),  # by half an hour
    ("America/Santiago", date(2026, 9, 6)),  # midnight does not exist
    ("Africa/Cairo", date(2026, 4, 23)),
    ("Africa/Cairo", date(2026, 10, 29)),
    ("Pacific/Auckland", date(2026, 9, 26)),
    ("America/St_Johns", date(2026, 11, 1)),
    ("Asia/Shanghai", date(2026, 11, 24)),
)
MINUTE = timedelta(minutes=1)
A_WEEK = 8 * 1440


def zone(name: str) -> ZoneInfo:
    found = zone_named(name)
    assert found is not None
    return found


windows = st.lists(
    st.tuples(
        st.lists(st.sampled_from(WEEKDAYS), max_size=3, unique=True),
        st.integers(0, 1439),
        st.integers(0, 1439),
    ),
    min_size=1,
    max_size=3,
)


@settings(max_examples=60, deadline=None)
@given(windows, st.sampled_from(CHANGES), st.integers(-36 * 60, 36 * 60))
def test_opening_and_closing_are_what_a_watched_clock_shows(
    told: list[tuple[list[Weekday], int, int]], change: tuple[str, date], minutes: int
) -> None:
    here = zone(change[0])
    start = datetime.combine(change[1], datetime.min.time(), UTC) + minutes * MINUTE
    week = Week.of([(days, opens * 60, closes * 60) for days, opens, closes in told])
    for wanted, found in ((True, week.opens([here], start)), (False, week.closes([here], start))):
        moment, passed = start, 0
        while week.open_at(here, moment) is not wanted and passed < A_WEEK:
            moment, passed = moment + MINUTE, passed + 1
        assert found == (moment if passed < A_WEEK else NEVER)


@settings(max_examples=60, deadline=None)
@given(windows, st.integers(0, 7 * 86_400))
def test_the_complement_is_open_exactly_where_the_week_is_closed(
    told: list[tuple[list[Weekday], int, int]], second: int
) -> None:
    week = Week.of([(days, opens * 60, closes * 60) for days, opens, closes in told])
    moment = datetime(2026, 11, 23, tzinfo=UTC) + timedelta(seconds=second)
    here = zone("Asia/Shanghai")
    assert week.complement.open_at(here, moment) is not week.open_at(here, moment)


def test_a_night_window_reaches_into_the_next_day() -> None:
    week = Week.of([(["fri"], 22 * 3600, 6 * 3600)])
    here = zone("Asia/Shanghai")
    assert week.open_at(here, datetime(2026, 11, 27, 14, 0, tzinfo=UTC))  # Friday 22:00
    assert week.open_at(here, datetime(2026, 11, 27, 21, 59, tzinfo=UTC))  # Saturday 05:59
    assert not week.open_at(here, datetime(2026, 11, 27, 22, 0, tzinfo=UTC))


def test_a_day_begins_at_the_first_instant_its_clock_shows() -> None:
    santiago = zone("America/Santiago")
    assert first_instant(santiago, date(2026, 9, 6)) == datetime(2026, 9, 6, 4, 0, tzinfo=UTC)
    assert first_instant(zone("Asia/Shanghai"), date(2026, 9, 6)) == datetime(
        2026, 9, 5, 16, 0, tzinfo=UTC
    )
    new_york = zone("America/New_York")
    assert first_instant(new_york, date(2026, 3, 8), 9000) == datetime(2026, 3, 8, 7, tzinfo=UTC)


@pytest.mark.parametrize("name", ["Mars/Olympus", "../etc/passwd", "", "asia/shanghai", "Asia"])
def test_a_zone_the_database_does_not_have_is_none(name: str) -> None:
    assert zone_named(name) is None
