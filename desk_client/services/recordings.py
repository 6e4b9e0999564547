"""The recordings made at this desk: which there are, and how one is handed out to whoever holds the
organisation's key. A recording is known by the end of its call, sealed by a link in this desk's
chain; facts that came from other desks name files that lie elsewhere and are left out."""

import hashlib
import io
import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pyrage
import soundfile

from desk_client.clock import rfc3339
from desk_client.errors import BadInput, DeskError
from desk_client.fact import Fact
from desk_client.fact_body import Answered, CallEnded, PauseSpan, RecordingMade, RecordingSealed
from desk_client.ids import CallId, CaseId
from desk_client.phone.sealed_audio import SealedAudio, open_sealed
from desk_client.services.recording_seal import own_public_key, seal_holds
from desk_client.store.chain import ChainLink, RecordingChain
from desk_client.store.database import Database
from desk_client.store.facts import FactStore
from desk_client.store.reference import Reference
from desk_client.store.settings import StoredSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptRecording:
    """One recording of this desk; `link` is None where nothing sealed it."""

    call_id: CallId
    case_no: str  # "" where the desk does not know the case any more
    started_at: datetime
    made: RecordingMade
    link: ChainLink | None
    public_key: str | None  # of whoever sealed it, by the fact that anchors the link
    file: Path

    @property
    def sealed(self) -> bool:
        """Whether its link is whole and signed, and names this ciphertext."""
        if self.link is None or self.public_key is None:
            return False
        return self.link.sha256 == self.made.sha256 and seal_holds(self.link, self.public_key)

    def as_json(self) -> dict[str, Any]:
        """contracts.md section 5, `recording list`."""
        return {
            "call_id": self.call_id,
            "case_no": self.case_no,
            "started_at": rfc3339(self.started_at),
            "seconds": self.made.seconds,
            "bytes": self.made.bytes,
            "sha256": self.made.sha256,
            "sealed": self.sealed,
            "uploaded": self.link is not None and self.link.uploaded,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """What was written of one recording."""

    ogg: Path
    complete: bool  # false: the call was cut, or the file is damaged
    verified: bool  # the file is the one that was sealed


class Recordings:
    """Reads the desk's own facts and chain; changes nothing."""

    def __init__(self, *, database: Database, folder: Path) -> None:
        """`folder`: where recordings lie now, whatever the data folder was called then."""
        self._facts = FactStore(database)
        self._chain = RecordingChain(database)
        self._reference = Reference(database)
        self._settings = StoredSettings(database)
        self._folder = folder

    def all(self) -> tuple[KeptRecording, ...]:
        """In the order in which they were made."""
        links = {each.call_id: each for each in self._chain.links()}
        bodies = [each.body for each in self._facts.of_kinds("recording_sealed")]
        seals = {each.call_id: each for each in bodies if isinstance(each, RecordingSealed)}
        own = own_public_key(self._settings)
        kept = []
        for fact in self._facts.of_kinds("call_ended"):
            if not isinstance(fact.body, CallEnded) or fact.body.recording is None:
                continue
            link, seal = links.get(fact.body.call_id), seals.get(fact.body.call_id)
            if link is not None or seal is None or seal.public_key == own:
                public_key = None if seal is None else seal.public_key
                kept.append(self._kept(fact, fact.body, fact.body.recording, link, public_key))
        return tuple(kept)

    def of_call(self, call_id: CallId) -> KeptRecording:
        """DeskError where this desk has no recording of that call."""
        for each in self.all():
            if each.call_id == call_id:
                return each
        raise DeskError(f"This desk has no recording of a call {call_id}.")

    def of_case(self, case_no: str) -> tuple[KeptRecording, ...]:
        """DeskError where the case is not known here or was never recorded."""
        if self._reference.case_by_no(case_no) is None:
            raise DeskError(f"This desk knows no case {case_no}.")
        found = tuple(each for each in self.all() if each.case_no == case_no)
        if not found:
            raise DeskError(f"This desk has no recording of case {case_no}.")
        return found

    def _kept(
        self,
        fact: Fact,
        ended: CallEnded,
        made: RecordingMade,
        link: ChainLink | None,
        public_key: str | None,
    ) -> KeptRecording:
        began = fact.occurred_at - timedelta(seconds=ended.talk_s)
        for each in self._facts.of_call(ended.call_id):
            if isinstance(each.body, Answered):
                began = each.occurred_at
        return KeptRecording(
            call_id=ended.call_id,
            case_no=self._case_no(fact.case_id),
            started_at=began,
            made=made,
            link=link,
            public_key=public_key,
            file=self._folder / Path(made.path).name,
        )

    def _case_no(self, case_id: CaseId | None) -> str:
        case = None if case_id is None else self._reference.case(case_id)
        return "" if case is None else case.case_no


def export(
    kept: KeptRecording, identities: Sequence[pyrage.x25519.Identity], out: Path
) -> Exported:
    """Writes <call_id>.ogg and <call_id>.json (contracts.md section 5). What is left of a cut
    recording is encoded anew, so that every player opens it. DeskError where none of it opens."""
    sha256 = sha256_of(kept.file)
    unaltered = sha256 == kept.made.sha256
    audio = _opened(kept, identities, unaltered=unaltered)
    if not len(audio.samples):
        raise DeskError(f"Nothing of the recording of call {kept.call_id} can be heard any more.")
    verified = unaltered and kept.sealed
    told = {
        "call_id": kept.call_id,
        "case_no": kept.case_no,
        "started_at": rfc3339(kept.started_at),
        "seconds": round(audio.seconds, 3),
        "channels": ["agent", "debtor"],
        "paused": _spans(kept.made.paused),
        "held": _spans(kept.made.held),
        "lost": _spans(kept.made.lost),
        "sha256_of_ciphertext": sha256,
        "chain_index": None if kept.link is None else kept.link.index,
        "verified": verified,
        "complete": audio.complete,
    }
    ogg = out / f"{kept.call_id}.ogg"
    try:
        out.mkdir(parents=True, exist_ok=True)
        _put(ogg, audio.ogg if audio.complete else _encoded(audio))
        text = json.dumps(told, ensure_ascii=False, indent=1) + "\n"
        _put(ogg.with_suffix(".json"), text.encode())
    except OSError as fault:
        raise DeskError(f"{out} cannot be written to ({fault.strerror}).") from None
    return Exported(ogg=ogg, complete=audio.complete, verified=verified)


def read_identities(file: Path) -> tuple[pyrage.x25519.Identity, ...]:
    """The private keys of an age identity file; BadInput where there is none to be read. No part
    of a key is ever repeated."""
    allowed = "name an age identity file with a line AGE-SECRET-KEY-1..."
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except OSError as fault:
        raise BadInput(
            where=str(file), found=f"cannot be read ({fault.strerror})", allowed=allowed
        ) from None
    except UnicodeDecodeError:
        raise BadInput(where=str(file), found="is no text", allowed=allowed) from None
    keys = [(at, line.strip()) for at, line in enumerate(lines, start=1) if line.strip()]
    identities = []
    for at, text in keys:
        if text.startswith("#"):
            continue
        try:
            identities.append(pyrage.x25519.Identity.from_str(text))
        except pyrage.IdentityError:
            raise BadInput(
                where=str(file), line=at, found="is no age identity", allowed=allowed
            ) from None
    if not identities:
        raise BadInput(where=str(file), found="holds no age identity", allowed=allowed)
    return tuple(identities)


def _opened(
    kept: KeptRecording, identities: Sequence[pyrage.x25519.Identity], *, unaltered: bool
) -> SealedAudio:
    *others, last = identities
    try:
        for each in others:
            try:
                return open_sealed(kept.file, each)
            except DeskError:
                continue  # it may be sealed to the next one
        return open_sealed(kept.file, last)
    except DeskError:
        if unaltered:
            raise
        raise DeskError(
            f"The recording of call {kept.call_id} was altered and does not open."
        ) from None


def _spans(spans: Sequence[PauseSpan]) -> list[dict[str, Any]]:
    return [each.model_dump(exclude={"version"}) for each in spans]


def _encoded(audio: SealedAudio) -> bytes:
    ogg = io.BytesIO()
    soundfile.write(ogg, audio.samples, audio.rate, format="OGG", subtype="OPUS")
    return ogg.getvalue()


def sha256_of(file: Path) -> str:
    """Of the ciphertext; DeskError where the file is gone or cannot be read."""
    try:
        with file.open("rb") as content:
            return hashlib.file_digest(content, "sha256").hexdigest()
    except FileNotFoundError:
        raise DeskError(f"There is no recording at {file}.") from None
    except OSError as fault:
        raise DeskError(f"{file} cannot be read ({fault.strerror}).") from None


def _put(path: Path, content: bytes) -> None:
    """Whole or not at all, and for nobody else's eyes."""
    part = path.with_name(f"{path.name}.part")
    part.unlink(missing_ok=True)
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
    part.replace(path)
