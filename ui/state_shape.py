"""The shapes and threads that carry a state, and which phase and mark has which. A state is told by
shape, word and colour, never by colour alone. No Qt in here; ui.shapes paints them."""

from enum import StrEnum

from desk_client.services.case_parts import Mark
from desk_client.services.desk_state import Phase
from ui.tokens import Token


class Shape(StrEnum):
    """A form and its colour."""

    READY = "ready"  # ring, ok
    PREVIEW = "preview"  # open diamond, accent
    DIALLING = "dialling"  # dotted ring, accent
    TALK = "talk"  # disc, ok
    HOLD = "hold"  # two bars, warn
    WRAP_UP = "wrap_up"  # half disc, warn
    BREAK = "break"  # dash, quiet
    CROSS = "cross"  # line lost, stop contact, refused: cross, bad
    PROMISE = "promise"  # diamond, accent
    BROKEN = "broken"  # diamond, bad
    DISPUTE = "dispute"  # diamond, spec
    RISK = "risk"  # triangle, warn
    LIMIT = "limit"  # square, bad
    VULNERABLE = "vulnerable"  # half disc, accent
    BEST_HOUR = "best_hour"  # half disc, ok
    CALLBACK = "callback"  # ring, accent; also a must-say line not yet said
    QUIET = "quiet"  # ring, third ink
    RECORDING = "recording"  # disc, bad
    PAUSED = "paused"  # ring, bad
    CHOSEN = "chosen"  # disc, accent


COLOUR: dict[Shape, Token] = {
    Shape.READY: Token.OK,
    Shape.PREVIEW: Token.ACCENT,
    Shape.DIALLING: Token.ACCENT,
    Shape.TALK: Token.OK,
    Shape.HOLD: Token.WARN,
    Shape.WRAP_UP: Token.WARN,
    Shape.BREAK: Token.T3,
    Shape.CROSS: Token.BAD,
    Shape.PROMISE: Token.ACCENT,
    Shape.BROKEN: Token.BAD,
    Shape.DISPUTE: Token.SPEC,
    Shape.RISK: Token.WARN,
    Shape.LIMIT: Token.BAD,
    Shape.VULNERABLE: Token.ACCENT,
    Shape.BEST_HOUR: Token.OK,
    Shape.CALLBACK: Token.ACCENT,
    Shape.QUIET: Token.T3,
    Shape.RECORDING: Token.BAD,
    Shape.PAUSED: Token.BAD,
    Shape.CHOSEN: Token.ACCENT,
}

OF_PHASE: dict[Phase, Shape] = {
    Phase.READY: Shape.READY,
    Phase.NOT_READY: Shape.BREAK,
    Phase.PREVIEW: Shape.PREVIEW,
    Phase.DIALLING: Shape.DIALLING,
    Phase.TALKING: Shape.TALK,
    Phase.ON_HOLD: Shape.HOLD,
    Phase.WRAP_UP: Shape.WRAP_UP,
    Phase.REFUSED: Shape.CROSS,
}

OF_MARK: dict[Mark, Shape] = {
    Mark.PROMISE: Shape.PROMISE,
    Mark.BROKEN: Shape.BROKEN,
    Mark.CALLBACK: Shape.CALLBACK,
    Mark.FIRST: Shape.QUIET,
    Mark.RISK: Shape.RISK,
    Mark.DISPUTE: Shape.DISPUTE,
    Mark.COMPLAINT: Shape.RISK,
    Mark.VULNERABLE: Shape.VULNERABLE,
    Mark.STOP: Shape.CROSS,
    Mark.LIMIT: Shape.LIMIT,
    Mark.BEST_HOUR: Shape.BEST_HOUR,
    Mark.DONE: Shape.TALK,
    Mark.NONE: Shape.QUIET,
}


class Thread(StrEnum):
    """What the thread under the call bar says."""

    QUIET = "quiet"  # hairline
    TALK = "talk"  # solid, ok
    DIALLING = "dialling"  # dashes, accent
    HOLD = "hold"  # dots, warn
    WRAP_UP = "wrap_up"  # a warn line that shortens
    BAD = "bad"  # solid: refused, line lost
