"""The history that the rules judge: what each call counts as."""

from typing import Any

import pytest

from desk_client.fact_body import (
    Answered,
)
from desk_client.fold import contacts_of, fold
from tests.happenings import (
    DEBTOR,
    WORK,
    Shift,
    ended,
)


@pytest.mark.parametrize(
    ("line", "result", "reached"),
    [
        ({"answered": False, "talk_s": 0.0, "code": 486}, "busy", None),
        ({"answered": False, "talk_s": 0.0, "code": 600}, "busy", None),
        ({"answered": False, "talk_s": 0.0, "code": 404}, "not_in_service", None),
        ({"answered": False, "talk_s": 0.0, "code": 604}, "not_in_service", None),
        ({"answered": False, "talk_s": 0.0, "code": 480}, "no_answer", None),
        ({"answered": False, "talk_s": 0.0, "code": 603}, "no_answer", None),
        ({"answered": False, "talk_s": 0.0, "code": 487, "ended_by": "us"}, "no_answer", None),
        ({"answered": False, "talk_s": 0.0, "code": 0, "ended_by": "phone"}, "no_answer", None),
        ({"talk_s": 1.2}, "hung_up_at_once", None),
        ({"talk_s": 1.2, "ended_by": "us"}, "conversation", "debtor"),
        ({"talk_s": 30.0, "ended_by": "network"}, "conversation", "debtor"),
    ],
)
def test_without_an_outcome_the_line_tells_the_result(
    line: dict[str, Any], result: str, reached: str | None
) -> None:
    shift = Shift()
    call_id = shift.attempt()
    shift.tell(ended(call_id, **line))
    (contact,) = contacts_of(shift.facts)
    assert (contact.result, contact.reached) == (result, reached)


def test_a_call_cut_off_by_a_crash_counts_as_what_it_had_become() -> None:
    shift = Shift()
    ringing = shift.attempt()
    assert contacts_of(shift.facts)[0].result == "no_answer"
    shift.tell(Answered(call_id=ringing))
    (contact,) = contacts_of(shift.facts)
    assert (contact.result, contact.reached) == ("conversation", "debtor")


def test_the_outcome_is_believed_before_the_line() -> None:
    shift = Shift()
    call_id = shift.conversation(WORK, verified=False)
    shift.outcome(call_id, "VM", level="NC", result="voicemail", reached=None)
    (contact,) = contacts_of(shift.facts)
    assert (contact.result, contact.reached, contact.talk_s) == ("voicemail", None, 61.5)


def test_a_contact_says_whose_number_it_was() -> None:
    shift = Shift()
    shift.attempt()
    shift.attempt(WORK, role="colleague", place="work", initiator="dialler", consented=True)
    shift.attempt(initiator="debtor")
    own, colleague, called_us = contacts_of(shift.facts)
    assert (own.party, own.party_role, own.direction) == (DEBTOR, "debtor", "out")
    assert (colleague.party, colleague.party_role) == (WORK, "colleague")
    assert colleague.consented
    assert called_us.direction == "in"
    assert fold(shift.facts).attempts == 2


@pytest.mark.parametrize(
    ("line", "pressed", "counted"),
    [
        ({"answered": False, "talk_s": 0.0, "code": 487}, ("BUSY", "busy"), "no_answer"),
        ({"answered": False, "talk_s": 0.0, "code": 480}, ("NIS", "not_in_service"), "no_answer"),
        ({"answered": True, "talk_s": 90.0}, ("NIS", "not_in_service"), "no_answer"),
        ({"answered": False, "talk_s": 0.0, "code": 486}, ("BUSY", "busy"), "busy"),
        (
            {"answered": False, "talk_s": 0.0, "code": 480, "reason": "您拨打的号码是空号"},
            ("NIS", "not_in_service"),
            "not_in_service",
        ),
        (None, ("BUSY", "busy"), "no_answer"),
    ],
)
def test_a_key_alone_does_not_make_a_call_that_counts_for_nothing(
    line: dict[str, Any] | None, pressed: tuple[str, str], counted: str
) -> None:
    """It rang out and the agent pressed busy: an attempt all the same."""
    shift = Shift()
    call_id = shift.attempt()
    if line is not None:
        shift.tell(ended(call_id, **line))
    code, result = pressed
    shift.outcome(call_id, code, level="NC", result=result, reached=None)
    (contact,) = contacts_of(shift.facts)
    assert contact.result == counted


def test_a_debtor_who_was_verified_was_talked_to_whatever_key_is_pressed() -> None:
    shift = Shift()
    call_id = shift.conversation()
    shift.outcome(call_id, "VM", level="NC", result="voicemail", reached=None)
    assert [each.result for each in contacts_of(shift.facts)] == ["conversation"]
