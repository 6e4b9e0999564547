"""Calls from somebody else than our registrar. By policy they ring nowhere, are told as little as
possible, and take no line from a lawful call; the phone of this module knows 127.0.0.1 alone, and
the strangers call from 127.0.0.2."""

import time
from collections.abc import Iterator

import pytest

from desk_client.phone import messages as m
from tests.phone.attacks.stranger import UdpStranger, offer, request
from tests.phone.party import Party


@pytest.fixture(scope="module")
def guarded() -> Iterator[Party]:
    party = Party("agent", callers="registrar", registrar="sip:127.0.0.1:9")
    party.client.start()
    yield party
    party.client.stop()


@pytest.fixture
def stranger(guarded: Party) -> Iterator[UdpStranger]:
    with UdpStranger(guarded.client.port, "127.0.0.2") as stranger:
        yield stranger


def rings(party: Party, before: int) -> list[str]:
    return [event.from_ for event in party.told[before:] if isinstance(event, m.Incoming)]


def lawful_call(party: Party) -> m.Incoming:
    """A call from the registrar's address, which rings; it is declined again."""
    before = len(party.told)
    with UdpStranger(party.client.port) as ours:
        ours.ask("INVITE", body=offer(), from_="<sip:ours@127.0.0.1>;tag=1")
        incoming = party.wait(m.Incoming, after=before)
        assert party.do(m.HangUp(call_id=incoming.call_id, code=486)).ok
        party.of_call(m.Ended, incoming.call_id)
    return incoming


def test_a_stranger_does_not_ring(guarded: Party, stranger: UdpStranger) -> None:
    before = len(guarded.told)
    stranger.ask("INVITE", body=offer())
    assert stranger.hears("SIP/2.0").startswith("SIP/2.0 421")
    assert "sip:ours@127.0.0.1" in lawful_call(guarded).from_
    assert len(rings(guarded, before)) == 1


def test_nor_one_who_offers_all_that_is_required(guarded: Party, stranger: UdpStranger) -> None:
    before = len(guarded.told)
    stranger.ask("INVITE", body=offer(), more="Supported: 100rel, timer\r\n")
    assert stranger.hears("SIP/2.0 5").startswith("SIP/2.0 500")
    lawful_call(guarded)
    assert len(rings(guarded, before)) == 1


def test_nor_one_who_writes_our_registrars_name(guarded: Party, stranger: UdpStranger) -> None:
    before = len(guarded.told)
    stranger.ask("INVITE", body=offer(), from_="<sip:registrar@127.0.0.1:9>;tag=1")
    assert stranger.hears("SIP/2.0").startswith("SIP/2.0 421")
    assert rings(guarded, before) == []


def test_a_hundred_strangers_take_no_line(guarded: Party, stranger: UdpStranger) -> None:
    before, pid = len(guarded.told), guarded.client.pid
    for number in range(100):
        more = "Supported: 100rel, timer\r\n" if number % 2 else ""
        stranger.ask("INVITE", body=offer(), more=more)
    for _ in range(4):
        lawful_call(guarded)
    assert len(rings(guarded, before)) == 4
    assert guarded.client.pid == pid


def test_a_strangers_text_is_not_shown(guarded: Party, stranger: UdpStranger) -> None:
    before = len(guarded.told)
    stranger.ask("MESSAGE", body="Call me back", kind="text/plain")
    assert stranger.hears("CSeq: 1 MESSAGE")
    with UdpStranger(guarded.client.port) as ours:
        ours.ask("MESSAGE", body="Table 4, please", kind="text/plain")
        guarded.wait(m.MessageReceived, after=before)
    told = [event for event in guarded.told[before:] if isinstance(event, m.MessageReceived)]
    assert [event.text for event in told] == ["Table 4, please"]


def test_a_registrar_that_is_named_is_looked_up() -> None:
    party = Party("agent", callers="registrar", proxy="sip:localhost:9")
    party.client.start()
    try:
        lawful_call(party)
    finally:
        party.client.stop()


def test_a_name_that_we_would_have_to_look_up_holds_nobody_up(agent: Party) -> None:
    """The answer is asked for at a host whose name server may be silent for long."""
    with UdpStranger(agent.client.port) as anybody:
        asked = request("OPTIONS", agent.client.port, anybody.mine)
        anybody.send(asked.replace(b";rport", b";maddr=silent.name.example"))
        began = time.monotonic()
        assert agent.do(m.Ping()).ok
        assert anybody.gets_an_answer()
        assert time.monotonic() - began < 1.0


def test_without_the_policy_anyone_rings(agent: Party) -> None:
    before = len(agent.told)
    with UdpStranger(agent.client.port) as anybody:
        anybody.ask("INVITE", body=offer())
        incoming = agent.wait(m.Incoming, after=before)
        agent.do(m.HangUp(call_id=incoming.call_id))
        agent.of_call(m.Ended, incoming.call_id)
