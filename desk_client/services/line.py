"""The desk's one line: tells the phone process what to do for a call, in the words of its protocol.
It places only calls that come with an attempt already committed; services.dialling is its only
caller for that."""

from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path

from desk_client.ids import CallId
from desk_client.phone.client import PhoneClient
from desk_client.phone.commands import (
    Dial,
    HangUp,
    Hold,
    Mute,
    PauseRecording,
    Record,
    ResumeRecording,
    SendDigits,
    Unhold,
)
from desk_client.phone.events import Done
from desk_client.phone_number import PhoneNumber


class Line:
    """Calls by their id, on one phone."""

    def __init__(
        self,
        *,
        phone: PhoneClient,
        domain: str,
        recordings: Path,
        recipients: tuple[str, ...],
        ring_timeout_s: float,
    ) -> None:
        """`recipients` are the age public keys that recordings are sealed to."""
        self._phone = phone
        self._domain = domain
        self._recordings = recordings
        self._recipients = recipients
        self._ring_timeout_s = ring_timeout_s

    def place(self, call_id: CallId, number: PhoneNumber, failed: Callable[[Done], None]) -> None:
        """Sends the INVITE; `failed` gets the phone's answer where it would not."""
        self._recordings.mkdir(parents=True, exist_ok=True, mode=0o700)
        answer = self._phone.send(
            Dial(
                call_id=call_id,
                to=f"sip:{number.e164}@{self._domain}",
                headers={"X-Call-Id": call_id},
                ring_timeout_s=self._ring_timeout_s,
                record=Record(path=str(self.recording_of(call_id)), recipients=self._recipients),
            )
        )

        def told(future: Future[Done]) -> None:
            done = future.result()
            if not done.ok:
                failed(done)

        answer.add_done_callback(told)

    def recording_of(self, call_id: CallId) -> Path:
        """Where the recording of a call lies, or will lie once there is one."""
        return self._recordings / f"{call_id}.age"

    def hang_up(self, call_id: CallId) -> None:
        self._phone.send(HangUp(call_id=call_id))

    def hold(self, call_id: CallId, *, on: bool) -> None:
        self._phone.send(Hold(call_id=call_id) if on else Unhold(call_id=call_id))

    def mute(self, call_id: CallId, *, on: bool) -> None:
        self._phone.send(Mute(call_id=call_id, on=on))

    def pause_recording(self, call_id: CallId, *, on: bool) -> None:
        self._phone.send(
            PauseRecording(call_id=call_id) if on else ResumeRecording(call_id=call_id)
        )

    def send_digit(self, call_id: CallId, digit: str) -> None:
        self._phone.send(SendDigits(call_id=call_id, digits=digit))
