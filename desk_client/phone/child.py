"""The phone process as the desk holds it: its pipes, its last words on stderr, how it ended, and
whether it is hung or only waits for a processor that others use."""

import re
import select
import signal
import subprocess
import threading
from collections import deque
from collections.abc import Iterator, Sequence
from pathlib import Path

_STDERR_LINES = 200
_SAID = 300  # characters of one line
_LIBRARY_LOG = re.compile(r"\d\d:\d\d:\d\d\.\d{3} ")  # written before its log can be shut
_WHY = re.compile(r"Assertion|Error: |Exception: |Fatal Python error: (?!Aborted)")
_SIGNALS = {signal.SIGABRT: "aborted", signal.SIGSEGV: "crashed"}


class PhoneChild:
    """One life of the phone process, from its start to its last word."""

    def __init__(self, command: Sequence[str]) -> None:
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
        self.pid = self._process.pid
        self.said: deque[str] = deque(maxlen=_STDERR_LINES)  # its stderr, as it came
        self.blame = ""  # why the desk killed it, or what it did wrong
        self.refuses = False  # it lives, but not with this configuration
        self._used = 0
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def write(self, line: bytes) -> bool:
        """False where the process is gone."""
        pipe = self._process.stdin
        if pipe is None:
            return False
        try:
            pipe.write(line)
            pipe.flush()
        except (OSError, ValueError):
            return False
        return True

    def takes_input(self) -> bool:
        """Whether a short line can be written without waiting for the phone to read."""
        pipe = self._process.stdin
        try:
            if pipe is None:
                return False
            asked = select.poll()
            asked.register(pipe, select.POLLOUT)
            return any(event & select.POLLOUT for _, event in asked.poll(0))
        except (OSError, ValueError):
            return False

    def lines(self) -> Iterator[bytes]:
        """What it tells, until it closes its end."""
        if self._process.stdout is not None:
            yield from self._process.stdout

    def starved(self) -> bool:
        """Whether it wants to run and got no processor since this was asked last: the machine is
        overloaded then, and the phone is not to blame. False where the system does not tell."""
        try:
            stat = Path(f"/proc/{self.pid}/stat").read_text(encoding="ascii", errors="replace")
        except OSError:
            return False
        state, *fields = stat.rpartition(")")[2].split()
        used, before = int(fields[10]) + int(fields[11]), self._used
        self._used = used
        return state == "R" and used == before

    def kill(self, blame: str = "") -> None:
        """SIGKILL, which ends a stopped process too."""
        if self.alive:
            self.blame = blame or self.blame
            self._process.kill()

    def wait(self, seconds: float) -> bool:
        """Whether it ended in that time."""
        try:
            self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            return False
        return True

    def reap(self) -> str:
        """Waits for its end and its last words; one sentence of how it ended."""
        code = self._process.wait()
        self._listener.join(0.2)  # a child of its own might still hold the pipe
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except OSError:
                    continue
        how = f"with code {code}"
        if code < 0:
            name = _SIGNALS.get(signal.Signals(-code))
            how = f"by signal {-code}" if name is None else f"by signal {-code}, it {name}"
        why = self.blame or next((line for line in reversed(self.said) if _WHY.search(line)), "")
        return f"The phone process ended {how}{f': {why}' if why else ''}."

    def _listen(self) -> None:
        if self._process.stderr is None:
            return
        with self._process.stderr as words:
            for line in words:
                text = line.decode(errors="replace").rstrip()[:_SAID]
                if text and not _LIBRARY_LOG.match(text):
                    self.said.append(text)
