"""The call in hand, from the committed attempt to its outcome: what the phone told, what the agent
did to the line, and how far the callscript has come. It is changed on the desk thread only; what
must survive the program is in the facts that its methods return, never only here."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from desk_client.call import CallHappening, CallState, after
from desk_client.callscript.run import ScriptRun
from desk_client.case_state import CallRecord
from desk_client.debtor import PartyRole
from desk_client.fact_body import (
    Answered,
    CallEnded,
    FactBody,
    HoldSpan,
    IdentityChecked,
    LineQuality,
    OutcomeLogged,
    PauseSpan,
    RecordingMade,
    ScriptSaid,
)
from desk_client.ids import CallId
from desk_client.next_action import OutcomeTerms, logged
from desk_client.outcome import LEVELS, Level, Outcome, by_key, refusal
from desk_client.phone.events import Ended, Recording
from desk_client.phone_number import PhoneNumber
from desk_client.services.call_parts import RecordingLight
from desk_client.services.case_in_hand import CaseInHand
from desk_client.services.digits import Keypad
from desk_client.text import Text


@dataclass(slots=True, kw_only=True)
class CallInHand:
    """One call. `script` is None for a call that an earlier run of the program left behind."""

    call_id: CallId
    hand: CaseInHand
    number: PhoneNumber
    place: str
    mode: str
    placed_at: datetime
    script: ScriptRun | None
    party: str | None = (
        None  # whose number it is where it is not the debtor's, as the gate names it
    )
    checked: tuple[Text, ...] = ()  # what the gate checked before this dial
    state: CallState = CallState.PLACED
    answered_at: datetime | None = None
    held_since: datetime | None = None
    ended_at: datetime | None = None
    ended: CallEnded | None = None
    muted: bool = False
    recording: RecordingLight = RecordingLight.ARMED
    paused_since: datetime | None = None
    keypad_open: bool = False
    digits_sent: str = ""
    keypad: Keypad = field(default_factory=Keypad)
    preselected: Outcome | None = None  # chosen while talking, logged after
    held: tuple[Outcome, ...] = ()  # logged already, because they must hold at once
    level: Level = "NC"
    note: str = ""
    identity_told: bool = False

    @property
    def verified(self) -> bool:
        return self.script.verified if self.script else self.identity_told

    @property
    def committed(self) -> bool:
        """Whether an outcome that holds at once is logged already; no other takes its place."""
        return bool(self.held)

    @property
    def answered(self) -> bool:
        return self.answered_at is not None

    def rang(self) -> None:
        if self.state in (CallState.PLACED, CallState.RINGING):
            self.state = after(self.state, CallHappening.RANG)

    def was_answered(self, at: datetime) -> Answered:
        """The debtor's side picked up; recording runs from here."""
        self.state = after(self.state, CallHappening.ANSWERED)
        self.answered_at = at
        self.level = "TPC"
        if self.recording is RecordingLight.ARMED:
            self.recording = RecordingLight.ON
        return Answered(call_id=self.call_id)

    def was_held(self, at: datetime) -> None:
        self.state = after(self.state, CallHappening.HELD)
        self.held_since = self.held_since or at

    def was_resumed(self) -> None:
        self.state = after(self.state, CallHappening.RESUMED)
        self.held_since = None

    def recording_paused(self, at: datetime) -> None:
        self.recording, self.paused_since = RecordingLight.PAUSED, at

    def recording_resumed(self) -> None:
        self.recording, self.paused_since = RecordingLight.ON, None

    def recording_failed(self) -> None:
        """Nothing is recorded of this call from here on; told before the answer or in the call."""
        self.recording, self.paused_since = RecordingLight.OFF, None

    def has_ended(self, event: Ended, at: datetime) -> tuple[FactBody, ...]:
        """The facts of the end: what was said, and how the line ended."""
        self.state = after(self.state, CallHappening.ENDED)
        self.ended_at = at
        self.held_since = None
        self.keypad_open = False
        self.recording = RecordingLight.ON if event.recording else RecordingLight.OFF
        self.ended = CallEnded(
            call_id=self.call_id,
            code=event.code,
            reason=event.reason,
            ended_by=event.ended_by,
            answered=self.answered,
            ring_s=event.ring_s,
            talk_s=event.talk_s,
            recording=recording_made(event.recording),
            q850=event.q850,
            carrier_says=event.carrier_says[:200],
            quality=LineQuality(**event.quality.model_dump()) if event.quality else None,
        )
        said = self._script_said()
        return (self.ended,) if said is None else (said, self.ended)

    def identity_checked(self) -> IdentityChecked | None:
        """The gate's answer, told once, as soon as it is known."""
        checked = self.script.identity_checked(self.call_id) if self.script else None
        if checked is None or self.identity_told:
            return None
        self.identity_told = True
        if checked.verified:
            self.level = "RPC"
        return checked

    def choose_level(self, level: str) -> None:
        """Whom the grid is for; the right party stays shut until identity is verified."""
        self.level = next(each for each in LEVELS if each == level)

    def outcome_on(self, key: str) -> Outcome | Text:
        """What a letter of the grid means now, or why it cannot be taken."""
        row = by_key(self.level, key)
        if row is None:
            return Text("此键在这一层没有结果码", "No outcome on this key at this level")
        return refusal(row, answered=self.answered, verified=self.verified) or row

    def outcome_body(self, row: Outcome, now: datetime) -> OutcomeLogged:
        """The fact of an outcome that holds at once."""
        terms = OutcomeTerms(
            party=self.party,
            debts=tuple(debt.debt_id for debt in self.hand.case.debts),
            note=self.note,
        )
        return logged(row, call_id=self.call_id, terms=terms, now=now, zone=self.hand.zone)

    def _script_said(self) -> ScriptSaid | None:
        if self.script is None or not self.answered:
            return None
        return self.script.script_said(self.call_id)


def recording_made(recording: Recording | None) -> RecordingMade | None:
    """The phone's word on a recording as it goes into the fact."""
    if recording is None:
        return None
    channels: Literal[2] = 2
    return RecordingMade(
        path=recording.path,
        sha256=recording.sha256,
        seconds=recording.seconds,
        channels=channels,
        bytes=recording.bytes,
        paused=tuple(PauseSpan(from_s=start, to_s=end) for start, end in recording.paused),
        held=tuple(HoldSpan(from_s=start, to_s=end, by=by) for start, end, by in recording.held),
        lost=tuple(PauseSpan(from_s=start, to_s=end) for start, end in recording.lost),
        agent_rms=recording.agent_rms,
        debtor_rms=recording.debtor_rms,
    )


def left_behind(record: CallRecord, hand: CaseInHand) -> CallInHand:
    """The call of an earlier run, or of a withdrawn outcome, as far as its facts tell: enough to
    finish its wrap-up."""
    end = record.ended
    verified = record.identity is not None and record.identity.verified
    call = CallInHand(
        call_id=record.call_id,
        hand=hand,
        number=PhoneNumber(record.address),
        place=record.place,
        mode=record.mode,
        placed_at=record.attempted_at,
        script=None,
        party=None if record.role == PartyRole.DEBTOR else record.contact_point_id,
        state=CallState.ENDED,
        answered_at=record.answered_at,
        ended_at=end.at if end else record.attempted_at,
        recording=RecordingLight.ON if end and end.recording else RecordingLight.OFF,
        level="RPC" if verified else "TPC" if record.answered_at else "NC",
        identity_told=verified,
    )
    if end is not None:
        call.ended = CallEnded(
            call_id=record.call_id,
            code=end.code,
            reason=end.reason,
            ended_by=end.ended_by,  # type: ignore[arg-type]  # folded from the same Literal
            answered=end.answered,
            ring_s=end.ring_s,
            talk_s=end.talk_s,
            recording=end.recording,
        )
    return call
