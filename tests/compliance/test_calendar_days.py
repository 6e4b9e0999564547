"""Public holidays as the library tells them, the years they are known for, and business days."""

from datetime import date, timedelta

import pytest
from holidays.registry import EntityLoader
from hypothesis import given
from hypothesis import strategies as st

from desk_client.compliance.calendar_days import (
    FIRST_YEAR,
    LAST_YEAR,
    calendar_exists,
    calendars_at,
    holidays_of,
    is_business_day,
    next_business_day,
    years_covered,
)
from desk_client.compliance.local_time import countries_of, country_codes


def off(name: str, day: str) -> bool:
    return date.fromisoformat(day).toordinal() in holidays_of(name)


def test_holidays_of_a_country_and_of_its_parts() -> None:
    assert off("AU", "2026-01-26")  # Australia Day
    assert not off("AU", "2026-11-03")  # the Melbourne Cup is Victoria's
    assert off("AU-VIC", "2026-11-03")
    assert off("DE-BY", "2026-01-06")
    assert not off("DE-BE", "2026-01-06")
    assert off("CN", "2026-10-01")


def test_a_holiday_that_follows_the_moon_takes_its_neighbours_while_it_is_an_estimate() -> None:
    for day in ("2027-03-09", "2027-03-10", "2027-03-11", "2027-03-12"):  # Eid al-Fitr, two days
        assert off("ID", day)
    assert off("ID", "2027-08-17")  # Independence Day is no estimate
    assert not off("ID", "2027-08-18")
    assert not off("ID", "2027-08-16")


def test_years_are_covered_as_stated_and_no_further_than_the_library() -> None:
    assert years_covered("AU") == range(FIRST_YEAR, LAST_YEAR + 1)
    assert years_covered("LK")[-1] < LAST_YEAR
    assert years_covered("GW")[0] > FIRST_YEAR
    days = holidays_of("AU")
    assert date.fromordinal(min(days)).year == FIRST_YEAR
    assert date.fromordinal(max(days)).year == LAST_YEAR


@pytest.mark.parametrize("name", ["XX", "DE-XX", "", "de", "Germany", "CN-44", "DE-"])
def test_calendars_that_are_not_there(name: str) -> None:
    assert not calendar_exists(name)
    assert calendar_exists("DE-BY")


def test_every_country_has_a_calendar() -> None:
    known = EntityLoader.get_country_codes(include_aliases=False)
    assert country_codes() <= set(known)
    assert len(country_codes()) > 240


def test_the_calendar_of_a_place() -> None:
    assert calendars_at("DE-BY", None) == ("DE-BY",)
    assert calendars_at("CN-44", "Asia/Shanghai") == ("CN",)  # no part of China has its own
    assert calendars_at("US-NY-NYC", None) == ("US-NY",)
    # where only the country is known, every part's holidays count
    assert {"DE", "DE-BY", "DE-SN"} <= set(calendars_at("DE", None))
    assert {"GB", "GB-SCT", "GB-ENG"} <= set(calendars_at("GB-LND", None))
    # where no region is known, the zone tells the country
    assert "AU-NSW" in calendars_at(None, "Australia/Sydney")
    assert calendars_at(None, "Asia/Calcutta") == calendars_at(None, "Asia/Kolkata")
    assert calendars_at("XX-1", None) == ()
    assert calendars_at(None, None) == ()
    assert calendars_at(None, "Etc/UTC") == ()


def test_the_countries_of_a_zone() -> None:
    assert countries_of("Asia/Shanghai") == ("CN",)
    assert countries_of("PRC") == ("CN",)
    assert countries_of("Europe/Copenhagen") == ("DK",)
    assert countries_of("Mars/Olympus") == ()


def test_business_days_with_the_working_weekends_of_china() -> None:
    assert is_business_day("CN", date(2026, 2, 14))  # a Saturday exchanged for Spring Festival
    assert is_business_day("CN", date(2026, 2, 17)) is False
    assert is_business_day("CN", date(2026, 2, 21)) is False  # a plain Saturday
    assert next_business_day("DE", date(2026, 12, 24)) == date(2026, 12, 28)
    assert next_business_day("US", date(2026, 7, 2)) == date(2026, 7, 6)  # the 4th is a Saturday


def test_business_days_beyond_the_calendars_are_not_answered() -> None:
    assert is_business_day("CN", date(LAST_YEAR + 1, 1, 2)) is None
    assert is_business_day("XX", date(2026, 1, 2)) is None
    assert next_business_day("DE", date(LAST_YEAR, 12, 31)) is None


@given(st.dates(date(2020, 1, 1), date(2035, 12, 1)), st.sampled_from(["CN", "DE-BY", "ID", "US"]))
def test_the_next_business_day_is_the_first_one(day: date, calendar: str) -> None:
    following = next_business_day(calendar, day)
    assert following is not None
    assert following > day
    between = (following - day).days
    assert is_business_day(calendar, following)
    assert not any(is_business_day(calendar, day + timedelta(days=n)) for n in range(1, between))
