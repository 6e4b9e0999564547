"""What is not known refuses, with a reason that says so; a debtor who calls is heard."""

from dataclasses import replace
from datetime import timedelta

import pytest

from desk_client.compliance.load import shipped_packs
from desk_client.compliance.pack_set import HOUSE_PACKS, PackSet
from desk_client.compliance.request import Collector, Flag, Location
from tests.compliance.asking import DESK, MOBILE, ask, call_made, local

NOON = local("2026-11-24 12:00")
BY_SCOPE = PackSet(tuple(pack for pack in shipped_packs() if pack.id in HOUSE_PACKS))


def kinds(asked_of: PackSet, **more: object) -> list[str]:
    answer = asked_of.verdict(ask(NOON, **more))  # type: ignore[arg-type]
    assert not answer.allowed
    assert answer.retry_at is None
    return [reason.kind for reason in answer.reasons]


def test_a_zone_nobody_knows() -> None:
    for zone in ("Mars/Olympus", "../../etc/passwd"):
        nowhere = (Location(source="stated", zone=zone, region="CN-44"),)
        assert kinds(DESK, locations=nowhere) == ["unknown_zone"]
    no_zone = (Location(source="address", region="US-NY"),)
    assert kinds(DESK, locations=no_zone) == ["unknown_zone"]
    # the law's own region has the law's time, and so has a debtor of whom nothing is known
    assert DESK.verdict(ask(NOON, locations=(Location(source="address", region="CN-44"),))).allowed
    assert DESK.verdict(ask(NOON, locations=())).allowed


def test_a_zone_nobody_knows_that_counts_for_an_hour_more() -> None:
    nowhere = Location(source="stated", zone="Mars/Olympus", until=NOON + timedelta(hours=1))
    answer = DESK.verdict(ask(NOON, locations=(nowhere,)))
    assert answer.reasons[0].kind == "unknown_zone"
    assert answer.retry_at == NOON + timedelta(hours=1)


def test_a_flag_nobody_knows() -> None:
    assert kinds(DESK, flags=(Flag(flag="moon"),)) == ["flag_stop"]
    answer = DESK.verdict(ask(NOON, flags=(Flag(flag="moon"),)))
    assert answer.reasons[0].rule == "engine.flag"
    assert "moon" in answer.reasons[0].text.en
    ended = Flag(flag="moon", until=NOON)
    assert DESK.verdict(ask(NOON, flags=(ended,))).allowed


def test_a_clock_that_moved_back() -> None:
    assert kinds(DESK, history_as_of=NOON + timedelta(seconds=1)) == ["clock_regression"]
    tomorrow = call_made(NOON + timedelta(hours=5), address="+862088886666")
    assert "clock_regression" in kinds(DESK, history=(tomorrow,))


def test_a_person_nobody_named() -> None:
    assert "party_identity" in kinds(DESK, party=None)


def test_a_pack_that_is_not_there() -> None:
    assert kinds(PackSet(shipped_packs(), ("xx-none",))) == ["missing_pack"]
    assert "missing_pack" in kinds(PackSet(shipped_packs(), ("cn-bank-card", "xx-none")))
    assert kinds(replace(DESK, packs=())) == ["missing_pack"]
    before_any = ask(local("2024-01-01 12:00"))
    assert "missing_pack" in [r.kind for r in DESK.verdict(before_any).reasons]


def test_packs_are_chosen_by_who_collects_and_where_the_debtor_is() -> None:
    def chosen(**more: object) -> list[str]:
        return [p.id for p in BY_SCOPE.in_force(ask(NOON, **more))]  # type: ignore[arg-type]

    both = ["cn-bank-card", "house-default"]
    assert chosen() == both
    assert chosen(collector=None) == both
    assert chosen(locations=()) == both  # by the number
    assert chosen(address=None) == both  # by the place
    alias = (Location(source="number_prefix", zone="Asia/Urumqi"),)
    assert chosen(address=None, locations=alias) == both
    assert chosen(address=None, locations=()) == []
    # a law of which there is no pack may apply: nothing is allowed
    for region, zone in (("FR-IDF", "Europe/Paris"), ("CN-HK", "Asia/Hong_Kong")):
        abroad = (Location(source="stated", zone=zone, region=region),)
        assert chosen(locations=abroad) == []
        assert kinds(BY_SCOPE, locations=abroad) == ["missing_pack"]
    assert chosen(collector=Collector(lender="consumer_finance")) == []


def test_a_debtor_who_calls_is_heard_but_not_asked_for_money() -> None:
    asked = ask(NOON, flags=(Flag(flag="moon"),), history_as_of=None, initiator="debtor")
    assert DESK.verdict(asked).gates == ("no_demand",)


def test_the_label_names_the_law_and_its_month() -> None:
    assert (DESK.label.zh, DESK.label.en) == ("中国 2026.11", "China 2026.11")
    city = PackSet(shipped_packs(), ("us-nyc", "house-default")).label
    assert (city.zh, city.en) == ("纽约市 2026.11", "New York City 2026.11")


@pytest.mark.parametrize("asked", [ask(NOON), ask(NOON, history=(call_made(NOON),))])
def test_a_request_does_not_print_a_number(asked: object) -> None:
    assert MOBILE not in repr(asked)
