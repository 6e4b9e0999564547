"""Words into parts and back: no character is lost or cut, no part is too long, and whatever octets
come in are read without a fault."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_client.transport.outgoing import NotTaken
from desk_client.transport.sms_text import Piece, in_parts, read_piece, read_text

TEXTS = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=800
)


@pytest.mark.parametrize(
    ("text", "parts", "coding"),
    [
        ("a" * 160, 1, 0),
        ("a" * 161, 2, 0),
        ("a" * 306, 2, 0),
        ("a" * 307, 3, 0),
        ("王" * 70, 1, 8),
        ("王" * 71, 2, 8),
        ("王" * 134, 2, 8),
        ("王" * 135, 3, 8),
        ("😀" * 35, 1, 8),
        ("😀" * 36, 2, 8),
        ("😀" * 66, 2, 8),  # 33 whole ones to a part, not 33 and a half
        ("😀" * 67, 3, 8),
        ("mail me@bank.test", 1, 8),  # @ is not the same in every alphabet
        ("100 $", 1, 8),
    ],
)
def test_how_many_parts(text: str, parts: int, coding: int) -> None:
    made = in_parts(text, 7)
    assert len(made) == parts
    assert {part.data_coding for part in made} == {coding}
    assert all(part.header == (parts > 1) for part in made)


@given(TEXTS, st.integers(0, 255))
def test_parts_are_joined_again(text: str, reference: int) -> None:
    pieces = [
        read_piece(part.words, part.data_coding, header=part.header)
        for part in in_parts(text, reference)
    ]
    joined = [each.text if isinstance(each, Piece) else each for each in pieces]
    assert "".join(joined) == text
    assert all(
        isinstance(each, str) or (each.reference, each.total) == (reference, len(pieces))
        for each in pieces
    )


@given(TEXTS)
def test_no_part_is_longer_than_a_telephone_takes(text: str) -> None:
    for part in in_parts(text, 0):
        assert len(part.words) <= (160 if part.data_coding == 0 else 140)


@pytest.mark.parametrize("text", ["", "\0", "王" * 1341, "\ud800"])
def test_what_cannot_be_sent(text: str) -> None:
    with pytest.raises(NotTaken) as refused:
        in_parts(text, 0)
    assert refused.value.permanent
    assert len(in_parts("王" * 1340, 0)) == 20


@given(st.binary(max_size=160), st.integers(0, 255), st.booleans())
def test_any_octets_are_read(words: bytes, coding: int, header: bool) -> None:
    piece = read_piece(words, coding, header=header)
    assert isinstance(piece, str) or 1 <= piece.number <= piece.total


def test_the_default_alphabet() -> None:
    assert read_text(b"\x00\x02\x11\x24\x40\x60", 0) == "@$_¤¡¿"
    assert read_text(b"\x1b\x65\x1b\x3c\x1b", 0) == "€["
    assert read_text(bytes(range(0x61, 0x7B)), 0) == "abcdefghijklmnopqrstuvwxyz"
