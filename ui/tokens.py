"""The one table of the look: colours of both themes, sizes of type, space and corners. The palette,
the style sheet, the icons and every delegate read it; a colour is written nowhere else. Names are
those of the design; a name in T is ink, in Bg a tint, a bare one a shape or a fill. Sizes are
logical pixels at 100 % text; ui.theme scales them."""

from dataclasses import dataclass
from enum import StrEnum


class Token(StrEnum):
    """A colour by its use."""

    S0 = "s0"  # window, side panes
    S1 = "s1"  # reading pane, call bar
    S2 = "s2"  # toast, palette, raised button in dark
    HOVER = "hover"  # hover, track of the segments
    SEL = "sel"  # selected row, current line
    LINE = "line"  # hairline between areas
    LINE2 = "line2"  # edge of buttons and options
    EDGE = "edge"  # edge of text fields, empty limit box
    T1 = "t1"  # text
    T2 = "t2"  # second text
    T3 = "t3"  # captions
    ACCENT = "accent"
    ACCENT_T = "accentT"
    ON_ACCENT = "onaccent"
    OK = "ok"
    OK_T = "okT"
    OK_BG = "okBg"
    WARN = "warn"
    WARN_T = "warnT"
    WARN_BG = "warnBg"
    BAD = "bad"
    BAD_T = "badT"
    BAD_BG = "badBg"
    ON_BAD = "onbad"
    SPEC = "spec"
    SPEC_T = "specT"
    SPEC_BG = "specBg"
    KEY = "key"
    KEY_EDGE = "keyEdge"
    KEY_T = "keyT"
    SHADE = "shade"  # shadow and veil, drawn at 35 %


Colours = dict[Token, str]

LIGHT: Colours = {
    Token.S0: "#F3F4F6",
    Token.S1: "#FFFFFF",
    Token.S2: "#FFFFFF",
    Token.HOVER: "#E9EBEF",
    Token.SEL: "#E1EEF7",
    Token.LINE: "#E1E4E9",
    Token.LINE2: "#C3C8D0",
    Token.EDGE: "#868D99",
    Token.T1: "#13161B",
    Token.T2: "#454C57",
    Token.T3: "#616874",
    Token.ACCENT: "#0072B2",
    Token.ACCENT_T: "#00629A",
    Token.ON_ACCENT: "#FFFFFF",
    Token.OK: "#00916A",
    Token.OK_T: "#00664A",
    Token.OK_BG: "#E2F3EC",
    Token.WARN: "#BD7D00",
    Token.WARN_T: "#764C00",
    Token.WARN_BG: "#FCF1D9",
    Token.BAD: "#B03E00",
    Token.BAD_T: "#9A3A00",
    Token.BAD_BG: "#FCEADF",
    Token.ON_BAD: "#FFFFFF",
    Token.SPEC: "#B95C90",
    Token.SPEC_T: "#8C3566",
    Token.SPEC_BG: "#F8EBF2",
    Token.KEY: "#FFFFFF",
    Token.KEY_EDGE: "#B9BFC8",
    Token.KEY_T: "#2B313A",
    Token.SHADE: "#000000",
}

DARK: Colours = {
    Token.S0: "#121417",
    Token.S1: "#181A1E",
    Token.S2: "#22252A",
    Token.HOVER: "#262A30",
    Token.SEL: "#17303F",
    Token.LINE: "#2A2D33",
    Token.LINE2: "#42474F",
    Token.EDGE: "#7C838E",
    Token.T1: "#ECEEF0",
    Token.T2: "#B5BBC4",
    Token.T3: "#9097A2",
    Token.ACCENT: "#56B4E9",
    Token.ACCENT_T: "#79C4F0",
    Token.ON_ACCENT: "#06202F",
    Token.OK: "#2FBF95",
    Token.OK_T: "#58D0AB",
    Token.OK_BG: "#11302A",
    Token.WARN: "#E9AE2E",
    Token.WARN_T: "#F0C05A",
    Token.WARN_BG: "#34290F",
    Token.BAD: "#EE7D33",
    Token.BAD_T: "#F79A60",
    Token.BAD_BG: "#3B2213",
    Token.ON_BAD: "#2A0F00",
    Token.SPEC: "#DB94BB",
    Token.SPEC_T: "#E6ABCB",
    Token.SPEC_BG: "#34212C",
    Token.KEY: "#2A2E35",
    Token.KEY_EDGE: "#454B55",
    Token.KEY_T: "#DDE1E6",
    Token.SHADE: "#000000",
}


@dataclass(frozen=True, slots=True)
class TypeSize:
    """A size in logical pixels at 100 % and a weight of 400, 500 or 600."""

    px: int
    weight: int


class Type(StrEnum):
    """A piece of text by what it is."""

    KEY_CAP = "key_cap"
    CAPTION = "caption"
    CAPTION_STRONG = "caption_strong"
    CHIP = "chip"
    BODY = "body"
    BUTTON = "button"
    BODY_STRONG = "body_strong"
    ROW = "row"  # an emphasised row
    ROW_STRONG = "row_strong"
    STATE = "state"  # the state's word in the call bar
    TITLE = "title"
    TITLE_LARGE = "title_large"
    TIMER = "timer"
    NAME = "name"
    FIGURE = "figure"
    SCRIPT_PAST = "script_past"
    SCRIPT_NEXT = "script_next"
    SCRIPT_NOW = "script_now"


TYPE: dict[Type, TypeSize] = {
    Type.KEY_CAP: TypeSize(11, 600),
    Type.CAPTION: TypeSize(12, 400),
    Type.CAPTION_STRONG: TypeSize(12, 600),
    Type.CHIP: TypeSize(12, 500),
    Type.BODY: TypeSize(13, 400),
    Type.BUTTON: TypeSize(13, 500),
    Type.BODY_STRONG: TypeSize(13, 600),
    Type.ROW: TypeSize(14, 400),
    Type.ROW_STRONG: TypeSize(14, 600),
    Type.STATE: TypeSize(15, 600),
    Type.TITLE: TypeSize(18, 600),
    Type.TITLE_LARGE: TypeSize(22, 600),
    Type.TIMER: TypeSize(22, 600),
    Type.NAME: TypeSize(22, 600),
    Type.FIGURE: TypeSize(28, 600),
    Type.SCRIPT_PAST: TypeSize(15, 400),
    Type.SCRIPT_NEXT: TypeSize(18, 400),
    Type.SCRIPT_NOW: TypeSize(24, 500),
}

SCRIPT_TYPES = frozenset({Type.SCRIPT_PAST, Type.SCRIPT_NEXT, Type.SCRIPT_NOW})


class Space:
    """The only distances, in logical pixels at 100 %."""

    HAIR = 2
    TINY = 4
    SMALL = 6
    NEAR = 8
    STEP = 12
    SIDE = 16  # padding of the side panes
    READING = 24  # padding of the reading pane
    WIDE = 40


class Radius:
    """Corners, in logical pixels at 100 %."""

    KEY_CAP = 4
    CHIP = 5
    FIELD = 6  # button, field, row
    OPTION = 8  # banner, option
    PALETTE = 12
