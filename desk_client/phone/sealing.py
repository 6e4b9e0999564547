"""The writing side of sealed_audio: Ogg pages go in, and only ciphertext reaches the disk. The same
pages go two ways, at once into segments that open even when the process is killed, and second by
second into one age file that streams (the finished recording)."""

import hashlib
import os
import queue
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

import pyrage

from desk_client.phone.events import Recording
from desk_client.phone.sealed_audio import made_path, part_path, segments_path, sync_folder
from desk_client.phone.segments import Mark, SegmentWriter, write_all

_BATCH = 1 << 13  # of plaintext; about a second
_MOST_BATCHES = 64  # of plaintext in memory before a stalled disk is felt: a minute of sound
_SYNC_EACH = 5  # batches, so about as many seconds are lost when the power fails
_PATIENCE_S = 1.0


def recipients_from(keys: Sequence[str]) -> list[pyrage.x25519.Recipient]:
    """Reads age1... public keys; pyrage.RecipientError where one is none."""
    return [pyrage.x25519.Recipient.from_str(key) for key in keys]


class _AgeStream:
    """One age file written by a thread of pyrage that pulls its plaintext from a queue.

    `synced` is called each few seconds, in that thread, so that nobody else waits for the disk.
    """

    def __init__(
        self,
        descriptor: int,
        recipients: list[pyrage.x25519.Recipient],
        synced: Callable[[], None],
    ) -> None:
        self._descriptor = descriptor
        self._synced = synced
        self._plain: queue.Queue[bytes] = queue.Queue(_MOST_BATCHES)
        self._taken = 0
        self._rest = b""
        self._failed: OSError | None = None
        self.sha256 = hashlib.sha256()
        self.bytes = 0
        self._thread = threading.Thread(target=self._seal, args=(recipients,), daemon=True)
        self._thread.start()

    def add(self, plain: bytes) -> None:
        """Waits while the disk has a minute of sound to catch up with; OSError where it refused."""
        while self._failed is None:
            try:
                self._plain.put(plain, timeout=_PATIENCE_S)
            except queue.Full:
                continue
            else:
                return
        raise self._failed

    def finish(self) -> None:
        """Seals the last chunk; OSError where the disk refused any of it."""
        self.add(b"")
        self._thread.join()
        if self._failed is not None:
            raise self._failed

    def abandon(self) -> bool:
        """Ends the thread without caring for the file; False where the disk does not let it go."""
        self._failed = self._failed or OSError("abandoned")
        while not self._plain.empty():
            self._plain.get_nowait()
        self._plain.put(b"")
        self._thread.join(_PATIENCE_S)
        return not self._thread.is_alive()

    def _seal(self, recipients: list[pyrage.x25519.Recipient]) -> None:
        try:
            pyrage.encrypt_io(self, self, recipients)
        except OSError as error:
            self._failed = error

    def read(self, size: int) -> bytes:
        """pyrage asks for plaintext; waits until there is some, empty = the end."""
        if not self._rest:
            self._rest = self._plain.get()
            self._taken += 1
            if self._taken % _SYNC_EACH == 0:
                self._synced()
        taken, self._rest = self._rest[:size], self._rest[size:]
        return taken

    def write(self, sealed: bytes) -> int:
        """pyrage hands over ciphertext."""
        write_all(self._descriptor, sealed)
        self.sha256.update(sealed)
        self.bytes += len(sealed)
        return len(sealed)

    def flush(self) -> None:
        """Nothing is held back here."""


class Sealing:
    """A recording in the making on its way to the disk; used by one thread."""

    def __init__(self, path: Path, recipients: list[pyrage.x25519.Recipient]) -> None:
        """OSError where the folder cannot be written or something lies at `path` already."""
        if path.exists():
            raise FileExistsError(f"something lies at {path} already")
        self.path = path
        self._segments = SegmentWriter(segments_path(path), recipients)
        try:
            self._part = os.open(part_path(path), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except OSError:
            self._segments.close()
            segments_path(path).unlink()
            raise
        self._stream = _AgeStream(self._part, recipients, self._sync)
        self._batch = bytearray()

    def add(
        self,
        pages: bytes,
        clock_s: float,
        seconds: float,
        rms: tuple[float, float],
        kind: Mark = Mark.SOUND,
    ) -> None:
        """On disk for all but a power cut when this returns; figures as in SegmentWriter."""
        self._segments.append(kind, pages, clock_s, seconds, rms)
        self._batch += pages
        if len(self._batch) >= _BATCH:
            self._pass_on()

    def finish(self) -> tuple[str, int]:
        """The age file is whole and on the disk; sha256 and bytes of the ciphertext."""
        self._pass_on()
        self._stream.finish()
        os.fsync(self._part)
        os.close(self._part)
        self._part = -1
        return self._stream.sha256.hexdigest(), self._stream.bytes

    def settle(self, made: Recording) -> None:
        """After `finish`: gives the file its name, with what is known of it beside it."""
        _put(made_path(self.path), made.model_dump_json().encode())
        part_path(self.path).rename(self.path)
        sync_folder(self.path.parent)
        self._segments.close()
        segments_path(self.path).unlink()

    def abandon(self) -> None:
        """Lets go of both files as they are; where the disk hangs they stay open."""
        if self._part < 0:
            self._segments.close()
        elif self._stream.abandon():
            os.close(self._part)
            self._segments.close()

    def _pass_on(self) -> None:
        if self._batch:
            self._stream.add(bytes(self._batch))
            self._batch.clear()

    def _sync(self) -> None:
        os.fsync(self._segments.descriptor)


def _put(path: Path, content: bytes) -> None:
    """Whole and on the disk when this returns, but for its name."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        write_all(descriptor, content)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
