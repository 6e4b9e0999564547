"""A caller's name on the screen: honest ones as they are, others harmless."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_client.phone.shown_name import LONGEST_ADDRESS, LONGEST_NAME, shown_name


@pytest.mark.parametrize(
    ("header", "name", "address"),
    [
        ('"张三" <sip:+8613800000000@trunk.example>;tag=1', "张三", "+8613800000000@trunk.example"),
        ("Bell <sip:bell@example.com>", "Bell", "bell@example.com"),
        ("<sip:bell@example.com;user=phone>", "", "bell@example.com"),
        ("sip:bell@example.com;tag=1", "", "bell@example.com"),
        ('"Müller, Jürgen" <sips:jm@example.de>', "Müller, Jürgen", "jm@example.de"),
        ('"محمد" <sip:m@example.com>', "محمد", "m@example.com"),
        ('"Nguyễn Thị" <sip:n@example.vn>', "Nguyễn Thị", "n@example.vn"),
        ('"R \\"Bob\\" \\\\ C" <sip:b@example.com>', 'R "Bob" \\ C', "b@example.com"),
        ("<tel:+4930000>", "", "+4930000"),
        ("", "", ""),
        ("nobody knows", "nobody knows", ""),
    ],
)
def test_an_honest_name_stays_as_it_is(header: str, name: str, address: str) -> None:
    shown = shown_name(header)
    assert (shown.name, shown.address) == (name, address)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("<b>Bank</b>", "‹b›Bank‹/b›"),
        ("<img src='http://evil.example/x.png'>", "‹img src='http://evil.example/x.png'›"),
        ("Bank\u202e001 knaB", "Bank001 knaB"),
        ("\u2067Bank\u2069", "Bank"),
        ("\u200f12345", "12345"),
        ("Ba\u200bn\u200dk\ufeff", "Bank"),
        ("Bank\r\nVerified: yes", "Bank Verified: yes"),
        ("Bank\0\x1b[31m red", "Bank[31m red"),
        ("Bank\u2028second line", "Bank second line"),
        ("Z" + "\u0301" * 500, "Ź" + "\u0301" * 4),
        ("   a    b   ", "a b"),
        ("\U000e0041\U000e0042", ""),
    ],
)
def test_others_are_made_harmless(name: str, shown: str) -> None:
    assert shown_name(f'"{name}" <sip:a@example.com>').name == shown


@pytest.mark.parametrize("letter", ["A", "字", "\u202e", "\u0301", "<", "\\", '"'])
def test_ten_thousand_characters(letter: str) -> None:
    for header in (f'"{letter * 10_000}" <sip:a@b>', letter * 10_000, f"<sip:{letter * 10_000}@b>"):
        shown = shown_name(header)
        assert len(shown.name) <= LONGEST_NAME
        assert len(shown.address) <= LONGEST_ADDRESS


def test_an_address_of_look_alike_letters_gives_itself_away() -> None:
    assert shown_name("<sip:info@bаnk.example>").address == "info@b?nk.example"


def test_a_caller_is_not_printed() -> None:
    assert "13800001111" not in repr(shown_name('"13800001111" <sip:13800001111@b>'))


@given(st.text(max_size=300) | st.text(max_size=300).map(lambda name: f'"{name}" <sip:{name}@b>'))
def test_whatever_comes_is_a_short_plain_line(header: str) -> None:
    shown = shown_name(header)
    assert len(shown.name) <= LONGEST_NAME
    assert len(shown.address) <= LONGEST_ADDRESS
    assert shown.address.replace("…", "").replace("‹", "").replace("›", "").isascii()
    for character in shown.name + shown.address:
        assert character not in "<>"
        assert unicodedata.category(character)[0] != "C"
        assert character == " " or not character.isspace()
