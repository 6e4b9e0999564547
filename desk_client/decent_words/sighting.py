"""Judges whether the letters of a phrase that were reached are the phrase: whole words, more
letters than figures, and not the end of one sentence with the beginning of the next."""

from enum import StrEnum

from desk_client.decent_words.letters import LEET, PAUSES, SENTENCE_ENDS, Kind, kind_of
from desk_client.decent_words.walk import OPEN, SOUND, SPLIT, Reached

_SPLIT_FROM = 6  # letters from which a word split in odd places is still that word
_PINYIN_FROM = 6  # letters; shorter ones are words of other languages
_LETTERS_AMONG = 4  # one in four signs of a word is a true letter, the rest may be figures
_DRAWN_OUT = 2  # times that the last letter is said again: liarrr
_CHANCE_UP_TO = 3  # characters that may come together by chance


class Sight(StrEnum):
    """How well a phrase was seen."""

    CLEAR = "clear"
    UNSURE = "unsure"  # it may be chance
    NONE = "none"


def sight(plain: str, reached: Reached) -> Sight:
    """What the letters first to last of `plain` are for this phrase."""
    said = plain[reached.first : reached.last + 1]
    kinds = [kind_of(letter) for letter in said]
    latin, han = kinds.count(Kind.LATIN), kinds.count(Kind.HAN)
    if kinds[-1] is not Kind.HAN and _goes_on(plain, reached.last):
        return Sight.NONE
    if not han:
        return _sight_of_latin(said, latin, reached)
    return Sight.CLEAR if reached.how & OPEN else _sight_of_characters(said, kinds, han)


def _goes_on(plain: str, last: int) -> bool:
    """The word does not end where the phrase ends."""
    tail = last
    while plain[tail + 1 : tail + 2] == plain[last]:
        tail += 1
    if tail - last >= _DRAWN_OUT:
        last = tail
    after = plain[last + 1 : last + 2]
    if not after:
        return False
    here, there = kind_of(plain[last]), kind_of(after)
    if here is Kind.DIGIT:  # a tone, an amount, a figure for a letter
        return there is Kind.DIGIT or (there is Kind.LATIN and plain[last] not in "12345")
    return there is Kind.LATIN or (there is Kind.DIGIT and here is Kind.LATIN)


def _sight_of_latin(said: str, latin: int, reached: Reached) -> Sight:
    written = latin + sum(sign in LEET for sign in said)
    if latin * _LETTERS_AMONG < written:
        return Sight.NONE
    if reached.how & SOUND:
        return Sight.CLEAR if latin >= _PINYIN_FROM else Sight.NONE
    if reached.how & SPLIT and latin < _SPLIT_FROM:
        pieces = ("".join(filter(str.isalnum, piece)) for piece in said.split())
        return Sight.CLEAR if all(len(piece) <= 1 for piece in pieces) else Sight.NONE
    return Sight.CLEAR


def _sight_of_characters(said: str, kinds: list[Kind], han: int) -> Sight:
    gaps = _gaps(said, kinds)
    if not gaps or any(sign not in PAUSES and sign not in SENTENCE_ENDS for sign in "".join(gaps)):
        return Sight.CLEAR
    if len(gaps) >= max(2, han - 1):
        return Sight.CLEAR  # between all of them: that is no chance
    ends = any(sign in SENTENCE_ENDS for sign in "".join(gaps))
    return Sight.CLEAR if han > _CHANCE_UP_TO and not ends else Sight.UNSURE


def _gaps(said: str, kinds: list[Kind]) -> list[str]:
    gaps: list[str] = []
    inside = False
    for sign, kind in zip(said, kinds, strict=True):
        if kind is Kind.GAP:
            gaps.append(gaps.pop() + sign if inside else sign)
        inside = kind is Kind.GAP
    return gaps
