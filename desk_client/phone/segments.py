"""The segments of a recording in the making: what opens when the phone is killed in mid-call. The
file begins with a line that names its format, and only grows.

Format 2: the length of what follows (u32), then an age file, sealed to the recording's recipients,
whose plaintext is 32 random bytes. Then records: a head of 21 bytes (kind u8, length of what
follows u32, milliseconds on the recording's clock u32, milliseconds of sound in the file so far
u32, rms so far of agent and debtor f32 f32; all big-endian) and ChaCha20-Poly1305 under the random
key, nonce = the record's number from 0 on as 12 bytes, additional data = the head. Kind 0 holds
sound, the next pages of one Ogg stream; the other kinds are the marks of `Mark` and hold nothing.
A record dropped, moved or altered ends what opens; a record cut off is as if it was never written.

Format 1, no longer written: records of a head of 16 bytes (length u32, milliseconds of sound u32,
two rms f32) and a whole age file each, half a second long."""

import os
import secrets
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from pathlib import Path
from typing import BinaryIO, Literal

import pyrage
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

MAGIC_1 = b"desk-client sealed segments 1\n"
MAGIC_2 = b"desk-client sealed segments 2\n"
_HEAD_1 = struct.Struct(">IIff")
_HEAD_2 = struct.Struct(">BIIIff")
_LENGTH = struct.Struct(">I")
_LARGEST = 1 << 24

HeldSpan = tuple[float, float, Literal["us", "them"]]


class Mark(IntEnum):
    """What a record is about; all but sound mark a moment of the recording's clock."""

    SOUND = 0
    PAUSED = 1
    RESUMED = 2
    HELD_BY_US = 3
    FREED_BY_US = 4
    HELD_BY_THEM = 5
    FREED_BY_THEM = 6
    LOST = 7  # the disk was too slow from here
    KEPT = 8  # to here


_ENDS = {
    Mark.RESUMED: Mark.PAUSED,
    Mark.FREED_BY_US: Mark.HELD_BY_US,
    Mark.FREED_BY_THEM: Mark.HELD_BY_THEM,
    Mark.KEPT: Mark.LOST,
}


class Spans:
    """From when to when a recording was paused, held or lost, in seconds of its clock."""

    def __init__(self) -> None:
        self._open: dict[Mark, float] = {}
        self._closed: list[tuple[Mark, float, float]] = []

    def mark(self, mark: Mark, at_s: float) -> None:
        """A beginning that has begun already and an end of nothing are passed over."""
        began = _ENDS.get(mark)
        if began is None:
            self._open.setdefault(mark, at_s)
        elif began in self._open:
            self._closed.append((began, self._open.pop(began), at_s))

    def since(self, mark: Mark) -> float | None:
        """When what is going on now began; None where it is not."""
        return self._open.get(mark)

    def _of(self, mark: Mark, now_s: float) -> list[tuple[float, float]]:
        spans = [(start, end) for kind, start, end in self._closed if kind is mark]
        if mark in self._open:
            spans.append((self._open[mark], now_s))
        return spans

    def paused(self, now_s: float) -> tuple[tuple[float, float], ...]:
        """What is open ends now."""
        return tuple(self._of(Mark.PAUSED, now_s))

    def lost(self, now_s: float) -> tuple[tuple[float, float], ...]:
        return tuple(self._of(Mark.LOST, now_s))

    def held(self, now_s: float) -> tuple[HeldSpan, ...]:
        ours: list[HeldSpan] = [(*span, "us") for span in self._of(Mark.HELD_BY_US, now_s)]
        theirs: list[HeldSpan] = [(*span, "them") for span in self._of(Mark.HELD_BY_THEM, now_s)]
        return tuple(sorted(ours + theirs))


@dataclass(slots=True)
class Told:
    """What segments tell without a key."""

    clock_s: float = 0.0
    seconds: float = 0.0
    agent_rms: float = 0.0
    debtor_rms: float = 0.0
    spans: Spans = field(default_factory=Spans)


class SegmentWriter:
    """Appends records; OSError where the disk refuses."""

    def __init__(self, path: Path, recipients: Sequence[pyrage.x25519.Recipient]) -> None:
        key = secrets.token_bytes(32)
        self._cipher = ChaCha20Poly1305(key)
        self._number = 0
        sealed = pyrage.encrypt(key, list(recipients))
        self.descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            write_all(self.descriptor, MAGIC_2 + _LENGTH.pack(len(sealed)) + sealed)
        except OSError:
            self.close()
            path.unlink()
            raise

    def append(
        self, kind: Mark, pages: bytes, clock_s: float, seconds: float, rms: tuple[float, float]
    ) -> None:
        """`seconds` of sound in the file so far, this record's included; `rms` of all of it."""
        length = len(pages) + 16
        head = _HEAD_2.pack(kind, length, round(clock_s * 1000), round(seconds * 1000), *rms)
        nonce = self._number.to_bytes(12, "big")
        self._number += 1
        write_all(self.descriptor, head + self._cipher.encrypt(nonce, pages, head))

    def close(self) -> None:
        if self.descriptor >= 0:
            os.close(self.descriptor)
        self.descriptor = -1


def are_segments(start: bytes) -> bool:
    """Whether a file that begins so holds segments."""
    return start[: len(MAGIC_1)] in (MAGIC_1, MAGIC_2)


def told_by(file: BinaryIO) -> Told:
    """Reads the heads only; `file` stands at its beginning."""
    told = Told()
    if file.read(len(MAGIC_1)) == MAGIC_1:
        for head, _sealed in _records(file, _HEAD_1):
            _length, milliseconds, told.agent_rms, told.debtor_rms = head
            told.seconds = told.clock_s = milliseconds / 1000
        return told
    _sealed_key(file)
    for head, _sealed in _records(file, _HEAD_2):
        kind, _length, clock_ms, sound_ms, told.agent_rms, told.debtor_rms = head
        told.clock_s, told.seconds = clock_ms / 1000, sound_ms / 1000
        if kind != Mark.SOUND and kind in tuple(Mark):
            told.spans.mark(Mark(kind), told.clock_s)
    return told


def joined(file: BinaryIO, identity: pyrage.x25519.Identity) -> bytes:
    """The Ogg stream as far as it opens; pyrage.DecryptError where it is sealed to others."""
    if file.read(len(MAGIC_1)) == MAGIC_1:
        return _joined_age_files(file, identity)
    sealed_key = _sealed_key(file)
    if not sealed_key:
        return b""
    cipher = ChaCha20Poly1305(pyrage.decrypt(sealed_key, [identity]))
    plain = bytearray()
    for number, (head, sealed) in enumerate(_records(file, _HEAD_2)):
        try:
            plain += cipher.decrypt(number.to_bytes(12, "big"), sealed, _HEAD_2.pack(*head))
        except InvalidTag:
            break
    return bytes(plain)


def write_all(descriptor: int, content: bytes) -> None:
    """All of it, or OSError."""
    view = memoryview(content)
    while view:
        view = view[os.write(descriptor, view) :]


def _sealed_key(file: BinaryIO) -> bytes:
    """Empty where the file was cut off before it was whole."""
    length = file.read(_LENGTH.size)
    if len(length) < _LENGTH.size:
        return b""
    (wanted,) = _LENGTH.unpack(length)
    sealed = file.read(min(wanted, _LARGEST))
    return sealed if len(sealed) == wanted else b""


def _records(file: BinaryIO, layout: struct.Struct) -> Iterator[tuple[tuple[int, ...], bytes]]:
    """Each whole record's head and what it seals, up to the cut."""
    while len(head := file.read(layout.size)) == layout.size:
        values = layout.unpack(head)
        length = values[1] if layout is _HEAD_2 else values[0]
        sealed = file.read(min(length, _LARGEST))
        if len(sealed) != length:
            return
        yield values, sealed


def _joined_age_files(file: BinaryIO, identity: pyrage.x25519.Identity) -> bytes:
    plain = bytearray()
    for _head, sealed in _records(file, _HEAD_1):
        try:
            plain += pyrage.decrypt(sealed, [identity])
        except pyrage.DecryptError:
            if not plain:
                raise
            break
    return bytes(plain)
