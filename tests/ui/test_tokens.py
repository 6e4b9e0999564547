"""The table of colours holds its ratios: text 4.5 to 1 on every ground it stands on, shapes and
edges of fields 3 to 1. Recomputed from the table by the formula of WCAG 2."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.state_shape import COLOUR
from ui.tokens import DARK, LIGHT, TYPE, Colours, Token, Type
from ui.widgets.chip import TINT

THEMES = pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
PLANES = (Token.S0, Token.S1)
TEXT = (
    *((ink, ground) for ink in (Token.T1, Token.T2, Token.T3) for ground in (*PLANES, Token.SEL)),
    *((ink, Token.S2) for ink in (Token.T1, Token.T2, Token.T3)),
    *((ink, Token.HOVER) for ink in (Token.T1, Token.T2)),
    (Token.ON_ACCENT, Token.ACCENT),
    (Token.ON_BAD, Token.BAD),
    (Token.KEY_T, Token.KEY),
    *(
        (ink, ground)
        for ink, tint in (
            (Token.ACCENT_T, Token.SEL),
            (Token.OK_T, Token.OK_BG),
            (Token.WARN_T, Token.WARN_BG),
            (Token.BAD_T, Token.BAD_BG),
            (Token.SPEC_T, Token.SPEC_BG),
        )
        for ground in (*PLANES, tint)
    ),
    *((Token.T1, ground) for ground in (Token.WARN_BG, Token.BAD_BG)),
    *((Token.T2, ground) for ground in (Token.OK_BG, Token.WARN_BG, Token.BAD_BG)),
)


def luminance(colour: str) -> float:
    """Relative luminance, 0 to 1."""
    parts = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def ratio(one: str, other: str) -> float:
    """Contrast of two colours, 1 to 21."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@THEMES
@pytest.mark.parametrize(("ink", "ground"), TEXT, ids=str)
def test_text_can_be_read_where_it_stands(colours: Colours, ink: Token, ground: Token) -> None:
    assert ratio(colours[ink], colours[ground]) >= 4.5


@THEMES
@pytest.mark.parametrize("ground", PLANES)
@pytest.mark.parametrize("edge", sorted({*COLOUR.values(), Token.EDGE}))
def test_shapes_and_field_edges_can_be_seen(colours: Colours, ground: Token, edge: Token) -> None:
    assert round(ratio(colours[edge], colours[ground]), 1) >= 3


@THEMES
@pytest.mark.parametrize("shape", sorted(TINT))
def test_a_chips_shape_is_seen_on_its_tint(colours: Colours, shape: Token) -> None:
    ground, ink = TINT[shape]
    assert ratio(colours[ink], colours[ground]) >= 4.5


@pytest.mark.parametrize(
    ("token", "light", "dark"),
    [(Token.T1, 18.1, 15.0), (Token.T2, 8.7, 9.0), (Token.T3, 5.6, 5.9), (Token.ACCENT, 5.2, 7.6)],
)
def test_the_ratios_are_those_of_the_design(token: Token, light: float, dark: float) -> None:
    assert ratio(LIGHT[token], LIGHT[Token.S1]) == pytest.approx(light, abs=0.06)
    assert ratio(DARK[token], DARK[Token.S1]) == pytest.approx(dark, abs=0.06)


def test_both_themes_have_every_token_and_every_text_its_size() -> None:
    assert set(LIGHT) == set(DARK) == set(Token)
    assert set(TYPE) == set(Type)
    assert {size.weight for size in TYPE.values()} == {400, 500, 600}


def test_the_line_being_spoken_is_a_third_larger_than_the_next() -> None:
    assert TYPE[Type.SCRIPT_NOW].px / TYPE[Type.SCRIPT_NEXT].px == pytest.approx(1.3, abs=0.04)


@given(st.integers(0, 0xFFFFFF), st.integers(0, 0xFFFFFF))
def test_contrast_has_no_direction_and_no_colour_beats_black_on_white(one: int, two: int) -> None:
    a, b = f"#{one:06x}", f"#{two:06x}"
    assert ratio(a, b) == ratio(b, a)
    assert 1 <= ratio(a, b) <= 21.001
