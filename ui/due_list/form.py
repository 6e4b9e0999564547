"""The form of a deed: choices by digit, the words, and login and password of whoever signs. A
choice puts the caret where words are needed; Enter goes to the next empty field and then submits.
The password leaves its field with each try and stays nowhere else."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from desk_client.services import workflow_intents as asks
from ui.due_list.form_presenter import DeedSeen
from ui.due_list.rows import ChoiceLine, EffectLine
from ui.section import RowPool, across, column
from ui.theme import look
from ui.tokens import Space, Token, Type
from ui.widgets.button import Button
from ui.widgets.field import Field
from ui.widgets.field_watch import FieldWatch
from ui.widgets.icon_label import IconLabel
from ui.widgets.key_cap import KeyHint
from ui.widgets.label import Label
from ui.widgets.section_head import SectionHead
from ui.wording import Wording

_TOP = Qt.AlignmentFlag.AlignTop


class DeedForm(QWidget):
    """Shows a DeedSeen; tells what was chosen and what was submitted."""

    asked = Signal(object)  # WorkflowIntent
    in_hand = Signal(object)  # the widget that has to be in sight
    typing_left = Signal()

    def __init__(self, wording: Wording) -> None:
        super().__init__()
        self._wording = wording
        self._seen: DeedSeen | None = None
        at, word = look(), wording.word
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(at.px(Space.SMALL))
        self._title, self._about = Label("", Type.TITLE), Label("", Type.CAPTION, Token.T2)
        down.addWidget(self._title)
        down.addWidget(self._about)
        self._choose = SectionHead(word("due.choose_first"))
        choices = column(gap=Space.HAIR)
        down.addWidget(self._choose)
        down.addLayout(choices)
        self._choices: RowPool[ChoiceLine] = RowPool(choices, self._make_choice)
        self._choice_fault = _Fault()
        down.addWidget(self._choice_fault)
        self.words = Field(" ")
        self.login, self.password = (
            Field(word("due.login")),
            Field(word("due.password"), secret=True),
        )
        self._add_signature(down)
        self._effects_head = SectionHead(word("due.effects"))
        effects = column(gap=Space.TINY)
        down.addWidget(self._effects_head)
        down.addLayout(effects)
        self._effects: RowPool[EffectLine] = RowPool(effects, EffectLine)
        self._asking = Label("", Type.BODY, Token.T2, wrap=True)
        self._button = Button(
            word("due.submit"), key="Enter", icon="check", kind="primary", height=36
        )
        self._button.clicked.connect(self._submit)
        self.foot = QWidget()  # stays in sight below whatever scrolls
        foot = across(self.foot, gap=Space.STEP)
        self._write = KeyHint("", "")
        foot.addWidget(self._write)
        foot.addWidget(self._asking, 1)
        foot.addWidget(self._button)
        down.addStretch(1)

    def _add_signature(self, down: QVBoxLayout) -> None:
        for field in (self.words, self.login, self.password):
            FieldWatch(field, self.in_hand.emit)
            field.committed.connect(lambda _: self.enter())
        down.addWidget(self.words)
        self._second = QWidget()
        rows = QVBoxLayout(self._second)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(look().px(Space.TINY))
        rows.addWidget(SectionHead(self._wording.word("due.second")))
        self._who = Label("", Type.BODY, Token.T2, wrap=True)
        rows.addWidget(self._who)
        both = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        both.setSpacing(look().px(Space.STEP))
        both.addWidget(self.login, 1, _TOP)
        both.addWidget(self.password, 1, _TOP)
        rows.addLayout(both)
        self._second_fault = _Fault()
        rows.addWidget(self._second_fault)
        down.addWidget(self._second)

    def _make_choice(self) -> ChoiceLine:
        line = ChoiceLine(len(self._choices.all))
        line.asked.connect(lambda place: self.asked.emit(asks.ChooseInDeed(place)))
        return line

    def show_deed(self, seen: DeedSeen | None) -> None:
        """None empties it; another deed begins empty."""
        before, self._seen = self._seen, seen
        if seen is None or before is None or before.of != seen.of:
            for field in (self.words, self.login, self.password):
                field.edit.setText("")
        if seen is None:
            if before is not None:
                self._leave_fields()
            return
        self._paint(seen)
        begins = before is None or before.of != seen.of
        if begins and not seen.choices:
            self.words.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        elif not begins and before is not None and before.chosen != seen.chosen:
            if not seen.optional:
                self.words.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        elif begins:
            self._leave_fields()

    def _paint(self, seen: DeedSeen) -> None:
        self._title.show_text(seen.title)
        self._about.show_text(seen.about)
        self._choose.setVisible(bool(seen.choices))
        lines = self._choices.rows(len(seen.choices))
        for line, choice in zip(lines, seen.choices, strict=True):
            line.show_choice(choice)
        self._choice_fault.show_fault(seen.fault if seen.fault_at == "choice" else "")
        self.words.show_title(seen.asks)
        self.words.show_fault(seen.fault if seen.fault_at == "text" else "")
        self._second.setVisible(bool(seen.second))
        self._who.show_text(seen.second)
        self._second_fault.show_fault(seen.fault if seen.fault_at == "second" else "")
        self._effects_head.setVisible(bool(seen.effects))
        rows = self._effects.rows(len(seen.effects))
        for row, effect in zip(rows, seen.effects, strict=True):
            row.show_effect(effect)
        self._asking.show_text(seen.asking)
        optional = seen.optional and bool(seen.choices)
        self._write.show_hint(
            "N" if optional else "", self._wording.word("due.to_write") if optional else ""
        )
        self._write.setVisible(optional)
        self._button.setEnabled(not seen.asking)
        self.setAccessibleName(f"{seen.title}. {seen.fault or seen.asking or seen.about}")

    def press(self, key: str) -> None:
        """A key while no field has the caret."""
        if key.isdigit() and key != "0":
            self.asked.emit(asks.ChooseInDeed(int(key) - 1))
        elif key == "N":
            self.words.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        elif key == "Enter":
            self.enter()

    def enter(self) -> None:
        """On to the next field that has to be filled, else submits."""
        seen = self._seen
        if seen is None or seen.asking:
            return
        owed = [] if seen.optional else [self.words]
        if seen.second:
            owed += [self.login, self.password]
        chosen = seen.many or not seen.choices or seen.chosen is not None
        empty = next((each for each in owed if not each.edit.text().strip()), None)
        if chosen and empty is not None and not empty.edit.hasFocus():
            empty.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return
        self._submit()

    def _submit(self) -> None:
        signed = asks.SubmitDeed(
            text=self.words.edit.text(),
            login=self.login.edit.text(),
            password=self.password.edit.text(),
        )
        self.password.edit.setText("")
        self.asked.emit(signed)

    def _leave_fields(self) -> None:
        """The caret goes, so that digits and letters act again."""
        if any(each.edit.hasFocus() for each in (self.words, self.login, self.password)):
            self.typing_left.emit()


class _Fault(QWidget):
    """A fault in words with its sign; hidden while there is none."""

    def __init__(self) -> None:
        super().__init__()
        row = across(self, gap=Space.SMALL)
        self._words = Label("", Type.CAPTION, Token.BAD_T, wrap=True)
        row.addWidget(IconLabel("triangle", Token.BAD, 14), 0, _TOP)
        row.addWidget(self._words, 1)
        self.hide()

    def show_fault(self, fault: str) -> None:
        self._words.show_text(fault)
        self.setAccessibleName(fault)
        self.setVisible(bool(fault))
