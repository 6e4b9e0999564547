"""The conference's two ends at the desk. The microphone is asked for a frame and the speaker is
given one, every 20 ms by the conference's clock; the devices behind them run by their own clocks,
come and go, and are exchanged without the conference noticing more than silence."""

import threading
import time
from collections.abc import Callable

import numpy as np

from desk_client.phone.sound.drift_buffer import DriftBuffer
from desk_client.phone.sound.frame import FRAME, FRAME_BYTES, Samples, bytes_from, samples_from
from desk_client.phone.sound.level import SILENT, Gain, Level

_SILENT_FRAME = np.zeros(FRAME, np.float32)


class Microphone:
    """What the agent says. `listener` is given every block after the gain, by the device's thread,
    whether there is a call or not."""

    def __init__(self) -> None:
        self.buffer: DriftBuffer | None = None  # of the device that is open
        self.gain = Gain()
        self.listener: Callable[[Samples], None] | None = None

    @property
    def level(self) -> Level:
        return self.gain.level if self.buffer is not None else SILENT

    def next_frame(self) -> bytes:
        """20 ms, 640 bytes; empty while there is no microphone. Never waits; about 40 us."""
        buffer = self.buffer
        if buffer is None:
            return b""
        return bytes_from(buffer.pull(FRAME, time.monotonic()))

    def heard(self, block: memoryview, buffer: DriftBuffer) -> None:
        """What the device heard last; called by its thread."""
        samples = self.gain.apply(samples_from(block))
        listener = self.listener
        if listener is not None:
            listener(samples)
        buffer.push(samples, time.monotonic())


class Speaker:
    """What the agent hears, or what rings: the conference's frames and, mixed in, a sound that we
    play by ourselves."""

    def __init__(self) -> None:
        self.buffer: DriftBuffer | None = None
        self.gain = Gain()
        self._sound: _Sound | None = None
        self.ended = threading.Event()  # a sound that was played once has come to its end

    @property
    def level(self) -> Level:
        return self.gain.level if self.buffer is not None else SILENT

    def take(self, frame: bytes) -> None:
        """20 ms of the far side; empty is silence. Never waits; about 5 us."""
        buffer = self.buffer
        if buffer is not None:
            whole = len(frame) == FRAME_BYTES
            buffer.push(samples_from(frame) if whole else _SILENT_FRAME, time.monotonic())

    def play(self, sound: Samples, *, again: bool = False) -> None:
        """Plays a sound in place of the one that plays, once or again and again."""
        self.ended.clear()
        self._sound = _Sound(sound, again=again)

    def stop(self) -> None:
        """Ends the sound that plays."""
        self._sound = None
        self.ended.set()

    def wanted(self, count: int, buffer: DriftBuffer) -> bytes:
        """What the device plays next; called by its thread."""
        samples = buffer.pull(count, time.monotonic())
        sound = self._sound
        if sound is not None:
            samples = samples + sound.next(count)
            if sound.over and self._sound is sound:
                self.stop()
        return bytes_from(self.gain.apply(samples))


class _Sound:
    """A sound that is being played."""

    def __init__(self, samples: Samples, *, again: bool) -> None:
        self._samples = samples
        self._again = again and len(samples) > 0
        self._at = 0

    @property
    def over(self) -> bool:
        return not self._again and self._at >= len(self._samples)

    def next(self, count: int) -> Samples:
        part = self._samples[self._at : self._at + count]
        self._at += len(part)
        while len(part) < count and self._again:
            self._at = min(count - len(part), len(self._samples))
            part = np.concatenate((part, self._samples[: self._at]))
        return np.pad(part, (0, count - len(part)))
