"""Records one call while it is held: the conference clock hands over both sides of each 20 ms tick
together, a thread of its own encodes them as stereo Ogg/Opus (left agent, right debtor) and passes
the pages to the sealing. Nothing here waits on the disk in the conference's clock."""

import math
import queue
import threading
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pyrage
import soundfile

from desk_client.phone.commands import Record
from desk_client.phone.events import Recording
from desk_client.phone.limits import Refused
from desk_client.phone.sealed_audio import RATE, CutRecording, segments_path, settle_cut
from desk_client.phone.sealing import Sealing, recipients_from

FRAME_BYTES = RATE // 50 * 2  # 20 ms of 16-bit mono
_TICK_S = 0.02
_SEGMENT_SAMPLES = RATE // 2
_SYNC_SAMPLES = RATE * 5
_OGG_PAGE_LATENCY_MS = 200.0  # libsndfile's default holds a second back, lost when killed
_SFC_SET_OGG_PAGE_LATENCY_MS = 0x1302  # sndfile.h


def check_record(wanted: Record) -> None:
    """Refused where this recording could not be made; asked before the call is placed."""
    path = Path(wanted.path)
    try:
        recipients_from(wanted.recipients)
    except pyrage.RecipientError:
        raise Refused("bad_recipient", "A recording's recipient is no age public key.") from None
    if not path.parent.is_dir():
        raise Refused("no_folder", "The folder for the recording is not there.")
    if path.exists() or segments_path(path).exists():
        raise Refused("path_taken", "There is a recording of this name already.")


class CallRecording:
    """A recording from its first tick to the file's final name.

    `push` and `pause` may be called from different threads; `finish` returns at once and `made`
    is set when the file is closed. `failed` holds a sentence once the disk has refused.
    """

    def __init__(self, path: Path, recipients: Sequence[str], *, paused: bool) -> None:
        """OSError where the file cannot be made; pyrage.RecipientError where a key is none."""
        self.path = path
        self._sealing = Sealing(path, recipients_from(recipients))
        self._ticks: queue.SimpleQueue[tuple[bytes, bytes]] = queue.SimpleQueue()
        self._clock_ticks = 0
        self._pauses: list[tuple[float, float]] = []
        self._paused_from: float | None = 0.0 if paused else None
        self._samples = 0
        self._squares = np.zeros(2)
        self._finishing = threading.Event()
        self.failed: str | None = None
        self.made = threading.Event()
        self.result: Recording | None = None
        self._thread = threading.Thread(target=self._write, name="recording", daemon=True)
        self._thread.start()

    @property
    def clock_s(self) -> float:
        """Seconds since the first tick; runs on in a pause."""
        return round(self._clock_ticks * _TICK_S, 2)

    @property
    def paused(self) -> bool:
        return self._paused_from is not None

    def push(self, agent: bytes, debtor: bytes) -> None:
        """Both sides of one tick; an empty side is silence."""
        self._clock_ticks += 1
        taking = self._paused_from is None and not self._finishing.is_set()
        if taking and self.failed is None:
            self._ticks.put((_full(agent), _full(debtor)))

    def pause(self) -> float:
        """Writes nothing from here on; the moment on the recording's clock."""
        if self._paused_from is None:
            self._paused_from = self.clock_s
        return self._paused_from

    def resume(self) -> float:
        """Writes again; the moment on the recording's clock."""
        now = self.clock_s
        if self._paused_from is not None:
            self._pauses.append((self._paused_from, now))
            self._paused_from = None
        return now

    def finish(self) -> None:
        """No tick is taken any more; the file is closed behind our back."""
        if self._paused_from is not None and not self._finishing.is_set():
            self._pauses.append((self._paused_from, self.clock_s))
        self._finishing.set()

    def _write(self) -> None:
        try:
            sound = soundfile.SoundFile(self._sealing, "w", RATE, 2, format="OGG", subtype="OPUS")
            _shorten_pages(sound)
            sealed_at = synced_at = 0
            while not self._finishing.wait(0.1):
                self._encode(sound)
                if self._samples - sealed_at >= _SEGMENT_SAMPLES:
                    self._sealing.seal_segment(*self._so_far())
                    sealed_at = self._samples
                if self._samples - synced_at >= _SYNC_SAMPLES:
                    self._sealing.sync()
                    synced_at = self._samples
            self._encode(sound)
            if not self._samples:
                self._ticks.put((_full(b""), _full(b"")))  # no player opens an Ogg without sound
                self._encode(sound)
            sound.close()
            self._sealing.seal_segment(*self._so_far())
            self._conclude()
        except OSError as error:
            self.failed = f"The recording cannot be written: {error.strerror or error}."
            self._keep_what_there_is()
        finally:
            self.made.set()

    def _encode(self, sound: soundfile.SoundFile) -> None:
        agent, debtor = bytearray(), bytearray()
        while not self._ticks.empty():
            left, right = self._ticks.get()
            agent += left
            debtor += right
        if not agent:
            return
        both = np.stack(
            [np.frombuffer(bytes(agent), np.int16), np.frombuffer(bytes(debtor), np.int16)], axis=1
        )
        sound.write(both)
        self._samples += len(both)
        self._squares += np.square(both.astype(np.float64) / 32768).sum(axis=0)

    def _so_far(self) -> tuple[int, float, float]:
        """Milliseconds of sound, rms of the agent, rms of the debtor."""
        agent, debtor = (math.sqrt(total / max(1, self._samples)) for total in self._squares)
        return self._samples * 1000 // RATE, agent, debtor

    def _conclude(self) -> None:
        sha256, size = self._sealing.finish()
        _milliseconds, agent_rms, debtor_rms = self._so_far()
        self.result = Recording(
            path=str(self.path),
            sha256=sha256,
            seconds=round(self._samples / RATE, 3),
            paused=tuple(self._pauses),
            bytes=size,
            agent_rms=round(agent_rms, 5),
            debtor_rms=round(debtor_rms, 5),
        )

    def _keep_what_there_is(self) -> None:
        cut = settle_cut(self.path)
        if cut is not None:
            self.result = cut_recording(self.path, cut, tuple(self._pauses))


def cut_recording(
    path: Path, cut: CutRecording, paused: tuple[tuple[float, float], ...]
) -> Recording:
    """The message about a recording whose end is missing."""
    return Recording(
        path=str(path),
        sha256=cut.sha256,
        seconds=cut.seconds,
        paused=paused,
        bytes=cut.bytes,
        agent_rms=round(cut.agent_rms, 5),
        debtor_rms=round(cut.debtor_rms, 5),
        complete=False,
    )


def _full(frame: bytes) -> bytes:
    return frame if len(frame) == FRAME_BYTES else frame[:FRAME_BYTES].ljust(FRAME_BYTES, b"\0")


def _shorten_pages(sound: soundfile.SoundFile) -> None:
    latency = soundfile._ffi.new("double*", _OGG_PAGE_LATENCY_MS)
    soundfile._snd.sf_command(sound._file, _SFC_SET_OGG_PAGE_LATENCY_MS, latency, 8)
