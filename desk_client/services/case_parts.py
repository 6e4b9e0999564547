"""What the window shows of the work: the list of cases, a case's card, the people who may be called
and where every rule stands for them. Frozen values, made by the services and painted as they
are."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from desk_client.ids import CaseId, ContactPointId
from desk_client.money import Money
from desk_client.phone_number import PhoneNumber
from desk_client.text import Text


class Mark(StrEnum):
    """Shapes that carry a state; each has one colour and one word (ui.md section 2)."""

    PROMISE = "promise"  # diamond, accent
    BROKEN = "broken"  # diamond, bad
    CALLBACK = "callback"  # ring, accent
    FIRST = "first"  # ring, quiet
    RISK = "risk"  # triangle, warn
    DISPUTE = "dispute"  # diamond, spec
    COMPLAINT = "complaint"  # triangle, warn
    VULNERABLE = "vulnerable"  # half disc, accent
    STOP = "stop"  # cross, bad
    LIMIT = "limit"  # square, bad
    BEST_HOUR = "best_hour"  # half disc, ok
    DONE = "done"  # disc, ok
    NONE = "none"  # ring, quiet


@dataclass(frozen=True, slots=True, kw_only=True)
class Meter:
    """A limit of the day: used of max, and whether it blocks the act at hand."""

    rule: str
    label: Text
    clause: str
    used: int
    max: int
    blocking: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleRow:
    """One rule as judged, for the refused sheet and the verdict banner."""

    label: Text
    finding: Text
    clause: str
    confidence: str  # read, secondary, unsure, house
    allowed: bool
    retry_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictRow:
    """The gate's answer for one contact point."""

    allowed: bool
    sentence: Text  # "可以拨打，至 22:00" / "22:00 后不得催收，明日 08:00 可拨"
    clauses: str  # "GB/T 45251-2025 5.3 · ..."
    retry_at: datetime | None
    until: datetime | None
    checked_at: datetime
    rules: tuple[RuleRow, ...]
    gates: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactPointRow:
    """A contact point of the debtor in hand, with its own verdict."""

    contact_point_id: ContactPointId
    place: str  # desk_client.debtor.Place
    role: str  # desk_client.debtor.PartyRole
    number: PhoneNumber
    history: Text  # "近 6 次接通 4 次，多在 10–12 时"
    verdict: VerdictRow
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkRow:
    """One row of the work list."""

    rank: int
    case_id: CaseId
    name: str
    number: PhoneNumber | None
    mark: Mark
    reason: Text
    stage: str
    better_hours: Text
    last_contact: Text
    meters: tuple[Meter, ...]  # effective, unanswered
    dialable: bool
    retry_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NotDialable:
    """How many cases one rule holds back."""

    count: int
    mark: Mark
    reason: Text
    clause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Appointment:
    """Something due today."""

    at: datetime
    what: Text
    kind: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkList:
    """The ready screen."""

    campaign: str
    mode: str
    rows: tuple[WorkRow, ...] = ()
    selected: int = 0
    dialable: int = 0
    not_dialable: int = 0
    leased: int = 0
    held_back: tuple[NotDialable, ...] = ()
    next_lawful: datetime | None = None
    appointments: tuple[Appointment, ...] = ()
    narrowed: str = ""  # the saved search that it is narrowed to
    left_out: int = 0  # cases that the search leaves out


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag:
    """A risk flag on the card."""

    mark: Mark
    label: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class DebtLine:
    """A debt on the card; figures stay None until the gate opens."""

    name: Text
    detail: Text
    amount: Money | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LastContact:
    """One of the last contacts over all channels."""

    at: datetime
    what: Text
    where: Text
    channel: str = "call"  # call, sms, email, letter


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseCard:
    """The left pane. Where `open` is false, no figure or date of the debt is in here at all."""

    case_id: CaseId
    case_no: str
    name: str
    about: Text  # "上海浦东 · 当地 10:42"
    flags: tuple[Flag, ...]
    open: bool  # identity verified, or not in a call and lawful to look
    verified_at: datetime | None
    factors_matched: int
    factors_needed: int
    factors: tuple[Text, ...]
    currency: str
    balance: Money | None
    days_past_due: int | None
    debts: tuple[DebtLine, ...]
    promise: Text | None  # headline of the open promise
    promise_detail: Text | None
    contacts: tuple[LastContact, ...]
    wishes: tuple[Text, ...] = ()  # where and when not, the evening agreed
    parts: Text | None = None  # principal, interest and fees, where the bank told them
