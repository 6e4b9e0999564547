"""A desk that is open, reached from outside as a desktop reaches it: the program is started again
with a link, the screen saver says that the screen is locked. Two real programs, one data folder."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from desk_client.case import Case
from tests.day.doomed import DoomedDesk, State
from tests.day.test_refused_starts import desk_client, one_sentence
from tests.day.world import BUSY, PROMISES, World, shanghai_at
from tests.ui.entry.bus import private_bus

ROOT = Path(__file__).resolve().parents[2]
PACKAGING = ROOT / "packaging" / "desktop"
STRANGER = "13700009999"


def number_of(world: World, case: Case) -> str:
    with world.floor.administrator() as connection:
        found = connection.execute(
            "select value from app.contact_point where debtor_id = %s", [case.debtor_id]
        ).fetchone()
    assert found is not None
    return str(found[0])


def root_of(world: World, tmp_path: Path) -> Path:
    """A data folder that `desk-client` without more words would open."""
    root = tmp_path / "desk"
    root.mkdir()
    settings = world.settings(shanghai_at(10, 30))
    (root / "settings.yaml").write_text(settings.model_dump_json(), encoding="utf-8")
    return root


def previewed(state: State) -> tuple[str, str]:
    return state["phase"], state["case_no"]


def test_a_second_start_hands_its_link_over(world: World, tmp_path: Path) -> None:
    first, second = world.place(PROMISES, BUSY, mode="preview")
    root = root_of(world, tmp_path)
    number = number_of(world, second)
    with DoomedDesk(root, world.settings(shanghai_at(10, 30))) as desk:
        desk.wait_phase("ready")
        dialled = len(world.invites)
        began = time.monotonic()
        done = desk_client("--data-dir", root, f"tel:{number[:3]}-{number[3:7]}%20{number[7:]}")
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
        assert time.monotonic() - began < 5  # 0.6 s on two quiet cores
        desk.wait(lambda state: previewed(state) == ("preview", second.case_no))

        sip = f"sip:{number_of(world, first)}@elsewhere.example;user=phone"
        assert desk_client("--data-dir", root, sip).returncode == 0
        desk.wait(lambda state: previewed(state) == ("preview", first.case_no))

        assert desk_client("--data-dir", root, f"callto:{STRANGER}").returncode == 0
        state = desk.wait(lambda state: "no case lent to you" in (state["notice"] or ""))
        assert previewed(state) == ("preview", first.case_no)
        assert STRANGER not in state["notice"]

        assert "another kind" in one_sentence(desk_client("--data-dir", root, "mailto:a@b.example"))
        desk.wait(lambda state: "names no telephone number" in (state["notice"] or ""))
        assert "no number has" in one_sentence(desk_client("--data-dir", root, "tel:%0d%0a"))
        assert desk_client("--data-dir", root).returncode == 0  # only comes to the front
        assert len(world.invites) == dialled


@pytest.fixture
def desktop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A person's own folders, which the desktop's programs look into, and `desk-client` in the
    PATH."""
    for name, folder in (("XDG_DATA_HOME", "share"), ("XDG_CONFIG_HOME", "config")):
        (tmp_path / folder).mkdir()
        monkeypatch.setenv(name, str(tmp_path / folder))
    programs = tmp_path / "bin"
    programs.mkdir()
    program = programs / "desk-client"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m desk_client.cli "$@"\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{programs}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    return tmp_path / "share"


@pytest.mark.peers("gio", "update-desktop-database", "desktop-file-validate")
def test_the_desktop_opens_a_clicked_link_with_us(
    world: World, tmp_path: Path, desktop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Registered as a person would, then opened as a browser does."""
    entry = PACKAGING / "desk-client.desktop"
    subprocess.run(["desktop-file-validate", entry], check=True)
    subprocess.run([PACKAGING / "install.sh"], check=True)
    for scheme in ("tel", "sip", "callto"):
        kind = f"x-scheme-handler/{scheme}"
        told = subprocess.run(["gio", "mime", kind], capture_output=True, text=True, check=True)
        assert entry.name in told.stdout.splitlines()[0]
    (case,) = world.place(BUSY, mode="preview")
    root = root_of(world, tmp_path)
    monkeypatch.setenv("DESK_CLIENT_DATA", str(root))
    with DoomedDesk(root, world.settings(shanghai_at(10, 30))) as desk:
        desk.wait_phase("ready")
        subprocess.run(["gio", "open", f"tel:{number_of(world, case)}"], check=True)
        desk.wait(lambda state: previewed(state) == ("preview", case.case_no))
    subprocess.run([PACKAGING / "install.sh", "--remove"], check=True)
    assert not (desktop / "applications" / entry.name).exists()


def test_it_is_not_registered_where_a_click_would_open_nothing(
    desktop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "/usr/bin:/bin")
    done = subprocess.run([PACKAGING / "install.sh"], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "not in the PATH" in done.stderr
    assert not (desktop / "applications").exists()


@pytest.mark.peers("dbus-daemon", "dbus-send")
def test_a_locked_screen_mutes_the_call(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.place(PROMISES)
    with private_bus(tmp_path) as bus:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", bus.address)
        root = root_of(world, tmp_path)
        with DoomedDesk(root, world.settings(shanghai_at(10, 30))) as desk:
            desk.talk()
            bus.saver("freedesktop", active=True)
            state = desk.wait(lambda state: state["muted"])
            assert state["notice"].startswith("Screen locked: microphone muted")
            bus.saver("freedesktop", active=False)
            state = desk.wait(lambda state: "unlocked" in (state["notice"] or ""))
            assert state["muted"]
            assert "still muted" in state["notice"]
            desk.press("F2")
            desk.wait(lambda state: not state["muted"])
