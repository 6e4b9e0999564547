"""A call that an earlier run of the desk left open: its phone went down with the desk. It is closed
with what can still be known, from the phone's last word, else from the recording itself."""

from datetime import timedelta
from pathlib import Path

from desk_client.case_state import CallRecord
from desk_client.fact_body import CallEnded, RecordingMade
from desk_client.phone.last_word import last_word
from desk_client.phone.recording import cut_recording
from desk_client.phone.sealed_audio import settle_cut
from desk_client.services.call_in_hand import recording_made

_WHY = "the desk stopped"


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
