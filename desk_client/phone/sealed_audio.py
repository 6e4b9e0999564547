"""Opens recordings again. A finished recording is one ordinary age file (the `age` tool opens it)
around Ogg/Opus, left channel agent, right channel debtor.

While a call is recorded, `<path>` does not exist yet: the age file grows as `<path>.part`, which
can only be opened from 64 KiB on, nine seconds of sound, and only up to the last full 64 KiB. So
each 100 ms are also sealed by themselves and appended to `<path>.segments` (segments.py). When the
age file is safe on disk, what was recorded is written to `<path>.made` (the message `Recording`, as
JSON), the file takes its name and the segments go; `<path>.made` stays until the end of the call is
on the record. When the phone dies first, or the power fails, `settle_cut` gives the whole age file
or else the segments the name, and a recording that was cut opens with what it holds and says so."""

import hashlib
import io
import os
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import numpy as np
import pyrage
import soundfile
from numpy.typing import NDArray
from pydantic import ValidationError

from desk_client.errors import DeskError
from desk_client.phone.events import Recording
from desk_client.phone.segments import MAGIC_1, HeldSpan, are_segments, joined, told_by

RATE = 16_000


@dataclass(frozen=True, slots=True)
class SealedAudio:
    """An opened recording: int16 samples of shape (n, 2), and `ogg`, the file to hand out.

    `complete` is false where the end is missing or does not decrypt.
    """

    samples: NDArray[np.int16]
    rate: int
    complete: bool
    ogg: bytes

    @property
    def seconds(self) -> float:
        return len(self.samples) / self.rate


@dataclass(frozen=True, slots=True)
class CutRecording:
    """What is known without a key of a recording whose phone died. `sha256` of the ciphertext.

    `paused`, `held` and `lost` as in the message `Recording`; segments of format 1 and age files
    without their `.made` tell none, the latter not even how long they are.
    """

    sha256: str
    bytes: int
    seconds: float
    agent_rms: float
    debtor_rms: float
    paused: tuple[tuple[float, float], ...] = ()
    held: tuple[HeldSpan, ...] = ()
    lost: tuple[tuple[float, float], ...] = ()
    complete: bool = False


def segments_path(path: Path) -> Path:
    """Where the segments of a recording in the making lie."""
    return path.with_name(path.name + ".segments")


def part_path(path: Path) -> Path:
    """Where the age file of a recording in the making grows."""
    return path.with_name(path.name + ".part")


def made_path(path: Path) -> Path:
    """Where it lies what was recorded, until the end of the call is on the record."""
    return path.with_name(path.name + ".made")


def open_sealed(path: Path, identity: pyrage.x25519.Identity) -> SealedAudio:
    """Decrypts and decodes; DeskError where there is no recording or it is sealed to others."""
    lying = path if path.exists() else segments_path(path)
    try:
        with lying.open("rb") as file:
            segmented = are_segments(file.read(len(MAGIC_1)))
            file.seek(0)
            ogg, complete = (
                (joined(file, identity), False) if segmented else _decrypted(file, identity)
            )
    except FileNotFoundError:
        raise DeskError(f"There is no recording at {path}.") from None
    except pyrage.DecryptError:
        raise DeskError(f"The recording {path} is not sealed to this identity.") from None
    samples, whole = _decoded(ogg)
    return SealedAudio(samples, RATE, complete and whole, ogg)


def settle_cut(path: Path) -> CutRecording | None:
    """After the phone died: gives what there is the recording's name and tells what it holds.

    None where nothing was recorded. A recording that was already finished is left as it is.
    """
    made, part, segments = _made(path), part_path(path), segments_path(path)
    if not path.exists():
        if made is not None and part.exists() and part.stat().st_size == made.bytes:
            part.replace(path)  # the age file was whole and lacked only its name
        elif segments.exists():
            segments.replace(path)
        sync_folder(path.parent)
    segments.unlink(missing_ok=True)
    part.unlink(missing_ok=True)
    if not path.exists():
        return None
    with path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        size = file.tell()
        file.seek(0)
        if made is not None and made.sha256 == sha256:
            return _as_made(made)
        segmented = are_segments(file.read(len(MAGIC_1)))
        file.seek(0)
        if not segmented:
            return CutRecording(sha256, size, 0.0, 0.0, 0.0)
        told = told_by(file)
    return CutRecording(
        sha256,
        size,
        told.seconds,
        told.agent_rms,
        told.debtor_rms,
        told.spans.paused(told.clock_s),
        told.spans.held(told.clock_s),
        told.spans.lost(told.clock_s),
    )


def sync_folder(folder: Path) -> None:
    """Makes the names in it last through a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _made(path: Path) -> Recording | None:
    try:
        return Recording.model_validate_json(made_path(path).read_bytes())
    except (FileNotFoundError, ValidationError):
        return None


def _as_made(made: Recording) -> CutRecording:
    return CutRecording(
        made.sha256,
        made.bytes,
        made.seconds,
        made.agent_rms,
        made.debtor_rms,
        made.paused,
        made.held,
        made.lost,
        made.complete,
    )


def _decrypted(file: BinaryIO, identity: pyrage.x25519.Identity) -> tuple[bytes, bool]:
    """The plaintext as far as it decrypts, and whether that is all of it."""
    plain = io.BytesIO()
    try:
        pyrage.decrypt_io(file, plain, [identity])
    except OSError:
        return plain.getvalue(), False
    return plain.getvalue(), True


def _decoded(ogg: bytes) -> tuple[NDArray[np.int16], bool]:
    """Samples as far as the stream goes; False where it is no sound at all."""
    try:
        with soundfile.SoundFile(io.BytesIO(ogg)) as sound:
            blocks = list(sound.blocks(RATE, dtype="int16", always_2d=True))
    except soundfile.LibsndfileError:
        return np.zeros((0, 2), np.int16), False
    return (np.concatenate(blocks) if blocks else np.zeros((0, 2), np.int16)), True
