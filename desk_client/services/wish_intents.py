"""What an agent can note of the debtor's wishes."""

from dataclasses import dataclass
from datetime import time
from typing import Literal


@dataclass(frozen=True, slots=True)
class OpenWishes:
    """What the debtor agreed to, and does not want."""


@dataclass(frozen=True, slots=True)
class ToggleConsent:
    """The debtor agrees, or takes it back."""

    kind: Literal["sms", "email", "out_of_hours", "prerecorded"]


@dataclass(frozen=True, slots=True)
class NameInconvenient:
    """Not then, or not there."""

    weekdays: tuple[str, ...] = ()  # mon to sun; none = every day
    from_local: time | None = None
    until_local: time | None = None
    place: str | None = None


@dataclass(frozen=True, slots=True)
class LiftInconvenient:
    """That time or place is convenient again."""

    index: int


@dataclass(frozen=True, slots=True)
class CloseWishes:
    """Esc."""


WishIntent = OpenWishes | ToggleConsent | NameInconvenient | LiftInconvenient | CloseWishes
