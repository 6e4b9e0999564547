"""A desk that records: a store, a folder of recordings, and the bank's key pair. Calls are recorded
by the phone's own writer and sealed in the transaction that ends them, as a shift does."""

from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Literal

import numpy as np
import pyrage

from desk_client.clock import SystemClock
from desk_client.data_folder import DataFolder
from desk_client.fact import Fact
from desk_client.fact_body import Answered, CallEnded, FactBody, RecordingMade
from desk_client.ids import CallId, CaseId, FactId, new_id
from desk_client.phone.commands import Record
from desk_client.phone.events import Recording
from desk_client.phone.recording import FRAME_BYTES, CallRecording, cut_recording
from desk_client.phone.sealed_audio import RATE, settle_cut
from desk_client.services.call_in_hand import recording_made
from desk_client.services.recording_seal import RecordingSeal
from desk_client.services.recordings import Recordings
from desk_client.store.chain import RecordingChain
from desk_client.store.database import Database
from desk_client.store.facts import FactStore
from desk_client.store.reference import Reference, ReferenceRows
from desk_client.store.settings import StoredSettings
from tests.central.floor import LI, case, contact_point, debtor
from tests.happenings import attempted
from tests.phone.test_recording import killed_recording

AGENT_HZ, DEBTOR_HZ = 440, 1000


def tone(hertz: int, seconds: float) -> bytes:
    times = np.arange(int(RATE * seconds)) / RATE
    return (0.25 * 32767 * np.sin(2 * np.pi * hertz * times)).astype("<i2").tobytes()


@dataclass(frozen=True, slots=True)
class RecordingDesk:
    """One desk; cases 1 to 3 are known here."""

    database: Database
    folder: DataFolder
    bank: pyrage.x25519.Identity = field(default_factory=pyrage.x25519.Identity.generate)

    def know_cases(self) -> None:
        numbers = range(1, 4)
        Reference(self.database).upsert(
            ReferenceRows(
                debtors=[debtor(each) for each in numbers],
                contact_points=[contact_point(each) for each in numbers],
                cases=[case(each) for each in numbers],
            )
        )

    @property
    def facts(self) -> FactStore:
        return FactStore(self.database)

    @property
    def chain(self) -> RecordingChain:
        return RecordingChain(self.database)

    @property
    def recordings(self) -> Recordings:
        return Recordings(database=self.database, folder=self.folder.recordings)

    def identity_file(self) -> Path:
        """As `age-keygen` writes it."""
        file = self.folder.root.with_name("identity.txt")
        file.write_text(f"# public key: {self.bank.to_public()}\n{self.bank}\n")
        return file

    def recorded_call(
        self, number: int = 1, *, seconds: float = 0.6, paused_s: float = 0.0, sealed: bool = True
    ) -> CallId:
        """A whole call in case `number`, recorded; `paused_s` in its middle are left out. The
        debtor has the second half on hold."""
        call_id = CallId(new_id())
        writer = CallRecording(self._path(call_id), (str(self.bank.to_public()),), paused=False)
        push(writer, seconds / 2)
        if paused_s:
            writer.pause()
            push(writer, paused_s)
            writer.resume()
        writer.hold("them", on=True)
        push(writer, seconds / 2)
        writer.finish()
        assert writer.made.wait(10)
        self.tell(number, call_id, writer.result, sealed=sealed)
        return call_id

    def cut_call(self, number: int = 1) -> CallId:
        """A call whose phone was killed while it recorded: two seconds or more are left."""
        call_id = CallId(new_id())
        path = self._path(call_id)
        killed_recording(Record(path=str(path), recipients=(str(self.bank.to_public()),)))
        cut = settle_cut(path)
        assert cut is not None
        self.tell(number, call_id, cut_recording(path, cut, ()), ended_by="phone")
        return call_id

    def tell(
        self,
        number: int,
        call_id: CallId,
        recording: Recording | None,
        *,
        ended_by: Literal["us", "phone"] = "us",
        sealed: bool = True,
    ) -> None:
        """The facts of the call, and the seal with its end."""
        made = recording_made(recording)
        self.write(number, attempted(call_id), Answered(call_id=call_id))
        end = CallEnded(
            call_id=call_id,
            code=200,
            reason="OK",
            ended_by=ended_by,
            answered=True,
            ring_s=2.0,
            talk_s=made.seconds if made else 3.0,
            recording=made,
        )
        with self.database.writing():
            self.write(number, end)
            if sealed and made is not None:
                self.seal(number, call_id, made)

    def seal(self, number: int, call_id: CallId, made: RecordingMade) -> None:
        seal = RecordingSeal(chain=self.chain, settings=StoredSettings(self.database))
        self.write(number, seal.seal(call_id, made))

    def write(self, number: int, *bodies: FactBody) -> None:
        """Facts of case `number`, a second apart."""
        now = SystemClock().now()
        owed = case(number)
        self.facts.append(
            *(
                Fact(
                    fact_id=FactId(new_id()),
                    case_id=CaseId(owed.case_id),
                    debtor_id=owed.debtor_id,
                    actor=LI,
                    occurred_at=now + timedelta(seconds=at),
                    body=body,
                )
                for at, body in enumerate(bodies)
            )
        )

    def file(self, call_id: CallId) -> Path:
        return self.recordings.of_call(call_id).file

    def _path(self, call_id: CallId) -> Path:
        self.folder.recordings.mkdir(parents=True, exist_ok=True)
        return self.folder.recordings / f"{call_id}.age"


def push(writer: CallRecording, seconds: float) -> None:
    """Both sides of the line, a tone each."""
    agent, other = tone(AGENT_HZ, seconds), tone(DEBTOR_HZ, seconds)
    for at in range(0, len(agent), FRAME_BYTES):
        writer.push(agent[at : at + FRAME_BYTES], other[at : at + FRAME_BYTES])


def flip(file: Path, at: int = -40) -> None:
    """Changes one bit of a file."""
    content = bytearray(file.read_bytes())
    content[at] ^= 1
    file.write_bytes(content)
