"""The desk's one line: tells the phone process what to do for a call, in the words of its protocol.
It places only calls that come with an attempt already committed; services.dialling is its only
caller for that."""

from collections.abc import Callable
from concurrent.futures import Future
from datetime import datetime
from pathlib import Path
from typing import Literal

from desk_client.ids import CallId
from desk_client.phone.client import PhoneClient
from desk_client.phone.commands import (
    Answer,
    AttendedTransfer,
    Audio,
    Configure,
    Dial,
    HangUp,
    Hold,
    Join,
    Mute,
    Part,
    PauseRecording,
    Record,
    ResumeRecording,
    Ring,
    SendDigits,
    SendMessage,
    SetAudio,
    TestSound,
    Transfer,
    Unhold,
)
from desk_client.phone.events import Done, Ended
from desk_client.phone_number import PhoneNumber
from desk_client.settings import LineSettings


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
        not_placed: Callable[[CallId, Done], None],
        must_record: bool = True,
    ) -> None:
        """`recipients` are the age public keys recordings are sealed to. `not_placed` hears, on
        a phone thread, of a call that the phone would not place or answer. `must_record`: no call
        without room on the disk for its recording."""
        self._phone = phone
        self._domain = domain
        self._recordings = recordings
        self._recipients = recipients
        self._ring_timeout_s = ring_timeout_s
        self._not_placed = not_placed
        self._must_record = must_record

    def place(self, call_id: CallId, number: PhoneNumber) -> None:
        """Sends the INVITE to a debtor."""
        self._send(
            call_id,
            Dial(
                call_id=call_id,
                to=f"sip:{number.e164}@{self._domain}",
                headers={"X-Call-Id": call_id},
                ring_timeout_s=self._ring_timeout_s,
                record=self._record(call_id),
            ),
        )

    def consult(self, call_id: CallId, address: str) -> None:
        """Calls a colleague; what is said between the two is not recorded here."""
        self._send(
            call_id,
            Dial(
                call_id=call_id,
                to=address,
                headers={"X-Call-Id": call_id},
                ring_timeout_s=self._ring_timeout_s,
            ),
        )

    def ring(self, call_id: CallId) -> None:
        """Tells a caller that it rings here, and rings."""
        self._phone.send(Ring(call_id=call_id))

    def answer(self, call_id: CallId, *, recorded: bool) -> None:
        self._send(
            call_id,
            Answer(call_id=call_id, record=self._record(call_id) if recorded else None),
        )

    def decline(self, call_id: CallId, code: int = 603) -> None:
        self._phone.send(HangUp(call_id=call_id, code=code))

    def transfer(self, call_id: CallId, address: str) -> None:
        """Sends the debtor after a colleague's address."""
        self._phone.send(Transfer(call_id=call_id, to=address))

    def transfer_to_call(self, call_id: CallId, other: CallId) -> None:
        """Puts the debtor and the colleague together; both our legs end."""
        self._phone.send(AttendedTransfer(call_id=call_id, other_call_id=other))

    def join(self, call_ids: tuple[CallId, ...]) -> None:
        self._phone.send(Join(call_ids=call_ids))

    def part(self, call_ids: tuple[CallId, ...]) -> None:
        self._phone.send(Part(call_ids=call_ids))

    def message(self, address: str, text: str, taken: Callable[[Done], None]) -> None:
        """A text to a colleague; `taken` gets the phone's word, on a phone thread, before it tells
        under the same token what came of it."""
        sent = self._phone.send(SendMessage(to=address, text=text))
        sent.add_done_callback(lambda future: taken(future.result()))

    def set_audio(self, audio: Audio, capture_db: float, playback_db: float) -> None:
        self._phone.send(SetAudio(audio=audio, capture_db=capture_db, playback_db=playback_db))

    def test_sound(self, what: Literal["record", "play", "tone", "ring"]) -> None:
        self._phone.send(TestSound(what=what))

    def _send(self, call_id: CallId, command: Dial | Answer) -> None:
        def told(future: Future[Done]) -> None:
            done = future.result()
            if not done.ok:
                self._not_placed(call_id, done)

        self._phone.send(command).add_done_callback(told)

    def _record(self, call_id: CallId) -> Record:
        self._recordings.mkdir(parents=True, exist_ok=True, mode=0o700)
        return Record(
            path=str(self.recording_of(call_id)),
            recipients=self._recipients,
            required=self._must_record,
        )

    def try_again(self) -> bool:
        """Starts a phone that died too often once more; False where there is nothing to try."""
        return self._phone.try_again()

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


def configuration(line: LineSettings, audio: Audio) -> Configure:
    """What the phone is told of this desk's line, from its settings."""
    return Configure(
        user=line.user,
        password=line.password,
        domain=line.domain,
        registrar=line.registrar,
        proxy=line.proxy,
        transport=line.transport,
        ca_file=line.ca_file,
        client_cert=line.client_cert,
        srtp=line.srtp,
        bind=line.bind,
        codecs=line.codecs,
        failover=line.failover,
        nameservers=line.nameservers,
        callers=line.callers if line.registrar is not None else "anyone",
        trusted=line.trusted,
        monitor_keys=line.monitor_keys,
        register=line.registrar is not None,
        audio=audio,
    )


def never_placed(call_id: CallId, done: Done, at: datetime) -> Ended:
    """The phone would not place a call whose attempt is committed: it ended by the phone."""
    return Ended(
        at=at,
        call_id=call_id,
        code=0,
        reason=done.detail or done.error or "not placed",
        ended_by="phone",
        ring_s=0.0,
        talk_s=0.0,
    )
