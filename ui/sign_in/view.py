"""Signing in: at the left what the program is and four self checks, at the right either the first
run's two choices or the staff number and password. A wrong password is said under its field, which
keeps the focus; a server out of reach is said below with what still works."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLayout, QVBoxLayout, QWidget

from ui.section import RowPool, across, column
from ui.sign_in.first_run import FirstRunForm
from ui.sign_in.presenter import Check, CheckSeen, SignInKind, check_seen
from ui.theme import look, mark
from ui.tokens import Space, Token, Type
from ui.widgets.app_mark import AppMark
from ui.widgets.button import Button
from ui.widgets.field import Field
from ui.widgets.focus_ring import FocusRing
from ui.widgets.hairline import Hairline
from ui.widgets.icon_label import IconLabel
from ui.widgets.label import ElidedLabel, Label
from ui.wording import Wording

_LEFT, _FORM = 430, 541


class SignInWindow(QWidget):
    """1100 by 680 at 100 %."""

    sign_in_requested = Signal(str, str)  # staff number, password
    demo_requested = Signal(str)  # the name the newcomer gave
    language_chosen = Signal(str)
    closed = Signal()

    def __init__(
        self,
        wording: Wording,
        *,
        kind: SignInKind = SignInKind.ENROLLED,
        server: str = "",
        version: str = "",
        staff_no: str = "",
    ) -> None:
        super().__init__()
        self._wording = wording
        self.setWindowTitle("Desk Client")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        row.addWidget(self._make_left(version))
        row.addWidget(Hairline(Qt.Orientation.Vertical))
        row.addWidget(self._make_right(kind, server, staff_no), 1)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            self._ring = FocusRing(app, self)
        self.resize(look().px(1100), look().px(680))

    def _make_left(self, version: str) -> QWidget:
        at, word = look(), self._wording.word
        left = _plane(Token.S0)
        left.setFixedWidth(at.px(_LEFT))
        inner = QVBoxLayout(left)
        wide = at.px(Space.WIDE)
        inner.setContentsMargins(wide, at.px(30), wide, at.px(28))
        inner.setSpacing(at.px(Space.NEAR))
        name = across()
        name.addWidget(AppMark())
        name.addWidget(Label("Desk Client", Type.STATE))
        name.addStretch(1)
        inner.addLayout(name)
        inner.addStretch(5)
        inner.addWidget(Label(word("sign_in.headline"), Type.FIGURE))
        leads = column(gap=1)
        for key in ("sign_in.lead_1", "sign_in.lead_2"):
            leads.addWidget(Label(word(key), Type.SCRIPT_PAST, Token.T2))
        inner.addLayout(leads)
        inner.addSpacing(at.px(Space.SIDE))
        checks = column(gap=Space.NEAR)
        self._checks = RowPool(checks, _CheckRow)
        inner.addLayout(checks)
        inner.addStretch(6)
        foot = across()
        shown = word("sign_in.version", version=version) if version else ""
        foot.addWidget(Label(shown, Type.CAPTION, Token.T3))
        foot.addStretch(1)
        for language, name_of in (("zh", "中文"), ("en", "English")):
            foot.addWidget(self._language_button(language, name_of))
        inner.addLayout(foot)
        return left

    def _language_button(self, language: str, name: str) -> Button:
        button = Button(name, height=28)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.setEnabled(language != self._wording.language)
        button.clicked.connect(lambda: self.language_chosen.emit(language))
        return button

    def _make_right(self, kind: SignInKind, server: str, staff_no: str) -> QWidget:
        right = _plane(Token.S1)
        outer = across(right, gap=0)
        outer.addStretch(1)
        if kind is SignInKind.FIRST_RUN:
            form: QWidget = self._make_first_run()
        else:
            form = self._make_enrolled(server, staff_no)
        form.setFixedWidth(look().px(_FORM))
        outer.addWidget(form)
        outer.addStretch(1)
        return right

    def _make_first_run(self) -> QWidget:
        form = FirstRunForm(self._wording)
        form.start_requested.connect(self.demo_requested)
        form.language_chosen.connect(self.language_chosen)
        self._first = form.name.edit
        return form

    def _make_enrolled(self, server: str, staff_no: str) -> QWidget:
        at, word = look(), self._wording.word
        form = QWidget()
        inner = QVBoxLayout(form)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(at.px(Space.STEP))
        inner.addStretch(1)
        inner.addWidget(Label(word("sign_in.title"), Type.TITLE_LARGE))
        where = across()
        where.addWidget(IconLabel("server", Token.T2, 16))
        where.addWidget(ElidedLabel(server, Type.BODY, Token.T2), 1)
        inner.addLayout(where)
        inner.addSpacing(at.px(Space.NEAR))
        self.staff_no = Field(word("sign_in.staff_no"))
        self.staff_no.edit.setText(staff_no)
        self.password = Field(word("sign_in.password"), secret=True)
        self.staff_no.committed.connect(lambda _text: self.password.edit.setFocus())
        self.password.committed.connect(lambda _text: self._ask())
        inner.addWidget(self.staff_no)
        inner.addWidget(self.password)
        inner.addSpacing(at.px(Space.TINY))
        go = across()
        self._wait = Label("", Type.CAPTION, Token.T3)
        self._go = Button(word("sign_in.enter"), key="Enter", kind="primary", height=40)
        self._go.clicked.connect(self._ask)
        go.addWidget(self._wait, 1)
        go.addWidget(self._go)
        inner.addLayout(go)
        inner.addSpacing(at.px(Space.STEP))
        inner.addWidget(self._make_offline())
        inner.addStretch(1)
        self._first = self.password.edit if staff_no else self.staff_no.edit
        return form

    def _make_offline(self) -> QWidget:
        self._offline = QWidget()
        inner = column(gap=Space.SIDE)
        self._offline.setLayout(inner)
        inner.addWidget(Hairline())
        row = across()
        row.addWidget(IconLabel("cloud-off", Token.T2, 16))
        lines = column(gap=2)
        lines.addWidget(Label(self._wording.word("sign_in.offline"), Type.BODY_STRONG))
        self._offline_words = Label("", Type.CAPTION, Token.T2, wrap=True)
        lines.addWidget(self._offline_words)
        row.addLayout(lines, 1)
        inner.addLayout(row)
        self._offline.hide()
        return self._offline

    def _ask(self) -> None:
        if not self.busy:
            self.show_fault("")
            self.sign_in_requested.emit(
                self.staff_no.edit.text().strip(), self.password.edit.text()
            )

    def show_checks(self, rows: Sequence[Check]) -> None:
        """The self checks as they come out."""
        for row, seen in zip(self._checks.rows(len(rows)), rows, strict=True):
            row.show_check(check_seen(seen, self._wording))

    def show_fault(self, text: str) -> None:
        """Under the password, which keeps the focus and is marked to be typed over."""
        self.password.show_fault(text)
        if text:
            self.password.edit.selectAll()
            self.password.edit.setFocus()

    @property
    def busy(self) -> bool:
        return not self._go.isEnabled()

    def show_busy(self, busy: bool) -> None:
        """While the server is asked; the fields can be read but not changed."""
        for field in (self.staff_no, self.password):
            field.edit.setReadOnly(busy)
        self._go.setEnabled(not busy)
        self._wait.show_text(self._wording.word("sign_in.wait") if busy else "")

    def show_offline(self, out_of_reach: bool, detail: str = "") -> None:
        """The server is out of reach: what still works, and for how long where `detail` says."""
        self._offline_words.show_text(detail or self._wording.word("sign_in.offline_detail"))
        self._offline.setVisible(out_of_reach)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._first.setFocus(Qt.FocusReason.OtherFocusReason)

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self.closed.emit()


class _CheckRow(QWidget):
    def __init__(self) -> None:
        super().__init__()
        row = across(self)
        self._icon = IconLabel("clock", Token.T3, 16)
        self._what = ElidedLabel("", Type.BODY)
        self._found = Label("", Type.CAPTION, Token.T3)
        row.addWidget(self._icon)
        row.addWidget(self._what, 1)
        row.addWidget(self._found)

    def show_check(self, seen: CheckSeen) -> None:
        self._icon.show_icon(seen.sign, seen.ink)
        self._what.show_text(seen.what)
        self._found.show_text(seen.found)
        self.setAccessibleName(f"{seen.what}: {seen.found}")


def _plane(token: Token) -> QWidget:
    made = QWidget()
    made.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    mark(made, plane=str(token))
    return made
