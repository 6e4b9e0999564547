"""The last page: when the program itself failed, it says so in one sentence, says what is safe, and
leaves. It is a window of its own, because the desk's may be the one that broke."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.section import across
from ui.theme import look, mark
from ui.tokens import Space, Token, Type
from ui.widgets.button import Button
from ui.widgets.label import Label
from ui.wording import Wording


class FaultPage(QWidget):
    """Closes on its button; whoever shows it ends the program then."""

    def __init__(self, wording: Wording, log_folder: str) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle("Desk Client")
        mark(self, plane=str(Token.S1))
        at = look()
        column = QVBoxLayout(self)
        wide = at.px(Space.WIDE)
        column.setContentsMargins(wide, wide, wide, wide)
        column.setSpacing(at.px(Space.STEP))
        column.addWidget(Label(wording.word("fault.title"), Type.TITLE_LARGE))
        column.addWidget(Label(wording.word("fault.safe"), Type.BODY, wrap=True))
        where = wording.word("fault.log", folder=log_folder)
        column.addWidget(Label(where, Type.CAPTION, Token.T2, wrap=True))
        column.addStretch(1)
        row = across()
        row.addStretch(1)
        self.leave = Button(wording.word("fault.leave"), kind="primary", height=40)
        self.leave.clicked.connect(self.close)
        row.addWidget(self.leave)
        column.addLayout(row)
        self.resize(at.px(560), at.px(260))
