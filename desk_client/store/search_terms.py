"""What a case is found by: its number, the debtor's name in every way it is typed, the last digits
of any number, the amounts. Each is a term of one letter and the text, so that one range of one
b-tree answers any beginning of it. Numbers are kept backwards: their last four digits are then a
beginning too. A name in Chinese is kept from each of its characters on, because a trigram finds
nothing in two characters and a LIKE reads a million rows."""

import unicodedata
from collections.abc import Iterable, Sequence
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from desk_client.pinyin import initials, is_han, spelled


class By(StrEnum):
    """What a term is about; the letter it begins with."""

    NUMBER = "c"  # of the case
    NAME = "n"
    INITIALS = "i"
    SPELLED = "f"
    LATIN = "w"
    TAIL = "t"  # last digits of a telephone, a card, a document; backwards
    AMOUNT = "a"


_SIGNS = str.maketrans("", "", " -_/+()'’·")
_MONEY_SIGNS = str.maketrans("", "", "¥￥$€,， ")
_LONGEST = 40  # characters of a term; nobody types more
_MOST_WORDS = 4


def plain(text: str) -> str:
    """As it is compared: full width made narrow, control characters gone, without case."""
    narrow = unicodedata.normalize("NFKC", text)
    kept = "".join(each if each.isprintable() else " " for each in narrow)
    return " ".join(kept.casefold().split())


def terms_of(
    *,
    case_no: str,
    name: str,
    numbers: Iterable[str],
    tails: Iterable[str],
    sums: Sequence[Decimal],
) -> list[str]:
    """All terms of one case, each once. `numbers` are telephone numbers, `tails` the last digits of
    cards and documents, `sums` what each debt comes to."""
    found = [*_number_terms(case_no), *_name_terms(name)]
    for number in (*numbers, *tails):
        digits = "".join(each for each in number if each.isdecimal())
        if digits:
            found.append(By.TAIL + digits[::-1])
    whole = [sum(sums, Decimal(0))] if len(sums) > 1 else []
    found += (By.AMOUNT + _sum_text(each) for each in (*sums, *whole))
    return list(dict.fromkeys(term[:_LONGEST] for term in found))


def wanted(query: str, *, amounts: bool) -> list[list[str]]:
    """The beginnings that each word of a query may stand for, likeliest first; a case must match
    every word. `amounts` false: nothing is looked for by what is owed."""
    text = plain(query)
    only_number = text.startswith("#")
    words = text.lstrip("#").split()[:_MOST_WORDS]
    if all(word.translate(_SIGNS).isdecimal() for word in words):
        words = ["".join(words)]  # a number as it is read aloud: 138 1234 5678
    if only_number:
        return [[By.NUMBER + word.translate(_SIGNS)] for word in words if word.translate(_SIGNS)]
    return [found for word in words if (found := _of_word(word, amounts=amounts))]


def _of_word(word: str, *, amounts: bool) -> list[str]:
    bare = word.translate(_SIGNS)[:_LONGEST]
    found: list[str] = []
    if any(map(is_han, word)):
        found.append(By.NAME + bare)
    elif bare.isdecimal():
        found += (By.TAIL + bare[::-1], By.NUMBER + bare)
    elif bare and bare.isalpha():
        found += (By.INITIALS + bare, By.SPELLED + bare, By.LATIN + bare, By.NUMBER + bare)
    elif bare and bare.isalnum():
        found.append(By.NUMBER + bare)
    amount = _amount(word) if amounts else None
    return found if amount is None else [*found, By.AMOUNT + amount]


def _number_terms(case_no: str) -> Iterable[str]:
    parts = plain(case_no).replace("_", "-").replace("/", "-").replace(" ", "-").split("-")
    whole = "".join(parts).translate(_SIGNS)
    return [By.NUMBER + each for each in dict.fromkeys((whole, parts[-1])) if each]


def _name_terms(name: str) -> Iterable[str]:
    text = plain(name)
    if not any(map(is_han, text)):
        parts = [*text.split(), *text.replace("-", " ").split(), *text.replace("'", " ").split()]
        whole = [each.translate(_SIGNS) for each in (text, *parts)]
        return [By.LATIN + each for each in dict.fromkeys(whole) if each]
    bare = "".join(text.split())
    return [
        *(By.NAME + bare[start:] for start in range(len(bare))),
        *(By.INITIALS + each for each in initials(bare)),
        *(By.SPELLED + each for each in spelled(bare)),
    ]


def _sum_text(amount: Decimal) -> str:
    return f"{amount:.2f}"


def _amount(word: str) -> str | None:
    """A typed amount as the beginning of a kept one: 3260 finds 3260.50, 3,260.5 only that."""
    bare = word.translate(_MONEY_SIGNS)
    if not bare or not bare.replace(".", "", 1).isdecimal() or not bare.isascii():
        return None
    if "." not in bare:
        return f"{int(bare)}."
    try:
        whole = Decimal(bare)
    except InvalidOperation:
        return None
    return _sum_text(whole) if len(bare.partition(".")[2]) <= 2 else None
