"""A state shape on a pane, with its word as accessible name."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import shapes
from ui.state_shape import Shape
from ui.theme import look


class ShapeMark(QWidget):
    """`size` 8 to 12 at 100 %."""

    def __init__(
        self, shape: Shape, word: str = "", size: float = 10, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._shape, self._size = shape, size
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(word)

    @property
    def shape(self) -> Shape:
        return self._shape

    def show_shape(self, shape: Shape, word: str = "") -> None:
        self.setAccessibleName(word)
        if shape is not self._shape:
            self._shape = shape
            self.update()

    def sizeHint(self) -> QSize:
        side = look().px(self._size)
        return QSize(side, side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        shapes.paint(QPainter(self), self._shape, QRectF(self.rect()))
