"""Walks the net from every place of a text where a phrase may begin. It steps over whatever stands
between letters, takes a figure for the letter it looks like, pinyin or parts for a character.
Whether what it reached is really said is judged afterwards (sighting.py)."""

from collections.abc import Iterator
from dataclasses import dataclass

from desk_client.decent_words.letters import LEET, PAUSES, SENTENCE_ENDS, Kind, kind_of
from desk_client.decent_words.pattern import Sign
from desk_client.decent_words.phrase_net import Entry, PhraseNet, Stop

SPLIT = 1  # a word stands in two pieces
OPEN = 2  # words lie between that the list does not name
SOUND = 4  # a character is written as its pinyin

_LONGEST_GAP = 12  # signs between two letters
_LONGEST_SOUND = 6  # letters of a syllable
_FEW_CHARACTERS = 6
_FEW_WORDS = 3
_CLAUSE_ENDS = SENTENCE_ENDS | (PAUSES - frozenset(" '\""))
_TONES = frozenset("12345")
NUMERALS = frozenset("0123456789〇零一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟")
_OF_A_NUMBER = NUMERALS | frozenset(".,")


@dataclass(frozen=True, slots=True)
class Reached:
    """A phrase whose letters can be read in Letters.plain[first] to plain[last], and how: 0, or
    what it took of SPLIT, OPEN, SOUND."""

    entry: Entry
    first: int
    last: int
    how: int


def walk(net: PhraseNet, plain: str) -> Iterator[Reached]:
    """Every reading, doubtful ones too."""
    steps = _Steps(net.start, plain)
    inside = False
    numbers = Sign.NUMBER in net.start.signs
    for first, letter in enumerate(plain):
        latin = kind_of(letter) is Kind.LATIN
        if letter in net.first and not (latin and inside):
            yield from steps.from_letter(first)
        if numbers and letter in NUMERALS and plain[first - 1 : first] not in NUMERALS:
            yield from steps.from_number(first)
        inside = latin


class _Steps:
    def __init__(self, start: Stop, plain: str) -> None:
        self._start = start
        self._plain = plain
        self._end = len(plain)
        self._first = 0
        self._reached: list[Reached] = []

    def from_letter(self, first: int) -> list[Reached]:
        self._first, self._reached = first, []
        self._take(self._start, first, first - 1, 0)
        return self._reached

    def from_number(self, first: int) -> list[Reached]:
        self._first, self._reached = first, []
        self._number(self._start.signs[Sign.NUMBER], first, 0)
        return self._reached

    def _at(self, stop: Stop, at: int, last: int, how: int) -> None:
        """Stands at `stop`: `last` is the letter taken last, `at` the next to look at."""
        for entry in stop.entries:
            self._reached.append(Reached(entry, self._first, last, how))
        for sign, behind in stop.signs.items():
            if sign is Sign.REST:
                self._rest(behind, last, how)
            elif sign is Sign.NUMBER:
                self._number(behind, at, how)
            else:
                self._few(behind, at, last, how)
        if not stop.ends:
            self._onward(stop, at, last, how)

    def _onward(self, stop: Stop, at: int, last: int, how: int) -> None:
        """The next letter of the phrase, over what stands between."""
        plain = self._plain
        whole: Stop | None = stop
        pieces: Stop | None = None
        for place in range(at, min(self._end, at + _LONGEST_GAP + 1)):
            if whole:
                self._take(whole, place, last, how)
            if pieces:
                self._take(pieces, place, last, how | SPLIT)
            letter = plain[place]
            if kind_of(letter) is not Kind.GAP:
                if not self._drawn_out(place):
                    return
            elif letter.isspace() and pieces is None and whole is stop:
                whole, pieces = stop.apart()

    def _take(self, stop: Stop, at: int, last: int, how: int) -> None:
        """Every way on from the letter at `at`."""
        letter = self._plain[at]
        onward = stop.by_letter(letter)
        if onward:
            self._at(onward, at + 1, at, how)
        for meant in LEET.get(letter, ()):
            onward = stop.by_letter(meant)
            if onward:
                self._at(onward, at + 1, at, how)
        if letter == "*" and at == last + 1 and at > self._first:
            for meant in stop.letters():
                onward = stop.by_letter(meant)
                if onward:
                    self._at(onward, at + 1, at, how)
        if stop.has_sounds and kind_of(letter) is Kind.LATIN:
            self._sound(stop, at, last, how)

    def _drawn_out(self, at: int) -> bool:
        """A letter said again and again: liiiar."""
        letter = self._plain[at]
        run = self._plain[max(0, at - 2) : at + 3]
        return kind_of(letter) is Kind.LATIN and letter * 3 in run and self._plain[at - 1] == letter

    def _sound(self, stop: Stop, at: int, last: int, how: int) -> None:
        """A character by its pinyin, with a tone's figure or without."""
        plain = self._plain
        if at > 0 and last != at - 1 and kind_of(plain[at - 1]) is Kind.LATIN:
            return
        sound = ""
        for place in range(at, min(self._end, at + 3 * _LONGEST_SOUND)):
            kind = kind_of(plain[place])
            if kind is Kind.GAP:
                continue
            if kind is not Kind.LATIN or len(sound) == _LONGEST_SOUND:
                return
            sound += plain[place]
            onward = stop.by_sound(sound)
            if onward:
                toned = plain[place + 1 : place + 2] in _TONES
                self._at(onward, place + 1 + toned, place + toned, how | SOUND)

    def _rest(self, behind: Stop, last: int, how: int) -> None:
        plain = self._plain
        while last + 1 < self._end and kind_of(plain[last + 1]) is Kind.LATIN:
            last += 1
        self._at(behind, last + 1, last, how)

    def _number(self, behind: Stop, at: int, how: int) -> None:
        plain = self._plain
        begin = at
        while begin < self._end and begin - at < 4 and kind_of(plain[begin]) is Kind.GAP:
            begin += 1
        end = begin
        while end < self._end and plain[end] in _OF_A_NUMBER:
            end += 1
        while end > begin and plain[end - 1] in ".,":
            end -= 1
        if end > begin:
            self._at(behind, end, end - 1, how)

    def _few(self, behind: Stop, at: int, last: int, how: int) -> None:
        plain = self._plain
        words = kind_of(plain[last]) is Kind.LATIN
        if words and at < self._end and kind_of(plain[at]) is Kind.LATIN:
            return  # in the middle of a word
        self._at(behind, at, last, how | OPEN)
        left = _FEW_WORDS if words else _FEW_CHARACTERS
        while at < self._end and left and plain[at] not in _CLAUSE_ENDS:
            at += 1
            if words:
                ended = kind_of(plain[at - 1]) is not Kind.GAP and (
                    at < self._end and kind_of(plain[at]) is Kind.GAP
                )
                if not ended:
                    continue
            left -= 1
            self._at(behind, at, last, how | OPEN)
