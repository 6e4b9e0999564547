"""What the page of a trial paints: finished words and shares of a day, nothing to work out."""

from dataclasses import dataclass
from datetime import datetime

from ui.state_shape import Shape


@dataclass(frozen=True, slots=True)
class GroupSeen:
    """A group of levers on its digit, and how many of them were moved."""

    group: str
    key: str
    word: str
    changed: int


@dataclass(frozen=True, slots=True)
class LeverSeen:
    """One row. `began` is told where the value is another now; `on` None = no switch."""

    name: str
    group: str
    label: str
    value: str
    began: str
    under: bool
    on: bool | None
    changed: bool
    quiet: bool  # off or nothing


@dataclass(frozen=True, slots=True)
class RuleSeen:
    """One rule in the trial; `change` "" = as it began."""

    pack: str
    rule: str
    refuses: bool
    gone: bool
    label: str
    finding: str
    clause: str
    sure: str
    shape: Shape
    unconfirmed: bool
    severity: str
    retry: str
    change: str


@dataclass(frozen=True, slots=True)
class SaidSeen:
    """A gate or a disclosure, and the word for new."""

    text: str
    new: str


@dataclass(frozen=True, slots=True)
class LimitSeen:
    """A cap with its boxes."""

    label: str
    used: int
    most: int
    blocking: bool


@dataclass(frozen=True, slots=True)
class LaneSeen:
    """A day: parts from 0.0 to 1.0 of it, allowed or not, and what a screen reader says."""

    word: str
    spans: tuple[tuple[float, float, bool, str], ...]
    said: str


@dataclass(frozen=True, slots=True)
class DaySeen:
    """The strip: its lanes, the trial's own time, contacts that happened, hours to mark."""

    title: str
    begins: datetime
    ends: datetime
    lanes: tuple[LaneSeen, ...]
    now: float
    clock: str
    past: tuple[float, ...]
    hours: tuple[tuple[float, str], ...]
    legend: tuple[str, str, str]  # allowed, refused, a contact


@dataclass(frozen=True, slots=True)
class WhatIfSeen:
    """The whole page."""

    title: str
    about: str
    harmless: str
    groups: tuple[GroupSeen, ...]
    levers: tuple[LeverSeen, ...]
    allowed: bool
    sentence: str
    source: str
    day: DaySeen
    rules_head: str
    silent: str
    rules: tuple[RuleSeen, ...]
    limits_head: str
    limits: tuple[LimitSeen, ...]
    no_limits: str
    full: str
    gates_head: str
    gates: tuple[SaidSeen, ...]
    disclosures_head: str
    disclosures: tuple[SaidSeen, ...]
    changes_head: str
    changes: tuple[tuple[str, str], ...]
    no_changes: str
    hints: tuple[tuple[str, str], ...]  # key, word; those that have something to do
    close: str
    turn: str  # V, where one half is shown at a time
