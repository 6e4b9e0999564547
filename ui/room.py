"""How much room the window has for its text. What is dropped where is each view's own matter; keys
never change. Figures of ui.md section 3: sizes are pixels divided by the text scale."""

from enum import IntEnum

SHORT_BELOW = 1100
NARROW_BELOW = 1000
LOW_BELOW = 430
COMPACT_BELOW = 720


class Room(IntEnum):
    """From most to least."""

    FULL = 0
    SHORT = 1  # call buttons keep cap and icon; search shrinks to its key
    NARROW = 2  # one pane at a time
    LOW = 3  # and top bar and status bar fold into one foot line


def room_of(width: int, height: int, scale: float) -> Room:
    """The room of a window of `width` by `height` logical pixels at a text scale of 1.0 to 2.0."""
    wide, tall = width / scale, height / scale
    if scale >= 2.0 or wide < NARROW_BELOW:
        return Room.LOW if tall < LOW_BELOW else Room.NARROW
    if scale >= 1.5 or wide < SHORT_BELOW:
        return Room.SHORT
    return Room.FULL


def is_compact(height: int, scale: float) -> bool:
    """Whether rows must draw together."""
    return height / scale < COMPACT_BELOW
