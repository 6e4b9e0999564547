"""One road for every key. Letters, digits, Space and Enter arrive as what the focused widget did
not want, and only while no text field has the focus; function and Ctrl keys are shortcuts of the
whole application. A held key acts once; after a change of phase the key last pressed is dead for
400 ms, so that a press meant for the call that just ended does nothing to the wrap-up. When
somebody begins or ceases to ring, the keys that answer and hang up are dead as long, whatever was
pressed before: a hand on its way to decline a caller who gives up must not hang up the debtor."""

import time
from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

from ui.keys import KeyMap

DEAD_S = 0.4
_TEXT = (QLineEdit, QPlainTextEdit, QTextEdit, QAbstractSpinBox, QComboBox)
_NAMES = {
    Qt.Key.Key_Return: "Enter",
    Qt.Key.Key_Enter: "Enter",
    Qt.Key.Key_Space: "Space",
    Qt.Key.Key_Escape: "Esc",
    Qt.Key.Key_Tab: "Tab",
    Qt.Key.Key_Up: "Up",
    Qt.Key.Key_Down: "Down",
    Qt.Key.Key_Left: "Left",
    Qt.Key.Key_Right: "Right",
    Qt.Key.Key_Comma: ",",
    Qt.Key.Key_Period: ".",
    Qt.Key.Key_Slash: "/",
    Qt.Key.Key_Asterisk: "*",
    Qt.Key.Key_NumberSign: "#",
}
_ARROWS = ("Left", "Right")
_MODIFIERS = (
    Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.MetaModifier
)


def key_name(event: QKeyEvent) -> str:
    """A plain key as the key map writes it, "" for anything else (Ctrl, Alt, Shift+letter)."""
    if event.modifiers() & _MODIFIERS:
        return ""
    key = event.key()
    shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
    if Qt.Key.Key_A <= key <= Qt.Key.Key_Z or Qt.Key.Key_0 <= key <= Qt.Key.Key_9:
        return "" if shift else chr(key)
    name = next((name for code, name in _NAMES.items() if code == key), "")
    if shift and name in _ARROWS:
        return f"Shift+{name}"
    return "" if shift and name not in ("*", "#") else name


def command_name(event: QKeyEvent) -> str:
    """A function key or a key with Ctrl as the key map writes it, where nothing lies on it yet: it
    may be wanted as an act's new key."""
    key, modifiers = event.key(), event.modifiers()
    if Qt.Key.Key_F1 <= key <= Qt.Key.Key_F12 and modifiers == Qt.KeyboardModifier.NoModifier:
        return f"F{key - Qt.Key.Key_F1 + 1}"
    if modifiers != Qt.KeyboardModifier.ControlModifier:
        return ""
    letter = Qt.Key.Key_A <= key <= Qt.Key.Key_Z or Qt.Key.Key_0 <= key <= Qt.Key.Key_9
    return f"Ctrl+{chr(key)}" if letter else ""


class KeyRouting(QObject):
    """Tells each key that may act by `pressed`; what it means is the window's business."""

    pressed = Signal(str)

    def __init__(
        self, window: QWidget, keys: KeyMap, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        super().__init__(window)
        self._monotonic = monotonic
        self._last = ""
        self._changed_at = -DEAD_S
        self._of_calls: tuple[frozenset[str], float] = (frozenset(), -DEAD_S)
        self._shortcuts: list[QShortcut] = []
        for key in keys.command_keys():
            shortcut = QShortcut(QKeySequence(key), window)
            shortcut.setContext(Qt.ShortcutContext.ApplicationShortcut)
            shortcut.setAutoRepeat(False)
            shortcut.activated.connect(lambda key=key: self._press(key))
            self._shortcuts.append(shortcut)

    def phase_changed(self) -> None:
        """From now on the last key is dead for 400 ms."""
        self._changed_at = self._monotonic()

    def callers_changed(self, keys: Iterable[str]) -> None:
        """From now on these keys are dead for 400 ms."""
        self._of_calls = frozenset(keys), self._monotonic()

    def take(self, event: QKeyEvent) -> bool:
        """A key that no widget wanted; True where it was looked at."""
        key = key_name(event) or command_name(event)
        if not key or event.isAutoRepeat():
            return False
        if key != "Esc" and isinstance(QApplication.focusWidget(), _TEXT):
            return False
        self._press(key)
        return True

    def press(self, key: str) -> None:
        """A key of ours that was pressed in another program's window, or on a headset."""
        self._press(key)

    def _press(self, key: str) -> None:
        now = self._monotonic()
        keys, since = self._of_calls
        dead = (key == self._last and now - self._changed_at < DEAD_S) or (
            key in keys and now - since < DEAD_S
        )
        self._last = key
        if not dead:
            self.pressed.emit(key)
