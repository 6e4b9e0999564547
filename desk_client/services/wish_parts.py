"""What the window shows of the debtor's wishes; frozen."""

from dataclasses import dataclass
from datetime import datetime, time

from desk_client.text import Text


@dataclass(frozen=True, slots=True)
class ConsentRow:
    """One kind of consent; `given_at` null = not given, or taken back. `local_until`: until when in
    the evening it reaches, or would reach."""

    kind: str
    name: Text
    given_at: datetime | None
    local_until: time | None = None


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
