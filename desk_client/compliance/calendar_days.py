"""Public holidays of countries and their parts, from the `holidays` library, for hours that are
shorter on them and for days that are counted in business days. Years outside those covered here
are not answered at all, so that nobody guesses. A holiday that follows the moon and is only
estimated takes the days before and after with it; where only the country is known, the holidays of
all its parts count. What a government announces year by year (China's exchanged working days) is
known up to the year of the library's release; later years have the days the law itself names."""

from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from desk_client.compliance.local_time import countries_of, country_codes

if TYPE_CHECKING:
    from holidays import HolidayBase

FIRST_YEAR, LAST_YEAR = 2020, 2035  # covered for every calendar but those the library ends earlier
OF_DEBTOR = "of_debtor"  # the calendar of wherever the debtor is


def calendar_exists(name: str) -> bool:
    """Whether there is such a calendar: AU, DE-BY."""
    country, dash, part = name.partition("-")
    return country in country_codes() and (not dash or part in _parts(country))


@lru_cache(maxsize=256)
def _parts(country: str) -> tuple[str, ...]:
    """The parts of a country that have calendars, by their ISO 3166-2 codes."""
    from holidays import country_holidays  # a fifth of a second, for few packs

    return tuple(country_holidays(country).subdivisions)


@lru_cache(maxsize=1024)
def years_covered(name: str) -> range:
    """The years for which a calendar's holidays are known."""
    there = _there(name, ())
    return range(max(FIRST_YEAR, there.start_year), min(LAST_YEAR, there.end_year) + 1)


@lru_cache(maxsize=1024)
def holidays_of(name: str) -> frozenset[int]:
    """The holidays of a calendar in all its years, as date.toordinal() counts."""
    days: set[int] = set()
    for day, called in _there(name, years_covered(name)).items():
        ordinal = day.toordinal()
        days.add(ordinal)
        if "(estimated" in called:
            days.update((ordinal - 1, ordinal + 1))
    return frozenset(days)


@lru_cache(maxsize=1024)
def calendars_at(region: str | None, zone: str | None) -> tuple[str, ...]:
    """The calendars that count at a place: that of its part of the country; where the part is not
    known, the country's and those of all its parts. None where nobody knows the country."""
    country, _, rest = (region or "").partition("-")
    part = rest.partition("-")[0]
    countries = (country,) if country else countries_of(zone or "")
    found: list[str] = []
    for country in countries:
        if country not in country_codes():
            return ()  # its holidays are not known
        parts = _parts(country)
        if part in parts:
            found.append(f"{country}-{part}")
        else:
            found.extend((country, *(f"{country}-{each}" for each in parts)))
    return tuple(found)


def is_business_day(calendar: str, day: date) -> bool | None:
    """Whether people work on the day: no weekend, no holiday, or a weekend day that was exchanged
    for one. None where the calendar does not cover the year."""
    if not calendar_exists(calendar) or day.year not in years_covered(calendar):
        return None
    if day.toordinal() in holidays_of(calendar):
        return False
    return bool(_working_days(calendar, day.year).is_working_day(day))


def next_business_day(calendar: str, day: date) -> date | None:
    """The first business day after `day`; None where the calendar ends before it."""
    while True:
        day += timedelta(days=1)
        works = is_business_day(calendar, day)
        if works is not False:
            return day if works else None


@lru_cache(maxsize=256)
def _working_days(name: str, year: int) -> "HolidayBase":
    return _there(name, (year,))


def _there(name: str, years: range | tuple[int, ...]) -> "HolidayBase":
    from holidays import country_holidays

    country, _, part = name.partition("-")
    language = "en_US" if "en_US" in _languages(country) else None
    return country_holidays(
        country, subdiv=part or None, years=years, expand=False, language=language
    )


@lru_cache(maxsize=256)
def _languages(country: str) -> tuple[str, ...]:
    """Languages the library can name the country's holidays in; an estimate is told by its name."""
    from holidays import country_holidays

    return tuple(country_holidays(country).supported_languages)
