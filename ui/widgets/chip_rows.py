"""Chips over as many rows as they need: a flag that binds is never cut at the edge of its pane."""

from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.state_shape import Shape
from ui.theme import look
from ui.tokens import Space
from ui.widgets.chip import Chip


class ChipRows(QWidget):
    """As high as its rows; its width is the pane's."""

    def __init__(self) -> None:
        super().__init__()
        self._chips: list[Chip] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_chips(self, chips: Sequence[tuple[Shape, str]]) -> None:
        while len(self._chips) < len(chips):
            self._chips.append(Chip(Shape.QUIET, "", parent=self))
        for place, chip in enumerate(self._chips):
            chip.setVisible(place < len(chips))
            if place < len(chips):
                chip.show_chip(*chips[place])
        self._flow()

    def sizeHint(self) -> QSize:
        return QSize(look().px(100), self.minimumHeight())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._flow()

    def _flow(self) -> None:
        at = look()
        x, y, tall = 0, 0, 0
        for chip in self._chips:
            if chip.isHidden():
                continue
            size = chip.sizeHint()
            if x and x + size.width() > self.width():
                x, y = 0, y + tall + at.px(Space.TINY)
            chip.setGeometry(x, y, min(size.width(), self.width()), size.height())
            x, tall = x + size.width() + at.px(Space.SMALL), size.height()
        if self.height() != y + tall:
            self.setFixedHeight(y + tall)
