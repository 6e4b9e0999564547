"""What is due and when: the days of complaints and notices, counted from the debtor's local day."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from desk_client.compliance.local_time import zone_named
from desk_client.compliance.timer import Timer, due_on
from desk_client.errors import BadInput
from tests.compliance.written import written

EXAMPLES = [
    {
        "name": "any",
        "start": "2026-11-24T08:00:00Z",
        "zone": "Asia/Shanghai",
        "expect": {"due_on": "2026-12-09"},
    }
]
SHANGHAI, NEW_YORK = ZoneInfo("Asia/Shanghai"), ZoneInfo("America/New_York")


def timer(n: int, unit: str, calendar: str | None = None, **told: object) -> Timer:
    told = {"starts": "complaint", "examples": EXAMPLES} | told
    return written(Timer, due={"n": n, "unit": unit}, calendar=calendar, **told)


def test_a_complaint_is_answered_in_fifteen_days_thirty_or_sixty() -> None:
    rule = timer(15, "day", extend=[{"n": 30, "unit": "day"}, {"n": 60, "unit": "day"}])
    start = datetime(2026, 11, 24, 8, tzinfo=UTC)
    assert [due_on(rule, start, SHANGHAI, step) for step in range(3)] == [
        date(2026, 12, 9),
        date(2026, 12, 24),
        date(2027, 1, 23),
    ]


def test_the_day_it_starts_on_is_the_local_one() -> None:
    rule, evening = timer(15, "day"), datetime(2026, 11, 24, 17, tzinfo=UTC)
    assert due_on(rule, evening, SHANGHAI) == date(2026, 12, 10)  # the 25th there
    assert due_on(rule, evening, NEW_YORK) == date(2026, 12, 9)


def test_receipt_is_assumed_five_days_on_less_holidays_saturdays_and_sundays() -> None:
    rule = timer(5, "business_day", "US", starts="validation_sent")
    sent = datetime(2026, 11, 20, 18, tzinfo=UTC)  # a Friday; Thursday the 26th is Thanksgiving
    assert due_on(rule, sent, NEW_YORK) == date(2026, 11, 30)


def test_a_sunday_worked_in_exchange_for_a_holiday_is_a_business_day_in_china() -> None:
    rule = timer(1, "business_day", "CN")
    saturday = datetime(2026, 9, 19, 4, tzinfo=UTC)
    assert due_on(rule, saturday, SHANGHAI) == date(2026, 9, 20)


def test_weeks_and_months() -> None:
    start = datetime(2026, 12, 31, 4, tzinfo=UTC)
    assert due_on(timer(8, "week"), start, SHANGHAI) == date(2027, 2, 25)
    assert due_on(timer(2, "month"), start, SHANGHAI) == date(2027, 2, 28)


def test_beyond_the_known_holidays_nothing_is_guessed() -> None:
    rule = timer(20, "business_day", "CN")
    with pytest.raises(BadInput, match="holidays of CN are not known"):
        due_on(rule, datetime(2035, 12, 20, tzinfo=UTC), SHANGHAI)
    assert due_on(timer(20, "day"), datetime(2039, 12, 20, tzinfo=UTC), SHANGHAI).year == 2040


@pytest.mark.parametrize(
    "told",
    [
        {"n": 0, "unit": "day"},
        {"n": 5, "unit": "fortnight"},
        {"n": 5, "unit": "business_day"},
        {"n": 5, "unit": "day", "calendar": "Narnia"},
        {"n": 5, "unit": "day", "calendar": "US-ZZ"},
        {"n": 5, "unit": "day", "extend": [{"n": 9, "unit": "business_day"}]},
        {"n": 5, "unit": "day", "examples": [EXAMPLES[0] | {"zone": "Asia/Peking"}]},
        {"n": 5, "unit": "day", "examples": [EXAMPLES[0] | {"extended": 1}]},
    ],
)
def test_a_timer_that_cannot_be_counted_is_none(told: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        timer(**told)  # type: ignore[arg-type]


starts = st.datetimes(datetime(2020, 1, 2), datetime(2034, 6, 1), timezones=st.just(UTC))
calendars = st.sampled_from(["US", "GB-ENG", "DE-BY", "AU", "IN", "PH"])
zones = st.sampled_from(["Asia/Shanghai", "America/New_York", "Pacific/Auckland", "Europe/London"])


@given(starts, st.integers(1, 60), calendars, zones)
def test_a_business_day_due_never_falls_on_a_weekend_or_holiday(
    start: datetime, n: int, calendar: str, name: str
) -> None:
    zone = zone_named(name)
    assert zone is not None
    due = due_on(timer(n, "business_day", calendar), start, zone)
    country, _, part = calendar.partition("-")
    closed = holidays.country_holidays(country, subdiv=part or None, years=due.year)
    assert due.weekday() < 5
    assert due not in closed
    assert due - start.astimezone(zone).date() >= timedelta(days=n)


@given(starts, st.integers(1, 60), calendars)
def test_more_business_days_are_later_and_never_sooner_than_plain_days(
    start: datetime, n: int, calendar: str
) -> None:
    one, more = (
        due_on(timer(count, "business_day", calendar), start, NEW_YORK) for count in (n, n + 1)
    )
    assert due_on(timer(n, "day"), start, NEW_YORK) <= one < more
