"""The writing side of sealed_audio: plaintext goes in, and only ciphertext reaches the disk. The
same bytes go two ways, into one age file that streams (the finished recording) and into half-second
segments that open even when the process is killed."""

import hashlib
import os
import queue
import threading
from collections.abc import Sequence
from pathlib import Path

import pyrage

from desk_client.phone.sealed_audio import (
    SEGMENT_HEAD,
    SEGMENTS_MAGIC,
    part_path,
    segments_path,
)


def recipients_from(keys: Sequence[str]) -> list[pyrage.x25519.Recipient]:
    """Reads age1... public keys; pyrage.RecipientError where one is none."""
    return [pyrage.x25519.Recipient.from_str(key) for key in keys]


class _AgeStream:
    """One age file written by a thread of pyrage that pulls its plaintext from a queue."""

    def __init__(self, descriptor: int, recipients: list[pyrage.x25519.Recipient]) -> None:
        self._descriptor = descriptor
        self._plain: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        self._rest = b""
        self._failed: OSError | None = None
        self.sha256 = hashlib.sha256()
        self.bytes = 0
        self._thread = threading.Thread(target=self._seal, args=(recipients,), daemon=True)
        self._thread.start()

    def add(self, plain: bytes) -> None:
        if plain:
            self._plain.put(plain)

    def finish(self) -> None:
        """Seals the last chunk; OSError where the disk refused any of it."""
        self._plain.put(b"")
        self._thread.join()
        if self._failed is not None:
            raise self._failed

    def _seal(self, recipients: list[pyrage.x25519.Recipient]) -> None:
        try:
            pyrage.encrypt_io(self, self, recipients)
        except OSError as error:
            self._failed = error

    def read(self, size: int) -> bytes:
        """pyrage asks for plaintext; waits until there is some, empty = the end."""
        if not self._rest:
            self._rest = self._plain.get()
        taken, self._rest = self._rest[:size], self._rest[size:]
        return taken

    def write(self, sealed: bytes) -> int:
        """pyrage hands over ciphertext."""
        _write_all(self._descriptor, sealed)
        self.sha256.update(sealed)
        self.bytes += len(sealed)
        return len(sealed)

    def flush(self) -> None:
        """Nothing is held back here."""


class Sealing:
    """A recording in the making, as libsndfile sees it: a file that only ever grows."""

    def __init__(self, path: Path, recipients: list[pyrage.x25519.Recipient]) -> None:
        """OSError where the folder cannot be written or something lies at `path` already."""
        if path.exists():
            raise FileExistsError(f"something lies at {path} already")
        self.path = path
        self._recipients = recipients
        self._segments = _new_file(segments_path(path))
        _write_all(self._segments, SEGMENTS_MAGIC)
        self._part = _new_file(part_path(path))
        self._stream = _AgeStream(self._part, recipients)
        self._unsealed = bytearray()
        self._size = 0

    def write(self, plain: bytes) -> int:
        """libsndfile hands over a page."""
        taken = bytes(plain)
        self._stream.add(taken)
        self._unsealed += taken
        self._size += len(taken)
        return len(taken)

    def seek(self, _offset: int, _whence: int = 0) -> int:
        """libsndfile asks for the size this way when it opens; an Ogg file is never rewound."""
        return self._size

    def tell(self) -> int:
        return self._size

    def read(self, _size: int = -1) -> bytes:
        return b""

    def flush(self) -> None:
        """Pages are passed on as they come."""

    def seal_segment(self, milliseconds: int, agent_rms: float, debtor_rms: float) -> None:
        """Puts what came since the last segment on disk; the figures are of the whole so far."""
        if not self._unsealed:
            return
        sealed = pyrage.encrypt(bytes(self._unsealed), self._recipients)
        self._unsealed.clear()
        head = SEGMENT_HEAD.pack(len(sealed), milliseconds, agent_rms, debtor_rms)
        _write_all(self._segments, head + sealed)

    def sync(self) -> None:
        """Asks the disk to keep the segments through a power cut."""
        os.fsync(self._segments)

    def finish(self) -> tuple[str, int]:
        """Closes the age file, puts it in its place; sha256 and bytes of the ciphertext."""
        self._stream.finish()
        os.fsync(self._part)
        os.close(self._part)
        part_path(self.path).rename(self.path)
        folder = os.open(self.path.parent, os.O_RDONLY)
        os.fsync(folder)
        os.close(folder)
        os.close(self._segments)
        segments_path(self.path).unlink()
        return self._stream.sha256.hexdigest(), self._stream.bytes


def _new_file(path: Path) -> int:
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)


def _write_all(descriptor: int, content: bytes) -> None:
    view = memoryview(content)
    while view:
        view = view[os.write(descriptor, view) :]
