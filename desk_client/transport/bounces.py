"""Reads a mail that came to the post box: a report of a mail server (a bounce, RFC 3464), an answer
of a person, or the answer of a machine, which says nothing about anybody. A report belongs to the
message whose Message-ID it returns; one about a message that is not ours is nobody's."""

import re
from collections.abc import Iterator
from email.message import EmailMessage, Message
from email.utils import parseaddr

from desk_client.transport.outgoing import Delivered, News, Reason, Replied, Undelivered
from desk_client.transport.replies import meaning, own_words

_ID = re.compile(r"<([^<>\s]+)>")
_STATUS = re.compile(r"\b[245]\.\d{1,3}\.\d{1,3}\b(?!\.)")
_LONGEST = 10_000  # characters of an answer that are kept
_MACHINES = re.compile(r"(?i)^(mailer-daemon|postmaster|no-?reply|do-?not-?reply)@")
_TAGS = re.compile(r"(?s)<(?:style|script|head)\b.*?</(?:style|script|head)>|<[^>]*>")


def news_of(mail: EmailMessage) -> Iterator[News]:
    """Nothing where it is neither a final report about a message nor a person's answer."""
    if mail.get_content_type() == "multipart/report":
        yield from _reports(mail)
    elif not _of_a_machine(mail):
        sender = parseaddr(_header(mail, "From"))[1]
        if sender:
            yield _reply(mail, sender)


def _reports(mail: EmailMessage) -> Iterator[News]:
    name = _returned_id(mail)
    if name is None:
        return
    for part in mail.walk():
        if part.get_content_type() != "message/delivery-status":
            continue
        blocks = part.get_payload()
        for block in blocks if isinstance(blocks, list) else ():
            if isinstance(block, Message) and (told := _outcome(block, name, mail)) is not None:
                yield told
                return


def _outcome(block: Message, name: str, mail: EmailMessage) -> News | None:
    action = _header(block, "Action").strip().lower()
    found = _STATUS.search(_header(block, "Status"))
    detail = found.group() if found else ""
    if action == "delivered":
        return Delivered(name)
    if action != "failed":  # delayed, relayed, expanded: not the end
        return None
    if detail in ("", "5.0.0"):  # exim and others leave the cause to the words
        said = _STATUS.search(_header(block, "Diagnostic-Code")) or _STATUS.search(_text(mail))
        detail = said.group() if said else detail
    reason, dead = _cause(detail)
    return Undelivered(name, reason=reason, dead_address=dead, detail=detail)


def _cause(status: str) -> tuple[Reason, bool]:
    """RFC 3463: 5.1.1 no such mailbox, 5.1.2 no such host, 5.1.6 moved, 5.1.10 takes no mail."""
    if status in ("5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1"):
        return "bad_address", True
    if status in ("5.2.2", "4.2.2"):
        return "queue_full", False
    if status.startswith(("4.", "5.4.")):
        return "expired", False
    return "refused", False


def _returned_id(mail: EmailMessage) -> str | None:
    for part in mail.walk():
        if part.get_content_type() in ("message/rfc822", "message/rfc822-headers"):
            inner = part.get_payload()
            if isinstance(inner, list) and inner and isinstance(inner[0], Message):
                return _id_in(_header(inner[0], "Message-ID"))
        if part.get_content_type() == "text/rfc822-headers":
            text = part.get_payload(decode=True)
            lines = text.decode("utf-8", "replace") if isinstance(text, bytes) else ""
            found = re.search(r"(?im)^message-id:\s*<([^<>\s]+)>", lines)
            return found[1] if found else None
    return _id_in(_header(mail, "In-Reply-To"))


def _of_a_machine(mail: EmailMessage) -> bool:
    """RFC 3834, and what mail programs did before it."""
    automatic = _header(mail, "Auto-Submitted").strip().lower()
    return (
        (automatic != "" and not automatic.startswith("no"))
        or any(_header(mail, name) for name in ("X-Autoreply", "X-Autorespond", "X-Auto-Reply"))
        or _header(mail, "Precedence").strip().lower() in ("bulk", "junk", "auto_reply", "list")
        or _MACHINES.match(parseaddr(_header(mail, "From"))[1]) is not None
    )


def _reply(mail: EmailMessage, sender: str) -> Replied:
    words = own_words(_text(mail))[:_LONGEST]
    subject = _header(mail, "Subject")
    asked = meaning(words)
    if asked == "reply" and not re.match(r"(?i)\s*(re|aw|回复|答复|回覆)\s*[:：]", subject):
        asked = meaning(subject)  # a click on "unsubscribe" says it there only
    answered = _id_in(_header(mail, "In-Reply-To")) or _id_in(_header(mail, "References"))
    return Replied(sender=sender, text=words, means=asked, to_id=answered)


def _text(mail: EmailMessage) -> str:
    body = mail.get_body(preferencelist=("plain", "html"))
    if body is None:
        return ""
    raw = body.get_payload(decode=True)
    if not isinstance(raw, bytes):
        return ""
    try:
        text = raw.decode(body.get_content_charset() or "utf-8", "replace")
    except LookupError:  # a charset that nobody knows
        text = raw.decode("utf-8", "replace")
    if body.get_content_type() == "text/html":
        text = _TAGS.sub(" ", re.sub(r"(?i)<br\s*/?>|</p>|</div>", "\n", text))
    return text.replace("\r\n", "\n")


def _header(mail: Message, name: str) -> str:
    """One line; "" where it is missing or cannot be read."""
    try:
        return " ".join(str(mail.get(name, "")).split())
    except (ValueError, LookupError, AttributeError, IndexError, TypeError):
        return ""  # the library fails on some broken headers, which anybody may send


def _id_in(text: str) -> str | None:
    found = _ID.findall(text)
    return found[-1] if found else None
