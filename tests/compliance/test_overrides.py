"""Overrides: by whom, against what, for how long; and never against a `must`."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desk_client.compliance.authority import Authority
from desk_client.compliance.pack_set import PackSet
from desk_client.compliance.request import ContactRequest, Flag, Override
from desk_client.compliance.verdict import verdict
from desk_client.compliance.waits import MinGap
from desk_client.compliance.windowed_cap import WindowedCap
from tests.compliance.asking import DESK, ask, call_made, local
from tests.compliance.test_properties import requests
from tests.compliance.trial import KINDS, LABEL, judged, pack_of, refused_by, rule

NOON = local("2026-11-24 12:00")
EXAMPLE = {
    "name": "any",
    "now": "2026-11-24T04:00:00Z",
    "refused": {"rule": "try.gap", "held": "house"},
    "override": {"rules": ["try.gap"], "by": "a", "role": "lead", "until": "2026-11-24T04:01:00Z"},
    "expect": {},
}
LEADS = rule(
    Authority,
    "try.leads",
    may_override={"should": "lead", "house": "lead"},
    four_eyes=True,
    reason_required=True,
    lasts_minutes=15,
    examples=[EXAMPLE],
)


def gap(severity: str, **more: Any) -> MinGap:
    told = {"severity": severity, "seconds": 3600, "key": ["address"], "after": {"media": ["call"]}}
    made: MinGap = rule(MinGap, "try.gap", **told | more)
    return made


def override(**more: Any) -> Override:
    told: dict[str, Any] = {
        "rules": ("try.gap",),
        "by": "lead-1",
        "role": "lead",
        "second": "lead-2",
        "reason": "the debtor waits for this call",
        "until": NOON + timedelta(minutes=10),
    }
    return Override(**told | more)


def asked(**more: Any) -> ContactRequest:
    called = call_made(NOON - timedelta(minutes=20))
    told: dict[str, Any] = {"history": (called,), "override": override()}
    return ask(NOON, **told | more)


@pytest.mark.parametrize("severity", ["house", "should"])
def test_a_lead_with_a_second_person_lets_a_contact_through(severity: str) -> None:
    answer = judged(asked(), gap(severity), LEADS)
    assert answer.allowed
    assert answer.reasons == ()
    (reason,) = answer.overridden
    assert (reason.rule, reason.severity) == ("try.gap", severity)
    assert reason.retry_at == NOON + timedelta(minutes=40)


@pytest.mark.parametrize(
    "changed",
    [
        {"role": "agent"},
        {"role": "director of everything"},
        {"second": None},
        {"second": "lead-1"},
        {"second": "  "},
        {"reason": None},
        {"reason": " \t"},
        {"rules": ("try.gaps",)},
        {"until": NOON},
        {"until": NOON - timedelta(seconds=1)},
        {"until": NOON + timedelta(minutes=15, seconds=1)},
    ],
)
def test_without_what_the_pack_asks_for_it_stays_refused(changed: dict[str, Any]) -> None:
    answer = judged(asked(override=override(**changed)), gap("house"), LEADS)
    assert [reason.rule for reason in answer.reasons] == ["try.gap"]
    assert answer.overridden == ()


def test_a_must_is_never_lifted_nor_what_the_house_holds_as_one() -> None:
    assert refused_by(asked(), gap("must"), LEADS) == ["try.gap"]
    assert refused_by(asked(), gap("should", held_as="must"), LEADS) == ["try.gap"]
    assert refused_by(asked(), gap("house")) == ["try.gap"]  # a pack that gives nobody authority


def test_the_engines_own_refusals_are_not_lifted() -> None:
    named = override(rules=("engine.flag", "engine.pack", "engine.zone", "try.gap"))
    unknown = asked(override=named, flags=(Flag(flag="moon"),))
    assert refused_by(unknown, gap("house"), LEADS) == ["engine.flag"]
    assert not PackSet((), ("nothing",)).verdict(asked(override=named)).allowed


def test_the_authority_of_one_pack_does_not_reach_into_another() -> None:
    answer = verdict(asked(), (pack_of(gap("house")), pack_of(LEADS)))
    assert [reason.rule for reason in answer.reasons] == ["try.gap"]


def test_what_was_not_answered_for_still_refuses() -> None:
    cap = rule(
        WindowedCap,
        "try.cap",
        severity="house",
        max=1,
        window={"n": 30, "unit": "minute"},
        key=["debtor"],
        count={"media": ["call"]},
        label=LABEL,
    )
    answer = judged(asked(), gap("house"), cap, LEADS)
    assert [reason.rule for reason in answer.reasons] == ["try.cap"]
    assert [reason.rule for reason in answer.overridden] == ["try.gap"]
    # the cap frees at 12:10, when the override has just run out: then the gap holds again
    assert answer.retry_at == NOON + timedelta(minutes=40)
    longer = asked(override=override(until=NOON + timedelta(minutes=12)))
    assert judged(longer, gap("house"), cap, LEADS).retry_at == NOON + timedelta(minutes=10)


def test_an_end_too_far_away_comes_near_enough_by_waiting() -> None:
    far = asked(override=override(until=NOON + timedelta(minutes=35)))
    answer = judged(far, gap("house"), LEADS)
    assert answer.retry_at == NOON + timedelta(minutes=20)
    assert judged(far.at(NOON + timedelta(minutes=20)), gap("house"), LEADS).allowed


def test_nothing_was_overridden_where_nothing_refused() -> None:
    answer = judged(asked(history=()), gap("house"), LEADS)
    assert answer.allowed
    assert answer.overridden == ()


PACKS = {"the desk's": DESK, "the trial pack": PackSet((KINDS,), ("try-kinds",))}


@settings(max_examples=80, deadline=None)
@given(requests(("debtor", "contact")), st.sampled_from(sorted(PACKS)), st.data())
def test_no_override_ever_lifts_a_must(
    question: ContactRequest, chosen: str, data: st.DataObject
) -> None:
    packs = PACKS[chosen]
    before = packs.verdict(question)
    names = [rule.id for pack in packs.in_force(question) for rule in pack.rules]
    given_by = data.draw(
        st.builds(
            Override,
            rules=st.lists(st.sampled_from(names), min_size=1).map(tuple),
            by=st.just("lead-1"),
            role=st.sampled_from(["lead", "agent", "director"]),
            second=st.sampled_from(["lead-2", "lead-1", None]),
            reason=st.sampled_from(["why", "", None]),
            until=st.integers(-60, 3600).map(lambda s: question.now + timedelta(seconds=s)),
        )
    )
    after = packs.verdict(question.model_copy(update={"override": given_by}))
    must = {reason.rule for reason in before.reasons if _held(packs, reason.rule) == "must"}
    assert must <= {reason.rule for reason in after.reasons}
    both = {reason.rule for reason in (*after.reasons, *after.overridden)}
    assert both == {reason.rule for reason in before.reasons}
    assert {reason.rule for reason in after.overridden} <= set(given_by.rules)
    if given_by.role != "lead":
        assert after.overridden == ()


def _held(packs: PackSet, name: str) -> str:
    held = [rule.held for pack in packs.packs for rule in pack.rules if rule.id == name]
    return held[0] if held else "must"
