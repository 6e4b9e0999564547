"""The categories of the timeline as a row of small buttons, each with its digit's order and its
count; they take no focus."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from ui.case_detail.presenter import FilterSeen
from ui.theme import look
from ui.tokens import Radius, Space, Token, Type

_NONE = FilterSeen("", "", "", "", chosen=False)


class FilterRow(QWidget):
    """Tells the chosen category."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(look().px(Space.HAIR))
        self._buttons: list[_Filter] = []

    def show_filters(self, filters: tuple[FilterSeen, ...]) -> None:
        while len(self._buttons) < len(filters):
            button = _Filter()
            button.clicked.connect(lambda _=False, it=button: self.chosen.emit(it.seen.category))
            self._buttons.append(button)
            self._row.addWidget(button)
        for at, button in enumerate(self._buttons):
            button.show_filter(filters[at] if at < len(filters) else _NONE)


class _Filter(QAbstractButton):
    def __init__(self) -> None:
        super().__init__()
        self.seen = _NONE
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_filter(self, seen: FilterSeen) -> None:
        if seen == self.seen:
            return
        self.seen = seen
        self.setVisible(bool(seen.category))
        self.setCheckable(True)
        self.setChecked(seen.chosen)
        self.setAccessibleName(f"{seen.word} {seen.count}")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        at = look()
        words = at.metrics(Type.BODY_STRONG).horizontalAdvance(self.seen.word)
        count = at.metrics(Type.CAPTION).horizontalAdvance(self.seen.count)
        wide = words + count + at.px(Space.TINY) + 2 * at.px(Space.NEAR)
        return QSize(wide, max(at.px(26), at.metrics(Type.BODY_STRONG).height() + at.px(8)))

    def paintEvent(self, _event: QPaintEvent) -> None:
        at, seen = look(), self.seen
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if seen.chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(at.colour(Token.HOVER))
            radius = at.px(Radius.FIELD)
            painter.drawRoundedRect(QRectF(self.rect()), radius, radius)
        kind = Type.BODY_STRONG if seen.chosen else Type.BODY
        x = float(at.px(Space.NEAR))
        for words, font, ink in (
            (seen.word, kind, Token.T1 if seen.chosen else Token.T2),
            (seen.count, Type.CAPTION, Token.T3),
        ):
            painter.setFont(at.font(font))
            painter.setPen(at.colour(ink))
            wide = at.metrics(font).horizontalAdvance(words)
            cell = QRectF(x, 0, wide + 2, self.height())
            painter.drawText(
                cell, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words
            )
            x += wide + at.px(Space.TINY)
