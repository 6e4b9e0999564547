"""The American packs where their examples cannot tell: which of them applies to whom, what several
of them say together, days on which clocks change, and the two counts of Regulation F held against a
count made by hand."""

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_client.compliance.load import load_pack, shipped_packs
from desk_client.compliance.pack import Pack
from desk_client.compliance.pack_set import PackSet
from desk_client.compliance.request import Address, Collector, Consent, Flag, Location, Party
from tests.compliance.asking_us import (
    AGENCY,
    BANK,
    BY_SCOPE,
    NUMBER,
    ask,
    at,
    clock,
    contact,
    named,
    refusing,
)

OURS = ("us-regf", "us-tcpa-tsr", "us-ma", "us-nyc", "us-wa")
NOON = clock("2026-12-07 12:00")
REGF = named("us-regf")
ZONES = (
    "America/New_York",
    "America/Detroit",
    "America/Indiana/Indianapolis",
    "America/Chicago",
    "America/Denver",
    "America/Boise",
    "America/Phoenix",
    "America/Los_Angeles",
    "America/Juneau",
    "Pacific/Honolulu",
)


def packs() -> list[Pack]:
    return [pack for pack in shipped_packs() if pack.id in OURS]


def chosen(
    *where: Location, collector: Collector | None = AGENCY, number: str = NUMBER
) -> set[str]:
    asked = ask(NOON, *where, collector=collector, address=Address(value=number, place="mobile"))
    return {pack.id for pack in BY_SCOPE.in_force(asked)} - {"house-default"}


# --- who applies


def test_who_collects_and_where_the_debtor_is_choose_the_packs() -> None:
    federal, agencies = {"us-tcpa-tsr"}, {"us-tcpa-tsr", "us-regf"}
    assert chosen(at("US-TX", "America/Chicago")) == agencies
    assert chosen(at("US-TX", "America/Chicago"), collector=BANK) == federal
    assert chosen(at("US-NY-NYC")) == agencies | {"us-nyc"}
    assert chosen(at("US-NY-NYC"), collector=BANK) == federal | {"us-nyc"}
    assert chosen(at("US-NY")) == agencies
    assert chosen(at("US-MA"), collector=BANK) == federal | {"us-ma"}
    assert chosen(at("US-MA")) == agencies | {"us-ma"}
    assert chosen(at("US-WA", "America/Los_Angeles")) == agencies | {"us-wa"}
    assert chosen(at("US-WA", "America/Los_Angeles"), collector=BANK) == federal
    buyer = Collector(role="debt_buyer", entity="fund-c")
    assert chosen(at("US-WA", "America/Los_Angeles"), collector=buyer) == agencies | {"us-wa"}


def test_what_is_not_said_puts_no_pack_out_of_scope() -> None:
    every_role = Collector(entity="somebody")
    for collector in (every_role, None):
        assert chosen(at("US-NY-NYC"), collector=collector) == {"us-tcpa-tsr", "us-regf", "us-nyc"}
    # nobody knows where the debtor is, but the number is one of the city's
    moved = ask(NOON, collector=BANK, address=Address(value="+12125550100", place="home"))
    moved = moved.model_copy(update={"debtor": moved.debtor.model_copy(update={"locations": ()})})
    assert {"us-tcpa-tsr", "us-nyc"} <= {pack.id for pack in BY_SCOPE.in_force(moved)}
    # of whom only the country is known may live in any part; a known part goes before a number
    somewhere = Location(source="stated", zone="America/Chicago", region="US")
    assert chosen(somewhere) == set(OURS)
    assert chosen(at("US-NH"), number="+16175550100") == {"us-tcpa-tsr", "us-regf"}


def test_a_bank_in_its_own_name_is_held_to_two_in_boston_and_three_in_the_city() -> None:
    history = tuple(
        contact(clock(f"2026-12-0{day} 10:00"), "message_left", collector="bank-a")
        for day in (4, 5)
    )
    boston = ask(NOON, at("US-MA"), collector=BANK, history=history)
    assert refusing(boston) == ["ma.two_a_week"]
    city = ask(NOON, at("US-NY-NYC"), collector=BANK, history=history)
    assert BY_SCOPE.verdict(city).allowed
    third = (*history, contact(clock("2026-12-06 10:00"), collector="bank-a"))
    assert refusing(ask(NOON, at("US-NY-NYC"), collector=BANK, history=third)) == ["nyc.three"]
    assert BY_SCOPE.verdict(ask(NOON, at("US-NY"), collector=BANK, history=third)).allowed


# --- together


def test_regulation_f_the_city_and_the_house_refuse_each_with_its_own_time() -> None:
    history = (
        *(contact(clock(f"2026-12-0{day} 09:00")) for day in (1, 2, 3, 4, 5, 6)),
        contact(clock("2026-12-07 11:30")),
    )
    answer = BY_SCOPE.verdict(ask(NOON, at("US-NY-NYC"), history=history))
    told = {reason.rule: (reason.severity, reason.retry_at) for reason in answer.reasons}
    assert told == {
        "nyc.three": ("must", clock("2026-12-12 00:00")),
        "regf.seven": ("must", clock("2026-12-08 00:00")),
        "house.gap60": ("house", clock("2026-12-07 12:30")),
    }
    assert [reason.rule for reason in answer.reasons][-1] == "house.gap60"
    assert answer.retry_at == clock("2026-12-12 08:00")
    assert BY_SCOPE.verdict(ask(answer.retry_at, at("US-NY-NYC"), history=history)).allowed
    limits = {limit.rule: (limit.used, limit.max) for limit in answer.limits}
    assert (limits["regf.seven"], limits["nyc.three"]) == ((7, 7), (7, 3))


def test_7_the_law_counts_days_and_a_house_may_count_seconds_too() -> None:
    house = load_pack(Path(__file__).parent / "packs" / "try-us-seconds.yaml")
    when = ("01 09:00", "01 15:00", "02 10:00", "03 10:00", "04 10:00", "05 10:00", "06 10:00")
    asked = ask(
        clock("2026-12-07 10:00"),
        history=tuple(contact(clock(f"2026-12-{day}")) for day in when),
    )
    assert REGF.verdict(asked).retry_at == datetime(2026, 12, 8, 13, tzinfo=UTC)
    alone = PackSet((house,), (house.id,))
    assert alone.verdict(asked).retry_at == datetime(2026, 12, 8, 14, tzinfo=UTC)
    both = PackSet((*shipped_packs(), house), ("us-regf", house.id))
    assert both.verdict(asked).retry_at == datetime(2026, 12, 8, 14, tzinfo=UTC)


def test_29_the_rule_of_the_day_asked_about_counts_not_that_of_the_contacts() -> None:
    city = named("us-nyc")
    two = tuple(contact(clock(f"2026-08-{day} 09:00"), collector="bank-a") for day in (29, 30))
    for day in range(25, 32):
        asked = ask(clock(f"2026-08-{day} 15:00"), at("US-NY-NYC"), collector=BANK)
        assert city.verdict(asked).allowed
    last_of_august = ask(clock("2026-08-31 20:59:59"), at("US-NY-NYC"), history=two)
    answer = city.verdict(last_of_august)
    assert [reason.rule for reason in answer.reasons] == ["nyc.two"]
    assert answer.retry_at == clock("2026-09-01 08:00")  # the new rule has room for a third
    assert city.verdict(last_of_august.at(answer.retry_at)).allowed
    three = (*two, contact(clock("2026-08-31 09:00")))
    asked = ask(clock("2026-09-01 09:00"), at("US-NY-NYC"), history=three)
    assert city.verdict(asked).retry_at == clock("2026-09-05 08:00")


def test_a_recording_is_asked_for_where_everyone_on_the_line_must_agree() -> None:
    asked = ask(NOON, at("US-MA"), collector=BANK)
    assert "ask_to_record" in BY_SCOPE.verdict(asked).gates
    assert "recording_notice" in BY_SCOPE.verdict(asked).disclosures
    assert "ask_to_record" not in BY_SCOPE.verdict(ask(NOON, collector=BANK)).gates
    off = ask(NOON, at("US-MA"), collector=BANK, recording="off")
    assert "ask_to_record" not in BY_SCOPE.verdict(off).gates


def test_a_creditor_is_stopped_by_what_binds_everybody_and_is_told_once() -> None:
    for flag in ("bankruptcy", "discharged", "cease", "attorney", "minor", "deceased"):
        flagged = {"flags": (Flag(flag=flag, from_=clock("2026-12-01 10:00")),)}
        assert refusing(ask(NOON, collector=BANK, debtor=flagged)) == [f"us.{flag}"]
        assert refusing(ask(NOON, debtor=flagged)) == [f"regf.{flag}"]
        assert len(refusing(ask(NOON, collector=None, debtor=flagged))) == 2  # either may apply
        assert BY_SCOPE.verdict(
            ask(NOON, collector=BANK, initiator="debtor", debtor=flagged)
        ).allowed


def test_a_creditor_is_not_held_to_seven_but_an_agency_is() -> None:
    history = tuple(contact(clock(f"2026-12-0{day} 09:00")) for day in range(1, 8))
    morning = clock("2026-12-07 12:30")
    assert BY_SCOPE.verdict(ask(morning, collector=BANK, history=history)).allowed
    assert refusing(ask(morning, history=history)) == ["regf.seven"]
    assert refusing(ask(morning, collector=None, history=history)) == ["regf.seven"]


# --- clocks


def edges(zone: str, day: date) -> list[tuple[datetime, bool]]:
    """Instants around both edges of the hours, and whether a call is lawful at them."""
    told = [("07:59:59", False), ("08:00:00", True), ("20:59:59", True), ("21:00:00", False)]
    return [(clock(f"{day} {shown}", zone), lawful) for shown, lawful in told]


@pytest.mark.parametrize("zone", ZONES)
def test_hours_hold_on_the_days_around_a_change_of_clocks(zone: str) -> None:
    for changes in (date(2026, 3, 8), date(2026, 11, 1), date(2027, 3, 14), date(2027, 11, 7)):
        for day in (changes - timedelta(days=1), changes, changes + timedelta(days=1)):
            for moment, lawful in edges(zone, day):
                answer = REGF.verdict(ask(moment, at("US-TX", zone)))
                assert answer.allowed is lawful, (zone, moment)
            early = ask(clock(f"{day} 03:30", zone), at("US-TX", zone))
            assert REGF.verdict(early).retry_at == clock(f"{day} 08:00", zone)


@pytest.mark.parametrize("zone", ZONES)
def test_the_week_after_a_talk_is_seven_days_whatever_clocks_do(zone: str) -> None:
    for talked in ("2026-03-05 20:30", "2026-03-08 08:00", "2026-10-28 00:10", "2026-11-01 23:59"):
        moment = clock(talked, zone)
        first_free = date.fromisoformat(talked[:10]) + timedelta(days=7)
        history = (contact(moment, "conversation"),)
        asked = ask(moment + timedelta(days=2), at("US-TX", zone), history=history)
        answer = REGF.verdict(asked)
        assert "regf.after_talk" in [reason.rule for reason in answer.reasons]
        assert answer.retry_at == clock(f"{first_free} 08:00", zone)
        a_second_less = asked.at(clock(f"{first_free - timedelta(days=1)} 20:59:59", zone))
        assert refusing(a_second_less, REGF) == ["regf.after_talk"]


def test_places_that_differ_are_all_held_to_and_one_the_debtor_states_settles_it() -> None:
    east, west = at("US-NY"), at("US-CA", "America/Los_Angeles", "number_prefix")
    open_hours = [
        hour
        for hour in range(24)
        if REGF.verdict(ask(clock(f"2026-12-07 {hour:02}:00"), east, west)).allowed
    ]
    assert open_hours == list(range(11, 21))
    stated = at("US-CA", "America/Los_Angeles", "stated")
    assert REGF.verdict(ask(clock("2026-12-07 23:00"), east, stated)).allowed
    assert refusing(ask(clock("2026-12-07 10:00"), east, stated), REGF) == ["regf.hours"]


def test_5_of_a_toll_free_number_nobody_knows_where_and_every_zone_must_be_awake() -> None:
    def lawful(moment: datetime) -> bool:
        asked = ask(moment, address=Address(value="+18005550100", place="toll_free"))
        nowhere = asked.debtor.model_copy(update={"locations": ()})
        return REGF.verdict(asked.model_copy(update={"debtor": nowhere})).allowed

    winter = datetime(2026, 12, 7, tzinfo=UTC)
    assert [hour for hour in range(24) if lawful(winter + timedelta(hours=hour))] == [
        *(0, 1),
        *range(18, 24),
    ]
    summer = datetime(2026, 7, 7, tzinfo=UTC)  # New York is an hour earlier, Honolulu is not
    assert [hour for hour in range(24) if lawful(summer + timedelta(hours=hour))] == [
        0,
        *range(18, 24),
    ]


# --- counts held against a count by hand

RESULTS = ("no_answer", "voicemail", "message_left", "busy", "not_in_service", "hung_up_at_once")
CALLS = st.lists(
    st.tuples(
        st.integers(min_value=0, max_value=12 * 24 * 60),
        st.sampled_from(RESULTS),
        st.sampled_from(["d1", "d1", "d1", "s1"]),
        st.sampled_from([("A",), ("A",), ("A", "B"), ("B",)]),
        st.sampled_from(["agency-a", "agency-a", "agency-b"]),
    ),
    max_size=24,
)


@given(CALLS, st.sampled_from(ZONES))
def test_seven_in_seven_is_what_a_count_by_hand_says(
    calls: list[tuple[int, str, str, tuple[str, ...], str]], zone: str
) -> None:
    start = clock("2026-10-28 12:00", zone)  # clocks go back within the time
    now = clock("2026-11-09 12:00", zone)
    today = now.astimezone(ZoneInfo(zone)).date()
    history = tuple(
        contact(
            start + timedelta(minutes=minute),
            result,
            id=f"e{number}",
            party=person,
            party_role="debtor" if person == "d1" else "spouse",
            debts=debts,
            collector=collector,
        )
        for number, (minute, result, person, debts, collector) in enumerate(calls)
        if start + timedelta(minutes=minute) <= now
    )
    by_hand = sum(
        event.result not in ("busy", "not_in_service")
        and event.party == "d1"
        and "A" in event.debts
        and event.collector == "agency-a"
        and (today - event.at.astimezone(ZoneInfo(zone)).date()).days < 7
        for event in history
    )
    answer = REGF.verdict(ask(now, at("US-TX", zone), history=history))
    used = {limit.rule: limit.used for limit in answer.limits}["regf.seven"]
    assert used == by_hand
    assert ("regf.seven" in [reason.rule for reason in answer.reasons]) is (by_hand >= 7)


@given(st.lists(st.integers(min_value=0, max_value=40 * 24 * 60), max_size=8))
def test_massachusetts_never_lets_a_third_call_into_seven_days(minutes: list[int]) -> None:
    massachusetts = named("us-ma")
    start, day = clock("2026-10-20 09:00"), timedelta(days=1)
    made: list[datetime] = []
    for minute in sorted(minutes):
        moment = start + timedelta(minutes=minute)
        history = tuple(contact(e, "message_left", id=f"e{n}") for n, e in enumerate(made))
        if massachusetts.verdict(ask(moment, at("US-MA"), history=history)).allowed:
            made.append(moment)
    for moment in made:
        assert sum(moment - 7 * day < each <= moment for each in made) <= 2


def test_27_what_an_offline_desk_brings_late_refuses_the_next_call_and_breaks_nothing() -> None:
    seen = tuple(contact(clock(f"2026-12-0{day} 09:00")) for day in range(1, 7))
    late = contact(NOON - timedelta(minutes=30), id="late")
    ahead = contact(NOON + timedelta(seconds=3), id="ahead")  # that desk's clock is a little fast
    asked = ask(NOON, history=(*seen, late, ahead, late, ahead))
    answer = REGF.verdict(asked)
    assert [(limit.used, limit.max) for limit in answer.limits if limit.rule == "regf.seven"] == [
        (8, 7)
    ]
    assert [reason.rule for reason in answer.reasons] == ["regf.seven"]
    stale = asked.model_copy(update={"history_as_of": NOON - timedelta(minutes=40)})
    assert "stale_history" in {reason.kind for reason in REGF.verdict(stale).reasons}


def test_25_after_a_cease_every_kind_of_contact_stops_but_the_three_notices() -> None:
    stopped = Flag(flag="cease", from_=clock("2026-12-01 10:00"))
    consents = tuple(
        Consent(kind=kind, given_at=clock("2026-11-20 10:00")) for kind in ("sms", "email")
    )
    for kind in ("call", "prerecorded", "voicemail", "sms", "email", "letter", "visit"):
        asked = ask(NOON, kind=kind, debtor={"flags": (stopped,), "consents": consents})
        assert "regf.cease" in refusing(asked, REGF), kind
        assert REGF.verdict(asked).retry_at is None
    for purpose in ("efforts_end", "remedy_may", "remedy_intended"):
        once = ask(NOON, kind="letter", purpose=purpose, debtor={"flags": (stopped,)})
        assert REGF.verdict(once).allowed, purpose
        sent = contact(clock("2026-12-03 10:00"), "sent", kind="letter", purpose=purpose)
        assert refusing(once.model_copy(update={"history": (sent,)}), REGF) == ["regf.cease"]
        other = contact(clock("2026-12-03 10:00"), "sent", kind="letter", purpose="statement")
        assert REGF.verdict(once.model_copy(update={"history": (other,)})).allowed


def test_21_a_parent_answers_for_a_minor_only() -> None:
    minor = {"flags": (Flag(flag="minor"),)}
    parent = Party(id="p1", role="parent")
    answer = REGF.verdict(ask(NOON, party=parent, debtor=minor))
    assert (answer.decision, set(answer.gates)) == (
        "allowed_with_gates",
        {"verify_first", "to_supervisor"},
    )
    assert refusing(ask(NOON, party=parent), REGF) == ["regf.third"]
    assert refusing(ask(NOON, debtor=minor), REGF) == ["regf.minor"]
    ended = {"flags": (Flag(flag="minor", until=clock("2026-12-01 00:00")),)}
    assert refusing(ask(NOON, party=parent, debtor=ended), REGF) == ["regf.third"]


# --- the files


def test_every_rule_is_told_in_two_languages_with_its_clause_and_how_sure_we_are() -> None:
    clause = re.compile(r"\d")
    for pack in packs():
        for rule in pack.file.rules:
            assert rule.confidence == "house" or clause.search(rule.ref), rule.id
            assert re.search(r"[一-鿿]", rule.text.zh), rule.id
            assert re.fullmatch(r"[\x20-\x7e]+", rule.text.en), rule.id
            assert rule.severity == "house" or rule.confidence != "house", rule.id


def test_the_packs_bring_their_worked_cases() -> None:
    names = [
        example.name for pack in packs() for rule in pack.file.rules for example in rule.examples
    ]
    assert len(names) >= 200
    cases = {int(found[1]) for name in names if (found := re.match(r"case (\d+):", name))}
    assert cases >= {1, 3, 5, 7, 9, 11, 13, 21, 23, 25, 27, 29}
