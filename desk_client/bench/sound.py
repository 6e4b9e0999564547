"""How long sound takes between the desk's devices and the conference, and what it costs, on null
sinks. A click goes one way through our own parts and the other way through the bare library, so
each figure holds the library's part twice and is an upper bound; the bare library both ways is its
baseline."""

import os
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from desk_client.bench.figure import Figure, figure, p50, p95
from desk_client.bench.null_sinks import NullSinks
from desk_client.errors import DeskError
from desk_client.phone.sound.desk_sound import DeskSound
from desk_client.phone.sound.device import Device
from desk_client.phone.sound.frame import FRAME, FRAME_BYTES
from desk_client.phone.sound.library import SoundLibrary

_SINK = "Bench"
_TICK_S = 0.02
_SETTLE_S = 2.0
_PATIENCE_S = 2.0
_APART_S = 0.2137  # no multiple of a tick, so that clicks fall anywhere in it
_CLICK = 16
_LOUD = 20_000
_HEARD = 3_000


class _Click:
    """Said in one place, heard in another; from any threads."""

    def __init__(self) -> None:
        self._due = False
        self._said_at: float | None = None
        self._changed = threading.Condition()
        self.took_s: list[float] = []

    def say(self, samples: int) -> bytes:
        """So many samples of silence, or with the click at their beginning."""
        made = np.zeros(samples, np.int16)
        if self._due:
            self._due = False
            made[:_CLICK] = _LOUD
            self._said_at = time.monotonic()
        return made.tobytes()

    def hear(self, content: bytes | memoryview) -> None:
        said_at = self._said_at
        if said_at is None or not content:
            return
        if int(np.abs(np.frombuffer(content, np.int16).astype(np.int32)).max()) < _HEARD:
            return
        with self._changed:
            self._said_at = None
            self.took_s.append(time.monotonic() - said_at)
            self._changed.notify_all()

    def measure(self, n: int) -> list[float]:
        """Milliseconds of n clicks."""
        never = threading.Event()
        never.wait(_SETTLE_S)
        for number in range(n):
            self._due = True
            with self._changed:
                if not self._changed.wait_for(
                    lambda done=number: len(self.took_s) > done,  # type: ignore[misc]
                    _PATIENCE_S,
                ):
                    raise DeskError("A click on the null sink was not heard.")
            never.wait(_APART_S)
        return [took * 1000 for took in self.took_s]


def sound_latency(n: int) -> list[Figure]:
    """Milliseconds from the microphone to a frame of the conference and from there to the ear."""
    with _null_sink():
        bare = _bare(n)
        with _desk(f"device:Monitor of {_SINK}", "silence") as (sound, at_tick):
            to_wire = _Click()
            at_tick(lambda: to_wire.hear(sound.microphone.next_frame()))
            with _library() as (library, sink, _):
                speaking = library.playback(sink, to_wire.say)
                microphone = to_wire.measure(n)
                speaking.close()
        with _desk("silence", f"device:{_SINK}") as (sound, at_tick):
            to_ear = _Click()
            at_tick(lambda: sound.speaker.take(to_ear.say(FRAME)))
            with _library() as (library, _, monitor):
                listening = library.capture(monitor, to_ear.hear)
                ear = to_ear.measure(n)
                listening.close()
    what = "the library alone, from its playback to its capture"
    return [
        figure(name, "ms p95", p95(values), what=what, baseline=p95(bare), n=n)
        for name, values in (("microphone_to_wire", microphone), ("wire_to_ear", ear))
    ]


def sound_cpu(n: int) -> list[Figure]:
    """Processor time of a second of talk: both directions and their two clocks."""
    with _null_sink():
        bare, ours = [], []
        for _ in range(n):
            bare.append(_cost_of_streams())
            ours.append(_cost_of_talk())
    what = "the library's two streams with nobody behind them"
    unit = "ms of processor in a second"
    return [figure("sound_cpu", unit, p50(ours), what=what, baseline=p50(bare), n=n)]


def _bare(n: int) -> list[float]:
    loop = _Click()
    with _library() as (library, sink, monitor):
        speaking = library.playback(sink, loop.say)
        listening = library.capture(monitor, loop.hear)
        took = loop.measure(n)
        speaking.close()
        listening.close()
    return took


def _cost_of_streams() -> float:
    with _library() as (library, sink, monitor):
        playing = library.playback(sink, lambda count: bytes(2 * count))
        listening = library.capture(monitor, lambda _block: None)
        cost = _cost()
        playing.close()
        listening.close()
    return cost


def _cost_of_talk() -> float:
    silent = bytes(FRAME_BYTES)
    with _desk(f"device:Monitor of {_SINK}", f"device:{_SINK}") as (sound, at_tick):

        def tick() -> None:
            sound.speaker.take(silent)
            sound.microphone.next_frame()

        at_tick(tick)
        return _cost()


def _cost() -> float:
    never = threading.Event()
    never.wait(_SETTLE_S)
    began, used = time.monotonic(), time.process_time()
    never.wait(_SETTLE_S)
    return (time.process_time() - used) / (time.monotonic() - began) * 1000


@contextmanager
def _null_sink() -> Iterator[None]:
    before = os.environ.get("PULSE_SERVER")
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        sinks = NullSinks(Path(folder))
        sinks.start()
        try:
            sinks.plug_in(_SINK)
            os.environ["PULSE_SERVER"] = sinks.server
            yield
        finally:
            sinks.end()
            if before is None:
                os.environ.pop("PULSE_SERVER", None)
            else:
                os.environ["PULSE_SERVER"] = before


@contextmanager
def _library() -> Iterator[tuple[SoundLibrary, Device, Device]]:
    """The bare library, the sink and its monitor."""
    library = SoundLibrary()
    devices = {device.name: device for device in library.devices()}
    try:
        yield library, devices[_SINK], devices[f"Monitor of {_SINK}"]
    finally:
        library.close()


@contextmanager
def _desk(
    capture: str, playback: str
) -> Iterator[tuple[DeskSound, Callable[[Callable[[], object]], None]]]:
    """Our own sound, and what gives a conference's clock something to do."""
    sound, over = DeskSound(), threading.Event()
    sound.open(capture, playback, "silence")
    clocks: list[threading.Thread] = []

    def at_tick(act: Callable[[], object]) -> None:
        def run() -> None:
            began, ticks = time.monotonic(), 0
            while not over.wait(max(0.0, began + ticks * _TICK_S - time.monotonic())):
                act()
                ticks += 1

        clocks.append(threading.Thread(target=run))
        clocks[-1].start()

    try:
        yield sound, at_tick
    finally:
        over.set()
        for clock in clocks:
            clock.join()
        sound.close()
