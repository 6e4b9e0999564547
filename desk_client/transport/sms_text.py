"""The words of an SMS as octets: what the GSM alphabet and ASCII write alike goes as 160 characters
to a part, anything else as UCS-2 with 70, so that no gateway's idea of its default alphabet can
change a word. Longer texts are cut into parts with a header that tells the telephone how to join
them (3GPP TS 23.040, 9.2.3.24.1); a character that takes two units is never cut in two."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from desk_client.transport.outgoing import NotTaken

DEFAULT, ASCII, LATIN_1, UCS_2 = 0, 1, 3, 8  # data_coding, SMPP 5.2.19
MOST_PARTS = 20
_ALIKE = frozenset(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 \n\r!\"#%&'()*+,-./:;<=>?"
)
# 3GPP TS 23.038, 6.2.1: the default alphabet, and what stands behind an escape
_GSM = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\x1bÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_ESCAPED = {
    0x0A: "\f",
    0x14: "^",
    0x28: "{",
    0x29: "}",
    0x2F: "\\",
    0x3C: "[",
    0x3D: "~",
    0x3E: "]",
    0x40: "|",
    0x65: "€",
}


@dataclass(frozen=True, slots=True)
class Part:
    """What one submit_sm carries; `header` where the octets begin with one."""

    words: bytes = field(repr=False)
    data_coding: int
    header: bool


@dataclass(frozen=True, slots=True)
class Piece:
    """One part of a long message that came in."""

    reference: int
    total: int
    number: int
    text: str = field(repr=False)


def in_parts(text: str, reference: int) -> tuple[Part, ...]:
    """`reference` (0 to 255) is the same for all parts of a message; NotTaken where the text is
    empty, has a character that is none, or takes more than 20 parts."""
    if not text or "\0" in text:
        raise NotTaken("bad_field", permanent=True, detail="text")
    plain = set(text) <= _ALIKE
    coding = DEFAULT if plain else UCS_2
    try:
        if len(_octets(text, coding)) <= (160 if plain else 140):
            return (Part(_octets(text, coding), coding, header=False),)
        pieces = _pieces(text, 153 if plain else 134, coding)
    except UnicodeEncodeError:  # half a surrogate pair
        raise NotTaken("bad_field", permanent=True, detail="text") from None
    if len(pieces) > MOST_PARTS:
        raise NotTaken("bad_field", permanent=True, detail="too long")
    return tuple(
        Part(bytes((5, 0, 3, reference, len(pieces), number)) + piece, coding, header=True)
        for number, piece in enumerate(pieces, start=1)
    )


def _octets(text: str, coding: int) -> bytes:
    return text.encode("ascii" if coding == DEFAULT else "utf-16-be")


def _pieces(text: str, room: int, coding: int) -> list[bytes]:
    pieces, filling = [], bytearray()
    for character in text:
        octets = _octets(character, coding)
        if len(filling) + len(octets) > room:
            pieces.append(bytes(filling))
            filling = bytearray()
        filling += octets
    return [*pieces, bytes(filling)]


def read_text(words: bytes, data_coding: int) -> str:
    """What came in, as well as it can be read; never fails."""
    if data_coding == UCS_2:
        return words.decode("utf-16-be", "replace")
    if data_coding == LATIN_1:
        return words.decode("latin-1")
    if data_coding == ASCII:
        return words.decode("ascii", "replace")
    if data_coding == DEFAULT:
        return _gsm(words)
    return words.decode("utf-8", "replace")


def read_piece(
    words: bytes, data_coding: int, *, header: bool, sar: Mapping[str, int] | None = None
) -> Piece | str:
    """A whole text, or one part of a longer one: by the header in front of it, or by `sar`
    (reference, total, number) as SMPP's optional parameters say."""
    place = (sar["reference"], sar["total"], sar["number"]) if sar else None
    if header and words:
        length = words[0]
        place = _place(words[1 : 1 + length]) or place
        words = words[1 + length :]
    text = read_text(words, data_coding)
    if place is None or place[1] < 2 or not 1 <= place[2] <= place[1]:
        return text
    return Piece(*place, text=text)


def _place(header: bytes) -> tuple[int, int, int] | None:
    """Reference, total and number from a user data header with concatenation in it."""
    at = 0
    while at + 2 <= len(header):
        element, length = header[at], header[at + 1]
        value = header[at + 2 : at + 2 + length]
        if element == 0x00 and len(value) == 3:
            return value[0], value[1], value[2]
        if element == 0x08 and len(value) == 4:
            return int.from_bytes(value[:2], "big"), value[2], value[3]
        at += 2 + length
    return None


def _gsm(words: bytes) -> str:
    written, escaped = [], False
    for octet in words:
        if escaped:
            written.append(_ESCAPED.get(octet, " "))
            escaped = False
        elif octet == 0x1B:
            escaped = True
        else:
            written.append(_GSM[octet] if octet < 0x80 else "\ufffd")
    return "".join(written)
