"""The part of a page that may be taller than the window at large text: it scrolls then, so that no
row is ever pressed flat. It takes no focus; Page Up and Page Down come by the reading pane."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from ui.theme import mark
from ui.tokens import Token


class TallBody(QScrollArea):
    """Rows go into `column`."""

    def __init__(self) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidgetResizable(True)
        page = QWidget()
        page.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        mark(page, plane=str(Token.S1))
        self.column = QVBoxLayout(page)
        self.setWidget(page)

    def turn(self, pages: int) -> None:
        """On by so much as is in sight, a line less; back where negative."""
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + pages * max(bar.singleStep(), bar.pageStep() - 40))
