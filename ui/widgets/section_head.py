"""The heading of a section of a pane: a caption, at the right a source or a key and its word."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.theme import look
from ui.tokens import Space, Token, Type
from ui.widgets.key_cap import KeyHint
from ui.widgets.label import ElidedLabel, Label

_RIGHT = Qt.AlignmentFlag.AlignRight


class SectionHead(QWidget):
    """`SectionHead("今日剩余", "GB/T 45251")`, `SectionHead("联系", key="C", key_word="全部")`."""

    def __init__(
        self,
        title: str,
        right: str = "",
        *,
        key: str = "",
        key_word: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._title = Label(title, Type.CAPTION_STRONG, Token.T3)
        self._right = ElidedLabel(right, Type.CAPTION, Token.T3)
        self._right.setAlignment(self._right.alignment() | _RIGHT)
        self._hint = KeyHint(key, key_word)
        if not key:
            self._hint.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look().px(Space.NEAR))
        row.addWidget(self._title)
        row.addWidget(self._right, 1)
        row.addWidget(self._hint)
        self.setAccessibleName(title)

    def show_head(self, title: str, right: str = "", *, key: str = "", key_word: str = "") -> None:
        self._title.show_text(title)
        self._right.show_text(right)
        self._hint.show_hint(key, key_word)
        self._hint.setVisible(bool(key))
        self.setAccessibleName(title)
