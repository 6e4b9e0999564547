"""The left pane: who it is, identity, what is owed, the open promise, the last contacts. Figures
are Secrets: while they are hidden they are not in the widgets at all."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from ui.case_card.presenter import CardSeen, ContactSeen, DebtSeen
from ui.section import RowPool, Section, across, column
from ui.state_shape import OF_MARK, Shape
from ui.theme import look, mark
from ui.tokens import Space, Token, Type
from ui.widgets.chip_rows import ChipRows
from ui.widgets.hairline import Hairline
from ui.widgets.icon_label import IconLabel
from ui.widgets.key_cap import KeyCap
from ui.widgets.label import ElidedLabel, Label
from ui.widgets.limit_meter import boxes_width, paint_boxes
from ui.widgets.secret import DOTS_SHORT, Secret
from ui.widgets.section_head import SectionHead
from ui.widgets.shape_mark import ShapeMark
from ui.wishes.line import WishLine
from ui.wording import Wording

_TALL = 900  # from this height of the window on, eight contacts
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_FOOT = Qt.AlignmentFlag.AlignBottom


class CaseCardView(QWidget):
    """Shows a CardSeen; None leaves the pane empty."""

    def __init__(self, wording: Wording) -> None:
        super().__init__()
        self._wording = wording
        self._seen: CardSeen | None = None
        self._all_key = ""
        self.setAccessibleName(wording.word("pane.card"))
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        mark(self, plane=str(Token.S0))
        self._sections = (
            self._who(),
            self._identity(),
            self._owed(),
            self._promise(),
            self._contacts(),
        )
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        self._body = QWidget()
        body = QVBoxLayout(self._body)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(0)
        for index, section in enumerate(self._sections):
            if index:
                body.addWidget(Hairline())
            body.addWidget(section)
        outer.addWidget(self._body)
        outer.addStretch(1)
        self._body.hide()

    def _who(self) -> Section:
        section = Section(above=10, gap=6, below=11)
        top = across()
        self._name = ElidedLabel("", Type.NAME)
        self._case_no = Label("", Type.CAPTION, Token.T3)
        top.addWidget(self._name, 1)
        top.addWidget(self._case_no)
        self._about = ElidedLabel("", Type.CAPTION, Token.T2)
        self._flags = ChipRows()
        section.column.addLayout(top)
        section.column.addWidget(self._about)
        section.column.addWidget(self._flags)
        self._wishes = WishLine(self._wording)
        section.column.addWidget(self._wishes)
        return section

    def _identity(self) -> Section:
        section = Section(gap=3)
        row = across(gap=Space.NEAR)
        self._lock = IconLabel("lock", Token.T2, 14)
        self._identity_label = Label("", Type.BODY_STRONG)
        self._boxes = IdentityBoxes()
        self._identity_cap = KeyCap("")
        row.addWidget(self._lock)
        row.addWidget(self._identity_label)
        row.addWidget(self._boxes)
        row.addStretch(1)
        row.addWidget(self._identity_cap)
        self._identity_detail = ElidedLabel("", Type.CAPTION, Token.T2)
        section.column.addLayout(row)
        section.column.addWidget(self._identity_detail)
        return section

    def _owed(self) -> Section:
        section = Section(gap=2)
        hidden = self._wording.word("card.hidden")
        captions = across()
        self._balance_caption = Label("", Type.CAPTION, Token.T3)
        self._days_caption = Label(self._wording.word("card.days"), Type.CAPTION, Token.T3)
        captions.addWidget(self._balance_caption)
        captions.addStretch(1)
        captions.addWidget(self._days_caption)
        figures = across()
        self._balance = Secret(hidden)
        self._days = Secret(hidden, dots=DOTS_SHORT)
        self._days.setAlignment(_RIGHT)
        figures.addWidget(self._balance, 1)
        figures.addWidget(self._days)
        section.column.addLayout(captions)
        section.column.addLayout(figures)
        self._parts = ElidedLabel("", Type.CAPTION, Token.T2)
        section.column.addWidget(self._parts)
        rows = column(gap=4)
        rows.setContentsMargins(0, look().px(4), 0, 0)
        self._debts = RowPool(
            rows, lambda: _DebtRow(hidden), lambda row: row.show_debt(DebtSeen("", None, None))
        )
        section.column.addLayout(rows)
        return section

    def _promise(self) -> Section:
        section = Section(gap=4)
        section.column.addWidget(SectionHead(self._wording.word("card.promise")))
        row = across()
        self._diamond = ShapeMark(Shape.PROMISE, self._wording.word("mark.promise"), 9)
        self._promise_label = ElidedLabel("", Type.BODY_STRONG)
        row.addWidget(self._diamond)
        row.addWidget(self._promise_label, 1)
        self._promise_detail = ElidedLabel("", Type.CAPTION, Token.T3)
        section.column.addLayout(row)
        section.column.addWidget(self._promise_detail)
        return section

    def _contacts(self) -> Section:
        section = Section(gap=4)
        self._contacts_head = SectionHead(self._wording.word("card.contacts"))
        section.column.addWidget(self._contacts_head)
        self._no_contacts = Label(self._wording.word("card.no_contacts"), Type.CAPTION, Token.T2)
        section.column.addWidget(self._no_contacts)
        rows = column(gap=5)
        self._contact_rows = RowPool(rows, _ContactRow)
        section.column.addLayout(rows)
        return section

    def show_compact(self, compact: bool) -> None:
        for section in self._sections:
            section.show_compact(compact)

    def show_identity_key(self, key: str) -> None:
        """The cap beside the identity row, "" where the key does not act."""
        self._identity_cap.show_key(key)

    def show_all_key(self, key: str) -> None:
        """The cap beside the last contacts that opens the page of the case."""
        if key != self._all_key:
            self._all_key = key
            self._show_contacts()

    def show_card(self, seen: CardSeen | None) -> None:
        """Paints what changed since the last card."""
        if seen == self._seen:
            return
        self._seen = seen
        self._body.setVisible(seen is not None)
        if seen is None:
            self._clear()
            return
        self._name.show_text(seen.name)
        self._case_no.show_text(seen.case_no)
        self._about.show_text(seen.about)
        flags = [(OF_MARK[of], word) for of, word in seen.flags]
        flags = flags or [(Shape.QUIET, self._wording.word("card.no_flags"))]
        self._flags.show_chips(flags)
        self._wishes.show_words(seen.wishes)
        ink = Token.OK_T if seen.verified else Token.T1
        self._lock.show_icon("unlock" if seen.verified else "lock", ink)
        self._identity_label.show_text(seen.identity, ink)
        self._boxes.show_boxes(seen.matched, seen.needed)
        self._identity_detail.show_text(seen.identity_detail)
        self._balance_caption.show_text(seen.balance_caption)
        self._balance.show_secret(seen.balance)
        self._days.show_secret(seen.days)
        self._parts.show_text(seen.parts or "")
        for row, debt in zip(self._debts.rows(len(seen.debts)), seen.debts, strict=True):
            row.show_debt(debt)
        self._diamond.setVisible(seen.has_promise)
        self._promise_label.show_text(seen.promise)
        self._promise_label.show_kind(Type.BODY_STRONG if seen.has_promise else Type.BODY)
        self._promise_detail.show_text(seen.promise_detail)
        self._promise_detail.setVisible(bool(seen.promise_detail))
        self._show_contacts()

    def _clear(self) -> None:
        """No trace of the last case stays in the hidden widgets."""
        for label in (self._name, self._case_no, self._about, self._promise_label):
            label.show_text("")
        self._promise_detail.show_text("")
        self._parts.show_text("")
        self._wishes.show_words(())
        self._identity_detail.show_text("")
        for secret in (self._balance, self._days):
            secret.close_text()
        self._debts.rows(0)
        for contact in self._contact_rows.all:
            contact.show_contact(ContactSeen("phone", "", "", ""))

    def _show_contacts(self) -> None:
        if self._seen is None:
            return
        tall = self.window().height() >= look().px(_TALL)
        shown = self._seen.contacts[: 8 if tall else 3]
        title = self._wording.word("card.contacts_more" if tall else "card.contacts")
        word = self._wording.word("card.all") if self._all_key else ""
        self._contacts_head.show_head(title, key=self._all_key, key_word=word)
        self._no_contacts.setVisible(not shown)
        for row, contact in zip(self._contact_rows.rows(len(shown)), shown, strict=True):
            row.show_contact(contact)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_contacts()


class IdentityBoxes(QWidget):
    """One box for each factor needed, filled for each that matched."""

    def __init__(self) -> None:
        super().__init__()
        self._matched, self._needed = 0, 0
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_boxes(self, matched: int, needed: int) -> None:
        if (matched, needed) != (self._matched, self._needed):
            self._matched, self._needed = matched, needed
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        at = look()
        return QSize(boxes_width(self._needed) + 2 if self._needed else 0, at.px(12))

    def paintEvent(self, _event: QPaintEvent) -> None:
        middle = QRectF(self.rect()).center().y()
        painter = QPainter(self)
        paint_boxes(painter, self.width() - 1, middle, self._matched, self._needed, Token.OK)


class _DebtRow(QWidget):
    """Name, detail, amount in three columns that line up."""

    def __init__(self, hidden: str) -> None:
        super().__init__()
        row = across(self, gap=Space.NEAR)
        self._name = ElidedLabel("", Type.CAPTION, keeps_end=True)  # the card's last four
        self._detail = Secret(hidden, Type.CAPTION, ink=Token.T3)
        self._amount = Secret(hidden, Type.BODY_STRONG)
        for secret in (self._detail, self._amount):
            secret.setAlignment(_RIGHT)
        wide = look().metrics(Type.BODY_STRONG).horizontalAdvance("9,000.00")
        self._amount.setMinimumWidth(wide)
        row.addWidget(self._name, 1)
        row.addWidget(self._detail)
        row.addWidget(self._amount)

    def show_debt(self, debt: DebtSeen) -> None:
        self._name.show_text(debt.name)
        self._detail.show_secret(debt.detail)
        self._amount.show_secret(debt.amount)


class _ContactRow(QWidget):
    """Channel, time, what came of it, where."""

    def __init__(self) -> None:
        super().__init__()
        row = across(self, gap=Space.SMALL)
        at = look()
        self._icon = IconLabel("phone", Token.T3, 14)
        self._when = Label("", Type.CAPTION, Token.T2)
        self._when.setMinimumWidth(at.metrics(Type.CAPTION).horizontalAdvance("00-00 00:00") + 2)
        self._what = ElidedLabel("", Type.CHIP)
        self._where = Label("", Type.CAPTION, Token.T3)
        row.addWidget(self._icon)
        row.addWidget(self._when)
        row.addWidget(self._what, 1)
        row.addWidget(self._where)

    def show_contact(self, contact: ContactSeen) -> None:
        self._icon.show_icon(contact.icon, Token.T3)
        self._when.show_text(contact.when)
        self._what.show_text(contact.what)
        self._where.show_text(contact.where)
