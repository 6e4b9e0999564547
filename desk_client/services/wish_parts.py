"""What the window shows of the debtor's wishes; frozen."""

from dataclasses import dataclass
from datetime import datetime

from desk_client.text import Text


@dataclass(frozen=True, slots=True)
class ConsentRow:
    """One kind of consent; `given_at` null = not given, or taken back."""

    kind: str
    name: Text
    given_at: datetime | None


@dataclass(frozen=True, slots=True)
class InconvenientRow:
    """A time or a place that is not wanted."""

    words: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class WishesPart:
    """The sheet. `may_widen`: the debtor's identity was verified, so a consent may be noted."""

    consents: tuple[ConsentRow, ...]
    inconvenient: tuple[InconvenientRow, ...]
    may_widen: bool
