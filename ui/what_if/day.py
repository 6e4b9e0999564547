"""The debtor's day of a trial as shares of a strip, its hours, and what a screen reader says."""

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from desk_client.services.what_if_parts import DaySpan, WhatIfPart
from ui.what_if.seen import DaySeen, LaneSeen
from ui.wording import Wording


def day_seen(part: WhatIfPart, wording: Wording) -> DaySeen:
    """The strip of the trial's day; with the day of where it began once something was changed."""
    begins, ends = part.day[0].begins, part.day[-1].ends
    word = "what_if.now_lane" if part.changes else "what_if.only_lane"
    lanes = [_lane(part, wording, word, part.day)]
    if part.changes:
        lanes.append(_lane(part, wording, "what_if.then_lane", part.day_before))
    zone = ZoneInfo(part.zone)
    local = begins.astimezone(zone).date()
    title = wording.joined(wording.word("what_if.day"), wording.day_and_weekday(local))
    return DaySeen(
        title=title,
        begins=begins,
        ends=ends,
        lanes=tuple(lanes),
        now=_share(part.now, begins, ends),
        clock=wording.clock(part.now, part.zone),
        past=tuple(_share(at, begins, ends) for at in part.past),
        hours=tuple(_hours(begins, ends, zone)),
        legend=(
            wording.word("what_if.can"),
            wording.word("what_if.cannot"),
            wording.word("what_if.contacts"),
        ),
    )


def _lane(part: WhatIfPart, wording: Wording, word: str, spans: tuple[DaySpan, ...]) -> LaneSeen:
    begins, ends = part.day[0].begins, part.day[-1].ends
    shown = []
    for span in spans:
        last = "24:00" if span.ends == ends else wording.clock(span.ends, part.zone)
        hours = f"{wording.clock(span.begins, part.zone)}–{last}"
        left, right = _share(span.begins, begins, ends), _share(span.ends, begins, ends)
        shown.append((left, right, span.allowed, hours))
    can, cannot = wording.word("what_if.can"), wording.word("what_if.cannot")
    said = ", ".join(f"{hours} {can if ok else cannot}" for _, _, ok, hours in shown)
    return LaneSeen(wording.word(word), tuple(shown), f"{wording.word(word)}: {said}")


def _share(moment: datetime, begins: datetime, ends: datetime) -> float:
    return min(1.0, max(0.0, (moment - begins) / (ends - begins)))


def _hours(begins: datetime, ends: datetime, zone: ZoneInfo) -> Iterable[tuple[float, str]]:
    """Every third full hour of the local clock, 24 at the end."""
    seconds = int((ends - begins).total_seconds())
    for second in range(0, seconds, 1800):
        share = second / seconds
        local = (begins + (ends - begins) * share).astimezone(zone)
        if local.minute == 0 and local.hour % 3 == 0:
            yield share, f"{local.hour}"
    yield 1.0, "24"
