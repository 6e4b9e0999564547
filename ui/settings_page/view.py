"""Paints the settings over the panes, under the call bar. It takes no focus: Up and Down choose a
row, Left and Right change it, Enter copies what IT set up or moves a key, digits choose a section.
While a new key is awaited every key is the page's, and Esc leaves all as it was."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from desk_client.services import settings_intents as asks
from desk_client.services.settings_parts import SECTIONS
from ui.keys import Act, KeyClash, KeyMap
from ui.over_panes import under_call_bar
from ui.section import RowPool
from ui.settings_page.presenter import SettingsSeen
from ui.settings_page.rows import SectionButton, SettingLine
from ui.theme import look, mark
from ui.tokens import Space, Token
from ui.widgets.hairline import Hairline
from ui.widgets.page_frame import PageFoot, PageHead
from ui.widgets.tall_body import TallBody
from ui.wording import Wording

_SECTIONS = 200
_RESERVED = frozenset({"F10", *(f"Ctrl+{key}" for key in "ACVXIM")})  # typing needs them


class SettingsPage(QWidget):
    """A child of the window, shown while the state has settings."""

    asked = Signal(object)  # SettingsIntent

    def __init__(self, window: QWidget, wording: Wording, keys: KeyMap) -> None:
        super().__init__(window)
        self._window, self._wording, self._keys = window, wording, keys
        self._seen: SettingsSeen | None = None
        self._row = 0
        self._awaits: Act | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        mark(self, plane=str(Token.S1))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._head, self._foot, self._body = PageHead(), PageFoot(), TallBody()
        side = QVBoxLayout()
        side.setContentsMargins(*(look().px(Space.NEAR),) * 4)
        side.setSpacing(look().px(Space.TINY))
        self._sections = [SectionButton() for _ in SECTIONS]
        for button, section in zip(self._sections, SECTIONS, strict=True):
            button.clicked.connect(
                lambda _=False, to=section: self.asked.emit(asks.ChooseSection(to))
            )
            side.addWidget(button)
        side.addStretch(1)
        left = QWidget()
        left.setFixedWidth(look().px(_SECTIONS))
        left.setLayout(side)
        self._body.column.setSpacing(0)
        rows = QVBoxLayout()
        rows.setSpacing(0)
        self._lines: RowPool[SettingLine] = RowPool(rows, self._make_line)
        self._body.column.addLayout(rows)
        self._body.column.addStretch(1)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(left)
        middle.addWidget(self._body, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head)
        column.addWidget(Hairline())
        column.addLayout(middle, 1)
        column.addWidget(Hairline())
        column.addWidget(self._foot)
        window.installEventFilter(self)
        self.hide()

    def _make_line(self) -> SettingLine:
        line = SettingLine()
        place = len(self._lines.all)
        line.clicked.connect(lambda: self._clicked(place))
        return line

    @property
    def row(self) -> int:
        """The chosen row."""
        return self._row

    def stand_at(self, row: int) -> None:
        """The same row as before, in a window furnished anew."""
        if self._seen is not None:
            self._row = min(row, max(0, len(self._seen.rows) - 1))
            self._mark()

    @property
    def awaits(self) -> bool:
        """A new key is awaited: whichever is pressed is the page's."""
        return self._awaits is not None

    def leave_key(self) -> bool:
        """Esc while a new key is awaited."""
        waiting, self._awaits = self.awaits, None
        if waiting:
            self._say("")
        return waiting

    def show_settings(self, seen: SettingsSeen | None) -> None:
        """None shuts it; paints only what differs."""
        if seen == self._seen:
            return
        before, self._seen = self._seen, seen
        if seen is None:
            self._awaits = None
            self.hide()
            return
        if before is None or before.section != seen.section:
            self._row, self._awaits = 0, None
        self._head.show_head(seen.title, "", seen.close)
        self._say("")
        for number, (button, (_, word, chosen)) in enumerate(
            zip(self._sections, seen.sections, strict=True), start=1
        ):
            button.show_section(word, str(number), chosen=chosen)
        for line, row in zip(self._lines.rows(len(seen.rows)), seen.rows, strict=True):
            line.show_row(row)
        self._foot.show_hints(seen.hints)
        self._mark()
        if before is None:
            self._lay()
            self.show()
            self.raise_()

    def press(self, key: str) -> None:
        """A key while the page is open."""
        seen = self._seen
        if seen is None:
            return
        if self._awaits is not None:
            self._take_key(self._awaits, key)
            return
        if key.isdigit() and 1 <= int(key) <= len(SECTIONS):
            self.asked.emit(asks.ChooseSection(SECTIONS[int(key) - 1]))
            return
        if key == "0" and seen.section == "keys":
            self.asked.emit(asks.ResetKeys())
            return
        if seen.rows:
            self._on_row(seen, key)

    def _on_row(self, seen: SettingsSeen, key: str) -> None:
        row = seen.rows[self._row]
        match key:
            case "Up" | "Down":
                step = 1 if key == "Down" else -1
                self._row = min(len(seen.rows) - 1, max(0, self._row + step))
                self._mark()
            case "Left" if row.back is not None:
                self.asked.emit(row.back)
            case "Right" | "Enter" if row.on is not None:
                self.asked.emit(row.on)
            case "Enter" if row.moves is not None:
                self._awaits = row.moves
                self._say(self._wording.word("settings.press", act=row.title))
            case "Enter" if row.copies:
                QApplication.clipboard().setText(row.copies)
                self._say(self._wording.word("settings.copied"))
            case "X" if row.moves is not None:
                self._put_back(row.moves)

    def _take_key(self, act: Act, key: str) -> None:
        """A clash is refused here, with what lies on the key; the wait goes on."""
        if key in _RESERVED:
            self._say(self._wording.word("settings.taken", cap=key), bad=True)
            return
        try:
            self._keys.moved(act, key)
        except KeyClash:
            self._say_clash(act, key)
            return
        self._awaits = None
        self.asked.emit(asks.KeepKey(act, key))
        self._say(self._wording.word("settings.moved", cap=key))

    def _put_back(self, act: Act) -> None:
        """Unless another act was put on its old key meanwhile."""
        key = KeyMap().cap(act)
        try:
            self._keys.moved(act, key)
        except KeyClash:
            self._say_clash(act, key)
            return
        self.asked.emit(asks.KeepKey(act, ""))

    def _say_clash(self, act: Act, key: str) -> None:
        there = self._keys.beside(act, key)
        words = self._wording.word(f"act.{there}") if there is not None else key
        self._say(self._wording.word("settings.clash", cap=key, act=words), bad=True)

    def _say(self, words: str, *, bad: bool = False) -> None:
        self._head.show_about(words, Token.BAD_T if bad else Token.T2)

    def _clicked(self, place: int) -> None:
        if not self.awaits:
            self._row = place
            self._mark()
            self.press("Enter")

    def _mark(self) -> None:
        for place, line in enumerate(self._lines.all):
            line.show_chosen(chosen=place == self._row)
        if self._seen is not None and self._seen.rows:
            self.setAccessibleName(f"{self._seen.title}: {self._seen.rows[self._row].name}")
            self._body.ensureWidgetVisible(self._lines.all[self._row], 0, 0)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize and self.isVisible():
            self._lay()
        return False

    def _lay(self) -> None:
        top = under_call_bar(self._window)
        self.setGeometry(0, top, self._window.width(), max(0, self._window.height() - top))
