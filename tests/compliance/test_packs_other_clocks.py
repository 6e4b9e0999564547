"""Hours, waits and counts of the packs outside China and America, held against tables and counts
made by hand: at every minute of two years, on the days clocks are moved, where several clocks
count, over the sixty days of a breathing space, and over weeks and months in Australia."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desk_client.compliance.request import (
    Address,
    Consent,
    DebtFacts,
    Event,
    Flag,
    Location,
)
from tests.compliance.asking_abroad import (
    ADELAIDE,
    BERLIN,
    EDINBURGH,
    JAKARTA,
    JAYAPURA,
    LONDON,
    MANILA,
    MUMBAI,
    PERTH,
    SYDNEY,
    Place,
    ask,
    contact,
    noon,
    refusing,
)

Hours = tuple[str, str] | None
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Table:
    """Hours of one place as people write them: weekdays, Saturday, Sunday, and the holidays of 2026
    and 2027 copied from the governments' lists."""

    place: Place
    weekdays: Hours
    saturday: Hours
    sunday: Hours
    holidays: str  # month-day, of 2026 | of 2027

    def open_at(self, moment: datetime) -> bool:
        local = moment.astimezone(ZoneInfo(self.place.zone))
        days = self.holidays.split("|")[local.year - 2026].split()
        hours = (
            None
            if f"{local:%m-%d}" in days
            else (*[self.weekdays] * 5, self.saturday, self.sunday)[local.weekday()]
        )
        if hours is None:
            return False
        opens, closes = (time.fromisoformat(each) for each in hours)
        return opens <= local.time() < closes


TABLES = (
    Table(
        LONDON,
        ("08:00", "21:00"),
        ("09:00", "18:00"),
        None,
        "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-26 12-28"
        "|01-01 03-26 03-29 05-03 05-31 08-30 12-25 12-26 12-27 12-28",
    ),
    Table(
        SYDNEY,
        ("07:30", "21:00"),
        ("09:00", "21:00"),
        ("09:00", "21:00"),
        "01-01 01-26 04-03 04-06 04-25 12-25 12-26|01-01 01-26 03-26 03-29 04-25 12-25 12-26",
    ),
    Table(
        PERTH,
        ("07:30", "21:00"),
        ("09:00", "21:00"),
        ("09:00", "21:00"),
        "01-01 01-26 04-03 04-06 04-25 12-25 12-26|01-01 01-26 03-26 03-29 04-25 12-25 12-26",
    ),
    Table(
        BERLIN,
        ("08:00", "20:00"),
        ("08:00", "20:00"),
        None,
        "01-01 03-08 04-03 04-06 05-01 05-14 05-25 10-03 12-25 12-26"
        "|01-01 03-08 03-26 03-29 05-01 05-06 05-17 10-03 12-25 12-26",
    ),
)
MINUTES = st.integers(min_value=0, max_value=727 * 24 * 60)
START = datetime(2026, 1, 1, 15, tzinfo=UTC)


def name_of(table: Table) -> str:
    return table.place.region


@pytest.mark.parametrize("table", TABLES, ids=name_of)
@settings(max_examples=150)
@given(minute=MINUTES, second=st.sampled_from([0, 59]))
def test_hours_are_those_of_the_table_and_the_next_is_the_first_in_it(
    table: Table, minute: int, second: int
) -> None:
    moment = START + timedelta(minutes=minute, seconds=second)
    asked = ask(table.place, moment)
    answer = table.place.law.verdict(asked)
    assert answer.allowed is table.open_at(moment)
    if not answer.allowed:
        assert answer.retry_at is not None
        assert table.open_at(answer.retry_at)
        assert not table.open_at(answer.retry_at - timedelta(seconds=1))
        between = (answer.retry_at - moment) // timedelta(minutes=30)
        assert not any(table.open_at(moment + timedelta(minutes=30 * n)) for n in range(between))


CHANGES = [  # the night clocks are moved, and the hour at which the Monday after it opens
    (LONDON, date(2026, 3, 29), "08:00"),
    (LONDON, date(2026, 10, 25), "08:00"),
    (LONDON, date(2027, 3, 28), "08:00"),  # Easter Monday, closed
    (BERLIN, date(2026, 3, 29), "08:00"),
    (BERLIN, date(2026, 10, 25), "08:00"),
    (SYDNEY, date(2026, 4, 5), "07:30"),  # Easter Monday, closed
    (SYDNEY, date(2026, 10, 4), "07:30"),
    (SYDNEY, date(2027, 4, 4), "07:30"),
    (ADELAIDE, date(2026, 10, 4), "07:30"),
]


@pytest.mark.parametrize(("place", "sunday", "opens"), CHANGES)
def test_the_local_hour_counts_on_the_days_around_a_change_of_clocks(
    place: Place, sunday: date, opens: str
) -> None:
    monday = sunday + DAY
    if monday in (date(2027, 3, 29), date(2026, 4, 6)):
        monday += DAY  # after Easter
    eight = place.clock(f"{monday} {opens}")
    assert place.law.verdict(ask(place, eight)).allowed
    early = place.law.verdict(ask(place, eight - timedelta(seconds=1)))
    assert (early.allowed, early.retry_at) == (False, eight)
    if place.pack == "au-rg96" and monday == sunday + DAY:
        nine = place.clock(f"{sunday} 09:00")
        assert place.law.verdict(ask(place, nine)).allowed
        assert place.law.verdict(ask(place, nine - timedelta(hours=3))).retry_at == nine
    assert place.zone not in ("Asia/Kolkata", "Asia/Jakarta", "Asia/Manila")
    offsets = {
        place.clock(f"{day} 12:00").astimezone(ZoneInfo(place.zone)).utcoffset()
        for day in (sunday - DAY, sunday)
    }
    assert len(offsets) == 2  # clocks really are moved that night


def test_perth_and_brisbane_keep_their_clocks_when_sydney_moves_its_own() -> None:
    brisbane = Place("au-rg96", "AU-QLD", "Australia/Brisbane", SYDNEY.number)
    for place in (PERTH, brisbane):
        utc = {
            place.clock(f"{day} 07:30").time() for day in ("2026-10-02", "2026-10-05", "2027-04-05")
        }
        assert len(utc) == 1
        for day in ("2026-10-02", "2026-10-05", "2027-04-05"):
            half_past = place.clock(f"{day} 07:30")
            assert place.law.verdict(ask(place, half_past)).allowed
            assert not place.law.verdict(ask(place, half_past - timedelta(seconds=1))).allowed


# --- several clocks


def open_hours(place: Place, day: str, *where: Location) -> list[int]:
    """The UTC hours of a day at which a call is lawful; without a place, nobody knows one."""
    start = datetime.fromisoformat(day).replace(tzinfo=UTC)
    found = []
    for hour in range(24):
        asked = ask(place, start + timedelta(hours=hour), *where)
        debtor = asked.debtor.model_copy(update={"locations": where})
        if place.law.verdict(asked.model_copy(update={"debtor": debtor})).allowed:
            found.append(hour)
    return found


def test_5_where_nobody_knows_the_island_or_the_state_every_clock_counts() -> None:
    # eight in Jakarta is 01:00 UTC, eight in the evening in Jayapura 11:00 UTC
    assert open_hours(JAKARTA, "2026-11-26") == list(range(1, 11))
    assert open_hours(JAKARTA, "2026-11-26", JAKARTA.at()) == list(range(1, 13))
    assert open_hours(JAKARTA, "2026-11-26", JAYAPURA.at()) == [*range(11), 23]
    both = (JAKARTA.at(), JAYAPURA.at("number_prefix"))
    assert open_hours(JAKARTA, "2026-11-26", *both) == list(range(1, 11))
    # nine at night in Sydney is 10:00 UTC in summer; half past seven in Perth 23:30
    assert open_hours(SYDNEY, "2026-11-26") == list(range(10))
    assert open_hours(SYDNEY, "2026-07-09") == list(range(11))  # no summer time; Lord Howe: 10:30
    stated = (SYDNEY.at(), PERTH.at("stated"))
    assert open_hours(SYDNEY, "2026-11-26", *stated) == list(range(13))


def test_an_address_abroad_that_the_debtor_stated_counts_until_it_ends() -> None:
    back = LONDON.clock("2026-12-01 00:00")
    away = MANILA.at("stated").model_copy(update={"region": "GB-ENG", "until": back})
    at_ten = ask(LONDON, LONDON.clock("2026-11-26 10:00"), LONDON.at(), away)  # 18:00 in Manila
    assert LONDON.law.verdict(at_ten).allowed
    at_two = ask(LONDON, LONDON.clock("2026-11-26 14:00"), LONDON.at(), away)  # 22:00 in Manila
    assert refusing(at_two, LONDON.law) == ["gb.hours"]
    assert LONDON.law.verdict(at_two.at(LONDON.clock("2026-12-02 14:00"))).allowed


# --- the Philippines


@given(
    hour=st.integers(min_value=0, max_value=23),
    days=st.none() | st.integers(min_value=0, max_value=90),
    product=st.sampled_from([None, "loan", "card"]),
    agreed=st.booleans(),
)
def test_33_past_due_long_enough_only_the_house_keeps_the_night(
    hour: int, days: int | None, product: str | None, agreed: bool
) -> None:
    now = MANILA.clock(f"2026-11-26 {hour:02}:30")
    consent = Consent(kind="out_of_hours", given_at=now - DAY)
    debtor = {"consents": (consent,) if agreed else ()}
    debts = (DebtFacts(id="A", days_past_due=days, product=product),)
    asked = ask(MANILA, now, debts=debts, debtor=debtor)
    expected: set[str] = set()
    if not agreed and not 6 <= hour < 22:
        if days is None or days <= 15:
            expected.add("ph.hours")
        if product in (None, "card") and (days is None or days <= 60):
            expected.add("ph.hours_cards")
        if not 5 <= hour < 23:
            expected.add("ph.night")
    assert set(refusing(asked, MANILA.law)) == expected


# --- breathing space


@settings(max_examples=60)
@given(
    day=st.dates(date(2026, 1, 2), date(2027, 9, 1)),
    hour=st.integers(min_value=0, max_value=23),
    later=st.integers(min_value=0, max_value=75),
)
def test_31_sixty_local_days_pass_whatever_clocks_do(day: date, hour: int, later: int) -> None:
    laid = LONDON.clock(f"{day} {hour:02}:15")
    over = day + 60 * DAY  # its own day is the first
    flags = (Flag(flag="breathing_space", from_=laid),)
    now = LONDON.clock(f"{day + later * DAY} 23:30")
    asked = ask(LONDON, now, debtor={"flags": flags})
    answer = LONDON.law.verdict(asked)
    held = "gb.standstill" in {reason.rule for reason in answer.reasons}
    assert held is (day + later * DAY < over)
    if held:
        table = TABLES[0]
        assert answer.retry_at is not None
        first = LONDON.clock(f"{over} 00:00")
        assert answer.retry_at >= first
        assert table.open_at(answer.retry_at)
        steps = (answer.retry_at - first) // timedelta(minutes=30)
        assert not any(table.open_at(first + timedelta(minutes=30 * n)) for n in range(steps))
        inbound = LONDON.law.verdict(asked.model_copy(update={"initiator": "debtor"}))
        assert "no_demand" in inbound.gates


# --- counts in Australia

ANSWERED = ("conversation", "hung_up_at_once", "abandoned")
CONTACTS = st.lists(
    st.tuples(
        st.integers(min_value=0, max_value=40 * 24 * 60),
        st.sampled_from([*ANSWERED, "conversation", "no_answer", "busy", "voicemail"]),
        st.sampled_from(["call", "call", "sms", "letter"]),
        st.sampled_from([("A",), ("A",), ("A", "B"), ("B",)]),
        st.sampled_from(["out", "out", "out", "in"]),
    ),
    max_size=20,
)


@pytest.mark.parametrize("place", [SYDNEY, ADELAIDE, PERTH], ids=lambda place: place.region)
@settings(max_examples=60)
@given(contacts=CONTACTS)
def test_three_a_week_and_ten_a_month_are_what_a_count_by_hand_says(
    place: Place, contacts: list[tuple[int, str, str, tuple[str, ...], str]]
) -> None:
    start = place.clock("2026-09-23 12:00")  # clocks go forward on 4 October
    now = place.clock("2026-10-30 12:00")
    zone = ZoneInfo(place.zone)
    history = tuple(
        contact(
            place,
            start + timedelta(minutes=minute),
            "sent" if kind in ("sms", "letter") else result,
            id=f"e{number}",
            kind=kind,
            direction=direction,
            debts=debts,
        )
        for number, (minute, result, kind, debts, direction) in enumerate(contacts)
        if start + timedelta(minutes=minute) <= now
    )

    def made(event: Event) -> bool:
        by_telephone = event.kind == "call" and event.result in ANSWERED
        return (
            "A" in event.debts
            and event.direction == "out"
            and (by_telephone or event.kind == "sms")
        )

    def day(event: Event) -> date:
        return event.at.astimezone(zone).date()

    today = now.astimezone(zone).date()
    monday = today - today.weekday() * DAY
    ours = [event for event in history if made(event)]
    by_hand = {
        "au.week3": sum(day(event) >= monday for event in ours),
        "au.week3_any": sum(event.at > now - 7 * DAY for event in ours),
        "au.month10": sum(day(event) >= today.replace(day=1) for event in ours),
        "au.month10_any": sum(event.at > now - 30 * DAY for event in ours),
    }
    answer = place.law.verdict(ask(place, now, history=history))
    used = {limit.rule: limit.used for limit in answer.limits}
    assert {rule: used[rule] for rule in by_hand} == by_hand
    full = {rule for rule, count in by_hand.items() if count >= (3 if "week" in rule else 10)}
    assert {reason.rule for reason in answer.reasons} & set(by_hand) == full


@settings(max_examples=40)
@given(st.lists(st.integers(min_value=0, max_value=70 * 24 * 60), max_size=25))
def test_who_asks_before_each_contact_never_makes_a_fourth_in_seven_days(
    minutes: list[int],
) -> None:
    start = SYDNEY.clock("2026-12-28 00:00")  # over two ends of a month
    made: list[datetime] = []
    for minute in sorted(minutes):
        moment = start + timedelta(minutes=minute)
        history = tuple(
            contact(SYDNEY, each, "conversation", id=f"e{n}") for n, each in enumerate(made)
        )
        if SYDNEY.law.verdict(ask(SYDNEY, moment, history=history)).allowed:
            made.append(moment)
    assert all(later - earlier >= 7 * DAY for earlier, later in zip(made, made[3:], strict=False))
    for first, last in pairwise(made[::10]):
        assert last - first >= 30 * DAY


# --- work and visits


def test_a_workplace_has_hours_of_its_own_and_an_unknown_number_may_be_one() -> None:
    office = Address(value="+61255501234", place="work", state="valid")
    unknown = Address(value="+61255501234", place="unknown", state="valid")
    for address in (office, unknown):
        lawful = [
            hour
            for hour in range(24)
            if SYDNEY.law.verdict(
                ask(SYDNEY, SYDNEY.clock(f"2026-11-26 {hour:02}:00"), address=address)
            ).allowed
        ]
        assert lawful == list(range(9, 17))


def test_holidays_beyond_the_calendars_are_not_guessed() -> None:
    for place in (LONDON, EDINBURGH, SYDNEY, JAKARTA, BERLIN):
        far = ask(place, place.clock("2036-11-26 12:00"))
        assert "engine.calendar" in refusing(far, place.law), place
    for place in (LONDON, MUMBAI, MANILA):
        assert place.law.verdict(ask(place, noon(place))).allowed
