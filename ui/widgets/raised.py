"""What lies over the panes is drawn by these two: the veil that quiets what is beneath, and the
face of a box that stands out, with its hairline and round corners."""

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QPainter, QPen

from ui.theme import look
from ui.tokens import Radius, Token

_VEIL = 0.35  # of black


def draw_veil(painter: QPainter, area: QRect) -> None:
    """Over all of `area`."""
    veil = look().colour(Token.SHADE)
    veil.setAlphaF(_VEIL)
    painter.fillRect(area, veil)


def draw_raised(painter: QPainter, area: QRect) -> None:
    """The face of a box as large as `area`."""
    at = look()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(at.colour(Token.LINE2), 1))
    painter.setBrush(at.colour(Token.S2))
    radius = at.px(Radius.PALETTE)
    painter.drawRoundedRect(QRectF(area).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
