"""Paints the wishes over the panes, under the call bar, whose buttons stay free. It takes no focus:
digits switch a consent, N begins a time or a place that is not wanted, Up and Down choose, Enter
adds, X lifts, Esc closes; a click does the same. A call that goes on beneath closes nothing."""

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from desk_client.services import wish_intents as asks
from ui.over_panes import under_call_bar
from ui.section import RowPool, column
from ui.theme import look, mark
from ui.tokens import Space, Token, Type
from ui.widgets.hairline import Hairline
from ui.widgets.icon_label import IconLabel
from ui.widgets.key_cap import KeyHint, cap_size
from ui.widgets.label import Label
from ui.widgets.raised import draw_raised, draw_veil
from ui.widgets.section_head import SectionHead
from ui.wishes.draft import Draft
from ui.wishes.form import WishForm
from ui.wishes.presenter import WishesSeen
from ui.wishes.rows import LIFT_KEY, ConsentRow, NamedRow
from ui.wording import Wording

_WIDE = 1080  # with both halves side by side
_ONE = 620  # one under the other
_CONSENTS = 420
_FORM_KEY = "N"
_NOTHING = 16777215  # Qt's own "no maximum"


class WishesPage(QWidget):
    """A child of the window, shown while the state has wishes."""

    asked = Signal(object)  # WishIntent

    def __init__(self, window: QWidget, wording: Wording) -> None:
        super().__init__(window)
        self._window = window
        self._seen: WishesSeen | None = None
        self._draft, self._writing, self._row = Draft(), False, 0
        self._sheet = _Sheet(self, wording)
        self._sheet.toggled.connect(lambda kind: self.asked.emit(asks.ToggleConsent(kind)))
        self._sheet.lifted.connect(lambda row: self.asked.emit(asks.LiftInconvenient(row)))
        self._sheet.chosen.connect(self._choose)
        self._sheet.form.changed.connect(self._write)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        window.installEventFilter(self)
        self.hide()

    def show_wishes(self, seen: WishesSeen | None) -> None:
        """None shuts it; paints only what differs from what is there."""
        if seen == self._seen:
            return
        opens = self._seen is None
        self._seen = seen
        if seen is None:
            self.hide()
            return
        if opens:
            self._draft, self._writing, self._row = Draft(), False, 0
        self._paint()
        if opens:
            self.show()
            self.raise_()

    def press(self, key: str) -> None:
        """A key while the sheet is open."""
        seen = self._seen
        if seen is None:
            return
        if self._writing:
            self._press_form(key)
        elif key == _FORM_KEY:
            self._write(self._draft)
        elif key.isdigit():
            kinds = {each.key: each.kind for each in seen.consents}
            if key in kinds:
                self.asked.emit(asks.ToggleConsent(kinds[key]))  # type: ignore[arg-type]
        elif key in ("Up", "Down") and seen.named:
            self._choose((self._row + (1 if key == "Down" else -1)) % len(seen.named))
        elif key == LIFT_KEY and seen.named:
            self.asked.emit(asks.LiftInconvenient(self._row))

    def leave_form(self) -> bool:
        """Esc: from the form back to the lists, with what was entered kept; False where the form
        was not in hand."""
        writing, self._writing = self._writing, False
        if writing:
            self._paint()
        return writing

    def _press_form(self, key: str) -> None:
        draft = self._draft
        if key in ("Up", "Down"):
            self._write(draft.stepped(1 if key == "Down" else -1))
        elif key in ("Left", "Right"):
            self._write(draft.moved(1 if key == "Right" else -1))
        elif key.isdigit():
            self._write(draft.pressed(key))
        elif key == "Enter" and draft.fault:
            self._write(draft.at_line(draft.line))  # a time that was begun is taken, or told wrong
        elif key == "Enter":
            self._draft, self._writing = Draft(), False
            self._row = len(self._seen.named) if self._seen else 0
            self._paint()
            self.asked.emit(draft.intent)

    def _write(self, draft: Draft) -> None:
        self._draft, self._writing = draft, True
        self._paint()

    def _choose(self, row: int) -> None:
        self._row, self._writing = row, False
        self._paint()

    def _paint(self) -> None:
        seen = self._seen
        if seen is None:
            return
        self._row = max(0, min(self._row, len(seen.named) - 1))
        self._sheet.show_wishes(seen, self._row, writing=self._writing)
        self._sheet.form.show_draft(self._draft, active=self._writing)
        self._lay()
        self._sheet.show_in_hand(self._draft, self._row, writing=self._writing)
        self.setAccessibleName(f"{seen.title}: {seen.notice or seen.rule}")

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize and not self.isHidden():
            self._lay()
        return False

    def _lay(self) -> None:
        at = look()
        top = under_call_bar(self._window)
        self.setGeometry(0, top, self._window.width(), max(0, self._window.height() - top))
        most = self.width() - at.px(Space.SIDE)
        beside = most >= at.px(_WIDE)
        self._sheet.show_beside(beside)
        wide = at.px(_WIDE) if beside else min(at.px(_ONE), most)
        above, room = at.px(Space.READING), self.height() - at.px(Space.NEAR)
        tall = self._sheet.tall_at(wide)
        if tall > room - above:
            above, tall = at.px(Space.NEAR), min(tall, room - at.px(Space.NEAR))
        self._sheet.setGeometry((self.width() - wide) // 2, above, wide, tall)

    def paintEvent(self, _event: QPaintEvent) -> None:
        draw_veil(QPainter(self), self.rect())


class _Sheet(QWidget):
    """The sheet's face."""

    toggled = Signal(str)
    lifted = Signal(int)
    chosen = Signal(int)

    def __init__(self, page: QWidget, wording: Wording) -> None:
        super().__init__(page)
        self._wording = wording
        at = look()
        edge = at.px(Space.READING)
        self._title = Label("", Type.TITLE)
        self._close = KeyHint("", "")
        head = QHBoxLayout()
        head.setContentsMargins(edge, at.px(Space.SIDE), edge, 0)
        head.addWidget(self._title, 1)
        head.addWidget(self._close)
        self._lock = IconLabel("lock", Token.T2, 16)
        self._rule = Label("", Type.BODY, Token.T2, wrap=True)
        rule = QHBoxLayout()
        rule.setContentsMargins(edge, at.px(Space.SMALL), edge, at.px(Space.STEP))
        rule.setSpacing(at.px(Space.NEAR))
        rule.addWidget(self._lock, 0, Qt.AlignmentFlag.AlignTop)
        rule.addWidget(self._rule, 1)
        self._body = _Body()
        down = QVBoxLayout(self)
        down.setContentsMargins(1, 0, 1, at.px(Space.SIDE))  # inside its edge
        down.setSpacing(0)
        down.addLayout(head)
        down.addLayout(rule)
        down.addWidget(Hairline())
        down.addWidget(self._body, 1)
        self._make_consents()
        self._make_unwanted()

    def _make_consents(self) -> None:
        self._consents_head = _head(self._wording.word("wishes.agreed"))
        rows = column(gap=Space.HAIR)
        self._body.left.addWidget(self._consents_head)
        self._body.left.addLayout(rows)
        self._body.left.addStretch(1)
        self._consents: RowPool[ConsentRow] = RowPool(rows, self._make_consent)

    def _make_unwanted(self) -> None:
        at, word = look(), self._wording.word
        self._named_head = _head(word("wishes.unwanted"))
        self._none = Label(word("wishes.none"), Type.BODY, Token.T2)
        rows = column(gap=Space.HAIR)
        self._body.right.addWidget(self._named_head)
        self._body.right.addWidget(self._none)
        self._body.right.addLayout(rows)
        self._named: RowPool[NamedRow] = RowPool(rows, self._make_named)
        self._form_head = _head(word("wishes.add"))
        self.form = WishForm(self._wording)
        self._body.right.addSpacing(at.px(Space.NEAR))
        self._body.right.addWidget(self._form_head)
        self._body.right.addWidget(self.form)
        self._body.right.addStretch(1)

    def _make_consent(self) -> ConsentRow:
        row = ConsentRow(self._wording)
        row.asked.connect(self.toggled)
        return row

    def _make_named(self) -> NamedRow:
        row = NamedRow(len(self._named.all), self._wording)
        row.chosen.connect(self.chosen)
        row.lifted.connect(self.lifted)
        return row

    def show_wishes(self, seen: WishesSeen, row: int, *, writing: bool) -> None:
        word = self._wording.word
        self._title.show_text(seen.title)
        self._close.show_hint(seen.close_key, word("wishes.to_lists") if writing else seen.close)
        ink = Token.WARN_T if seen.notice else Token.OK_T if seen.verified else Token.T2
        self._lock.show_icon("unlock" if seen.verified else "lock", ink)
        self._rule.show_text(seen.rule, ink)
        pool = self._consents.rows(len(seen.consents))
        for consent, shown in zip(pool, seen.consents, strict=True):
            consent.show_consent(shown, live=not writing)
        several = len(seen.named) > 1 and not writing
        self._named_head.show_head(
            word("wishes.unwanted"),
            key="↑↓" if several else "",
            key_word=word("wishes.choose") if several else "",
        )
        self._none.setVisible(not seen.named)
        for place, (named, words) in enumerate(
            zip(self._named.rows(len(seen.named)), seen.named, strict=True)
        ):
            named.show_named(words, chosen=place == row and not writing, free=seen.may_lift)
        self._form_head.show_head(
            word("wishes.add"),
            key="↑↓" if writing else _FORM_KEY,
            key_word=word("wishes.choose") if writing else word("wishes.write"),
        )

    def show_in_hand(self, draft: Draft, row: int, *, writing: bool) -> None:
        """What is in hand comes into sight where the sheet is taller than the window."""
        self._body.lay_now()
        named = self._named.all
        if writing:
            self._body.ensureWidgetVisible(self.form, 0, 0)
            self._body.ensureWidgetVisible(self.form.of_line(draft.line), 0, 0)
        elif row < len(named) and not named[row].isHidden():
            self._body.ensureWidgetVisible(named[row], 0, 0)

    def show_beside(self, beside: bool) -> None:
        self._body.show_beside(beside)

    def tall_at(self, wide: int) -> int:
        """As tall as its text, where there is room."""
        layout = self.layout()
        above = layout.heightForWidth(wide) if layout is not None else 0
        return above - self._body.sizeHint().height() + self._body.whole_height(wide)

    def paintEvent(self, _event: QPaintEvent) -> None:
        draw_raised(QPainter(self), self.rect())


def _head(title: str) -> SectionHead:
    """As tall with a key as without, so that no row moves with it."""
    head = SectionHead(title)
    head.setMinimumHeight(cap_size("Up").height())
    return head


class _Body(QScrollArea):
    """Consents and what is not wanted, beside or under each other; scrolls where it must."""

    def __init__(self) -> None:
        super().__init__()
        at = look()
        self._held = QWidget()
        self._held.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        mark(self._held, plane=str(Token.S2))
        self.left, self.right = column(gap=Space.SMALL), column(gap=Space.SMALL)
        self._left = QWidget()
        self._left.setLayout(self.left)
        right = QWidget()
        right.setLayout(self.right)
        self._line = Hairline(Qt.Orientation.Vertical)
        self._both = QBoxLayout(QBoxLayout.Direction.LeftToRight, self._held)
        edge = at.px(Space.READING)
        self._both.setContentsMargins(edge, at.px(Space.STEP), edge, 0)
        self._both.setSpacing(edge)
        self._both.addWidget(self._left)
        self._both.addWidget(self._line)
        self._both.addWidget(right, 1)
        self.setWidget(self._held)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        return QSize(look().px(_ONE), look().px(200))

    def whole_height(self, wide: int) -> int:
        return max(self._both.heightForWidth(wide), self._both.sizeHint().height())

    def lay_now(self) -> None:
        """Every row at its place, so that one can be brought into sight."""
        for _ in range(3):  # from the rows up to the held page, and down again
            QCoreApplication.sendPostedEvents(None, int(QEvent.Type.LayoutRequest.value))

    def show_beside(self, beside: bool) -> None:
        at = look()
        way = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        self._both.setDirection(way)
        self._line.setVisible(beside)
        self._both.setSpacing(at.px(Space.READING if beside else Space.STEP))
        self._left.setMinimumWidth(at.px(_CONSENTS) if beside else 0)
        self._left.setMaximumWidth(at.px(_CONSENTS) if beside else _NOTHING)
