"""One row of the timeline in words, made when it comes into sight."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from desk_client.services.detail_parts import TimelineRow, Tone
from ui.state_shape import OF_MARK, Shape
from ui.tokens import Token
from ui.wording import Wording

TONES: dict[Tone, Token] = {
    "quiet": Token.T2,
    "accent": Token.ACCENT,
    "ok": Token.OK,
    "warn": Token.WARN,
    "bad": Token.BAD,
    "spec": Token.SPEC,
}
INKS: dict[Tone, Token] = {
    "quiet": Token.T2,
    "accent": Token.ACCENT_T,
    "ok": Token.OK_T,
    "warn": Token.WARN_T,
    "bad": Token.BAD_T,
    "spec": Token.SPEC_T,
}


@dataclass(frozen=True, slots=True)
class RowSeen:
    """A row as it is painted; `chip` is a shape and a word."""

    key: str
    day: str
    clock: str
    icon: str
    tone: Token
    title: str
    chip: tuple[Shape, str] | None
    detail: str
    right: str
    below: str
    spoken: str


def row_words(row: TimelineRow, now: datetime, zone: str, wording: Wording) -> RowSeen:
    """Times in `zone`, as everywhere on the screen."""
    there, today = row.at.astimezone(ZoneInfo(zone)), now.astimezone(ZoneInfo(zone)).date()
    day = wording.near_day(there.date(), today)
    if there.year != today.year:
        day = f"{there:%Y-%m-%d}"
    clock = "" if row.whole_day else f"{there:%H:%M}"
    chip = wording.text(row.chip) if row.chip is not None else ""
    title, detail = wording.text(row.title), wording.text(row.detail)
    right, below = wording.text(row.right), wording.text(row.below)
    said = (f"{day} {clock}".strip(), title, chip, detail, right, below)
    return RowSeen(
        key=row.key,
        day=day[:1].upper() + day[1:],
        clock=clock,
        icon=row.icon,
        tone=TONES[row.tone],
        title=title,
        chip=(OF_MARK[row.chip_mark], chip) if chip else None,
        detail=detail,
        right=right,
        below=below,
        spoken=", ".join(part for part in said if part),
    )
