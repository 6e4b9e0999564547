"""The screen's lock as a real D-Bus daemon brings it: from each desktop's screen saver, and from
logind for this session only."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.ui.entry.bus import Bus, private_bus
from ui.entry.screen_lock import session_path

pytestmark = pytest.mark.peers("dbus-daemon", "dbus-send")


@pytest.fixture
def bus(tmp_path: Path) -> Iterator[Bus]:
    with private_bus(tmp_path) as bus:
        yield bus


@contextmanager
def program(
    module: str, *words: str, **environment: str
) -> Iterator[tuple[subprocess.Popen[str], list[str]]]:
    """A program of this folder, its first line already read; more are read by `read`."""
    bare = {
        name: value for name, value in os.environ.items() if not name.startswith(("DBUS", "XDG"))
    }
    with subprocess.Popen(
        [sys.executable, "-m", f"tests.ui.entry.{module}", *words],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=bare | environment,
        start_new_session=True,
    ) as process:
        try:
            yield process, [read(process)]
        finally:
            process.kill()


def read(process: "subprocess.Popen[str]") -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


@pytest.mark.parametrize("desktop", ["freedesktop", "gnome", "cinnamon", "mate", "xfce"])
def test_each_desktop_s_screen_saver(bus: Bus, desktop: str) -> None:
    with program("listener", DBUS_SESSION_BUS_ADDRESS=bus.address) as (listener, told):
        for active in (True, True, False, True):
            bus.saver(desktop, active=active)
        told += [read(listener) for _ in range(3)]
    assert told == ["listens", "locked", "unlocked", "locked"]


def test_logind_for_this_session_only(bus: Bus) -> None:
    ours, others = session_path("c2"), session_path("3")
    system = {"DBUS_SYSTEM_BUS_ADDRESS": bus.address}
    with (
        program("logind", **system) as (logind, named),
        program("logind", "stranger", **system) as (stranger, _),
        program("listener", XDG_SESSION_ID="c2", **system) as (listener, told),
    ):
        assert named == ["True"]
        for sender, path, name in (
            (stranger, ours, "Lock"),
            (logind, others, "Lock"),
            (logind, ours, "Unlock"),
            (logind, ours, "Lock"),
            (logind, ours, "Unlock"),
        ):
            assert sender.stdin is not None
            sender.stdin.write(f"{path} {name}\n")
            sender.stdin.flush()
        told += [read(listener) for _ in range(2)]
    assert told == ["listens", "locked", "unlocked"]


def test_where_there_is_no_bus_nobody_listens_and_nothing_is_started(bus: Bus) -> None:
    with program("listener", DBUS_SYSTEM_BUS_ADDRESS=bus.address, DISPLAY=":99") as (_, told):
        assert told == ["deaf"]  # a bus, but no session of ours


def test_a_session_s_object_is_written_as_logind_writes_it() -> None:
    assert session_path("1") == "/org/freedesktop/login1/session/_31"
    assert session_path("12") == "/org/freedesktop/login1/session/_312"
    assert session_path("c2") == "/org/freedesktop/login1/session/c2"
    assert session_path("a-b") == "/org/freedesktop/login1/session/a_2db"
    assert session_path("") == ""
