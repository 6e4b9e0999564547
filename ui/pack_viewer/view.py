"""Paints the packs over the panes, under the call bar: packs, the rules of one, one rule. It takes
no focus; its keys come from the window: Up and Down choose, Left and Right change the column.
Where the text is large one column is shown at a time."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desk_client.services import law_intents as asks
from ui.over_panes import under_call_bar
from ui.pack_viewer.detail import RuleDetailPane
from ui.pack_viewer.list import PackList
from ui.pack_viewer.middle import PackMiddle
from ui.pack_viewer.presenter import PacksSeen
from ui.room import NARROW_BELOW
from ui.theme import look
from ui.tokens import Token
from ui.widgets.hairline import Hairline
from ui.widgets.page_frame import PageFoot, PageHead

_PACKS, _DETAIL = 280, 410
_WIDE_PACKS, _WIDE_DETAIL = 340, 600
_WIDE = 1600
_NOTHING = 16777215  # Qt's own "no maximum"
_LIST, _RULES, _ONE = 0, 1, 2  # the columns


class PackViewer(QWidget):
    """A child of the window, shown while the state has packs open."""

    asked = Signal(object)  # LawIntent

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._seen: PacksSeen | None = None
        self._column = _LIST
        self._head, self._foot, self._list = PageHead(), PageFoot(), PackList()
        self._list.asked.connect(self._pack_clicked)
        self._middle, self._detail = PackMiddle(), RuleDetailPane()
        self._middle.asked.connect(self._rule_clicked)
        self._lines = [Hairline(Qt.Orientation.Vertical) for _ in range(2)]
        across = QHBoxLayout()
        across.setSpacing(0)
        across.addWidget(self._list)
        across.addWidget(self._lines[0])
        across.addWidget(self._middle, 1)
        across.addWidget(self._lines[1])
        across.addWidget(self._detail)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(0)
        down.addWidget(self._head)
        down.addWidget(Hairline())
        down.addLayout(across, 1)
        down.addWidget(Hairline())
        down.addWidget(self._foot)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        window.installEventFilter(self)
        self.hide()

    def show_packs(self, seen: PacksSeen | None) -> None:
        """None shuts it; paints only what differs from what is there."""
        if seen == self._seen:
            return
        before, self._seen = self._seen, seen
        if seen is None:
            self.hide()
            return
        if before is None:
            first = not seen.rules or seen.rules[0].chosen
            self._column = _LIST if first else _RULES
        self._head.show_head(seen.title, "", seen.close)
        self._head.show_about(seen.about)
        self._foot.show_hints(seen.hints)
        self._detail.show_detail(seen.detail)
        if before is None or (before.head, before.compares) != (seen.head, seen.compares):
            self._middle.to_top()
        self._show_lists()
        self.setAccessibleName(f"{seen.title}: {seen.head}, {seen.head_detail}")
        if before is None or before.compares is not seen.compares:
            self._column = min(self._column, _RULES) if seen.compares else self._column
            self._lay()
        if before is None:
            self.show()
            self.raise_()
        self._middle.show_chosen()

    def _show_lists(self) -> None:
        seen = self._seen
        if seen is None:
            return
        self._list.show_packs(seen, lively=self._column == _LIST)
        self._middle.show_middle(seen, lively=self._column == _RULES)

    def press(self, key: str) -> None:
        """A key while the page is open."""
        if key in ("Left", "Right", "Enter"):
            step = -1 if key == "Left" else 1
            last = _RULES if self._seen is not None and self._seen.compares else _ONE
            self._turn_to(min(max(_LIST, self._column + step), last))
        elif key in ("Up", "Down"):
            self._step(1 if key == "Down" else -1)
        elif key in ("J", "K"):
            self._detail.scroll_on(1 if key == "J" else -1)
        elif key == "U":
            self.asked.emit(asks.ToggleUnconfirmed())
        elif key == "D" and self._seen is not None:
            self.asked.emit(asks.CompareVersion())

    def _step(self, by: int) -> None:
        seen = self._seen
        if seen is None:
            return
        if self._column == _ONE:
            self._detail.scroll_on(by)
        elif self._column == _RULES and seen.compares:
            self._middle.scroll_on(by)
        elif self._column == _RULES:
            rules = [rule.rule for rule in seen.rules]
            place = next((at for at, rule in enumerate(seen.rules) if rule.chosen), 0)
            if rules:
                self.asked.emit(asks.ChooseRule(rules[(place + by) % len(rules)]))
        else:
            packs = [pack.pack for pack in seen.packs]
            place = next((at for at, pack in enumerate(seen.packs) if pack.chosen), 0)
            self.asked.emit(asks.ChoosePack(packs[(place + by) % len(packs)]))

    def _turn_to(self, place: int) -> None:
        self._column = place
        self._show_lists()
        self._lay()

    def _pack_clicked(self, pack: str) -> None:
        self._turn_to(_RULES if self._narrow else _LIST)
        self.asked.emit(asks.ChoosePack(pack))

    def _rule_clicked(self, rule: str) -> None:
        self._turn_to(_ONE if self._narrow else _RULES)
        self.asked.emit(asks.ChooseRule(rule))

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize and not self.isHidden():
            self._lay()
        return False

    @property
    def _narrow(self) -> bool:
        return self._window.width() / look().scale < NARROW_BELOW

    def _lay(self) -> None:
        at, window = look(), self._window
        top = under_call_bar(window)
        self.setGeometry(0, top, window.width(), max(0, window.height() - top))
        narrow = self._narrow
        wide = window.width() >= at.px(_WIDE)
        for part, sizes in (
            (self._list, (_PACKS, _WIDE_PACKS)),
            (self._detail, (_DETAIL, _WIDE_DETAIL)),
        ):
            size = at.px(sizes[1 if wide else 0])
            part.setMinimumWidth(0 if narrow else size)
            part.setMaximumWidth(_NOTHING if narrow else size)
        columns: tuple[QWidget, ...] = (self._list, self._middle, self._detail)
        for place, shown in enumerate(columns):
            shown.setVisible(not narrow or place == self._column)
        compares = self._seen is not None and self._seen.compares
        self._detail.setVisible(not self._detail.isHidden() and not compares)
        self._lines[0].setVisible(not narrow)
        self._lines[1].setVisible(not narrow and not compares)

    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), look().colour(Token.S0))
