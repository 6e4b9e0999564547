"""Two clocks that do not agree, simulated: an hour of a skew that no quartz has, jitter on both
sides, sides that stop. A sine goes in; what comes out must be that sine, without a step in it."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desk_client.phone.sound.drift_buffer import DriftBuffer
from desk_client.phone.sound.frame import FRAME, RATE, Samples

_HERTZ = 440.0
_LOUDNESS = 0.25
_BLOCK = RATE // 100


class Line:
    """Pushes a sine by one clock and pulls it by another, `skew` slower, for simulated time."""

    def __init__(
        self, skew: float = 0.0, *, jitter_s: float = 0.0, block: int = _BLOCK, pull: int = FRAME
    ) -> None:
        self.buffer = DriftBuffer()
        self.delays: list[float] = []
        self._rate = RATE * (1 + skew)
        self._chance = np.random.default_rng(7)
        self._jitter_s, self._block, self._pull = jitter_s, block, pull
        self._pushed = 0
        self._pushed_until = self.now = 0.0

    def run(self, seconds: float, *, pushing: bool = True) -> Samples:
        """What was pulled."""
        pulled = []
        for _ in range(round(seconds * RATE / self._pull)):
            self.now += self._pull / RATE
            late = self.now + self._chance.uniform(0, self._jitter_s)
            while self._pushed_until + self._block / self._rate <= late:
                self._pushed_until += self._block / self._rate
                if pushing:
                    self.buffer.push(self._sine(), self._pushed_until)
            pulled.append(self.buffer.pull(self._pull, late))
            self.delays.append(self.buffer.delay_s)
        return np.concatenate(pulled)

    def _sine(self) -> Samples:
        numbers = np.arange(self._pushed, self._pushed + self._block)
        self._pushed += self._block
        sine: Samples = np.sin(2 * np.pi * _HERTZ * numbers / self._rate).astype(np.float32)
        return sine * np.float32(_LOUDNESS)


def roughness(samples: Samples) -> float:
    """How far any three samples in a row are from lying on the sine; a click of a thousandth of
    full scale shows as 0.001."""
    turn = 2 * math.cos(2 * math.pi * _HERTZ / RATE)
    return float(np.abs(samples[2:] + samples[:-2] - turn * samples[1:-1]).max())


@pytest.mark.parametrize(("ppm", "minutes"), [(100, 60), (-500, 60), (500, 10), (-100, 10)])
def test_an_hour_of_skew_neither_grows_the_delay_nor_clicks(ppm: int, minutes: int) -> None:
    line = Line(ppm * 1e-6, jitter_s=0.003)
    line.run(10)
    skews = []
    for _ in range(minutes):
        assert roughness(line.run(60)) < 0.0002  # -74 dB of full scale
        skews.append(line.buffer.skew * 1e6)
    settled = line.delays[10 * 50 :]
    assert min(settled) > 0.010
    assert max(settled) < 0.026
    last, second = settled[-50 * 60 :], settled[50 * 60 : 50 * 120]
    assert float(np.mean(last)) == pytest.approx(float(np.mean(second)), abs=0.002)
    assert float(np.mean(skews[-8:])) == pytest.approx(ppm, abs=40)
    assert (line.buffer.runs_dry, line.buffer.skips) == (0, 0)


@pytest.mark.parametrize(("block", "pull"), [(FRAME, _BLOCK), (_BLOCK, FRAME), (441, 128)])
def test_neither_side_needs_blocks_of_the_other(block: int, pull: int) -> None:
    line = Line(150e-6, jitter_s=0.002, block=block, pull=pull)
    line.run(15)
    assert roughness(line.run(60)) < 0.0002
    assert line.delays[-1] < 0.045
    assert line.buffer.runs_dry == 0


def test_loudness_and_pitch_are_kept() -> None:
    line = Line(300e-6)
    line.run(20)
    sound = line.run(2)
    assert float(np.abs(sound).max()) == pytest.approx(_LOUDNESS, rel=0.005)
    crossings = int(np.sum((sound[:-1] < 0) & (sound[1:] >= 0)))
    assert crossings == pytest.approx(880, abs=2)


def test_jitter_is_learned_and_forgotten() -> None:
    line = Line(jitter_s=0.030)
    line.run(20)
    assert line.run(30).any()
    dry, wide = line.buffer.runs_dry, line.delays[-1]
    line.run(30)
    assert line.buffer.runs_dry == dry
    line._jitter_s = 0.001
    line.run(30)
    assert line.delays[-1] < wide - 0.008


def test_a_device_that_stops_fades_out_and_comes_back_with_the_newest() -> None:
    line = Line()
    line.run(5)
    silent = line.run(1, pushing=False)
    assert not silent[RATE // 2 :].any()
    assert float(np.abs(np.diff(silent)).max()) < 0.06  # no step beyond the sine's own
    again = line.run(1)
    assert roughness(again[RATE // 5 :]) < 0.0002
    assert line.buffer.runs_dry == 1
    assert line.delays[-1] < 0.025


def test_a_conference_that_stopped_hears_no_old_sound() -> None:
    line = Line()
    line.run(5)
    line.now += 30.0
    first = line.run(0.5)
    assert line.delays[-1] < 0.025
    assert first.any()


def test_a_burst_is_thrown_away_without_a_step() -> None:
    line = Line()
    line.run(5)
    for _ in range(20):  # 200 ms at once
        line.buffer.push(line._sine(), line.now)
    sound = line.run(5)
    assert line.buffer.skips == 1
    assert float(np.abs(np.diff(sound)).max()) < 0.1
    assert line.delays[-1] < 0.09


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 700), st.integers(1, 700), st.floats(0, 0.5)), max_size=60)
)
def test_whatever_comes_there_is_what_was_asked_for(
    steps: list[tuple[int, int, float]],
) -> None:
    buffer, now = DriftBuffer(), 0.0
    for pushed, pulled, later_s in steps:
        now += later_s
        if pushed:
            buffer.push(np.full(pushed, 0.5, np.float32), now)
        sound = buffer.pull(pulled, now)
        assert len(sound) == pulled
        assert sound.dtype == np.float32
        assert float(np.abs(sound).max()) < 0.6
        assert 0 <= buffer.delay_s < 1
