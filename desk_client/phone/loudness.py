"""Two figures shown while talking: how loud each side is, and how well the network carries it."""

import numpy as np


def rms(frames: bytes) -> float:
    """Root mean square of 16-bit samples, of full scale 1.0."""
    if not frames:
        return 0.0
    samples = np.frombuffer(frames, np.int16).astype(np.float64) / 32768
    return round(float(np.sqrt(np.mean(np.square(samples)))), 4)


def sounds(frames: bytes) -> bool:
    """Whether 16-bit samples vary at all. Silence of A-law is no zero but a constant."""
    if not frames:
        return False
    samples = np.frombuffer(frames, np.int16)
    return int(samples.max()) - int(samples.min()) > 2


def mean_opinion_score(*, rtt_ms: float, jitter_ms: float, loss_pct: float) -> float:
    """1.0 to 4.4: the E-model of ITU-T G.107 for G.711 with concealment (Bpl 25.1, G.113)."""
    delay = rtt_ms / 2 + 2 * jitter_ms + 20
    late = max(0.0, delay - 177.3)
    rating = 93.2 - 0.024 * delay - 0.11 * late - 95 * loss_pct / (loss_pct + 25.1)
    rating = min(100.0, max(0.0, rating))
    score = 1 + 0.035 * rating + 7e-6 * rating * (rating - 60) * (100 - rating)
    return round(max(1.0, score), 2)  # G.107's cubic dips below 1 where the rating is near 0
