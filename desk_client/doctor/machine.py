"""Looks at what the machine must bring: Python, a window system with its libraries, a font for
Chinese, a clock and time zones, a folder to write into."""

import ctypes.util
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from desk_client.clock import Clock, SystemClock
from desk_client.data_folder import DataFolder
from desk_client.doctor.finding import Finding, note, right, wrong

_PYTHONS = ((3, 11), (3, 12))
_LOOK_S = 30
_ROOM_WANTED = 2 << 30  # bytes
_ROOM_NEEDED = 200 << 20  # bytes: the demo's central takes 60 MB before the first call
_WRITTEN = datetime(2026, 11, 1, tzinfo=UTC)  # this program is not older


def python() -> Finding:
    found = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info[:2] in _PYTHONS:
        return right("python", f"Python {found}")
    return wrong("python", f"Python {found}", "use Python 3.11 or 3.12; run make setup again")


def window() -> tuple[Finding, Finding]:
    """Whether Qt opens a window here, and whether it can write Chinese; looked at in a process of
    its own, because Qt ends the process where it cannot."""
    platform = os.environ.get("QT_QPA_PLATFORM") or _platform()
    looked = subprocess.run(
        [sys.executable, "-m", "ui.window_look"],
        capture_output=True,
        text=True,
        check=False,
        timeout=_LOOK_S,
        env={**os.environ, "QT_QPA_PLATFORM": platform},
    )
    if looked.returncode:
        said = next(iter(looked.stderr.splitlines()), "it ended without a word")
        do = _install(missing_libraries()) or "run make setup, which installs what Qt needs"
        unknown = note("font", "not looked at, because no window opens", "mend the window first")
        return wrong("window", f"Qt opens no window on {platform}: {said}", do), unknown
    told = json.loads(looked.stdout)
    return _window(told["platform"]), _font(told["cjk_fonts"])


def missing_libraries() -> list[str]:
    """Shared libraries that Qt's X11 plugin needs and this machine does not have; empty where
    there is no such plugin or no way to look."""
    package = find_spec("PySide6")
    places = [] if package is None else list(package.submodule_search_locations or ())
    plugins = [Path(place) / "Qt" / "plugins" / "platforms" / "libqxcb.so" for place in places]
    if not shutil.which("ldd") or not (plugin := next(filter(Path.exists, plugins), None)):
        return []
    listed = subprocess.run(["ldd", str(plugin)], capture_output=True, text=True, check=False)
    missing = set(re.findall(r"(\S+) => not found", listed.stdout))
    if not ctypes.util.find_library("EGL"):
        missing.add("libEGL.so.1")
    return sorted(missing)


def outside_keys() -> Finding:
    """Whether a desktop lets the desk answer, mute and hang up from another program's window."""
    if not sys.platform.startswith("linux") or os.environ.get("WAYLAND_DISPLAY"):
        return note(
            "outside_keys",
            "this desktop gives a key to the window in front only",
            "answer, mute and hang up in the desk's own window, or log in to an X11 session",
        )
    if not os.environ.get("DISPLAY"):
        return note("outside_keys", "no display here", "look again on the agent's own screen")
    return right("outside_keys", "Ctrl+Shift with F5, F2 and F12 reach the desk from any window")


def clock(now: Clock | None = None) -> Finding:
    moment = (now or SystemClock()).now()
    if moment < _WRITTEN:
        return wrong(
            "clock",
            f"this machine says it is {moment:%Y-%m-%d %H:%M} UTC, before this program was made",
            "set the clock, the law's hours depend on it",
        )
    try:
        local = moment.astimezone(ZoneInfo("Asia/Shanghai"))
    except ZoneInfoNotFoundError:
        return wrong("clock", "the time zones are missing", "install the package tzdata")
    return right("clock", f"{moment:%Y-%m-%d %H:%M} UTC, {local:%H:%M} in Shanghai")


def data_folder(folder: DataFolder) -> Finding:
    """Whether the folder, or the nearest one above it that exists, can be written, and has room."""
    place = next(each for each in (folder.root, *folder.root.parents) if each.exists())
    shown = shorten(folder.root)
    try:
        with tempfile.TemporaryFile(dir=place):
            pass
    except OSError as fault:
        why = fault.strerror or "it refuses"
        return wrong(
            "data_folder",
            f"{shown} cannot be written ({why})",
            "name another by --data-dir or DESK_CLIENT_DATA",
        )
    room = shutil.disk_usage(place).free
    there = shown if folder.root.exists() else f"{shown}, not made yet"
    found = f"{there}, {room / (1 << 30):.1f} GB free"
    if room < _ROOM_NEEDED:
        return wrong("data_folder", found, "make room on this disk")
    if room < _ROOM_WANTED:
        return note("data_folder", found, "make room soon, recordings need it")
    return right("data_folder", found)


def shorten(path: Path) -> str:
    """A path without the name of the person whose home it is in."""
    home = Path.home()
    return f"~/{path.relative_to(home)}" if path.is_relative_to(home) else str(path)


def _platform() -> str:
    if not sys.platform.startswith("linux"):
        return ""
    if os.environ.get("WAYLAND_DISPLAY"):
        return "wayland"
    return "xcb" if os.environ.get("DISPLAY") else "offscreen"


def _window(platform: str) -> Finding:
    missing = missing_libraries()
    if platform != "offscreen":
        return right("window", f"Qt opens windows on {platform}")
    if missing:
        found = f"no display here, and X11 would lack {', '.join(missing)}"
        return note("window", found, _install(missing))
    return right("window", "no display here; Qt works offscreen and has its X11 libraries")


def _font(families: list[str]) -> Finding:
    if families:
        return right("font", f"Chinese is written in {families[0]}")
    return wrong(
        "font", "no font here has Chinese characters", "sudo apt-get install -y fonts-noto-cjk"
    )


def _install(libraries: list[str]) -> str:
    """The one line for Debian; a library's package is named after it and its number."""
    packages = []
    for library in libraries:
        name, _, number = library.partition(".so.")
        dash = "-" if name[-1:].isdigit() else ""
        packages.append(f"{name}{dash}{number}".lower())
    return f"sudo apt-get install -y {' '.join(packages)}" if packages else ""
