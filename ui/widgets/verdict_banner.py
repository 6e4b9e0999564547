"""The gate's answer in one sentence, above its sources: green with a shield, or orange with an
octagon. A button may stand at its end (Dial). An alert: spoken once, never takes the focus."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ui.theme import look, mark
from ui.tokens import Space, Token, Type
from ui.widgets.icon_label import IconLabel
from ui.widgets.label import Label
from ui.widgets.sureness import SureMark, SureSeen

_ONE_LINE = 10_000  # wide enough for any source


class VerdictBanner(QFrame):
    """`small` where several verdicts stand together."""

    def __init__(self, *, small: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        at = look()
        self.setProperty("banner", True)
        self._icon = IconLabel("shield-check", Token.OK_T, 20 if small else 26)
        self._sentence = Label("", Type.ROW_STRONG if small else Type.TITLE, wrap=True)
        self._source = Label("", Type.CAPTION, Token.T2, wrap=True)
        lines = QVBoxLayout()
        lines.setSpacing(at.px(Space.HAIR))
        lines.addWidget(self._sentence)
        self._below = QWidget()
        below = QHBoxLayout(self._below)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(at.px(Space.NEAR))
        self._sure = SureMark()
        below.addWidget(self._sure, 0, Qt.AlignmentFlag.AlignTop)
        below.addWidget(self._source, 1)
        lines.addWidget(self._below)
        self._row = QHBoxLayout(self)
        across, above = (Space.STEP, 9) if small else (Space.SIDE, Space.STEP)
        self._row.setContentsMargins(at.px(across), at.px(above), at.px(across), at.px(above))
        self._row.setSpacing(at.px(10 if small else Space.STEP))
        self._row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignVCenter)
        self._row.addLayout(lines, 1)

    def add_button(self, button: QWidget) -> None:
        """Sets the act that the verdict allows at the end of the banner."""
        self._row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)

    def show_verdict(
        self, allowed: bool, sentence: str, source: str, sure: SureSeen | None = None
    ) -> None:
        """`sure`: how the clause that decides was read."""
        tint, ink = (Token.OK_BG, Token.OK_T) if allowed else (Token.BAD_BG, Token.BAD_T)
        spoken = sentence != self._sentence.text()
        mark(self, plane=str(tint))
        self._icon.show_icon("shield-check" if allowed else "x-octagon", ink)
        self._sentence.show_text(sentence, ink)
        self._source.show_text(source)
        self._sure.show_sure(sure, self._source.heightForWidth(_ONE_LINE))
        self._below.setVisible(bool(source) or sure is not None)
        if spoken:
            self.setAccessibleName(sentence)
            self.setAccessibleDescription(f"{sure.word} · {source}" if sure else source)
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))
