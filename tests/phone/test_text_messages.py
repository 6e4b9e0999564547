"""Texts without a call, from desk to desk and with a far side that is not ours."""

import socket

import pytest

from desk_client.phone import messages as m
from tests.phone.party import Party
from tests.phone.sip_peer import sip_peer

HELP = "请到 7 号座席帮忙。 The debtor shouts <b>&c.\t\u202eok"


def send(party: Party, to: str, text: str, content_type: str = "text/plain") -> m.Done:
    return party.do(m.SendMessage(to=to, text=text, content_type=content_type))


def test_a_text_arrives_as_it_was_written(agent: Party, debtor: Party) -> None:
    before = len(debtor.told)
    done = send(agent, debtor.address, HELP)
    assert done.ok
    received = debtor.wait(m.MessageReceived, after=before)
    assert received.text == HELP
    assert received.content_type == "text/plain"
    assert "agent@127.0.0.1" in received.from_
    assert agent.wait(m.MessageSent, where=lambda told: told.command_token == done.token)


def test_another_type_is_kept(agent: Party, debtor: Party) -> None:
    before = len(debtor.told)
    assert send(agent, debtor.address, '{"seat":7}', "application/json").ok
    received = debtor.wait(m.MessageReceived, after=before)
    assert (received.content_type, received.text) == ("application/json", '{"seat":7}')


def test_many_texts_each_have_their_own_end(agent: Party, debtor: Party) -> None:
    before = len(debtor.told)
    taken, refused = [], []
    with sip_peer("404 Not Found") as nobody:
        for number in range(5):
            taken.append(send(agent, debtor.address, f"text {number}").token)
            refused.append(send(agent, nobody.address, f"text {number}").token)
        agent.wait(m.MessageSent, where=lambda told: told.command_token == taken[-1])
        agent.wait(m.MessageFailed, where=lambda told: told.command_token == refused[-1])
    failed = [told for told in agent.told if isinstance(told, m.MessageFailed)]
    assert [(told.command_token, told.code, told.reason) for told in failed] == [
        (token, 404, "Not Found") for token in refused
    ]
    sent = [told.command_token for told in agent.told if isinstance(told, m.MessageSent)]
    assert sent[-5:] == taken
    debtor.wait(m.MessageReceived, after=before, where=lambda told: told.text == "text 4")
    received = [told.text for told in debtor.told[before:] if isinstance(told, m.MessageReceived)]
    assert received == [f"text {number}" for number in range(5)]


def test_the_longest_text_goes_over_udp(agent: Party, debtor: Party) -> None:
    before = len(debtor.told)
    assert send(agent, debtor.address, "助" * 333).ok
    assert debtor.wait(m.MessageReceived, after=before).text == "助" * 333


@pytest.mark.parametrize("to", ["mailto:a@b", "sip:a@b>;x"])
def test_an_address_that_is_none(agent: Party, to: str) -> None:
    assert send(agent, to, "hello").error == "bad_address"


def raw_message(sender: str, body: bytes) -> bytes:
    name = hash(body)
    return (
        b"MESSAGE sip:debtor@127.0.0.1 SIP/2.0\r\n"
        b"Via: SIP/2.0/UDP 127.0.0.1:9;rport;branch=z9hG4bK%d\r\n"
        b"From: %s;tag=1\r\nTo: <sip:debtor@127.0.0.1>\r\nCall-ID: %d@peer\r\n"
        b"CSeq: 1 MESSAGE\r\nMax-Forwards: 70\r\nContent-Type: text/plain\r\n"
        b"Content-Length: %d\r\n\r\n%s" % (name, sender.encode(), name, len(body), body)
    )


def answer_to(party: Party, message: bytes, source: str = "127.0.0.1") -> str:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as peer:
        peer.settimeout(5)
        peer.bind((source, 0))
        peer.sendto(message, ("127.0.0.1", party.client.port))
        return peer.recv(4096).decode().split("\r\n", 1)[0]


def test_bytes_that_are_no_text(debtor: Party) -> None:
    before = len(debtor.told)
    message = raw_message("<sip:bob@127.0.0.1>", b"a\0b\xff\xfec")
    assert answer_to(debtor, message) == "SIP/2.0 200 OK"
    assert debtor.wait(m.MessageReceived, after=before).text == "ab\ufffd\ufffdc"


def test_a_sender_of_enormous_name(debtor: Party) -> None:
    """The library leaves out what it has no room for."""
    before = len(debtor.told)
    message = raw_message(f'"{"x" * 2000}" <sip:bob@127.0.0.1>', b"hello")
    assert answer_to(debtor, message) == "SIP/2.0 200 OK"
    received = debtor.wait(m.MessageReceived, after=before)
    assert len(received.from_) <= 512


def test_a_text_that_is_too_long_is_told_of_and_not_shown(debtor: Party) -> None:
    before = len(debtor.told)
    assert answer_to(debtor, raw_message("<sip:bob@127.0.0.1>", b"x" * 2001)) == "SIP/2.0 200 OK"
    assert debtor.wait(m.Warning_, after=before).what == "message_too_long"
    assert not any(isinstance(told, m.MessageReceived) for told in debtor.told[before:])


def test_a_stranger_is_not_heard() -> None:
    """Under the policy `registrar` only texts from its address, or the domain's, are told."""
    desk = Party("desk", callers="registrar")
    desk.client.start()
    try:
        for source in ("127.0.0.9", "127.0.0.1"):
            body = source.encode()
            answer_to(desk, raw_message("<sip:bob@127.0.0.1>", body), source)
        desk.wait(m.MessageReceived, where=lambda told: told.text == "127.0.0.1")
        received = [told for told in desk.told if isinstance(told, m.MessageReceived)]
        assert [told.text for told in received] == ["127.0.0.1"]
    finally:
        desk.client.stop()
