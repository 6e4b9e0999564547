"""The doctor's looks at the machine: what is right is said in words, what is wrong with what to do,
and nobody is named."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from desk_client.clock import RehearsalClock, SystemClock
from desk_client.data_folder import DataFolder
from desk_client.doctor import machine
from desk_client.doctor.machine import shorten


def test_this_python_will_do() -> None:
    assert machine.python().state == "right"


def test_another_python_will_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.version_info", (3, 13, 0, "final", 0))
    found = machine.python()
    assert (found.state, found.found) == ("wrong", "Python 3.13.0")
    assert "3.11 or 3.12" in found.do


def test_a_window_opens_without_a_display(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    window, font = machine.window()
    assert window.state in ("right", "note")
    assert "no display here" in window.found
    assert font.check == "font"
    assert font.state == "right" or "fonts-noto-cjk" in font.do


def test_a_window_that_does_not_open(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "nowhere")
    window, font = machine.window()
    assert window.state == "wrong"
    assert "Qt opens no window on nowhere" in window.found
    assert window.do
    assert font.state == "note"


def test_which_platform(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    assert machine._platform() == "offscreen"
    monkeypatch.setenv("DISPLAY", ":7")
    assert machine._platform() == "xcb"
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    assert machine._platform() == "wayland"


def test_libraries_become_one_line_to_run() -> None:
    libraries = ["libxcb-cursor.so.0", "libxkbcommon-x11.so.0", "libEGL.so.1"]
    assert machine._install(libraries) == (
        "sudo apt-get install -y libxcb-cursor0 libxkbcommon-x11-0 libegl1"
    )
    assert machine._install([]) == ""


def test_libraries_are_looked_for() -> None:
    for library in machine.missing_libraries():
        assert ".so." in library


def test_without_a_way_to_look_nothing_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert machine.missing_libraries() == []


def test_the_clock_of_this_machine() -> None:
    found = machine.clock()
    assert found.state == "right"
    assert "in Shanghai" in found.found


def test_a_clock_before_the_program_was_made() -> None:
    offset = datetime(2001, 1, 1, tzinfo=UTC) - SystemClock().now()
    found = machine.clock(RehearsalClock(offset))
    assert found.state == "wrong"
    assert "2001-01-0" in found.found or "2000-12-31" in found.found
    assert machine.clock(RehearsalClock(timedelta(days=1))).state == "right"


def test_a_folder_that_is_not_made_yet(tmp_path: Path) -> None:
    found = machine.data_folder(DataFolder(tmp_path / "a" / "b"))
    assert found.state in ("right", "note")
    assert "not made yet" in found.found
    assert "GB free" in found.found
    assert not (tmp_path / "a").exists()


def test_a_folder_that_cannot_be_written() -> None:
    found = machine.data_folder(DataFolder(Path("/dev/null/desk")))
    assert found.state == "wrong"
    assert "cannot be written" in found.found
    assert "--data-dir" in found.do


@pytest.mark.parametrize(("free_mb", "state"), [(100, "wrong"), (1024, "note"), (4096, "right")])
def test_room(free_mb: int, state: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda _place: _Usage(free_mb << 20))
    assert machine.data_folder(DataFolder(tmp_path)).state == state


class _Usage:
    def __init__(self, free: int) -> None:
        self.free = free


def test_a_path_is_told_without_the_persons_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/srv/people/zhang")
    assert shorten(Path("/srv/people/zhang/.local/share/desk-client")) == (
        "~/.local/share/desk-client"
    )
    assert shorten(Path("/var/lib/desk")) == "/var/lib/desk"


@pytest.mark.parametrize(
    ("names", "state"),
    [
        ({"DISPLAY": ":0"}, "right"),
        ({"DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-0"}, "note"),
        ({}, "note"),
    ],
)
def test_where_keys_of_other_windows_reach_the_desk(
    monkeypatch: pytest.MonkeyPatch, names: dict[str, str], state: str
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    for name, value in names.items():
        monkeypatch.setenv(name, value)
    assert machine.outside_keys().state == state
