"""The callback form: times ahead, inside the planned hours, each once."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_client.services.callback_form import CallbackForm
from tests.services.hands import SHANGHAI


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, 24, hour, minute, tzinfo=SHANGHAI)


def proposed(now: datetime) -> list[str]:
    return [f"{moment:%d %H:%M}" for _, moment in CallbackForm.proposed(now, SHANGHAI).times]


@pytest.mark.parametrize(
    ("now", "times"),
    [
        (at(10, 5), ["24 11:15", "24 18:30", "25 10:00", "25 18:30"]),
        (at(10), ["24 11:00", "24 18:30", "25 10:00", "25 18:30"]),
        (at(17, 30), ["24 18:30", "25 10:00", "25 18:30"]),  # in an hour is this evening
        (at(19, 40), ["25 10:00", "25 18:30"]),  # in an hour would be too late
        (at(7), ["24 18:30", "25 10:00", "25 18:30"]),  # in an hour would be too early
        (at(23, 50), ["25 10:00", "25 18:30"]),
    ],
)
def test_times_worth_agreeing(now: datetime, times: list[str]) -> None:
    assert proposed(now.astimezone(UTC)) == times


def test_the_first_is_chosen_and_arrows_stop_at_the_ends() -> None:
    form = CallbackForm.proposed(at(10), SHANGHAI)
    assert form.moved(-1).terms == form.terms
    assert form.moved(9).terms.at == at(18, 30) + timedelta(days=1)
    draft = form.moved(1).draft()
    assert [each.chosen for each in draft.times] == [False, True, False, False]
    assert draft.times[1].hint.en == "this evening"
    assert draft.at == at(18, 30)
    assert len(draft.checks) == 1


def test_an_agreed_time_is_good_for_an_hour() -> None:
    terms = CallbackForm.proposed(at(10), SHANGHAI).terms
    assert (terms.agreed, terms.until) == (True, terms.at + timedelta(hours=1))


@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC)),
    st.sampled_from(["Asia/Shanghai", "Asia/Kolkata", "Europe/Berlin", "America/New_York"]),
)
def test_every_time_lies_ahead_in_planned_hours_of_the_debtors_own_zone(
    now: datetime, name: str
) -> None:
    zone = ZoneInfo(name)
    moments = [moment for _, moment in CallbackForm.proposed(now, zone).times]
    assert 2 <= len(moments) == len(set(moments)) <= 4
    for moment in moments:
        assert moment > now
        assert time(9) <= moment.astimezone(zone).time() <= time(20, 30)
        assert moment.minute % 15 == 0
