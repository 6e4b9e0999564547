"""What a report says, as typed figures: docs/evidence.md names every one of them. Nothing here
holds a telephone number, a name or an amount; a contact is told by the number of its case."""

from datetime import date, datetime, time
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field

from desk_client.compliance.answer import Confidence, Severity
from desk_client.text import Text

SCHEMA: Literal["desk-client/compliance-report/1"] = "desk-client/compliance-report/1"
Count = Annotated[int, Field(ge=0)]
Sureness = Confidence | Literal["unknown"]  # unknown: the pack of that version is not kept here


class Figures(BaseModel):
    """A part of the report."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", strict=True, validate_by_name=True, validate_by_alias=True
    )


class RuleNamed(Figures):
    """A rule with its clause and how sure we are of it."""

    rule: str
    pack: str
    ref: str
    severity: Severity | Literal["unknown"]
    confidence: Sureness
    text: Text


class Calls(Figures):
    """Calls of the day. `attempts` are those we placed; `conversations` those of them in which
    somebody spoke with us; `incoming` are not attempts."""

    attempts: Count = 0
    conversations: Count = 0
    incoming: Count = 0


class Messages(Figures):
    """Messages of one channel: `sent` = handed over, or may have been."""

    channel: Literal["sms", "email", "letter"]
    sent: Count = 0
    delivered: Count = 0
    failed: Count = 0
    answered: Count = 0


class Verdicts(Figures):
    """Answers of the gate."""

    asked: Count = 0
    allowed: Count = 0
    refused: Count = 0


class Refusal(RuleNamed):
    """How often a rule refused. A verdict may be refused by several."""

    count: Count


class HoursHeld(RuleNamed):
    """Contacts beside the hours that the rule permits. `first` and `last` are the earliest and the
    latest time of day on the debtor's own clock; `permitted` the windows of those days. `lifted`:
    outside, and let through by a consent, an exemption or an override."""

    contacts: Count
    first: time | None
    last: time | None
    permitted: tuple[str, ...]
    outside: Count
    lifted: Count


class Outside(Figures):
    """One contact outside permitted hours."""

    at: datetime
    local: time
    zone: str
    contact: str
    case_no: str
    rule: str
    permitted: str
    lifted: bool


class CapHeld(RuleNamed):
    """The fullest window that ended with a contact of the day. `keys`: for how many keys (a debtor,
    a debtor's number, ...) something was counted; of them so many reached the limit (`at_limit`),
    and so many went beyond it (`over`); `lifted` = beyond it by consent, exemption or override."""

    label: Text
    limit: Count
    window: str
    key: tuple[str, ...]
    reached: Count
    keys: Count
    at_limit: Count
    over: Count
    lifted: Count


class DisclosureHeld(Figures):
    """A line that must be said: in how many calls it was, in how many it was not."""

    callscript: str
    line: str  # path.line of the callscript
    said: Count
    missing: Count


class IdentityGates(Figures):
    """Identity gates answered. `shown_before` counts openings of a case's figures without a gate
    passed before by the same person; the program has no way to do it, so it must be 0."""

    passed: Count = 0
    failed: Count = 0
    shown_before: Count = 0


class OverrideMade(Figures):
    """Somebody answered for a contact against rules of the house."""

    at: datetime
    by: str
    role: str
    second: str
    reason: str
    rules: tuple[str, ...]
    contact: str
    case_no: str
    until: datetime


class Recordings(Figures):
    """Calls that were answered, and what became of their recording. `missing`: none was made;
    `not_sealed`: nothing at central shows that it was sealed, or another file was."""

    answered: Count = 0
    recorded: Count = 0
    missing: Count = 0
    not_sealed: Count = 0
    erased: Count = 0


class Lacking(Figures):
    """A call or message that lacks something: a recording, a seal, a verdict."""

    what: Literal["recording", "seal", "verdict"]
    at: datetime
    contact: str
    id: str
    case_no: str


class PackInForce(Figures):
    """A pack that verdicts were given by, as it was read then."""

    pack: str
    version: str
    sha256: str
    verdicts: Count
    kept_here: bool


class Deadline(Figures):
    """A day on which an answer is due; `extended` counts the steps taken from the usual one."""

    due_on: date
    extended: Count


class Complaint(Figures):
    """A complaint and its deadlines under one rule. `state` as of the report's end; after the
    usual deadline it is overdue, for nothing on the record extends it."""

    lodged_at: datetime
    case_no: str
    taken_by: str
    rule: str
    ref: str
    confidence: Sureness
    deadlines: tuple[Deadline, ...]
    answered_on: date | None
    upheld: bool | None
    state: Literal["open", "overdue", "answered", "answered_late"]


class ComplaintCounts(Figures):
    """Complaints of the day; `overdue` are those whose usual deadline had passed at its end."""

    lodged: Count = 0
    answered: Count = 0
    overdue: Count = 0


class DayFigures(Figures):
    """One day, or all of them together."""

    calls: Calls = Calls()
    messages: tuple[Messages, ...] = ()
    verdicts: Verdicts = Verdicts()
    refusals: tuple[Refusal, ...] = ()
    hours: tuple[HoursHeld, ...] = ()
    outside_hours: tuple[Outside, ...] = ()
    caps: tuple[CapHeld, ...] = ()
    disclosures: tuple[DisclosureHeld, ...] = ()
    identity: IdentityGates = IdentityGates()
    overrides: tuple[OverrideMade, ...] = ()
    recordings: Recordings = Recordings()
    complaints: ComplaintCounts = ComplaintCounts()
    messages_without_verdict: Count = 0
    contacts_without_verdict: Count = 0
    lacking: tuple[Lacking, ...] = ()
    packs: tuple[PackInForce, ...] = ()
    not_judged: Count = 0  # contacts whose case central has no more


class Day(DayFigures):
    """One day of the house."""

    day: date


class ComplianceReport(Figures):
    """The whole report. `unreadable`: facts of a kind that a newer program wrote."""

    schema_: Annotated[str, Field(alias="schema")] = SCHEMA
    program: str
    tzdata: str
    made_at: datetime
    since: date
    until: date
    zone: str
    team: int | None
    organisation: str
    debtors: Count
    unreadable: Count
    sums: DayFigures
    days: tuple[Day, ...]
    complaints: tuple[Complaint, ...]

    @property
    def house_zone(self) -> ZoneInfo:
        """On whose clock its days begin."""
        return ZoneInfo(self.zone)

    def as_json(self) -> str:
        """As `compliance report` prints it."""
        return self.model_dump_json(by_alias=True, indent=1)
