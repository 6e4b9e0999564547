"""Keys pressed in another program's window, on a real X server."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import pytest
from pytestqt.qtbot import QtBot

from tests import peers
from ui.entry.global_keys import GlobalKeys
from ui.entry.x11_keys import X11Keys
from ui.keys import KeyMap

LONGEST_S = 10.0


@contextmanager
def x_server() -> Iterator[str]:
    """Its display, a free one."""
    program = peers.find("Xvfb")
    assert program is not None
    ours, theirs = os.pipe()
    with subprocess.Popen(
        [program, "-displayfd", str(theirs), "-screen", "0", "1400x900x24", "-nolisten", "tcp"],
        pass_fds=[theirs],
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as server:
        os.close(theirs)
        try:
            with os.fdopen(ours) as told:
                yield f":{told.readline().strip()}"
        finally:
            server.terminate()


class Screen:
    """Programs on one X server, and a hand on its keyboard."""

    def __init__(self, stack: ExitStack) -> None:
        self._stack = stack
        self._environment = {
            **os.environ,
            "DISPLAY": stack.enter_context(x_server()),
            "QT_QPA_PLATFORM": "xcb",
            "QT_LOGGING_RULES": "qt.qpa.theme*=false",
        }

    def open(self, name: str) -> "subprocess.Popen[str]":
        """The desk's window or the other one."""
        process = self._stack.enter_context(
            subprocess.Popen(
                [sys.executable, "-m", "tests.ui.entry.window_program", name],
                stdout=subprocess.PIPE,
                text=True,
                env=self._environment,
                start_new_session=True,
            )
        )
        self._stack.callback(process.kill)
        return process

    def hand(self, *words: str) -> None:
        program = peers.find("xdotool")
        assert program is not None
        subprocess.run([program, *words], env=self._environment, check=True, timeout=LONGEST_S)


@pytest.fixture
def screen() -> Iterator[Screen]:
    with ExitStack() as stack:
        yield Screen(stack)


def read(process: "subprocess.Popen[str]") -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


@pytest.mark.peers("Xvfb", "xdotool")
def test_three_keys_act_from_another_program_s_window(screen: Screen) -> None:
    desk = screen.open("desk")
    assert read(desk) == "Ctrl+Shift+F5 Ctrl+Shift+F2 Ctrl+Shift+F12"
    assert read(desk) == "shown"
    other = screen.open("other")
    assert read(other) == "shown"
    screen.hand("search", "--sync", "--name", "^other$", "windowfocus", "--sync")

    screen.hand("key", "ctrl+shift+F2")
    assert read(desk) == "ToggleMute"
    screen.hand("key", "ctrl+shift+Num_Lock", "key", "ctrl+shift+F12")
    assert read(desk) == "HangUpCall"
    screen.hand("keydown", "ctrl", "keydown", "shift", "keydown", "F2", "sleep", "1")
    screen.hand("keyup", "F2", "keyup", "shift", "keyup", "ctrl")
    assert read(desk) == "ToggleMute"
    screen.hand("key", "F2", "key", "a", "key", "ctrl+shift+F12")
    assert read(desk) == "HangUpCall"  # neither a held key's repeats nor a plain F2 came between
    reached = list(iter(lambda: read(other), "A"))
    assert "F2" in reached
    assert not any("F12" in key or key == "Ctrl+Shift+F2" for key in reached)


@pytest.mark.peers("Xvfb", "xdotool")
def test_a_key_that_another_has_is_left_to_it(screen: Screen) -> None:
    first = screen.open("desk")
    assert read(first).split() == ["Ctrl+Shift+F5", "Ctrl+Shift+F2", "Ctrl+Shift+F12"]
    second = screen.open("desk")
    assert read(second) == "none"


def test_where_there_is_no_x_server_no_key_is_granted(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISPLAY", ":9999")
    assert X11Keys(["Ctrl+Shift+F2"]).granted == ()
    keys = GlobalKeys(KeyMap())
    assert keys.granted == ()
    keys.close()
