"""Rows of figures in a text, however they are written: full-width, other scripts', Chinese, spaced
out, with O for 0. A row keeps where each figure stood."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from desk_client.decent_words.letters import Kind, Letters, kind_of

_CHINESE = str.maketrans("〇一二三四五六七八九零壹贰叁肆伍陆柒捌玖幺两○", "01234567890123456789120")
_FIGURE = re.compile(r"[0-9]")
_AMONG = re.compile(r"[0-9oil]{4,}")  # O for 0, I for 1, where most are figures
_LIKE_FIGURES = str.maketrans("oil", "011")
_MOST_BETWEEN = 3  # signs between two figures of a row


@dataclass(frozen=True, slots=True)
class Row:
    """`figures` as 0 to 9; places[i] is where figures[i] stands in Letters.plain; a group is
    figures with nothing between them, given by where it starts in `figures`."""

    figures: str
    places: tuple[int, ...]
    groups: tuple[int, ...]


def rows(letters: Letters, fewest: int) -> Iterator[Row]:
    """Every row of at least `fewest` figures."""
    signs = _AMONG.sub(_meant, letters.plain).translate(_CHINESE)
    places: list[int] = []
    for found in _FIGURE.finditer(signs):
        place = found.start()
        if places and not _joined(signs, places[-1], place):
            if len(places) >= fewest:
                yield _row(signs, places)
            places = []
        places.append(place)
    if len(places) >= fewest:
        yield _row(signs, places)


def _meant(run: re.Match[str]) -> str:
    signs = run.group()
    figures = sum(sign.isdigit() for sign in signs)
    return signs.translate(_LIKE_FIGURES) if figures * 2 >= len(signs) else signs


def _row(signs: str, places: list[int]) -> Row:
    figures = "".join(signs[place] for place in places)
    groups = [0] + [at for at in range(1, len(places)) if places[at] != places[at - 1] + 1]
    return Row(figures, tuple(places), tuple(groups))


def _joined(signs: str, before: int, place: int) -> bool:
    between = signs[before + 1 : place]
    return len(between) <= _MOST_BETWEEN and all(kind_of(sign) is Kind.GAP for sign in between)
