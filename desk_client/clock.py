"""The only place that asks what time it is. The rehearsal clock shifts "now" by a fixed offset so
that a demo at night can be held in lawful hours; whoever shows the time must show the offset too,
and a desk with real lines refuses to start with it (see desk_client.settings)."""

import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Wall time for the law and the record, monotonic seconds for intervals."""

    @property
    def rehearsal(self) -> bool: ...

    def now(self) -> datetime: ...

    def monotonic(self) -> float: ...


@dataclass(frozen=True, slots=True)
class SystemClock:
    """The machine's own clock, in UTC."""

    rehearsal: bool = False

    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic(self) -> float:
        return time.monotonic()


@dataclass(frozen=True, slots=True)
class RehearsalClock:
    """The machine's clock moved by `offset`; runs at the same pace."""

    offset: timedelta
    rehearsal: bool = True

    def now(self) -> datetime:
        return datetime.now(UTC) + self.offset

    def monotonic(self) -> float:
        return time.monotonic()


def rfc3339(moment: datetime) -> str:
    """UTC text with a trailing Z and milliseconds, as contracts print times."""
    text = moment.astimezone(UTC).isoformat(timespec="milliseconds")
    return text.replace("+00:00", "Z")
