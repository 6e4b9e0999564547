"""Between two clocks that never agree: a device's and the conference's. One side pushes blocks as
its clock gives them, the other pulls as its own wants them; what is pulled is resampled by a hair
so that neither too much nor too little is ever left over. The level that is held counts the block
that is still on its way by the time that has passed since the last, so it does not jump with
blocks; it is held just as high as the worst moment of the last seconds asks for. Where a pull
finds too little all the same, it fades out, waits until there is enough again, and keeps more.
Where either side had stopped, it begins anew with what came last.

Only the pulling side calculates; pushing is one append, so neither side ever waits."""

from collections import deque

import numpy as np

from desk_client.phone.sound.frame import RATE, Samples
from desk_client.phone.sound.interpolation import TAPS, interpolate

_MOST_GIVEN = 64  # blocks that wait for a pulling side that has stopped; older ones are lost
_WINDOW = RATE  # samples pulled between two looks at the level
_MEMORY = 10  # windows whose worst moment is remembered
_FIRST_SPREAD = RATE * 3 // 200  # what is expected of clocks that are not known yet
_GUARD = RATE * 3 // 1000  # kept beyond the worst moment
_DRY_GUARD = RATE // 200  # and so much more after each time that was not enough
_MOST_GUARD = RATE // 20
_CALM_WINDOWS = 60  # without want before the guard is made smaller again
_FALL = RATE // 4000  # how much lower it is aimed from one second to the next
_PROPORTIONAL = 0.25 / RATE  # a level that is off is back within about 4 s
_INTEGRAL = 0.008 / RATE  # a lasting skew is known after about 10 s
_MOST_SKEW = 0.004  # 7 cents, below what a listener to speech notices
_TOO_MUCH = RATE * 3 // 50  # 60 ms above the wanted level are thrown away, not drained
_FADE = RATE // 200
_STOPPED_S = 0.2  # a side that is silent for so long was not late: it had stopped


class DriftBuffer:
    """A jitter buffer with resampling. `push` and `pull` may be called from different threads, but
    each from one at a time; `at` is monotonic seconds."""

    def __init__(self) -> None:
        self._given: deque[tuple[Samples, float]] = deque(maxlen=_MOST_GIVEN)
        self._held = np.zeros(TAPS, np.float32)  # what was not passed yet, and the filter's past
        self._at = 0.0  # where the next sample pulled lies in it
        self._given_at = 0.0
        self._block = 0  # longest that was pushed at once, lately
        self._ratio = 1.0  # samples taken for each sample pulled
        self._skew = 0.0
        self._flowing = False
        self._pulled_at = float("-inf")
        self._dry_at: float | None = None
        self._guard = _GUARD
        self._spreads: deque[float] = deque([_FIRST_SPREAD], maxlen=_MEMORY)
        self._aim = _FIRST_SPREAD + float(_GUARD)  # the level that is held, after a pull
        self._calm = 0
        self._level = 0.0
        self.runs_dry = 0  # times that a pull found too little
        self.skips = 0  # times that too much was thrown away
        self._counted = self._looks = self._window_block = 0
        self._levels, self._least = 0.0, float("inf")

    @property
    def delay_s(self) -> float:
        """How long what the pushing side makes now waits, as of the last pull."""
        return max(0.0, self._level + TAPS / 2) / RATE

    @property
    def skew(self) -> float:
        """How much faster the pushing side's clock is than ours: 100e-6 = 100 ppm."""
        return self._skew

    def push(self, samples: Samples, at: float) -> None:
        """Takes what the pushing side's clock gave."""
        self._given.append((samples, at))

    def pull(self, wanted: int, at: float) -> Samples:
        """`wanted` samples; silence where there is nothing yet."""
        self._take_in()
        if at - self._pulled_at > _STOPPED_S:
            self._flowing, self._dry_at = False, None
        self._pulled_at = at
        if not self._flowing:
            return self._begin(wanted, at)
        if self._ahead() < wanted * self._ratio + 1:
            return self._run_dry(wanted, at)
        pulled = self._resampled(wanted)
        self._watch(wanted, at)
        return pulled

    def _begin(self, wanted: int, at: float) -> Samples:
        self._take_aim()
        if self._level_at(at) < wanted + self._aim or self._ahead() < wanted + 1:
            return np.zeros(wanted, np.float32)
        if self._dry_at is not None and at - self._dry_at < _STOPPED_S:
            self._guard = min(self._guard + _DRY_GUARD, _MOST_GUARD)
            self._calm = 0
        self._skip(self._level_at(at) - wanted - self._aim)
        self._flowing = True
        self._start_window()
        pulled = self._resampled(wanted)
        fade = min(wanted, _FADE)
        pulled[:fade] *= np.linspace(0, 1, fade, dtype=np.float32)
        self._level = self._level_at(at)
        return pulled

    def _ahead(self) -> float:
        """Samples that lie ready."""
        return len(self._held) - TAPS - self._at

    def _level_at(self, at: float) -> float:
        """The same with the part of the next block that has been made meanwhile."""
        on_its_way = min(float(self._block), max(0.0, at - self._given_at) * RATE)
        return self._ahead() + on_its_way

    def _take_aim(self) -> None:
        asked = max((float(self._block), *self._spreads)) + self._guard
        self._aim = max(asked, self._aim - _FALL)

    def _take_in(self) -> None:
        given = self._given
        if not given:
            return
        blocks = [self._held[int(self._at) :]]
        self._at -= int(self._at)
        while given:
            samples, self._given_at = given.popleft()
            self._block = max(self._block, len(samples))
            self._window_block = max(self._window_block, len(samples))
            blocks.append(samples)
        self._held = np.concatenate(blocks)

    def _resampled(self, wanted: int) -> Samples:
        pulled = interpolate(self._held, self._at, self._ratio, wanted)
        self._at += wanted * self._ratio
        return pulled

    def _run_dry(self, wanted: int, at: float) -> Samples:
        """What is left, faded out, then silence."""
        left = max(0, int(self._ahead()))
        pulled = np.zeros(wanted, np.float32)
        if left:
            pulled[:left] = self._resampled(left)
            fade = min(left, _FADE)
            pulled[left - fade : left] *= np.linspace(1, 0, fade, dtype=np.float32)
        self.runs_dry += 1
        self._flowing, self._dry_at = False, at
        return pulled

    def _skip(self, samples: float) -> None:
        self._at += min(max(0.0, samples), self._ahead())

    def _watch(self, wanted: int, at: float) -> None:
        self._level = self._level_at(at)
        self._levels += self._level
        self._looks += 1
        self._least = min(self._least, self._ahead())
        self._counted += wanted
        if self._counted < _WINDOW:
            return
        mean = self._levels / self._looks
        self._spreads.append(mean - self._least)
        self._block = self._window_block or self._block
        self._take_aim()
        over = mean - self._aim
        if over > _TOO_MUCH:
            self._cut(int(over))
        else:
            self._steer(over)
        self._start_window()

    def _steer(self, over: float) -> None:
        proportional = _PROPORTIONAL * over
        learned = self._skew + _INTEGRAL * over * self._counted / RATE
        if abs(proportional + learned) <= _MOST_SKEW:
            self._skew = learned  # not beyond, or it would have to be unlearned first
        self._ratio = 1.0 + min(max(proportional + self._skew, -_MOST_SKEW), _MOST_SKEW)
        self._calm += 1
        if self._calm >= _CALM_WINDOWS:
            self._calm = 0
            self._guard = max(_GUARD, self._guard - _DRY_GUARD)

    def _cut(self, over: int) -> None:
        """Leaves out `over` samples; the two ends are faded into each other."""
        first = int(self._at) + TAPS
        over = min(over, len(self._held) - first - _FADE)
        if over <= 0:
            return
        fade = np.linspace(0, 1, _FADE, dtype=np.float32)
        before, after = self._held[first : first + _FADE], self._held[first + over :][:_FADE]
        joint = (before * (1 - fade) + after * fade).astype(np.float32)
        rest = self._held[first + over + _FADE :]
        self._held = np.concatenate((self._held[:first], joint, rest))
        self.skips += 1

    def _start_window(self) -> None:
        self._counted = self._looks = self._window_block = 0
        self._levels, self._least = 0.0, float("inf")
