"""A small workflow as folded: what is owed an answer, since when, whose it is, what was done, how
it ended. Which facts open one is decided here and nowhere else: an outcome by where it moves the
case or by the flag it lays, a flag that an office laid, or a hand. It is named by the fact that
opened it first; a second fact about the same matter is a step of the same workflow."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from desk_client.care_body import FlagLaid, FlagSet
from desk_client.fact_body import OutcomeLogged
from desk_client.ids import CallId, DebtId, FactId, Login
from desk_client.workflow_body import WorkflowKind, WorkflowOpened

# The case's place in the standard process while one is open (resources/outcomes.yaml, statuses).
PLACES: dict[WorkflowKind, str] = {
    "dispute": "disputed",
    "complaint": "complaint",
    "hardship": "hardship",
    "mediation": "team_lead",
    "care": "care",
    "referral": "referral",
}
_OF_PLACE: dict[str, WorkflowKind] = {
    place: kind for kind, place in PLACES.items() if kind != "referral"
}
FLAGS: dict[str, WorkflowKind] = {
    "dispute": "dispute",
    "complaint_hold": "complaint",
    "hardship_review": "hardship",
    "vulnerable": "care",
}
WITHDRAWN = "withdrawn"  # the result of what the debtor took back


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkflowStep:
    """One thing done: opened, again, taken, noted, passed, approved, closed."""

    fact_id: FactId
    at: datetime
    actor: Login
    what: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Workflow:
    """One matter of a case that is owed an answer."""

    fact_id: FactId  # that opened it; names it
    kind: WorkflowKind
    opened_at: datetime
    opened_by: Login
    call_id: CallId | None
    debts: tuple[DebtId, ...]
    queue: str | None
    owner: Login | None = None
    to: str = ""
    vouched: tuple[str, ...] = ()
    laid_by: tuple[FactId, ...] = ()  # facts that laid its flags
    steps: tuple[WorkflowStep, ...] = ()  # oldest first
    approved_by: Login | None = None
    result: str | None = None
    reason: str = ""
    second: Login | None = None
    closed_at: datetime | None = None

    @property
    def open(self) -> bool:
        return self.closed_at is None

    def about(self, agent: Login) -> bool:
        """Whether it came out of a talk of this agent's, who is then not the one to answer it: a
        complaint, or a lead who was asked for."""
        named = self.kind in ("complaint", "mediation") and self.call_id is not None
        return named and self.opened_by == agent

    @property
    def state(self) -> str:
        """open, in_work, closed or withdrawn."""
        if self.closed_at is not None:
            return "withdrawn" if self.result == WITHDRAWN else "closed"
        return "open" if self.owner is None else "in_work"


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """What a fact says to open."""

    kind: WorkflowKind
    debts: tuple[DebtId, ...] = ()
    queue: str | None = None
    lays: bool = False  # a flag came with it
    to: str = ""
    vouched: tuple[str, ...] = ()
    note: str = ""


def steps_back(workflows: Iterable[Workflow], agent: Login) -> bool:
    """Whether this agent is off the case while something of it waits for its answer."""
    return any(each.open and each.about(agent) for each in workflows)


def openings(body: object) -> tuple[Opening, ...]:
    """The workflows that a fact opens: one a kind."""
    match body:
        case OutcomeLogged():
            place = _OF_PLACE.get(body.case_status or "")
            found = _of_flags(body.flags, body.queue, body.note)
            if place is not None and all(each.kind != place for each in found):
                found.append(Opening(kind=place, queue=body.queue, note=body.note))
            return tuple(found)
        case FlagLaid():
            return tuple(_of_flags(body.flags, None, body.note))
        case WorkflowOpened():
            return (
                Opening(
                    kind=body.workflow,
                    debts=body.debts,
                    queue=body.queue,
                    lays=bool(body.flags),
                    to=body.to,
                    vouched=body.vouched,
                    note=body.note,
                ),
            )
        case _:
            return ()


def _of_flags(flags: Iterable[FlagSet], queue: str | None, note: str) -> list[Opening]:
    found: dict[WorkflowKind, Opening] = {}
    for flag in flags:
        kind = FLAGS.get(flag.flag)
        if kind is not None and flag.party is None:
            found[kind] = Opening(kind=kind, debts=flag.debts, queue=queue, lays=True, note=note)
    return list(found.values())
