"""A mail server that goes away at any step. Before the dot behind the words nothing was taken, and
the message may go again; from the dot on nobody knows, and it is never sent a second time."""

import pytest

from desk_client.clock import SystemClock
from desk_client.transport.outgoing import NotTaken, Outgoing, PerhapsTaken
from desk_client.transport.settings import MailSettings
from desk_client.transport.smtp import SmtpTransport
from tests.phone.kamailio import Authority
from tests.transport.bad_mail_server import Step, bad_mail_server

WORDS = "您好，请回电。\n"


def transport_to(port: int, authority: Authority) -> SmtpTransport:
    settings = MailSettings(
        host="localhost",
        port=port,
        security="tls",
        ca_file=str(authority.ca_file),
        sender="service@bank.test",
        timeout_s=0.5,
        taken_timeout_s=0.5,
    )
    return SmtpTransport(settings, SystemClock())


def letter(name: str = "m-1", text: str = WORDS) -> Outgoing:
    return Outgoing(id=name, to="wang@debtor.test", text=text, subject="提醒")


@pytest.mark.parametrize("deed", ["hang_up", "silent", "421 4.3.2 going down"])
@pytest.mark.parametrize("at", ["greeting", "EHLO", "MAIL", "RCPT", "DATA"])
def test_before_the_words_nothing_was_taken(authority: Authority, at: Step, deed: str) -> None:
    with bad_mail_server(authority.right(), at, deed) as server:
        opened = transport_to(server.port, authority)
        with pytest.raises(NotTaken) as refused:
            opened.send(letter())
        assert not refused.value.permanent
        assert server.taken == []
        opened.send(letter("m-2"))
        opened.close()
        assert len(server.taken) == 1


def test_lost_in_the_middle_of_long_words(authority: Authority) -> None:
    with bad_mail_server(authority.right(), "words", "hang_up") as server:
        opened = transport_to(server.port, authority)
        with pytest.raises((NotTaken, PerhapsTaken)):
            opened.send(letter(text="很长的信。" * 400_000))
        assert server.taken == []
        opened.close()


@pytest.mark.parametrize(
    ("deed", "reason"), [("hang_up", "connection_lost"), ("silent", "no_answer")]
)
def test_after_the_dot_nobody_knows_and_nothing_goes_again(
    authority: Authority, deed: str, reason: str
) -> None:
    with bad_mail_server(authority.right(), "end", deed) as server:
        opened = transport_to(server.port, authority)
        with pytest.raises(PerhapsTaken) as unknown:
            opened.send(letter())
        assert unknown.value.reason == reason
        assert len(server.taken) == 1
        assert server.connections == 1
        opened.send(letter("m-2"))
        opened.close()
        assert [words.count(b"m-2@bank.test") for words in server.taken] == [0, 1]


@pytest.mark.parametrize(
    ("said", "reason", "permanent"),
    [
        ("452 4.3.1 no room", "queue_full", False),
        ("451 4.7.1 slower", "throttled", False),
        ("421 4.7.0 too many", "throttled", False),
        ("554 5.7.1 looks like spam", "refused", True),
        ("552 5.3.4 too big", "bad_field", True),
    ],
)
def test_refused_after_the_words(
    authority: Authority, said: str, reason: str, permanent: bool
) -> None:
    with bad_mail_server(authority.right(), "end", said) as server:
        opened = transport_to(server.port, authority)
        with pytest.raises(NotTaken) as refused:
            opened.send(letter())
        assert (refused.value.reason, refused.value.permanent) == (reason, permanent)
        opened.close()


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("550 5.1.1 <wang@debtor.test> unknown", "bad_address"),
        ("550 no such user wang@debtor.test", "bad_address"),
        ("550 5.7.26 not authenticated", "refused"),
        ("not smtp at all wang@debtor.test", "not_understood"),
    ],
)
def test_words_of_the_server_are_not_repeated(authority: Authority, said: str, reason: str) -> None:
    with bad_mail_server(authority.right(), "RCPT", said) as server:
        opened = transport_to(server.port, authority)
        with pytest.raises(NotTaken) as refused:
            opened.send(letter())
        assert refused.value.reason == reason
        assert "wang" not in f"{refused.value!r} {refused.value.detail}"
        opened.close()


def test_a_server_that_forwards_has_taken_it(authority: Authority) -> None:
    with bad_mail_server(authority.right(), "RCPT", "251 will forward") as server:
        opened = transport_to(server.port, authority)
        assert opened.send(letter()).ids == ("m-1@bank.test",)
        opened.close()


def test_nonsense_after_the_words_is_unknown(authority: Authority) -> None:
    with bad_mail_server(authority.right(), "end", "thanks") as server:
        opened = transport_to(server.port, authority)
        with pytest.raises(PerhapsTaken) as unknown:
            opened.send(letter())
        assert unknown.value.reason == "not_understood"
        opened.close()
