"""A channel that needs the person's own consent: how old it is, what renews it, what ends it."""

from datetime import timedelta
from typing import Any

import pytest

from desk_client.compliance.persons import ConsentRequired
from desk_client.compliance.request import Consent, ContactRequest, Event
from tests.compliance.asking import ask, call_made, local
from tests.compliance.trial import judged, refused_by, rule

GIVEN = local("2026-06-01 10:00")
NOON = local("2026-11-24 12:00")
TEXT60 = rule(
    ConsentRequired,
    media=["sms"],
    consents=["sms"],
    max_age_days=60,
    refreshed_by=[
        {"media": ["sms"], "direction": "in", "results": ["replied"]},
        {"media": ["call"], "direction": "any", "results": ["conversation"], "talk_s_min": 30},
    ],
)


def text(at: Any = NOON, *history: Event, **consent: Any) -> ContactRequest:
    told: dict[str, Any] = {"kind": "sms", "given_at": GIVEN}
    return ask(at, kind="sms", history=history, consents=(Consent(**told | consent),))


def reply(at: Any, **more: Any) -> Event:
    told: dict[str, Any] = {"kind": "sms", "direction": "in"}
    return call_made(at, "replied", **told | more)


def test_a_consent_is_good_for_sixty_days_to_the_second() -> None:
    last = GIVEN + timedelta(days=60)
    assert refused_by(text(last - timedelta(seconds=1)), TEXT60) == []
    answer = judged(text(last), TEXT60)
    assert [reason.kind for reason in answer.reasons] == ["consent_required"]
    assert answer.retry_at is None


def test_a_reply_or_a_talk_makes_it_new() -> None:
    for renewed in (
        reply(NOON - timedelta(days=59)),
        call_made(NOON - timedelta(days=1), "conversation", talk_s=30.0),
        call_made(NOON - timedelta(days=1), "conversation", talk_s=30.0, direction="in"),
    ):
        assert refused_by(text(NOON, renewed), TEXT60) == []
    assert judged(text(NOON, reply(NOON - timedelta(days=60))), TEXT60).retry_at is None


@pytest.mark.parametrize(
    "other",
    [
        call_made(NOON - timedelta(days=1), "conversation", talk_s=29.0),
        call_made(NOON - timedelta(days=1), None),  # a result nobody knows renews nothing
        call_made(NOON - timedelta(days=1), "no_answer"),
        call_made(NOON - timedelta(days=1), "sent", kind="sms"),
        reply(NOON + timedelta(seconds=60)),  # another desk's clock: not yet
    ],
)
def test_nothing_else_does(other: Event) -> None:
    assert refused_by(text(NOON, other), TEXT60) == ["try.rule"]


def test_a_revocation_ends_it_at_once_and_for_good() -> None:
    stopped = NOON - timedelta(days=2)
    fresh = reply(NOON - timedelta(days=3))
    assert refused_by(text(stopped, fresh, revoked_at=stopped), TEXT60) == ["try.rule"]
    before = stopped - timedelta(seconds=1)
    assert refused_by(text(before, fresh, revoked_at=stopped), TEXT60) == []
    after = reply(NOON - timedelta(days=1))
    assert judged(text(NOON, fresh, after, revoked_at=stopped), TEXT60).retry_at is None


def test_a_new_consent_after_a_revocation_holds() -> None:
    old = Consent(kind="sms", given_at=GIVEN, revoked_at=NOON - timedelta(days=9))
    new = Consent(kind="sms", given_at=NOON - timedelta(days=1))
    asked = ask(NOON, kind="sms", consents=(old, new))
    assert refused_by(asked, TEXT60) == []


def test_a_consent_of_another_kind_or_person_is_none() -> None:
    fresh = NOON - timedelta(days=1)
    assert refused_by(text(given_at=fresh), TEXT60) == []
    assert refused_by(text(given_at=fresh, kind="email"), TEXT60) == ["try.rule"]
    assert refused_by(text(given_at=fresh, party="n1"), TEXT60) == ["try.rule"]
    assert refused_by(text(given_at=NOON + timedelta(hours=1)), TEXT60) == ["try.rule"]
    later = judged(text(given_at=NOON + timedelta(hours=1)), TEXT60)
    assert later.retry_at == NOON + timedelta(hours=1)
