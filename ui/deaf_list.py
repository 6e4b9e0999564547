"""A list that leaves every key to the window: no type-ahead, no arrows of its own. Single letters
log outcomes here, so no list may eat them."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QListView


class DeafList(QListView):
    """Chooses by click; what is chosen by key comes from the desk."""

    def __init__(self) -> None:
        super().__init__()
        self.setUniformItemSizes(True)
        self.setProperty("quiet_focus", True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def keyboardSearch(self, _search: str) -> None:
        return

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.ignore()
