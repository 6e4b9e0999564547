"""The `sipp` of Debian as a far side: it plays one scenario of the folder `sipp` for one call, and
says whether all of it came to pass."""

import socket
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import soundfile
import soxr

from tests import peers

SCENARIOS = Path(__file__).parent / "sipp"
_LONGEST_S = 20.0
_STARTS_S = 0.02


class Sipp:
    """A sipp process that waits for a call, or makes one."""

    def __init__(self, process: "subprocess.Popen[bytes]", port: int, folder: Path) -> None:
        self.process = process
        self.port = port
        self._folder = folder

    @property
    def address(self) -> str:
        return f"sip:peer@127.0.0.1:{self.port}"

    def succeeds(self) -> bool:
        """Whether the scenario came to its end, once it did."""
        return self.process.wait(_LONGEST_S) == 0

    @property
    def messages(self) -> str:
        """All SIP that it sent and received."""
        path = self._folder / "messages.log"
        return path.read_text(errors="replace") if path.exists() else ""

    def received(self, start: str) -> list[str]:
        """The messages it received that begin so."""
        parts = self.messages.split("-----------------------------------------------")
        bodies = [part.split("\n\n", 1)[1] for part in parts if "message received" in part]
        return [body for body in bodies if body.startswith(start)]


@contextmanager
def sipp(
    folder: Path, scenario: str, *, calls: str = "", echo: bool = False, **keys: str
) -> Iterator[Sipp]:
    """`calls`: host:port to call, empty = wait for a call. `echo` says back what it hears.
    `keys` stand in square brackets in the scenario."""
    folder.mkdir(parents=True, exist_ok=True)
    port, media = free_port(), free_port(4)
    arguments = [
        *([calls, "-s", "desk"] if calls else []),
        *("-sf", str(_filled_in(scenario, keys, folder)), "-m", "1"),
        *("-i", "127.0.0.1", "-p", str(port), "-mi", "127.0.0.1", "-mp", str(media)),
        *("-nostdin", "-trace_msg", "-message_file", str(folder / "messages.log")),
        *("-trace_err", "-error_file", str(folder / "errors.log")),
        *(["-rtp_echo"] if echo else []),
    ]
    process = peers.start("sipp", *arguments, folder=folder, log="screen.log")
    try:
        while process.poll() is None and not calls and not _is_taken(port):
            with suppress(subprocess.TimeoutExpired):
                process.wait(_STARTS_S)
        yield Sipp(process, port, folder)
    finally:
        peers.end(process)


def _filled_in(scenario: str, keys: dict[str, str], folder: Path) -> Path:
    """sipp has keys of its own, but not in a status line."""
    text = (SCENARIOS / f"{scenario}.xml").read_text()
    for name, value in keys.items():
        text = text.replace(f"[{name}]", value)
    path = folder / f"{scenario}.xml"
    path.write_text(text)
    return path


def free_port(count: int = 1) -> int:
    """An even UDP port of loopback that is free, with those after it."""
    while True:
        with closing(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) as first:
            first.bind(("127.0.0.1", 0))
            port: int = first.getsockname()[1] & ~1
        if port + count < 65_000 and not any(_is_taken(port + each) for each in range(count)):
            return port


def _is_taken(port: int) -> bool:
    with closing(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return True
    return False


def alaw_file(path: Path, wave: Path) -> Path:
    """A sound file as G.711 A-law, as sipp plays it."""
    samples, _rate = soundfile.read(wave, dtype="float32")
    eighth = soxr.resample(samples, 16_000, 8_000)
    soundfile.write(path, eighth, 8_000, format="RAW", subtype="ALAW")
    return path
