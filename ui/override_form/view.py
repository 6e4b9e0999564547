"""The form in which two persons lift a rule of the house for one contact: the rules with their
clauses, the reason, and login and password of the second person. Enter in any field submits, Tab
goes on to the next, Esc closes with the reason kept. The password leaves its field with each try
and stays nowhere else. Enter that belongs to an input method is not taken."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from desk_client.services import message_intents as asks
from ui.keys import Act, KeyMap
from ui.override_form.presenter import OverrideSeen
from ui.section import RowPool, across, column
from ui.theme import look
from ui.tokens import Space, Token, Type
from ui.widgets.button import Button
from ui.widgets.field import Field
from ui.widgets.field_watch import FieldWatch
from ui.widgets.icon_label import IconLabel
from ui.widgets.label import Label
from ui.widgets.section_head import SectionHead
from ui.widgets.sheet_frame import SheetFrame
from ui.wording import Wording

_BESIDE = 520  # login and password stand beside each other from this width on


class OverrideForm(SheetFrame):
    """Shows an OverrideSeen."""

    def __init__(self, wording: Wording, keys: KeyMap) -> None:
        self._button = Button(
            wording.word("override.submit"),
            key=keys.cap(Act.ACCEPT),
            icon="shield-check",
            kind="primary",
            height=36,
        )
        super().__init__(wording.word("sheet.more"), self._button)
        self._wording = wording
        self._seen: OverrideSeen | None = None
        self._of = ""
        self._button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._button.clicked.connect(self._submit)
        at, body = look(), self.body
        self._title = Label("", Type.TITLE)
        self._said = Label("", Type.BODY, Token.T2, wrap=True)
        body.addWidget(self._title)
        body.addWidget(self._said)
        body.addSpacing(at.px(Space.SMALL))
        body.addWidget(SectionHead(wording.word("override.rules")))
        rules = column(gap=Space.SMALL)
        self._rules: RowPool[_LiftedRule] = RowPool(rules, _LiftedRule)
        body.addLayout(rules)
        body.addSpacing(at.px(Space.STEP))
        self._add_fields(body)
        body.addStretch(1)
        self.show_hints(
            (
                ("Tab", wording.word("override.next_field")),
                (keys.cap(Act.LEAVE), wording.word("act.leave")),
            )
        )

    def _add_fields(self, body: QVBoxLayout) -> None:
        word, at = self._wording.word, look()
        self.reason = Field(word("override.reason"))
        self.login = Field(word("override.login"))
        self.password = Field(word("override.password"), secret=True)
        for field in (self.reason, self.login, self.password):
            FieldWatch(field, self.show_row)
            field.committed.connect(lambda _: self._submit())
        self._signer = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._signer.setSpacing(at.px(Space.STEP))
        self._signer.addWidget(self.login, 1, Qt.AlignmentFlag.AlignTop)
        self._signer.addWidget(self.password, 1, Qt.AlignmentFlag.AlignTop)
        body.addWidget(self.reason)
        body.addSpacing(at.px(Space.STEP))
        body.addWidget(SectionHead(word("override.second")))
        body.addLayout(self._signer)
        told = across(gap=Space.NEAR)
        self._sign = IconLabel("triangle", Token.BAD, 16)
        self._told = Label("", Type.BODY, Token.BAD_T, wrap=True)
        told.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        told.addWidget(self._told, 1)
        body.addSpacing(at.px(Space.TINY))
        body.addLayout(told)

    def begin(self) -> None:
        """The agent opened it: the caret goes to the reason."""
        self.show_top()
        self.reason.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def show_override(self, seen: OverrideSeen | None) -> None:
        """None empties the password, and with another case all that was typed."""
        if seen == self._seen:
            return
        self._seen = seen
        if seen is None:
            self.password.edit.setText("")
            return
        if seen.of != self._of:
            self._of = seen.of
            for field in (self.reason, self.login, self.password):
                field.edit.setText("")
        self._title.show_text(seen.title)
        self._said.show_text(seen.said)
        for row, rule in zip(self._rules.rows(len(seen.rules)), seen.rules, strict=True):
            row.show_rule(*rule)
        told = self._wording.word("override.asking") if seen.asking else seen.fault
        self._told.show_text(told, Token.T2 if seen.asking else Token.BAD_T)
        self._sign.show_icon("clock" if seen.asking else "triangle" if told else "", Token.T2)
        if seen.fault and not seen.asking:
            self._sign.show_icon("triangle", Token.BAD)
        self._button.setEnabled(not seen.asking)
        self.setAccessibleName(f"{seen.title}. {told or seen.said}")

    def _submit(self) -> None:
        if self._seen is None or self._seen.asking:
            return
        signed = asks.SubmitOverride(
            reason=self.reason.edit.text(),
            login=self.login.edit.text(),
            password=self.password.edit.text(),
        )
        self.password.edit.setText("")
        self.intent_made.emit(signed)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        beside = self.width() >= look().px(_BESIDE)
        ways = QBoxLayout.Direction
        self._signer.setDirection(ways.LeftToRight if beside else ways.TopToBottom)


class _LiftedRule(QWidget):
    """What the rule says, and its clause."""

    def __init__(self) -> None:
        super().__init__()
        row = across(self, gap=Space.NEAR)
        top = Qt.AlignmentFlag.AlignTop
        self._text = Label("", Type.BODY_STRONG, wrap=True)
        self._clause = Label("", Type.CAPTION, Token.T3)
        row.addWidget(IconLabel("x-octagon", Token.BAD_T, 16), 0, top)
        row.addWidget(self._text, 1, top)
        row.addWidget(self._clause, 0, top)

    def show_rule(self, text: str, clause: str) -> None:
        self._text.show_text(text)
        self._clause.show_text(clause)
        self.setAccessibleName(f"{text}, {clause}")
