"""A private D-Bus daemon of the system's own make, and hands that send signals over it."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event

from tests import peers

LONGEST_S = 10.0


@dataclass(frozen=True)
class Bus:
    """Where it listens; as a session bus or as a system bus, as whoever uses it is told."""

    address: str

    def saver(self, desktop: str, *, active: bool) -> None:
        """As that desktop's screen saver tells it."""
        name = f"org.{desktop}.ScreenSaver"
        path = f"/org/{desktop}/ScreenSaver"
        word = "true" if active else "false"
        self._send("dbus-send", f"{path}", f"{name}.ActiveChanged", f"boolean:{word}")

    def _send(self, program: str, *words: str) -> None:
        sender = peers.find(program)
        assert sender is not None
        subprocess.run(
            [sender, f"--bus={self.address}", "--type=signal", *words],
            check=True,
            timeout=LONGEST_S,
        )


@contextmanager
def private_bus(folder: Path) -> Iterator[Bus]:
    """A daemon that lives as long as this context."""
    socket = folder / "bus"
    daemon = peers.start(
        "dbus-daemon",
        *("--session", "--nofork", "--nopidfile", f"--address=unix:path={socket}"),
        folder=folder,
        log="dbus.log",
    )
    try:
        for _ in range(200):
            if socket.exists():
                break
            Event().wait(0.05)
        yield Bus(f"unix:path={socket}")
    finally:
        peers.end(daemon)
