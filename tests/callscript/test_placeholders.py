"""How one line is filled in and marked."""

from hypothesis import given
from hypothesis import strategies as st

from desk_client.callscript.placeholders import (
    BLANK,
    HIDDEN,
    PRIVATE,
    badly_marked,
    render,
    tells_of_the_debt,
    too_long,
)
from desk_client.callscript.position import Span
from desk_client.text import Text


def test_emphasis_parts_a_line_into_spans() -> None:
    line = "您**{name}**，还 **{offer_amount}**吗？"
    values = {"name": "王建国", "offer_amount": "800 元"}
    assert render(line, values, verified=True) == (
        Span("您", False),
        Span("王建国", True),
        Span("，还 ", False),
        Span("800 元", True),
        Span("吗？", False),
    )


def test_before_identity_everything_about_the_debt_is_four_dots() -> None:
    for name in PRIVATE:
        line = f"x {{{name}}} y"
        assert render(line, {name: "secret"}, verified=False) == (Span(f"x {HIDDEN} y", False),)
        assert tells_of_the_debt(line)


def test_what_is_not_known_is_left_blank_for_the_agent() -> None:
    assert render("{caller_id}", {"caller_id": ""}, verified=True) == (Span(BLANK, False),)
    assert render("{caller_id}", {}, verified=False) == (Span(BLANK, False),)


@given(st.text(), st.booleans())
def test_any_text_of_an_author_can_be_painted(text: str, verified: bool) -> None:
    spans = render(text, {"balance": "12.00"}, verified=verified)
    assert all(span.text for span in spans)
    if not verified:
        assert "12.00" not in "".join(span.text for span in spans) or "12.00" in text
    badly_marked(text)


@given(st.text(alphabet="*{}ab ", max_size=12))
def test_a_value_is_never_taken_for_marking(value: str) -> None:
    spans = render("{name}", {"name": value or "x"}, verified=True)
    assert spans == (Span(value or "x", False),)


def test_marks_that_stand_alone_are_found() -> None:
    for wrong in ("**a", "a}", "{a", "**a** **", "{{a}"):
        assert badly_marked(wrong), wrong
    for right in ("", "a", "**{name}**", "{a}{b}", "**a** b **c**"):
        assert not badly_marked(right), right


def test_a_number_is_one_character_when_a_line_is_measured() -> None:
    assert too_long(Text("应还 {balance}，" + "一" * 14, "short")) is None
    assert too_long(Text("一" * 19, "short")) == "19 characters of Chinese"
    assert (
        too_long(Text("短", "one two three four five six seven eight nine ten eleven 12")) is None
    )
    assert too_long(Text("短", "word " * 13)) == "13 words of English"
