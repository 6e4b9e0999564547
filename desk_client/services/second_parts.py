"""The second call, the directory, a listening lead and the sound of the line, as the window shows
them."""

from datetime import datetime
from typing import TypedDict

from desk_client.services.call_parts import (
    ColleagueRow,
    LineFigures,
    ListenerPart,
    RecordingLight,
    SidePart,
)
from desk_client.services.case_card import about_case
from desk_client.services.side_call import SideCall, SideKind
from desk_client.services.standing import Standing
from desk_client.text import Text


class SecondParts(TypedDict):
    """Fields of DeskState."""

    side: SidePart | None
    directory: tuple[ColleagueRow, ...]
    listener: ListenerPart | None
    line_figures: LineFigures | None
    trouble: str


def second_parts(at: Standing) -> SecondParts:
    """As it stands now."""
    figures, listener = at.quality, at.listener
    return SecondParts(
        side=_side(at.side, at.clock.now()) if at.side else None,
        directory=tuple(
            ColleagueRow(str(number), each.name, each.role)
            for number, each in enumerate(at.choosing, start=1)
        ),
        listener=ListenerPart(listener.by, listener.mode) if listener else None,
        line_figures=LineFigures(figures.mos, figures.rtt_ms, figures.jitter_ms, figures.loss_pct)
        if figures
        else None,
        trouble=at.trouble,
    )


def _side(side: SideCall, now: datetime) -> SidePart:
    return SidePart(
        call_id=side.call_id,
        incoming=side.kind is SideKind.INCOMING,
        name=side.name,
        about=about_case(side.hand, now) if side.hand else Text("", ""),
        number=side.number,
        began_at=side.began_at,
        answered_at=side.answered_at,
        in_ear=not side.held,
        held_since=side.held_since,
        joined=side.joined,
        muted=side.muted,
        leaving=side.leaving,
        known=side.hand is not None or side.colleague is not None,
        role=side.colleague.role if side.colleague is not None else "",
        recording=side.call.recording if side.call is not None else RecordingLight.OFF,
        recording_paused_since=side.call.paused_since if side.call is not None else None,
    )
