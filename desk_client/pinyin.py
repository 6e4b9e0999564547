"""How Chinese names are typed on a Latin keyboard: whole syllables without tones, or the first
letter of each. A character with several readings counts under every one of them (曾 is zeng and
ceng), because whoever types a name does not ask which reading its bearer uses. The readings are
pypinyin's table; it is loaded when the first Chinese character is spelled, for it takes 40 ms."""

import unicodedata
from functools import cache, lru_cache
from itertools import islice, product

_VARIANTS = 8  # of one name; three characters with two readings each


def is_han(character: str) -> bool:
    """Whether this is a Chinese character (CJK unified ideographs, extension A, compatibility)."""
    return "㐀" <= character <= "鿿" or "豈" <= character <= "﫿" or character >= "\U00020000"


def spelled(name: str) -> tuple[str, ...]:
    """Every way to type a Chinese name in whole syllables, at most eight: 王建国 is wangjianguo.
    Other characters stand for themselves, spaces are left out."""
    return _joined([readings(each) for each in _letters(name)])


def initials(name: str) -> tuple[str, ...]:
    """Every way to type it by first letters, at most eight: 王建国 is wjg."""
    of_each = [tuple(dict.fromkeys(r[0] for r in readings(each))) for each in _letters(name)]
    return _joined(of_each)


@lru_cache(maxsize=8192)
def readings(character: str) -> tuple[str, ...]:
    """Syllables without tones, ü as v; a character without a reading is its own."""
    if not is_han(character):
        return (character.casefold(),)
    marked = _table().get(ord(character), "")
    plain = dict.fromkeys(_toneless(each) for each in marked.split(",") if each)
    return tuple(plain) or (character,)


def _letters(name: str) -> list[str]:
    return [each for each in name if not each.isspace() and each not in "·•.-'’"]


def _joined(of_each: list[tuple[str, ...]]) -> tuple[str, ...]:
    ways = ("".join(parts) for parts in islice(product(*of_each), _VARIANTS))
    return tuple(dict.fromkeys(way for way in ways if way))


def _toneless(syllable: str) -> str:
    parts = unicodedata.normalize("NFD", syllable).replace("u\u0308", "v")
    bare = "".join(each for each in parts if not unicodedata.combining(each))
    return bare.replace("ɡ", "g").casefold()


@cache
def _table() -> dict[int, str]:
    from pypinyin.pinyin_dict import pinyin_dict

    return pinyin_dict
