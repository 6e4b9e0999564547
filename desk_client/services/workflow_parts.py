"""What the window shows of the due list and of the form of a deed; frozen. No figure of the debt is
in here at any time."""

from dataclasses import dataclass
from datetime import date, datetime

from desk_client.ids import CaseId, FactId
from desk_client.text import Text
from desk_client.workflow_body import WorkflowKind


@dataclass(frozen=True, slots=True, kw_only=True)
class DueStep:
    """One thing done; `note` is empty where words may not be shown now."""

    at: datetime
    who: str
    what: str  # opened, again, taken, noted, passed, approved, closed
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DueRow:
    """A workflow that waits for its answer. `at`: the first instant that is too late; None where
    an event ends it (`until`)."""

    workflow: FactId
    case_id: CaseId
    case_no: str
    name: str
    kind: WorkflowKind
    label: Text
    state: str  # open, in_work
    owner: str | None
    mine: bool
    about_me: bool  # somebody else has to answer it
    queue: Text | None
    opened_at: datetime
    at: datetime | None
    day: date | None
    until: Text | None
    clause: Text
    confidence: str
    overdue: bool
    soon: bool  # within a day
    stops: Text
    allows: Text
    effect_clause: Text
    steps: tuple[DueStep, ...]  # newest first
    to: Text | None = None  # a referral's destination
    approved_by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DuePart:
    """The list, most pressing first. `of_case`: the case that keys without a row act on. `keys`:
    the letters that have something under them now."""

    rows: tuple[DueRow, ...]
    chosen: int
    kind: WorkflowKind | None
    counts: tuple[tuple[WorkflowKind, int], ...]
    total: int
    overdue: int
    of_case: str
    keys: str
    told: Text | None = None  # what the last deed did


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceRow:
    """One choice of a form. `ticked` None = it is chosen, not ticked. `fixed`: the facts
    decide it, no key does."""

    label: Text
    detail: Text | None
    ticked: bool | None = None
    fixed: bool = False
    fault: Text | None = None


@dataclass(frozen=True, slots=True)
class DeedEffect:
    """What Enter will do, with whom it tells."""

    icon: str
    what: Text
    value: Text | None = None
    clause: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeedPart:
    """The form of one deed. `fault_at` names the field that the fault stands beside: choice, text,
    second."""

    deed: str
    title: Text
    about: Text
    choices: tuple[ChoiceRow, ...]
    chosen: int | None
    asks: Text
    optional: bool  # the words may be left out
    effects: tuple[DeedEffect, ...]
    second: Text | None  # who has to sign beside the agent; None = nobody
    asking: bool
    fault: Text | None
    fault_at: str
    on_list: bool  # it lies over the due list, not alone
