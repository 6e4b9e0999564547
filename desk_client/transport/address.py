"""What may stand where an address or a line of a header is wanted. Debtors' data comes from files
that anybody may have written: a line break in a field would let it write headers or commands of its
own."""

import re

from desk_client.transport.outgoing import NotTaken

_LOCAL = r"[^\s@<>()\[\]\\,;:\"\x00-\x1f\x7f-\x9f]{1,64}"
_LABEL = r"[^\s@<>()\[\]\\,;:\"\x00-\x2c./\x7f-\x9f]{1,63}"
_MAILBOX = re.compile(rf"({_LOCAL})@({_LABEL}(?:\.{_LABEL})*)")
_NUMBER = re.compile(r"\+[1-9][0-9]{6,14}", re.ASCII)
_BREAKS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


def plain_line(text: str) -> bool:
    """Whether it is one line, without control characters or line breaks of any kind."""
    return _BREAKS.search(text) is None


def is_mailbox(text: str) -> bool:
    """Whether it reads as exactly one e-mail address."""
    return _MAILBOX.fullmatch(text) is not None and ".." not in text


def mailbox(text: str) -> str:
    """The address as servers want it, its host in ASCII. NotTaken where it is none, or where its
    first half is not ASCII (few servers take such a one)."""
    found = _MAILBOX.fullmatch(text)
    if found is None or not found[1].isascii() or ".." in text:
        raise NotTaken("bad_address", permanent=True)
    try:
        host = found[2].encode("idna").decode("ascii")
    except UnicodeError:
        raise NotTaken("bad_address", permanent=True) from None
    return f"{found[1]}@{host}"


def number(text: str) -> str:
    """The digits of an E.164 number, without the plus; NotTaken where it is none."""
    if _NUMBER.fullmatch(text) is None:
        raise NotTaken("bad_address", permanent=True)
    return text[1:]
