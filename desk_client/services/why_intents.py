"""What an agent can ask about a case that is not dialled."""

from dataclasses import dataclass

from desk_client.ids import CaseId


@dataclass(frozen=True, slots=True)
class OpenWhy:
    """W: every rule on every number of this case, or of the case in hand."""

    case_id: CaseId | None = None


@dataclass(frozen=True, slots=True)
class MoveWhy:
    """Up and Down: another number of the case."""

    step: int


@dataclass(frozen=True, slots=True)
class ChooseWhy:
    """A digit or a click on a number."""

    index: int


@dataclass(frozen=True, slots=True)
class StepWhy:
    """Left and Right: the case before, the case after, as they stand in the list."""

    step: int


@dataclass(frozen=True, slots=True)
class CloseWhy:
    """Esc."""


WhyIntent = OpenWhy | MoveWhy | ChooseWhy | StepWhy | CloseWhy
