"""Gain, and a meter of what came out of it: peak and root mean square of full scale 1.0, of the
last block. The gain of a telephone stands still in a call, so it is set, not faded."""

from dataclasses import dataclass

import numpy as np

from desk_client.phone.sound.frame import Samples

LEAST_DB, MOST_DB = -40.0, 20.0


@dataclass(frozen=True, slots=True)
class Level:
    """How loud one direction is now."""

    rms: float = 0.0
    peak: float = 0.0


SILENT = Level()


def level_of(samples: Samples) -> Level:
    """The level of a stretch of sound; silence where it is empty."""
    if not len(samples):
        return SILENT
    rms = float(np.sqrt(np.dot(samples, samples) / len(samples)))
    return Level(min(1.0, rms), min(1.0, float(np.abs(samples).max())))


class Gain:
    """Makes sound louder or softer and remembers how loud it came out."""

    def __init__(self) -> None:
        self.level = SILENT
        self._factor = 1.0

    def set(self, decibels: float) -> None:
        """Between -40 and 20 dB; what is beyond counts as these."""
        self._factor = 10 ** (min(max(decibels, LEAST_DB), MOST_DB) / 20)

    def apply(self, samples: Samples) -> Samples:
        if self._factor != 1.0:
            samples = samples * np.float32(self._factor)
        self.level = level_of(samples)
        return samples
