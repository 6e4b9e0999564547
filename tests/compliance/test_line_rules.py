"""The number that is shown, and the recording."""

from typing import Any

import pytest

from desk_client.compliance.line_rules import CallerId, Recording
from desk_client.compliance.request import ContactRequest, ShownNumber
from tests.compliance.asking import ask, local
from tests.compliance.trial import judged, refused_by, rule

NOON = local("2026-11-24 12:00")
STRICT = rule(CallerId, returnable=True, no_private=True, not_prefixes=["+4487", "+449"])
OWN = {"number": "+862195000", "returnable": True, "private": False}


def shown(**told: Any) -> ContactRequest:
    return ask(NOON, caller_id=ShownNumber(**told))


def test_a_number_of_ours_that_can_be_called_back() -> None:
    assert refused_by(shown(**OWN), STRICT) == []
    assert refused_by(ask(NOON), STRICT) == []  # asked before a line is chosen


@pytest.mark.parametrize(
    "wrong",
    [
        {"number": None},
        {"number": ""},
        {"number": "+448712345678"},
        {"number": "+44912"},
        {"returnable": False},
        {"returnable": None},
        {"private": True},
        {"private": None},
    ],
)
def test_any_other_number_is_refused_and_no_time_helps(wrong: dict[str, Any]) -> None:
    answer = judged(shown(**OWN | wrong), STRICT)
    assert [reason.kind for reason in answer.reasons] == ["caller_id"]
    assert answer.retry_at is None


def test_a_rule_asks_no_more_than_it_says() -> None:
    there = rule(CallerId)
    assert refused_by(shown(number="+448712345678", private=True), there) == []
    assert refused_by(shown(), there) == ["try.rule"]
    assert refused_by(shown(), rule(CallerId, required=False, returnable=True)) == []
    assert "+448712345678" in shown(number="+448712345678").model_dump_json()


@pytest.mark.parametrize(
    ("mode", "recording", "refused"),
    [
        ("mandatory", "on", False),
        ("mandatory", "off", True),
        ("mandatory", "unavailable", True),
        ("mandatory", None, False),
        ("optional", "off", False),
        ("optional", "unavailable", False),
    ],
)
def test_what_must_be_recorded_is_not_called_without(
    mode: str, recording: Any, *, refused: bool
) -> None:
    record = rule(Recording, mode=mode, consent="notice", pause_on=["card_number"])
    assert bool(refused_by(ask(NOON, recording=recording), record)) is refused


@pytest.mark.parametrize("recording", [None, "on"])
def test_where_all_must_agree_all_are_asked(recording: Any) -> None:
    asked = ask(NOON, recording=recording)
    for consent, gates in (("all_party", ("ask_to_record",)), ("one_party", ()), ("notice", ())):
        assert judged(asked, rule(Recording, mode="optional", consent=consent)).gates == gates


def test_nobody_is_asked_where_nothing_is_recorded() -> None:
    everyone = rule(Recording, mode="optional", consent="all_party")
    assert judged(ask(NOON, recording="off"), everyone).gates == ()


def test_a_debtor_who_calls_is_heard_with_or_without_a_recorder() -> None:
    everyone = rule(Recording, mode="mandatory", consent="all_party")
    calls_us = ask(NOON, initiator="debtor", recording="unavailable")
    assert judged(calls_us, everyone).allowed
    assert judged(ask(NOON, initiator="debtor"), everyone).gates == ("ask_to_record",)
