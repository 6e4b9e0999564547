"""Requests by somebody who is no part of the call: they do nothing to it. Over UDP nobody needs
more than an address to send them; what keeps a call is that nobody else knows its tags."""

from collections.abc import Callable, Iterator

import pytest

from desk_client.phone import messages as m
from tests.phone.attacks.caller import Caller
from tests.phone.attacks.stranger import UdpStranger, offer
from tests.phone.party import Party

Forgery = Callable[[UdpStranger, Caller], None]


def _bye_outside(stranger: UdpStranger, call: Caller) -> None:
    stranger.ask("BYE")


def _bye_of_a_known_call(stranger: UdpStranger, call: Caller) -> None:
    stranger.ask("BYE", call_id=call.mark, cseq=2)


def _bye_with_guessed_tags(stranger: UdpStranger, call: Caller) -> None:
    stranger.ask(
        "BYE",
        call_id=call.mark,
        from_=f"<sip:caller@{call.mine}>;tag={call.mark}",
        to="<sip:agent@127.0.0.1>;tag=guess",
        cseq=2,
    )


def _cancel_outside(stranger: UdpStranger, call: Caller) -> None:
    stranger.ask("CANCEL")


def _cancel_of_a_known_call(stranger: UdpStranger, call: Caller) -> None:
    stranger.ask("CANCEL", call_id=call.mark, from_=f"<sip:caller@{call.mine}>;tag={call.mark}")


def _cancel_too_late(stranger: UdpStranger, call: Caller) -> None:
    stranger.ask("CANCEL", call_id=call.mark, branch=f"z9hG4bK{call.mark}")


def _refer_outside(stranger: UdpStranger, call: Caller) -> None:
    stranger.ask("REFER", more=f"Refer-To: <sip:premium@{stranger.mine}>\r\n")


def _refer_of_a_known_call(stranger: UdpStranger, call: Caller) -> None:
    stranger.ask(
        "REFER", call_id=call.mark, cseq=2, more=f"Refer-To: <sip:premium@{stranger.mine}>\r\n"
    )


def _notify_outside(stranger: UdpStranger, call: Caller) -> None:
    stranger.ask(
        "NOTIFY", more="Event: refer\r\nSubscription-State: terminated;reason=noresource\r\n"
    )


def _talk_event_outside(stranger: UdpStranger, call: Caller) -> None:
    stranger.ask("NOTIFY", call_id=call.mark, more="Event: hold\r\nSubscription-State: active\r\n")


def _offer_of_another_sound(stranger: UdpStranger, call: Caller) -> None:
    stranger.ask(
        "INVITE",
        call_id=call.mark,
        to="<sip:agent@127.0.0.1>;tag=guess",
        cseq=2,
        body=offer(9),
    )


def _takes_the_calls_place(stranger: UdpStranger, call: Caller) -> None:
    replaced = f"Replaces: {call.mark};to-tag=guess;from-tag={call.mark}\r\n"
    stranger.ask("INVITE", body=offer(9), more=replaced)


def _keys(stranger: UdpStranger, call: Caller) -> None:
    stranger.ask("INFO", call_id=call.mark, cseq=2, more="Info-Package: dtmf\r\n")


def _failure_of_our_call(stranger: UdpStranger, call: Caller) -> None:
    stranger.send(
        (
            f"SIP/2.0 603 Decline\r\nVia: SIP/2.0/UDP 127.0.0.1;branch=z9hG4bKguess\r\n"
            f"From: <sip:agent@127.0.0.1>;tag=guess\r\nTo: <sip:caller@{call.mine}>;tag=x\r\n"
            f"Call-ID: {call.mark}\r\nCSeq: 1 INVITE\r\nContent-Length: 0\r\n\r\n"
        ).encode()
    )


FORGERIES: list[Forgery] = [
    _bye_outside,
    _bye_of_a_known_call,
    _bye_with_guessed_tags,
    _cancel_outside,
    _cancel_of_a_known_call,
    _cancel_too_late,
    _refer_outside,
    _refer_of_a_known_call,
    _notify_outside,
    _talk_event_outside,
    _offer_of_another_sound,
    _takes_the_calls_place,
    _keys,
    _failure_of_our_call,
]
ABOUT_THE_CALL = (m.Ended, m.Held, m.Resumed, m.Digits, m.Transferred, m.TransferFailed, m.Ringing)


@pytest.fixture(scope="module")
def call(agent: Party) -> Iterator[Caller]:
    with Caller(agent) as call:
        yield call


@pytest.mark.parametrize("forge", FORGERIES, ids=lambda forge: forge.__name__.strip("_"))
def test_nothing_happens_to_the_call(agent: Party, call: Caller, forge: Forgery) -> None:
    before = len(agent.told)
    with UdpStranger(agent.client.port) as stranger:
        forge(stranger, call)
        assert stranger.gets_an_answer()
        assert not stranger.hears("premium", 0.05)
    agent.listen_for(0.2, call.ours)
    assert not [event for event in agent.told[before:] if isinstance(event, ABOUT_THE_CALL)]
    assert not [event for event in agent.told[before:] if isinstance(event, m.Incoming)]


def test_the_same_bye_with_the_right_tags_ends_it(agent: Party) -> None:
    """So it was the tags that the forgeries lacked, and nothing else."""
    with Caller(agent) as call:
        call.in_call("BYE", 2)
        ended = agent.of_call(m.Ended, call.ours)
    assert ended.ended_by == "them"
