"""The people of the house at their short numbers: they answer, are asked before a debtor is put
through, find the debtor on their line afterwards, and write back."""

import time

import pytest

from desk_client.ids import CallId, new_id
from desk_client.phone.messages import (
    Answered,
    AttendedTransfer,
    Dial,
    Ended,
    Hold,
    Level,
    MessageFailed,
    MessageReceived,
    MessageSent,
    SendMessage,
    Transfer,
    Transferred,
)
from desk_client.trunk.bindings import Bindings
from desk_client.trunk.scenario import ScenarioKind
from tests.trunk.conftest import Carrier, DeskPhone

LONGEST_S = 10.0


def house_calls(carrier: Carrier) -> set[CallId]:
    return carrier.trunk._house._calls


def dial(phone: DeskPhone, number: str) -> CallId:
    call_id = CallId(new_id())
    assert phone.client.send(Dial(call_id=call_id, to=number)).result(5).ok
    return call_id


def still_talked_in(carrier: Carrier, seconds: float) -> bool:
    """Whether the house has a call for all of this time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if not house_calls(carrier):
            return False
        carrier.trunk._stage.after(0, lambda: None)
        with carrier.told._changed:
            carrier.told._changed.wait(0.05)
    return True


def leave_house(carrier: Carrier) -> None:
    for call_id in list(house_calls(carrier)):
        carrier.trunk._house._hang_up(call_id)


def debtor_in_talk(phone: DeskPhone) -> CallId:
    call_id = phone.dial(ScenarioKind.ANSWERS_AND_PROMISES)
    phone.wait(Answered, call_id)
    return call_id


@pytest.mark.parametrize("number", ["8001", "8002"])
def test_a_colleague_picks_up_and_speaks(
    carrier: Carrier, desk_phone: DeskPhone, number: str
) -> None:
    call_id = dial(desk_phone, number)
    desk_phone.wait(Answered, call_id)
    heard = desk_phone.told.wait(
        lambda e: isinstance(e, Level) and e.call_id == call_id and e.debtor_rms > 0.01
    )
    assert isinstance(heard, Level)
    desk_phone.hang_up(call_id)
    assert desk_phone.wait(Ended, call_id).ended_by == "us"


def test_a_debtor_is_put_through_to_the_lead_who_was_asked(
    carrier: Carrier, desk_phone: DeskPhone
) -> None:
    debtor = debtor_in_talk(desk_phone)
    assert desk_phone.client.send(Hold(call_id=debtor)).result(5).ok
    lead = dial(desk_phone, "8001")
    desk_phone.wait(Answered, lead)
    order = AttendedTransfer(call_id=debtor, other_call_id=lead)
    assert desk_phone.client.send(order).result(5).ok
    desk_phone.wait(Transferred, debtor)
    desk_phone.wait(Ended, debtor)
    desk_phone.wait(Ended, lead)
    assert still_talked_in(carrier, 1.0), "debtor and lead talk without us"
    leave_house(carrier)


def test_a_debtor_is_sent_after_a_colleague(carrier: Carrier, desk_phone: DeskPhone) -> None:
    debtor = debtor_in_talk(desk_phone)
    assert desk_phone.client.send(Transfer(call_id=debtor, to="8002")).result(5).ok
    desk_phone.wait(Transferred, debtor)
    assert desk_phone.wait(Ended, debtor).ended_by == "us"
    assert still_talked_in(carrier, 0.5)
    leave_house(carrier)


def test_a_text_to_the_lead_is_answered(carrier: Carrier, desk_phone: DeskPhone) -> None:
    done = desk_phone.client.send(SendMessage(to="8001", text="Please help at seat 7.")).result(5)
    assert done.ok
    desk_phone.told.wait(lambda e: isinstance(e, MessageSent) and e.command_token == done.token)
    answer = desk_phone.told.wait(lambda e: isinstance(e, MessageReceived))
    assert isinstance(answer, MessageReceived)
    assert answer.text == "On my way"
    assert "8001" in answer.from_


def test_nobody_reads_a_text_to_a_debtor(carrier: Carrier, desk_phone: DeskPhone) -> None:
    done = desk_phone.client.send(SendMessage(to="+8613800001111", text="Hello")).result(5)
    failed = desk_phone.told.wait(
        lambda e: isinstance(e, MessageFailed) and e.command_token == done.token
    )
    assert isinstance(failed, MessageFailed)
    assert failed.code == 404


def test_a_user_is_reached_where_the_registration_stands_longest() -> None:
    bindings = Bindings()
    assert bindings.reached("1001", 0.0) is None
    bindings.bind("1001", ["<sip:1001@127.0.0.1:4000>;expires=60"], None, 0.0)
    bindings.bind("1001", ["<sip:1001@127.0.0.1:5000>;expires=90"], None, 0.0)
    assert bindings.reached("1001", 10.0) == "sip:1001@127.0.0.1:5000"
    assert bindings.reached("1001", 100.0) is None
