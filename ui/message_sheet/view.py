"""Paints the messages of a case in the reading pane. It takes no focus; keys come by the window, a
click chooses and the button orders."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desk_client.services import message_intents as asks
from ui.icons import icon
from ui.keys import Act, KeyMap
from ui.message_sheet.presenter import EarlierSeen, LetterSeen, MessagesSeen
from ui.section import RowPool, across, column
from ui.theme import look
from ui.tokens import Radius, Space, Token, Type
from ui.widgets.button import Button
from ui.widgets.icon_label import IconLabel
from ui.widgets.key_cap import cap_size, paint_cap
from ui.widgets.label import ElidedLabel, Label
from ui.widgets.limit_meter import LimitMeter
from ui.widgets.section_head import SectionHead
from ui.widgets.sheet_frame import SheetFrame
from ui.widgets.verdict_banner import VerdictBanner
from ui.wording import Wording

_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
_CUT = Qt.TextElideMode.ElideRight
_LOW = 420  # of the pane
_AROUND = 290  # banner, heads, two lines of words and the foot
_BESIDE = 620  # limits and earlier messages stand beside each other from this width on
_INKS = {"allowed": Token.OK_T, "later": Token.T2, "never": Token.BAD_T}


class MessagesView(SheetFrame):
    """Shows a MessagesSeen."""

    def __init__(self, wording: Wording, keys: KeyMap) -> None:
        super().__init__(wording.word("sheet.more"))
        self._wording = wording
        self._seen: MessagesSeen | None = None
        at, body = look(), self.body
        self._banner = VerdictBanner()
        self._order = Button(
            "", key=keys.cap(Act.ACCEPT), icon="message", kind="primary", height=40
        )
        self._order.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._order.clicked.connect(lambda: self.intent_made.emit(asks.OrderMessage()))
        self._banner.add_button(self._order)
        body.addWidget(self._banner)
        body.addSpacing(at.px(Space.TINY))
        body.addWidget(SectionHead(wording.word("sheet.messages")))
        rows = column(gap=Space.SMALL)
        self._rows: RowPool[LetterBox] = RowPool(rows, self._make_row)
        body.addLayout(rows)
        body.addSpacing(at.px(Space.TINY))
        self._words = _Words(wording.word("sheet.words"))
        self._words_last = body.count()
        body.addWidget(self._words)
        body.addSpacing(at.px(Space.TINY))
        body.addLayout(self._make_foot())
        body.addStretch(1)

    def _make_foot(self) -> QBoxLayout:
        """What is used up, and what went before."""
        at = look()
        self._halves = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._halves.setSpacing(at.px(Space.READING))
        limits, earlier = column(gap=Space.TINY), column(gap=Space.SMALL)
        self._limits_head = SectionHead(self._wording.word("outcome.limits"))
        meters = column(gap=3)
        self._limits: RowPool[LimitMeter] = RowPool(meters, LimitMeter)
        limits.addWidget(self._limits_head)
        limits.addLayout(meters)
        limits.addStretch(1)
        self._earlier_head = SectionHead(self._wording.word("sheet.earlier"))
        self._none = Label(self._wording.word("sheet.no_earlier"), Type.CAPTION, Token.T2)
        sent = column(gap=Space.SMALL)
        self._earlier: RowPool[_Earlier] = RowPool(sent, _Earlier)
        earlier.addWidget(self._earlier_head)
        earlier.addWidget(self._none)
        earlier.addLayout(sent)
        earlier.addStretch(1)
        self._halves.addLayout(limits, 1)
        self._halves.addLayout(earlier, 1)
        return self._halves

    def _make_row(self) -> "LetterBox":
        box = LetterBox()
        index = len(self._rows.all)
        box.clicked.connect(lambda: self.intent_made.emit(asks.ChooseMessage(index)))
        return box

    def show_messages(self, seen: MessagesSeen | None) -> None:
        """Paints what changed; None leaves the last sheet in place, unseen and emptied."""
        if seen == self._seen:
            return
        opens, self._seen = self._seen is None, seen
        if seen is None:
            self._words.show_words("", "", ())
            return
        self._banner.show_verdict(seen.allowed, seen.sentence, seen.source, seen.sure)
        self._order.setVisible(bool(seen.order))
        chosen = next(row for row in seen.rows if row.chosen)
        self._order.show_button(seen.button, key=self._order.key, icon=chosen.icon, kind="primary")
        boxes = self._rows.rows(len(seen.rows))
        for box, row in zip(boxes, seen.rows, strict=True):
            box.show_letter(row)
        self._words.show_words(f"{chosen.name} · {chosen.to}", seen.subject, seen.lines)
        self._limits_head.setVisible(bool(seen.limits))
        for meter, limit in zip(self._limits.rows(len(seen.limits)), seen.limits, strict=True):
            meter.show_limit(
                limit.label, limit.used, limit.max, blocking=limit.blocking, full=seen.full
            )
        self._none.setVisible(not seen.earlier)
        for line, sent in zip(self._earlier.rows(len(seen.earlier)), seen.earlier, strict=True):
            line.show_earlier(sent)
        self.show_hints(seen.hints)
        self.setAccessibleName(f"{self._wording.word('sheet.messages')}: {seen.sentence}")
        self._order_parts()
        if opens or self._low:
            self.show_top()
        else:
            self.show_row(
                next(box for box, row in zip(boxes, seen.rows, strict=True) if row.chosen)
            )

    @property
    def _low(self) -> bool:
        """Whether the choice leaves no room for the words below it."""
        at = look()
        rows = len(self._seen.rows) if self._seen is not None else 0
        choice = rows * (at.px(Space.SMALL) + self._row_tall)
        return self.height() < max(at.px(_LOW), at.px(_AROUND) + choice)

    @property
    def _row_tall(self) -> int:
        boxes = self._rows.all
        return boxes[0].sizeHint().height() if boxes else 0

    def _order_parts(self) -> None:
        """Words stand above the choice where both do not fit."""
        body, place = self.body, 2 if self._low else self._words_last
        if body.indexOf(self._words) != place:
            body.removeWidget(self._words)
            body.insertWidget(place, self._words)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._order_parts()
        beside = self.width() >= look().px(_BESIDE)
        ways = QBoxLayout.Direction
        self._halves.setDirection(ways.LeftToRight if beside else ways.TopToBottom)


class LetterBox(QAbstractButton):
    """One template for one address: digit, channel by icon and word, name, address, whether it may
    go now."""

    def __init__(self) -> None:
        super().__init__()
        self._seen: LetterSeen | None = None
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def nextCheckState(self) -> None:
        """A click asks; the desk chooses."""

    def show_letter(self, seen: LetterSeen) -> None:
        if seen != self._seen:
            self._seen = seen
            self.setChecked(seen.chosen)
            words = (seen.channel, seen.name, seen.to, seen.said)
            self.setAccessibleName(", ".join(words))
            self.setToolTip(" · ".join(words))
            self.update()

    def sizeHint(self) -> QSize:
        at = look()
        lines = at.metrics(Type.ROW_STRONG).height() + at.metrics(Type.CAPTION).height()
        return QSize(at.px(320), max(at.px(48), lines + 2 * at.px(6)))

    def paintEvent(self, _event: QPaintEvent) -> None:
        seen = self._seen
        if seen is None:
            return
        at = look()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(at.colour(Token.ACCENT if seen.chosen else Token.LINE), 1))
        ground = Token.SEL if seen.chosen else Token.HOVER if self.underMouse() else Token.S1
        painter.setBrush(at.colour(ground))
        radius = at.px(Radius.OPTION)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        middle, x = self.height() / 2, float(at.px(13))
        if seen.key:
            cap = cap_size(seen.key)
            box = QRectF(x, round(middle - cap.height() / 2), cap.width(), cap.height())
            paint_cap(painter, box, seen.key)
        x += cap_size("9").width() + at.px(Space.STEP)
        side = at.px(16)
        painter.drawPixmap(round(x), round(middle - side / 2), icon(seen.icon, Token.T2, 16))
        x += side + at.px(10)
        tall, small = at.metrics(Type.ROW_STRONG).height(), at.metrics(Type.CAPTION).height()
        top = (self.height() - tall - small) / 2
        right = self._paint_said(painter, seen, x)
        _line(painter, QRectF(x, top, right - x, tall), seen.name, Type.ROW_STRONG, Token.T1)
        about = f"{seen.channel} · {seen.to}"
        _line(painter, QRectF(x, top + tall, right - x, small), about, Type.CAPTION, Token.T2)

    def _paint_said(self, painter: QPainter, seen: LetterSeen, left: float) -> float:
        """At the right, half of the row at most; gives where the words before it end."""
        at = look()
        right = float(self.width() - at.px(15))
        metrics = at.metrics(Type.BODY_STRONG)
        said = metrics.elidedText(seen.said, _CUT, int((right - left) * 0.56))
        painter.setFont(at.font(Type.BODY_STRONG))
        painter.setPen(at.colour(_INKS[seen.state]))
        painter.drawText(QRectF(0, 0, right, self.height()), _RIGHT, said)
        right -= metrics.horizontalAdvance(said) + at.px(Space.SMALL)
        name = {"allowed": "check-circle", "later": "clock", "never": "x-octagon"}[seen.state]
        side = at.px(14)
        right -= side
        place = round((self.height() - side) / 2)
        painter.drawPixmap(round(right), place, icon(name, _INKS[seen.state], 14))
        return right - at.px(Space.STEP)


def _line(painter: QPainter, room: QRectF, words: str, kind: Type, ink: Token) -> None:
    at = look()
    painter.setFont(at.font(kind))
    painter.setPen(at.colour(ink))
    painter.drawText(room, _LEFT, at.metrics(kind).elidedText(words, _CUT, int(room.width())))


class _Words(QWidget):
    """The message as it will be read, behind a quiet line."""

    def __init__(self, title: str) -> None:
        super().__init__()
        at = look()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(at.px(Space.NEAR))
        self._title, self._head = title, SectionHead(title)
        outer.addWidget(self._head)
        self._read = QWidget()
        outer.addWidget(self._read)
        inner = QVBoxLayout(self._read)
        inner.setContentsMargins(at.px(Space.SIDE), at.px(2), 0, at.px(2))
        inner.setSpacing(at.px(Space.TINY))
        self._subject = Label("", Type.ROW_STRONG, wrap=True)
        self._text = Label("", Type.ROW, wrap=True)
        inner.addWidget(self._subject)
        inner.addWidget(self._text)

    def show_words(self, about: str, subject: str, lines: tuple[str, ...]) -> None:
        self._head.show_head(self._title, about)
        self._subject.show_text(subject)
        self._subject.setVisible(bool(subject))
        self._text.show_text("\n".join(lines))

    def paintEvent(self, _event: QPaintEvent) -> None:
        at = look()
        beside = self._read.geometry()
        line = QRectF(0, beside.top(), at.px(2), beside.height())
        QPainter(self).fillRect(line, at.colour(Token.LINE2))


class _Earlier(QWidget):
    """When, what, and where it stands."""

    def __init__(self) -> None:
        super().__init__()
        row = across(self, gap=Space.NEAR)
        self._icon = IconLabel("message", Token.T3, 14)
        self._name = ElidedLabel("", Type.BODY)
        self._at = Label("", Type.CAPTION, Token.T3)
        self._standing = Label("", Type.BODY_STRONG, Token.T2)
        row.addWidget(self._icon)
        row.addWidget(self._name, 1)
        row.addWidget(self._at)
        row.addWidget(self._standing)

    def show_earlier(self, seen: EarlierSeen) -> None:
        self._icon.show_icon(seen.icon, Token.T3)
        self._name.show_text(seen.name)
        self._at.show_text(seen.at)
        self._standing.show_text(seen.standing)
        self.setAccessibleName(f"{seen.name}, {seen.at}, {seen.standing}")
