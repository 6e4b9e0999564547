"""Writes how a call ended: its facts and the seal of what was recorded, in one transaction. What
the phone left beside the recording for the case that this is never written goes after it."""

from pathlib import Path

from desk_client.fact_body import FactBody, RecordingMade
from desk_client.ids import CallId
from desk_client.phone.last_word import forget_word
from desk_client.services.case_in_hand import CaseInHand
from desk_client.services.recording_seal import RecordingSeal
from desk_client.services.standing import Standing


class CallEnds:
    """Ends of calls in the agent's name."""

    def __init__(self, *, standing: Standing, seal: RecordingSeal) -> None:
        self._at = standing
        self._seal = seal

    def write(
        self, hand: CaseInHand, call_id: CallId, *bodies: FactBody, made: RecordingMade | None
    ) -> None:
        with self._at.record.together():
            seal = () if made is None else (self._seal.seal(call_id, made),)
            self._at.write(hand, *bodies, *seal)
        if made is not None:
            forget_word(Path(made.path))
