"""Marks words in a field while it is typed: a wave where a word must go, dots where it should be
looked at, the reason under the pointer and in the field's description. The text, its formats and
its undo stay as they are. While an input method composes, marks behind the caret wait: the field
would draw them beside their words."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPoint
from PySide6.QtGui import QHelpEvent, QInputMethodEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit, QToolTip

from ui.theme import look
from ui.tokens import Token

_MOST_SPOKEN = 3  # reasons in the description


@dataclass(frozen=True, slots=True)
class MarkSeen:
    """text[start:end] in characters of Python, and why in the language of the screen. `blocks`:
    the text cannot be kept with it."""

    start: int
    end: int
    reason: str
    blocks: bool


@dataclass(frozen=True, slots=True)
class _Laid:
    """A mark on its words: the cursor moves with them."""

    cursor: QTextCursor
    words: str
    mark: MarkSeen


class MarkedText(QObject):
    """Belongs to one field; `show_marks` is told what was found in a text of it."""

    def __init__(self, edit: QPlainTextEdit | QTextEdit) -> None:
        super().__init__(edit)
        self._edit = edit
        self._laid: list[_Laid] = []
        self._composing = False
        edit.textChanged.connect(self._on_text_changed)
        edit.installEventFilter(self)
        edit.viewport().installEventFilter(self)

    def show_marks(self, text: str, marks: Sequence[MarkSeen]) -> None:
        """The marks of `text`. Where the field has moved on since, its own marks stay until the
        answer to what it holds now; blanks around the text do not matter."""
        shown = self._edit.toPlainText()
        if shown.strip() != text.strip():
            return
        moved = (len(shown) - len(shown.lstrip())) - (len(text) - len(text.lstrip()))
        self._laid = [
            self._lay(shown, mark, mark.start + moved, mark.end + moved) for mark in marks
        ]
        self._draw()

    def reason_at(self, position: int) -> str:
        """Why the words at a position of the document are marked; "" where none are."""
        for laid in self._laid:
            if laid.cursor.selectionStart() <= position < laid.cursor.selectionEnd():
                return laid.mark.reason
        return ""

    def _lay(self, shown: str, mark: MarkSeen, start: int, end: int) -> _Laid:
        cursor = QTextCursor(self._edit.document())
        cursor.setPosition(_units(shown[:start]))
        cursor.setPosition(_units(shown[:end]), QTextCursor.MoveMode.KeepAnchor)
        return _Laid(cursor, cursor.selectedText(), mark)

    def _on_text_changed(self) -> None:
        """A mark goes as soon as its words are no longer what they were."""
        kept = [laid for laid in self._laid if laid.cursor.selectedText() == laid.words]
        if len(kept) < len(self._laid):
            self._laid = kept
            self._draw()

    def _draw(self) -> None:
        self._edit.setExtraSelections([self._selection(laid) for laid in self._drawn()])
        described = [f"{laid.words}: {laid.mark.reason}" for laid in self._laid[:_MOST_SPOKEN]]
        self._edit.setAccessibleDescription("\n".join(described))

    def _drawn(self) -> list[_Laid]:
        if not self._composing:
            return self._laid
        caret = self._edit.textCursor()
        end = caret.block().position() + caret.block().length()
        return [
            laid
            for laid in self._laid
            if laid.cursor.selectionEnd() <= caret.position() or laid.cursor.selectionStart() >= end
        ]

    def _selection(self, laid: _Laid) -> QTextEdit.ExtraSelection:
        blocks = laid.mark.blocks
        line = QTextCharFormat()
        line.setUnderlineStyle(
            QTextCharFormat.UnderlineStyle.WaveUnderline
            if blocks
            else QTextCharFormat.UnderlineStyle.DotLine
        )
        line.setUnderlineColor(look().colour(Token.BAD if blocks else Token.WARN))
        selection = QTextEdit.ExtraSelection()
        selection.cursor = laid.cursor
        selection.format = line
        return selection

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Looks only; nothing is kept from the field but the tooltip of a mark."""
        if isinstance(event, QInputMethodEvent) and watched is self._edit:
            composing = bool(event.preeditString())
            if composing != self._composing:
                self._composing = composing
                self._draw()
        elif event.type() is QEvent.Type.PaletteChange and watched is self._edit:
            self._draw()
        elif isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            return watched is self._edit.viewport() and self._tell(event.pos(), event.globalPos())
        return False

    def _tell(self, at: QPoint, on_screen: QPoint) -> bool:
        position = self._edit.cursorForPosition(at).position()
        reason = self.reason_at(position) or self.reason_at(position - 1)
        if not reason:
            QToolTip.hideText()
            return False
        QToolTip.showText(on_screen, reason, self._edit.viewport())
        return True


def _units(text: str) -> int:
    """Its length as Qt counts: a sign beyond the first plane is two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
