"""The note: a field that keeps its keys to itself. Enter commits and leaves, Shift+Enter is a new
line, Esc leaves with the text kept; what is typed is handed over while it is typed, so that no
word is lost when the case moves on."""

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QSizePolicy, QWidget

from ui.theme import look
from ui.tokens import Radius, Space, Token, Type
from ui.widgets.icon_label import IconLabel
from ui.widgets.key_cap import KeyCap
from ui.widgets.marked_text import MarkedText, MarkSeen

_SETTLE_MS = 300
_LINES = 4


class NoteField(QWidget):
    """One line high, up to four as the text grows."""

    written = Signal(str, bool)  # text, committed
    left = Signal()  # the agent closed it by key: the script takes the focus

    def __init__(self, word: str) -> None:
        super().__init__()
        at = look()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.edit = _NoteEdit()
        self.edit.setPlaceholderText(word)
        self.edit.setAccessibleName(word)
        self.edit.committed.connect(lambda: self._leave(committed=True))
        self.edit.left.connect(lambda: self._leave(committed=False))
        self.edit.blurred.connect(self._hand_over)
        self.edit.textChanged.connect(self._on_text_changed)
        self.edit.focus_changed.connect(self.update)
        self._cap = KeyCap("")
        self._marked = MarkedText(self.edit)
        self._told = ""
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_SETTLE_MS)
        self._settle.timeout.connect(self._hand_over)
        row = QHBoxLayout(self)
        row.setContentsMargins(at.px(11), at.px(6), at.px(8), at.px(6))
        row.setSpacing(at.px(Space.NEAR))
        top = Qt.AlignmentFlag.AlignTop
        pencil = IconLabel("pencil", Token.T2, 14)
        pencil.setContentsMargins(0, at.px(3), 0, 0)
        row.addWidget(pencil, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.edit, 1)
        row.addWidget(self._cap, 0, top)

    def show_key(self, key: str) -> None:
        self._cap.show_key(key)

    def show_note(self, text: str, *, another_case: bool) -> None:
        """The desk's text; what the agent is just typing about the same case stays."""
        if (self.edit.hasFocus() and not another_case) or text == self.edit.toPlainText():
            return
        self._settle.stop()
        self._told = text
        self.edit.blockSignals(True)
        self.edit.setPlainText(text)
        self.edit.blockSignals(False)
        self.updateGeometry()

    def show_marks(self, text: str, marks: tuple[MarkSeen, ...]) -> None:
        """What was found in `text`, where the field still holds it."""
        self._marked.show_marks(text, marks)

    def write(self) -> None:
        """Takes the focus, caret at the end: the agent asked for it."""
        self.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        cursor = self.edit.textCursor()
        cursor.movePosition(cursor.MoveOperation.End)
        self.edit.setTextCursor(cursor)

    @property
    def caret(self) -> int | None:
        """Where it is being written, None while the field has no focus."""
        return self.edit.textCursor().position() if self.edit.hasFocus() else None

    def write_at(self, caret: int) -> None:
        """Takes the focus back, with the caret where it was."""
        self.write()
        cursor = self.edit.textCursor()
        cursor.setPosition(min(caret, len(self.edit.toPlainText())))
        self.edit.setTextCursor(cursor)

    def _on_text_changed(self) -> None:
        self._settle.start()
        self.updateGeometry()

    def _hand_over(self) -> None:
        self._settle.stop()
        text = self.edit.toPlainText().strip()
        if text != self._told:
            self._told = text
            self.written.emit(text, False)

    def _leave(self, *, committed: bool) -> None:
        self._settle.stop()
        self._told = self.edit.toPlainText().strip()
        self.written.emit(self._told, committed)
        self.left.emit()

    def sizeHint(self) -> QSize:
        at = look()
        line = self.edit.fontMetrics().lineSpacing()
        lines = min(_LINES, max(1, int(self.edit.document().size().height())))
        return QSize(at.px(200), max(at.px(34), lines * line + at.px(14)))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The first line stands level with the pencil and the key cap."""
        super().resizeEvent(event)
        line = self.edit.fontMetrics().lineSpacing()
        self.edit.lower_by(max(0, (self._cap.sizeHint().height() - line + 1) // 2))

    def paintEvent(self, _event: QPaintEvent) -> None:
        at = look()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(at.colour(Token.ACCENT if self.edit.hasFocus() else Token.EDGE), 1))
        painter.setBrush(at.colour(Token.S1))
        radius = at.px(Radius.FIELD)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)


class _NoteEdit(QPlainTextEdit):
    committed = Signal()
    left = Signal()
    blurred = Signal()
    focus_changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("quiet_focus", True)
        self.setProperty("bare", True)
        self.setProperty("type", str(Type.BODY))
        self.setFrameShape(QPlainTextEdit.Shape.NoFrame)
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(0)
        self.viewport().setAutoFillBackground(False)

    def lower_by(self, above: int) -> None:
        self.setViewportMargins(0, above, 0, 0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            event.accept()
            if not event.isAutoRepeat():
                self.committed.emit()
            return
        if event.key() == Qt.Key.Key_Escape:
            event.accept()
            self.left.emit()
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focus_changed.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.focus_changed.emit()
        if event.reason() is not Qt.FocusReason.ActiveWindowFocusReason:
            self.blurred.emit()
