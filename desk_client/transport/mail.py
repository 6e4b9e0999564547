"""Composes one e-mail. Its Message-ID is made of our own id, so that a bounce or a reply leads back
to the message it is about. A line break in any field is refused, not repaired."""

from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from desk_client.transport.address import mailbox, plain_line
from desk_client.transport.outgoing import NotTaken, Outgoing
from desk_client.transport.settings import MailSettings

_LONGEST_SUBJECT = 200


def message_id(outgoing: Outgoing, settings: MailSettings) -> str:
    """Without the angle brackets."""
    if not outgoing.id.isascii() or not outgoing.id.replace("-", "").isalnum():
        raise NotTaken("bad_field", permanent=True, detail="id")
    return f"{outgoing.id}@{settings.sender.rpartition('@')[2]}"


def compose(outgoing: Outgoing, settings: MailSettings, now: datetime) -> EmailMessage:
    """NotTaken where a field cannot stand in a header. Replies by machines are not asked for, and
    a click on "unsubscribe" becomes a reply that says so (RFC 2369, RFC 3834)."""
    if not plain_line(outgoing.subject) or len(outgoing.subject) > _LONGEST_SUBJECT:
        raise NotTaken("bad_field", permanent=True, detail="subject")
    letter = EmailMessage(policy=SMTP)
    letter["From"] = settings.shown_sender
    letter["To"] = mailbox(outgoing.to)
    letter["Subject"] = outgoing.subject
    letter["Date"] = format_datetime(now)
    letter["Message-ID"] = f"<{message_id(outgoing, settings)}>"
    replies = settings.reply_to or settings.sender
    letter["Reply-To"] = replies
    letter["List-Unsubscribe"] = f"<mailto:{replies}?subject=unsubscribe>"
    letter["Auto-Submitted"] = "auto-generated"
    letter["X-Auto-Response-Suppress"] = "All"
    letter.set_content(_lines(outgoing.text))
    return letter


def _lines(text: str) -> str:
    whole = text.replace("\r\n", "\n").replace("\r", "\n")
    return whole if whole.endswith("\n") else whole + "\n"
