"""At 200 % text the three panes do not fit side by side: one is shown, chosen by Ctrl 1, 2, 3. A
strip above keeps name, first flag, identity and limits in sight whichever pane that is."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from desk_client.services.case_parts import Meter
from desk_client.services.desk_state import DeskState
from ui.case_card.presenter import CardSeen
from ui.keys import Act, KeyMap
from ui.room import Room
from ui.section import across
from ui.state_shape import OF_MARK, Shape
from ui.theme import look, mark
from ui.tokens import Space, Token, Type
from ui.widgets.chip import Chip
from ui.widgets.hairline import Hairline
from ui.widgets.icon_label import IconLabel
from ui.widgets.label import ElidedLabel, Label
from ui.widgets.segmented import Segment, Segmented
from ui.wording import Wording

_PANES = (Act.SHOW_CARD, Act.SHOW_SCRIPT, Act.SHOW_OUTCOME)


class OnePane(QWidget):
    """The strip and the switch; hidden while all three panes are shown."""

    chosen = Signal()

    def __init__(self, wording: Wording, keys: KeyMap) -> None:
        super().__init__()
        self._wording, self._keys = wording, keys
        self._pane = 1
        at = look()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        strip = QWidget()
        strip.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        mark(strip, plane=str(Token.S0))
        row = across(strip, gap=Space.NEAR)
        row.setContentsMargins(at.px(Space.SIDE), at.px(4), at.px(Space.SIDE), at.px(4))
        self._name = Label("", Type.ROW_STRONG)
        self._flag = Chip(Shape.QUIET, "")
        self._lock = IconLabel("lock", Token.T2, 14)
        self._identity = Label("", Type.BODY_STRONG)
        self._limits = ElidedLabel("", Type.CAPTION, Token.T2)
        self._limits.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        for part in (self._name, self._flag, self._lock, self._identity):
            row.addWidget(part)
        row.addWidget(self._limits, 1)
        outer.addWidget(strip)
        outer.addWidget(Hairline())
        self._switch = QWidget()
        switch = across(self._switch, gap=Space.NEAR)
        switch.setContentsMargins(at.px(Space.SIDE), at.px(6), at.px(Space.SIDE), at.px(6))
        self._segments = Segmented()
        self.foot = Segmented()  # stands in the foot line where the window is low
        self.foot.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        for segments in (self._segments, self.foot):
            segments.chosen.connect(self._on_chosen)
        switch.addWidget(self._segments)
        switch.addStretch(1)
        self._must = Label("", Type.BODY, Token.T2)
        switch.addWidget(self._must)
        outer.addWidget(self._switch)
        self._show_segments()
        self.hide()

    @property
    def pane(self) -> int:
        """0 case card, 1 reading pane, 2 outcome pane."""
        return self._pane

    def choose(self, pane: int) -> None:
        self._pane = pane
        self._show_segments()

    def _on_chosen(self, code: str) -> None:
        self.choose(int(code))
        self.chosen.emit()

    def _show_segments(self) -> None:
        shown = [
            Segment(str(number), self._wording.word(f"act.{act}"), self._keys.cap(act))
            for number, act in enumerate(_PANES)
        ]
        for segments in (self._segments, self.foot):
            segments.show_segments(shown, str(self._pane))

    def show_room(self, room: Room) -> None:
        """In a low window the switch moves into the foot line."""
        self._switch.setVisible(room is not Room.LOW)

    def show_case(self, card: CardSeen | None, state: DeskState) -> None:
        """What must stay in sight of the case."""
        self._name.show_text(card.name if card else "")
        self._flag.setVisible(bool(card and card.flags))
        if card and card.flags:
            of, word = card.flags[0]
            self._flag.show_chip(OF_MARK[of], word)
        self._lock.setVisible(card is not None)
        self._lock.show_icon("unlock" if card and card.verified else "lock", Token.T2)
        self._identity.show_text(card.identity if card else "")
        script = state.script
        self._must.show_text(
            self._wording.word("script.must_say", n=script.must_said, of=script.must_total)
            if script is not None
            else ""
        )
        limits = (limit_words(m, self._wording) for m in state.meters[:2])
        self._limits.show_text(self._wording.joined(*limits) if card else "")


def limit_words(meter: Meter, wording: Wording) -> str:
    """有效通话（此人）1/3: a full-width bracket brings its own space."""
    label = wording.text(meter.label)
    return f"{label}{'' if label.endswith('）') else ' '}{meter.used}/{meter.max}"
