"""The palette over the panes, below the call bar: 680 wide, 132 from the top of the window. It is
there at once, takes what is typed into its own field, and gives the focus back where it was, with
the caret. What the desk finds arrives a moment later and is shown only if it answers what stands in
the field by then; an Enter that was faster waits for it."""

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desk_client.ids import CaseId
from desk_client.services import palette_intents as asks
from desk_client.services.desk_state import DeskState
from ui.deaf_list import DeafList
from ui.keys import KeyMap
from ui.over_panes import under_call_bar
from ui.palette.field import PaletteField
from ui.palette.presenter import Kind, PaletteSeen, RowSeen, palette_seen
from ui.palette.rows import PaletteDelegate, PaletteModel, row_tall
from ui.theme import look
from ui.tokens import Space, Token, Type
from ui.widgets.hairline import Hairline
from ui.widgets.icon_label import IconLabel
from ui.widgets.key_cap import KeyCap, KeyHint
from ui.widgets.label import Label
from ui.widgets.raised import draw_raised, draw_veil
from ui.wording import Wording

_WIDE, _TOP, _HEAD = 680, 132, 54
_HINTS = (("5678", "tail"), ("王", "surname"), (">", "only_commands"), ("#", "only_number"))


class PaletteView(QWidget):
    """Tells intents by `asked`, the key of a chosen command by `pressed`."""

    asked = Signal(object)
    pressed = Signal(str)

    def __init__(self, window: QWidget, wording: Wording, keys: KeyMap) -> None:
        super().__init__(window)
        self._window, self._wording, self._keys = window, wording, keys
        self._state: DeskState | None = None
        self._seen: PaletteSeen | None = None
        self._before: QWidget | None = None  # had the focus
        self._moved = False  # down the list; a new query begins at its top again
        self._waits = False  # Enter was pressed before the desk had answered
        self._naming: str | None = None  # the query that is being named
        self.setAccessibleName(wording.word("act.palette"))
        self.sheet = _Sheet(self)
        self.field = PaletteField()
        self.field.setProperty("type", str(Type.TITLE))
        self.model = PaletteModel()
        self.list = DeafList()
        self.list.setUniformItemSizes(False)
        self.list.setModel(self.model)
        self.list.setItemDelegate(PaletteDelegate(self.list))
        self.list.setAccessibleName(wording.word("palette.found"))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.clicked.connect(self._on_clicked)
        self._nothing = Label("", Type.BODY, Token.T3)
        self._fault = Label("", Type.CAPTION, Token.BAD_T)
        self._lay_out()
        self.field.textChanged.connect(self._on_text)
        self.field.asked.connect(self._on_key)
        window.installEventFilter(self)
        self.hide()

    def _lay_out(self) -> None:
        at, word = look(), self._wording.word
        head = QHBoxLayout()
        head.setContentsMargins(at.px(18), 0, at.px(14), 0)
        head.setSpacing(at.px(10))
        self._hint = Label(word("palette.by"), Type.CAPTION, Token.T2)
        head.addWidget(IconLabel("search", Token.T2, 16))
        head.addWidget(self.field, 1)
        head.addWidget(self._hint)
        head.addWidget(KeyCap("Esc"))
        self._top = QWidget()
        self._top.setLayout(head)
        self._top.setFixedHeight(max(at.px(_HEAD), at.tall(Type.TITLE, Space.STEP)))
        foot = QHBoxLayout()
        foot.setContentsMargins(at.px(22), at.px(6), at.px(22), at.px(12))
        foot.setSpacing(at.px(Space.SIDE))
        for key, name in _HINTS:
            foot.addWidget(KeyHint(key, word(f"palette.{name}")))
        foot.addStretch(1)
        for key, name in (("Ctrl+P", "pin"), ("Ctrl+N", "save")):
            foot.addWidget(KeyHint(key, word(f"palette.{name}")))
        self._foot = QWidget()
        self._foot.setLayout(foot)
        for label in (self._nothing, self._fault):
            label.setContentsMargins(at.px(22), at.px(8), at.px(22), at.px(4))
            label.hide()
        column = QVBoxLayout(self.sheet)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        for part in (self._top, Hairline(), self._fault, self._nothing, self.list, self._foot):
            column.addWidget(part)

    def open(self, state: DeskState) -> None:
        """At once, with an empty field; what is at hand comes from the desk."""
        if not self.isVisible():
            self._before = QApplication.focusWidget()
        self._state, self._naming, self._waits = state, None, False
        self._settle_field("", self._wording.word("top_bar.search"))
        self.asked.emit(asks.OpenPalette())
        self._show()
        self.show()
        self.raise_()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def close_up(self) -> None:
        """Gives the focus back; the desk forgets what it found."""
        self.hide()
        self.asked.emit(asks.ClosePalette())
        before = self._before
        if before is not None and before.isVisible():
            before.setFocus(Qt.FocusReason.OtherFocusReason)
        self._before = None

    def show_palette(self, state: DeskState) -> None:
        """The desk's next moment; changes nothing while it is shut."""
        self._state = state
        if self.isVisible():
            self._show()

    def _show(self) -> None:
        state = self._state
        if state is None or self._naming is not None:
            return
        seen = palette_seen(state, self.field.text(), self._wording, self._keys)
        if seen != self._seen:
            chosen = self._chosen()
            self._seen = seen
            if seen.rows != self.model.rows:
                self.model.show_rows(seen.rows)
                self._choose_again(chosen)
            self._nothing.show_text(seen.nothing)
            self._nothing.setVisible(bool(seen.nothing))
        self._lay()
        if self._waits and seen.fresh:
            self._waits = False
            self._accept()

    def _choose_again(self, before: RowSeen | None) -> None:
        """The same row where it is still there, else the first."""
        places = self.model.choosable()
        same = [
            at
            for at in places
            if before is not None
            and (self.model.rows[at].kind, self.model.rows[at].of) == (before.kind, before.of)
        ]
        keep = same if self._moved else []
        for at in (keep or places)[:1]:
            self.list.setCurrentIndex(self.model.index(at))
            if at == places[0]:
                self.list.scrollToTop()

    def _on_text(self, text: str) -> None:
        self._fault.hide()
        self._waits = self._moved = False
        if self._naming is None:
            self.asked.emit(asks.LookFor(text))
            self._show()

    def _on_key(self, key: str) -> None:
        if self._naming is not None:
            self._on_naming(key)
            return
        match key:
            case "Esc":
                self.close_up()
            case "Enter":
                self._waits = bool(self._seen and not self._seen.fresh and self.field.text())
                if not self._waits:
                    self._accept()
            case "Up" | "Down":
                self._step(-1 if key == "Up" else 1)
            case "Ctrl+P":
                self._toggle()
            case _ if self.field.text().strip():
                self._naming = self.field.text()
                self._settle_field("", self._wording.word("palette.name_it"))

    def _on_naming(self, key: str) -> None:
        """The field holds the name of a search until Enter saves it or Esc gives the query back."""
        query = self._naming or ""
        if key == "Enter":
            name = self.field.text().strip()
            if not name:
                self._fault.show_text(self._wording.word("palette.no_name"))
                self._fault.show()
                self._lay()
                return
            self.asked.emit(asks.SaveSearch(name, query))
        if key in ("Enter", "Esc"):
            self._naming = None
            self._settle_field(query, self._wording.word("top_bar.search"))
            self._show()

    def _settle_field(self, text: str, word: str) -> None:
        self.field.blockSignals(True)
        self.field.setText(text)
        self.field.blockSignals(False)
        self.field.setPlaceholderText(word)
        self.field.setAccessibleName(word)
        self._fault.hide()

    def _step(self, step: int) -> None:
        places = self.model.choosable()
        if places:
            here = self.list.currentIndex().row()
            at = places.index(here) + step if here in places else 0
            self._moved = True
            self.list.setCurrentIndex(self.model.index(places[max(0, min(len(places) - 1, at))]))

    def _chosen(self) -> RowSeen | None:
        at = self.list.currentIndex().row()
        rows = self.model.rows
        return rows[at] if 0 <= at < len(rows) and rows[at].kind is not Kind.HEAD else None

    def _accept(self) -> None:
        row = self._chosen()
        if row is None or not row.usable:
            return
        self.close_up()
        match row.kind:
            case Kind.CASE:
                self.asked.emit(asks.LookAt(CaseId(row.of)))
            case Kind.SEARCH:
                self.asked.emit(asks.NarrowTo(row.of))
            case _:
                self.pressed.emit(row.of)

    def _toggle(self) -> None:
        row = self._chosen()
        if row is not None and row.kind is Kind.CASE:
            self.asked.emit(asks.TogglePin(CaseId(row.of)))
        elif row is not None and row.kind is Kind.SEARCH and row.of:
            self.asked.emit(asks.ToggleSearch(row.of))

    def _on_clicked(self, index: QModelIndex) -> None:
        self.list.setCurrentIndex(index)
        self._accept()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize and self.isVisible():
            self._lay()
        return False

    def _lay(self) -> None:
        at, window = look(), self._window
        under = under_call_bar(window)
        self.setGeometry(0, under, window.width(), window.height() - under)
        wide = min(at.px(_WIDE), self.width() - at.px(Space.READING))
        top = min(max(at.px(_TOP) - under, at.px(Space.NEAR)), max(0, self.height() // 4))
        rows = sum(row_tall(row.kind) for row in self.model.rows)
        self.list.setVisible(bool(rows))
        fixed = self._top.height() + self._foot.sizeHint().height() + at.px(Space.TINY)
        fixed += sum(
            each.sizeHint().height() for each in (self._nothing, self._fault) if not each.isHidden()
        )
        tall = min(self.height() - top - at.px(Space.NEAR), fixed + rows + at.px(Space.TINY))
        self._hint.setVisible(wide >= at.px(520))
        self.sheet.setGeometry((self.width() - wide) // 2, top, wide, tall)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click beside it shuts it."""
        if not self.sheet.geometry().contains(event.position().toPoint()):
            self.close_up()

    def paintEvent(self, _event: QPaintEvent) -> None:
        draw_veil(QPainter(self), self.rect())


class _Sheet(QFrame):
    """The box itself."""

    def paintEvent(self, _event: QPaintEvent) -> None:
        draw_raised(QPainter(self), self.rect())
