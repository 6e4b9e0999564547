"""Telephone links as browsers, mails and calendars write them, and everything else that comes in
their place."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_client.errors import BadInput
from desk_client.services.call_link import CallLink, parse_link

MOBILE = "+8613800001111"


@pytest.mark.parametrize(
    "link",
    [
        "tel:+8613800001111",
        "TEL:+86-138-0000-1111",
        "tel:+86.138.0000.1111",
        "tel:+86(138)0000-1111",
        "tel:+86%20138%200000%201111",
        "tel:%2B8613800001111",
        "tel:13800001111",
        "tel:138-0000-1111;phone-context=+86",
        "tel:13800001111;phone-context=bank.example",
        "tel:+8613800001111;isub=12",
        "tel://+8613800001111",
        "callto:+8613800001111",
        "callto://13800001111",
        "callto:13800001111?call",
        "sip:+8613800001111@carrier.example;user=phone",
        "sips:13800001111@10.0.0.1:5061",
        "sip:+86-138-0000-1111;phone-context=+86@carrier.example",
        "sip:13800001111:secret@carrier.example",
    ],
)
def test_one_number_written_in_many_ways(link: str) -> None:
    assert parse_link(link).number.e164 == MOBILE


def test_a_number_abroad_and_one_with_an_extension() -> None:
    assert parse_link("tel:+1-212-555-0123").number.e164 == "+12125550123"
    assert parse_link("tel:2125550123;phone-context=+1").number.e164 == "+12125550123"
    found = parse_link("tel:+86-10-6000-0000;ext=12-34")
    assert (found.scheme, found.number.e164, found.extension) == ("tel", "+861060000000", "1234")


@pytest.mark.parametrize(
    ("link", "why"),
    [
        ("http://13800001111", "of another kind"),
        ("javascript:alert(1)", "of another kind"),
        ("file:///etc/passwd", "of another kind"),
        ("13800001111", "of another kind"),
        ("", "of another kind"),
        ("tel:", "no telephone number"),
        ("tel:110", "no telephone number"),
        ("tel:+1-800-FLOWERS", "no telephone number"),
        ("tel:*100#", "no telephone number"),
        ("callto:some.body", "no telephone number"),
        ("sip:lead@bank.example", "no telephone number"),
        ("sip:carrier.example", "without a user"),
        ("tel:+8613800001111;ext=12x", "extension"),
        ("tel:+8613800001111%0d%0aX-Evil:1", "no number has"),
        ("tel:+86138\r\n00001111", "no number has"),
        ("tel:+86138%00", "no number has"),
        ("tel:１３８００００１１１１", "no number has"),
        ("tel:+86138%2", "%"),
        ("tel:%252B8613800001111", "no telephone number"),
        ("tel:" + "1" * 600, "longer"),
    ],
)
def test_what_is_no_number_is_refused_in_one_sentence(link: str, why: str) -> None:
    with pytest.raises(BadInput) as refused:
        parse_link(link)
    sentence = str(refused.value)
    assert why in sentence
    assert "\n" not in sentence
    assert "1380000" not in sentence


@given(
    st.one_of(
        st.text(),
        st.builds(
            "{}:{}".format, st.sampled_from(("tel", "sip", "callto", "TEL")), st.text(max_size=600)
        ),
        st.from_regex(r"\A(tel|sip|callto):[+%0-9A-Za-z;=@.:()\-\r\n\x00]*\Z"),
    )
)
def test_whatever_comes_is_a_number_or_a_sentence(link: str) -> None:
    found = None
    with suppress(BadInput):
        found = parse_link(link)
    if found is None:
        with pytest.raises(BadInput) as refused:
            parse_link(link)
        assert len(str(refused.value).splitlines()) == 1
        return
    assert isinstance(found, CallLink)
    assert found.number.e164[1:].isdigit()
    assert found.number.e164.isascii()
    assert found.extension == "" or found.extension.isdigit()
