"""Paints the hand-over in the reading pane: a field that finds the receiver while it is typed, the
people and queues under it, and the note. Up and Down choose from either field, Tab goes on to the
note, Enter gives the case away, Esc closes and keeps what was typed."""

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton

from desk_client.services import team_intents as asks
from ui.hand_over.presenter import HandOverSeen, ReceiverSeen, found
from ui.keys import Act, KeyMap
from ui.section import RowPool, across, column
from ui.theme import look
from ui.tokens import Radius, Space, Token, Type
from ui.widgets.button import Button
from ui.widgets.field import Field
from ui.widgets.label import ElidedLabel, Label
from ui.widgets.sheet_frame import SheetFrame
from ui.wording import Wording

_SHOWN = 8  # receivers at once; typing finds the rest
_ROW = 34
_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class HandOverView(SheetFrame):
    """Shows a HandOverSeen."""

    def __init__(self, wording: Wording, keys: KeyMap) -> None:
        word = wording.word
        self._button = Button(
            word("hand_over.give"),
            key=keys.cap(Act.ACCEPT),
            icon="swap",
            kind="primary",
            height=36,
        )
        super().__init__(word("sheet.more"), self._button)
        self._wording = wording
        self._seen: HandOverSeen | None = None
        self._of, self._row = "", 0
        self._shown: tuple[ReceiverSeen, ...] = ()
        self._button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._button.clicked.connect(self._give)
        at, body = look(), self.body
        self._title = Label("", Type.TITLE)
        self._said = Label("", Type.BODY, Token.T2, wrap=True)
        self.to, self.note = Field(word("hand_over.to")), Field(word("hand_over.note"))
        self.to.edit.textChanged.connect(lambda _: self._find())
        self.note.edit.textChanged.connect(lambda _: self.note.show_fault(""))
        for field in (self.to, self.note):
            field.edit.installEventFilter(self)
        self.to.committed.connect(lambda _: self.note.edit.setFocus())
        self.note.committed.connect(lambda _: self._give())
        rows = column(gap=Space.HAIR)
        self._rows: RowPool[ReceiverRow] = RowPool(rows, self._make_row)
        self._besides = Label("", Type.CAPTION, Token.T3)
        body.addWidget(self._title)
        body.addWidget(self._said)
        body.addSpacing(at.px(Space.SMALL))
        body.addWidget(self.to)
        body.addLayout(rows)
        body.addWidget(self._besides)
        body.addSpacing(at.px(Space.STEP))
        body.addWidget(self.note)
        body.addStretch(1)
        self.show_hints(
            (
                ("Up", word("hand_over.choose")),
                ("Tab", word("override.next_field")),
                (keys.cap(Act.LEAVE), word("act.leave")),
            )
        )

    def _make_row(self) -> "ReceiverRow":
        row = ReceiverRow()
        row.clicked.connect(lambda: self._choose(self._rows.all.index(row)))
        return row

    def begin(self) -> None:
        """The agent opened it: the caret goes to the receiver."""
        self.show_top()
        self.to.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def show_hand_over(self, seen: HandOverSeen | None) -> None:
        """With another case all that was typed is gone."""
        if seen == self._seen:
            return
        self._seen = seen
        if seen is None:
            return
        if seen.of != self._of:
            self._of, self._row = seen.of, 0
            self.to.edit.setText("")
            self.note.edit.setText("")
        self._title.show_text(seen.title)
        self._said.show_text(seen.said)
        self.note.show_fault(seen.fault)
        self.setAccessibleName(f"{seen.title}. {seen.fault or seen.said}")
        self._find()

    def _find(self) -> None:
        if self._seen is None:
            return
        every = found(self._seen.receivers, self.to.edit.text())
        self._shown = every[:_SHOWN]
        self._row = max(0, min(self._row, len(self._shown) - 1))
        left = len(every) - len(self._shown)
        said = self._wording.word("hand_over.more", n=left) if left else ""
        self._besides.show_text(said if every else self._wording.word("hand_over.nobody"))
        self._besides.setVisible(bool(left) or not every)
        self._paint()

    def _paint(self) -> None:
        rows = self._rows.rows(len(self._shown))
        for place, (row, shown) in enumerate(zip(rows, self._shown, strict=True)):
            row.show_receiver(shown, chosen=place == self._row)

    def _choose(self, row: int) -> None:
        if self._shown:
            self._row = row % len(self._shown)
            self._paint()

    def _give(self) -> None:
        if self._seen is not None:
            to = self._shown[self._row].key if self._shown else ""
            self.intent_made.emit(asks.GiveCase(to=to, note=self.note.edit.text()))

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            step = _STEPS.get(Qt.Key(event.key()))
            if step is not None:
                self._choose(self._row + step)
                return True
        return False


class ReceiverRow(QAbstractButton):
    """A person or a queue; a click chooses."""

    def __init__(self) -> None:
        super().__init__()
        self._chosen = False
        row = across(self, gap=Space.STEP)
        side = look().px(Space.STEP)
        row.setContentsMargins(side, 0, side, 0)
        self._name = ElidedLabel("", Type.ROW)
        self._detail = Label("", Type.CAPTION, Token.T2)
        row.addWidget(self._name, 1)
        row.addWidget(self._detail)
        self.setMinimumHeight(look().px(_ROW))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        for part in (self._name, self._detail):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def show_receiver(self, seen: ReceiverSeen, *, chosen: bool) -> None:
        self._chosen = chosen
        self._name.show_text(seen.name)
        self._detail.show_text(seen.detail)
        self.setAccessibleName(f"{seen.name}, {seen.detail}")
        self.setChecked(chosen)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self._chosen:
            return
        at = look()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(at.colour(Token.ACCENT), 1))
        painter.setBrush(at.colour(Token.SEL))
        radius = at.px(Radius.FIELD)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
