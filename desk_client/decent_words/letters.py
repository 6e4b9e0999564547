"""Reads text as the eye reads it: full-width and ornamental letters as plain ones, look-alikes of
other scripts as Latin, traditional characters as simplified, what cannot be seen not at all. Each
letter remembers where it stood."""

import csv
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from desk_client.data_folder import resource

LATIN = frozenset("abcdefghijklmnopqrstuvwxyz")
DIGITS = frozenset("0123456789")
SENTENCE_ENDS = frozenset(".!?;。\n")
PAUSES = frozenset(" ,、:'\"“”()《》「」『』【】[]")
LEET: dict[str, str] = {
    "0": "o", "1": "il", "2": "z", "3": "e", "4": "a", "5": "s", "6": "gb", "7": "t", "8": "b",
    "9": "g", "@": "a", "$": "s", "!": "il", "|": "il", "+": "t", "€": "e", "£": "l",
}  # fmt: skip
_UNSEEN = frozenset("\u115f\u1160\u3164\uffa0\u2800\u034f\u17b4\u17b5")
_BLACK_LETTERS = ((0x1F150, 26), (0x1F170, 26), (0x1F1E6, 26))  # circled, squared, flags


class Kind(StrEnum):
    """What a read letter is."""

    LATIN = "latin"
    DIGIT = "digit"
    HAN = "han"
    OTHER = "other"  # a letter of another script
    GAP = "gap"  # anything that may stand between letters


@dataclass(frozen=True, slots=True)
class Letters:
    """`plain` as read; the letter plain[i] stood at offset at[i] of the text."""

    plain: str
    at: tuple[int, ...]


def read(text: str) -> Letters:
    """The text as the eye reads it."""
    plain: list[str] = []
    at: list[int] = []
    for offset, character in enumerate(text):
        for letter in _READ[character]:
            plain.append(letter)
            at.append(offset)
    return Letters("".join(plain), tuple(at))


def kind_of(letter: str) -> Kind:
    """What a letter of `Letters.plain` is."""
    return _KINDS[letter]


@cache
def readings() -> dict[str, tuple[str, ...]]:
    """The pinyin of a simplified character, without tones, every reading; "v" and "u" for ü."""
    table: dict[str, list[str]] = {}
    for row in _rows("readings.csv"):
        sounds = [row["reading"]]
        if "v" in row["reading"]:
            sounds.append(row["reading"].replace("v", "u"))
        for character in row["characters"]:
            table.setdefault(character, []).extend(sounds)
    return {character: tuple(sounds) for character, sounds in table.items()}


@cache
def parts() -> dict[str, str]:
    """Characters that are written as their parts to hide them."""
    return {row["character"]: row["parts"] for row in _rows("splits.csv")}


def _rows(name: str) -> list[dict[str, str]]:
    text = resource("characters", name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


@cache
def look_alikes() -> dict[str, str]:
    """What a sign of another script, or a traditional character, is read as."""
    table = {sign: row["letter"] for row in _rows("look_alikes.csv") for sign in row["look_alikes"]}
    for row in _rows("traditional.csv"):
        table.update(dict.fromkeys(row["traditional"], row["simplified"]))
    return table


def _read_one(character: str) -> str:
    category = unicodedata.category(character)
    if character in _UNSEEN or category in ("Cf", "Mn", "Me"):
        return ""
    if category in ("Zl", "Zp") or character in "\n\r\x0b\x0c":
        return "\n"
    if category in ("Cc", "Cs", "Cn", "Co"):
        return " "
    for first, count in _BLACK_LETTERS:
        if first <= ord(character) < first + count:
            return chr(ord("a") + ord(character) - first)
    return _plain(character)


def _plain(character: str) -> str:
    alike = look_alikes()
    if character in alike:
        return alike[character]
    decimal = unicodedata.decimal(character, None)
    if decimal is not None:
        return str(decimal)
    folded = unicodedata.normalize("NFKC", character).casefold()
    return "".join(_bare(letter, alike) for letter in folded)


def _bare(letter: str, alike: dict[str, str]) -> str:
    if letter.isspace():
        return " "
    stem = unicodedata.normalize("NFD", letter)[0] if ord(letter) > 127 else letter
    if unicodedata.category(stem) == "Mn":
        return ""
    return alike.get(stem, stem)


class _ReadTable(dict[str, str]):
    def __missing__(self, character: str) -> str:
        self[character] = found = _read_one(character)
        return found


class _KindTable(dict[str, Kind]):
    def __missing__(self, letter: str) -> Kind:
        if letter in LATIN:
            found = Kind.LATIN
        elif letter in DIGITS:
            found = Kind.DIGIT
        elif "\u3400" <= letter <= "\u9fff" or letter == "〇" or ord(letter) >= 0x20000:
            found = Kind.HAN
        elif letter.isalpha():
            found = Kind.OTHER
        else:
            found = Kind.GAP
        self[letter] = found
        return found


_READ = _ReadTable()
_KINDS = _KindTable()
