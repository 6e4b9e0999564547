"""What a rule is limited to. A filter lifts a rule only where the request says what it asks about:
what is not known never does."""

from pathlib import Path
from typing import Any

import pytest

from desk_client.compliance.request import (
    Address,
    Collector,
    ContactRequest,
    DebtFacts,
    Location,
    Party,
)
from desk_client.compliance.rule import DaysPastDue, may_lie_in
from desk_client.compliance.verdict import verdict
from desk_client.errors import BadInput
from tests.compliance.asking import MOBILE, ask, local
from tests.compliance.pack_files import pack, rule

NOON = local("2026-11-24 12:00")
STOP = "states: [wrong]"


def stops(folder: Path, limit: str, **more: Any) -> bool:
    """Whether a rule so limited refuses a wrong number."""
    one = pack(folder, "one", rule("x.wrong", "party_identity", STOP, limit))
    place = more.pop("place", "mobile")
    asked = ask(
        NOON,
        **{
            "address": Address(value=MOBILE, place=place, state="wrong"),
            **more,
        },
    )
    return not verdict(asked, (one,)).allowed


def who(role: str, name: str = "c1", identity: str = "unknown") -> Party:
    return Party.model_validate({"id": name, "role": role, "identity": identity})


def debts(*told: tuple[str | None, int | None]) -> tuple[DebtFacts, ...]:
    return tuple(
        DebtFacts(id=f"D{number}", product=product, days_past_due=days)
        for number, (product, days) in enumerate(told)
    )


def at(*regions: str | None) -> tuple[Location, ...]:
    return tuple(
        Location(source="address", zone="America/New_York", region=region) for region in regions
    )


@pytest.mark.parametrize(
    ("limit", "more", "refused"),
    [
        ("initiators: [dialler]", {"initiator": "dialler"}, True),
        ("initiators: [dialler]", {"initiator": "agent"}, False),
        ("places: [work]", {"place": "work"}, True),
        ("places: [work]", {"place": "mobile"}, False),
        ("places: [work]", {"place": "unknown"}, True),
        ("roles: [contact, neighbour]", {"party": who("contact")}, True),
        ("roles: [contact, neighbour]", {"party": who("spouse")}, False),
        ("roles: [contact, neighbour]", {"party": who("unknown")}, True),
        ("roles: [contact, neighbour]", {"party": None}, True),
        ("roles: [debtor]", {"party": who("contact", "d1")}, True),  # it is the debtor after all
        ("not_roles: [guardian]", {"party": who("guardian")}, False),
        ("not_roles: [guardian]", {"party": who("contact")}, True),
        ("not_roles: [guardian]", {"party": who("unknown")}, True),
        ("not_roles: [guardian]", {"party": who("guardian", "d1")}, True),
        ("only: {days_past_due: {max: 15}}", {"debts": debts(("card", 15))}, True),
        ("only: {days_past_due: {max: 15}}", {"debts": debts(("card", 16))}, False),
        ("only: {days_past_due: {max: 15}}", {"debts": debts(("card", None))}, True),
        ("only: {days_past_due: {max: 15}}", {"debts": debts(("card", 16), ("card", 3))}, True),
        ("only: {days_past_due: {max: 15}}", {"debts": ()}, True),
        ("only: {products: [loan]}", {"debts": debts(("card", 1))}, False),
        ("only: {products: [loan]}", {"debts": debts((None, 1))}, True),
        # one debt has the product and another the days: neither is meant
        (
            "only: {products: [loan], days_past_due: {min: 30}}",
            {"debts": debts(("loan", 1), ("card", 40))},
            False,
        ),
        ("only: {collector_roles: [third_party]}", {}, False),
        ("only: {collector_roles: [third_party]}", {"collector": None}, True),
        ("only: {collector_roles: [third_party]}", {"collector": Collector(lender="bank")}, True),
        ("only: {lenders: [bank]}", {}, True),
        ("only: {lenders: [other]}", {}, False),
        ("only: {lenders: [other]}", {"collector": Collector()}, True),
        ("only: {identities: [unknown, claimed]}", {}, True),
        (
            "only: {identities: [unknown, claimed]}",
            {"party": who("debtor", "d1", "verified")},
            False,
        ),
        ("only: {languages: [zh]}", {}, True),
        ("only: {languages: [en]}", {}, False),
        ("only: {regions: [US-MA]}", {"locations": at("US-MA")}, True),
        ("only: {regions: [US-MA]}", {"locations": at("US-NY")}, False),
        ("only: {regions: [US-MA]}", {"locations": at("US")}, True),
        ("only: {regions: [US-MA]}", {"locations": at("US-NY", None)}, True),
        ("only: {regions: [US]}", {"locations": at("US-NY-NYC")}, True),
        ("only: {}", {}, True),
    ],
)
def test_what_a_rule_is_limited_to(
    tmp_path: Path, limit: str, more: dict[str, Any], refused: bool
) -> None:
    assert stops(tmp_path, limit, **more) is refused


def test_nothing_known_at_all_lifts_no_limited_rule(tmp_path: Path) -> None:
    limits = (
        "places: [work]",
        "roles: [contact]",
        "not_roles: [guardian]",
        "only: {products: [loan], days_past_due: {max: 3}, identities: [claimed]}",
        "only: {collector_roles: [third_party], lenders: [other]}",
        "only: {regions: [US-MA], languages: [en]}",
    )
    one = pack(
        tmp_path,
        "one",
        *(
            rule(f"x.n{number}", "stale_history", "max_age_s: 1", limit)
            for number, limit in enumerate(limits)
        ),
        head="scope: {}\non_unknown_zone: [Asia/Shanghai]",
    )
    asked = ContactRequest.from_json(
        '{"now": "2026-11-24T04:00:00Z", "kind": "call", "debtor": {"id": "d1"}}'
    )
    refusing = {reason.rule for reason in verdict(asked, (one,)).reasons}
    assert {f"x.n{number}" for number in range(len(limits))} <= refusing


def test_a_range_of_days_must_hold_some(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="min must not be greater"):
        stops(tmp_path, "only: {days_past_due: {min: 3, max: 2}}")
    with pytest.raises(BadInput, match="unknown key"):
        stops(tmp_path, "only: {product: [card]}")
    assert DaysPastDue(min=3, max=3).may_hold(3)
    assert not DaysPastDue(min=3).may_hold(2)
    assert DaysPastDue(min=3).may_hold(None)


@pytest.mark.parametrize(
    ("region", "ours", "may"),
    [
        ("US-MA", "US", True),
        ("US", "US-MA", True),
        ("US-NY", "US-NY-NYC", False),
        ("USA", "US", False),
        ("CN-44", "CN-4", False),
        (None, "US", True),
        ("", "US", True),
    ],
)
def test_a_country_may_be_any_of_its_parts(region: str | None, ours: str, may: bool) -> None:
    assert may_lie_in(region, ours) is may
