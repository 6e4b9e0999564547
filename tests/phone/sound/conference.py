"""A conference of one desk: every 20 ms it takes a frame from the microphone and gives one to the
speaker, and remembers when it heard what."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np

from desk_client.phone.sound.desk_sound import DeskSound
from desk_client.phone.sound.device import SoundNotice
from desk_client.phone.sound.frame import FRAME, RATE

LOUD = 0.2


class Conference:
    """Says 440 Hz into the speaker."""

    def __init__(self, sound: DeskSound) -> None:
        self.sound = sound
        self.heard: list[tuple[float, float]] = []  # monotonic s, peak of full scale
        self.notices: list[SoundNotice] = []
        self._over = threading.Event()
        self._changed = threading.Condition()
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def close(self) -> None:
        self._over.set()
        self._thread.join()

    def wait_until_heard(self, patience_s: float = 5.0) -> float:
        """Seconds from now until the microphone hears the tone."""
        began = time.monotonic()
        with self._changed:
            assert self._changed.wait_for(
                lambda: self.heard and self.heard[-1][0] > began and self.heard[-1][1] > LOUD / 2,
                patience_s,
            ), "nothing is heard"
        return time.monotonic() - began

    def wait_until_silent(self, patience_s: float = 5.0) -> None:
        began = time.monotonic()
        with self._changed:
            assert self._changed.wait_for(
                lambda: self.heard and self.heard[-1][0] > began and self.heard[-1][1] < 0.001,
                patience_s,
            ), "it is still heard"

    def wait_for_notice(self, patience_s: float = 5.0) -> SoundNotice:
        """The next one."""
        with self._changed:
            assert self._changed.wait_for(lambda: bool(self.notices), patience_s), "no notice"
        return self.notices.pop(0)

    def _run(self) -> None:
        began, ticks = time.monotonic(), 0
        turn = 2 * np.pi * 440 / RATE
        while not self._over.wait(max(0.0, began + ticks * 0.02 - time.monotonic())):
            numbers = np.arange(ticks * FRAME, (ticks + 1) * FRAME)
            self.sound.speaker.take((LOUD * 32767 * np.sin(turn * numbers)).astype("<i2").tobytes())
            frame = np.frombuffer(self.sound.microphone.next_frame(), np.int16)
            peak = float(np.abs(frame.astype(float)).max()) / 32767 if len(frame) else 0.0
            ticks += 1
            with self._changed:
                self.heard.append((time.monotonic(), peak))
                self.notices += self.sound.poll()
                self._changed.notify_all()


@contextmanager
def conference(capture: str, playback: str, ring: str = "silence") -> Iterator[Conference]:
    """Open devices, and a call on them."""
    sound = DeskSound()
    sound.open(capture, playback, ring)
    running = Conference(sound)
    try:
        yield running
    finally:
        running.close()
        sound.close()
