"""What was on the wire, as tshark saw it: every packet of loopback from start to stop, asked
afterwards in tshark's own words. Needs root."""

import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests import peers
from tests.phone.lines import until


class Capture:
    """A file of packets; the phones' ports are read as SIP, and tshark finds their RTP by that."""

    def __init__(self, path: Path, sip_ports: tuple[int, ...]) -> None:
        self.path = path
        self._theirs = " || ".join(f"udp.port == {port}" for port in sip_ports)
        self._as_sip = [word for port in sip_ports for word in ("-d", f"udp.port=={port},sip")]

    def packets(self, wanted: str, *fields: str) -> list[tuple[str, ...]]:
        """These fields of each packet that a display filter lets through, in order. SIP is that of
        the phones asked about, and speech what their offers opened; others on this machine may
        talk meanwhile."""
        if "sip" in wanted and self._theirs:
            wanted = f"({self._theirs}) && ({wanted})"
        elif "rtp" in wanted and self._theirs:
            offers = ", ".join(frame for (frame,) in self.packets("sip && sdp", "frame.number"))
            wanted = f"rtp.setup-frame in {{{offers}}} && ({wanted})"
        program = peers.find("tshark")
        assert program is not None
        shown = [word for field in fields for word in ("-e", field)]
        done = subprocess.run(
            (
                program,
                "-n",
                "-r",
                str(self.path),
                *self._as_sip,
                "-Y",
                wanted,
                "-T",
                "fields",
                *shown,
            ),
            check=True,
            capture_output=True,
            text=True,
            timeout=30,
        )
        return [tuple(line.split("\t")) for line in done.stdout.splitlines()]

    def spoken_at(self, *ports: int) -> bytes:
        """Every packet to or from these ports, unread; others on this machine talk at their own."""
        program = peers.find("tshark")
        assert program is not None
        wanted = " || ".join(f"{kind}.port == {port}" for port in ports for kind in ("udp", "tcp"))
        there = self.path.with_name("spoken.pcap")
        subprocess.run(
            (program, "-n", "-r", str(self.path), "-Y", wanted, "-w", str(there)),
            check=True,
            capture_output=True,
            timeout=30,
        )
        return there.read_bytes()

    @property
    def bytes(self) -> bytes:
        """All of it, unread."""
        return self.path.read_bytes()


@contextmanager
def capture(folder: Path, *sip_ports: int) -> Iterator[Capture]:
    """Whole when the `with` is over."""
    path = folder / "wire.pcap"
    process = peers.start(
        "tshark", "-n", "-i", "lo", "-B", "16", "-w", str(path), folder=folder, log="tshark.log"
    )
    try:
        until(lambda: _sees(path, b"the capture begins"))
        yield Capture(path, sip_ports)
        until(lambda: _sees(path, b"the capture ends"))
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(10)
        finally:
            peers.end(process)


def _sees(path: Path, mark: bytes) -> bool:
    """Whether a datagram sent now, or one like it before, is in the file already."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        sender.sendto(mark, ("127.0.0.1", 9))
    return path.exists() and mark in path.read_bytes()
