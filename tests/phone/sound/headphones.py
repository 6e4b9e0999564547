"""Whoever puts on the headphones of these tests: hears what a sink plays, and knows tones."""

import threading
import time
from collections import deque
from collections.abc import Callable

import numpy as np

from desk_client.phone.sound.frame import RATE
from desk_client.phone.sound.library import SoundLibrary
from tests.phone.party import loudness_of

_WINDOW = RATE // 5
_AUDIBLE = 0.02  # of full scale; the tones have 0.126, voices 0.25
_PATIENCE_S = 8.0


class Headphones:
    """On from the start; `take_off` when done."""

    def __init__(self, sink: str) -> None:
        self._heard: deque[np.ndarray[tuple[int], np.dtype[np.int16]]] = deque(maxlen=200)
        self._news = threading.Condition()
        self._library = SoundLibrary()
        name = f"Monitor of {sink}"
        device = next(each for each in self._library.devices() if each.name == name)
        self._stream = self._library.capture(device, self._hear)

    def take_off(self) -> None:
        self._stream.close()
        self._library.close()

    def wait_for(self, *hertz: int) -> None:
        """Until one of these tones is heard."""
        self._wait(lambda: bool(self._tones(*hertz)), f"no {hertz} Hz")

    def wait_for_end(self, hertz: int, *, silent_s: float) -> None:
        """Until this tone has not been heard for so long, which is more than its pause."""
        quiet_since = time.monotonic()

        def quiet() -> bool:
            nonlocal quiet_since
            if self._tones(hertz):
                quiet_since = time.monotonic()
            return time.monotonic() - quiet_since > silent_s

        self._wait(quiet, f"{hertz} Hz does not end")

    def hears_nothing_of(self, hertz: int, seconds: float) -> None:
        """From now on, for so long."""
        end = time.monotonic() + seconds
        with self._news:
            while time.monotonic() < end:
                self._news.wait(0.05)
                assert not self._tones(hertz), f"{hertz} Hz is heard"

    def _hear(self, block: memoryview) -> None:
        with self._news:
            self._heard.append(np.frombuffer(bytes(block), np.int16))
            self._news.notify_all()

    def _wait(self, found: Callable[[], bool], otherwise: str) -> None:
        with self._news:
            assert self._news.wait_for(found, _PATIENCE_S), otherwise

    def _tones(self, *hertz: int) -> set[int]:
        """Which of these the last fifth of a second holds."""
        if not self._heard:
            return set()
        samples = np.concatenate(list(self._heard)[-40:])[-_WINDOW:]
        return {each for each in hertz if loudness_of(samples, each) > _AUDIBLE}
