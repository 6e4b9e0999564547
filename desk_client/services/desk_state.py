"""Everything the window shows, as one frozen value. The services make a new DeskState after every
key and every event of the phone; the panes paint what they find in it and hold nothing of their
own. Texts that come from data (rules, outcomes, callscripts) carry both languages; everything
else is a code or a figure that ui.wording puts into words. Times are aware UTC."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from desk_client.ids import CallId, CaseId, ContactPointId
from desk_client.money import Money
from desk_client.phone_number import PhoneNumber
from desk_client.text import Text


class Phase(StrEnum):
    """What the agent is in; decides which screen is up and which keys work."""

    READY = "ready"  # work list, about to take the next case
    NOT_READY = "not_ready"  # work list, no case comes by itself
    PREVIEW = "preview"  # a case is painted with its verdict
    DIALLING = "dialling"  # the attempt is committed, the far side may ring
    TALKING = "talking"
    ON_HOLD = "on_hold"
    WRAP_UP = "wrap_up"
    REFUSED = "refused"  # the gate said no; the sheet says why and what else


class LineState(StrEnum):
    """The phone's registration."""

    STARTING = "starting"
    REGISTERED = "registered"
    RECONNECTING = "reconnecting"
    LOST = "lost"


class SyncState(StrEnum):
    """How this desk stands to central."""

    SYNCED = "synced"
    TO_SEND = "to_send"
    OFFLINE = "offline"


class RecordingLight(StrEnum):
    """The recording light of the call bar."""

    OFF = "off"
    ARMED = "armed"  # records from the answer
    ON = "on"
    PAUSED = "paused"


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
class DayFigures:
    """The agent's own day, folded from today's facts."""

    dialled: int
    plan: int
    effective: int
    promises: int
    kept_percent: int | None  # None until a promise has come due
    since: datetime | None


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


@dataclass(frozen=True, slots=True, kw_only=True)
class CallBar:
    """The call in hand."""

    call_id: CallId
    placed_at: datetime
    answered_at: datetime | None
    held_since: datetime | None
    ended_at: datetime | None
    name: str
    number: PhoneNumber
    place: str
    mode: str
    muted: bool
    recording: RecordingLight
    recording_paused_since: datetime | None
    ended_by: str | None
    end_code: int | None
    end_reason: str
    talk_s: float
    keypad_open: bool = False
    digits_sent: str = ""
    checked: tuple[Text, ...] = ()  # what the gate checked before this dial


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeRow:
    """One key of the outcome grid."""

    code: str
    key: str
    label: Text
    likely: bool
    allowed: bool
    why_not: Text | None
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeGrid:
    """The right pane's outcome part."""

    level: str  # RPC, TPC, WPC, NC
    rows: tuple[OutcomeRow, ...]
    note: Text | None  # "核身前只可记录非本人结果"
    line_says: Text | None  # what the line's signal will log by itself


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A proposed value of a form."""

    label: str
    hint: Text
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseDraft:
    """The proposed promise, in the live pane and the wrap-up form."""

    amounts: tuple[Choice, ...]
    dates: tuple[Choice, ...]
    channels: tuple[Choice, ...]
    amount: Money
    due: date
    checks: tuple[Text, ...]
    faults: tuple[Text, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CallbackDraft:
    """The proposed callback."""

    times: tuple[Choice, ...]
    at: datetime
    checks: tuple[Text, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """One thing that logging the outcome will do."""

    icon: str
    what: Text
    value: Text
    clause: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class NextCase:
    """The case after this one, painted already."""

    name: str
    reason: Text
    until: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WrapUpSheet:
    """The centre of wrap-up."""

    chosen: Text | None
    chosen_key: str
    promise: PromiseDraft | None
    callback: CallbackDraft | None
    effects: tuple[Effect, ...]
    logged: bool
    ends_at: datetime | None  # None while the countdown rests
    length_s: int
    must_said: int
    must_total: int
    said: tuple[tuple[datetime, str], ...]
    next_case: NextCase | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternative:
    """What can be done instead of a refused dial. Key "Enter" is the best one."""

    key: str
    icon: str
    what: Text
    detail: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedSheet:
    """The centre after a refusal."""

    verdict: VerdictRow
    path: Text
    alternatives: tuple[Alternative, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Toast:
    """What was undone or done, in words; shown 8 s."""

    title: Text
    lines: tuple[Text, ...]
    redo: bool
    shown_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Station:
    """Who works here and how the desk stands: top bar, banner and status bar."""

    agent_name: str
    staff_no: str
    line: LineState
    line_detail: str
    sync: SyncState
    waiting: int
    offline_since: datetime | None
    next_try_s: int | None
    lease_until: datetime | None
    leased: int
    pack: Text
    rehearsal: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskState:
    """One moment of the desk."""

    now: datetime
    zone: str  # IANA zone in which the screen shows times
    phase: Phase
    since: datetime
    ready: bool = True  # takes cases by itself; in a call: afterwards
    station: Station
    day: DayFigures
    work: WorkList
    card: CaseCard | None = None
    contact_points: tuple[ContactPointRow, ...] = ()
    why: tuple[tuple[Mark, Text], ...] = ()
    meters: tuple[Meter, ...] = ()
    verdict: VerdictRow | None = None
    dials_at: datetime | None = None  # a timed preview or the next progressive dial
    script: "ScriptPane | None" = None
    call: CallBar | None = None
    outcomes: OutcomeGrid | None = None
    draft: PromiseDraft | None = None
    wrap_up: WrapUpSheet | None = None
    refused: RefusedSheet | None = None
    note: str = ""
    after: tuple[NextCase, ...] = ()
    toast: Toast | None = None
    notice: Text | None = None  # the status bar's answer to a key that cannot act
    hidden: bool = True  # amounts are hidden (B, or identity not verified)
    alerts: tuple[Text, ...] = field(default=())


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A run of script text; emphasised where **so** marked."""

    text: str
    strong: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ScriptLine:
    """A line of the script, said or to be said."""

    spans: tuple[Span, ...]
    must_say: bool
    said_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FactorRow:
    """One identity factor under the current line."""

    key: str
    name: Text
    expected: str  # asked, never read out
    state: str  # to_ask, matched, missed
    at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScriptPane:
    """The reading pane of a call."""

    title: Text
    version: str
    steps: tuple[tuple[Text, str], ...]  # name, done/current/coming
    past: tuple[ScriptLine, ...]
    current: ScriptLine
    coming: tuple[ScriptLine, ...]
    branches: tuple[tuple[str, Text], ...]  # key, label
    factors: tuple[FactorRow, ...]
    hint: Text | None
    must_said: int
    must_total: int
