"""Hours that are closed or shorter on holidays, of one country, of its parts or of wherever the
debtor is; the margin before closing; and days whose holidays nobody knows."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desk_client.compliance.calendar_days import holidays_of
from desk_client.compliance.hours import Hours
from desk_client.compliance.local_time import zone_named
from desk_client.compliance.pack import Pack
from desk_client.compliance.request import Consent, ContactRequest, Location
from desk_client.compliance.verdict import until, verdict
from desk_client.compliance.week import MIDNIGHT, WEEKDAYS, Week
from desk_client.errors import BadInput
from tests.compliance.asking import ask
from tests.compliance.pack_files import pack, rule
from tests.compliance.written import ANY_VERDICT, written

SYDNEY = (Location(source="address", zone="Australia/Sydney", region="AU-NSW"),)
WINDOWS = (
    "windows: [{weekdays: [mon, tue, wed, thu, fri], open: '07:30', close: '21:00'},"
    " {weekdays: [sat, sun], open: '09:00', close: '21:00'}]"
)


def australia(folder: Path, holidays: str, *more: str) -> Pack:
    return pack(folder, "au", rule("au.hours", "hours", WINDOWS, f"holidays: {holidays}", *more))


def in_sydney(text: str, **more: object) -> ContactRequest:
    """Asked at a Sydney clock time in southern summer (UTC+11) or winter (UTC+10)."""
    told = datetime.fromisoformat(text)
    hours = 11 if told.month in (1, 2, 3, 11, 12) else 10
    return ask(
        told.replace(tzinfo=UTC) - timedelta(hours=hours),
        locations=more.pop("locations", SYDNEY),  # type: ignore[arg-type]
        **more,  # type: ignore[arg-type]
    )


def test_a_national_holiday_is_closed_to_its_last_second(tmp_path: Path) -> None:
    law = australia(tmp_path, "{calendar: AU, closed: true}")
    assert verdict(in_sydney("2026-01-23 20:59:59"), (law,)).allowed
    for clock in ("2026-01-26 00:00", "2026-01-26 12:00", "2026-01-26 23:59:59"):
        answer = verdict(in_sydney(clock), (law,))
        assert [reason.rule for reason in answer.reasons] == ["au.hours"]
        assert answer.retry_at == in_sydney("2026-01-27 07:30").now
    # a holiday of one state only is none of the nation's
    melbourne = (Location(source="address", zone="Australia/Sydney", region="AU-VIC"),)
    assert verdict(in_sydney("2026-11-03 12:00", locations=melbourne), (law,)).allowed


def test_the_screen_is_told_when_the_day_ends_before_a_holiday(tmp_path: Path) -> None:
    law = australia(tmp_path, "{calendar: AU, closed: true}")
    assert until(in_sydney("2026-01-25 12:00"), (law,)) == in_sydney("2026-01-25 21:00").now
    assert until(in_sydney("2026-01-26 12:00"), (law,)) is None


def test_the_holidays_of_the_debtors_own_state(tmp_path: Path) -> None:
    law = australia(tmp_path, "{calendar: of_debtor, closed: true}")
    cup = "2026-11-03 12:00"
    victoria = (Location(source="address", zone="Australia/Melbourne", region="AU-VIC"),)
    assert not verdict(in_sydney(cup, locations=victoria), (law,)).allowed
    assert verdict(in_sydney(cup), (law,)).allowed
    # in which state is not known: the holiday of any of them counts
    for unknown in (
        (Location(source="number_prefix", zone="Australia/Sydney", region="AU"),),
        (Location(source="number_prefix", zone="Australia/Sydney"),),
        (*SYDNEY, *victoria),
    ):
        assert not verdict(in_sydney(cup, locations=unknown), (law,)).allowed


def test_shorter_windows_on_holidays_only_narrow(tmp_path: Path) -> None:
    law = australia(tmp_path, "{calendar: AU, windows: [{open: '06:00', close: '12:00'}]}")
    assert not verdict(in_sydney("2026-01-26 06:30"), (law,)).allowed  # too early on any Monday
    assert verdict(in_sydney("2026-01-26 11:59:59"), (law,)).allowed
    answer = verdict(in_sydney("2026-01-26 12:00"), (law,))
    assert answer.retry_at == in_sydney("2026-01-27 07:30").now


def test_a_feast_of_many_days_is_waited_for(tmp_path: Path) -> None:
    law = pack(
        tmp_path,
        "cn",
        rule(
            "cn.office",
            "hours",
            "windows: [{weekdays: [mon, tue, wed, thu, fri], open: '09:00', close: '17:00'}]",
            "holidays: {calendar: CN, closed: true}",
        ),
    )
    asked = ask(datetime(2026, 9, 30, 10, tzinfo=UTC))  # 18:00 before National Day
    answer = verdict(asked, (law,))
    assert answer.retry_at is not None
    assert answer.retry_at.date() >= date(2026, 10, 8)
    assert answer.retry_at.date().toordinal() not in holidays_of("CN")


def test_years_that_no_calendar_covers_are_refused_and_say_so(tmp_path: Path) -> None:
    law = australia(tmp_path, "{calendar: AU, closed: true}")
    answer = verdict(in_sydney("2036-03-04 12:00"), (law,))
    (reason,) = answer.reasons
    assert (reason.rule, reason.pack, reason.kind) == ("engine.calendar", "engine", "hours")
    assert "2020-2035" in reason.text.en
    assert "2020-2035" in reason.text.zh
    assert reason.retry_at is None
    assert answer.retry_at is None
    assert not verdict(in_sydney("2019-03-05 12:00"), (law,)).allowed
    # the last evening that is known has no next morning that is
    assert verdict(in_sydney("2035-12-31 20:00"), (law,)).allowed
    late = verdict(in_sydney("2035-12-31 22:00"), (law,))
    assert [reason.rule for reason in late.reasons] == ["au.hours"]
    assert late.retry_at is None


def test_a_place_whose_holidays_nobody_knows_is_refused(tmp_path: Path) -> None:
    law = australia(tmp_path, "{calendar: of_debtor, closed: true}")
    sea = Location(source="stated", zone="Etc/GMT-10", until=in_sydney("2026-03-05 12:00").now)
    answer = verdict(in_sydney("2026-03-04 12:00", locations=(sea,)), (law,))
    assert [reason.rule for reason in answer.reasons] == ["engine.calendar"]
    assert answer.retry_at is None  # afterwards nothing at all is known of the place
    both = verdict(in_sydney("2026-03-04 12:00", locations=(sea, *SYDNEY)), (law,))
    assert both.retry_at == sea.until
    # a debtor who calls is heard
    calls = in_sydney("2026-03-04 12:00", locations=(sea,), initiator="debtor")
    assert verdict(calls, (law,)).allowed


def test_an_agreed_later_hour_does_not_open_a_holiday(tmp_path: Path) -> None:
    law = australia(tmp_path, "{calendar: AU, closed: true}", "exempt_by: [callback, out_of_hours]")
    late = Consent(
        kind="out_of_hours",
        given_at=in_sydney("2026-01-12 12:00").now,
        local_until=datetime(2026, 1, 1, 22).time(),
    )
    assert verdict(in_sydney("2026-01-27 21:30", consents=(late,)), (law,)).allowed
    assert not verdict(in_sydney("2026-01-26 21:30", consents=(late,)), (law,)).allowed
    holiday = Consent(
        kind="callback",
        given_at=in_sydney("2026-01-12 12:00").now,
        from_=in_sydney("2026-01-26 10:00").now,
        until=in_sydney("2026-01-26 11:00").now,
    )
    assert verdict(in_sydney("2026-01-26 10:30", consents=(holiday,)), (law,)).allowed


def test_nothing_begins_in_the_last_minutes(tmp_path: Path) -> None:
    law = australia(tmp_path, "{calendar: AU, closed: true}", "last_start_margin_s: 600")
    assert verdict(in_sydney("2026-03-04 20:49:59"), (law,)).allowed
    answer = verdict(in_sydney("2026-03-04 20:50"), (law,))
    assert answer.retry_at == in_sydney("2026-03-05 07:30").now


@pytest.mark.parametrize(
    ("holidays", "words"),
    [
        ("{calendar: Mars, closed: true}", "a country or a part of it"),
        ("{calendar: DE-XX, closed: true}", "a country or a part of it"),
        ("{calendar: AU}", "either closed: true or have windows"),
        (
            "{calendar: AU, closed: true, windows: [{open: '09:00', close: '10:00'}]}",
            "either closed: true or have windows",
        ),
        ("{calendar: AU, windows: [{open: '22:00', close: '02:00'}]}", "end on the same day"),
        ("{calendar: AU, closed: false}", "closed"),
        ("{calendar: AU, close: true}", "unknown key"),
    ],
)
def test_holidays_that_cannot_be_meant(tmp_path: Path, holidays: str, words: str) -> None:
    with pytest.raises(BadInput, match=words) as raised:
        australia(tmp_path, holidays)
    assert str(raised.value).startswith("au.yaml:")


clock = st.integers(0, 1439)
spans = st.lists(
    st.tuples(st.lists(st.sampled_from(WEEKDAYS), max_size=3, unique=True), clock, clock),
    min_size=1,
    max_size=3,
)


@settings(max_examples=80, deadline=None)
@given(spans, st.integers(1, 120), st.integers(0, 7 * 1440 - 1))
def test_a_margin_keeps_all_but_the_last_minutes_of_each_window(
    told: list[tuple[list[str], int, int]], margin: int, minute: int
) -> None:
    week = Week.of([(days, opens * 60, closes * 60) for days, opens, closes in told])  # type: ignore[misc]
    shorter = week.less(margin * 60)

    def is_open(timetable: Week, at: int) -> bool:
        day, second = divmod(at % (7 * MIDNIGHT), MIDNIGHT)
        return any(a <= second < b for a, b in timetable.days[day])

    at = minute * 60
    expected = all(is_open(week, at + 60 * n) for n in range(margin + 1))
    assert is_open(shorter, at) is expected


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 16 * 365 - 2), st.integers(0, 86_399))
def test_holidays_never_open_what_was_closed(day: int, second: int) -> None:
    windows = [{"open": "08:00", "close": "21:00"}]
    holidays = {"calendar": "AU", "windows": [{"open": "06:00", "close": "23:00"}]}
    plain = written(Hours, windows=windows, examples=ANY_VERDICT)
    dated = written(Hours, windows=windows, holidays=holidays, examples=ANY_VERDICT)
    moment = datetime(2020, 1, 1, tzinfo=UTC) + timedelta(days=day, seconds=second)
    law = dated.week_with(("AU",))
    zone = zone_named("Australia/Sydney")
    assert zone is not None
    assert plain.week.open_at(zone, moment) or not law.open_at(zone, moment)
