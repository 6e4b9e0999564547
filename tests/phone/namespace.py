"""A network of the test's own on this machine: a namespace with one address that is not loopback,
for peers that refuse loopback and for what must not be trusted like loopback. Needs root."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from tests import peers

ADDRESS = "10.77.0.1"
DEVICE = "desk0"


@dataclass(frozen=True, slots=True)
class Namespace:
    """`inside` is put before a command that is to run in it."""

    name: str

    @property
    def inside(self) -> tuple[str, ...]:
        return (_ip(), "netns", "exec", self.name)


@contextmanager
def namespace() -> Iterator[Namespace]:
    """Gone at the end, with whatever still runs in it."""
    name = f"desk-{os.getpid()}"
    _run("netns", "add", name)
    try:
        _run("-n", name, "link", "set", "lo", "up")
        _run("-n", name, "link", "add", DEVICE, "type", "veth", "peer", "name", "desk1")
        _run("-n", name, "address", "add", f"{ADDRESS}/24", "dev", DEVICE)
        for device in (DEVICE, "desk1"):
            _run("-n", name, "link", "set", device, "up")
        yield Namespace(name)
    finally:
        for pid in _run("netns", "pids", name).split():
            os.kill(int(pid), 9)
        _run("netns", "delete", name)


def _run(*arguments: str) -> str:
    return subprocess.run(
        (_ip(), *arguments), check=True, capture_output=True, text=True, timeout=10
    ).stdout


def _ip() -> str:
    path = peers.find("ip")
    assert path is not None, "iproute2 is not installed"
    return path
