"""A party that says one tone and writes down what it hears: a test can tell who hears whom."""

import threading
import time
from pathlib import Path
from typing import Any

import numpy as np

from tests.phone.party import LONGEST_S, Party, loudness_of, tone_file

_SETTLE_S = 0.3  # on its way: jitter buffers, the file's own buffer
_MEASURE_S = 0.5
_AUDIBLE = 0.05  # of full scale; each voice has 0.25
_RATE = 16_000


class Ear(Party):
    """`hertz` is its own voice."""

    def __init__(self, name: str, folder: Path, hertz: int, **account: Any) -> None:
        self._heard = folder / f"{name}-heard.wav"
        tone = tone_file(folder / f"{name}.wav", hertz)
        super().__init__(name, capture=f"file:{tone}", playback=f"file:{self._heard}", **account)

    def hears(self, *tones: int) -> set[int]:
        """Which of these tones it hears from now on for half a second."""
        first = self._heard.stat().st_size + round(_SETTLE_S * _RATE) * 2
        last = first + round(_MEASURE_S * _RATE) * 2
        end = time.monotonic() + LONGEST_S
        while self._heard.stat().st_size < last and time.monotonic() < end:
            threading.Event().wait(0.05)
        sound = np.frombuffer(self._heard.read_bytes()[first:last], "<i2")
        return {hertz for hertz in tones if loudness_of(sound, hertz) > _AUDIBLE}
