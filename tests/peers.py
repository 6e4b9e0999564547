"""SIP peers that we did not write, and other programs of the system that tests talk to. A test says
`@pytest.mark.peers("sipp", "kamailio")`. Where a program is missing the test is left out and one
line at the end says so; with `--require-peers`, as CI runs it, a missing one fails the run."""

import os
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

import pytest


def find(program: str) -> str | None:
    """Where a program of the system lies; servers lie outside a plain user's PATH. The rights of
    root, asked for as `root`, are nothing that lies anywhere, but a test may need them as much."""
    if program == "root":
        return "/" if os.geteuid() == 0 else None
    return shutil.which(program) or shutil.which(program, path="/usr/sbin:/sbin:/usr/local/sbin")


def start(
    program: str, *arguments: str, folder: Path, log: str, typed: bool = False
) -> subprocess.Popen[bytes]:
    """Starts a peer in a session of its own; what it prints goes to the file `log` in `folder`.
    `typed`: it takes commands from its input."""
    path = find(program)
    assert path is not None, f"{program} is not installed"
    with (folder / log).open("wb") as printed:
        return subprocess.Popen(
            (path, *arguments),
            cwd=folder,
            stdin=subprocess.PIPE if typed else subprocess.DEVNULL,
            stdout=printed,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


def end(peer: subprocess.Popen[bytes], patience_s: float = 3.0) -> None:
    """Ends a peer that was started here."""
    if peer.poll() is None:
        peer.terminate()
        try:
            peer.wait(patience_s)
        except subprocess.TimeoutExpired:
            peer.kill()
            peer.wait()


def missing(item: pytest.Item) -> list[str]:
    """The programs that a test needs and this machine lacks."""
    mark = item.get_closest_marker("peers")
    return [name for name in mark.args if find(name) is None] if mark is not None else []


def own_wheel() -> bool:
    """Whether the SIP library is our own build, which says so beside its package."""
    library = find_spec("pjsua2")
    return library is not None and Path(library.origin or "").with_name("build.json").exists()
