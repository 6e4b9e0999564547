"""The preview: the verdict with the dial button in it, the contact points with a verdict each, why
this case comes now, and the first line. Skipping asks for the reason in the foot, by digit."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from desk_client.ids import ContactPointId
from desk_client.services import intents
from ui import shapes
from ui.key_intents import SKIP_REASONS
from ui.keys import Act, KeyMap
from ui.preview.presenter import PointSeen, PreviewSeen
from ui.section import RowPool, across, column
from ui.state_shape import OF_MARK, Shape
from ui.theme import look
from ui.tokens import Radius, Space, Token, Type
from ui.widgets.button import Button
from ui.widgets.hairline import Hairline
from ui.widgets.key_cap import KeyHint
from ui.widgets.label import ElidedLabel, Label
from ui.widgets.section_head import SectionHead
from ui.widgets.shape_mark import ShapeMark
from ui.widgets.tall_body import TallBody
from ui.widgets.verdict_banner import VerdictBanner
from ui.wishes.line import WishLine
from ui.wording import Wording

_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight


class PreviewView(QWidget):
    """Shows a PreviewSeen; asks the desk for a click."""

    intent_made = Signal(object)

    def __init__(self, wording: Wording, keys: KeyMap) -> None:
        super().__init__()
        self._wording, self._keys = wording, keys
        self._seen: PreviewSeen | None = None
        self._skipping = False
        at = look()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        tall = TallBody()
        body = tall.column
        side = at.px(Space.READING)
        body.setContentsMargins(side, at.px(18), side, 0)
        body.setSpacing(at.px(Space.NEAR))
        self._banner = VerdictBanner()
        self._dial = Button(
            wording.word("act.dial"),
            key=keys.cap(Act.ACCEPT),
            icon="phone",
            kind="primary",
            height=40,
        )
        self._dial.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._dial.clicked.connect(lambda: self.intent_made.emit(intents.DialShown("click")))
        self._banner.add_button(self._dial)
        self._points_head = SectionHead(wording.word("preview.points"))
        self._no_points = Label(wording.word("preview.no_points"), Type.BODY, Token.T2)
        points = column(gap=7)
        self._points: RowPool[PointBox] = RowPool(points, self._make_point)
        self._wishes = WishLine(wording, Type.BODY)
        body.addWidget(self._banner)
        body.addWidget(self._wishes)
        body.addSpacing(at.px(4))
        body.addWidget(self._points_head)
        body.addWidget(self._no_points)
        body.addLayout(points)
        body.addSpacing(at.px(4))
        self._add_reasons(body)
        body.addStretch(1)
        outer.addWidget(tall, 1)
        outer.addWidget(Hairline())
        outer.addWidget(self._make_foot())

    def _add_reasons(self, body: QVBoxLayout) -> None:
        """Why this case now, and the first line."""
        wording = self._wording
        self._why_head = SectionHead(wording.word("preview.why"))
        body.addWidget(self._why_head)
        why = column(gap=5)
        self._why = RowPool(why, _WhyRow)
        body.addLayout(why)
        body.addSpacing(look().px(4))
        self._first_head = SectionHead(wording.word("preview.first_line"))
        self._first = Label("", Type.SCRIPT_NEXT, wrap=True)
        body.addWidget(self._first_head)
        body.addWidget(self._first)

    def _make_point(self) -> "PointBox":
        box = PointBox()
        box.clicked.connect(lambda: self._chosen(box.contact_point_id))
        return box

    def _chosen(self, contact_point_id: ContactPointId | None) -> None:
        if contact_point_id is not None:
            self.intent_made.emit(intents.ChooseContactPoint(contact_point_id))

    def _make_foot(self) -> QWidget:
        foot = QWidget()
        at = look()
        row = across(foot, gap=Space.SIDE)
        row.setContentsMargins(at.px(Space.READING), at.px(9), at.px(Space.READING), at.px(10))
        self._foot_hints = (
            KeyHint(self._keys.cap(Act.ACCEPT), self._wording.word("act.dial")),
            KeyHint(self._keys.cap(Act.SKIP), self._wording.word("preview.skip_why")),
            KeyHint(self._keys.cap(Act.WISHES), self._wording.word("act.wishes")),
        )
        for hint in self._foot_hints:
            row.addWidget(hint)
        self._skip_title = Label(self._wording.word("preview.skip_title"), Type.CAPTION_STRONG)
        row.addWidget(self._skip_title)
        reasons = across(gap=Space.NEAR)
        self._reasons: RowPool[Button] = RowPool(reasons, self._make_reason)
        row.addLayout(reasons)
        row.addStretch(1)
        self._skip_title.hide()
        return foot

    def _make_reason(self) -> Button:
        button = Button("", height=28)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(lambda: self._skip(button.key))
        return button

    def _skip(self, key: str) -> None:
        self.ask_skip(False)
        self.intent_made.emit(intents.SkipCase(SKIP_REASONS[int(key) - 1]))

    @property
    def skipping(self) -> bool:
        """Whether the reasons are open; then the digits choose one."""
        return self._skipping

    def ask_skip(self, on: bool) -> None:
        """Opens or closes the reasons in the foot."""
        self._skipping = on
        for hint in self._foot_hints:
            hint.setVisible(not on)
        self._skip_title.setVisible(on)
        reasons = self._seen.skip_reasons if self._seen and on else ()
        for button, (key, word) in zip(self._reasons.rows(len(reasons)), reasons, strict=True):
            button.show_button(word, key=key)

    def show_preview(self, seen: PreviewSeen | None) -> None:
        if seen == self._seen:
            return
        self._seen = seen
        if self._skipping:
            self.ask_skip(False)
        if seen is None:
            return
        self._banner.show_verdict(seen.allowed, seen.sentence, seen.source)
        self._wishes.show_words(seen.wishes)
        self._dial.setVisible(seen.allowed)
        self._foot_hints[0].setVisible(seen.allowed)
        several = len(seen.points) > 1
        self._points_head.show_head(
            self._wording.word("preview.points"),
            key="↑↓" if several else "",
            key_word=self._wording.word("preview.choose"),
        )
        self._no_points.setVisible(not seen.points)
        for box, point in zip(self._points.rows(len(seen.points)), seen.points, strict=True):
            box.show_point(point)
        self._why_head.setVisible(bool(seen.why))
        for row, (of, text) in zip(self._why.rows(len(seen.why)), seen.why, strict=True):
            row.show_why(OF_MARK[of], text)
        self._first_head.setVisible(bool(seen.first_line))
        self._first.show_text(seen.first_line)


class PointBox(QAbstractButton):
    """A contact point: number and place, its history, its verdict. The chosen one is tinted."""

    def __init__(self) -> None:
        super().__init__()
        self._seen: PointSeen | None = None
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def contact_point_id(self) -> ContactPointId | None:
        return self._seen.contact_point_id if self._seen else None

    def nextCheckState(self) -> None:
        """A click asks; the desk chooses."""

    def show_point(self, seen: PointSeen) -> None:
        if seen != self._seen:
            self._seen = seen
            self.setChecked(seen.chosen)
            self.setAccessibleName(f"{seen.number}, {seen.place}, {seen.verdict}, {seen.history}")
            self.update()

    def sizeHint(self) -> QSize:
        at = look()
        lines = at.metrics(Type.STATE).height() + at.metrics(Type.CAPTION).height()
        return QSize(at.px(320), max(at.px(54), lines + 2 * at.px(8)))

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
        side, middle = at.px(9), self.height() / 2
        shape = Shape.TALK if seen.allowed else Shape.CROSS
        shapes.paint(painter, shape, QRectF(at.px(15), middle - side / 2, side, side))
        right = self.width() - at.px(15)
        painter.setFont(at.font(Type.BODY_STRONG))
        painter.setPen(at.colour(Token.OK_T if seen.allowed else Token.BAD_T))
        painter.drawText(QRectF(0, 0, right, self.height()), _RIGHT, seen.verdict)
        right -= at.metrics(Type.BODY_STRONG).horizontalAdvance(seen.verdict) + at.px(Space.STEP)
        left = at.px(37)
        tall = at.metrics(Type.STATE).height()
        top = (self.height() - tall - at.metrics(Type.CAPTION).height()) / 2
        painter.setFont(at.font(Type.STATE))
        painter.setPen(at.colour(Token.T1))
        painter.drawText(QRectF(left, top, right - left, tall), _LEFT, seen.number)
        wide = at.metrics(Type.STATE).horizontalAdvance(seen.number) + at.px(Space.NEAR)
        painter.setFont(at.font(Type.CAPTION))
        painter.setPen(at.colour(Token.T2))
        painter.drawText(
            QRectF(left + wide, top, max(0, right - left - wide), tall), _LEFT, seen.place
        )
        low = QRectF(left, top + tall, right - left, at.metrics(Type.CAPTION).height())
        shown = at.metrics(Type.CAPTION).elidedText(
            seen.history, Qt.TextElideMode.ElideRight, int(low.width())
        )
        painter.setPen(at.colour(Token.T2))
        painter.drawText(low, _LEFT, shown)


class _WhyRow(QWidget):
    def __init__(self) -> None:
        super().__init__()
        row = across(self, gap=Space.NEAR)
        self._shape = ShapeMark(Shape.QUIET, "", 9)
        self._text = ElidedLabel("", Type.ROW)
        row.addWidget(self._shape)
        row.addWidget(self._text, 1)

    def show_why(self, shape: Shape, text: str) -> None:
        self._shape.show_shape(shape)
        self._text.show_text(text)
