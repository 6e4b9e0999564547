"""How many messages a second really leave, with every verdict and every fact: by hand, for it takes
minutes and wants a quiet machine. `pytest tests/messenger/slow_rate.py -s`. A part of the debtors
asked to be left alone; none of them may get one."""

import smtplib
from email.message import EmailMessage

import pytest

from desk_client.care_body import FlagLaid
from desk_client.clock import SystemClock
from desk_client.transport.settings import MailSettings
from tests.central.floor import Floor
from tests.happenings import flag
from tests.messenger.post_room import mailbox, post_room
from tests.phone.kamailio import Authority
from tests.transport.mail_server import PASSWORD, SENDER, USER, MailServer, trusting

MESSAGES, LEFT_ALONE = 1_000, 7  # every seventh debtor


def bare(mail: MailServer, authority: Authority, count: int) -> float:
    """The same server, one connection, no law: messages a second."""
    clock = SystemClock()
    began = clock.monotonic()
    with smtplib.SMTP("localhost", mail.port) as server:
        server.starttls(context=trusting(authority))
        server.login(USER, PASSWORD)
        for number in range(count):
            message = EmailMessage()
            message["From"], message["To"] = SENDER, mailbox(number).value
            message["Subject"] = "bare"
            message.set_content("bare")
            server.send_message(message)
    return count / (clock.monotonic() - began)


@pytest.mark.timeout(900)
@pytest.mark.peers("exim4", "root")
def test_the_rate_and_none_unlawful(floor: Floor, mail: MailServer, authority: Authority) -> None:
    settings = MailSettings(
        host="localhost",
        port=mail.port,
        ca_file=str(authority.ca_file),
        sender=SENDER,
        user=USER,
        password=PASSWORD,  # type: ignore[arg-type]
    )
    clock = SystemClock()
    with post_room(floor, mail=settings, debtors=MESSAGES) as room:
        for number in range(MESSAGES):
            room.consent("email", number=number)
            room.order("email-statement", number=number)
            if number % LEFT_ALONE == 0:
                room.tell(FlagLaid(flags=(flag("cease"),), source="letter"), number=number)
        room.round()  # what is read once is read: lists of words, packs
        began, sent = clock.monotonic(), 0
        while posted := room.round().posted:
            sent += posted["sent"]
        rate = sent / (clock.monotonic() - began)
    unlawful = {mailbox(number).value for number in range(0, MESSAGES, LEFT_ALONE)}
    arrived = {str(each["Envelope-to"]) for each in mail.arrived()}
    assert not arrived & unlawful
    beside = bare(mail, authority, 400)
    print(f"\n{rate:.0f} messages a second; bare smtplib {beside:.0f}")  # noqa: T201
    assert len(arrived) == MESSAGES - len(unlawful)
