"""Paints the directory under the call bar's buttons, over the panes. It takes no focus: a digit
chooses, Esc or F4 closes, a click on a row does the same as its digit."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desk_client.services.intents import ConsultColleague, Intent
from ui.directory.presenter import ColleagueSeen, DirectorySeen
from ui.over_panes import under_call_bar
from ui.theme import look
from ui.tokens import Space, Token, Type
from ui.widgets.key_cap import KeyCap
from ui.widgets.label import ElidedLabel, Label
from ui.widgets.raised import draw_raised

_WIDE = 380
_ROW = 36


class DirectoryPane(QWidget):
    """A child of the window, hidden while shut."""

    asked = Signal(object)  # Intent

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        at = look()
        self._window = window
        self._seen: DirectorySeen | None = None
        self._title = Label("", Type.ROW_STRONG)
        self._close_cap = KeyCap("")
        self._close = Label("", Type.CAPTION, Token.T2)
        self._said = Label("", Type.CAPTION, Token.T2)
        self._said.setWordWrap(True)
        self._rows: list[_Row] = []
        head = QHBoxLayout()
        head.setSpacing(at.px(Space.SMALL))
        head.addWidget(self._title, 1)
        head.addWidget(self._close_cap)
        head.addWidget(self._close)
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        column = QVBoxLayout(self)
        side = at.px(Space.SIDE)
        column.setContentsMargins(side, at.px(Space.STEP), side, at.px(Space.STEP))
        column.setSpacing(at.px(Space.NEAR))
        column.addLayout(head)
        column.addLayout(self._list)
        column.addWidget(self._said)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        window.installEventFilter(self)
        self.hide()

    def show_directory(self, seen: DirectorySeen | None) -> None:
        """None shuts it."""
        if seen == self._seen:
            return
        self._seen = seen
        if seen is None:
            self.hide()
            return
        self._title.show_text(seen.title)
        self._close_cap.show_key(seen.close_key)
        self._close.show_text(seen.close)
        self._said.show_text(seen.said)
        while len(self._rows) < len(seen.rows):
            row = _Row()
            row.asked.connect(self.asked)
            self._rows.append(row)
            self._list.addWidget(row)
        for place, row in enumerate(self._rows):
            row.setVisible(place < len(seen.rows))
            if place < len(seen.rows):
                row.show_colleague(seen.rows[place])
        listed = ", ".join(f"{row.key} {row.name} {row.role}" for row in seen.rows)
        self.setAccessibleName(f"{seen.title}: {listed}")
        self._lay()
        self.show()
        self.raise_()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize and self.isVisible():
            self._lay()
        return False

    def _lay(self) -> None:
        at = look()
        wide = min(at.px(_WIDE), self._window.width() - at.px(Space.SIDE))
        self.resize(wide, self.sizeHint().height())
        left = self._window.width() - wide - at.px(Space.SIDE)
        self.move(max(0, left), under_call_bar(self._window) + at.px(Space.NEAR))

    def paintEvent(self, _event: QPaintEvent) -> None:
        draw_raised(QPainter(self), self.rect())


class _Row(QWidget):
    """A colleague."""

    asked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        at = look()
        self._intent: Intent | None = None
        self._cap = KeyCap("")
        self._name = ElidedLabel("", Type.ROW)
        self._role = Label("", Type.CAPTION, Token.T2)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, at.px(5), 0, at.px(5))
        row.setSpacing(at.px(Space.STEP))
        row.addWidget(self._cap)
        row.addWidget(self._name, 1)
        row.addWidget(self._role)
        self.setMinimumHeight(at.px(_ROW))
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_colleague(self, seen: ColleagueSeen) -> None:
        self._intent = ConsultColleague(int(seen.key))
        self._cap.show_key(seen.key)
        self._name.show_text(seen.name)
        self._role.show_text(seen.role)
        self.setAccessibleName(f"{seen.key} {seen.name} {seen.role}")

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._intent is not None and self.rect().contains(event.position().toPoint()):
            self.asked.emit(self._intent)
