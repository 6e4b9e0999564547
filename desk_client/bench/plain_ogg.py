"""What a recording's loss is measured against: both sides of a call written as plain Ogg/Opus, a
tick of 20 ms at a time, as libsndfile does it by itself. Runs until it is killed.

    python -m desk_client.bench.plain_ogg FILE"""

import sys
import threading
import time
from pathlib import Path

import numpy as np
import soundfile

_RATE = 16_000
_TICK_S = 0.02


def main(file: Path) -> None:
    """Says one line when the first tick is written."""
    noise = np.random.default_rng(1).normal(0, 0.1, (_RATE // 50, 2)).astype(np.float32)
    never = threading.Event()
    with soundfile.SoundFile(file, "w", _RATE, 2, format="OGG", subtype="OPUS") as sound:
        began = time.monotonic()
        ticks = 0
        while True:
            sound.write(noise)
            ticks += 1
            if ticks == 1:
                sys.stdout.write("writing\n")
                sys.stdout.flush()
            never.wait(max(0.0, began + ticks * _TICK_S - time.monotonic()))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
