"""E-mail handed to a real mail server: what it takes arrives once, what it refuses is told with its
cause, and nothing that would not stand in a header ever reaches it."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from desk_client.clock import SystemClock
from desk_client.transport.outgoing import NotTaken, Outgoing
from desk_client.transport.settings import MailSettings
from desk_client.transport.smtp import SmtpTransport
from tests.phone.kamailio import Authority
from tests.transport.mail_server import DEBTOR, PASSWORD, SENDER, USER, MailServer, mail_server

pytestmark = pytest.mark.peers("exim4", "root")
WORDS = "王先生您好：您的账单已到期，请回电 95000。\n.\n..退订请回复 TD。"


def settings_for(server: MailServer, authority: Authority, **changed: object) -> MailSettings:
    settings = MailSettings.model_validate(
        {
            "host": "localhost",
            "port": server.port,
            "ca_file": str(authority.ca_file),
            "user": USER,
            "password": PASSWORD,
            "sender": SENDER,
            "sender_name": "某银行",
        }
    )
    return MailSettings.model_validate(settings.model_dump() | changed)


def letter(to: str = DEBTOR, name: str = "m-1", **changed: str) -> Outgoing:
    return Outgoing(id=name, to=to, **{"text": WORDS, "subject": "还款提醒"} | changed)


@pytest.fixture
def transport(mail: MailServer, authority: Authority) -> Iterator[SmtpTransport]:
    opened = SmtpTransport(settings_for(mail, authority), SystemClock())
    yield opened
    opened.close()


def test_a_message_arrives_word_for_word(transport: SmtpTransport, mail: MailServer) -> None:
    assert transport.send(letter()).ids == ("m-1@bank.test",)
    (arrived,) = mail.arrived()
    assert arrived["Message-ID"] == "<m-1@bank.test>"
    assert arrived["Subject"] == "还款提醒"
    assert str(arrived["From"]) == "某银行 <service@bank.test>"
    assert arrived["Envelope-to"] == DEBTOR
    assert arrived["List-Unsubscribe"] == "<mailto:service@bank.test?subject=unsubscribe>"
    assert arrived.get_content().replace("\r\n", "\n") == WORDS + "\n"


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_both_beginnings_of_tls(mail: MailServer, authority: Authority, security: str) -> None:
    port = mail.port if security == "starttls" else mail.tls_port
    opened = SmtpTransport(
        settings_for(mail, authority, security=security, port=port), SystemClock()
    )
    opened.send(letter())
    opened.close()
    assert "X=TLS1.3" in mail.log
    assert mail.taken == 1


def test_one_connection_carries_many(transport: SmtpTransport, mail: MailServer) -> None:
    for number in range(20):
        transport.send(letter(name=f"m-{number}"))
    assert mail.taken == 20
    assert mail.connections == 1


def test_many_threads_share_as_many_connections_as_are_allowed(
    mail: MailServer, authority: Authority
) -> None:
    opened = SmtpTransport(settings_for(mail, authority, connections=3), SystemClock())
    with ThreadPoolExecutor(8) as senders:
        list(senders.map(lambda at: opened.send(letter(name=f"m-{at}")), range(60)))
    opened.close()
    assert 1 <= mail.connections <= 3
    assert len({each["Message-ID"] for each in mail.arrived()}) == 60


def test_a_server_that_hangs_up_after_five_is_called_again(authority: Authority) -> None:
    with mail_server(authority, messages_a_connection=5) as server:
        opened = SmtpTransport(settings_for(server, authority), SystemClock())
        for number in range(12):
            opened.send(letter(name=f"m-{number}"))
        opened.close()
        arrived = server.arrived()
    assert len(arrived) == 12
    assert len({each["Message-ID"] for each in arrived}) == 12


@pytest.mark.parametrize(
    ("to", "reason", "permanent", "detail"),
    [
        ("nobody@debtor.test", "bad_address", True, "550 5.1.1"),
        ("somebody@elsewhere.test", "bad_address", True, "550 5.1.2"),
        ("full@debtor.test", "queue_full", False, "452 4.2.2"),
        ("busy@debtor.test", "throttled", False, "451 4.7.1"),
        ("policy@debtor.test", "refused", True, "550 5.7.1"),
    ],
)
def test_what_the_server_refuses_is_told_and_the_next_one_goes(
    transport: SmtpTransport,
    mail: MailServer,
    to: str,
    reason: str,
    permanent: bool,
    detail: str,
) -> None:
    with pytest.raises(NotTaken) as refused:
        transport.send(letter(to))
    assert (refused.value.reason, refused.value.permanent) == (reason, permanent)
    assert refused.value.detail == detail
    transport.send(letter(name="m-2"))
    assert [each["Message-ID"] for each in mail.arrived()] == ["<m-2@bank.test>"]


def test_refused_after_the_words(transport: SmtpTransport, mail: MailServer) -> None:
    with pytest.raises(NotTaken) as refused:
        transport.send(letter(subject="try later"))
    assert not refused.value.permanent
    with pytest.raises(NotTaken) as too_long:
        transport.send(letter(text="很长" * 100_000))
    assert too_long.value.reason == "bad_field"
    assert too_long.value.permanent
    assert mail.taken == 0


@pytest.mark.parametrize(
    "to",
    [
        "a@debtor.test\r\nRCPT TO:<b@debtor.test>",
        "a@debtor.test\nBcc: b@debtor.test",
        "a@debtor.test, b@debtor.test",
        "a@debtor.test\u2028b",
        "<a@debtor.test>",
        "a@@debtor.test",
        "王@debtor.test",
        "debtor.test",
        "@debtor.test",
        "a@",
        "a..b@debtor.test",
        "a@debtor..test",
        "",
    ],
)
def test_an_address_that_is_none_never_reaches_the_server(
    transport: SmtpTransport, mail: MailServer, to: str
) -> None:
    with pytest.raises(NotTaken) as refused:
        transport.send(letter(to))
    assert refused.value.reason == "bad_address"
    assert refused.value.permanent
    assert mail.taken == 0


@pytest.mark.parametrize("bad", ["\r", "\n", "\r\nBcc: b@debtor.test", "\x00", "\x0b", "\u2028"])
def test_a_line_break_in_a_header_is_refused(
    transport: SmtpTransport, mail: MailServer, bad: str
) -> None:
    for outgoing in (letter(subject=f"还款{bad}提醒"), letter(name=f"m{bad}1")):
        with pytest.raises(NotTaken) as refused:
            transport.send(outgoing)
        assert refused.value.reason == "bad_field"
    assert mail.taken == 0


def test_a_chinese_host_is_written_in_ascii(transport: SmtpTransport, mail: MailServer) -> None:
    with pytest.raises(NotTaken):
        transport.send(letter("wang@银行.test"))
    assert "xn--h1vy34a.test" in mail.log or "xn--" in mail.log


def test_a_certificate_of_somebody_else_is_refused(
    mail: MailServer, authority: Authority, tmp_path: Path
) -> None:
    stranger = Authority(tmp_path / "stranger", "Somebody Else")
    opened = SmtpTransport(settings_for(mail, stranger), SystemClock())
    with pytest.raises(NotTaken) as refused:
        opened.send(letter())
    assert refused.value.reason == "tls"
    assert "self-signed" in refused.value.detail or "unable to get" in refused.value.detail
    assert mail.taken == 0


def test_a_server_without_tls_gets_nothing(authority: Authority) -> None:
    with mail_server(authority, offers_tls=False) as server:
        opened = SmtpTransport(settings_for(server, authority), SystemClock())
        with pytest.raises(NotTaken) as refused:
            opened.send(letter())
        assert refused.value.reason == "tls"
        assert server.taken == 0


def test_a_wrong_password_is_told_and_shown_nowhere(
    mail: MailServer, authority: Authority, caplog: pytest.LogCaptureFixture
) -> None:
    wrong = "-".join(("not", "this", "one"))
    opened = SmtpTransport(settings_for(mail, authority, password=wrong), SystemClock())
    with pytest.raises(NotTaken) as refused:
        opened.send(letter())
    assert refused.value.reason == "credentials"
    assert not refused.value.permanent
    assert wrong not in f"{refused.value!r} {refused.getrepr()} {caplog.text}"


def test_nobody_answers_there(mail: MailServer, authority: Authority) -> None:
    opened = SmtpTransport(settings_for(mail, authority), SystemClock())
    mail.stop()
    with pytest.raises(NotTaken) as refused:
        opened.send(letter())
    assert refused.value.reason == "unreachable"
    mail.start()
    opened.send(letter())
    opened.close()
    assert mail.taken == 1


def test_a_server_that_was_started_anew_is_called_again(
    transport: SmtpTransport, mail: MailServer
) -> None:
    transport.send(letter(name="m-1"))
    mail.stop()
    mail.start()
    transport.send(letter(name="m-2"))
    assert len(mail.arrived()) == 2


def test_a_slow_server_is_given_up_before_the_words(mail: MailServer, authority: Authority) -> None:
    opened = SmtpTransport(settings_for(mail, authority, timeout_s=1.0), SystemClock())
    with pytest.raises(NotTaken) as refused:
        opened.send(letter("slow@debtor.test"))
    assert not refused.value.permanent
    assert mail.taken == 0
