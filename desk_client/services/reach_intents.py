"""What an agent can ask of the ledger of a debtor's numbers."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class OpenReach:
    """Every number and address of the debtor in hand."""


@dataclass(frozen=True, slots=True)
class MoveReach:
    """Another row."""

    step: int


@dataclass(frozen=True, slots=True)
class ChooseReach:
    """A click on a row."""

    index: int


@dataclass(frozen=True, slots=True)
class MarkReach:
    """What the chosen number is worth."""

    state: Literal["valid", "wrong", "invalid"]


@dataclass(frozen=True, slots=True)
class BeginNaming:
    """The form of a new number."""


@dataclass(frozen=True, slots=True)
class NamePoint:
    """A new number as typed; `person` "" = the debtor's own."""

    number: str
    person: str


@dataclass(frozen=True, slots=True)
class TakeBackReach:
    """The last entry made on this sheet."""


@dataclass(frozen=True, slots=True)
class CloseReach:
    """Esc: the form first, then the sheet."""


ReachIntent = (
    OpenReach
    | MoveReach
    | ChooseReach
    | MarkReach
    | BeginNaming
    | NamePoint
    | TakeBackReach
    | CloseReach
)
