"""Two rows of twelve blocks: the agent's level above the debtor's. Painted only when a block
changes; whoever shows levels does so at most 15 times a second."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme import look
from ui.tokens import Token

BLOCKS = 12


class LevelMeters(QWidget):
    """Blocks of 4 by 5 at 100 %. `name` says whose levels they are."""

    def __init__(self, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._agent, self._debtor = 0, 0
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(name)

    def show_levels(self, agent: float, debtor: float) -> None:
        """Loudness of both sides, 0.0 to 1.0."""
        shown = (_blocks(agent), _blocks(debtor))
        if shown != (self._agent, self._debtor):
            self._agent, self._debtor = shown
            self.update()

    def sizeHint(self) -> QSize:
        at = look()
        return QSize(at.px(5) * BLOCKS, at.px(14))

    def paintEvent(self, _event: QPaintEvent) -> None:
        at = look()
        painter = QPainter(self)
        step, tall = at.px(5), at.px(5)
        lower = self.height() - tall
        for number, lit in enumerate((self._agent, self._debtor)):
            for block in range(BLOCKS):
                token = Token.OK if block < lit else Token.LINE2
                box = QRectF(block * step, number * lower, step - at.px(1), tall)
                painter.fillRect(box, at.colour(token))


def _blocks(level: float) -> int:
    return round(min(1.0, max(0.0, level)) * BLOCKS)
