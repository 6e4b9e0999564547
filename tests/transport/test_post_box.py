"""Bounces that a real mail server wrote and answers of people, read from a real mailbox over IMAP.
Each leads back to the message it is about; a mail counts as read when its news was taken over."""

from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest

from desk_client.clock import SystemClock
from desk_client.transport.outgoing import News, NotTaken, Replied, Undelivered
from desk_client.transport.post_box import PostBox
from desk_client.transport.settings import PostBoxSettings
from desk_client.transport.smtp import SmtpTransport
from tests.phone.kamailio import Authority, free_port
from tests.transport.mail_server import (
    DEBTOR,
    PASSWORD,
    SENDER,
    USER,
    ImapServer,
    MailServer,
)
from tests.transport.test_smtp import letter, settings_for

pytestmark = pytest.mark.peers("exim4", "dovecot", "root")


def box_settings(imap: ImapServer, authority: Authority, **changed: object) -> PostBoxSettings:
    return PostBoxSettings.model_validate(
        {
            "host": "localhost",
            "port": imap.tls_port,
            "ca_file": str(authority.ca_file),
            "user": USER,
            "password": PASSWORD,
            "timeout_s": 5.0,
        }
        | changed
    )


@pytest.fixture
def box(imap: ImapServer, authority: Authority) -> Iterator[PostBox]:
    opened = PostBox(box_settings(imap, authority))
    yield opened
    opened.close()


def answer(text: str, subject: str = "回复: 还款提醒", **headers: str) -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = f"王小明 <{DEBTOR}>", SENDER, subject
    mail["In-Reply-To"] = "<m-1@bank.test>"
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(text)
    return mail


def test_bounces_lead_back_to_their_message(
    mail: MailServer, imap: ImapServer, authority: Authority
) -> None:
    settings = settings_for(mail, authority, post_box=box_settings(imap, authority).model_dump())
    opened = SmtpTransport(settings, SystemClock())
    opened.send(letter("moved@debtor.test", "m-1"))
    opened.send(letter("filled@debtor.test", "m-2"))
    opened.send(letter(DEBTOR, "m-3"))
    assert len(mail.arrived()) == 1
    told = {each.id: each for each in opened.news() if isinstance(each, Undelivered)}
    assert list(opened.news()) == []
    opened.close()
    assert told["m-1@bank.test"].reason == "bad_address"
    assert told["m-1@bank.test"].dead_address
    assert told["m-2@bank.test"].reason == "queue_full"
    assert not told["m-2@bank.test"].dead_address
    assert set(told) == {"m-1@bank.test", "m-2@bank.test"}


@pytest.mark.parametrize(
    ("text", "means", "words"),
    [
        ("退订\n\n> 退订请回复 TD\n", "stop", "退订"),
        ("请不要再给我发邮件。\n\n发件人: 某银行\n退订请回复", "stop", "请不要再给我发邮件。"),
        ("下周五还。\n\n2026年11月24日 某银行 写道:\n> 退订请回复 TD\n", "reply", "下周五还。"),
        (
            "ok, on Friday\n\nOn Tue, 24 Nov 2026 the bank wrote:\n> to stop, reply STOP",
            "reply",
            None,
        ),
        ("You have the wrong person.\n-- \nJohn", "wrong_person", "You have the wrong person."),
    ],
)
def test_answers_without_what_they_quote(
    mail: MailServer, box: PostBox, text: str, means: str, words: str | None
) -> None:
    mail.write_to_the_bank(answer(text))
    (reply,) = list(box.news())
    assert isinstance(reply, Replied)
    assert (reply.means, reply.to_id, reply.sender) == (means, "m-1@bank.test", DEBTOR)
    assert words is None or reply.text == words


def test_a_click_on_unsubscribe_says_it_in_the_subject(mail: MailServer, box: PostBox) -> None:
    mail.write_to_the_bank(answer("", subject="unsubscribe"))
    (reply,) = list(box.news())
    assert isinstance(reply, Replied)
    assert reply.means == "stop"


def test_html_is_read_too(mail: MailServer, box: PostBox) -> None:
    html = answer("")
    html.clear_content()
    html.set_content("<style>p{}</style><p>请<b>不要</b>再联系我</p>", subtype="html")
    mail.write_to_the_bank(html)
    (reply,) = list(box.news())
    assert isinstance(reply, Replied)
    assert reply.means == "stop"


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto_Submitted": "auto-replied"},
        {"X_Autoreply": "yes"},
        {"Precedence": "bulk"},
    ],
)
def test_machines_are_nobody(mail: MailServer, box: PostBox, headers: dict[str, str]) -> None:
    mail.write_to_the_bank(answer("我不在办公室，请停止联系", **headers))
    assert list(box.news()) == []
    assert list(box.news()) == []


@pytest.mark.parametrize(
    "octets",
    [
        b"",
        b"\xff\xfe\x00garbage",
        b"From: \r\n\r\nx",
        b"From: =?x?q?=\r\nSubject: =?utf-8?b?!!!?=\r\n\r\nx",
        b"From: a@b.test\r\nContent-Type: text/plain; charset=none\r\n\r\n\xff",
        b"From: a@b.test\r\nContent-Type: multipart/report; boundary=x\r\n\r\n--x\r\n",
        b"From: a@b.test\r\nContent-Type: multipart/mixed\r\n\r\nno boundary",
        b'From: <<>>,,;;@\r\nTo: "\r\nMessage-ID: <\r\nIn-Reply-To: [\r\n\r\nstop',
    ],
)
def test_broken_mails_harm_nobody(mail: MailServer, box: PostBox, octets: bytes) -> None:
    mail.drop_at_the_bank(octets)
    mail.write_to_the_bank(answer("退订"))
    told = list(box.news())
    assert any(isinstance(each, Replied) and each.sender == DEBTOR for each in told)
    assert list(box.news()) == []


def test_a_reader_that_dies_is_told_again(mail: MailServer, box: PostBox) -> None:
    for text in ("一", "二", "三"):
        mail.write_to_the_bank(answer(text))
    reading = iter(box.news())
    first: News = next(reading)
    next(reading)
    reading.close()  # type: ignore[attr-defined]
    again = list(box.news())
    assert len(again) == 2
    assert first not in again


def test_a_mailbox_that_was_started_anew(mail: MailServer, box: PostBox, imap: ImapServer) -> None:
    assert list(box.news()) == []
    imap.stop()
    with pytest.raises(NotTaken):
        list(box.news())
    imap.start()
    mail.write_to_the_bank(answer("退订"))
    assert len(list(box.news())) == 1


def test_starttls_and_a_folder_of_its_own(
    imap: ImapServer, mail: MailServer, authority: Authority
) -> None:
    mail.write_to_the_bank(answer("退订"))
    opened = PostBox(box_settings(imap, authority, port=imap.port, security="starttls"))
    assert len(list(opened.news())) == 1
    opened.close()
    elsewhere = PostBox(box_settings(imap, authority, folder='No "such" folder\\'))
    with pytest.raises(NotTaken) as refused:
        list(elsewhere.news())
    assert refused.value.reason == "refused"


def test_what_a_mailbox_refuses(imap: ImapServer, authority: Authority, tmp_path: Path) -> None:
    def reason(**changed: object) -> str:
        with pytest.raises(NotTaken) as refused:
            list(PostBox(box_settings(imap, authority, **changed)).news())
        return refused.value.reason

    assert reason(password="not-this-one") == "credentials"
    assert reason(ca_file=str(Authority(tmp_path / "other").ca_file)) == "tls"
    assert reason(port=free_port()) == "unreachable"
