"""What the window shows of messages and of an override that is asked for; frozen."""

from dataclasses import dataclass
from datetime import datetime

from desk_client.services.case_parts import Meter, VerdictRow
from desk_client.text import Text


@dataclass(frozen=True, slots=True)
class MessageRow:
    """One template for one address."""

    name: Text
    channel: str  # sms, email, letter
    to: str  # masked
    allowed: bool  # it may be sent now
    not_before: datetime | None  # it may be sent then
    fault: Text | None  # it cannot be ordered


@dataclass(frozen=True, slots=True)
class SentRow:
    """A message of this case and where it stands."""

    name: Text
    channel: str
    at: datetime
    standing: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class MessagesPart:
    """The message sheet. `subject` and `lines` hold no figure of the debt while it is hidden."""

    rows: tuple[MessageRow, ...]
    chosen: int
    subject: str
    lines: tuple[str, ...]
    verdict: VerdictRow | None
    meters: tuple[Meter, ...]
    sent: tuple[SentRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OverridePart:
    """The form in which a lead lets one refused contact through. The lead's password is never in
    a state."""

    rules: tuple[Text, ...]
    clauses: tuple[str, ...]
    reason: str
    minutes: int
    asking: bool  # central is being asked whether the lead may
    fault: Text | None
