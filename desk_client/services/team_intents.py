"""What an agent can ask of the desk to work with others: a reason for help or for a rest, more time
for wrap-up."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TakeReason:
    """A digit while the row of reasons is open; 0 = without a reason."""

    number: int


@dataclass(frozen=True, slots=True)
class CloseReasons:
    """Esc: nobody is asked for help; the rest goes on without a reason."""


@dataclass(frozen=True, slots=True)
class ExtendWrapUp:
    """Ctrl+W: more time before the countdown of wrap-up warns."""


@dataclass(frozen=True, slots=True)
class OpenHandOver:
    """Ctrl+O: to whom the case goes."""


@dataclass(frozen=True, slots=True)
class GiveCase:
    """Enter: the receiver's key and the note."""

    to: str
    note: str


@dataclass(frozen=True, slots=True)
class CloseHandOver:
    """Esc."""


TeamIntent = OpenHandOver | GiveCase | CloseHandOver | TakeReason | CloseReasons | ExtendWrapUp
