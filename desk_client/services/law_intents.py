"""What an officer can ask on the two pages of the law, what-if and packs. They are answered by
services.law_pages; nothing of it touches a case, a call or a permit."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class OpenWhatIf:
    """Ctrl+J: a trial of the contact in hand, else of a pack's usual example."""


@dataclass(frozen=True, slots=True)
class MoveLever:
    """Left and Right or Enter on a row; a click on its value."""

    name: str
    step: int


@dataclass(frozen=True, slots=True)
class MoveTime:
    """Comma and full stop: minutes back or on."""

    minutes: int


@dataclass(frozen=True, slots=True)
class GoToTime:
    """A click on the strip of the day."""

    at: datetime


@dataclass(frozen=True, slots=True)
class GoToTurn:
    """Space: the next instant at which the verdict turns."""


@dataclass(frozen=True, slots=True)
class TakeBackMove:
    """Z."""


@dataclass(frozen=True, slots=True)
class BeginAgain:
    """R: back to where the trial began."""


@dataclass(frozen=True, slots=True)
class BeginFrom:
    """S: the next beginning, the case in hand or a pack's usual example."""

    step: int = 1


@dataclass(frozen=True, slots=True)
class OpenPacks:
    """Ctrl+L, or G on a rule of the trial."""

    pack: str = ""
    rule: str = ""


@dataclass(frozen=True, slots=True)
class ChoosePack:
    """Up and Down in the list of packs; a click."""

    pack: str


@dataclass(frozen=True, slots=True)
class ChooseRule:
    """Up and Down in the rules; a click."""

    rule: str


@dataclass(frozen=True, slots=True)
class ToggleUnconfirmed:
    """U: only the rules whose clause nobody has confirmed."""


@dataclass(frozen=True, slots=True)
class CompareVersion:
    """D: what differs from the next earlier version, after the last one nothing."""


@dataclass(frozen=True, slots=True)
class CloseLawPage:
    """Esc."""


LawIntent = (
    OpenWhatIf
    | MoveLever
    | MoveTime
    | GoToTime
    | GoToTurn
    | TakeBackMove
    | BeginAgain
    | BeginFrom
    | OpenPacks
    | ChoosePack
    | ChooseRule
    | ToggleUnconfirmed
    | CompareVersion
    | CloseLawPage
)
