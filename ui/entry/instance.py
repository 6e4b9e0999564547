"""One desk for one data folder. Who starts first holds a lock in the folder, which the system takes
away with the process, however that ends; who comes later hands the link over by a local socket and
is done. No Qt here: a click on a link must not load a window system to find that one is there."""

import fcntl
import json
import os
import socket
import stat
import threading
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import Self

from pydantic import BaseModel, ConfigDict, ValidationError

from desk_client.data_folder import DataFolder
from desk_client.errors import DeskError
from desk_client.services.call_link import LONGEST

LONGEST_NOTE = 4096  # bytes; what a desk reads of one hand-over
TAKEN = b"taken\n"
_LOCK = "desk.lock"
_LONGEST_PATH = 90  # a socket's path holds 107, and Qt makes it under a longer name first
_PATIENCE_S = 5.0  # the first one may hold the lock and not listen yet
_AGAIN_S = 0.05


class Note(BaseModel):
    """What a second start hands over: the link ("" = only come to the front), and the desktop's
    word that the window may."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")

    link: str = ""
    activation: str = ""

    @classmethod
    def of(cls, link: str) -> Self:
        token = os.environ.get("XDG_ACTIVATION_TOKEN") or os.environ.get("DESKTOP_STARTUP_ID", "")
        return cls(link=link[: LONGEST + 1], activation=token[:500])


def read_note(line: bytes) -> Note | None:
    """None where it is no note."""
    try:
        return Note.model_validate_json(line)
    except ValidationError:
        return None


def socket_path(folder: DataFolder) -> Path:
    """Where the desk of this folder listens: in the folder, or where that path is too long for a
    socket, in a folder of this user's own beside the system's temporary files."""
    plain = folder.root / "desk.sock"
    if len(os.fsencode(plain)) <= _LONGEST_PATH:
        return plain
    name = sha256(os.fsencode(folder.root)).hexdigest()[:24]
    runtime = os.environ.get("XDG_RUNTIME_DIR") or f"/tmp/desk-client-{os.getuid()}"  # noqa: S108
    return Path(runtime) / f"desk-{name}.sock"


class Instance:
    """The right to be the desk of a folder; a context that gives it up."""

    def __init__(self, folder: DataFolder) -> None:
        self._folder = folder
        self._lock = -1

    def claim(self) -> bool:
        """False where another process has it."""
        self._folder.root.mkdir(parents=True, exist_ok=True, mode=0o700)
        path = self._folder.root / _LOCK
        lock = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(lock)
            return False
        self._lock = lock
        return True

    def give_up(self) -> None:
        if self._lock >= 0:
            os.close(self._lock)
            self._lock = -1

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.give_up()


def is_open(folder: DataFolder) -> bool:
    """Whether a desk works on this folder now; leaves nothing where there is none."""
    if not (folder.root / _LOCK).exists():
        return False
    with Instance(folder) as mine:
        return not mine.claim()


def hand_over(folder: DataFolder, note: Note) -> None:
    """Gives the note to the desk that is open; DeskError where it takes none."""
    path, waited, pause = socket_path(folder), 0.0, threading.Event()
    while True:
        try:
            _send(path, note)
        except (FileNotFoundError, ConnectionRefusedError):
            if waited >= _PATIENCE_S:
                break
            pause.wait(_AGAIN_S)
            waited += _AGAIN_S
        except OSError:
            break
        else:
            return
    raise DeskError("This desk is open already, but it does not answer; look for its window.")


def _send(path: Path, note: Note) -> None:
    owner = path.lstat()
    if owner.st_uid != os.getuid() or not stat.S_ISSOCK(owner.st_mode):
        raise PermissionError(path)
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
        line.settimeout(_PATIENCE_S)
        line.connect(str(path))
        line.sendall(json.dumps(note.model_dump()).encode() + b"\n")
        if line.recv(len(TAKEN)) != TAKEN:
            raise PermissionError(path)
