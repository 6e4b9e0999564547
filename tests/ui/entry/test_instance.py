"""One desk a folder: who may be it, and who gets in at its door."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from desk_client.data_folder import DataFolder
from desk_client.errors import DeskError
from desk_client.services.call_link import LONGEST
from ui.entry.door import Door
from ui.entry.instance import TAKEN, Instance, Note, hand_over, is_open, read_note, socket_path

HOLD = """
import sys
from pathlib import Path
from desk_client.data_folder import DataFolder
from ui.entry.instance import Instance
print(Instance(DataFolder(Path(sys.argv[1]))).claim(), flush=True)
sys.stdin.read()
"""


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    return DataFolder(tmp_path / "desk")


@pytest.fixture
def door(folder: DataFolder, qtbot: QtBot) -> Iterator[Door]:
    folder.root.mkdir()
    door = Door(folder)
    yield door
    door.close()


def test_the_lock_goes_with_the_process_however_it_ends(folder: DataFolder) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(folder.root)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        start_new_session=True,
    ) as first:
        assert first.stdout is not None
        assert first.stdout.readline() == b"True\n"
        mine = Instance(folder)
        assert not mine.claim()
        os.kill(first.pid, signal.SIGKILL)
        first.wait()
    assert not is_open(folder)
    with mine:
        assert mine.claim()
        assert is_open(folder)
        assert not Instance(folder).claim()
    assert Instance(folder).claim()


def test_to_look_leaves_nothing(folder: DataFolder) -> None:
    assert not is_open(folder)
    assert not folder.root.exists()


def test_another_folder_is_another_desk(folder: DataFolder, tmp_path: Path) -> None:
    with Instance(folder) as here, Instance(DataFolder(tmp_path / "other")) as there:
        assert here.claim()
        assert there.claim()
    assert socket_path(folder) != socket_path(DataFolder(tmp_path / "other"))


def handing_over(folder: DataFolder, note: Note) -> Thread:
    thread = Thread(target=hand_over, args=(folder, note))
    thread.start()
    return thread


def test_a_note_comes_in_at_the_door(folder: DataFolder, door: Door, qtbot: QtBot) -> None:
    assert socket_path(folder).stat().st_mode & 0o077 == 0
    note = Note(link="tel:+8613800001111", activation="token")
    with qtbot.waitSignal(door.knocked) as knocked:
        thread = handing_over(folder, note)
    thread.join()
    assert knocked.args == [note]


def test_a_path_too_long_for_a_socket(tmp_path: Path, qtbot: QtBot) -> None:
    deep = DataFolder(tmp_path / ("x" * 120))
    deep.root.mkdir()
    assert socket_path(deep).parent != deep.root
    door = Door(deep)
    with qtbot.waitSignal(door.knocked):
        thread = handing_over(deep, Note())
    thread.join()
    door.close()


def test_a_socket_left_by_a_killed_desk_is_no_obstacle(folder: DataFolder, qtbot: QtBot) -> None:
    folder.root.mkdir()
    with socket.socket(socket.AF_UNIX) as left:
        left.bind(str(socket_path(folder)))
    door = Door(folder)
    with qtbot.waitSignal(door.knocked):
        thread = handing_over(folder, Note())
    thread.join()
    door.close()


@pytest.mark.parametrize(
    "line", [b"garbage\n", b'{"link":5}\n', b'{"link":"","run":"sh"}\n', b"x" * 9000, b"\xff\0\n"]
)
def test_what_is_no_note_is_turned_away(
    folder: DataFolder, door: Door, qtbot: QtBot, line: bytes
) -> None:
    notes: list[object] = []
    door.knocked.connect(notes.append)
    answers: list[bytes] = []

    def knock() -> None:
        with socket.socket(socket.AF_UNIX) as guest:
            guest.settimeout(5)
            guest.connect(str(socket_path(folder)))
            guest.sendall(line)
            try:
                answers.append(guest.recv(100))
            except ConnectionResetError:
                answers.append(b"")

    thread = Thread(target=knock)
    thread.start()
    qtbot.waitUntil(lambda: bool(answers))
    thread.join()
    assert answers == [b""]
    assert notes == []


def test_a_guest_who_says_nothing_is_sent_off(folder: DataFolder, door: Door, qtbot: QtBot) -> None:
    with socket.socket(socket.AF_UNIX) as guest:
        guest.connect(str(socket_path(folder)))
        guest.setblocking(False)

        def is_sent_off() -> bool:
            try:
                return guest.recv(1) == b""
            except BlockingIOError:
                return False

        qtbot.waitUntil(is_sent_off, timeout=5000)


def test_a_desk_that_does_not_answer_is_one_sentence(
    folder: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.entry.instance._PATIENCE_S", 0.2)
    folder.root.mkdir()
    with pytest.raises(DeskError, match="open already, but it does not answer"):
        hand_over(folder, Note())
    socket_path(folder).write_text("no socket")
    with pytest.raises(DeskError, match="does not answer"):
        hand_over(folder, Note())


def test_the_answer_must_be_the_desk_s(folder: DataFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    folder.root.mkdir()
    with socket.socket(socket.AF_UNIX) as other:
        other.bind(str(socket_path(folder)))
        other.listen()

        def answer() -> None:
            guest, _ = other.accept()
            with guest:
                guest.recv(4096)
                guest.sendall(b"nothing of the kind")

        thread = Thread(target=answer)
        thread.start()
        with pytest.raises(DeskError):
            hand_over(folder, Note())
        thread.join()
    assert TAKEN == b"taken\n"


def test_a_note_carries_the_desktop_s_word(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XDG_ACTIVATION_TOKEN", raising=False)
    monkeypatch.setenv("DESKTOP_STARTUP_ID", "id")
    assert Note.of("tel:1").activation == "id"
    monkeypatch.setenv("XDG_ACTIVATION_TOKEN", "token" * 500)
    assert len(Note.of("tel:1").activation) == 500
    assert len(Note.of("x" * 9000).link) == LONGEST + 1


@given(st.binary(max_size=200))
def test_any_bytes_are_a_note_or_none(line: bytes) -> None:
    assert isinstance(read_note(line), Note | None)
