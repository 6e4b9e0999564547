"""The callscript: one widget with fixed zones and reused rows. The current line stands in a band
whose top edge is at one third of the window; said lines end above it, what the debtor may
answer and the coming lines begin under it. The focus rests on the pane that holds it."""

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desk_client.services import intents
from ui.keys import Act, KeyMap
from ui.room import Room
from ui.script.answers import BranchBox, FactorBox
from ui.script.lines import CurrentBand, ScriptRow
from ui.script.presenter import ScriptSeen
from ui.script.step_rail import StepRail
from ui.section import RowPool, across, column
from ui.theme import look
from ui.tokens import Space, Token, Type
from ui.widgets.hairline import Hairline
from ui.widgets.icon_label import IconLabel
from ui.widgets.key_cap import KeyHint
from ui.widgets.label import ElidedLabel, Label
from ui.wording import Wording

TEXT_LEFT = 114  # text column, from the pane's left edge
_THIRD = 1 / 3  # of the window: where the current line stands


class ScriptView(QWidget):
    """Shows a ScriptSeen. Emits a branch or a line only for a click; keys come by the window."""

    intent_made = Signal(object)

    def __init__(self, wording: Wording, keys: KeyMap) -> None:
        super().__init__()
        self._wording, self._keys = wording, keys
        self._seen: ScriptSeen | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.setAccessibleName(wording.word("pane.script"))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        self._rail = StepRail()
        self._past_zone = self._make_past()
        self._band = CurrentBand()
        self._under_rail = Hairline()
        outer.addWidget(self._rail)
        outer.addWidget(self._under_rail)
        outer.addWidget(self._past_zone)
        outer.addWidget(self._band)
        self._under = self._make_under()
        self._foot_line = self._make_foot()
        outer.addWidget(self._under, 1)
        outer.addWidget(self._foot_line)

    def _make_past(self) -> QWidget:
        zone = QWidget()
        rows = QVBoxLayout(zone)
        rows.setContentsMargins(0, 0, 0, look().px(Space.SIDE))
        rows.setSpacing(look().px(2))
        rows.addStretch(1)
        self._checked_title = Label("", Type.CAPTION, Token.T2)
        self._checked_title.setContentsMargins(look().px(TEXT_LEFT), 0, 0, look().px(4))
        rows.addWidget(self._checked_title)
        checked = column(gap=Space.SMALL)
        self._checked = RowPool(checked, _CheckedRow)
        rows.addLayout(checked)
        past = column()
        self._past = RowPool(past, lambda: ScriptRow(Type.SCRIPT_PAST, Token.T3), _forget_line)
        rows.addLayout(past)
        return zone

    def _make_under(self) -> QWidget:
        under = QWidget()
        at = look()
        self._under_column = column_ = QVBoxLayout(under)
        column_.setContentsMargins(0, at.px(20), 0, 0)
        column_.setSpacing(0)
        self._answers = answers = column(gap=Space.SMALL)
        answers.setContentsMargins(at.px(TEXT_LEFT), 0, at.px(Space.READING), 0)
        branches = across(gap=Space.NEAR)
        self._branches: RowPool[BranchBox] = RowPool(branches, self._branch_box)
        line = QHBoxLayout()
        line.addLayout(branches)
        line.addStretch(1)
        answers.addLayout(line)
        factors = column(gap=Space.SMALL)
        self._factors: RowPool[FactorBox] = RowPool(factors, self._factor_box, FactorBox.clear)
        answers.addLayout(factors)
        hint = across(gap=Space.SMALL)
        self._hint_icon = IconLabel("eye-off", Token.T3, 14)
        self._hint = Label("", Type.CAPTION, Token.T2, wrap=True)
        self._no_match = KeyHint("4", "")
        hint.addWidget(self._hint_icon)
        hint.addWidget(self._hint, 1)
        hint.addWidget(self._no_match)
        answers.addLayout(hint)
        column_.addLayout(answers)
        coming = column(gap=2)
        coming.setContentsMargins(0, at.px(22), 0, 0)
        self._coming: RowPool[ScriptRow] = RowPool(coming, self._coming_row, _forget_line)
        column_.addLayout(coming)
        column_.addStretch(1)
        return under

    def _coming_row(self) -> ScriptRow:
        return ScriptRow(Type.SCRIPT_NEXT, Token.T2)

    def _branch_box(self) -> BranchBox:
        box = BranchBox()
        box.clicked.connect(lambda: self._take(box.key))
        return box

    def _factor_box(self) -> FactorBox:
        box = FactorBox()
        box.clicked.connect(lambda: self._take(box.key))
        return box

    def _take(self, key: str) -> None:
        if key.isdigit():
            self.intent_made.emit(intents.TakeBranch(int(key)))

    def _make_foot(self) -> QWidget:
        foot = QWidget()
        at = look()
        row = across(foot, gap=Space.STEP)
        row.setContentsMargins(at.px(Space.READING), at.px(8), at.px(20), at.px(10))
        self._foot = ElidedLabel("", Type.CAPTION, Token.T3)
        self._foot_right = Label("", Type.CAPTION, Token.T3)
        self._back = KeyHint("", self._wording.word("act.step_back"))
        self._on = KeyHint("", self._wording.word("act.step_on"))
        row.addWidget(self._foot, 1)
        row.addWidget(self._foot_right)
        row.addWidget(self._back)
        row.addWidget(self._on)
        return foot

    def show_script(self, seen: ScriptSeen | None) -> None:
        """Paints what changed; rows are reused, so nothing is built when the script advances."""
        if seen == self._seen:
            return
        self._seen = seen
        if seen is None:
            self._clear()
            return
        self._rail.show_steps(seen.steps, seen.must, done=seen.must_done)
        self._show_checked(seen)
        for row, line in zip(self._past.rows(len(seen.past)), seen.past, strict=True):
            row.show_line(line.plain, line.mark, line.at, word=self._mark_word(line.mark))
        alive = seen.keys_alive
        self._band.show_line(
            seen.current.spans,
            seen.current.mark,
            self._keys.cap(Act.ONWARD) if alive else "",
            word=self._mark_word(seen.current.mark),
        )
        branches = self._branches.rows(len(seen.branches))
        for branch, (key, word) in zip(branches, seen.branches, strict=True):
            branch.show_branch(key, word, alive=seen.digits_alive)
        for box, factor in zip(self._factors.rows(len(seen.factors)), seen.factors, strict=True):
            box.show_factor(factor, alive=seen.digits_alive)
        self._show_hint(seen)
        inks = (Token.T2, Token.T3)
        coming = self._coming.rows(len(seen.coming))
        for row, line, ink in zip(coming, seen.coming, inks, strict=False):
            row.show_line(line.plain, line.mark, "", word=self._mark_word(line.mark), ink=ink)
        self._foot.show_text(seen.foot)
        self._foot_right.show_text(seen.foot_right)
        self._foot_right.setVisible(bool(seen.foot_right))
        moving = alive and not seen.foot_right
        self._back.show_hint(self._keys.cap(Act.STEP_BACK), self._wording.word("act.step_back"))
        self._on.show_hint(self._keys.cap(Act.STEP_ON), self._wording.word("act.step_on"))
        self._back.setVisible(moving)
        self._on.setVisible(moving)
        self._lay_zones()

    def _show_checked(self, seen: ScriptSeen) -> None:
        self._checked_title.show_text(seen.checked_title)
        self._checked_title.setVisible(bool(seen.checked_title))
        for row, text in zip(self._checked.rows(len(seen.checked)), seen.checked, strict=True):
            row.show_text(text)

    def _show_hint(self, seen: ScriptSeen) -> None:
        secret = bool(seen.factors)
        self._hint_icon.setVisible(secret and bool(seen.hint))
        self._hint.show_text(seen.hint)
        self._hint.setVisible(bool(seen.hint))
        self._no_match.show_hint("4" if seen.digits_alive else "", seen.no_match)
        self._no_match.setVisible(bool(seen.no_match))

    def _mark_word(self, name: str) -> str:
        return self._wording.word(f"script.{name}") if name else ""

    def _clear(self) -> None:
        self._past.rows(0)
        self._coming.rows(0)
        self._factors.rows(0)
        self._band.show_line((), "", "")
        for checked in self._checked.all:
            checked.show_text("")
        self._hint.show_text("")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_zones()

    def show_room(self, room: Room) -> None:
        """Where the text is large, the steps and the foot go: the line to be said does not."""
        for part in (self._rail, self._under_rail, self._foot_line):
            part.setVisible(room < Room.NARROW)
        at = look()
        above = at.px(Space.NEAR if room is Room.LOW else 20)
        self._under_column.setContentsMargins(0, above, 0, 0)
        self._lay_zones()

    def _lay_zones(self) -> None:
        """The band's top edge to one third of the window; what was said must fit above it, and
        the coming lines under it, or they are left out whole."""
        at, window = look(), self.window()
        rail = 0
        if not self._rail.isHidden():
            rail = self._rail.sizeHint().height() + 1
        top = self.mapTo(window, QPoint(0, 0)).y() + rail
        room = max(at.px(Space.STEP), round(window.height() * _THIRD) - top)
        self._past_zone.setFixedHeight(room)
        left = room - at.px(Space.SIDE)
        for row in reversed([row for row in self._past.all if row.plain]):
            left -= row.heightForWidth(self.width())
            row.setVisible(left >= 0)
        under = self.height() - rail - room - self._band.heightForWidth(self.width())
        if not self._foot_line.isHidden():
            under -= self._foot_line.sizeHint().height()
        under -= self._answers.sizeHint().height() + at.px(42)
        for row in [row for row in self._coming.all if row.plain]:
            under -= row.heightForWidth(self.width())
            row.setVisible(under >= 0)


def _forget_line(row: ScriptRow) -> None:
    row.show_line("", "", "")


class _CheckedRow(QWidget):
    """One thing the gate checked before the dial."""

    def __init__(self) -> None:
        super().__init__()
        row = across(self, gap=Space.NEAR)
        at = look()
        row.setContentsMargins(at.px(TEXT_LEFT), 0, at.px(Space.READING), 0)
        row.addWidget(IconLabel("check-circle", Token.OK_T, 16))
        self._text = Label("", Type.BODY, Token.T1, wrap=True)
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        row.addWidget(self._text, 1)

    def show_text(self, text: str) -> None:
        self._text.show_text(text)
