"""The page of a case over the panes, under the call bar: who and what is owed at the left, the
timeline in the middle, what is open at the right. Arrows choose a row, Left and Right or a digit a
category, Tab goes to the contact points and back, Enter takes the chosen one to preview. It takes
no focus but for a note; without room for three columns Tab turns from one to the next."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desk_client.ids import ContactPointId
from desk_client.services import detail_intents as asks
from desk_client.services.desk_state import DeskState
from ui.case_detail.columns import Column, WhoColumn
from ui.case_detail.middle import TimelinePane
from ui.case_detail.presenter import DetailSeen, detail_seen
from ui.keys import Act, KeyMap
from ui.over_panes import under_call_bar
from ui.section import across
from ui.theme import look, mark
from ui.tokens import Space, Token, Type
from ui.widgets.hairline import Hairline
from ui.widgets.label import Label
from ui.widgets.page_frame import PageFoot
from ui.wording import Wording

_SIDES = (308, 380)  # of the side columns, and on a wide window
_WIDE = 1600
_THREE = 1000  # below that one column at a time
_NOTHING = 16777215  # Qt's own "no maximum"
_STEPS = {"Up": -1, "Down": 1}
_TURNS = {"Left": -1, "Right": 1}


class CaseDetailPage(QWidget):
    """A child of the window, shown while the state has a detail."""

    asked = Signal(object)  # DetailIntent
    note_left = Signal()  # the agent closed it by key: the reading pane takes the focus

    def __init__(self, window: QWidget, wording: Wording, keys: KeyMap) -> None:
        super().__init__(window)
        self._window, self._wording, self._keys = window, wording, keys
        self._seen: DetailSeen | None = None
        self._column, self._point, self._noting = 1, "", ""
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAttribute(
            Qt.WidgetAttribute.WA_OpaquePaintEvent
        )  # the panes beneath are not painted
        mark(self, plane=str(Token.S1))
        self.setAccessibleName(wording.word("detail.title"))
        self.left, self.right = WhoColumn(wording), Column(wording.word("detail.right"))
        self.middle = TimelinePane(wording)
        self.note = self.middle.note
        self._lay_out()
        self._connect()
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        window.installEventFilter(self)
        self.hide()

    def _lay_out(self) -> None:
        vertical = Qt.Orientation.Vertical
        self._lines = (Hairline(vertical), Hairline(vertical))
        columns = QHBoxLayout()
        columns.setSpacing(0)
        columns.addWidget(self.left)
        columns.addWidget(self._lines[0])
        columns.addWidget(self.middle, 1)
        columns.addWidget(self._lines[1])
        columns.addWidget(self.right)
        self._notice = Label("", Type.CAPTION, Token.WARN_T)
        self._foot = PageFoot()
        under = QWidget()
        under.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        mark(under, plane=str(Token.S1))
        foot = across(under, gap=Space.STEP)
        foot.setContentsMargins(0, 0, look().px(Space.SIDE), 0)
        foot.addWidget(self._foot, 1)
        foot.addWidget(self._notice)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(0)
        down.addLayout(columns, 1)
        down.addWidget(Hairline())
        down.addWidget(under)

    def _connect(self) -> None:
        self.middle.more_wanted.connect(lambda: self.asked.emit(asks.MoreTimeline()))
        self.middle.category_chosen.connect(self._filter)
        for column in (self.left, self.right):
            column.chosen.connect(self._pick)
            column.opened.connect(self._preview)
        self.note.committed.connect(self._commit)
        self.note.left.connect(self._leave_note)

    def show_detail(self, state: DeskState) -> None:
        """Paints what differs from what is there; shut where the state has none."""
        seen = detail_seen(state, self._wording, self._keys)
        before, self._seen = self._seen, seen
        if seen is None:
            if before is not None:
                self._shut()
            return
        if seen == before:
            return
        if before is None or before.case_id != seen.case_id:
            self._column, self._point = 1, ""
            self.note.clear()
        self._show(seen, before, state)
        if before is None:
            self._lay()
            self.show()
            self.raise_()

    def _show(self, seen: DetailSeen, before: DetailSeen | None, state: DeskState) -> None:
        self.left.show_who(seen, self._point)
        self.right.show_blocks(seen.right, self._point)
        same = before is not None and _timeline(before) == _timeline(seen)
        self.middle.show_timeline(seen, state, same=same)
        self._foot.show_hints(seen.hints)
        if self._noting and seen.written and (before is None or before.written != seen.written):
            self.note.clear()
            self._noting = ""
            self.note_left.emit()
        refused = seen.notice if self._noting else ""
        self.note.say(refused)
        self._notice.show_text("" if refused else seen.notice)

    def press(self, key: str) -> None:
        """A key while the page is open."""
        if self._seen is None:
            return
        if key in _STEPS:
            self._step(_STEPS[key])
        elif key in _TURNS:
            self._turn(_TURNS[key])
        elif key == "Tab":
            self._next_column()
        else:
            self._press_act(key, self._seen)

    def _press_act(self, key: str, seen: DetailSeen) -> None:
        named = next((each for each in seen.filters if each.key == key), None)
        if named is not None:
            self._filter(named.category)
        elif key == "Enter" and self._point:
            self._preview(self._point)
        elif key == "Space":
            self.asked.emit(asks.PlayRecording(has_one=self.middle.has_recording))
        elif key == self._keys.cap(Act.NOTE) and seen.may_note:
            self.note.write()
        elif key == self._keys.cap(Act.MESSAGE) and seen.may_write:
            self.asked.emit(asks.WriteFromDetail())

    def leave_first(self) -> bool:
        """Esc: from a note or the contact points back to the timeline; False where there was
        nothing to leave."""
        if not self.note.isHidden():
            self._leave_note()
            return True
        if self._point:
            self._pick("")
            return True
        return False

    def _filter(self, category: str) -> None:
        self.asked.emit(asks.FilterTimeline(category))

    def _step(self, step: int) -> None:
        if not self._point:
            self.middle.step(step)
            return
        points = self._points
        at = points.index(self._point) + step if self._point in points else 0
        self._pick(points[max(0, min(len(points) - 1, at))] if points else "")

    def _turn(self, step: int) -> None:
        filters = self._seen.filters if self._seen is not None else ()
        here = next((at for at, each in enumerate(filters) if each.chosen), 0)
        if filters:
            self._filter(filters[(here + step) % len(filters)].category)

    @property
    def _points(self) -> list[str]:
        """The contact points that Enter can take, from the top."""
        blocks = self._seen.left if self._seen is not None else ()
        return [line.point for block in blocks for line in block.lines if line.point]

    def _next_column(self) -> None:
        """With room for all three only the contact points are gone to."""
        points = self._points
        if self._three:
            self._pick("" if self._point or not points else points[0])
            return
        self._column = (self._column + 1) % 3
        self._pick(points[0] if self._column == 0 and points else "")
        self._lay()

    def _pick(self, point: str) -> None:
        self._point = point
        if self._seen is None:
            return
        may = bool(point) and self._seen.may_preview
        takes = (("Enter", self._wording.word("detail.preview")),) if may else ()
        self._foot.show_first(*takes)
        self.left.show_who(self._seen, point)
        row = self.left.row_of(point) if point else None
        if row is not None:
            self.left.ensureWidgetVisible(row, 0, look().px(Space.STEP))

    def _preview(self, point: str) -> None:
        if self._seen is not None and self._seen.may_preview:
            self.asked.emit(asks.PreviewPoint(ContactPointId(point)))

    def _commit(self, text: str) -> None:
        self._noting = text
        self.asked.emit(asks.NoteOnCase(text))

    def _leave_note(self) -> None:
        """The words stay for the next N, until another case is opened."""
        self.note.hide()
        self._noting = ""
        self.note_left.emit()

    def _shut(self) -> None:
        """Nothing of the case stays in hidden widgets."""
        if not self.note.isHidden():
            self.note_left.emit()
        self.hide()
        self.left.clear()
        self.middle.clear()
        self.right.show_blocks((), "")
        self._point, self._noting = "", ""
        self._foot.show_first()

    @property
    def _three(self) -> bool:
        return self._window.width() >= look().px(_THREE)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize and not self.isHidden():
            self._lay()
        return False

    def _lay(self) -> None:
        at, window = look(), self._window
        top = under_call_bar(window)
        self.setGeometry(0, top, window.width(), max(0, window.height() - top))
        three = self._three
        side = at.px(_SIDES[window.width() >= at.px(_WIDE)])
        for number, column in enumerate((self.left, self.middle, self.right)):
            column.setVisible(three or number == self._column)
        for column in (self.left, self.right):
            column.setMinimumWidth(side if three else 0)
            column.setMaximumWidth(side if three else _NOTHING)
        for line in self._lines:
            line.setVisible(three)


def _timeline(seen: DetailSeen) -> tuple[str, str]:
    chosen = next((each.category for each in seen.filters if each.chosen), "")
    return seen.case_id, chosen
