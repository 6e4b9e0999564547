"""Where later starts knock: a local socket that only this user can open, and behind it a look at
who the system says is there. A note is one line of JSON; whatever else comes is turned away."""

import logging
import os
import socket
import struct
import sys
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from desk_client.data_folder import DataFolder
from desk_client.errors import DeskError
from ui.entry.instance import LONGEST_NOTE, TAKEN, read_note, socket_path

log = logging.getLogger(__name__)
_PATIENCE_MS = 2000
_CREDENTIALS = struct.Struct("iII")  # pid, uid, gid


class Door(QObject):
    """Tells each note that comes in."""

    knocked = Signal(object)  # a Note

    def __init__(self, folder: DataFolder) -> None:
        """DeskError where the socket cannot be made. Only who holds the folder's lock makes one."""
        super().__init__()
        path = socket_path(folder)
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._open)
        QLocalServer.removeServer(str(path))  # left by a desk that was killed
        if not self._server.listen(str(path)):
            raise DeskError(f"No socket can be made at {path}: {self._server.errorString()}")

    def close(self) -> None:
        self._server.close()

    def _open(self) -> None:
        while (guest := self._server.nextPendingConnection()) is not None:
            guest.disconnected.connect(guest.deleteLater)
            if not _same_user(guest):
                log.warning("somebody else knocked at the desk's socket")
                guest.abort()
                continue
            guest.readyRead.connect(partial(self._read, guest))
            QTimer.singleShot(_PATIENCE_MS, guest, guest.abort)
            self._read(guest)

    def _read(self, guest: QLocalSocket) -> None:
        if not guest.canReadLine():
            if guest.bytesAvailable() > LONGEST_NOTE:
                guest.abort()
            return
        note = read_note(bytes(guest.readLine(LONGEST_NOTE).data()))
        if note is None:
            guest.abort()
            return
        guest.write(TAKEN)
        guest.disconnectFromServer()
        self.knocked.emit(note)


def _same_user(guest: QLocalSocket) -> bool:
    """By the kernel's word, where it gives one."""
    if not sys.platform.startswith("linux"):
        return True
    with socket.socket(fileno=os.dup(int(guest.socketDescriptor()))) as line:
        told = line.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _CREDENTIALS.size)
    return bool(_CREDENTIALS.unpack(told)[1] == os.getuid())
