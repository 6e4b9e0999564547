"""`desk-client` as a person types it, in a process of its own."""

import subprocess
import sys
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Said:
    """What a command said and how it ended."""

    code: int
    out: str
    err: str

    @property
    def sentence(self) -> str:
        """The one sentence on stderr; fails where there is more, or a traceback."""
        lines = self.err.rstrip("\n").splitlines()
        assert len(lines) == 1, self.err
        assert "Traceback" not in self.err
        return lines[0]


def typed(*words: str, stdin: str = "") -> Said:
    done = subprocess.run(
        [sys.executable, "-m", "desk_client.cli", *words],
        input=stdin,
        capture_output=True,
        text=True,
        check=False,
    )
    return Said(done.returncode, done.stdout, done.stderr)
