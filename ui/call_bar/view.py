"""Paints the call bar: state, timer and debtor at the left; levels, light and buttons at the right;
the thread underneath. Buttons are reused from phase to phase, so the focus is not lost."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desk_client.services.intents import AskForHelp, Intent
from ui.call_bar.seen import ButtonSeen, CallBarSeen, NoticeSeen
from ui.room import Room
from ui.state_shape import Shape
from ui.theme import look
from ui.tokens import Space, Token, Type
from ui.widgets.button import Button
from ui.widgets.hairline import Hairline
from ui.widgets.icon_label import IconLabel
from ui.widgets.label import ElidedLabel, Label
from ui.widgets.level_meters import LevelMeters
from ui.widgets.shape_mark import ShapeMark
from ui.widgets.state_thread import StateThread

_MOST_BUTTONS = 5  # beside hanging up


class CallBarPane(QFrame):
    """57 and the thread's 3 at 100 %; asks the desk through `asked`."""

    asked = Signal(object)  # Intent

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        at = look()
        self.setObjectName("call_bar")
        self.setProperty("plane", str(Token.S1))
        self._seen: CallBarSeen | None = None
        self._room = Room.FULL
        self._icon = IconLabel("", Token.T2, 20)
        self._state = Label("", Type.STATE, Token.T2)
        self._timer = Label("", Type.TIMER)
        self._divider = Hairline(Qt.Orientation.Vertical)
        self._divider.setMaximumHeight(at.px(28))
        self._who = Label("", Type.ROW_STRONG)
        self._where = ElidedLabel("", Type.CAPTION, Token.T2)
        self._brief = ElidedLabel("", Type.ROW)
        self._levels = LevelMeters()
        self._notices: list[_Notice] = []
        self._buttons = [self._button() for _ in range(_MOST_BUTTONS)]
        self._danger = self._button()
        self._thread = StateThread()
        self._notice_row = QHBoxLayout()
        self._notice_row.setSpacing(at.px(Space.NEAR))
        self._button_row = QHBoxLayout()
        self._button_row.setSpacing(at.px(Space.SMALL))
        for button in self._buttons:
            self._button_row.addWidget(button)
        self._lay_out()
        self.setMinimumHeight(at.px(60))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def _button(self) -> "_CallButton":
        """Made in the order of the Tab key, left to right."""
        button = _CallButton(self)
        button.clicked.connect(self._clicked)
        return button

    def _lay_out(self) -> None:
        at = look()
        state = QHBoxLayout()
        state.setSpacing(at.px(9))
        for part in (self._icon, self._state, self._timer):
            state.addWidget(part, 0, Qt.AlignmentFlag.AlignVCenter)
        who = QVBoxLayout()
        who.setSpacing(at.px(1))
        who.addStretch(1)
        who.addWidget(self._who)
        who.addWidget(self._where)
        who.addWidget(self._brief)
        who.addStretch(1)
        row = QHBoxLayout()
        row.setContentsMargins(
            at.px(Space.SIDE), at.px(Space.NEAR), at.px(Space.SIDE), at.px(Space.NEAR)
        )
        row.setSpacing(at.px(Space.SIDE))
        row.addLayout(state)
        row.addWidget(self._divider)
        row.addLayout(who, 1)
        tail = QHBoxLayout()
        tail.setSpacing(at.px(Space.STEP))
        tail.addWidget(self._levels, 0, Qt.AlignmentFlag.AlignVCenter)
        tail.addLayout(self._notice_row)
        tail.addLayout(self._button_row)
        tail.addWidget(self._danger)
        row.addLayout(tail)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(self._thread)

    def show_call_bar(self, seen: CallBarSeen) -> None:
        """Paints only what differs from what is there."""
        before = self._seen
        if seen == before:
            return
        self._seen = seen
        self._icon.show_icon(seen.icon, seen.ink)
        self._state.show_text(seen.state, seen.ink)
        self._timer.show_text(seen.timer)
        self._timer.setVisible(bool(seen.timer))
        self._who.show_text(seen.who)
        self._where.show_text(seen.where)
        self._brief.show_text(seen.brief)
        self._levels.setAccessibleName(seen.levels)
        self._thread.show_thread(seen.thread, seen.left)
        if before is None or seen.notices != before.notices:
            self._show_notices(seen.notices)
        if before is None or seen.buttons != before.buttons:
            self._show_buttons(seen.buttons)
        self._show_for_room(seen)
        self._fit()

    def _fit(self) -> None:
        """A long notice takes the words off the buttons, whose keys stay; then the levels, and at
        last the line of the second call."""
        narrow = self._room >= Room.NARROW
        for button in self._buttons:
            button.show_short(self._room >= Room.SHORT, flat=narrow)
        layout = self.layout()
        if layout is None:
            return
        layout.activate()
        if layout.minimumSize().width() > self.width():
            for button in self._buttons:
                button.show_short(True, flat=narrow)
            layout.activate()
        if layout.minimumSize().width() > self.width():
            self._levels.hide()
            self._brief.hide()
        layout.activate()  # the light and the buttons stand in place from the first frame

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._seen is not None and event.size().width() != event.oldSize().width():
            self._show_for_room(self._seen)
            self._fit()

    def show_levels(self, agent: float, debtor: float) -> None:
        """Loudness of both sides, 0.0 to 1.0, at most 15 times a second."""
        self._levels.show_levels(agent, debtor)

    def show_room(self, room: Room) -> None:
        """Buttons lose their words, then name, levels and what F1 lists too; who the second call is
        stays in one line. Hanging up never loses its word, the timer and the recording light never
        go."""
        self._room = room
        for notice in self._notices:
            notice.show_wordless(room >= Room.NARROW)
        if self._seen is not None:
            self._show_for_room(self._seen)
            self._fit()

    def _show_for_room(self, seen: CallBarSeen) -> None:
        narrow = self._room >= Room.NARROW
        for part in (self._divider, self._who):
            part.setVisible(not narrow)
        self._where.setVisible(bool(seen.where) and not narrow)
        self._brief.setVisible(bool(seen.brief) and narrow)
        self._levels.setVisible(bool(seen.levels) and not narrow)
        self._state.setVisible(self._room < Room.LOW or not seen.timer)
        for notice, told in zip(self._notices, seen.notices, strict=False):
            notice.setVisible(told.strong or not (narrow and seen.brief))
        for button in self._buttons:
            button.setVisible(button.wanted and not (narrow and button.intent == AskForHelp()))

    def _show_notices(self, notices: tuple[NoticeSeen, ...]) -> None:
        while len(self._notices) < len(notices):
            added = _Notice()
            added.show_wordless(self._room >= Room.NARROW)
            self._notices.append(added)
            self._notice_row.addWidget(added)
        for place, notice in enumerate(self._notices):
            notice.setVisible(place < len(notices))
            if place < len(notices):
                notice.show_notice(notices[place])

    def _show_buttons(self, every: tuple[ButtonSeen, ...]) -> None:
        """Hanging up stands apart from the others, always at the end."""
        dangers = [seen for seen in every if seen.kind == "danger"]
        self._danger.setVisible(bool(dangers))
        if dangers:
            self._danger.show_asking(dangers[0])
        buttons = [seen for seen in every if seen.kind != "danger"]
        for place, button in enumerate(self._buttons):
            button.wanted = place < len(buttons)
            if button.wanted:
                button.show_asking(buttons[place])

    def _clicked(self) -> None:
        button = self.sender()
        if isinstance(button, _CallButton) and button.intent is not None:
            self.asked.emit(button.intent)


class _CallButton(Button):
    def __init__(self, parent: QWidget) -> None:
        super().__init__("", height=34, parent=parent)
        self.intent: Intent | None = None
        self.wanted = False

    def show_asking(self, seen: ButtonSeen) -> None:
        self.intent = seen.intent
        self.show_button(seen.word, key=seen.key, icon=seen.icon, kind=seen.kind)


class _Notice(QWidget):
    """A shape or an icon with its words."""

    def __init__(self) -> None:
        super().__init__()
        at = look()
        self._shape = ShapeMark(Shape.RECORDING, size=9)
        self._icon = IconLabel("", Token.T2, 16)
        self._words = Label("", Type.CAPTION_STRONG)
        self._has_icon = self._wordless = False
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(at.px(Space.SMALL))
        for part in (self._shape, self._icon, self._words):
            row.addWidget(part, 0, Qt.AlignmentFlag.AlignVCenter)

    def show_notice(self, seen: NoticeSeen) -> None:
        self._shape.setVisible(seen.shape is not None)
        if seen.shape is not None:
            self._shape.show_shape(seen.shape, seen.words)
        self._icon.setVisible(bool(seen.icon))
        if seen.icon:
            self._icon.show_icon(seen.icon, seen.ink)
        self._words.show_kind(Type.CAPTION_STRONG if seen.strong else Type.CAPTION)
        self._words.show_text(seen.words, seen.ink)
        self.setAccessibleName(seen.words)
        self._has_icon = bool(seen.icon)
        self.show_wordless(self._wordless)

    def show_wordless(self, wordless: bool) -> None:
        """What has an icon keeps only that; the recording light keeps its words."""
        self._wordless = wordless
        shown = not (wordless and self._has_icon)
        self._words.setVisible(shown)
        self.setToolTip("" if shown else self._words.text())
        layout = self.layout()
        if layout is not None:
            layout.activate()  # the bar asks for our width in this same moment
        self.updateGeometry()
