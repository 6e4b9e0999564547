"""Opens recordings again. A finished recording is one ordinary age file (the `age` tool opens it)
around Ogg/Opus, left channel agent, right channel debtor.

While a call is recorded, `<path>` does not exist yet: the age file grows as `<path>.part`, which
can only be opened from 64 KiB on, nine seconds of sound, and only up to the last full 64 KiB. So
each half second is also sealed by itself and appended to `<path>.segments`: a first line that
names the format, then for each segment a head of 16 bytes (length of what follows, milliseconds of
sound up to its end, rms so far of agent and debtor; big-endian u32 u32 f32 f32) and a whole age
file. The segments' plaintexts, one after the other, are one Ogg stream. When the age file is safe
on disk it takes its name and the segments go; when the phone dies first, `settle_cut` gives the
segments the name, and the recording opens with what it holds and says that it was cut."""

import hashlib
import io
import os
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import numpy as np
import pyrage
import soundfile
from numpy.typing import NDArray

from desk_client.errors import DeskError

RATE = 16_000
SEGMENTS_MAGIC = b"desk-client sealed segments 1\n"
SEGMENT_HEAD = struct.Struct(">IIff")
_LARGEST_SEGMENT = 1 << 24


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
    """What is known without a key of a recording whose phone died. `sha256` of the ciphertext."""

    sha256: str
    bytes: int
    seconds: float
    agent_rms: float
    debtor_rms: float


def segments_path(path: Path) -> Path:
    """Where the segments of a recording in the making lie."""
    return path.with_name(path.name + ".segments")


def part_path(path: Path) -> Path:
    """Where the age file of a recording in the making grows."""
    return path.with_name(path.name + ".part")


def open_sealed(path: Path, identity: pyrage.x25519.Identity) -> SealedAudio:
    """Decrypts and decodes; DeskError where there is no recording or it is sealed to others."""
    lying = path if path.exists() else segments_path(path)
    try:
        with lying.open("rb") as file:
            start = file.read(len(SEGMENTS_MAGIC))
            if start == SEGMENTS_MAGIC:
                ogg, complete = _joined_segments(file, identity), False
            else:
                file.seek(0)
                ogg, complete = _decrypted(file, identity)
    except FileNotFoundError:
        raise DeskError(f"There is no recording at {path}.") from None
    except pyrage.DecryptError:
        raise DeskError(f"The recording {path} is not sealed to this identity.") from None
    samples, whole = _decoded(ogg)
    return SealedAudio(samples, RATE, complete and whole, ogg)


def settle_cut(path: Path) -> CutRecording | None:
    """After the phone died: gives the segments the recording's name and tells what they hold.

    None where nothing was recorded. A recording that was already finished is left as it is.
    """
    segments = segments_path(path)
    if path.exists():
        segments.unlink(missing_ok=True)
    elif segments.exists():
        segments.replace(path)
        _sync_folder(path.parent)
    part_path(path).unlink(missing_ok=True)
    if not path.exists():
        return None
    milliseconds, agent_rms, debtor_rms = 0, 0.0, 0.0
    with path.open("rb") as file:
        if file.read(len(SEGMENTS_MAGIC)) == SEGMENTS_MAGIC:
            for head, _sealed in _segments(file):
                milliseconds, agent_rms, debtor_rms = head
    content = path.read_bytes()
    return CutRecording(
        hashlib.sha256(content).hexdigest(),
        len(content),
        milliseconds / 1000,
        agent_rms,
        debtor_rms,
    )


def _segments(file: BinaryIO) -> Iterator[tuple[tuple[int, float, float], bytes]]:
    """Each whole segment's (milliseconds, agent rms, debtor rms) and age file, up to the cut."""
    while len(head := file.read(SEGMENT_HEAD.size)) == SEGMENT_HEAD.size:
        length, milliseconds, agent_rms, debtor_rms = SEGMENT_HEAD.unpack(head)
        sealed = file.read(min(length, _LARGEST_SEGMENT))
        if len(sealed) != length:
            return
        yield (milliseconds, agent_rms, debtor_rms), sealed


def _joined_segments(file: BinaryIO, identity: pyrage.x25519.Identity) -> bytes:
    plain = bytearray()
    for _head, sealed in _segments(file):
        try:
            plain += pyrage.decrypt(sealed, [identity])
        except pyrage.DecryptError:
            if not plain:
                raise
            break
    return bytes(plain)


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


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
