"""Where the debtor may be: which clocks count, which packs apply, and what is said where the places
leave no hour in common."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from desk_client.compliance.pack import Pack, chosen_by_scope
from desk_client.compliance.request import Address, Collector, DebtFacts, Location
from desk_client.compliance.verdict import until, verdict
from tests.compliance.asking import ask, local
from tests.compliance.pack_files import pack, rule

NOON = local("2026-11-24 12:00")
DAY = rule("x.hours", "hours", "windows: [{open: '08:00', close: '21:00'}]")


def place(zone: str, source: str = "address", **more: object) -> Location:
    return Location.model_validate({"source": source, "zone": zone, **more})


LONDON = place("Europe/London", "stated")
SHANGHAI = place("Asia/Shanghai")
NEW_YORK = place("America/New_York", "number_prefix")


def at(utc: str) -> datetime:
    return datetime.fromisoformat(utc).replace(tzinfo=UTC)


@pytest.fixture
def stated_wins(tmp_path: Path) -> Pack:
    return pack(tmp_path, "wins", DAY, head="scope: {}\nzones: {stated_wins: true}")


@pytest.fixture
def office(tmp_path: Path) -> Pack:
    """09:00-17:00: never at once in Shanghai and in New York."""
    hours = rule("x.hours", "hours", "windows: [{open: '09:00', close: '17:00'}]")
    return pack(tmp_path, "office", hours, head="scope: {}\nzones: {stated_wins: true}")


@pytest.fixture
def all_count(tmp_path: Path) -> Pack:
    return pack(tmp_path, "all", DAY)


def test_a_stated_place_wins_while_it_holds(stated_wins: Pack) -> None:
    asked = ask(at("2026-11-24 20:00"), locations=(LONDON, SHANGHAI))  # 04:00 in Shanghai
    assert verdict(asked, (stated_wins,)).allowed
    moves = LONDON.model_copy(update={"until": at("2026-11-24 20:30")})
    asked = ask(at("2026-11-24 20:00"), locations=(moves, SHANGHAI))
    assert verdict(asked, (stated_wins,)).allowed
    assert until(asked, (stated_wins,)) == at("2026-11-24 20:30")
    answer = verdict(asked.at(at("2026-11-24 20:30")), (stated_wins,))
    assert answer.retry_at == at("2026-11-25 00:00")  # the address counts again


def test_without_that_word_every_place_counts(all_count: Pack, stated_wins: Pack) -> None:
    asked = ask(at("2026-11-24 20:00"), locations=(LONDON, SHANGHAI))
    answer = verdict(asked, (all_count,))
    assert answer.retry_at == at("2026-11-25 08:00")  # 16:00 in Shanghai
    # a pack that says nothing of it goes by the one that does
    assert verdict(asked, (all_count, stated_wins)).allowed


def test_packs_that_differ_on_it_let_every_place_count(stated_wins: Pack, tmp_path: Path) -> None:
    strict = pack(tmp_path, "strict", DAY, head="scope: {}\nzones: {stated_wins: false}")
    asked = ask(at("2026-11-24 20:00"), locations=(LONDON, SHANGHAI))
    assert not verdict(asked, (stated_wins, strict)).allowed


def test_address_and_number_that_differ_both_count(stated_wins: Pack, office: Pack) -> None:
    asked = ask(at("2026-11-24 12:00"), locations=(SHANGHAI, NEW_YORK))
    # 08:00 in Shanghai is 19:00 in New York
    assert verdict(asked, (stated_wins,)).retry_at == at("2026-11-25 00:00")
    answer = verdict(asked, (office,))
    assert answer.retry_at is None
    (reason,) = answer.reasons
    assert reason.rule == "x.hours"
    assert reason.retry_at is None
    assert reason.text.en.endswith("locate the debtor first")
    assert reason.text.zh.endswith("请先核实所在地")


def test_a_closed_hour_in_one_place_says_nothing_of_places(stated_wins: Pack) -> None:
    asked = ask(at("2026-11-24 22:00"), locations=(LONDON,))
    (reason,) = verdict(asked, (stated_wins,)).reasons
    assert reason.text.en == "Not now"
    both = ask(at("2026-11-24 22:00"), locations=(place("Europe/London"), SHANGHAI))
    (reason,) = verdict(both, (stated_wins,)).reasons
    assert reason.text.en == "Not now"


def test_places_that_exclude_each_other_are_refused_until_one_is_no_longer_believed(
    office: Pack,
) -> None:
    fades = NEW_YORK.model_copy(update={"until": at("2026-11-26 03:00")})
    asked = ask(at("2026-11-24 12:00"), locations=(SHANGHAI, fades))
    answer = verdict(asked, (office,))
    assert answer.retry_at == at("2026-11-26 03:00")  # 11:00 in Shanghai
    assert verdict(asked.at(at("2026-11-26 03:00")), (office,)).allowed
    before = at("2026-11-26 03:00") - timedelta(microseconds=1)
    assert not verdict(asked.at(before), (office,)).allowed


@pytest.mark.parametrize(
    ("scope", "more", "applies"),
    [
        ("products: [card]", {}, True),
        ("products: [student_loan]", {}, False),
        ("products: [student_loan]", {"debts": (DebtFacts(id="A"),)}, True),
        ("products: [student_loan]", {"debts": ()}, True),
        (
            "products: [student_loan]",
            {"debts": (DebtFacts(id="A", product="card"), DebtFacts(id="B", product=None))},
            True,
        ),
        ("days_past_due: {min: 41}", {}, False),
        ("days_past_due: {min: 40, max: 40}", {}, True),
        ("days_past_due: {max: 39}", {}, False),
        ("days_past_due: {max: 39}", {"debts": (DebtFacts(id="A"),)}, True),
        ("lenders: [consumer_finance]", {}, False),
        ("lenders: [consumer_finance]", {"collector": Collector(role="first_party")}, True),
        ("roles: [third_party]", {}, False),
        ("roles: [third_party]", {"collector": None}, True),
    ],
)
def test_what_a_pack_is_about(
    tmp_path: Path, scope: str, more: dict[str, object], applies: bool
) -> None:
    one = pack(tmp_path, "one", DAY, head=f"scope: {{{scope}}}")
    assert one.in_scope(ask(NOON, **more)) is applies  # type: ignore[arg-type]


@pytest.fixture
def laws(tmp_path: Path) -> tuple[Pack, ...]:
    return tuple(
        pack(tmp_path, name, DAY, head=f"scope: {{{scope}}}")
        for name, scope in (
            ("us", 'regions: [US], numbers: ["+1"]'),
            ("us-ma", 'regions: [US-MA], numbers: ["+1"]'),
            ("us-nyc", "regions: [US-NY-NYC]"),
            ("house", ""),
        )
    )


@pytest.mark.parametrize(
    ("regions", "chosen"),
    [
        (("US-MA",), ["us", "us-ma", "house"]),
        (("US-NY",), ["us", "house"]),  # New York City has a code of its own
        (("US-NY-NYC",), ["us", "us-nyc", "house"]),
        (("US-CA",), ["us", "house"]),
        (("US",), ["us", "us-ma", "us-nyc", "house"]),  # any of its parts, for all we know
        (("US-CA", "US-MA"), ["us", "us-ma", "house"]),
        ((), ["us", "us-ma", "house"]),  # by the number
        (("DE-BY",), []),
    ],
)
def test_parts_of_a_country_go_by_the_place_before_the_number(
    laws: tuple[Pack, ...], regions: tuple[str, ...], chosen: list[str]
) -> None:
    asked = ask(
        NOON,
        address=Address(value="+16175550100", place="mobile", state="valid"),
        locations=tuple(place("America/New_York", region=region) for region in regions),
    )
    assert [law.id for law in chosen_by_scope(laws, asked)] == chosen


def test_a_place_that_is_no_longer_believed_brings_no_pack_of_its_own(
    laws: tuple[Pack, ...],
) -> None:
    asked = ask(
        NOON,
        address=Address(value="+16175550100", place="mobile", state="valid"),
        locations=(
            Location(source="stated", zone="America/New_York", region="US-MA", until=NOON),
            place("America/Los_Angeles", region="US-CA"),
        ),
    )
    assert [law.id for law in chosen_by_scope(laws, asked)] == ["us", "house"]
