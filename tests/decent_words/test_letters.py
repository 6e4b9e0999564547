"""Text is read as the eye reads it, and every letter knows where it stood."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_client.decent_words.letters import Kind, kind_of, parts, read, readings


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("ＡＢＣ１２３", "abc123"),
        ("𝐥𝐢𝐚𝐫", "liar"),
        ("ⓛⓘⓐⓡ", "liar"),
        ("🅛🅘🅐🅡", "liar"),
        ("🇱🇮🇦🇷", "liar"),
        ("lіаr", "liar"),
        ("ΑΒΕ", "abe"),
        ("騙子", "骗子"),
        ("讓妳", "让妳"),
        ("⼈", "人"),
        ("piàn zǐ", "pian zi"),
        ("lǜ", "lu"),
        ("p\u0336i\u0336", "pi"),
        ("骗\u200b子\ufeff", "骗子"),
        ("a\u00adb", "ab"),
        ("ﬁre", "fire"),
        ("٣٤", "34"),
        ("①②", "12"),
        ("don’t", "don't"),
        ("一\u3000二", "一 二"),
        ("a\r\nb", "a\n\nb"),
        ("a\u2028b", "a\nb"),
    ],
)
def test_signs_are_read_for_what_they_look_like(text: str, plain: str) -> None:
    assert read(text).plain == plain


def test_a_letter_knows_its_place() -> None:
    letters = read("a\u200bﬁ骗")
    assert letters.plain == "afi骗"
    assert letters.at == (0, 2, 2, 3)


@given(st.text())
def test_places_never_go_back_and_lie_in_the_text(text: str) -> None:
    letters = read(text)
    assert len(letters.at) == len(letters.plain)
    assert list(letters.at) == sorted(letters.at)
    assert all(0 <= place < len(text) for place in letters.at)


@given(st.text())
def test_what_was_read_reads_the_same(text: str) -> None:
    plain = read(text).plain
    assert read(plain).plain == plain


@given(st.characters())
def test_one_sign_reads_alike_however_it_is_composed(sign: str) -> None:
    composed = unicodedata.normalize("NFC", sign)
    assert read(composed).plain == read(unicodedata.normalize("NFC", composed)).plain


def test_kinds() -> None:
    kinds = [kind_of(letter) for letter in "a7骗я ，🙂"]
    assert kinds == [Kind.LATIN, Kind.DIGIT, Kind.HAN, Kind.OTHER, Kind.GAP, Kind.GAP, Kind.GAP]


def test_characters_have_sounds_and_parts() -> None:
    assert "pian" in readings()["骗"]
    assert {"lv", "lu"} <= set(readings()["律"])
    assert parts()["骗"] == "马扁"
    assert len(readings()) > 6000
