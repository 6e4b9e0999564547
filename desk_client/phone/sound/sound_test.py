"""The microphone test of the devices page: it listens for some seconds, with a call or without,
says how loud it was, and keeps what it heard so that the agent can hear it too."""

import threading
from dataclasses import dataclass

import numpy as np

from desk_client.phone.sound.ends import Microphone
from desk_client.phone.sound.frame import RATE, Samples
from desk_client.phone.sound.level import level_of

_SILENT_PEAK = 0.003  # -50 dBFS: a microphone that is muted or covered
_CLIPPED = 0.999


@dataclass(frozen=True, slots=True)
class Take:
    """What was heard at 16 kHz, full scale 1.0. `clipped`: the share of samples at full scale."""

    samples: Samples
    rms: float
    peak: float
    clipped: float

    @property
    def seconds(self) -> float:
        return len(self.samples) / RATE

    @property
    def silent(self) -> bool:
        return self.peak < _SILENT_PEAK


class MicrophoneTest:
    """Listens from the moment it is made until `seconds` are full; `done` is set then."""

    def __init__(self, microphone: Microphone, seconds: float) -> None:
        self.done = threading.Event()
        self._microphone = microphone
        self._wanted = round(seconds * RATE)
        self._blocks: list[Samples] = []
        self._held = 0
        microphone.listener = self._hear

    def take(self) -> Take:
        """What was heard so far; ends the test."""
        if self._microphone.listener == self._hear:
            self._microphone.listener = None
        blocks = self._blocks[:]
        whole = np.concatenate(blocks) if blocks else np.zeros(0, np.float32)
        samples: Samples = whole[: self._wanted]
        level = level_of(samples)
        clipped = float(np.mean(np.abs(samples) >= _CLIPPED)) if len(samples) else 0.0
        return Take(samples, level.rms, level.peak, clipped)

    def _hear(self, block: Samples) -> None:
        self._blocks.append(block)
        self._held += len(block)
        if self._held >= self._wanted:
            self._microphone.listener = None
            self.done.set()
