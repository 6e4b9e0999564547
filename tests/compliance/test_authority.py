"""Who may let a contact through against a rule of the house: role, second person, reason, end."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from desk_client.compliance.authority import Authority, may_override, override_faults
from desk_client.compliance.request import Override
from tests.compliance.written import written

NOW = datetime(2026, 11, 24, 8, tzinfo=UTC)
ASKED = {
    "rules": ["house.gap60"],
    "by": "wang",
    "role": "lead",
    "second": "chen",
    "reason": "the debtor asked in the branch",
    "until": "2026-11-24T08:30:00Z",
}
EXAMPLES = [
    {
        "name": "any",
        "now": "2026-11-24T08:00:00Z",
        "refused": {"rule": "house.gap60", "held": "house"},
        "override": ASKED,
        "expect": {},
    }
]


def authority(**told: object) -> Authority:
    told = {
        "may_override": {"should": "lead", "house": "lead"},
        "four_eyes": True,
        "reason_required": True,
        "lasts_minutes": 30,
        "examples": EXAMPLES,
    } | told
    return written(Authority, **told)


def override(**told: object) -> Override:
    asked = ASKED | {"rules": ("house.gap60",), "until": NOW + timedelta(minutes=30)}
    return Override.model_validate(asked | told)


def whats(asked: Override, *rules: Authority, held: str = "house") -> list[str] | None:
    faults = override_faults(rules or (authority(),), asked, "house.gap60", held, NOW)  # type: ignore[arg-type]
    return None if faults is None else [fault.what for fault in faults]


def test_a_lead_with_a_reason_and_a_second_person_for_half_an_hour() -> None:
    assert whats(override()) == []
    assert may_override((authority(),), override(), "house.gap60", "house", NOW)
    assert may_override((authority(),), override(), "house.gap60", "should", NOW)


@pytest.mark.parametrize(
    ("told", "what"),
    [
        ({"rules": ("house.busy15",)}, "not_named"),
        ({"role": "agent"}, "role"),
        ({"role": "director"}, "role"),
        ({"second": None}, "second"),
        ({"second": " "}, "second"),
        ({"second": "wang"}, "second"),
        ({"reason": None}, "reason"),
        ({"reason": "  "}, "reason"),
        ({"until": NOW}, "over"),
        ({"until": NOW + timedelta(minutes=30, seconds=1)}, "too_long"),
    ],
)
def test_one_thing_wrong_and_it_lifts_nothing(told: dict[str, object], what: str) -> None:
    assert whats(override(**told)) == [what]
    assert not may_override((authority(),), override(**told), "house.gap60", "house", NOW)


def test_everything_wrong_is_told_at_once() -> None:
    asked = override(role="agent", second=None, reason=None, until=NOW)
    assert whats(asked) == ["role", "second", "reason", "over"]


def test_a_pack_may_ask_for_less() -> None:
    easy = authority(
        may_override={"house": "agent"}, four_eyes=False, reason_required=False, lasts_minutes=60
    )
    alone = override(role="agent", second=None, reason=None)
    assert whats(alone, easy) == []
    assert whats(alone, easy, held="should") == ["never"]
    assert whats(alone, easy, authority()) == ["role", "second", "reason"]


def test_without_an_authority_rule_in_force_nobody_may() -> None:
    ended = authority(in_force={"since": "2020-01-01", "until": "2026-11-23"})
    assert whats(override(), ended) is None
    assert not may_override((), override(), "house.gap60", "house", NOW)


def test_only_the_rules_it_names() -> None:
    assert whats(override(), authority(rules=["house.sms2"])) == ["never"]
    assert whats(override(), authority(rules=["house.gap60"])) == []


def test_a_rule_of_authority_that_gives_none_is_left_out() -> None:
    with pytest.raises(ValidationError, match="names nobody"):
        authority(may_override={})
    with pytest.raises(ValidationError):
        authority(may_override={"must": "lead"})


@given(
    st.builds(
        override,
        role=st.sampled_from(["agent", "lead", "director"]),
        second=st.none() | st.sampled_from(["chen", "wang", ""]),
        reason=st.none() | st.text(max_size=5),
        until=st.integers(-60, 600).map(lambda minutes: NOW + timedelta(minutes=minutes)),
    )
)
def test_what_must_be_kept_is_lifted_by_nobody(asked: Override) -> None:
    generous = authority(
        may_override={"should": "agent", "house": "agent"},
        four_eyes=False,
        reason_required=False,
        lasts_minutes=1440,
    )
    assert not may_override((generous,), asked, "house.gap60", "must", NOW)
    assert whats(asked, generous, held="must") == ["never"]
