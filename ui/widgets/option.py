"""A value that can be taken as it stands: an amount, a date, a channel of a promise. The chosen one
has a tint, an accent edge and a check."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from ui.icons import icon
from ui.theme import look
from ui.tokens import Radius, Space, Token, Type

_CHECK = 14


class Option(QAbstractButton):
    """Put several in one exclusive QButtonGroup, or show the chosen one by `show_option`."""

    def __init__(self, label: str, hint: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._label, self._hint = label, hint
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._name()

    @property
    def label(self) -> str:
        return self._label

    def show_option(self, label: str, hint: str, *, chosen: bool) -> None:
        if (label, hint) != (self._label, self._hint):
            self._label, self._hint = label, hint
            self._name()
            self.updateGeometry()
            self.update()
        if chosen != self.isChecked():
            self.setChecked(chosen)
            self.updateGeometry()

    def _name(self) -> None:
        self.setAccessibleName(f"{self._label} {self._hint}".strip())

    def sizeHint(self) -> QSize:
        at = look()
        wide = 2 * at.px(10) + at.metrics(Type.BODY_STRONG).horizontalAdvance(self._label)
        if self._hint:
            wide += at.px(Space.SMALL) + at.metrics(Type.CAPTION).horizontalAdvance(self._hint)
        if self.isChecked():
            wide += at.px(Space.SMALL) + at.px(_CHECK)
        return QSize(wide, max(at.px(34), at.tall(Type.BODY, Space.NEAR)))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        at = look()
        chosen = self.isChecked()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(at.colour(Token.ACCENT if chosen else Token.LINE2), 1))
        ground = Token.SEL if chosen else Token.HOVER if self.underMouse() else Token.S1
        painter.setBrush(at.colour(ground))
        radius = at.px(Radius.FIELD)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        kind = Type.BODY_STRONG if chosen else Type.BUTTON
        x = at.px(10)
        left = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.setFont(at.font(kind))
        painter.setPen(at.colour(Token.ACCENT_T if chosen else Token.T1))
        painter.drawText(QRectF(x, 0, self.width(), self.height()), left, self._label)
        x += at.metrics(kind).horizontalAdvance(self._label) + at.px(Space.SMALL)
        if self._hint:
            painter.setFont(at.font(Type.CAPTION))
            painter.setPen(at.colour(Token.T2 if chosen else Token.T3))
            painter.drawText(QRectF(x, 0, self.width(), self.height()), left, self._hint)
        if chosen:
            side = at.px(_CHECK)
            painter.drawPixmap(
                self.width() - at.px(10) - side,
                round((self.height() - side) / 2),
                icon("check", Token.ACCENT_T, _CHECK),
            )
