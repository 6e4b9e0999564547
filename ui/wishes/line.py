"""The one quiet line that says, before a call and in it, when and where the debtor does not want to
be contacted and what evening was agreed. Never cut: what it says binds."""

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desk_client.services.desk_state import DeskState
from ui.section import across, column
from ui.theme import look
from ui.tokens import Space, Token, Type
from ui.widgets.icon_label import IconLabel
from ui.widgets.label import Label
from ui.wording import Wording

_CLOCK = 14


def wishes_line(state: DeskState, wording: Wording) -> tuple[str, ...]:
    """(不要在单位联系, 周一 09:00–12:00 不便); none where nothing is on record."""
    wishes = state.card.wishes if state.card is not None else ()
    said = tuple(wording.text(wish) for wish in wishes)
    return tuple(each if place else each[:1].upper() + each[1:] for place, each in enumerate(said))


class WishLine(QWidget):
    """A clock and the words, over as many rows as they need and broken between two wishes; hidden
    while there are none."""

    def __init__(self, wording: Wording, kind: Type = Type.CAPTION) -> None:
        super().__init__()
        self._wording, self._kind = wording, kind
        self._said: tuple[str, ...] = ()
        at = look()
        row = across(self, gap=Space.SMALL)
        self._words = Label("", kind, Token.T2, wrap=True)
        clock = column()
        clock.addSpacing(max(0, round((at.metrics(kind).height() - at.px(_CLOCK)) / 2)))
        clock.addWidget(IconLabel("clock", Token.T2, _CLOCK))
        clock.addStretch(1)
        row.addLayout(clock)
        row.addWidget(self._words, 1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.hide()

    def show_words(self, said: tuple[str, ...]) -> None:
        if said != self._said:
            self._said = said
            words = self._wording.joined(self._wording.word("wishes.title"), *said)
            self.setAccessibleName(words if said else "")
            self._fill()
        self.setVisible(bool(said))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fill()

    def _fill(self) -> None:
        """As many wishes on a row as fit whole."""
        room = self._words.contentsRect().width()
        metrics = look().metrics(self._kind)
        rows: list[str] = []
        for wish in self._said:
            longer = self._wording.joined(rows[-1], wish) if rows else wish
            if rows and metrics.horizontalAdvance(longer) > room:
                rows.append(wish)
            else:
                rows[-1:] = [longer]
        self._words.show_text("\n".join(rows))
