"""What the window shows of a call: its bar, the callscript line by line, the outcome grid and the
wrap-up with its forms. Frozen values, made by the services and painted as they are."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from desk_client.ids import CallId
from desk_client.money import Money
from desk_client.phone_number import PhoneNumber
from desk_client.text import Text


class RecordingLight(StrEnum):
    """The recording light of the call bar; after the call ON says that a recording lies sealed."""

    OFF = "off"
    ARMED = "armed"  # records from the answer
    ON = "on"
    PAUSED = "paused"


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
    q850: int | None = None
    carrier_says: str = ""
    keypad_open: bool = False
    digits_sent: str = ""
    checked: tuple[Text, ...] = ()  # what the gate checked before this dial


@dataclass(frozen=True, slots=True, kw_only=True)
class SidePart:
    """The second call. `about` says of a debtor which kind of case; `in_ear` whether this one is
    heard now."""

    call_id: CallId
    incoming: bool
    name: str
    about: Text
    number: PhoneNumber | None
    began_at: datetime
    answered_at: datetime | None
    in_ear: bool
    held_since: datetime | None = None  # while the other call is in the ear
    joined: bool
    muted: bool
    leaving: bool
    known: bool  # a debtor of this desk, or a colleague
    role: str = ""  # of a colleague: lead, specialist, agent
    recording: RecordingLight = RecordingLight.OFF
    recording_paused_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class ColleagueRow:
    """One line of the directory."""

    key: str
    name: str
    role: str


@dataclass(frozen=True, slots=True)
class ListenerPart:
    """A lead in the call; `mode` listen, whisper or barge."""

    by: str
    mode: str


@dataclass(frozen=True, slots=True)
class LineFigures:
    """How the network carries the call now: opinion score 1.0 to 4.4, round trip, loss."""

    mos: float
    rtt_ms: float
    jitter_ms: float
    loss_pct: float


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
class InstalmentRow:
    """A line of a plan's table."""

    number: int
    due: date
    amount: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanDraft:
    """The proposed plan with its whole table; `left` is what the debtor has of a month, None = not
    asked."""

    counts: tuple[Choice, ...]
    dates: tuple[Choice, ...]
    downs: tuple[Choice, ...]
    rows: tuple[InstalmentRow, ...]
    currency: str
    left: Money | None
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
    plan: PlanDraft | None = None
    effects: tuple[Effect, ...]
    logged: bool
    ends_at: datetime
    rests_since: datetime | None  # the countdown stands as it was then
    length_s: int
    must_said: int
    must_total: int
    said: tuple[tuple[datetime, str], ...]
    next_case: NextCase | None
