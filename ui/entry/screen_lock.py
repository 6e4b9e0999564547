"""Whether the agent's screen is locked, as the desktop tells it on D-Bus: the screen savers' own
ActiveChanged on the session bus, and Lock and Unlock of this session from logind on the system
bus. A machine without either bus tells nothing, and the desk goes on."""

import os
import re
from pathlib import Path

from PySide6.QtCore import SLOT, QObject, Signal, Slot
from PySide6.QtDBus import QDBusConnection

_SAVERS = tuple(
    f"org.{desktop}.ScreenSaver" for desktop in ("freedesktop", "gnome", "cinnamon", "mate", "xfce")
)
_LOGIND, _SESSION = "org.freedesktop.login1", "org.freedesktop.login1.Session"


class ScreenLock(QObject):
    """Tells each change once, however many tell it to us."""

    locked = Signal()
    unlocked = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._is_locked = False
        self.listens = has_session_bus() and QDBusConnection.sessionBus().isConnected()
        for saver in _SAVERS if self.listens else ():
            self._hear(
                QDBusConnection.sessionBus(), "", "", (saver, "ActiveChanged"), "_saver(bool)"
            )
        path = session_path(os.environ.get("XDG_SESSION_ID", ""))
        system = QDBusConnection.systemBus()
        if path and system.isConnected():
            self.listens = True
            for name, slot in (("Lock", "_lock()"), ("Unlock", "_unlock()")):
                self._hear(system, _LOGIND, path, (_SESSION, name), slot)

    def _hear(
        self, bus: QDBusConnection, sender: str, path: str, told: tuple[str, str], slot: str
    ) -> None:
        """`told`: interface and signal; "" for sender or path = whoever tells it."""
        slot_text = SLOT(slot)  # the stub asks for bytes, the binding takes nothing but text
        bus.connect(sender, path, *told, self, slot_text)  # type: ignore[call-overload]

    @Slot(bool)
    def _saver(self, active: bool) -> None:
        self._change(active)

    @Slot()
    def _lock(self) -> None:
        self._change(True)

    @Slot()
    def _unlock(self) -> None:
        self._change(False)

    def _change(self, locked: bool) -> None:
        if locked is self._is_locked:
            return
        self._is_locked = locked
        (self.locked if locked else self.unlocked).emit()


def has_session_bus() -> bool:
    """Asked first, because where there is none the library would start one that stays."""
    runtime = os.environ.get("XDG_RUNTIME_DIR")
    there = runtime is not None and (Path(runtime) / "bus").exists()
    return there or "DBUS_SESSION_BUS_ADDRESS" in os.environ


def session_path(session_id: str) -> str:
    """logind's object of a session, "" where there is none: letters stay, a leading digit and all
    else is written in hexadecimal."""
    if not session_id:
        return ""
    escaped = re.sub(r"^[0-9]|[^A-Za-z0-9]", lambda found: f"_{ord(found.group()):02x}", session_id)
    return f"/org/freedesktop/login1/session/{escaped}"
