"""Debtors ring a desk through the trunk: they are told apart by their number, speak when somebody
answers, and leave by themselves."""

from collections.abc import Callable

import pytest

from desk_client.ids import CallId
from desk_client.phone.messages import (
    Answer,
    Answered,
    Ended,
    HangUp,
    Incoming,
    Level,
    Registered,
    Ring,
    Transfer,
    Transferred,
)
from desk_client.trunk.wishes import CallDesk
from tests.trunk.conftest import Carrier, DeskPhone

CallIn = Callable[[str], CallId]


@pytest.fixture
def called_by(carrier: Carrier, desk_phone: DeskPhone) -> CallIn:
    """Lets a debtor call; the desk's id of the call that rings."""
    desk_phone.told.wait(lambda event: isinstance(event, Registered))

    def call(number: str) -> CallId:
        carrier.trunk.call_desk("1001", number)
        incoming = desk_phone.told.wait(
            lambda event: isinstance(event, Incoming) and number in event.from_
        )
        assert isinstance(incoming, Incoming)
        assert desk_phone.client.send(Ring(call_id=incoming.call_id)).result(5).ok
        return incoming.call_id

    return call


def told_of(carrier: Carrier, last4: str, what: str) -> dict[str, object]:
    return carrier.wait("called_desk", user="1001", number_last4=last4, what=what)


def test_a_debtor_calls_and_says_hello(
    carrier: Carrier, desk_phone: DeskPhone, called_by: CallIn
) -> None:
    call_id = called_by("+8613800002001")
    assert told_of(carrier, "2001", "ringing")["sip_code"] == 180
    assert desk_phone.client.send(Answer(call_id=call_id)).result(5).ok
    assert told_of(carrier, "2001", "answered")["sip_code"] == 200
    heard = desk_phone.wait_until_the_debtor_speaks(call_id)
    assert isinstance(heard, Level)
    desk_phone.hang_up(call_id)
    assert desk_phone.wait(Ended, call_id).ended_by == "us"
    assert told_of(carrier, "2001", "ended")["sip_code"] == 200
    assert "+8613800002001" not in str(carrier.told.items)


def test_a_debtor_who_was_answered_leaves_by_themselves(
    carrier: Carrier, desk_phone: DeskPhone, called_by: CallIn
) -> None:
    call_id = called_by("+8613800002002")
    assert desk_phone.client.send(Answer(call_id=call_id)).result(5).ok
    ended = desk_phone.wait(Ended, call_id)
    assert (ended.ended_by, ended.code) == ("them", 200)
    assert 2.0 < ended.talk_s < 5.0
    heard = told_of(carrier, "2002", "ended")["heard_rms"]
    assert isinstance(heard, float)
    assert heard > 0.01, "the desk's voice was heard"


def test_a_debtor_who_is_not_answered_gives_up(
    carrier: Carrier,
    desk_phone: DeskPhone,
    called_by: CallIn,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("desk_client.trunk.outside_call.RINGS_S", 1.5)
    call_id = called_by("+8613800002003")
    assert desk_phone.wait(Ended, call_id).talk_s == 0.0
    assert told_of(carrier, "2003", "ended")["sip_code"] == 487


def test_a_debtor_who_is_declined_hears_so(
    carrier: Carrier, desk_phone: DeskPhone, called_by: CallIn
) -> None:
    call_id = called_by("+8613800002004")
    assert desk_phone.client.send(HangUp(call_id=call_id, code=486)).result(5).ok
    assert told_of(carrier, "2004", "ended")["sip_code"] == 486


def test_a_desk_that_is_not_there_cannot_be_called(carrier: Carrier) -> None:
    carrier.trunk.call_desk("1099", "+8613800002005")
    line = carrier.wait("called_desk", user="1099", what="ended")
    assert line["sip_code"] == 404


def test_a_wish_does_not_show_the_number() -> None:
    wish = CallDesk(user="1001", number="+8613800002006")
    assert "2006" not in repr(wish)


def test_a_debtor_who_called_can_be_put_through(
    carrier: Carrier, desk_phone: DeskPhone, called_by: CallIn
) -> None:
    before = len(carrier.told.items)
    call_id = called_by("+8613800002007")
    assert desk_phone.client.send(Answer(call_id=call_id)).result(5).ok
    desk_phone.wait(Answered, call_id)
    assert (
        desk_phone.client.send(Transfer(call_id=call_id, to="sip:8001@" + carrier.trunk.address))
        .result(5)
        .ok
    )
    desk_phone.wait(Transferred, call_id)
    assert desk_phone.wait(Ended, call_id).ended_by == "us"
    heard = carrier.told.wait(
        lambda line: (
            line["type"] == "put_through"
            and line["call_id"] == ""
            and carrier.told.items.index(line) >= before
        )
    )["heard_rms"]
    assert isinstance(heard, float)
    assert heard > 0.01, "the lead's voice was heard"
