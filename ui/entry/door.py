"""Where later starts knock: a local socket that only this user can open, and behind it a look at
who the system says is there. A note is one line of JSON; whatever else comes is turned away."""

import logging
import os
import socket
import struct
import sys
import time

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from desk_client.data_folder import DataFolder
from desk_client.errors import DeskError
from ui.entry.instance import LONGEST_NOTE, TAKEN, read_note, socket_path

log = logging.getLogger(__name__)
_PATIENCE_S = 2.0
_CREDENTIALS = struct.Struct("iII")  # pid, uid, gid


class Door(QObject):
    """Tells each note that comes in."""

    knocked = Signal(object)  # a Note

    def __init__(self, folder: DataFolder) -> None:
        """DeskError where the socket cannot be made. Only who holds the folder's lock makes one."""
        super().__init__()
        path = socket_path(folder)
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._guests: list[tuple[QLocalSocket, float]] = []  # each until a monotonic second
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._open)
        self._patience = QTimer(self)
        self._patience.setInterval(round(_PATIENCE_S * 500))
        self._patience.timeout.connect(self._look)
        QLocalServer.removeServer(str(path))  # left by a desk that was killed
        if not self._server.listen(str(path)):
            raise DeskError(f"No socket can be made at {path}: {self._server.errorString()}")

    def close(self) -> None:
        """Lets nobody in any more."""
        self._patience.stop()
        self._server.close()
        for guest, _ in self._guests:
            guest.abort()
        self._guests.clear()

    def _open(self) -> None:
        while self._server.hasPendingConnections():
            guest = self._server.nextPendingConnection()
            if not _same_user(guest):
                log.warning("somebody else knocked at the desk's socket")
                guest.abort()
                continue
            self._guests.append((guest, time.monotonic() + _PATIENCE_S))
            guest.readyRead.connect(self._look)
        self._patience.start()
        self._look()

    def _look(self) -> None:
        """Reads who has said something, and sends off who said nothing or nonsense."""
        now, staying = time.monotonic(), []
        for guest, until in self._guests:
            if guest.canReadLine():
                self._read(guest)
            elif guest.bytesAvailable() > LONGEST_NOTE or now > until:
                guest.abort()
            elif guest.state() is QLocalSocket.LocalSocketState.ConnectedState:
                staying.append((guest, until))
                continue
            guest.deleteLater()
        self._guests = staying
        if not staying:
            self._patience.stop()

    def _read(self, guest: QLocalSocket) -> None:
        note = read_note(bytes(guest.readLine(LONGEST_NOTE).data()))
        if note is not None:
            guest.write(TAKEN)
            guest.flush()
        guest.disconnectFromServer()
        if note is not None:
            self.knocked.emit(note)


def _same_user(guest: QLocalSocket) -> bool:
    """By the kernel's word, where it gives one."""
    if not sys.platform.startswith("linux"):
        return True
    with socket.socket(fileno=os.dup(int(guest.socketDescriptor()))) as line:
        told = line.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _CREDENTIALS.size)
    return bool(_CREDENTIALS.unpack(told)[1] == os.getuid())
