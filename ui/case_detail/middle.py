"""The middle of the page of a case: the categories, the timeline, the whole of the chosen row under
it (rows are cut at their width), and the note while one is written."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QStackedLayout, QVBoxLayout, QWidget

from desk_client.services.desk_state import DeskState
from ui.case_detail.delegate import TimelineDelegate
from ui.case_detail.filters import FilterRow
from ui.case_detail.model import TimelineModel
from ui.case_detail.note import NoteBox
from ui.case_detail.presenter import DetailSeen
from ui.deaf_list import DeafList
from ui.section import across
from ui.theme import look, mark
from ui.tokens import Space, Token, Type
from ui.widgets.hairline import Hairline
from ui.widgets.label import ElidedLabel, Label
from ui.widgets.tall_body import TallBody
from ui.wording import Wording

_WHOLE = 74  # of the chosen row's words


class TimelinePane(QWidget):
    """Keeps which row is chosen, by its key: rows that come later do not move the choice."""

    more_wanted = Signal()
    category_chosen = Signal(str)

    def __init__(self, wording: Wording) -> None:
        super().__init__()
        self._wording = wording
        self._key = ""
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        mark(self, plane=str(Token.S1))
        self.model = TimelineModel(wording)
        self.model.more_wanted.connect(self.more_wanted)
        self.list = DeafList()
        self.list.setModel(self.model)
        self.list.setItemDelegate(TimelineDelegate(self.list))
        self.list.setAccessibleName(wording.word("detail.timeline"))
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.clicked.connect(lambda index: self.select(index.row()))
        self.note = NoteBox(wording.word("detail.note"))
        self._filters = FilterRow()
        self._filters.chosen.connect(self.category_chosen)
        self._nothing = Label("", Type.BODY, Token.T3)
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._stack = QStackedLayout()
        self._stack.addWidget(self.list)
        self._stack.addWidget(self._nothing)
        self._lay_out()

    def _lay_out(self) -> None:
        at = look()
        side = at.px(Space.READING)
        top = across()
        top.setContentsMargins(at.px(Space.SIDE), at.px(8), side, at.px(8))
        top.addWidget(self._filters)
        top.addStretch(1)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(0)
        down.addLayout(top)
        down.addWidget(Hairline())
        down.addLayout(self._stack, 1)
        down.addWidget(Hairline())
        down.addWidget(self._make_whole())
        down.addWidget(self.note)

    def _make_whole(self) -> TallBody:
        at = look()
        self._whole = TallBody()
        self._whole.setFixedHeight(max(at.px(_WHOLE), at.tall(Type.BODY, 0) * 3 + at.px(20)))
        self._whole_head = ElidedLabel("", Type.BODY_STRONG)
        self._whole_words = Label("", Type.BODY, Token.T2, wrap=True)
        inside = self._whole.column
        side, near = at.px(Space.READING), at.px(Space.NEAR)
        inside.setContentsMargins(side, near, side, near)
        inside.setSpacing(at.px(Space.HAIR))
        inside.addWidget(self._whole_head)
        inside.addWidget(self._whole_words)
        inside.addStretch(1)
        return self._whole

    def show_timeline(self, seen: DetailSeen, state: DeskState, *, same: bool) -> None:
        """`same`: the timeline that was there, maybe with more in it."""
        self._filters.show_filters(seen.filters)
        other = self.model.show_rows(seen.rows, state.now, state.zone, more=seen.more)
        if other or not self.list.currentIndex().isValid():
            self.select(self._place() if same else 0)
        self._nothing.show_text(seen.nothing)
        self._stack.setCurrentIndex(0 if seen.rows else 1)

    def clear(self) -> None:
        """Nothing of the case stays in hidden widgets."""
        self.note.clear()
        self.model.show_rows((), self.model.now, "UTC", more=False)
        self.select(0)

    def _place(self) -> int:
        """Where the chosen row is now; the newest where it is gone."""
        found = (at for at, row in enumerate(self.model.rows) if row.key == self._key)
        return next(found, 0)

    def step(self, step: int) -> None:
        self.select(self.list.currentIndex().row() + step)

    @property
    def has_recording(self) -> bool:
        """Whether one is kept of the chosen row."""
        row = self.list.currentIndex().row()
        rows = self.model.rows
        return 0 <= row < len(rows) and rows[row].has_recording

    def select(self, row: int) -> None:
        """Chooses a row and shows the whole of it."""
        rows = self.model.rows
        if not rows:
            self._key = ""
            self._whole_head.show_text("")
            self._whole_words.show_text("")
            return
        row = max(0, min(len(rows) - 1, row))
        index = self.model.index(row)
        self._key = rows[row].key
        self.list.setCurrentIndex(index)
        self.list.scrollTo(index)
        words = self.model.words(row)
        chip = words.chip[1] if words.chip is not None else ""
        joined = self._wording.joined
        self._whole_head.show_text(joined(f"{words.day} {words.clock}".strip(), words.title, chip))
        self._whole_words.show_text(joined(words.detail, words.right, words.below))
        self._whole.verticalScrollBar().setValue(0)
