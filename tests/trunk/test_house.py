"""The people of the house at their short numbers: they answer, are asked before a debtor is put
through, hear the debtor on their line afterwards and are heard, and write back. What was heard is
measured by the phone processes of both, in calls where nobody else speaks."""

import threading

import pytest

from desk_client.ids import CallId
from desk_client.phone.messages import (
    Answered,
    AttendedTransfer,
    Ended,
    Hold,
    Level,
    MessageFailed,
    MessageReceived,
    MessageSent,
    SendMessage,
    Transfer,
    Transferred,
    Unhold,
)
from desk_client.trunk.bindings import Bindings
from desk_client.trunk.scenario import ScenarioKind
from tests.trunk.conftest import Carrier, DeskPhone

AUDIBLE = 0.01  # of full scale; a clip has 0.08


def debtor_in_talk(phone: DeskPhone) -> CallId:
    call_id = phone.dial(ScenarioKind.ANSWERS_AND_PROMISES)
    phone.wait(Answered, call_id)
    return call_id


def heard(line: dict[str, object]) -> float:
    loudest = line["heard_rms"]
    assert isinstance(loudest, float)
    return loudest


def speak_for(phone: DeskPhone, call_id: CallId, *, levels: int) -> None:
    """Until the desk's voice was measured so often, 15 times a second."""

    def spoken() -> int:
        return sum(
            isinstance(event, Level) and event.call_id == call_id and event.agent_rms > AUDIBLE
            for event in list(phone.told.items)
        )

    phone.told.wait(lambda _event: spoken() >= levels)


@pytest.mark.parametrize("number", ["8001", "8002"])
def test_a_colleague_picks_up_and_speaks(
    carrier: Carrier, desk_phone: DeskPhone, number: str
) -> None:
    call_id = desk_phone.dial_number(number)
    desk_phone.wait(Answered, call_id)
    desk_phone.wait_until_the_debtor_speaks(call_id)
    speak_for(desk_phone, call_id, levels=10)
    desk_phone.hang_up(call_id)
    assert desk_phone.wait(Ended, call_id).ended_by == "us"
    line = carrier.wait("house_call", call_id=call_id)
    assert (line["number"], line["ended_by"], line["sip_code"]) == (number, "desk", 200)
    assert heard(line) > AUDIBLE, "the desk's voice"


def test_a_debtor_is_put_through_to_the_lead_who_was_asked(
    carrier: Carrier, desk_phone: DeskPhone
) -> None:
    before = len(carrier.told.items)
    debtor = debtor_in_talk(desk_phone)
    assert desk_phone.client.send(Hold(call_id=debtor)).result(5).ok
    lead = desk_phone.dial_number("8001")
    desk_phone.wait(Answered, lead)
    order = AttendedTransfer(call_id=debtor, other_call_id=lead)
    assert desk_phone.client.send(order).result(5).ok
    desk_phone.wait(Transferred, debtor)
    for leg in (debtor, lead):
        desk_phone.wait(Ended, leg)
    assert carrier.wait("house_call", call_id=lead)["sip_code"] == 410, "the debtor took its place"
    put_through = carrier.wait("put_through", call_id=debtor)
    assert put_through["ended_by"] == "debtor"
    assert heard(put_through) > AUDIBLE, "the debtor heard the lead"
    taken = carrier.told.wait(
        lambda line: (
            line["type"] == "house_call"
            and line["call_id"] == ""
            and carrier.told.items.index(line) >= before
        )
    )
    assert (taken["number"], taken["ended_by"]) == ("8001", "desk")
    assert heard(taken) > AUDIBLE, "the lead heard the debtor"


def test_a_debtor_is_sent_after_a_colleague(carrier: Carrier, desk_phone: DeskPhone) -> None:
    debtor = debtor_in_talk(desk_phone)
    assert desk_phone.client.send(Transfer(call_id=debtor, to="8002")).result(5).ok
    desk_phone.wait(Transferred, debtor)
    assert desk_phone.wait(Ended, debtor).ended_by == "us"
    line = carrier.wait("put_through", call_id=debtor)
    assert (line["ended_by"], line["sip_code"]) == ("debtor", 200)
    assert heard(line) > AUDIBLE, "the debtor heard the specialist"
    taken = carrier.wait("house_call", call_id="", number="8002")
    assert heard(taken) > AUDIBLE, "the specialist heard the debtor"


def test_what_is_said_to_the_echo_comes_back(carrier: Carrier, desk_phone: DeskPhone) -> None:
    call_id = desk_phone.dial_number("*43")
    desk_phone.wait(Answered, call_id)
    said = desk_phone.wait_until_the_debtor_speaks(call_id)
    assert said.agent_rms > AUDIBLE, "nobody speaks there but us"
    desk_phone.hang_up(call_id)
    assert carrier.wait("house_call", call_id=call_id)["number"] == "*43"


def test_who_is_on_hold_waits_and_then_goes_on(carrier: Carrier, desk_phone: DeskPhone) -> None:
    """A debtor who hangs up in mid-call does not do so while a colleague is asked."""
    call_id = desk_phone.dial(ScenarioKind.HANGS_UP_MID_CALL)
    carrier.wait("said", call_id=call_id, clip="hello")
    assert desk_phone.client.send(Hold(call_id=call_id)).result(5).ok
    threading.Event().wait(4.0)  # the debtor would have left after two
    assert not [
        each
        for each in desk_phone.told.items
        if isinstance(each, Ended) and each.call_id == call_id
    ]
    assert desk_phone.client.send(Unhold(call_id=call_id)).result(5).ok
    assert desk_phone.wait(Ended, call_id).ended_by == "them"
    carrier.wait("said", call_id=call_id, clip="busy_now")


def test_a_text_to_the_lead_is_answered(carrier: Carrier, desk_phone: DeskPhone) -> None:
    done = desk_phone.client.send(SendMessage(to="8001", text="Please help at seat 7.")).result(5)
    assert done.ok
    desk_phone.told.wait(lambda e: isinstance(e, MessageSent) and e.command_token == done.token)
    answer = desk_phone.told.wait(lambda e: isinstance(e, MessageReceived))
    assert isinstance(answer, MessageReceived)
    assert answer.text == "On my way"
    assert "8001" in answer.from_


@pytest.mark.parametrize("number", ["+8613800001111", "*43"])
def test_nobody_reads_a_text_to_a_debtor_or_a_machine(desk_phone: DeskPhone, number: str) -> None:
    done = desk_phone.client.send(SendMessage(to=number, text="Hello")).result(5)
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
