"""The conference's frame: 20 ms of 16 kHz mono 16-bit sound, as bytes on the outside and as floats
of full scale 1.0 inside this package."""

import numpy as np
from numpy.typing import NDArray

RATE = 16_000
FRAME = RATE // 50  # samples
FRAME_BYTES = FRAME * 2

Samples = NDArray[np.float32]


def samples_from(content: bytes | memoryview) -> Samples:
    """16-bit bytes as floats of full scale 1.0."""
    return np.frombuffer(content, np.int16).astype(np.float32) / np.float32(32768)


def bytes_from(samples: Samples) -> bytes:
    """Floats as 16-bit bytes; what is beyond full scale is cut off there."""
    scaled = np.clip(samples * np.float32(32768), -32768, 32767)
    whole: NDArray[np.int16] = np.rint(scaled).astype(np.int16)
    return whole.tobytes()
