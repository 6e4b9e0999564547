"""The program as a person types it."""

import subprocess
import sys
from pathlib import Path


def typed(*words: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Runs `desk-client WORDS...` to its end, with nothing but these variables of ours set."""
    return subprocess.run(
        [sys.executable, "-m", "desk_client.cli", *map(str, words)],
        env={"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "HOME": "/nonexistent"} | environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=60,
    )
