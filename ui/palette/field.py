"""The palette's own line of text. Up, Down, Enter and Esc are the palette's, and so are Ctrl+P and
Ctrl+N while it is open; what an input method is composing is the method's alone."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit

_CTRL = Qt.KeyboardModifier.ControlModifier
_NAMES = {
    Qt.Key.Key_Up: "Up",
    Qt.Key.Key_Down: "Down",
    Qt.Key.Key_Return: "Enter",
    Qt.Key.Key_Enter: "Enter",
    Qt.Key.Key_Escape: "Esc",
}
_WITH_CTRL = {Qt.Key.Key_P: "Ctrl+P", Qt.Key.Key_N: "Ctrl+N"}
_LONGEST = 100  # characters; nobody searches by more


class PaletteField(QLineEdit):
    """Tells its keys by `asked`."""

    asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("quiet_focus", True)
        self.setProperty("bare", True)
        self.setFrame(False)
        self.setMaxLength(_LONGEST)
        self._composing = False

    def event(self, event: QEvent) -> bool:
        """A shortcut of the window on these keys is not asked while the field has the focus."""
        override = event.type() is QEvent.Type.ShortcutOverride
        if override and isinstance(event, QKeyEvent) and _name(event):
            event.accept()
            return True
        return super().event(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self._composing = bool(event.preeditString())
        super().inputMethodEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        name = _name(event)
        if self._composing or not name:
            super().keyPressEvent(event)
            event.accept()  # no key goes on to the desk from here
            return
        event.accept()
        if not event.isAutoRepeat() or name in ("Up", "Down"):
            self.asked.emit(name)


def _name(event: QKeyEvent) -> str:
    held = event.modifiers() & (_CTRL | Qt.KeyboardModifier.AltModifier)
    table = _WITH_CTRL if held == _CTRL else {} if held else _NAMES
    return next((name for key, name in table.items() if key == event.key()), "")
