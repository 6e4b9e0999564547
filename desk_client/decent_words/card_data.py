"""Card numbers, security codes, one-time codes and passwords in a text: what must not be written
down at all (PCI DSS 3.3; the bank's own rule for codes). A card number is known by its length, its
first figures and its check figure, a code by the words before or behind it."""

import re
from dataclasses import dataclass
from datetime import date

from desk_client.decent_words.code_words import CARD_NUMBER, CODES, Secret
from desk_client.decent_words.digits import Row, rows
from desk_client.decent_words.letters import Letters, read

_SHORTEST, _LONGEST = 13, 19
_MASK = "•"
_KEPT = 4  # last figures that a masked card number may show
_ISSUERS = re.compile(r"3[0-9]|4|5[0-9]|6|2(?:22[1-9]|2[3-9]|[3-6]|7[01]|720)|9[0-9]{15,18}$")
_PHONE = re.compile(r"(?:00)?86(?:1[3-9]\d{9}|0\d{10,11})$")
_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECKS = "10X98765432"


@dataclass(frozen=True, slots=True)
class CardData:
    """It stands in text[start:end]."""

    kind: Secret
    start: int
    end: int


def card_data(text: str) -> tuple[CardData, ...]:
    """Everything of the kind, in its order, none within another."""
    letters = read(text)
    found = [*_cards(letters), *_codes(letters)]
    kept: list[CardData] = []
    for each in sorted(found, key=lambda each: (each.start, -each.end)):
        if not kept or each.start >= kept[-1].end:
            kept.append(each)
    return tuple(kept)


def masked(text: str) -> str:
    """The text with every figure of them covered, but the last four of a card number; as long as
    before, and holding nothing of the kind any more."""
    while found := card_data(text):
        signs = list(text)
        for each in found:
            places = _figure_offsets(text, each)
            covered = places[:-_KEPT] if each.kind is Secret.CARD_NUMBER else places
            for offset in covered:
                signs[offset] = _MASK
        text = "".join(signs)
    return text


def _figure_offsets(text: str, each: CardData) -> list[int]:
    letters = read(text[each.start : each.end])
    offsets = {each.start + letters.at[place] for row in rows(letters, 1) for place in row.places}
    return sorted(offsets)


def _cards(letters: Letters) -> list[CardData]:
    found = []
    for row in rows(letters, _SHORTEST):
        first = 0
        for begin, end in _windows(row):
            if begin >= first and _is_card(letters, row, begin, end):
                found.append(
                    _at(letters, Secret.CARD_NUMBER, row.places[begin], row.places[end - 1])
                )
                first = end
    return found


def _windows(row: Row) -> list[tuple[int, int]]:
    """Where a card number may begin and end in a row: at groups; anywhere in a row without groups
    that is too long for one, or spelled out one by one."""
    count = len(row.figures)
    edges = sorted({*row.groups, count})
    spelled = len(row.groups) > count // 2
    if count > _LONGEST and (spelled or len(row.groups) == 1):
        edges = list(range(count + 1))
    return [
        (begin, end)
        for begin in edges
        for end in reversed(edges)
        if _SHORTEST <= end - begin <= _LONGEST
    ]


def _is_card(letters: Letters, row: Row, begin: int, end: int) -> bool:
    figures = row.figures[begin:end]
    if _PHONE.match(figures) or _is_resident_id(letters, row, begin, end):
        return False
    before = letters.plain[max(0, row.places[begin] - 30) : row.places[begin]]
    if before.endswith("+") or len(set(figures)) == 1:
        return False
    if CARD_NUMBER.search(before):
        return True
    return _ISSUERS.match(figures) is not None and _has_check_figure(figures)


def _has_check_figure(figures: str) -> bool:
    """Luhn."""
    total = 0
    for place, figure in enumerate(reversed(figures)):
        value = int(figure) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def _is_resident_id(letters: Letters, row: Row, begin: int, end: int) -> bool:
    """GB 11643: region, birthday, order, check."""
    figures = row.figures[begin:end]
    after = letters.plain[row.places[end - 1] + 1 : row.places[end - 1] + 2]
    if len(figures) == 17 and after == "x":
        figures += "X"
    if len(figures) != 18:
        return False
    try:
        date(int(figures[6:10]), int(figures[10:12]), int(figures[12:14]))
    except ValueError:
        return False
    total = sum(int(figure) * weight for figure, weight in zip(figures, _ID_WEIGHTS, strict=False))
    return _ID_CHECKS[total % 11] == figures[17]


def _codes(letters: Letters) -> list[CardData]:
    return [
        _at(letters, kind, hit.start(1), hit.end(1) - 1)
        for kind, words in CODES
        for hit in words.finditer(letters.plain)
    ]


def _at(letters: Letters, kind: Secret, first: int, last: int) -> CardData:
    plain = letters.plain
    while plain[last] in " -.·,、\n" and last > first:
        last -= 1
    return CardData(kind, letters.at[first], letters.at[last] + 1)
