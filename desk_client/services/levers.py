"""What can be moved in a trial, one object a row: choices, switches, counts and moments. A lever
reads its value from the trial and gives the trial as it is after a step; it keeps nothing."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from desk_client.services.trial import Trial
from desk_client.services.what_if_parts import Group, Value
from desk_client.text import Text

_DAY = timedelta(days=1)
AGO = tuple(timedelta(days=days) for days in (120, 90, 60, 30, 14, 10, 7, 5, 3, 2, 1, 0))
AHEAD = (
    *(timedelta(hours=hours) for hours in (1, 2, 6)),
    *(timedelta(days=days) for days in (1, 2, 3, 7, 14, 30, 60, 90)),
)


class Lever(Protocol):
    """A row that can be moved; `step` is -1 or 1, from Left and Right."""

    @property
    def name(self) -> str: ...
    @property
    def group(self) -> Group: ...
    @property
    def about(self) -> Text | None: ...
    def value(self, trial: Trial) -> Value: ...
    def moved(self, trial: Trial, step: int) -> Trial: ...


@dataclass(frozen=True)
class Choice:
    """One of several codes, in a circle. A value that is none of them stands before the first; a
    code that would change nothing is passed over."""

    name: str
    codes: Sequence[str]
    read: Callable[[Trial], str]
    write: Callable[[Trial, str], Trial]
    group: Group = "contact"
    about: Text | None = None

    def value(self, trial: Trial) -> Value:
        return self.read(trial)

    def moved(self, trial: Trial, step: int) -> Trial:
        now = self.read(trial)
        place = self.codes.index(now) if now in self.codes else -1 if step > 0 else 0
        for turn in range(1, len(self.codes)):
            code = self.codes[(place + turn * step) % len(self.codes)]
            changed = self.write(trial, code)
            if self.read(changed) == code:
                return changed
        return trial


@dataclass(frozen=True)
class Switch:
    """On or off; either step turns it."""

    name: str
    group: Group
    read: Callable[[Trial], bool]
    write: Callable[[Trial, bool], Trial]
    about: Text | None = None

    def value(self, trial: Trial) -> Value:
        return self.read(trial)

    def moved(self, trial: Trial, step: int) -> Trial:  # noqa: ARG002
        return self.write(trial, not self.read(trial))


@dataclass(frozen=True)
class TimeOf:
    """The instant, moved by a unit of the debtor's clock; a day is a calendar day there."""

    name: str  # day, hour, minute
    unit: timedelta
    group: Group = "time"
    about: Text | None = None

    def value(self, trial: Trial) -> Value:
        local = trial.local
        if self.name == "day":
            return local.date()
        return local.hour if self.name == "hour" else local.minute

    def moved(self, trial: Trial, step: int) -> Trial:
        if self.unit < _DAY:
            return trial.at(trial.request.now + step * self.unit)
        shown = trial.local.replace(tzinfo=None) + step * self.unit
        return trial.at(shown.replace(tzinfo=trial.zone).astimezone(trial.request.now.tzinfo))


@dataclass(frozen=True)
class Moment:
    """When something began or ends, on a ladder of distances from the trial's own time. With
    `open_end` the last rung is no end at all."""

    name: str
    group: Group
    ladder: Sequence[timedelta]
    read: Callable[[Trial], datetime | None]
    write: Callable[[Trial, datetime | None], Trial]
    open_end: bool = False
    past: bool = False
    about: Text | None = None

    def value(self, trial: Trial) -> Value:
        return self.read(trial)

    def moved(self, trial: Trial, step: int) -> Trial:
        """Right is later, Left is earlier."""
        now, at = trial.request.now, self.read(trial)
        rungs = sorted(now - each if self.past else now + each for each in self.ladder)
        if at is None:
            return self.write(trial, rungs[-1] if step < 0 else None)
        place = bisect_right(rungs, at) if step > 0 else bisect_left(rungs, at) - 1
        if place >= len(rungs):
            return self.write(trial, None) if self.open_end else trial
        return self.write(trial, rungs[place]) if place >= 0 else trial


@dataclass(frozen=True)
class Count:
    """So many contacts that the trial adds."""

    name: str
    most: int
    read: Callable[[Trial], int]
    write: Callable[[Trial, int], Trial]
    group: Group = "past"
    about: Text | None = None

    def value(self, trial: Trial) -> Value:
        return self.read(trial)

    def moved(self, trial: Trial, step: int) -> Trial:
        wanted = min(max(0, self.read(trial) + step), self.most)
        return self.write(trial, wanted)


def field_of(part: Any, name: str, missing: str) -> str:
    """A code of a part that may not be there."""
    found = None if part is None else getattr(part, name)
    return missing if found is None else str(found)
