"""What a debtor's own consent lifts, for how long, and that a doubt lifts nothing."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from desk_client.compliance.exemption import Exemption
from desk_client.compliance.load import load_pack
from desk_client.compliance.request import (
    Address,
    Collector,
    Consent,
    DebtFacts,
    Event,
    Location,
    Party,
)
from desk_client.compliance.windowed_cap import WindowedCap
from desk_client.errors import BadInput
from tests.compliance.asking import MOBILE, ask, call_made, local
from tests.compliance.trial import KINDS, LABEL, judged, refused_by, rule

ASKED = local("2026-11-20 11:00")
ONE = rule(
    WindowedCap,
    "try.one",
    max=1,
    window={"n": 30, "unit": "rolling_day"},
    key=["debtor"],
    count={"media": ["call"], "consented": False},
    label=LABEL,
)
CALLED = call_made(local("2026-11-19 10:00"))


def exemption(**more: Any) -> Exemption:
    told = {"lifts": ["try.one"], "by": ["callback"], "ended_by_conversation": True}
    made: Exemption = rule(Exemption, "try.exempt", **told | more)
    return made


def consent(**more: Any) -> Consent:
    told: dict[str, Any] = {
        "kind": "callback",
        "given_at": ASKED,
        "until": ASKED + timedelta(days=365),
    }
    return Consent(**told | more)


def allowed(at: str, lift: Exemption, *events: Event, given: Consent | None = None) -> bool:
    asked = ask(local(at), history=(CALLED, *events), consents=(given or consent(),))
    return judged(asked, ONE, lift).allowed


WEEK = {"n": 7, "unit": "local_day"}


@pytest.mark.parametrize(
    ("lasts", "day_one", "last", "over"),
    [
        (WEEK, True, "2026-11-26 23:59:59", "2026-11-27 00:00"),
        (WEEK, False, "2026-11-27 23:59:59", "2026-11-28 00:00"),
        ({"n": 2, "unit": "hour"}, False, "2026-11-20 12:59:59", "2026-11-20 13:00"),
        ({"n": 2, "unit": "rolling_day"}, False, "2026-11-22 10:59:59", "2026-11-22 11:00"),
    ],
)
def test_it_lasts_so_long_and_no_longer(
    lasts: dict[str, Any], day_one: bool, last: str, over: str
) -> None:
    lift = exemption(lasts=lasts, date_is_day_one=day_one)
    assert allowed("2026-11-20 11:00", lift)
    assert not allowed("2026-11-20 10:59:59", lift)
    assert allowed(last, lift)
    assert not allowed(over, lift)


def test_it_ends_with_the_conversation_that_was_asked_for_and_not_with_an_attempt() -> None:
    lift = exemption(lasts=WEEK)
    attempt = call_made(local("2026-11-20 15:00"), "no_answer", consented=True)
    talk = call_made(local("2026-11-20 16:00"), "conversation", consented=True)
    assert allowed("2026-11-21 10:00", lift, attempt)
    assert not allowed("2026-11-21 10:00", lift, attempt, talk)
    assert allowed("2026-11-21 10:00", exemption(lasts=WEEK, ended_by_conversation=False), talk)


def test_it_ends_with_the_consent_at_the_latest() -> None:
    lift = exemption()
    assert allowed("2027-10-20 10:00", lift)
    short = consent(until=local("2026-11-21 12:00"))
    assert allowed("2026-11-21 11:59:59", lift, given=short)
    assert not allowed("2026-11-21 12:00", lift, given=short)
    revoked = consent(revoked_at=local("2026-11-21 09:00"))
    assert not allowed("2026-11-21 09:00", lift, given=revoked)
    assert not allowed("2026-11-21 10:00", lift, given=consent(kind="sms"))


def test_it_waits_for_a_time_that_was_agreed() -> None:
    agreed = consent(from_=local("2026-11-23 14:00"), until=local("2026-11-23 15:00"))
    asked = ask(local("2026-11-23 10:00"), history=(CALLED,), consents=(agreed,))
    answer = judged(asked, ONE, exemption())
    assert answer.reasons[0].retry_at == local("2026-11-23 14:00")
    assert answer.retry_at == local("2026-11-23 14:00")
    assert judged(asked.at(local("2026-11-23 14:00")), ONE, exemption()).allowed


def test_it_lifts_what_it_names_and_nothing_else() -> None:
    other = ONE.model_copy(update={"id": "try.other"})
    asked = ask(local("2026-11-21 10:00"), history=(CALLED,), consents=(consent(),))
    assert refused_by(asked, ONE, other, exemption()) == ["try.other"]
    assert refused_by(asked, ONE, exemption(in_force={"since": "2026-11-22"})) == ["try.one"]


@pytest.mark.parametrize(
    ("limits", "unknown"),
    [
        ({"places": ["mobile"]}, {"address": Address(value=MOBILE)}),
        ({"roles": ["debtor"]}, {"party": Party(id="d1", role="unknown")}),
        (
            {"only": {"days_past_due": {"min": 16}}},
            {"debts": (DebtFacts(id="A", days_past_due=40), DebtFacts(id="B"))},
        ),
        ({"only": {"days_past_due": {"min": 16}}}, {"debts": ()}),
        ({"only": {"products": ["card"]}}, {"debts": (DebtFacts(id="A"),)}),
        ({"only": {"lenders": ["bank"]}}, {"collector": Collector(role="first_party")}),
        ({"only": {"collector_roles": ["first_party"]}}, {"collector": None}),
        (
            {"only": {"regions": ["CN"]}},
            {"locations": (Location(source="address", zone="Asia/Shanghai"),)},
        ),
        ({"only": {"regions": ["CN"]}}, {"locations": ()}),
    ],
)
def test_a_doubt_lifts_nothing(limits: dict[str, Any], unknown: dict[str, Any]) -> None:
    lift, at = exemption(**limits), local("2026-11-21 10:00")
    known = ask(at, history=(CALLED,), consents=(consent(),))
    assert judged(known, ONE, lift).allowed
    doubtful = ask(at, history=(CALLED,), consents=(consent(),), **unknown)
    assert "try.one" in refused_by(doubtful, ONE, lift)


def test_somebody_elses_consent_does_not_lift_for_the_debtor() -> None:
    theirs = consent(party="n1")
    asked = ask(local("2026-11-21 10:00"), history=(CALLED,), consents=(theirs,))
    assert refused_by(asked, ONE, exemption()) == ["try.one"]


def test_a_pack_may_only_exempt_from_rules_that_it_has(tmp_path: Path) -> None:
    shipped = Path(__file__).parent / "packs" / f"{KINDS.id}.yaml"
    file = tmp_path / shipped.name
    text = shipped.read_text("utf-8").replace("lifts: [try.two]", "lifts: [try.three]")
    file.write_text(text, "utf-8")
    with pytest.raises(BadInput, match=r"try\.three"):
        load_pack(file)
