"""What a case is now, as folded from its facts by fold.py. These records are disposable: they can
be thrown away and folded again, so nothing here is ever edited. Moments are UTC, lists are newest
first, and everything names the fact it came from so that it can be withdrawn."""

from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal

from desk_client.fact_body import RecordingMade
from desk_client.ids import (
    CallId,
    CampaignId,
    CaseId,
    ContactPointId,
    DebtId,
    DebtorId,
    FactId,
    Login,
    MessageId,
)
from desk_client.money import Money
from desk_client.plan_body import InstalmentTerms
from desk_client.workflow import Workflow


@dataclass(frozen=True, slots=True, kw_only=True)
class LineEnd:
    """How the line ended a call; code is the SIP status, 0 where the phone process was lost."""

    at: datetime
    code: int
    reason: str
    ended_by: str  # us, them, network, phone
    answered: bool
    ring_s: float
    talk_s: float
    recording: RecordingMade | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LoggedOutcome:
    """The outcome that stands for a call."""

    fact_id: FactId
    code: str
    level: str  # RPC, TPC, WPC, NC
    result: str  # contracts.md section 2, history.result
    reached: str | None
    by_line: bool
    note: str
    logged_at: datetime
    actor: Login


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """The last answer of the identity gate in a call."""

    verified: bool
    matched: tuple[str, ...]
    missed: int
    checked_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CallRecord:
    """One call with everything that was recorded about it."""

    call_id: CallId
    case_id: CaseId | None
    debtor_id: DebtorId | None
    contact_point_id: ContactPointId
    address: str
    place: str
    role: str
    debts: tuple[DebtId, ...]
    campaign_id: CampaignId
    initiator: str  # agent, dialler, automaton, debtor (then the call came in)
    mode: str
    consented: bool
    actor: Login
    attempted_at: datetime
    answered_at: datetime | None = None
    ended: LineEnd | None = None
    identity: Identity | None = None
    outcome: LoggedOutcome | None = None

    @property
    def direction(self) -> str:
        return "in" if self.initiator == "debtor" else "out"


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseMade:
    """What the debtor promised in a conversation; whether it was kept: promise_standing.py."""

    fact_id: FactId
    call_id: CallId
    amount: Money
    due: date
    channel: str
    made_at: datetime
    actor: Login
    instalments: tuple[InstalmentTerms, ...] = ()  # of a plan; amount and due are the first's

    @property
    def whole(self) -> Money:
        """All that is to be paid: a plan's total, else the amount."""
        if not self.instalments:
            return self.amount
        total = sum((each.amount for each in self.instalments), Decimal(0))
        return Money(total, self.amount.currency)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenCallback:
    """A time to call again. `agreed` = the debtor asked for it, else it is our own next try."""

    fact_id: FactId
    at: datetime
    until: datetime | None
    agreed: bool
    contact_point_id: ContactPointId | None
    booked_at: datetime
    actor: Login


@dataclass(frozen=True, slots=True, kw_only=True)
class LaidFlag:
    """A flag that no withdrawal has lifted; in force from `since` until `until`, null = open."""

    fact_id: FactId
    flag: str
    since: datetime
    until: datetime | None
    debts: tuple[DebtId, ...]
    channels: tuple[str, ...]
    party: str | None

    def in_force(self, now: datetime) -> bool:
        return self.since <= now and (self.until is None or now < self.until)


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageRecord:
    """A message with everything that was recorded about it; `attempted_at` null = it has not left
    us."""

    message_id: MessageId
    order_id: FactId | None
    channel: str  # sms, email, letter
    template: str
    purpose: str
    contact_point_id: ContactPointId
    address: str
    place: str
    role: str
    debts: tuple[DebtId, ...]
    actor: Login
    ordered_at: datetime | None
    not_before: datetime | None = None  # it waits at least until then
    attempted_at: datetime | None = None
    handed_as: tuple[str, ...] = ()
    arrived: tuple[str, ...] = ()  # parts that were delivered, by their names in handed_as
    delivered_at: datetime | None = None  # when the last of them was
    failed: str | None = None  # why; "" never
    taken: str = "unknown"  # where it failed: yes, no, unknown

    @property
    def waits(self) -> bool:
        """Ordered, and neither left nor given up."""
        return self.attempted_at is None and self.failed is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back by message."""

    fact_id: FactId
    at: datetime
    message_id: MessageId | None
    channel: str
    contact_point_id: ContactPointId
    address: str
    place: str
    role: str
    means: str  # stop, reply, wrong_person, bounce
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenConsent:
    """A consent that somebody gave; `revoked_at` = taken back."""

    fact_id: FactId
    consent: str
    given_at: datetime
    from_at: datetime | None
    until: datetime | None
    weekdays: tuple[str, ...]
    local_until: time | None
    party: str | None
    revoked_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InconvenientTime:
    """When or where the debtor does not want to be contacted."""

    fact_id: FactId
    weekdays: tuple[str, ...]
    from_local: time | None
    until_local: time | None
    place: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """Nothing of the debtor is erased while it stands."""

    fact_id: FactId
    reason: str
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PointState:
    """What a call taught us about a contact point: valid, wrong, invalid."""

    contact_point_id: ContactPointId
    state: str
    since: datetime
    fact_id: FactId


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedPoint:
    """A number that somebody named and the bank's file did not have; `person` "" = the debtor's
    own."""

    fact_id: FactId
    contact_point_id: ContactPointId
    debtor_id: DebtorId | None
    address: str
    place: str
    role: str
    person: str
    said_by: str  # debtor, contact_person, agent
    at: datetime
    actor: Login


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A note on the case, written alone or with an outcome."""

    fact_id: FactId
    at: datetime
    actor: Login
    text: str
    call_id: CallId | None


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedOver:
    """The case is meant for a colleague who has not called yet."""

    fact_id: FactId
    to: Login
    by: Login
    at: datetime
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LastContact:
    """One line of "last contacts" on the case card."""

    call_id: CallId
    at: datetime
    direction: str
    place: str
    level: str | None  # null = no outcome yet
    code: str | None
    result: str
    actor: Login


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseState:
    """Everything the screens show of a case that does not come from the bank's rows."""

    calls: tuple[CallRecord, ...] = ()
    unfinished_call: CallRecord | None = None  # the newest call without an outcome
    open_promise: PromiseMade | None = None
    promises: tuple[PromiseMade, ...] = ()  # all that were not withdrawn, the open one first
    callbacks: tuple[OpenCallback, ...] = ()  # soonest first
    flags: tuple[LaidFlag, ...] = ()
    point_states: tuple[PointState, ...] = ()
    point_history: tuple[PointState, ...] = ()  # every word on a contact point
    named_points: tuple[NamedPoint, ...] = ()  # oldest first
    status: str | None = None
    queue: str | None = None
    handed: HandedOver | None = None
    notes: tuple[Note, ...] = ()
    messages: tuple[MessageRecord, ...] = ()
    answers: tuple[Answer, ...] = ()
    consents: tuple[GivenConsent, ...] = ()
    inconvenient: tuple[InconvenientTime, ...] = ()
    holds: tuple[Hold, ...] = ()
    workflows: tuple[Workflow, ...] = ()  # closed ones too
    last_contacts: tuple[LastContact, ...] = ()
    refusals: int = 0  # contacts that the gate refused
    skipped_at: datetime | None = None
    next_at: datetime | None = None  # soonest callback, else the promise's day at 00:00 UTC

    @property
    def attempts(self) -> int:
        """Calls we placed, whatever became of them or was withdrawn about them."""
        return sum(call.direction == "out" for call in self.calls)

    @property
    def open_workflows(self) -> tuple[Workflow, ...]:
        return tuple(each for each in self.workflows if each.open)

    def flags_in_force(self, now: datetime) -> tuple[LaidFlag, ...]:
        return tuple(flag for flag in self.flags if flag.in_force(now))

    def state_of_point(self, contact_point_id: ContactPointId) -> str:
        """valid, wrong, invalid, or unverified where no call has told yet."""
        for point in self.point_states:
            if point.contact_point_id == contact_point_id:
                return point.state
        return "unverified"
