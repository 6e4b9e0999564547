"""Answer, mute and hang up from another program's window: the key of the act with Ctrl+Shift before
it, so that no program loses its plain F2. Where a desktop lets nobody have such keys (Wayland), or
another program has one already, the keys in the desk's own window stay as they are."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication

from ui.entry.x11_keys import X11Keys
from ui.keys import Act, KeyMap

ACTS = (Act.DIAL, Act.MUTE, Act.HANG_UP)
_WITH = "Ctrl+Shift+"


class GlobalKeys(QObject):
    """Tells the key of our own map that was meant; `granted` are the chords that work."""

    pressed = Signal(str)

    def __init__(self, keys: KeyMap, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.granted: tuple[str, ...] = ()
        self._x11: X11Keys | None = None
        caps = [keys.cap(act) for act in ACTS]
        if QGuiApplication.platformName() == "xcb":
            self._x11 = X11Keys([_WITH + cap for cap in caps if _is_function_key(cap)], self)
            self._x11.pressed.connect(lambda chord: self.pressed.emit(chord.removeprefix(_WITH)))
            self.granted = self._x11.granted

    def close(self) -> None:
        """Gives the keys back."""
        if self._x11 is not None:
            self._x11.close()
            self.granted = ()


def _is_function_key(cap: str) -> bool:
    return cap.startswith("F") and cap[1:].isdigit()
