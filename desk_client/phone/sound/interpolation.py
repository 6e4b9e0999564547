"""Sound between the samples: a windowed sinc of 32 taps in 1024 phases. Flat within 0.1 dB to 6 kHz
and 75 dB clean at 1 kHz, at about 40 us for a frame of 20 ms."""

import numpy as np

from desk_client.phone.sound.frame import Samples

TAPS = 32  # the sound comes out half of them, 1 ms, later
_PHASES = 1024


def _table() -> Samples:
    phase = np.arange(_PHASES + 1)[:, None] / _PHASES
    offset = np.arange(TAPS)[None, :] - (TAPS / 2 - 1) - phase
    taps = np.sinc(offset) * np.i0(8.0 * np.sqrt(np.clip(1 - (offset / (TAPS / 2)) ** 2, 0, 1)))
    normed: Samples = (taps / taps.sum(axis=1, keepdims=True)).astype(np.float32)
    return normed


_TABLE = _table()
_STEPS = np.arange(1 << 14, dtype=np.float64)


def interpolate(held: Samples, start: float, step: float, count: int) -> Samples:
    """`count` samples at start, start + step, ... of `held`, each TAPS / 2 - 1 samples later there;
    `held` reaches TAPS beyond the last."""
    places = start + step * _STEPS[:count]
    whole = places.astype(np.int64)
    phases = np.rint((places - whole) * _PHASES).astype(np.int64)
    rows = (len(held) - TAPS + 1, TAPS)
    windows = np.ndarray(rows, np.float32, held, strides=(4, 4))[whole]  # every stretch of TAPS
    made: Samples = np.einsum("ij,ij->i", windows, _TABLE[phases])
    return made
