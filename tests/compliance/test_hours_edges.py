"""Hours to the second: around opening and closing on every weekday of a year, for every kind of
contact, and the end that the screen shows."""

from datetime import date, datetime, timedelta
from typing import get_args

import pytest

from desk_client.compliance.request import Consent, ContactKind, Inconvenient
from tests.compliance.asking import CHINA, DESK, SHANGHAI, ask, local, refusing

DAYS = [date(2026, 1, 30) + timedelta(days=n) for n in range(366)]


def at(day: date, clock: str) -> datetime:
    return local(f"{day} {clock}")


def test_opening_and_closing_to_the_second_on_every_day_of_a_year() -> None:
    for day in DAYS:
        for clock, allowed in (
            ("07:59:59", False),
            ("08:00:00", True),
            ("21:59:59", True),
            ("22:00:00", False),
        ):
            answer = CHINA.verdict(ask(at(day, clock)))
            assert answer.allowed is allowed, (day, clock)
            following = day if clock < "12" else day + timedelta(days=1)
            assert answer.retry_at == (None if allowed else at(following, "08:00:00"))


def test_every_second_of_the_two_minutes_around_each_edge() -> None:
    for edge, open_before in (("08:00:00", False), ("22:00:00", True)):
        moment = local(f"2026-11-24 {edge}")
        for second in range(-60, 60):
            asked = ask(moment + timedelta(seconds=second))
            assert CHINA.verdict(asked).allowed is (open_before if second < 0 else not open_before)
    just_before = local("2026-11-24 22:00") - timedelta(microseconds=1)
    assert CHINA.verdict(ask(just_before)).allowed


@pytest.mark.parametrize("kind", get_args(ContactKind))
def test_only_a_letter_may_be_sent_at_night(kind: str) -> None:
    assert refusing(ask(local("2026-11-24 23:00"), kind=kind)) == (
        [] if kind == "letter" else ["cn.hours"]
    )


def test_the_screen_is_told_until_when() -> None:
    assert DESK.until(ask(local("2026-11-24 16:00"))) == local("2026-11-24 22:00")
    assert DESK.until(ask(local("2026-11-24 22:00"))) is None
    assert DESK.until(ask(local("2026-11-24 16:00"), kind="letter")) is None


def test_an_inconvenient_time_ends_the_window_earlier() -> None:
    dinner = Inconvenient(
        weekdays=("tue",),
        from_=datetime(2026, 1, 1, 18).time(),
        until=datetime(2026, 1, 1, 19).time(),
    )
    asked = ask(local("2026-11-24 16:00"), inconvenient=(dinner,))
    assert DESK.until(asked) == local("2026-11-24 18:00")
    assert DESK.verdict(asked.at(local("2026-11-24 18:30"))).retry_at == local("2026-11-24 19:00")


def test_a_callback_agreed_late_holds_to_its_end_and_ends_with_the_conversation() -> None:
    late = Consent(
        kind="callback",
        given_at=local("2026-11-24 11:00"),
        from_=local("2026-11-24 21:45"),
        until=local("2026-11-24 22:30"),
        ended_by_conversation=True,
    )
    asked = ask(local("2026-11-24 21:50"), consents=(late,))
    assert DESK.until(asked) == local("2026-11-24 22:30")
    assert DESK.verdict(asked.at(local("2026-11-24 22:29:59"))).allowed
    assert refusing(asked.at(local("2026-11-24 22:30"))) == ["cn.hours"]
    # at half past five in the morning the next chance is the agreed one only if it comes first
    assert DESK.verdict(asked.at(local("2026-11-24 05:30"))).retry_at == local("2026-11-24 08:00")


def test_a_callback_agreed_without_an_end_does_not_open_the_night_for_ever() -> None:
    agreed = Consent(
        kind="callback", given_at=local("2026-11-24 11:00"), from_=local("2026-11-24 21:45")
    )
    asked = ask(local("2026-11-24 22:44:59"), consents=(agreed,))
    assert DESK.verdict(asked).allowed
    assert refusing(asked.at(local("2026-11-24 22:45"))) == ["cn.hours"]
    assert refusing(asked.at(local("2026-11-25 22:00"))) == ["cn.hours"]


def test_a_callback_agreed_with_somebody_else_lifts_nothing_for_the_debtor() -> None:
    theirs = Consent(
        kind="callback",
        given_at=local("2026-11-24 11:00"),
        until=local("2026-11-25 11:00"),
        party="c1",
    )
    assert refusing(ask(local("2026-11-24 23:00"), consents=(theirs,))) == ["cn.hours"]


def test_seconds_of_a_day_are_those_of_shanghai_whatever_offset_the_request_was_written_in() -> (
    None
):
    written = datetime(2026, 11, 24, 21, 59, 59, tzinfo=SHANGHAI)
    assert DESK.verdict(ask(written)).allowed
    assert (
        DESK.verdict(ask(written)).input_sha256
        == DESK.verdict(ask(local("2026-11-24 21:59:59"))).input_sha256
    )
