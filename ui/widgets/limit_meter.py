"""A limit of the day as boxes: filled = used. Reached it says so in words and turns to warn; where
it blocks the act at hand it turns to bad."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme import look
from ui.tokens import Space, Token, Type


def boxes_width(boxes: int, *, small: bool = False) -> int:
    """Width of `boxes` boxes: 14 wide, 10 over four, 7 in a list's small row."""
    at = look()
    return boxes * at.px(_box(boxes, small=small)) + (boxes - 1) * at.px(3)


def _box(boxes: int, *, small: bool) -> int:
    if small:
        return 7
    return 14 if boxes <= 4 else 10


def paint_boxes(
    painter: QPainter, right: float, middle: float, used: int, boxes: int, fill: Token
) -> None:
    """Boxes of 8 high ending at `right`, their middle line at `middle`."""
    _paint_row(painter, right, middle, (used, boxes), fill, small=False)


def paint_small_boxes(
    painter: QPainter, right: float, middle: float, used: int, boxes: int, fill: Token
) -> None:
    """The same, 7 wide, for a row of a list."""
    _paint_row(painter, right, middle, (used, boxes), fill, small=True)


def _paint_row(
    painter: QPainter,
    right: float,
    middle: float,
    share: tuple[int, int],
    fill: Token,
    *,
    small: bool,
) -> None:
    at = look()
    used, boxes = share
    wide, tall, gap = at.px(_box(boxes, small=small)), at.px(8), at.px(3)
    radius = 2.5 * at.scale
    x = right - boxes_width(boxes, small=small)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for number in range(boxes):
        box = QRectF(x + number * (wide + gap), middle - tall / 2, wide, tall)
        if number < used:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(at.colour(fill))
            painter.drawRoundedRect(box, radius, radius)
        else:
            painter.setPen(QPen(at.colour(Token.EDGE), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            inner = radius - 0.5
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), inner, inner)
    painter.restore()


class LimitMeter(QWidget):
    """One line: label, the word for full, boxes, "1/3"."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._label, self._full, self._used, self._max, self._blocking = "", "", 0, 0, False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_limit(
        self, label: str, used: int, most: int, *, blocking: bool = False, full: str = ""
    ) -> None:
        """`full` is the wording shown once `used` reaches `most`."""
        shown = (label, full, used, most, blocking)
        if shown != (self._label, self._full, self._used, self._max, self._blocking):
            self._label, self._full, self._used, self._max, self._blocking = shown
            self.setAccessibleName(
                f"{label}: {used}/{most}" + (f", {full}" if self._reached else "")
            )
            self.update()

    @property
    def _reached(self) -> bool:
        return self._max > 0 and self._used >= self._max

    def sizeHint(self) -> QSize:
        at = look()
        metrics = at.metrics(Type.CAPTION)
        wide = metrics.horizontalAdvance(self._label) + boxes_width(self._max) + at.px(80)
        return QSize(wide, max(at.px(20), metrics.height() + at.px(Space.TINY)))

    def minimumSizeHint(self) -> QSize:
        return QSize(look().px(160), self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        at = look()
        painter = QPainter(self)
        tall, right = self.height(), self.width()
        fill, ink = Token.ACCENT, Token.T1
        if self._blocking:
            fill, ink = Token.BAD, Token.BAD_T
        elif self._reached:
            fill, ink = Token.WARN, Token.WARN_T
        vertical = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(at.font(Type.CAPTION_STRONG))
        painter.setPen(at.colour(ink))
        painter.drawText(
            QRectF(0, 0, right, tall),
            vertical | Qt.AlignmentFlag.AlignRight,
            f"{self._used}/{self._max}",
        )
        figures = at.metrics(Type.CAPTION_STRONG).horizontalAdvance(f"{self._used}/{self._max}")
        box_right = right - max(at.px(33), figures + at.px(Space.NEAR))
        paint_boxes(painter, box_right, tall / 2, self._used, self._max, fill)
        left = box_right - boxes_width(self._max) - at.px(Space.NEAR)
        if self._reached and self._full:
            painter.setFont(at.font(Type.CHIP))
            wide = at.metrics(Type.CHIP).horizontalAdvance(self._full)
            painter.drawText(
                QRectF(left - wide, 0, wide + 2, tall),
                vertical | Qt.AlignmentFlag.AlignLeft,
                self._full,
            )
            left -= wide + at.px(Space.NEAR)
        painter.setFont(at.font(Type.CAPTION))
        painter.setPen(at.colour(Token.T2))
        shown = at.metrics(Type.CAPTION).elidedText(
            self._label, Qt.TextElideMode.ElideRight, int(left)
        )
        painter.drawText(QRectF(0, 0, left, tall), vertical | Qt.AlignmentFlag.AlignLeft, shown)
