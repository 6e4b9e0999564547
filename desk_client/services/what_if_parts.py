"""What the window shows of a trial of the rules: every lever with its value, the verdict as it
would be, and what differs from where the trial began. Frozen values; codes are put into words by
the window. The days past due of a case are never among them: a trial may be opened before the
debtor is identified."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from desk_client.services.case_parts import Meter
from desk_client.text import Text

Group = Literal["time", "contact", "flags", "consents", "past", "packs"]
GROUPS: tuple[Group, ...] = ("time", "contact", "flags", "consents", "past", "packs")
Value = str | int | bool | datetime | date | None
Subject = tuple[tuple[str, str], ...]  # what tells a rule from others of its kind: key, code
Change = Literal["same", "now_refuses", "now_allows", "new", "gone"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LeverRow:
    """One thing that can be moved. `name` has parts by colons: flag:cease:until; `about` stands for
    a name that comes from data. `until` None = without end, a date or time is the debtor's."""

    name: str
    group: Group
    value: Value
    began: Value  # where the trial began
    about: Text | None = None
    detail: str = ""
    known: bool = True  # false: it had no such row where the trial began

    @property
    def changed(self) -> bool:
        return self.value != self.began


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleStand:
    """Where one rule stands in the trial, and whether it stood so where the trial began."""

    rule: str
    pack: str
    kind: str
    label: Text | None  # of a cap
    text: Text
    clause: str
    severity: str
    confidence: str
    refuses: bool
    retry_at: datetime | None  # of this rule alone
    subject: Subject = ()
    gates: bool = False  # it lays conditions on the contact and refuses none
    used: int | None = None
    most: int | None = None
    change: Change = "same"


@dataclass(frozen=True, slots=True)
class DaySpan:
    """A part of the debtor's day in which the verdict does not change."""

    begins: datetime
    ends: datetime
    allowed: bool


@dataclass(frozen=True, slots=True)
class Said:
    """A gate or a disclosure of an allowed contact; `new` where the beginning had it not."""

    text: Text
    new: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatIfPart:
    """The whole page. `zone` is the debtor's own."""

    source: str  # case, or the pack whose usual example it is
    about: Text
    now: datetime
    zone: str
    levers: tuple[LeverRow, ...]
    moves: int  # that can be taken back
    allowed: bool
    allowed_before: bool
    why: Text | None  # of the strictest rule that refuses
    clauses: str
    retry_at: datetime | None
    until: datetime | None
    rules: tuple[RuleStand, ...]
    silent: int  # rules of the packs that have nothing to say on this contact
    limits: tuple[Meter, ...]
    gates: tuple[Said, ...]
    disclosures: tuple[Said, ...]
    day: tuple[DaySpan, ...]
    day_before: tuple[DaySpan, ...]  # of where it began, on the same day
    past: tuple[datetime, ...]  # contacts of that day
    reading: bool = False  # the packs that this desk does not use are being read

    @property
    def changes(self) -> int:
        """How many levers stand elsewhere than where the trial began."""
        return sum(row.changed for row in self.levers)
