"""What happened in each call, told as events. The end of a recorded call is told when its recording
is closed, so that the event can say what was recorded."""

import time
from collections.abc import Callable
from pathlib import Path

from desk_client.clock import Clock
from desk_client.phone import messages as m
from desk_client.phone.call_life import CallLife, ended_by
from desk_client.phone.limits import Refused
from desk_client.phone.loudness import mean_opinion_score, rms
from desk_client.phone.recording import CallRecording

_CLOSE_WAIT_S = 3.0


class CallLog:
    """Keeps each CallLife true and tells the desk; called from the phone's one thread."""

    def __init__(self, clock: Clock, tell: Callable[[m.Event], None]) -> None:
        self._clock = clock
        self._tell = tell
        self._closing: list[tuple[CallLife, m.Ended]] = []

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
        at, call_id = self._clock.now(), life.call_id
        if by_us != life.held_by_us:
            life.held_by_us = by_us
            self._tell((m.Held if by_us else m.Resumed)(at=at, call_id=call_id, by="us"))
        if by_them != life.held_by_them:
            life.held_by_them = by_them
            self._tell((m.Held if by_them else m.Resumed)(at=at, call_id=call_id, by="them"))

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
            ended_by=ended_by(
                code, we_hung_up=life.hung_up is not None, answered=life.answered is not None
            ),
            ring_s=life.ring_s(now),
            talk_s=life.talk_s(now),
        )
        self._closing.append((life, ended))
        self.tell_closed()

    def tell_closed(self) -> None:
        """Tells the ends whose recordings are closed by now."""
        for life, ended in list(self._closing):
            if life.recording is None or life.recording.made.is_set():
                self._closing.remove((life, ended))
                self.tell_failure(life)
                made = life.recording.result if life.recording is not None else None
                self._tell(ended.model_copy(update={"recording": made}))

    def close(self) -> None:
        """Waits for the recordings that are still being closed."""
        for life, _ended in self._closing:
            if life.recording is not None:
                life.recording.made.wait(_CLOSE_WAIT_S)
        self.tell_closed()

    def tell_failure(self, life: CallLife) -> None:
        """Warns once of a recording that the disk refused."""
        failed = life.recording.failed if life.recording is not None else None
        if failed is not None and not life.told_failure:
            life.told_failure = True
            self._warn_of_recording(life, failed)

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

    def tell_quality(
        self, life: CallLife, rtt_ms: float, jitter_ms: float, loss_pct: float
    ) -> None:
        mos = mean_opinion_score(rtt_ms=rtt_ms, jitter_ms=jitter_ms, loss_pct=loss_pct)
        self._tell(
            m.Quality(
                at=self._clock.now(),
                call_id=life.call_id,
                rtt_ms=round(rtt_ms, 2),
                jitter_ms=round(jitter_ms, 2),
                loss_pct=round(loss_pct, 2),
                mos=mos,
            )
        )

    def _start_recording(self, life: CallLife, wanted: m.Record) -> None:
        path = Path(wanted.path)
        try:
            life.recording = CallRecording(path, wanted.recipients, paused=wanted.paused)
        except OSError as error:
            reason = error.strerror or "a file of this name is there already"
            self._warn_of_recording(life, f"The recording cannot be made: {reason}.")

    def _warn_of_recording(self, life: CallLife, detail: str) -> None:
        self._tell(
            m.Warning_(
                at=self._clock.now(), what="recording_failed", detail=detail, call_id=life.call_id
            )
        )
