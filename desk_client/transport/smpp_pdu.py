"""The few PDUs of SMPP 3.4 that a sender of messages needs, as octets and back (section numbers are
those of the specification, issue 1.2). Ours and not a library's: the usual one shows passwords and
numbers in its log, checks no certificate's host, and cuts a receipt's message id by one."""

import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

GENERIC_NACK = 0x80000000
BIND_TRANSCEIVER = 0x00000009
SUBMIT_SM = 0x00000004
DELIVER_SM = 0x00000005
UNBIND = 0x00000006
ENQUIRE_LINK = 0x00000015
RESPONSE = 0x80000000  # a command's answer has this bit

OK = 0x00000000
INVALID_COMMAND = 0x00000003
TRY_LATER = 0x00000064  # ESME_RX_T_APPN, 5.1.3

MESSAGE_PAYLOAD = 0x0424
RECEIPTED_MESSAGE_ID = 0x001E
MESSAGE_STATE = 0x0427
NETWORK_ERROR_CODE = 0x0423
SAR_REFERENCE, SAR_TOTAL, SAR_NUMBER = 0x020C, 0x020E, 0x020F

RECEIPT, INTERMEDIATE, TYPES = 0x04, 0x20, 0x3C  # of esm_class, 5.2.12
HAS_HEADER = 0x40
_HEAD = struct.Struct(">IIII")
_LARGEST = 70_000


class NotAPdu(ValueError):
    """The octets are no PDU, or one that is cut short."""


@dataclass(frozen=True, slots=True)
class Pdu:
    """Header and body, 3.2."""

    command: int
    status: int
    sequence: int
    body: bytes = field(default=b"", repr=False)

    def octets(self) -> bytes:
        head = _HEAD.pack(16 + len(self.body), self.command, self.status, self.sequence)
        return head + self.body


@dataclass(frozen=True, slots=True)
class Delivery:
    """What a deliver_sm says, 4.6.1. `words` from message_payload where short_message is empty."""

    sender: str = field(repr=False)
    to: str = field(repr=False)
    esm_class: int
    data_coding: int
    words: bytes = field(repr=False)
    more: Mapping[int, bytes] = field(repr=False)  # optional parameters by tag


def cut(buffered: bytearray) -> Iterator[Pdu]:
    """Takes every whole PDU off the front; NotAPdu where the length cannot be one."""
    while len(buffered) >= 16:
        length, command, status, sequence = _HEAD.unpack_from(buffered)
        if not 16 <= length <= _LARGEST:
            raise NotAPdu(f"a PDU of {length} octets")
        if len(buffered) < length:
            return
        body = bytes(buffered[16:length])
        del buffered[:length]
        yield Pdu(command, status, sequence, body)


def bind_body(user: str, password: str, system_type: str) -> bytes:
    """4.1.5: interface version 3.4, every address."""
    return (
        _text(user, 16) + _text(password, 9) + _text(system_type, 13) + bytes((0x34, 0, 0)) + b"\0"
    )


def submit_body(
    *, sender: tuple[int, int, str], to: str, header: bool, data_coding: int, words: bytes
) -> bytes:
    """4.4.1: one part, with a receipt asked for its end. `sender` is TON, NPI and address; `to` the
    digits of an international number."""
    ton, npi, source = sender
    return b"".join(
        (
            b"\0",
            bytes((ton, npi)) + _text(source, 21),
            bytes((1, 1)) + _text(to, 21),
            bytes((HAS_HEADER if header else 0, 0, 0)),
            b"\0\0",
            bytes((1, 0, data_coding, 0, len(words))),
            words,
        )
    )


def read_delivery(body: bytes) -> Delivery:
    """NotAPdu where it is cut short."""
    try:
        return _delivery(body)
    except (IndexError, struct.error, ValueError):
        raise NotAPdu("a deliver_sm that ends too early") from None


def text_of(body: bytes) -> str:
    """The C-octet string that a body begins with: the message id of an answer, 4.4.2."""
    return body.partition(b"\0")[0].decode("latin-1")


def _delivery(body: bytes) -> Delivery:
    at = body.index(b"\0") + 1  # service_type
    sender, at = _address(body, at)
    to, at = _address(body, at)
    esm_class, at = body[at], at + 3
    for _ in ("schedule_delivery_time", "validity_period"):
        at = body.index(b"\0", at) + 1
    data_coding, length = body[at + 2], body[at + 4]
    at += 5
    words = body[at : at + length]
    if len(words) < length:
        raise NotAPdu("short_message is cut")
    more = _optional(body, at + length)
    return Delivery(
        sender=sender,
        to=to,
        esm_class=esm_class,
        data_coding=data_coding,
        words=words or more.get(MESSAGE_PAYLOAD, b""),
        more=more,
    )


def _address(body: bytes, at: int) -> tuple[str, int]:
    """TON, NPI, address; an international number gets its plus."""
    ton, end = body[at], body.index(b"\0", at + 2)
    text = body[at + 2 : end].decode("latin-1")
    if ton == 1 and text.isdigit():
        text = f"+{text}"
    return text, end + 1


def _optional(body: bytes, at: int) -> dict[int, bytes]:
    found: dict[int, bytes] = {}
    while at + 4 <= len(body):
        tag, length = struct.unpack_from(">HH", body, at)
        at += 4
        if at + length > len(body):
            raise NotAPdu("an optional parameter is cut")
        found[tag] = body[at : at + length]
        at += length
    return found


def _text(text: str, longest: int) -> bytes:
    """`longest` with its closing zero; ValueError where it does not fit."""
    octets = text.encode("latin-1")
    if len(octets) >= longest or b"\0" in octets:
        raise ValueError(f"longer than {longest - 1} octets, or with a zero")
    return octets + b"\0"
