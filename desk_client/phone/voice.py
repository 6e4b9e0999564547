"""What we say into a call, 20 ms at a time: silence or a looped file, and in its place, once,
whatever is to be played."""

from pathlib import Path

import numpy as np
import soundfile
from numpy.typing import NDArray

from desk_client.phone.limits import Refused
from desk_client.phone.recording import FRAME_BYTES
from desk_client.phone.sealed_audio import RATE


def load_speech(path: str) -> bytes:
    """A sound file as 16 kHz mono 16-bit samples; Refused where it cannot be read."""
    if not Path(path).is_file():
        raise Refused("no_such_file", "The sound file is not there.")
    try:
        samples, rate = soundfile.read(path, dtype="float32", always_2d=True)
    except soundfile.LibsndfileError:
        raise Refused("unreadable_sound", "The sound file cannot be read.") from None
    mono = samples.mean(axis=1)
    if rate != RATE:
        import soxr

        mono = soxr.resample(mono, rate, RATE)
    samples_16: NDArray[np.int16] = (np.clip(mono, -1.0, 1.0) * 32767).astype("<i2")
    return samples_16.tobytes()


class Voice:
    """Gives frame after frame; called from the conference's clock."""

    def __init__(self, looped: bytes = b"") -> None:
        self._looped = looped
        self._at = 0
        self._once: bytes | None = None
        self._once_at = 0

    def play(self, speech: bytes) -> None:
        """Says this once from the next frame on."""
        self._once, self._once_at = speech, 0

    def next_frame(self) -> bytes:
        """20 ms; empty = silence."""
        once = self._once
        if once is not None:
            frame = once[self._once_at : self._once_at + FRAME_BYTES]
            self._once_at += FRAME_BYTES
            if self._once_at >= len(once):
                self._once = None
            return frame.ljust(FRAME_BYTES, b"\0")
        if not self._looped:
            return b""
        frame = self._looped[self._at : self._at + FRAME_BYTES]
        self._at += FRAME_BYTES
        if self._at >= len(self._looped):
            self._at = 0
        return frame.ljust(FRAME_BYTES, b"\0")
