"""What each kind of fact says. Bodies are frozen, strict and versioned: a body of an unknown kind
or with an unknown key is refused at the edge, never guessed at. Times inside are UTC."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import AwareDatetime, Field, JsonValue, TypeAdapter

from desk_client.body_form import Body, Medium
from desk_client.care_body import (
    ComplaintAnswered,
    ConsentGiven,
    ConsentRevoked,
    FlagLaid,
    FlagSet,
    HoldLaid,
    InconvenientNamed,
    Overridden,
    RecordErased,
)
from desk_client.ids import CallId, CampaignId, ContactPointId, DebtId, FactId, MessageId
from desk_client.message_body import (
    MessageAnswered,
    MessageAttempted,
    MessageDelivered,
    MessageFailed,
    MessageHanded,
    MessageOrdered,
)
from desk_client.outstanding import Outstanding
from desk_client.plan_body import PlanTerms
from desk_client.reach_body import ContactPointMarked, ContactPointNamed
from desk_client.team_body import (
    CaseHandedOver,
    HelpAsked,
    RestReason,
    WrapUpExtended,
)
from desk_client.workflow_body import (
    FlagLifted,
    WorkflowApproved,
    WorkflowClosed,
    WorkflowNoted,
    WorkflowOpened,
    WorkflowPassed,
    WorkflowTaken,
)


class RefusingReason(Body):
    """One rule that refused, with its clause."""

    rule: str
    pack: str
    severity: str
    ref: str
    retry_at: AwareDatetime | None


class VerdictGiven(Body):
    """The gate was asked. Written for every refusal, and beside every attempt."""

    kind: Literal["verdict_given"] = "verdict_given"
    call_id: CallId | None = None  # the attempt it allowed
    message_id: MessageId | None = None  # the message it allowed or refused
    contact_point_id: ContactPointId | None
    contact: Medium
    path: str  # dialler, dial_key, redial, callback, tel_link, digits, order, messenger, ...
    decision: Literal["allowed", "allowed_with_gates", "refused"]
    reasons: tuple[RefusingReason, ...] = ()
    retry_at: AwareDatetime | None = None
    packs: tuple[str, ...]  # id@version#sha256
    input_sha256: str
    asked_at: AwareDatetime | None = None  # the request's `now`; null in facts of earlier versions
    history_as_of: AwareDatetime | None = None
    overridden: tuple[str, ...] = ()
    outstanding: tuple[Outstanding, ...] = ()  # others' attempts that it counted, not in any fact
    besides: dict[str, JsonValue] = {}  # what else the question held and no fact tells


class Attempted(Body):
    """A call is about to be placed; committed before the INVITE, counted whatever follows."""

    kind: Literal["attempted"] = "attempted"
    call_id: CallId
    contact_point_id: ContactPointId
    address: str
    place: str
    role: str
    debts: tuple[DebtId, ...]
    campaign_id: CampaignId
    initiator: Literal["agent", "dialler", "automaton", "debtor"]
    mode: Literal["manual", "preview", "progressive", "predictive"]
    consented: bool = False


class Answered(Body):
    """Somebody or something picked up."""

    kind: Literal["answered"] = "answered"
    call_id: CallId


class SaidLine(Body):
    """A line of the callscript, said at a moment."""

    step: str
    line: str
    said_at: AwareDatetime
    must_say: bool


class ScriptSaid(Body):
    """Which lines were said in a call, in order, and which mandatory ones never were."""

    kind: Literal["script_said"] = "script_said"
    call_id: CallId
    callscript: str
    lines: tuple[SaidLine, ...]
    unsaid: tuple[str, ...]


class IdentityChecked(Body):
    """The identity gate was answered once: enough factors matched, or too many did not."""

    kind: Literal["identity_checked"] = "identity_checked"
    call_id: CallId
    verified: bool
    matched: tuple[str, ...]
    missed: int


class PauseSpan(Body):
    """Seconds of a recording during which nothing was written."""

    from_s: float
    to_s: float


class HoldSpan(PauseSpan):
    """Seconds of a recording that are silent because somebody had the call on hold."""

    by: Literal["us", "them"]


class RecordingMade(Body):
    """Where a call's recording lies and what it weighs; sha256 is that of the ciphertext. `lost`:
    what was said while the disk was too slow to take it."""

    path: str
    sha256: str
    seconds: float
    channels: Literal[2] = 2
    bytes: int
    paused: tuple[PauseSpan, ...] = ()
    held: tuple[HoldSpan, ...] = ()
    lost: tuple[PauseSpan, ...] = ()
    agent_rms: float
    debtor_rms: float


class LineQuality(Body):
    """How the network carried a call: means, and the worst opinion score (1.0 to 4.4, G.107)."""

    rtt_ms: float
    jitter_ms: float
    loss_pct: float
    mos: float
    worst_mos: float


class CallEnded(Body):
    """The call is over, with the line's own words for why."""

    kind: Literal["call_ended"] = "call_ended"
    call_id: CallId
    code: int  # SIP status, 0 where the phone process was lost
    reason: str
    ended_by: Literal["us", "them", "network", "phone"]
    answered: bool
    ring_s: float
    talk_s: float
    recording: RecordingMade | None = None
    q850: int | None = None  # the carrier's cause, ITU-T Q.850, where it told one
    carrier_says: str = ""
    quality: LineQuality | None = None


class CallTransferred(Body):
    """The debtor was put through to a colleague, or could not be; `attended` after a word with the
    colleague first."""

    kind: Literal["call_transferred"] = "call_transferred"
    call_id: CallId
    to: str
    attended: bool
    done: bool


class CallMonitored(Body):
    """Somebody who may listened to a call, spoke to the agent, or joined the talk."""

    kind: Literal["call_monitored"] = "call_monitored"
    call_id: CallId
    mode: Literal["off", "listen", "whisper", "barge"]
    by: str


class RecordingSealed(Body):
    """One link of this desk's chain of recordings; its head lies in central as this fact."""

    kind: Literal["recording_sealed"] = "recording_sealed"
    call_id: CallId
    index: int
    sha256: str  # of the ciphertext
    previous: str  # hash of the link before, 64 zeros for the first
    link: str  # hash of this link
    public_key: str
    signature: str


class PromiseTerms(Body):
    """What was promised."""

    amount: Decimal
    currency: str
    due: date
    channel: str


class CallbackTerms(Body):
    """When to call again, and whether the debtor asked for it."""

    at: AwareDatetime
    until: AwareDatetime | None = None
    agreed: bool


class OutcomeLogged(Body):
    """How a call ended for the case, with everything that follows from it, in one fact."""

    kind: Literal["outcome_logged"] = "outcome_logged"
    call_id: CallId
    code: str
    level: Literal["RPC", "TPC", "WPC", "NC"]
    by_line: bool = False  # proposed by the line's signal, not by a key
    result: str  # compliance history's result: conversation, no_answer, busy, ...
    reached: str | None
    promise: PromiseTerms | None = None
    plan: PlanTerms | None = None  # then the promise is its first instalment
    callback: CallbackTerms | None = None
    flags: tuple[FlagSet, ...] = ()
    contact_point_state: str | None = None  # valid, wrong, invalid
    case_status: str | None = None  # the case's new place: promised, disputed, ...
    queue: str | None = None  # who works on it next: disputes, team_lead, skip_tracing, ...
    note: str = ""


class Withdrawn(Body):
    """Takes one earlier fact back; both stay in the record."""

    kind: Literal["withdrawn"] = "withdrawn"
    fact_id: FactId
    reason: str = ""


class NoteWritten(Body):
    """A note on the case."""

    kind: Literal["note_written"] = "note_written"
    call_id: CallId | None = None
    text: str


class CallbackBooked(Body):
    """A callback set without a conversation, for example the alternative to a refused dial."""

    kind: Literal["callback_booked"] = "callback_booked"
    terms: CallbackTerms
    contact_point_id: ContactPointId | None


class Skipped(Body):
    """The agent passed over a case, and why."""

    kind: Literal["skipped"] = "skipped"
    reason: str


class ShiftChanged(Body):
    """Signed in, ready, not ready and why, signed out. A reason that is chosen after the key is
    told in a second fact, and holds from the first."""

    kind: Literal["shift_changed"] = "shift_changed"
    state: Literal["signed_in", "ready", "not_ready", "signed_out"]
    reason: RestReason = ""


class CaseOpened(Body):
    """Who looked at a case. `alone`: no call was on the line, so that nobody could be told."""

    kind: Literal["case_opened"] = "case_opened"
    shown: Literal["hidden", "open"]
    alone: bool = False


FactBody = (
    VerdictGiven
    | Attempted
    | Answered
    | ScriptSaid
    | IdentityChecked
    | CallEnded
    | CallTransferred
    | CallMonitored
    | RecordingSealed
    | OutcomeLogged
    | Withdrawn
    | NoteWritten
    | CallbackBooked
    | Skipped
    | ShiftChanged
    | CaseOpened
    | MessageOrdered
    | MessageAttempted
    | MessageHanded
    | MessageDelivered
    | MessageFailed
    | MessageAnswered
    | FlagLaid
    | ConsentGiven
    | ConsentRevoked
    | InconvenientNamed
    | Overridden
    | ComplaintAnswered
    | HoldLaid
    | RecordErased
    | HelpAsked
    | CaseHandedOver
    | WrapUpExtended
    | ContactPointNamed
    | ContactPointMarked
    | WorkflowOpened
    | WorkflowTaken
    | WorkflowNoted
    | WorkflowPassed
    | WorkflowApproved
    | WorkflowClosed
    | FlagLifted
)

_BODY: TypeAdapter[FactBody] = TypeAdapter(Annotated[FactBody, Field(discriminator="kind")])


def body_from_json(text: str | bytes) -> FactBody:
    """Reads a stored or received body; pydantic.ValidationError where it is not one."""
    return _BODY.validate_json(text)


def body_to_json(body: FactBody) -> str:
    """The body as stored, pushed and hashed."""
    return body.model_dump_json()
