"""A call that an earlier run of the desk left open: its phone went down with the desk. It is closed
with what can still be known, from the phone's last word, else from the recording itself."""

from datetime import timedelta
from pathlib import Path

from desk_client.case_state import CallRecord
from desk_client.fact_body import Attempted, CallEnded, RecordingMade
from desk_client.ids import CallId
from desk_client.phone.last_word import forget_word, last_word
from desk_client.phone.recording import cut_recording
from desk_client.phone.sealed_audio import settle_cut
from desk_client.services.call_ends import CallEnds
from desk_client.services.call_in_hand import recording_made
from desk_client.services.case_in_hand import CaseFiles, CaseInHand
from desk_client.services.line import Line
from desk_client.services.standing import Standing
from desk_client.store.facts import FactStore

_WHY = "the desk stopped"


class LeftOpen:
    """Closes what an earlier run left open: its phone went down with the desk."""

    def __init__(
        self, *, standing: Standing, files: CaseFiles, facts: FactStore, line: Line, ends: CallEnds
    ) -> None:
        self._at = standing
        self._files = files
        self._facts = facts
        self._line = line
        self._ends = ends

    def close_all(self) -> None:
        """Each call gets its end, by what the phone left behind."""
        for attempt in self._facts.calls_without_end(self._at.staff.agent.login):
            if attempt.case_id is not None and isinstance(attempt.body, Attempted):
                self._close(self._files.open(attempt.case_id), attempt.body.call_id)

    def _close(self, hand: CaseInHand, call_id: CallId) -> None:
        call = next(each for each in hand.state.calls if each.call_id == call_id)
        path = self._line.recording_of(call_id)
        ended = end_of(call, path)
        self._ends.write(hand, call_id, ended, made=ended.recording)
        forget_word(path)


def end_of(call: CallRecord, recording: Path) -> CallEnded:
    """The end to be recorded. Talk is at least as long as what was recorded of it."""
    told = last_word(recording)
    if told is not None:
        made = recording_made(told.recording)
        ring_s, talk_s = told.ring_s, told.talk_s
    else:
        made = _cut(recording)
        ring_s, talk_s = _rang_s(call), made.seconds if made else 0.0
    return CallEnded(
        call_id=call.call_id,
        code=0,
        reason=_WHY,
        ended_by="phone",
        answered=call.answered_at is not None or made is not None,
        ring_s=ring_s,
        talk_s=talk_s,
        recording=made,
    )


def _cut(recording: Path) -> RecordingMade | None:
    cut = settle_cut(recording)
    return recording_made(cut_recording(recording, cut, ())) if cut else None


def _rang_s(call: CallRecord) -> float:
    if call.answered_at is None:
        return 0.0
    return round((call.answered_at - call.attempted_at) / timedelta(seconds=1), 3)
