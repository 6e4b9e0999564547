"""What can be asked of the due list and of the forms on it."""

from dataclasses import dataclass

from desk_client.ids import CaseId
from desk_client.workflow_body import WorkflowKind


@dataclass(frozen=True, slots=True)
class OpenDueList:
    """Ctrl+T."""


@dataclass(frozen=True, slots=True)
class CloseDueList:
    """Esc; a form that is open is shut with it."""


@dataclass(frozen=True, slots=True)
class MoveDue:
    """Up and Down."""

    step: int


@dataclass(frozen=True, slots=True)
class ChooseDue:
    """A click on a row."""

    index: int


@dataclass(frozen=True, slots=True)
class FilterDue:
    """One kind only; None = all of them."""

    kind: WorkflowKind | None


@dataclass(frozen=True, slots=True)
class OpenDueCase:
    """Enter: the case of the chosen row, painted with its verdict."""

    case_id: CaseId


@dataclass(frozen=True, slots=True)
class TakeDue:
    """T: mine from now on."""


@dataclass(frozen=True, slots=True)
class BeginDeed:
    """A form: note, close, pass, approve, refer, lift, open."""

    deed: str


@dataclass(frozen=True, slots=True)
class ChooseInDeed:
    """A digit in a form: what is chosen, or ticked."""

    index: int


@dataclass(frozen=True, slots=True, repr=False)
class SubmitDeed:
    """Enter. The password is sent to central and kept nowhere."""

    text: str
    login: str = ""
    password: str = ""


@dataclass(frozen=True, slots=True)
class LeaveDeed:
    """Esc in a form."""


@dataclass(frozen=True, slots=True)
class UndoDeed:
    """Z on the due list: takes back what was last done there."""


WorkflowIntent = (
    OpenDueList
    | CloseDueList
    | MoveDue
    | ChooseDue
    | FilterDue
    | OpenDueCase
    | TakeDue
    | BeginDeed
    | ChooseInDeed
    | SubmitDeed
    | LeaveDeed
    | UndoDeed
)
