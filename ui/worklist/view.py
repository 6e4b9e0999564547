"""The ready screen's centre: today's work list. Keys come by the window; a click chooses a row, a
double click opens it."""

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStackedLayout,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from desk_client.ids import CaseId
from desk_client.services import intents
from ui.deaf_list import DeafList
from ui.keys import Act, KeyMap
from ui.section import across, column
from ui.theme import look
from ui.tokens import Space, Token, Type
from ui.widgets.key_cap import KeyHint
from ui.widgets.label import ElidedLabel, Label
from ui.wording import Wording
from ui.worklist.delegate import WorkListHead, WorkRowDelegate
from ui.worklist.model import WorkListModel
from ui.worklist.presenter import ListSeen

_CENTRE = Qt.AlignmentFlag.AlignCenter


class _WholeRows(DeafList):
    """Ends with a whole row: half a name at the foot reads as a fault of the screen."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        row = self.itemDelegate().sizeHint(QStyleOptionViewItem(), QModelIndex()).height()
        self.setViewportMargins(0, 0, 0, self.height() % row)


class WorkListView(QWidget):
    """Shows a ListSeen."""

    intent_made = Signal(object)

    def __init__(self, wording: Wording, keys: KeyMap) -> None:
        super().__init__()
        self._wording, self._keys = wording, keys
        self._seen: ListSeen | None = None
        self.model = WorkListModel()
        at = look()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        top = across(gap=Space.STEP)
        top.setContentsMargins(at.px(20), at.px(14), at.px(20), at.px(4))
        self._title = Label("", Type.TITLE)
        self._campaign = ElidedLabel("", Type.BODY, Token.T2)
        self._dialable = Label("", Type.BODY_STRONG)
        self._leased = Label("", Type.CAPTION, Token.T2)
        top.addWidget(self._title)
        top.addWidget(self._campaign, 1)
        top.addWidget(self._dialable)
        top.addWidget(self._leased)
        outer.addLayout(top)
        self._stack = QStackedLayout()
        outer.addLayout(self._stack, 1)
        self._stack.addWidget(self._make_list())
        self._stack.addWidget(self._make_empty())
        outer.addLayout(self._make_foot())

    def _make_list(self) -> QWidget:
        holder = QWidget()
        inner = QVBoxLayout(holder)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(0)
        self.list = _WholeRows()
        self.list.setModel(self.model)
        self.list.setItemDelegate(WorkRowDelegate(self.list))
        self.list.setAccessibleName(self._wording.word("pane.worklist"))
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.clicked.connect(self._on_clicked)
        self.list.doubleClicked.connect(self._on_double_clicked)
        inner.addWidget(WorkListHead(self._wording))
        inner.addWidget(self.list, 1)
        return holder

    def _make_empty(self) -> QWidget:
        empty = QWidget()
        inner = QVBoxLayout(empty)
        inner.addStretch(2)
        self._empty = Label("", Type.TITLE, Token.T2)
        self._empty_detail = Label("", Type.BODY, Token.T3)
        for label in (self._empty, self._empty_detail):
            label.setAlignment(_CENTRE)
            inner.addWidget(label)
        reasons = column(gap=Space.SMALL)
        inner.addLayout(reasons)
        inner.addStretch(3)
        return empty

    def _make_foot(self) -> QVBoxLayout:
        at = look()
        foot = column()
        row = across(gap=Space.STEP)
        row.setContentsMargins(at.px(20), at.px(8), at.px(20), at.px(10))
        self._choose = KeyHint("↑↓", self._wording.word("worklist.select"))
        self._open = KeyHint(self._keys.cap(Act.ACCEPT), "")
        self._foot = Label("", Type.CAPTION, Token.T2)
        row.addWidget(self._choose)
        row.addWidget(self._open)
        self._why = KeyHint(self._keys.cap(Act.WHY), self._wording.word("act.why"))
        row.addWidget(self._why)
        row.addWidget(KeyHint(self._keys.cap(Act.SIGN_OUT), self._wording.word("act.sign_out")))
        row.addStretch(1)
        row.addWidget(self._foot)
        foot.addLayout(row)
        return foot

    def show_list(self, seen: ListSeen | None) -> None:
        """Paints what changed; None leaves the last list in place, unseen."""
        if seen == self._seen or seen is None:
            return
        self._seen = seen
        self._title.show_text(seen.title)
        self._campaign.show_text(seen.campaign)
        self._dialable.show_text(seen.dialable)
        self._leased.show_text(seen.leased)
        self.model.show_rows(seen.rows)
        if seen.rows:
            index = self.model.index(min(seen.selected, len(seen.rows) - 1))
            if index != self.list.currentIndex():
                self.list.setCurrentIndex(index)
        self._stack.setCurrentIndex(0 if seen.rows else 1)
        self._empty.show_text(seen.empty)
        self._empty_detail.show_text(seen.empty_detail)
        self._foot.show_text(seen.foot)
        self._open.show_hint(self._keys.cap(Act.ACCEPT), seen.accept)
        self._choose.setVisible(bool(seen.rows))
        self._open.setVisible(bool(seen.rows))
        self._why.setVisible(bool(seen.rows))

    def _on_clicked(self, index: QModelIndex) -> None:
        if self._seen is not None and index.row() != self._seen.selected:
            self.intent_made.emit(intents.SelectRow(index.row() - self._seen.selected))

    def _on_double_clicked(self, index: QModelIndex) -> None:
        self.intent_made.emit(intents.TakeNext(CaseId(self.model.rows[index.row()].case_id)))
