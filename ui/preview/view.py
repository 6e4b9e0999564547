"""The preview: the verdict with the dial button in it, the contact points with a verdict each, why
this case comes now, and the first line. Skipping asks for the reason in the foot, by digit."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desk_client.ids import ContactPointId
from desk_client.services import intents
from ui.key_intents import SKIP_REASONS
from ui.keys import Act, KeyMap
from ui.preview.presenter import PreviewSeen
from ui.section import RowPool, across, column
from ui.state_shape import OF_MARK, Shape
from ui.theme import look
from ui.tokens import Space, Token, Type
from ui.widgets.button import Button
from ui.widgets.hairline import Hairline
from ui.widgets.key_cap import KeyHint
from ui.widgets.label import ElidedLabel, Label
from ui.widgets.point_box import PointBox
from ui.widgets.section_head import SectionHead
from ui.widgets.shape_mark import ShapeMark
from ui.widgets.tall_body import TallBody
from ui.widgets.verdict_banner import VerdictBanner
from ui.wishes.line import WishLine
from ui.wording import Wording


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

    def _make_point(self) -> PointBox:
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
            KeyHint(self._keys.cap(Act.MESSAGE), self._wording.word("act.message")),
            KeyHint(self._keys.cap(Act.WHY), self._wording.word("act.why")),
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
        self._banner.show_verdict(seen.allowed, seen.sentence, seen.source, seen.sure)
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
