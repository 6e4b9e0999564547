"""A line of typed text with its fault underneath. Return is told as `committed` and goes no
further: a key that logs a promise must not be reached from a field."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QAction, QIcon, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from ui.icons import icon
from ui.theme import look, mark
from ui.tokens import Space, Token, Type
from ui.widgets.label import Label


class Field(QWidget):
    """`title` stands above; `edit` is the line itself."""

    committed = Signal(str)

    def __init__(
        self, title: str = "", *, secret: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.edit = QLineEdit()
        self.edit.setProperty("quiet_focus", True)
        self.edit.setAccessibleName(title)
        self.edit.installEventFilter(self)
        if secret:
            self.edit.setEchoMode(QLineEdit.EchoMode.Password)
        self._title = Label(title, Type.CAPTION, Token.T2)
        self._title.setBuddy(self.edit)
        if not title:
            self._title.hide()
        self._fault = Label("", Type.CAPTION, Token.BAD_T, wrap=True)
        self._fault.hide()
        self._sign: QAction | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look().px(Space.TINY))
        for part in (self._title, self.edit, self._fault):
            column.addWidget(part)

    def show_title(self, title: str) -> None:
        """Another question for the same line."""
        self._title.show_text(title)
        self._title.setVisible(bool(title))
        self.edit.setAccessibleName(title)

    def show_fault(self, fault: str) -> None:
        """The fault in words under the field, "" for none; the focus stays where it is."""
        self._fault.show_text(fault)
        self._fault.setVisible(bool(fault))
        self.edit.setAccessibleDescription(fault)
        mark(self.edit, fault=bool(fault))
        if self._sign is not None:
            self.edit.removeAction(self._sign)
            self._sign = None
        if fault:
            sign = QIcon(icon("triangle", Token.BAD, 16))
            self._sign = self.edit.addAction(sign, QLineEdit.ActionPosition.TrailingPosition)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if (
            event.type() is QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        ):
            self.committed.emit(self.edit.text())
            return True
        return False
