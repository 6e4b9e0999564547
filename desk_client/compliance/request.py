"""What the verdict is asked: one contact, the debtor, and everything that happened with the debtor
before. These are the models of contracts.md section 2, strict both ways: an unknown key is a
fault, null and absent mean the same. All instants are turned into UTC on the way in. Flags and
zones stay plain text on purpose: one that nobody knows must reach the verdict and be refused
there, with a reason."""

from datetime import UTC, date, datetime, time
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    AliasChoices,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
)
from pydantic_core import from_json, to_json

ContactKind = Literal["call", "prerecorded", "voicemail", "sms", "email", "letter", "visit"]
Initiator = Literal["agent", "dialler", "automaton", "debtor"]
Mode = Literal["manual", "preview", "progressive", "predictive"]
CollectorRole = Literal["first_party", "third_party", "debt_buyer"]
Lender = Literal["bank", "consumer_finance", "other"]
PlaceName = Literal["mobile", "home", "work", "toll_free", "email", "post", "unknown"]
AddressState = Literal["valid", "unverified", "wrong", "invalid"]
Role = Literal[
    "debtor",
    "spouse",
    "surviving_spouse",
    "parent",
    "guardian",
    "executor",
    "guarantor",
    "contact",
    "neighbour",
    "colleague",
    "attorney",
    "child",
    "unknown",
]
Identity = Literal["unknown", "claimed", "verified"]
ConsentKind = Literal["callback", "out_of_hours", "call", "sms", "email", "prerecorded"]
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
Result = Literal[
    "conversation",
    "no_answer",
    "voicemail",
    "message_left",
    "busy",
    "not_in_service",
    "abandoned",
    "machine",
    "hung_up_at_once",
    "sent",
    "replied",
]
Reached = Literal["debtor", "third_party", "wrong_party"]
Purpose = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)]
Recorded = Literal["on", "off", "unavailable"]

FLAGS = frozenset(
    {
        *("cease", "attorney", "bankruptcy", "discharged", "deceased", "minor", "dispute"),
        *("validation_pending", "breathing_space", "vulnerable", "hardship_review"),
        *("complaint_hold", "servicemember", "employer_prohibits", "do_not_call", "objected"),
        *("lost", "legal_decision"),
    }
)
_LATEST = datetime(2400, 1, 1, tzinfo=UTC)


def _instant(moment: datetime) -> datetime:
    if not 1971 <= moment.year < 2400:
        raise ValueError("a year from 1971 to 2399 is needed")
    return moment.astimezone(UTC)


def _end(moment: datetime) -> datetime:
    """Far ends such as 9999-12-31 are written for "for ever": they end with the calendar we use."""
    return _LATEST if moment.year >= 2400 else _instant(moment)


def _local(clock_time: time) -> time:
    if clock_time.tzinfo is not None:
        raise ValueError("a local time without an offset is needed")
    return clock_time


Instant = Annotated[AwareDatetime, AfterValidator(_instant)]
End = Annotated[AwareDatetime, AfterValidator(_end)]
LocalTime = Annotated[time, AfterValidator(_local)]


class Part(BaseModel):
    """A part of the request: frozen, strict, unknown keys forbidden."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid", validate_by_name=True)


def _from() -> Any:
    """The key `from`, a word Python keeps for itself; in Python the field is `from_`."""
    return Field(
        default=None, validation_alias=AliasChoices("from", "from_"), serialization_alias="from"
    )


class Collector(Part):
    """Who collects."""

    role: CollectorRole | None = None
    entity: str | None = None
    lender: Lender | None = None
    group: str | None = None  # collectors whose contacts count together, for example an agency


class Address(Part):
    """The number or address that is to be used."""

    value: str = Field(repr=False)
    place: PlaceName = "unknown"
    state: AddressState = "unverified"


class Party(Part):
    """The person behind the address."""

    id: str
    role: Role
    identity: Identity = "unknown"
    household: str | None = None  # persons who live together


class Location(Part):
    """Where the debtor may be, and how that is known."""

    source: Literal["stated", "address", "number_prefix"]
    zone: str | None = None  # IANA name
    region: str | None = None  # ISO 3166-2
    until: End | None = None


class Flag(Part):
    """Something laid on the debtor or, by `party`, on another person."""

    flag: str
    from_: Instant | None = _from()
    until: End | None = None
    debts: tuple[str, ...] = ()  # none = all
    channels: tuple[ContactKind, ...] = ()  # none = all
    party: str | None = None


class Consent(Part):
    """What a person agreed to, and for when."""

    kind: ConsentKind
    given_at: Instant
    from_: Instant | None = _from()
    until: End | None = None
    weekdays: tuple[Weekday, ...] = ()  # none = all
    local_until: LocalTime | None = None
    ended_by_conversation: bool = False
    party: str | None = None
    revoked_at: Instant | None = None  # it holds no longer from that instant on


class Inconvenient(Part):
    """A weekly time at which, or a place where, the debtor does not want to be contacted."""

    weekdays: tuple[Weekday, ...] = ()  # none = all
    from_: LocalTime | None = _from()  # null = from midnight
    until: LocalTime | None = None  # null = to midnight; not after `from`: into the next day
    place: PlaceName | None = None


class DebtorFacts(Part):
    """What is known about the debtor."""

    id: str
    language: str | None = None
    locations: tuple[Location, ...] = ()
    flags: tuple[Flag, ...] = ()
    consents: tuple[Consent, ...] = ()
    inconvenient: tuple[Inconvenient, ...] = ()


class DebtFacts(Part):
    """A debt the contact is about."""

    id: str
    days_past_due: int | None = None
    product: str | None = None
    limitation_date: date | None = None
    validation_sent_on: date | None = None
    validation_assumed_on: date | None = None
    disputed_in_writing_on: date | None = None


class Event(Part):
    """One contact that happened, whoever made it. `result` null = not known (yet)."""

    id: str
    at: Instant
    kind: ContactKind
    direction: Literal["out", "in"]
    address: str | None = Field(default=None, repr=False)
    place: PlaceName | None = None
    party: str | None = None
    party_role: Role | None = None
    debts: tuple[str, ...] = ()
    collector: str | None = None
    campaign: str | None = None
    result: Result | None = None
    reached: Reached | None = None
    talk_s: Annotated[float, Field(ge=0, allow_inf_nan=False)] | None = None
    consented: bool = False
    purpose: Purpose | None = None
    household: str | None = None
    collector_group: str | None = None


class Tally(Part):
    """Calls answered by a person, and how many of them found no agent."""

    connected: Annotated[int, Field(ge=0)]
    abandoned: Annotated[int, Field(ge=0)]


class CampaignRun(Part):
    """The dialler's figures of the campaign."""

    id: str
    day: Tally | None = None
    last_30_days: Tally | None = None


class ShownNumber(Part):
    """The number the called person sees. What is not said is not known."""

    number: str | None = None
    returnable: bool | None = None  # who calls it back reaches the collector
    private: bool | None = None  # an agent's own


class DiallerSettings(Part):
    """How the dialler is set for this call. What is not said is not known."""

    ring_timeout_s: Annotated[float, Field(ge=0, le=3600, allow_inf_nan=False)] | None = None
    amd: bool | None = None  # answering machine detection
    agent_within_s: Annotated[float, Field(ge=0, le=3600, allow_inf_nan=False)] | None = None


class Content(Part):
    """What a message, a letter or a voicemail will say; a call has none."""

    template: str | None = None
    channel: Literal["sms", "email", "letter", "voicemail"] | None = None  # null = the kind's
    fields: tuple[str, ...] = ()  # names of the template's fields that are filled
    text: str | None = Field(default=None, repr=False)  # as it will be read
    language: str | None = None
    signed: bool | None = None
    opt_out: bool | None = None


class Override(Part):
    """Somebody with authority answers for going on in spite of named rules."""

    rules: Annotated[tuple[str, ...], Field(min_length=1)]
    by: str
    role: str
    second: str | None = None  # the second person who agreed
    reason: str | None = None
    until: End


def _without_nulls(text: str | bytes, fault: ValidationError) -> Any:
    """The request as a tree, less the known keys that are null where only absence is foreseen;
    raises `fault` again where it has no such key."""
    nulls = [
        error["loc"]
        for error in fault.errors(include_url=False, include_context=False)
        if error["loc"] and error["input"] is None and error["type"] != "extra_forbidden"
    ]
    if not nulls:
        raise fault
    tree = from_json(text)
    for path in nulls:
        node = tree
        for part in path[:-1]:
            node = node[part]
        if isinstance(node, dict):
            node.pop(path[-1], None)
    return tree


class ContactRequest(Part):
    """May this contact be made at `now`?"""

    now: Instant
    kind: ContactKind
    initiator: Initiator = "agent"
    mode: Mode = "manual"
    collector: Collector | None = None
    address: Address | None = None
    party: Party | None = None
    debtor: DebtorFacts
    debts: tuple[DebtFacts, ...] = ()
    history: tuple[Event, ...] = ()
    history_as_of: Instant | None = None  # null = of unknown age
    campaign: CampaignRun | None = None
    purpose: Purpose | None = None  # demand, locate, remedy_intended, confirmation, ...
    caller_id: ShownNumber | None = None
    dialler: DiallerSettings | None = None
    recording: Recorded | None = None
    content: Content | None = None
    override: Override | None = None

    @classmethod
    def from_json(cls, text: str | bytes) -> "ContactRequest":
        """Reads the contract's JSON; pydantic.ValidationError where it is not one."""
        try:
            return cls.model_validate_json(text, by_alias=True, by_name=False)
        except ValidationError as fault:
            tree = _without_nulls(text, fault)
            return cls.model_validate_json(to_json(tree), by_alias=True, by_name=False)

    def at(self, moment: datetime) -> "ContactRequest":
        """The same question at another instant, with the history as fresh as it is now."""
        age = None if self.history_as_of is None else self.now - self.history_as_of
        as_of = None if age is None else moment - age
        return self.model_copy(update={"now": moment, "history_as_of": as_of})
