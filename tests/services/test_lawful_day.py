"""The debtor's day as the strip paints it: whole, exact to the minute, and always what the engine
itself answers at that minute."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_client.compliance.load import shipped_pack
from desk_client.compliance.pack_set import PackSet
from desk_client.compliance.request import Consent, ContactRequest, Event, Flag, Location
from desk_client.services.lawful_day import asked_at, lawful_day
from desk_client.services.trial import of_example
from desk_client.services.what_if_parts import DaySpan

SHANGHAI, NEW_YORK = ZoneInfo("Asia/Shanghai"), ZoneInfo("America/New_York")
TUESDAY = date(2026, 11, 24)
CHINA = PackSet.shipped()


def usual(name: str = "cn-bank-card") -> ContactRequest:
    pack = shipped_pack(name)
    assert pack is not None
    return of_example(pack, (pack,)).request


def shanghai(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, 24, hour, minute, tzinfo=SHANGHAI).astimezone(UTC)


def unanswered(at: datetime, number: int = 0) -> Event:
    return Event(
        id=f"e{number}",
        at=at,
        kind="call",
        direction="out",
        address="+8613800001111",
        place="mobile",
        party="d1",
        party_role="debtor",
        debts=("A",),
        result="no_answer",
        talk_s=0.0,
    )


def told(spans: tuple[DaySpan, ...], zone: ZoneInfo = SHANGHAI) -> list[str]:
    return [f"{span.begins.astimezone(zone):%H:%M}" for span in spans if span.allowed]


def test_a_usual_day_in_china_is_open_from_eight_to_ten_at_night() -> None:
    spans = lawful_day(usual(), CHINA, SHANGHAI, TUESDAY)
    assert [span.allowed for span in spans] == [False, True, False]
    assert (spans[1].begins, spans[1].ends) == (shanghai(8), shanghai(22))


def test_the_hour_after_a_call_is_shut_and_the_sixth_call_shuts_the_day() -> None:
    first = usual().model_copy(update={"history": (unanswered(shanghai(9, 10)),)})
    assert told(lawful_day(first, CHINA, SHANGHAI, TUESDAY)) == ["08:00", "10:10"]
    six = tuple(unanswered(shanghai(8 + at, 0), at) for at in range(6))
    full = lawful_day(usual().model_copy(update={"history": six}), CHINA, SHANGHAI, TUESDAY)
    assert full[-1].begins <= shanghai(13)
    assert not full[-1].allowed
    assert full[-1].ends == shanghai(0) + timedelta(days=1)


def test_a_flag_that_begins_at_noon_shuts_the_afternoon() -> None:
    flagged = usual()
    flag = Flag(flag="cease", from_=shanghai(12, 7), until=shanghai(15, 3))
    debtor = flagged.debtor.model_copy(update={"flags": (flag,)})
    spans = lawful_day(flagged.model_copy(update={"debtor": debtor}), CHINA, SHANGHAI, TUESDAY)
    opened = [(span.begins, span.ends) for span in spans if span.allowed]
    assert opened == [(shanghai(8), shanghai(12, 7)), (shanghai(15, 3), shanghai(22))]


def test_a_callback_agreed_for_the_night_opens_the_night() -> None:
    request = usual()
    agreed = Consent(
        kind="callback", given_at=shanghai(9), from_=shanghai(22, 30), until=shanghai(23)
    )
    debtor = request.debtor.model_copy(update={"consents": (agreed,)})
    spans = lawful_day(request.model_copy(update={"debtor": debtor}), CHINA, SHANGHAI, TUESDAY)
    assert told(spans) == ["08:00", "22:30"]


def test_what_was_not_known_then_is_left_out() -> None:
    late = unanswered(shanghai(20))
    request = usual().model_copy(update={"history": (late,)})
    assert asked_at(request, shanghai(9)).history == ()
    assert asked_at(request, shanghai(20)).history == (late,)
    assert CHINA.verdict(asked_at(request, shanghai(9))).allowed


@pytest.mark.parametrize(
    ("day", "hours"), [(date(2027, 3, 14), 23), (date(2026, 11, 1), 25), (TUESDAY, 24)]
)
def test_a_day_of_the_clock_change_is_as_long_as_it_is(day: date, hours: int) -> None:
    pack = shipped_pack("us-regf")
    assert pack is not None
    request = usual("us-regf")
    here = (Location(source="stated", zone="America/New_York", region="US-NY"),)
    debtor = request.debtor.model_copy(update={"locations": here})
    moved = request.model_copy(update={"debtor": debtor, "history": ()})
    spans = lawful_day(moved, PackSet((pack,), (pack.id,)), NEW_YORK, day)
    assert spans[-1].ends - spans[0].begins == timedelta(hours=hours)
    assert told(spans, NEW_YORK) == ["08:00"]
    shut = [span.ends.astimezone(NEW_YORK) for span in spans if span.allowed]
    assert [f"{at:%H:%M}" for at in shut] == ["21:00"]


@given(
    minute=st.integers(0, 1439),
    calls=st.lists(st.integers(0, 1439), max_size=8),
    flag=st.one_of(st.none(), st.tuples(st.integers(0, 1439), st.integers(1, 600))),
)
def test_every_minute_is_what_the_engine_says_of_it(
    minute: int, calls: list[int], flag: tuple[int, int] | None
) -> None:
    midnight = shanghai(0)
    events = tuple(
        unanswered(midnight + timedelta(minutes=at), number) for number, at in enumerate(calls)
    )
    request = usual().model_copy(update={"history": events})
    if flag is not None:
        since = midnight + timedelta(minutes=flag[0])
        laid = Flag(flag="dispute", from_=since, until=since + timedelta(minutes=flag[1]))
        stopped = laid.model_copy(update={"flag": "cease"})
        debtor = request.debtor.model_copy(update={"flags": (laid, stopped)})
        request = request.model_copy(update={"debtor": debtor})
    spans = lawful_day(request, CHINA, SHANGHAI, TUESDAY)
    assert spans[0].begins == midnight
    assert spans[-1].ends == midnight + timedelta(days=1)
    for before, after in pairwise(spans):
        assert before.ends == after.begins
        assert before.allowed is not after.allowed
    moment = midnight + timedelta(minutes=minute)
    span = next(each for each in spans if each.begins <= moment < each.ends)
    assert span.allowed is CHINA.verdict(asked_at(request, moment)).allowed
