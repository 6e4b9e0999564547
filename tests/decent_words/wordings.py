"""Ways to say the phrases of a list, drawn at random, and ways to hide what is said: what people
do to get a word past a filter."""

from functools import cache
from random import Random

from desk_client.decent_words.letters import LEET, Kind, kind_of, look_alikes, parts, readings
from desk_client.decent_words.pattern import Choice, Sequence, Sign
from desk_client.decent_words.phrase_list import PhraseList

SEPARATORS = (
    "\u200b",
    "\u200d",
    "\ufeff",
    "*",
    "-",
    "·",
    "|",
    "_",
    "~",
    "🙂",
    "❤️",
    "\u0336",
    "。",
    " ",
)
_REST_OF_A_WORD = ""
_AMOUNT = "3000"
_BOLD = {chr(ord("a") + at): chr(0x1D41A + at) for at in range(26)}
_FULL = {chr(code): chr(code + 0xFEE0) for code in range(0x21, 0x7F)}


def said(phrases: PhraseList, chance: Random) -> str:
    """One wording of one phrase."""
    return " ".join(_way(chance.choice(phrases.phrases), chance).split())


def _way(sequence: Sequence, chance: Random) -> str:
    text = ""
    for element in sequence:
        match element:
            case Choice(ways=ways):
                text += _way(chance.choice(ways), chance)
            case Sign.NUMBER:
                text += _AMOUNT
            case Sign.BREAK:
                text += " "
            case Sign.FEW | Sign.REST:
                text += _REST_OF_A_WORD
            case _:
                text += element
    return text


def spaced(text: str, chance: Random) -> str:
    """The same sign between all letters; words stay apart."""
    sign = chance.choice(SEPARATORS)
    return "   ".join(sign.join(word) for word in text.split())


def some_unseen(text: str, chance: Random) -> str:
    """Signs that cannot be seen, here and there."""
    return "".join(letter + chance.choice(("", "\u200b", "\u2060", "\u00ad")) for letter in text)


def full_width(text: str, _chance: Random) -> str:
    return "".join(_FULL.get(letter, letter) for letter in text)


def ornamental(text: str, _chance: Random) -> str:
    return "".join(_BOLD.get(letter, letter) for letter in text)


def shouted(text: str, _chance: Random) -> str:
    return text.upper()


def looking_alike(text: str, chance: Random) -> str:
    """Letters of other scripts for half of the Latin ones; traditional characters."""
    return "".join(
        chance.choice(alike)
        if (alike := _alike().get(letter)) and chance.random() < 0.6
        else letter
        for letter in text
    )


def figures_for_letters(text: str, chance: Random) -> str:
    """Figures for up to two letters of a word that has no figures of its own."""
    words = []
    for word in text.split():
        if any(letter.isdigit() for letter in word):
            words.append(word)
            continue
        letters = list(word)
        places = [at for at, letter in enumerate(letters) if letter in _figures()]
        most = max(0, (len(letters) - 1) // 2)
        for at in chance.sample(places, min(len(places), most, 2)):
            letters[at] = chance.choice(_figures()[letters[at]])
        words.append("".join(letters))
    return " ".join(words)


def drawn_out(text: str, chance: Random) -> str:
    """One letter said four times."""
    places = [at for at, letter in enumerate(text) if letter in "aeiou"]
    if not places:
        return text
    at = chance.choice(places)
    return text[:at] + text[at] * 4 + text[at + 1 :]


def pinyin(text: str, chance: Random) -> str:
    """Every character by its sound; with tones or without, together or apart."""
    between = chance.choice(("", " ", "'"))
    tone = chance.choice(("", "4"))
    sounds = [
        chance.choice(readings()[letter]) + tone if letter in readings() else letter
        for letter in text
    ]
    return between.join(sounds)


def half_pinyin(text: str, chance: Random) -> str:
    """One character by its sound, another is left."""
    places = [at for at, letter in enumerate(text) if letter in readings()]
    if len(places) < 2:
        return text
    at = chance.choice(places)
    return text[:at] + chance.choice(readings()[text[at]]) + text[at + 1 :]


def in_parts(text: str, _chance: Random) -> str:
    """Characters written as their parts."""
    return "".join(parts().get(letter, letter) for letter in text)


@cache
def _alike() -> dict[str, str]:
    turned: dict[str, str] = {}
    for sign, letter in look_alikes().items():
        turned[letter] = turned.get(letter, "") + sign
    return turned


@cache
def _figures() -> dict[str, str]:
    turned: dict[str, str] = {}
    for sign, letters in LEET.items():
        for letter in letters:
            turned[letter] = turned.get(letter, "") + sign
    return turned


def latin_letters(text: str) -> int:
    return sum(kind_of(letter) is Kind.LATIN for letter in text)
