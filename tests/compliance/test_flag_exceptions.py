"""What a flag does not stop: one notice for each purpose that the law names, and no more."""

from datetime import timedelta
from typing import Any

import pytest

from desk_client.compliance.flag_stop import FlagStop
from desk_client.compliance.request import ContactRequest, Event, Flag
from tests.compliance.asking import ask, call_made, local
from tests.compliance.trial import judged, refused_by, rule

NOON = local("2026-11-24 12:00")
LAID = local("2026-11-10 09:00")
CEASE = rule(
    FlagStop,
    flag="cease",
    exceptions=[
        {"purpose": "remedy_intended", "media": ["letter", "email"], "max": 1},
        {"purpose": "efforts_end", "max": 2},
        {"purpose": "legally_required"},
    ],
)


def notice(at: Any, purpose: str | None, kind: str = "letter", **more: Any) -> Event:
    return call_made(at, "sent", kind=kind, purpose=purpose, id=f"{at}{purpose}{kind}", **more)


def asked(purpose: str | None, *history: Event, **more: Any) -> ContactRequest:
    told: dict[str, Any] = {"kind": "letter", "flags": (Flag(flag="cease", from_=LAID),)}
    return ask(NOON, history=history, purpose=purpose, **told | more)


def test_each_exception_has_a_cap_of_its_own() -> None:
    remedy = notice(LAID + timedelta(days=1), "remedy_intended", "email")
    assert refused_by(asked("remedy_intended"), CEASE) == []
    assert refused_by(asked("remedy_intended", remedy), CEASE) == ["try.rule"]
    assert refused_by(asked("efforts_end", remedy), CEASE) == []
    two = [notice(LAID + timedelta(days=n), "efforts_end") for n in (1, 2)]
    assert refused_by(asked("efforts_end", two[0]), CEASE) == []
    assert refused_by(asked("efforts_end", *two), CEASE) == ["try.rule"]
    many = [notice(LAID + timedelta(days=n), "legally_required") for n in range(1, 9)]
    assert refused_by(asked("legally_required", *many), CEASE) == []


@pytest.mark.parametrize(
    ("purpose", "kind"), [("remedy_intended", "call"), ("demand", "letter"), (None, "letter")]
)
def test_another_medium_or_purpose_is_no_exception(purpose: str | None, kind: str) -> None:
    answer = judged(asked(purpose, kind=kind), CEASE)
    assert [reason.rule for reason in answer.reasons] == ["try.rule"]
    assert answer.retry_at is None


def test_it_counts_from_the_flags_own_beginning() -> None:
    before = notice(LAID - timedelta(seconds=1), "remedy_intended")
    at_once = notice(LAID, "remedy_intended")
    assert refused_by(asked("remedy_intended", before), CEASE) == []
    assert refused_by(asked("remedy_intended", at_once), CEASE) == ["try.rule"]
    undated = (Flag(flag="cease"),)
    assert refused_by(asked("remedy_intended", before, flags=undated), CEASE) == ["try.rule"]


def test_what_does_not_say_its_purpose_may_have_been_the_notice() -> None:
    silent = notice(LAID + timedelta(days=1), None)
    assert refused_by(asked("remedy_intended", silent), CEASE) == ["try.rule"]
    call = call_made(LAID + timedelta(days=1), "no_answer")
    assert refused_by(asked("remedy_intended", call), CEASE) == []
    reply = notice(LAID + timedelta(days=1), None, direction="in")
    assert refused_by(asked("remedy_intended", reply), CEASE) == []


def test_two_flags_each_need_room() -> None:
    attorney = rule(FlagStop, "try.attorney", flag="attorney")
    both = (Flag(flag="cease", from_=LAID), Flag(flag="attorney", from_=LAID))
    assert refused_by(asked("remedy_intended", flags=both), CEASE, attorney) == ["try.attorney"]
    again = (Flag(flag="cease", from_=LAID), Flag(flag="cease", from_=NOON - timedelta(days=1)))
    sent = notice(NOON - timedelta(days=2), "remedy_intended")
    assert refused_by(asked("remedy_intended", sent, flags=again), CEASE) == ["try.rule"]


def test_a_confirmation_by_the_medium_that_was_asked_to_stop() -> None:
    stop = rule(
        FlagStop,
        flag="do_not_call",
        exceptions=[{"purpose": "confirmation", "media": ["sms"], "max": 1}],
    )
    texts = (Flag(flag="do_not_call", from_=LAID, channels=("sms",)),)
    confirm = asked("confirmation", kind="sms", flags=texts)
    assert refused_by(confirm, stop) == []
    sent = notice(LAID + timedelta(minutes=1), "confirmation", "sms")
    assert refused_by(asked("confirmation", sent, kind="sms", flags=texts), stop) == ["try.rule"]
    assert refused_by(asked(None, kind="call", flags=texts), stop) == []
