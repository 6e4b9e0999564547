"""Whether a rule is at least as strict as another: judged field by field, and proved by verdicts: a
change that is let through never allows what was refused."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, event, given, settings
from hypothesis import strategies as st

from desk_client.compliance.exemption import Exemption
from desk_client.compliance.flag_stop import FlagStop
from desk_client.compliance.hours import Hours
from desk_client.compliance.load import load_pack, shipped_packs
from desk_client.compliance.pack import Pack
from desk_client.compliance.persons import ConsentRequired
from desk_client.compliance.request import ContactRequest
from desk_client.compliance.rule import Clause
from desk_client.compliance.tightening import loosened
from desk_client.compliance.verdict import verdict
from desk_client.compliance.waits import WaitAfterEvent
from desk_client.compliance.windowed_cap import WindowedCap
from tests.compliance.changed_rules import changed, in_place
from tests.compliance.test_properties import requests
from tests.compliance.written import ANY_VERDICT, written

Told = dict[str, Any]
HOURS: Told = {
    "windows": [{"open": "08:00", "close": "12:00"}, {"open": "13:00", "close": "21:00"}]
}
CAP: Told = {
    "max": 3,
    "window": {"n": 1, "unit": "local_day"},
    "key": ["debtor", "address"],
    "count": {"media": ["call"], "not_results": ["busy"]},
    "label": {"zh": "次", "en": "Calls"},
}
WAIT: Told = {
    "wait": {"n": 7, "unit": "local_day"},
    "date_is_day_one": True,
    "key": ["debtor"],
    "after": {"media": ["call"], "results": ["conversation"]},
}
STOP: Told = {
    "flag": "cease",
    "exceptions": [{"purpose": "efforts_end", "media": ["letter"], "max": 1}],
}
GATE: Told = {"flag": "dispute", "effect": "gate"}
CONSENT: Told = {"consents": ["sms"], "max_age_days": 60}
LIFTS: Told = {"lifts": ["a", "b"], "by": ["callback"], "lasts": {"n": 7, "unit": "local_day"}}


def of(kind: type[Clause], told: Told, **more: Any) -> Clause:
    return written(kind, **(told | {"examples": ANY_VERDICT} | more))


def closing(*closes: str, **more: Any) -> Told:
    opens = ("08:00", "13:00")
    windows = [{"open": o, "close": c} for o, c in zip(opens, closes, strict=False)]
    return {"windows": windows, **more}


GERMANY: Told = {"calendar": "DE", "closed": True}


@pytest.mark.parametrize(
    ("kind", "old", "new", "looser"),
    [
        (Hours, HOURS, closing("11:00", "20:00"), None),
        (Hours, HOURS, closing("12:00"), None),
        (Hours, HOURS, closing("12:01", "21:00"), "windows"),
        (Hours, HOURS, closing("21:00"), "windows"),  # through the noon hour
        (Hours, HOURS, {**HOURS, "last_start_margin_s": 60}, None),
        (Hours, {**HOURS, "last_start_margin_s": 60}, HOURS, "last_start_margin_s"),
        (Hours, HOURS, {**HOURS, "holidays": GERMANY}, None),
        (Hours, {**HOURS, "holidays": GERMANY}, HOURS, "holidays"),
        (
            Hours,
            {**HOURS, "holidays": GERMANY},
            {**HOURS, "holidays": {**GERMANY, "calendar": "DE-BY"}},
            None,
        ),
        (
            Hours,
            {**HOURS, "holidays": {**GERMANY, "calendar": "DE-BY"}},
            {**HOURS, "holidays": GERMANY},
            "holidays",
        ),
        (
            Hours,
            {**HOURS, "holidays": GERMANY},
            {
                **HOURS,
                "holidays": {"calendar": "DE", "windows": [{"open": "09:00", "close": "10:00"}]},
            },
            "holidays",
        ),
        # a consent moves the last closing time of a day: the last window must stay the last
        (Hours, HOURS, closing("12:00", "21:00", exempt_by=["out_of_hours"]), "exempt_by"),
        (
            Hours,
            {**HOURS, "exempt_by": ["out_of_hours"]},
            closing("12:00", exempt_by=["out_of_hours"]),
            "windows",
        ),
        (WindowedCap, CAP, {**CAP, "max": 2}, None),
        (WindowedCap, CAP, {**CAP, "max": 4}, "max"),
        (WindowedCap, CAP, {**CAP, "window": {"n": 2, "unit": "local_day"}}, None),
        (WindowedCap, CAP, {**CAP, "window": {"n": 1, "unit": "rolling_day"}}, "window"),
        (WindowedCap, CAP, {**CAP, "key": ["debtor"]}, None),
        (WindowedCap, CAP, {**CAP, "key": ["debtor", "address", "debt"]}, "key"),
        (WindowedCap, CAP, {**CAP, "count": {"media": ["call", "sms"]}}, None),
        (WindowedCap, CAP, {**CAP, "count": {"media": ["sms"], "not_results": ["busy"]}}, "count"),
        (
            WindowedCap,
            CAP,
            {**CAP, "count": {"media": ["call"], "not_results": ["busy", "no_answer"]}},
            "count",
        ),
        (WindowedCap, CAP, {**CAP, "count": [CAP["count"], {"media": ["sms"]}]}, None),
        (WindowedCap, {**CAP, "count": [CAP["count"], {"media": ["sms"]}]}, CAP, "count"),
        (WindowedCap, CAP, {**CAP, "roles": ["debtor"]}, "roles"),
        (WindowedCap, {**CAP, "roles": ["debtor"]}, CAP, None),
        (WindowedCap, CAP, {**CAP, "not_roles": ["guardian"]}, "not_roles"),
        (WindowedCap, CAP, {**CAP, "only": {"days_past_due": {"min": 3}}}, "only"),
        (WindowedCap, {**CAP, "only": {"days_past_due": {"min": 3}}}, CAP, None),
        (
            WindowedCap,
            {**CAP, "only": {"days_past_due": {"min": 3}, "products": ["card"]}},
            {**CAP, "only": {"days_past_due": {"min": 2}, "products": ["card", "loan"]}},
            None,
        ),
        (WindowedCap, CAP, {**CAP, "text": {"zh": "别的", "en": "other words"}}, None),
        (WindowedCap, CAP, {**CAP, "held_as": "must", "severity": "should"}, None),
        (WaitAfterEvent, WAIT, {**WAIT, "date_is_day_one": False}, None),
        (WaitAfterEvent, WAIT, {**WAIT, "wait": {"n": 6, "unit": "local_day"}}, "wait"),
        (WaitAfterEvent, WAIT, {**WAIT, "after": {"media": ["call"]}}, None),
        (FlagStop, STOP, {"flag": "cease"}, None),
        (FlagStop, {"flag": "cease"}, STOP, "exceptions"),
        (FlagStop, STOP, {"flag": "attorney"}, "flag"),
        (FlagStop, STOP, {"flag": "cease", "effect": "gate"}, "effect"),
        (
            FlagStop,
            STOP,
            {"flag": "cease", "exceptions": [*STOP["exceptions"], *STOP["exceptions"]]},
            "exceptions",
        ),
        (FlagStop, GATE, {**GATE, "say": ["name_only"]}, "say"),
        (FlagStop, GATE, {**GATE, "say": ["name_only", "no_demand"]}, None),
        (FlagStop, GATE, {"flag": "dispute"}, None),
        (FlagStop, {"flag": "dispute", "runs_days": 60}, {"flag": "dispute"}, None),
        (FlagStop, {"flag": "dispute"}, {"flag": "dispute", "runs_days": 60}, "runs_days"),
        (ConsentRequired, CONSENT, {"consents": ["sms"], "max_age_days": 30}, None),
        (ConsentRequired, CONSENT, {"consents": ["sms"]}, "max_age_days"),
        (ConsentRequired, CONSENT, {**CONSENT, "consents": ["sms", "email"]}, "consents"),
        (
            ConsentRequired,
            CONSENT,
            {**CONSENT, "refreshed_by": {"media": ["sms"], "direction": "in"}},
            "refreshed_by",
        ),
        (Exemption, LIFTS, {**LIFTS, "lifts": ["a"], "ended_by_conversation": True}, None),
        (Exemption, LIFTS, {**LIFTS, "lifts": ["a", "b", "c"]}, "lifts"),
        (Exemption, LIFTS, {**LIFTS, "lasts": None}, "lasts"),
        (Exemption, LIFTS, {**LIFTS, "lasts": {"n": 3, "unit": "local_day"}}, None),
        (Exemption, {**LIFTS, "media": ["call"]}, LIFTS, "media"),
    ],
)
def test_each_field_in_its_own_direction(
    kind: type[Clause], old: Told, new: Told, looser: str | None
) -> None:
    assert loosened(of(kind, old), of(kind, new)) == looser


def test_another_kind_or_a_weaker_word_is_looser() -> None:
    cap, stop = of(WindowedCap, CAP), of(FlagStop, STOP)
    assert loosened(cap, stop) == "kind"
    assert loosened(cap, of(WindowedCap, CAP, severity="should")) == "severity"
    assert loosened(cap, of(WindowedCap, CAP, severity="should", held_as="house")) == "held_as"
    later = of(WindowedCap, CAP, in_force={"since": "2020-01-01", "until": "2030-01-01"})
    assert loosened(cap, later) == "in_force"
    assert loosened(later, cap) is None


PACKS: tuple[Pack, ...] = (
    *(pack for pack in shipped_packs() if pack.id in ("cn-bank-card", "house-default", "us-regf")),
    load_pack(Path(__file__).parent / "packs" / "try-us.yaml"),
)


@pytest.mark.parametrize("pack", shipped_packs(), ids=lambda pack: pack.id)
def test_every_rule_is_as_strict_as_itself(pack: Pack) -> None:
    assert [rule.id for rule in pack.file.rules if loosened(rule, rule)] == []


roles = ("debtor", "contact", "guardian", "unknown")


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.sampled_from(PACKS), requests(roles), st.data())
def test_tightening_never_allows_more(
    law: Pack, asked: ContactRequest, data: st.DataObject
) -> None:
    rule = data.draw(st.sampled_from(law.rules))
    other = data.draw(changed(rule))
    assume(other is not None and other != rule)
    assert other is not None
    looser = loosened(rule, other)
    event("looser" if looser else "tighter")
    assume(looser is None)
    before, after = verdict(asked, (law,)), verdict(asked, (in_place(law, other),))
    assert before.allowed or not after.allowed
    assert {r.rule for r in before.reasons} <= {r.rule for r in after.reasons}
    assert not after.allowed or set(before.gates) <= set(after.gates)
    if before.retry_at is not None and after.retry_at is not None:
        assert after.retry_at >= before.retry_at
    if not before.allowed and before.retry_at is None:
        assert after.retry_at is None
