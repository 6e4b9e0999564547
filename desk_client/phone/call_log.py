"""What happened in each call, told as events. The end of a recorded call is told when its recording
is closed, so that the event can say what was recorded; a disk that hangs delays it for so long and
no longer."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Literal, NamedTuple

from desk_client.clock import Clock
from desk_client.phone import messages as m
from desk_client.phone.call_life import CallLife, ended_by
from desk_client.phone.limits import Refused
from desk_client.phone.loudness import rms
from desk_client.phone.recording import CallRecording

_CLOSE_WAIT_S = 3.0  # when the phone quits
_PATIENCE_S = 15.0  # with a disk that hangs, before the end of a call is told without it


class _Closing(NamedTuple):
    """A call that is over while its recording is still being closed."""

    life: CallLife
    ended: m.Ended
    latest: float


class CallLog:
    """Keeps each CallLife true and tells the desk; called from the phone's one thread."""

    def __init__(
        self,
        clock: Clock,
        tell: Callable[[m.Event], None],
        *,
        patience_s: float = _PATIENCE_S,
    ) -> None:
        self._clock = clock
        self._tell = tell
        self._patience_s = patience_s
        self._closing: list[_Closing] = []

    def rang(self, life: CallLife, code: int) -> None:
        if life.rang is None:
            life.rang = time.monotonic()
        self._tell(m.Ringing(at=self._clock.now(), call_id=life.call_id, code=code))

    def answered(self, life: CallLife, code: int) -> None:
        if life.answered is not None:
            return
        life.answered = time.monotonic()
        if life.record is not None:
            self._start_recording(life, life.record)
        self._tell(m.Answered(at=self._clock.now(), call_id=life.call_id, code=code))

    def hold_changed(self, life: CallLife, *, by_us: bool, by_them: bool) -> None:
        if by_us != life.held_by_us:
            life.held_by_us = by_us
            self._held(life, "us", on=by_us)
        if by_them != life.held_by_them:
            life.held_by_them = by_them
            self._held(life, "them", on=by_them)

    def pressed(self, life: CallLife, digits: str) -> None:
        self._tell(m.Digits(at=self._clock.now(), call_id=life.call_id, digits=digits))

    def switch_recording(
        self, life: CallLife, command: m.PauseRecording | m.ResumeRecording
    ) -> None:
        """Pauses or resumes; Refused where nothing is being recorded."""
        recording, at, call_id = life.recording, self._clock.now(), life.call_id
        if recording is None:
            raise Refused("not_recorded", "This call is not being recorded.")
        if isinstance(command, m.PauseRecording):
            self._tell(m.RecordingPaused(at=at, call_id=call_id, at_s=recording.pause()))
        else:
            self._tell(m.RecordingResumed(at=at, call_id=call_id, at_s=recording.resume()))

    def ended(self, life: CallLife, code: int, reason: str) -> None:
        """Told once for each call, as soon as its recording is closed."""
        if life.concluded:
            return
        life.concluded = True
        now = time.monotonic()
        if life.recording is not None:
            life.recording.finish()
        ended = m.Ended(
            at=self._clock.now(),
            call_id=life.call_id,
            code=code,
            reason=reason,
            q850=life.carrier.q850,
            carrier_says=life.carrier.says,
            quality=life.network.in_sum(),
            ended_by=ended_by(
                code, we_hung_up=life.hung_up is not None, answered=life.answered is not None
            ),
            ring_s=life.ring_s(now),
            talk_s=life.talk_s(now),
            longest_gap_ms=round(life.longest_gap_s * 1000, 1),
        )
        self._closing.append(_Closing(life, ended, now + self._patience_s))
        self.tell_closed()

    def tell_closed(self) -> None:
        """Tells the ends whose recordings are closed by now, or hang."""
        now = time.monotonic()
        for each in list(self._closing):
            recording = each.life.recording
            if recording is None or recording.made.is_set():
                self._conclude(each)
            elif now >= each.latest:
                self._warn_of_recording(each.life, _HANGS)
                self._conclude(each)

    def close(self) -> None:
        """Waits for the recordings that are still being closed."""
        for each in list(self._closing):
            if each.life.recording is not None:
                each.life.recording.made.wait(_CLOSE_WAIT_S)
            self._conclude(each)

    def tell_failure(self, life: CallLife) -> None:
        """Warns of a recording that the disk refuses or takes in too slowly."""
        if life.recording is None:
            return
        while not life.recording.alarms.empty():
            alarm = life.recording.alarms.get()
            self._warn_of_recording(life, alarm.detail, alarm.what)

    def tell_level(self, life: CallLife) -> None:
        """The loudness of both sides since the last time."""
        if life.answered is None or life.concluded:
            return
        agent, debtor = life.taken_ticks()
        self._tell(
            m.Level(
                at=self._clock.now(),
                call_id=life.call_id,
                agent_rms=rms(agent),
                debtor_rms=rms(debtor),
            )
        )

    def _start_recording(self, life: CallLife, wanted: m.Record) -> None:
        path = Path(wanted.path)
        try:
            life.recording = CallRecording(path, wanted.recipients, paused=wanted.paused)
        except OSError as error:
            reason = error.strerror or "a file of this name is there already"
            self._warn_of_recording(life, f"The recording cannot be made: {reason}.")

    def _conclude(self, closing: _Closing) -> None:
        self._closing.remove(closing)
        self.tell_failure(closing.life)
        recording = closing.life.recording
        made = recording.result if recording is not None else None
        self._tell(closing.ended.model_copy(update={"recording": made}))

    def _held(self, life: CallLife, by: Literal["us", "them"], *, on: bool) -> None:
        if life.recording is not None:
            life.recording.hold(by, on=on)
        told = m.Held if on else m.Resumed
        self._tell(told(at=self._clock.now(), call_id=life.call_id, by=by))

    def _warn_of_recording(
        self, life: CallLife, detail: str, what: str = "recording_failed"
    ) -> None:
        self._tell(m.Warning_(at=self._clock.now(), what=what, detail=detail, call_id=life.call_id))


_HANGS = (
    "The disk hangs and does not close the recording; what it took of it is kept beside the others."
)
