"""A phrase as people write it in a list: plain words, and three signs. `(a|b)` is one or the other
(`(a|)` may be left out, brackets may hold brackets); `*` by itself is a few words or characters,
`*` behind a word is the rest of that word; `#` is a number, in digits or in Chinese."""

from dataclasses import dataclass
from enum import StrEnum

from desk_client.decent_words.letters import Kind, kind_of, read


class Sign(StrEnum):
    """What stands for more than itself."""

    FEW = "few"  # up to three words, or six characters
    REST = "rest"  # the rest of the word
    NUMBER = "number"
    BREAK = "break"  # between two words


@dataclass(frozen=True, slots=True)
class Choice:
    """One of these sequences."""

    ways: tuple["Sequence", ...]


Element = str | Sign | Choice
Sequence = tuple[Element, ...]  # a str is one letter, as letters.read gives it


def pattern(phrase: str) -> Sequence:
    """The phrase in its elements; ValueError in words for one that cannot be meant."""
    parser = _Parser(phrase)
    sequence = parser.sequence()
    if parser.left:
        raise ValueError("a bracket is closed that was not opened; write (a|b)")
    if sequence and Sign.FEW in (sequence[0], sequence[-1]):
        raise ValueError("a phrase begins and ends with a word, not with *")
    if _fewest_letters(sequence) < 2:
        raise ValueError("a phrase needs at least two letters in each of its ways")
    return sequence


class _Parser:
    def __init__(self, phrase: str) -> None:
        self.left = phrase.strip()

    def sequence(self) -> Sequence:
        elements: list[Element] = []
        while self.left and self.left[0] not in "|)":
            sign, self.left = self.left[0], self.left[1:]
            if sign == "(":
                elements.append(self._choice())
            elif sign == "*":
                behind_word = bool(elements) and _is_latin(elements[-1])
                elements.append(Sign.REST if behind_word else Sign.FEW)
            elif sign == "#":
                elements.append(Sign.NUMBER)
            elif sign.isspace():
                elements.append(Sign.BREAK)
            else:
                elements += [
                    letter for letter in read(sign).plain if kind_of(letter) is not Kind.GAP
                ]
        return tuple(elements)

    def _choice(self) -> Choice:
        ways = [self.sequence()]
        while self.left.startswith("|"):
            self.left = self.left[1:]
            ways.append(self.sequence())
        if not self.left.startswith(")"):
            raise ValueError("a bracket is not closed; write (a|b)")
        self.left = self.left[1:]
        return Choice(tuple(dict.fromkeys(ways)))


def _is_latin(element: Element) -> bool:
    if isinstance(element, Choice):
        return all(way and _is_latin(way[-1]) for way in element.ways)
    return not isinstance(element, Sign) and kind_of(element) is Kind.LATIN


def _fewest_letters(sequence: Sequence) -> int:
    count = 0
    for element in sequence:
        if isinstance(element, Choice):
            count += min(_fewest_letters(way) for way in element.ways)
        elif element is Sign.NUMBER or not isinstance(element, Sign):
            count += 1
    return count
