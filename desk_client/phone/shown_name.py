"""A caller's name and address as they may be shown. What a stranger writes into a From header is
data: markup, direction marks, control characters and endless names are made harmless, and nothing
in them is believed."""

import re
import unicodedata
from dataclasses import dataclass

LONGEST = 40
_QUOTED = re.compile(r'\s*"((?:[^"\\]|\\.)*)"')


@dataclass(frozen=True, slots=True)
class ShownCaller:
    """`name` "" where the caller told none; `address` without brackets and parameters."""

    name: str
    address: str


def shown_name(from_header: str) -> ShownCaller:
    """Both parts of a From header; never an exception."""
    head, bracket, rest = from_header.partition("<")
    address = rest.partition(">")[0] if bracket else from_header
    quoted = _QUOTED.match(head)
    name = re.sub(r"\\(.)", r"\1", quoted.group(1)) if quoted else head if bracket else ""
    return ShownCaller(name=_harmless(name), address=_harmless(address.partition(";")[0], 80))


def _harmless(text: str, longest: int = LONGEST) -> str:
    """Only what is seen and stands still: letters, marks, digits, punctuation, spaces."""
    seen = (c if unicodedata.category(c)[0] in "LMNPSZ" else " " for c in text[: longest * 8])
    plain = "".join(" " if c.isspace() else c for c in seen if c not in "<>&")
    short = " ".join(plain.split())
    return short if len(short) <= longest else short[: longest - 1] + "…"
