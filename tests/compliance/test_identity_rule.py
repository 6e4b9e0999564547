"""What is shown at each level of identity, and what must be stored with a verdict."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from desk_client.compliance.audit import Audit, audit_gaps
from desk_client.compliance.identity_rule import IdentityRule, may_show
from tests.compliance.written import written

FACTORS = ["id_last4", "birth_year", "card_last4"]
SHOWS = {
    "unknown": ["surname"],
    "claimed": ["surname", "company"],
    "verified": ["surname", "company", "amount", "due_date"],
}


def identity(**told: object) -> IdentityRule:
    told = {
        "factors": FACTORS,
        "need": 2,
        "max_fail": 2,
        "shows": SHOWS,
        "examples": [{"name": "any", "expect": {"identity": "unknown"}}],
    } | told
    return written(IdentityRule, **told)


def test_two_factors_verify_and_two_misses_end_the_check() -> None:
    rule = identity()
    assert rule.level(claimed=False, matched=(), missed=0) == "unknown"
    assert rule.level(claimed=True, matched=("id_last4",), missed=1) == "claimed"
    assert rule.level(claimed=True, matched=("id_last4", "birth_year"), missed=1) == "verified"
    assert rule.level(claimed=True, matched=("id_last4", "birth_year"), missed=2) == "claimed"
    assert rule.level(claimed=True, matched=("id_last4", "id_last4"), missed=0) == "claimed"
    assert rule.level(claimed=True, matched=("id_last4", "password"), missed=0) == "claimed"


def test_the_amount_is_shown_to_the_verified_person_only() -> None:
    assert [may_show((identity(),), "amount", level) for level in ("unknown", "claimed")] == [
        False,
        False,
    ]
    assert may_show((identity(),), "amount", "verified")
    assert not may_show((identity(),), "password", "verified")
    strict = identity(shows={"unknown": [], "claimed": [], "verified": ["surname"]})
    assert not may_show((identity(), strict), "amount", "verified")
    assert may_show((), "amount", "verified")
    assert not may_show((), "surname", "claimed")


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"need": 4}, "more factors"),
        ({"factors": ["id_last4", "id_last4"]}, "more factors"),
        ({"shows": SHOWS | {"unknown": ["amount"]}}, "the level below"),
        ({"shows": SHOWS | {"verified": ["surname"]}}, "the level below"),
        (
            {"shows": SHOWS | {"claimed": ["surname", "amount"]}},
            "amount is not shown before",
        ),
        ({"shows": {"unknown": ["surname"]}}, "verified"),
    ],
)
def test_levels_rise_and_hold_no_figure_too_early(told: dict[str, object], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        identity(**told)


@given(
    st.booleans(), st.lists(st.sampled_from([*FACTORS, "password"]), max_size=4), st.integers(0, 4)
)
def test_one_more_miss_never_opens_anything(claimed: bool, matched: list[str], missed: int) -> None:
    rule = identity()
    order = ("unknown", "claimed", "verified")
    before = rule.level(claimed=claimed, matched=matched, missed=missed)
    after = rule.level(claimed=claimed, matched=matched, missed=missed + 1)
    assert order.index(after) <= order.index(before)
    for field in ("surname", "company", "amount"):
        assert rule.may_show(field, before) or not rule.may_show(field, after)


def test_what_a_stored_verdict_lacks_is_named_once() -> None:
    examples = [{"name": "any", "stored": [], "expect": {}}]
    one = written(Audit, store=["pack", "pack_sha256", "decision"], examples=examples)
    two = written(Audit, store=["decision", "tzdata"], examples=examples)
    assert audit_gaps((one, two), {"pack", "pack_sha256", "decision", "tzdata"}) == ()
    assert audit_gaps((one, two), {"pack"}) == ("pack_sha256", "decision", "tzdata")
    assert audit_gaps((), ()) == ()
