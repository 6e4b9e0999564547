"""Real calls over SIP and RTP on loopback: a desk's phone process, the carrier's front, and the
phone process that plays the debtor."""

import os
import signal
import threading
import time

import pytest

from desk_client.errors import DeskError
from desk_client.ids import CallId, new_id
from desk_client.phone.abilities import ask_library
from desk_client.phone.limits import DIALS_PER_SECOND
from desk_client.phone.messages import (
    Answered,
    Dial,
    Ended,
    Registered,
    RegistrationFailed,
    Ringing,
)
from desk_client.trunk.carrier import Trunk
from desk_client.trunk.scenario import ScenarioKind, load_scenarios
from tests.trunk.conftest import NUMBERS, Carrier, DeskPhone, a_phone_for, hurried


def said(carrier: Carrier, call_id: str) -> list[object]:
    lines = carrier.told.items
    return [each["clip"] for each in lines if each["type"] == "said" and each["call_id"] == call_id]


def test_the_desk_registers(carrier: Carrier, desk_phone: DeskPhone) -> None:
    event = desk_phone.told.wait(lambda event: isinstance(event, Registered))
    assert isinstance(event, Registered)
    assert event.expires_s > 0
    assert carrier.wait("registered")["user"] == "1001"


def test_a_wrong_password_is_refused(carrier: Carrier) -> None:
    phone = a_phone_for(carrier, password="wrong")
    phone.client.start()
    try:
        event = phone.told.wait(lambda event: isinstance(event, RegistrationFailed))
        assert isinstance(event, RegistrationFailed)
        assert event.code == 403
    finally:
        phone.client.stop()


def test_a_debtor_answers_and_promises(carrier: Carrier, desk_phone: DeskPhone) -> None:
    dialled = time.monotonic_ns()
    call_id = desk_phone.dial(ScenarioKind.ANSWERS_AND_PROMISES)
    invite = carrier.wait("invite", call_id=call_id)
    assert invite["scenario"] == "answers_and_promises"
    assert isinstance(invite["mono_ns"], int)
    assert 0 < invite["mono_ns"] - dialled < 1_000_000_000
    desk_phone.wait(Ringing, call_id)
    desk_phone.wait(Answered, call_id)
    desk_phone.wait_until_the_debtor_speaks(call_id)
    carrier.wait("said", call_id=call_id, clip="pay_friday")
    desk_phone.hang_up(call_id)
    ended = desk_phone.wait(Ended, call_id)
    assert (ended.code, ended.ended_by) == (200, "us")
    assert 0.2 < ended.ring_s < 2
    call = carrier.wait("call", call_id=call_id)
    assert (call["ended_by"], call["sip_code"]) == ("desk", 200)
    assert call["number_last4"] == NUMBERS[ScenarioKind.ANSWERS_AND_PROMISES][-4:]
    assert said(carrier, call_id)[:5] == [
        "hello", "yes_speaking", "last_four", "district", "pay_friday",
    ]  # fmt: skip


def test_nothing_is_said_after_the_desk_hung_up(carrier: Carrier, desk_phone: DeskPhone) -> None:
    call_id = desk_phone.dial(ScenarioKind.ANSWERS_AND_DISPUTES)
    carrier.wait("said", call_id=call_id, clip="hello")
    desk_phone.hang_up(call_id)
    carrier.wait("call", call_id=call_id)
    desk_phone.call(ScenarioKind.HANGS_UP_AT_ONCE)
    assert said(carrier, call_id) == ["hello"]


@pytest.mark.parametrize(
    ("kind", "code", "reason"),
    [
        (ScenarioKind.BUSY, 486, "Busy Here"),
        (ScenarioKind.INVALID_NUMBER, 404, "Not Found"),
        (ScenarioKind.NO_ANSWER, 480, "Temporarily Unavailable"),
    ],
)
def test_a_call_that_is_not_answered(
    carrier: Carrier, desk_phone: DeskPhone, kind: ScenarioKind, code: int, reason: str
) -> None:
    call_id, ended = desk_phone.call(kind)
    assert (ended.code, ended.reason, ended.talk_s) == (code, reason, 0.0)
    assert ended.ended_by in ("them", "network")
    call = carrier.wait("call", call_id=call_id)
    assert (call["scenario"], call["sip_code"], call["ended_by"]) == (kind.value, code, "network")
    rang = [e for e in desk_phone.told.items if isinstance(e, Ringing) and e.call_id == call_id]
    assert bool(rang) is (kind is ScenarioKind.NO_ANSWER)


def test_the_desk_gives_up_while_it_rings(carrier: Carrier, desk_phone: DeskPhone) -> None:
    call_id = desk_phone.dial(ScenarioKind.VOICEMAIL)
    desk_phone.wait(Ringing, call_id)
    desk_phone.hang_up(call_id)
    assert desk_phone.wait(Ended, call_id).talk_s == 0.0
    call = carrier.wait("call", call_id=call_id)
    assert (call["ended_by"], call["sip_code"]) == ("desk", 487)


def test_a_voicemail_answers_and_speaks(carrier: Carrier, desk_phone: DeskPhone) -> None:
    call_id = desk_phone.dial(ScenarioKind.VOICEMAIL)
    desk_phone.wait_until_the_debtor_speaks(call_id)
    assert said(carrier, call_id) == ["voicemail"]
    desk_phone.hang_up(call_id)
    desk_phone.wait(Ended, call_id)


def test_a_stranger_says_so(carrier: Carrier, desk_phone: DeskPhone) -> None:
    call_id = desk_phone.dial(ScenarioKind.WRONG_PARTY)
    carrier.wait("said", call_id=call_id, clip="wrong_number")
    desk_phone.hang_up(call_id)
    assert carrier.wait("call", call_id=call_id)["scenario"] == "wrong_party"
    assert said(carrier, call_id) == ["hello_who", "wrong_number"]


@pytest.mark.parametrize(
    ("kind", "clips"),
    [
        (ScenarioKind.HANGS_UP_MID_CALL, ["hello", "busy_now"]),
        (ScenarioKind.HANGS_UP_AT_ONCE, []),
    ],
)
def test_the_debtor_hangs_up(
    carrier: Carrier, desk_phone: DeskPhone, kind: ScenarioKind, clips: list[str]
) -> None:
    call_id, ended = desk_phone.call(kind)
    assert (ended.code, ended.ended_by) == (200, "them")
    assert ended.talk_s > (0 if kind is ScenarioKind.HANGS_UP_AT_ONCE else 1)
    call = carrier.wait("call", call_id=call_id)
    assert (call["ended_by"], call["sip_code"]) == ("debtor", 200)
    assert said(carrier, call_id) == clips


def test_a_phone_that_gives_no_id_is_played_to_as_well(
    carrier: Carrier, desk_phone: DeskPhone
) -> None:
    call_id = CallId(new_id())
    dial = Dial(call_id=call_id, to=NUMBERS[ScenarioKind.HANGS_UP_AT_ONCE])
    assert desk_phone.client.send(dial).result(5).ok
    ended = desk_phone.wait(Ended, call_id)
    assert (ended.code, ended.ended_by) == (200, "them")


def test_a_call_too_many_finds_no_line_and_a_later_one_does(
    carrier: Carrier, desk_phone: DeskPhone
) -> None:
    other = a_phone_for(carrier)
    other.client.start()
    try:
        held, pace = [], threading.Event()
        for _ in range(ask_library().max_calls):
            held.append(desk_phone.dial(ScenarioKind.ANSWERS_AND_PROMISES))
            pace.wait(1.5 / DIALS_PER_SECOND)
        for call_id in held:
            desk_phone.wait(Answered, call_id)
        _, ended = other.call(ScenarioKind.ANSWERS_AND_PROMISES)
        assert (ended.code, ended.reason) == (503, "No Line Free")
        for call_id in held:
            desk_phone.hang_up(call_id)
            carrier.wait("call", call_id=call_id)
        later = other.dial(ScenarioKind.ANSWERS_AND_PROMISES)
        other.wait(Answered, later)
        other.hang_up(later)
        carrier.wait("call", call_id=later)
    finally:
        other.client.stop()


def test_a_debtors_phone_that_dies_costs_its_call_only(
    carrier: Carrier, desk_phone: DeskPhone, warnings_expected: list[str]
) -> None:
    call_id = desk_phone.dial(ScenarioKind.ANSWERS_AND_PROMISES)
    desk_phone.wait(Answered, call_id)
    pids = carrier.trunk.phone_pids
    os.kill(pids[0], signal.SIGKILL)
    assert carrier.wait("call", call_id=call_id)["ended_by"] == "phone"
    desk_phone.hang_up(call_id)
    desk_phone.wait(Ended, call_id)
    carrier.wait("phone_restarted")
    assert carrier.trunk.phone_pids != pids
    assert "was lost" in warnings_expected[0]
    after = desk_phone.dial(ScenarioKind.HANGS_UP_AT_ONCE)
    assert desk_phone.wait(Ended, after).code == 200


def test_a_taken_port_is_one_sentence(carrier: Carrier) -> None:
    port = int(carrier.trunk.address.rpartition(":")[2])
    second = Trunk(
        scenario=hurried(load_scenarios()),
        seed=1,
        language="zh",
        port=port,
        users={},
        on_line=lambda _: None,
    )
    with pytest.raises(DeskError, match=f"UDP port {port} on 127.0.0.1 is taken"):
        second.start()
    second.stop()
