"""Watches a field: it comes into sight with the caret, and while an input method composes in it,
Enter is the method's and submits nothing."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QWidget

from ui.widgets.field import Field

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class FieldWatch(QObject):
    """One for each field; it lives as long as the field."""

    def __init__(self, field: Field, show: Callable[[QWidget], None]) -> None:
        super().__init__(field)
        self._field, self._show, self._composing = field, show, False
        field.edit.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QInputMethodEvent):
            self._composing = bool(event.preeditString())
        elif event.type() is QEvent.Type.FocusIn:
            QTimer.singleShot(0, self._field, lambda: self._show(self._field))  # once it is laid
        enter = isinstance(event, QKeyEvent) and event.key() in _ENTER
        return enter and self._composing
