"""A caller's name made harmless for the screen. It comes from the network and may hold anything:
markup, marks that turn the writing direction of what stands beside it, characters without width,
towers of accents, ten thousand letters. What remains is a short line of plain text in which each
character shows; an honest name in any script is not changed."""

import re
import unicodedata
from dataclasses import dataclass, field

LONGEST_NAME = 40
LONGEST_ADDRESS = 64
_READ = 4_000  # of a longer header the rest is not looked at; the library's own buffer ends there
_MARKS_ON_A_LETTER = 4  # as many as an honest syllable of Burmese or Khmer has
_QUOTED = re.compile(r'\s*"((?:[^"\\]|\\.)*)"\s*(?:<|$)', re.DOTALL)
_ADDRESS = re.compile(r"(?:sips?|tel):([^\s;?>]*)", re.IGNORECASE)
# As a tag to whatever would read one; single guillemets look the same and are none.
_NO_MARKUP = str.maketrans({"<": "‹", ">": "›"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownCaller:
    """What the screen may show of who calls; either may be ""."""

    name: str = field(repr=False)  # as the caller calls themselves, at most 40 characters
    address: str = field(repr=False)  # user@host or number, ASCII, at most 64 characters


def shown_name(from_header: str) -> ShownCaller:
    """Of the value of a From header, well formed or not: `"Name" <sip:user@host>;tag=1`."""
    text = from_header[:_READ]
    quoted = _QUOTED.match(text)
    if quoted:
        name, rest = re.sub(r"\\(.)", r"\1", quoted[1], flags=re.DOTALL), text[quoted.end(1) :]
    else:
        begin = text.find("<")
        bare = _ADDRESS.match(text.strip()) is not None
        name, rest = ("", text) if begin < 0 and bare else (text[: max(begin, 0)], text)
        if begin < 0 and not bare:
            name = text
    found = _ADDRESS.search(rest)
    address = "".join(each if "!" <= each <= "~" else "?" for each in found[1]) if found else ""
    return ShownCaller(
        name=_cut(_plain(name), LONGEST_NAME),
        address=_cut(address.translate(_NO_MARKUP), LONGEST_ADDRESS),
    )


def _plain(text: str) -> str:
    """One line, without what does not show and without what changes how its neighbours show."""
    kept: list[str] = []
    marks = 0
    for character in unicodedata.normalize("NFC", text):
        kind = unicodedata.category(character)
        if kind[0] == "Z" or character in "\t\r\n\x0b\x0c":
            character = " "  # noqa: PLW2901
        elif kind[0] == "C":  # controls, formats (bidi, zero width), surrogates, unassigned
            continue
        marks = marks + 1 if kind[0] == "M" else 0
        if marks > _MARKS_ON_A_LETTER:
            continue
        kept.append(character)
    return " ".join("".join(kept).split()).strip('"').translate(_NO_MARKUP)


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"
