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
_LONGEST_NUMBER = 24  # signs
_FEW_CHARACTERS = 6
_FEW_WORDS = 3
_CLAUSE_ENDS = SENTENCE_ENDS | (PAUSES - frozenset(" '\""))
_TONES = frozenset("12345")
NUMERALS = frozenset("0123456789〇零一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟")
_UNITS = frozenset("十百千万亿")  # they may be of the number or behind it
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
    kinds = [kind_of(letter) for letter in plain]
    steps = _Steps(net.start, plain, kinds)
    start, begins = net.start, net.first
    numbers = start.signs.get(Sign.NUMBER)
    before = Kind.GAP
    for first, letter in enumerate(plain):
        kind = kinds[first]
        inside = kind is Kind.LATIN and before is Kind.LATIN
        idle = kind is Kind.HAN and _leads_nowhere(start, plain, kinds, first)
        if letter in begins and not inside and not idle:
            yield from steps.from_letter(first)
        if numbers and letter in NUMERALS and plain[first - 1 : first] not in NUMERALS:
            yield from steps.from_number(numbers, first)
        before = kind


def _leads_nowhere(start: Stop, plain: str, kinds: list[Kind], first: int) -> bool:
    """Two characters side by side that no phrase begins with: most of any text."""
    after = first + 1
    if after >= len(plain) or kinds[after] is not Kind.HAN:
        return False
    return not any(
        step.signs or step.entries or step.steps(plain[after]) for step in start.steps(plain[first])
    )


class _Steps:
    def __init__(self, start: Stop, plain: str, kinds: list[Kind]) -> None:
        self._start = start
        self._plain = plain
        self._kinds = kinds
        self._end = len(plain)
        self._first = 0
        self._reached: list[Reached] = []
        self._been: set[tuple[Stop, int, int]] = set()

    def _begin(self, first: int) -> None:
        self._first, self._reached = first, []
        self._been.clear()

    def from_letter(self, first: int) -> list[Reached]:
        self._begin(first)
        self._take(self._start, first, first - 1, 0)
        return self._reached

    def from_number(self, behind: Stop, first: int) -> list[Reached]:
        self._begin(first)
        self._number(behind, first, 0)
        return self._reached

    def _at(self, stop: Stop, at: int, last: int, how: int) -> None:
        """Stands at `stop`: `last` is the letter taken last, `at` the next to look at."""
        here = (stop, last, how)
        if here in self._been:
            return
        self._been.add(here)
        for entry in stop.entries:
            self._reached.append(Reached(entry, self._first, last, how))
        for sign, behind in stop.signs.items():
            if sign is Sign.REST:
                self._rest(behind, last, how)
            elif sign is Sign.NUMBER:
                self._number(behind, self._end_of_run(last) + 1, how)
            else:
                end = self._end_of_run(last)
                self._few(behind, end + 1, end, how)
        if not stop.ends:
            self._onward(stop, at, last, how)

    def _onward(self, stop: Stop, at: int, last: int, how: int) -> None:
        """The next letter of the phrase, over what stands between."""
        plain, kinds = self._plain, self._kinds
        whole: Stop | None = stop
        pieces: Stop | None = None
        for place in range(at, min(self._end, at + _LONGEST_GAP + 1)):
            if whole:
                self._take(whole, place, last, how)
            if pieces:
                self._take(pieces, place, last, how | SPLIT)
            if kinds[place] is not Kind.GAP:
                if plain[place] != plain[place - 1] or not self._drawn_out(place):
                    return
            elif pieces is None and whole is stop and plain[place].isspace():
                whole, pieces = stop.apart()

    def _take(self, stop: Stop, at: int, last: int, how: int) -> None:
        """Every way on from the letter at `at`."""
        letter, kind = self._plain[at], self._kinds[at]
        if kind is not Kind.GAP or (letter in LEET and self._beside_a_letter(at)):
            for onward in stop.steps(letter):
                self._at(onward, at + 1, at, how)
        if kind is Kind.LATIN:
            if stop.has_sounds:
                self._sound(stop, at, last, how)
        elif letter == "*" and at == last + 1 and at > self._first:
            for onward in stop.behind_latin():
                self._at(onward, at + 1, at, how)

    def _beside_a_letter(self, at: int) -> bool:
        """A sign stands for a letter only close to one: sh!t, a$$."""
        around = self._kinds[max(0, at - 2) : at + 3]
        return Kind.LATIN in around or Kind.DIGIT in around

    def _drawn_out(self, at: int) -> bool:
        """A letter said again and again: liiiar."""
        run = self._plain[max(0, at - 2) : at + 3]
        return self._kinds[at] is Kind.LATIN and self._plain[at] * 3 in run

    def _end_of_run(self, last: int) -> int:
        """The last of the same letters, where it is said again and again."""
        end = last
        while end + 1 < self._end and self._plain[end + 1] == self._plain[last]:
            end += 1
        return end if end - last > 1 and self._kinds[last] is Kind.LATIN else last

    def _sound(self, stop: Stop, at: int, last: int, how: int) -> None:
        """A character by its pinyin, with a tone's figure or without."""
        plain, kinds = self._plain, self._kinds
        if at > 0 and last != at - 1 and kinds[at - 1] is Kind.LATIN:
            return
        sound = ""
        for place in range(at, min(self._end, at + 3 * _LONGEST_SOUND)):
            kind = kinds[place]
            if kind is Kind.GAP:
                continue
            if kind is not Kind.LATIN or len(sound) == _LONGEST_SOUND:
                return
            sound += plain[place]
            onward = stop.by_sound(sound)
            if onward:
                self._at(onward, place + 1, place, how | SOUND)
                if plain[place + 1 : place + 2] in _TONES:
                    self._at(onward, place + 2, place + 1, how | SOUND)

    def _rest(self, behind: Stop, last: int, how: int) -> None:
        while last + 1 < self._end and self._kinds[last + 1] is Kind.LATIN:
            last += 1
        self._at(behind, last + 1, last, how)

    def _number(self, behind: Stop, at: int, how: int) -> None:
        plain = self._plain
        begin = at
        while begin < self._end and begin - at < 4 and self._kinds[begin] is Kind.GAP:
            begin += 1
        end = begin
        longest = min(self._end, begin + _LONGEST_NUMBER)
        while end < longest and (plain[end] in _OF_A_NUMBER or self._spaces_figures(end)):
            end += 1
        while end > begin and plain[end - 1] in ".,":
            end -= 1
        while end > begin:
            self._at(behind, end, end - 1, how)
            end = end - 1 if plain[end - 1] in _UNITS else self._last_gap(begin, end)

    def _last_gap(self, begin: int, end: int) -> int:
        """Where the last spaced figure of a number begins; `begin` for none."""
        for at in range(end - 1, begin, -1):
            if self._kinds[at] is Kind.GAP and self._plain[at] not in ".,":
                return at
        return begin

    def _spaces_figures(self, at: int) -> bool:
        """One sign between two figures."""
        around = self._plain[at - 1] + self._plain[at + 1 : at + 2]
        return self._kinds[at] is Kind.GAP and all(sign in NUMERALS for sign in around)

    def _few(self, behind: Stop, at: int, last: int, how: int) -> None:
        """A few words or characters, as far as the clause goes."""
        for entry in behind.entries:
            self._reached.append(Reached(entry, self._first, last, how | OPEN))
        words = self._kinds[last] is Kind.LATIN
        inside = words and at < self._end and self._kinds[at] is Kind.LATIN
        if not inside or behind.has_sounds:
            self._onward(behind, at, last, how | OPEN)
        if inside:
            return
        number = behind.signs.get(Sign.NUMBER)
        if number:
            self._number(number, at, how | OPEN)
        for place in self._word_starts(at) if words else self._characters(at):
            self._take(behind, place, last, how | OPEN)
            if number:
                self._number(number, place, how | OPEN)

    def _characters(self, at: int) -> Iterator[int]:
        for place in range(at + 1, min(self._end, at + _FEW_CHARACTERS + 1)):
            if self._plain[place - 1] in _CLAUSE_ENDS:
                return
            yield place

    def _word_starts(self, at: int) -> Iterator[int]:
        left = _FEW_WORDS + 1
        while at < self._end and left and self._plain[at] not in _CLAUSE_ENDS:
            if self._kinds[at] is not Kind.GAP and self._kinds[at - 1] is Kind.GAP:
                yield at
                left -= 1
            at += 1
