"""Paints the status bar: shapes and words at the left, the notice in the middle, keys at the right.
A notice is spoken; it takes the place of no key."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.room import Room
from ui.state_shape import Shape
from ui.status_bar.presenter import StandingSeen, StatusBarSeen
from ui.theme import look
from ui.tokens import Space, Token, Type
from ui.widgets.chip import Chip
from ui.widgets.hairline import Hairline
from ui.widgets.icon_label import IconLabel
from ui.widgets.key_cap import KeyHint
from ui.widgets.label import ElidedLabel, Label
from ui.widgets.shape_mark import ShapeMark


class StatusBar(QFrame):
    """34 high at 100 %; grows with the text."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        at = look()
        self.setObjectName("status_bar")
        self.setProperty("plane", str(Token.S0))
        self._seen: StatusBarSeen | None = None
        self._standing = [_Standing() for _ in range(3)]
        self._notice = ElidedLabel("", Type.CAPTION_STRONG, Token.WARN_T)
        self._notice.setAlignment(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)
        self._hints: list[KeyHint] = []
        self._lead: QWidget | None = None
        self._room = Room.FULL
        self._rehearsal = Chip(Shape.WRAP_UP, "")
        self._rehearsal.hide()
        row = QHBoxLayout()
        self._row = row
        row.setContentsMargins(at.px(Space.SIDE), at.px(6), at.px(Space.SIDE), at.px(6))
        row.setSpacing(at.px(14))
        for each in self._standing:
            row.addWidget(each)
        row.addWidget(self._rehearsal)
        row.addWidget(self._notice, 1)
        self._hint_row = QHBoxLayout()
        self._hint_row.setSpacing(at.px(14))
        row.addLayout(self._hint_row)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(Hairline())
        column.addLayout(row)
        self.setMinimumHeight(at.px(34))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_status_bar(self, seen: StatusBarSeen) -> None:
        """Paints only what differs from what is there."""
        before = self._seen
        if seen == before:
            return
        self._seen = seen
        self._rehearsal.show_chip(Shape.WRAP_UP, seen.rehearsal)
        self._rehearsal.setVisible(self._room is Room.LOW and bool(seen.rehearsal))
        for part, standing in zip(self._standing, seen.standing, strict=True):
            part.show_standing(standing)
        if before is None or seen.notice != before.notice:
            self._notice.show_text(seen.notice)
            if seen.notice:
                QAccessible.updateAccessibility(
                    QAccessibleEvent(self._notice, QAccessible.Event.Alert)
                )
        if before is None or seen.hints != before.hints:
            self._show_hints(seen.hints)
        self._settle()

    def _settle(self) -> None:
        """Lays the row out at once: not one frame shows a key half covered."""
        for part in (*self._standing, *self._hints, self):
            layout = part.layout()
            if layout is not None:
                layout.activate()

    def add_lead(self, lead: QWidget) -> None:
        """Puts the choice of panes at the head of the foot line; shown only where room is low."""
        self._row.insertWidget(0, lead)
        self._lead = lead
        self.show_room(self._room)

    def show_room(self, room: Room) -> None:
        """Narrow: fewer hints, no pack. Low: shapes without words, and F1; the rehearsal clock
        moves in here from the top bar."""
        self._room = room
        low = room is Room.LOW
        if self._lead is not None:
            self._lead.setVisible(low)
        for part in self._standing:
            part.show_wordless(low)
        self._standing[-1].setVisible(room < Room.NARROW)
        if self._seen is not None:
            self._rehearsal.setVisible(low and bool(self._seen.rehearsal))
            self._show_hints(self._seen.hints)

    def _fitting(self, hints: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
        """The last hint is that of all keys; it always stays."""
        kept = {Room.NARROW: 2, Room.LOW: 0}.get(self._room, len(hints))
        return (*hints[:-1][:kept], *hints[-1:])

    def _show_hints(self, hints: tuple[tuple[str, str], ...]) -> None:
        hints = self._fitting(hints)
        while len(self._hints) < len(hints):
            added = KeyHint("", "")
            self._hints.append(added)
            self._hint_row.addWidget(added)
        for place, hint in enumerate(self._hints):
            hint.setVisible(place < len(hints))
            if place < len(hints):
                hint.show_hint(*hints[place])


class _Standing(QWidget):
    def __init__(self) -> None:
        super().__init__()
        at = look()
        self._shape = ShapeMark(Shape.QUIET, size=9)
        self._icon = IconLabel("", Token.T2, 14)
        self._words = Label("", Type.CAPTION, Token.T2)
        self._wordless = False
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(at.px(Space.SMALL))
        for part in (self._shape, self._icon, self._words):
            row.addWidget(part, 0, Qt.AlignmentFlag.AlignVCenter)

    def show_standing(self, seen: StandingSeen) -> None:
        self._shape.setVisible(seen.shape is not None)
        if seen.shape is not None:
            self._shape.show_shape(seen.shape, seen.words)
        self._icon.setVisible(bool(seen.icon))
        if seen.icon:
            self._icon.show_icon(seen.icon, seen.ink)
        self._words.show_kind(Type.CAPTION_STRONG if seen.strong else Type.CAPTION)
        self._words.show_text(seen.words, seen.ink)
        self.setAccessibleName(seen.words)
        self.setToolTip(seen.words if self._wordless else "")

    def show_wordless(self, wordless: bool) -> None:
        """The shape alone, its words as tooltip and name."""
        self._wordless = wordless
        self._words.setVisible(not wordless)
        self.setToolTip(self._words.text() if wordless else "")
