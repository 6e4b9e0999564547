"""What the facts of a small workflow say: that a dispute, a complaint, a hardship review, a
mediation, special care or a referral was opened by hand, who took it, what was done, who it went
to, how it was answered; and that a flag was lifted, by whose word. An outcome opens most of them by
itself (desk_client/workflow.py)."""

from typing import Literal

from desk_client.body_form import Body
from desk_client.care_body import FlagSet
from desk_client.ids import DebtId, FactId, Login

WorkflowKind = Literal["dispute", "complaint", "hardship", "mediation", "care", "referral"]


class WorkflowOpened(Body):
    """Opened by hand from a case, with the flags that it lays. `to` and `vouched` are a referral's:
    where it is to go, and the items of the checklist that the agent vouches for because no fact
    tells them."""

    kind: Literal["workflow_opened"] = "workflow_opened"
    workflow: WorkflowKind
    debts: tuple[DebtId, ...] = ()
    flags: tuple[FlagSet, ...] = ()
    queue: str | None = None
    to: str = ""
    vouched: tuple[str, ...] = ()
    note: str = ""


class WorkflowTaken(Body):
    """Whoever wrote it owns the workflow from now on."""

    kind: Literal["workflow_taken"] = "workflow_taken"
    of: FactId


class WorkflowNoted(Body):
    """A step on the way to the answer."""

    kind: Literal["workflow_noted"] = "workflow_noted"
    of: FactId
    note: str


class WorkflowPassed(Body):
    """It goes to a queue; nobody owns it until somebody there takes it."""

    kind: Literal["workflow_passed"] = "workflow_passed"
    of: FactId
    queue: str
    note: str = ""


class WorkflowApproved(Body):
    """A second person agreed, confirmed by central with their own password."""

    kind: Literal["workflow_approved"] = "workflow_approved"
    of: FactId
    second: Login


class WorkflowClosed(Body):
    """Answered. `lifts`: the flags that the opening laid end with it; `case_status`: the case's new
    place where it stood where this workflow had put it."""

    kind: Literal["workflow_closed"] = "workflow_closed"
    of: FactId
    result: str
    reason: str
    lifts: bool
    case_status: str | None = None
    second: Login | None = None


class FlagLifted(Body):
    """A flag ends now. `word`: the debtor took it back in a call in which identity was verified, or
    the house decided with a second person."""

    kind: Literal["flag_lifted"] = "flag_lifted"
    laid_by: FactId
    flag: str
    word: Literal["debtor", "house"]
    reason: str
    second: Login | None = None


WorkflowBody = (
    WorkflowOpened
    | WorkflowTaken
    | WorkflowNoted
    | WorkflowPassed
    | WorkflowApproved
    | WorkflowClosed
    | FlagLifted
)
