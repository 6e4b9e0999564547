"""The calls a phone holds now, followed from its events, so that the desk can tell how each ended
when the phone no longer can."""

import time
from dataclasses import dataclass, field
from pathlib import Path

from desk_client.clock import Clock
from desk_client.ids import CallId
from desk_client.phone import messages as m
from desk_client.phone.recording import cut_recording
from desk_client.phone.sealed_audio import settle_cut


@dataclass(slots=True)
class LiveCall:
    """What the desk must know of a call to tell its end; times are monotonic seconds."""

    record: m.Record | None = None
    rang: float | None = None
    answered: float | None = None
    paused_from: float | None = None
    pauses: list[tuple[float, float]] = field(default_factory=list)

    def follow(self, event: m.Event, now: float) -> None:
        match event:
            case m.Ringing():
                self.rang = self.rang or now
            case m.Answered():
                self.answered = now
                self.paused_from = 0.0 if self.record and self.record.paused else None
            case m.RecordingPaused():
                self.paused_from = event.at_s
            case m.RecordingResumed() if self.paused_from is not None:
                self.pauses.append((self.paused_from, event.at_s))
                self.paused_from = None
            case _:
                pass

    def ended_by_phone(self, call_id: CallId, detail: str, clock: Clock) -> m.Ended:
        """The end that a lost phone could not tell; what was recorded is settled on the way."""
        now = time.monotonic()
        recording = None
        if self.record is not None and self.answered is not None:
            path = Path(self.record.path)
            cut = settle_cut(path)
            recording = cut_recording(path, cut, tuple(self.pauses)) if cut else None
        rang_until = self.answered or now
        return m.Ended(
            at=clock.now(),
            call_id=call_id,
            code=0,
            reason=detail,
            ended_by="phone",
            ring_s=round(rang_until - self.rang, 3) if self.rang is not None else 0.0,
            talk_s=round(now - self.answered, 3) if self.answered is not None else 0.0,
            recording=recording,
        )


class LiveCalls:
    """The calls by their id; not safe for threads by itself."""

    def __init__(self) -> None:
        self._calls: dict[CallId, LiveCall] = {}

    def commanded(self, command: m.Command) -> None:
        """A call begins with the command that places it; an answer may bring a recording."""
        if isinstance(command, m.Dial):
            self._calls.setdefault(command.call_id, LiveCall(record=command.record))
        elif isinstance(command, m.Answer) and command.call_id in self._calls:
            self._calls[command.call_id].record = command.record

    def follow(self, event: m.Event) -> None:
        now = time.monotonic()
        match event:
            case m.Incoming(call_id=call_id):
                self._calls[call_id] = LiveCall(rang=now)
            case m.Referred(new_call_id=call_id):
                self._calls.setdefault(call_id, LiveCall())
            case m.Ended(call_id=call_id):
                self._calls.pop(call_id, None)
            case m.Ringing() | m.Answered() | m.RecordingPaused() | m.RecordingResumed():
                self._calls.setdefault(event.call_id, LiveCall()).follow(event, now)
            case _:
                pass

    def forget(self, call_id: CallId) -> None:
        """It was never placed."""
        self._calls.pop(call_id, None)

    def abandon(self) -> dict[CallId, LiveCall]:
        """All of them, as their phone is gone."""
        calls, self._calls = self._calls, {}
        return calls
