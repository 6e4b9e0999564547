"""The note of the page of a case: closed until N, then a field that keeps its keys to itself. Enter
saves, Shift+Enter is a new line, Esc leaves with the text kept. What the desk refuses to save stays
in the field, with the sentence that says why beside it."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget

from ui.theme import look
from ui.tokens import Space, Token, Type
from ui.widgets.icon_label import IconLabel
from ui.widgets.label import Label

_LINES = 3
_MOST = 100_000  # characters


class NoteBox(QWidget):
    """Hidden while nobody writes."""

    committed = Signal(str)
    left = Signal()

    def __init__(self, word: str) -> None:
        super().__init__()
        at = look()
        self.edit = _Edit()
        self.edit.setPlaceholderText(word)
        self.edit.setAccessibleName(word)
        self.edit.committed.connect(self._commit)
        self.edit.left.connect(self.left)
        self._said = Label("", Type.CAPTION, Token.BAD_T, wrap=True)
        row = QHBoxLayout()
        row.setSpacing(at.px(Space.NEAR))
        row.addWidget(IconLabel("pencil", Token.T2, 14), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.edit, 1)
        down = QVBoxLayout(self)
        side = at.px(Space.READING)
        down.setContentsMargins(side, at.px(Space.NEAR), side, at.px(Space.NEAR))
        down.setSpacing(at.px(Space.TINY))
        down.addLayout(row)
        down.addWidget(self._said)
        self._said.hide()
        self.hide()

    @property
    def written(self) -> str:
        return self.edit.toPlainText()

    def write(self) -> None:
        """The agent asked for it: it takes the focus, caret at the end."""
        self.show()
        self.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        cursor = self.edit.textCursor()
        cursor.movePosition(cursor.MoveOperation.End)
        self.edit.setTextCursor(cursor)

    def say(self, said: str) -> None:
        """Why it was not saved, "" nothing."""
        self._said.show_text(said)
        self._said.setVisible(bool(said))

    def clear(self) -> None:
        self.edit.clear()
        self.say("")
        self.hide()

    def _commit(self) -> None:
        if self.written.strip():
            self.committed.emit(self.written[:_MOST])
        else:
            self.left.emit()


class _Edit(QPlainTextEdit):
    committed = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        line = look().metrics(Type.BODY).lineSpacing()
        return QSize(200, _LINES * line + look().px(Space.SIDE))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not shift:
            if not event.isAutoRepeat():
                self.committed.emit()
        else:
            super().keyPressEvent(event)
