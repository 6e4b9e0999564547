"""Reports of other people's mail servers, as they are met: with the whole message returned, with
its headers only, delayed, delivered, and about a message that is not ours."""

from email import message_from_string
from email.message import EmailMessage
from email.policy import default

import pytest

from desk_client.transport.bounces import news_of
from desk_client.transport.outgoing import Delivered, Undelivered

REPORT = """\
From: MAILER-DAEMON@mx.debtor.test
To: service@bank.test
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b1"

--b1
Content-Type: text/plain

I'm sorry to have to inform you. Reply STOP.

--b1
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.debtor.test

Final-Recipient: rfc822; wang@debtor.test
Action: {action}
Status: {status}
Diagnostic-Code: smtp; {said}

--b1
Content-Type: {returned}

Message-ID: <{name}>
Subject: hello

the words
--b1--
"""


def report(
    action: str = "failed",
    status: str = "5.1.1",
    said: str = "550 no such user",
    returned: str = "message/rfc822",
    name: str = "m-1@bank.test",
) -> EmailMessage:
    text = REPORT.format(action=action, status=status, said=said, returned=returned, name=name)
    mail = message_from_string(text, policy=default)
    assert isinstance(mail, EmailMessage)
    return mail


@pytest.mark.parametrize("returned", ["message/rfc822", "text/rfc822-headers"])
@pytest.mark.parametrize(
    ("status", "said", "reason", "dead"),
    [
        ("5.1.1", "550 no such user", "bad_address", True),
        ("5.1.10", "556 takes no mail", "bad_address", True),
        ("5.0.0", "550 5.1.1 unknown", "bad_address", True),
        ("5.2.2", "552 full", "queue_full", False),
        ("5.7.1", "550 spam", "refused", False),
        ("4.4.7", "timed out", "expired", False),
    ],
)
def test_failed(returned: str, status: str, said: str, reason: str, dead: bool) -> None:
    (told,) = news_of(report(status=status, said=said, returned=returned))
    assert isinstance(told, Undelivered)
    assert (told.id, told.reason, told.dead_address) == ("m-1@bank.test", reason, dead)


def test_delivered_and_not_yet() -> None:
    assert list(news_of(report(action="delivered", status="2.0.0"))) == [Delivered("m-1@bank.test")]
    assert list(news_of(report(action="delayed", status="4.4.1"))) == []
    assert list(news_of(report(action="relayed", status="2.0.0"))) == []


def test_a_report_that_returns_nothing_is_nobodys() -> None:
    assert list(news_of(report(name=""))) == []
    assert list(news_of(report(returned="application/octet-stream"))) == []
