"""The one line set, drawn on a grid of 24 with a stroke of 1.8 and round ends, tinted by token.
`icon(name, token, size)` gives a sharp pixmap for the present theme; each is drawn once."""

from functools import cache
from importlib.resources import files

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from ui.theme import look
from ui.tokens import Token

SIZES = (14, 16, 20)


def names() -> list[str]:
    """Every icon of the set."""
    folder = files("resources") / "icons"
    found = (entry.name for entry in folder.iterdir())
    return sorted(name.removesuffix(".svg") for name in found if name.endswith(".svg"))


def icon(name: str, token: Token = Token.T2, size: float = 16) -> QPixmap:
    """The icon at `size` logical pixels of the design, scaled with the text."""
    at = look()
    screen = QGuiApplication.primaryScreen()
    ratio = screen.devicePixelRatio() if screen else 1.0
    return _drawn(name, at.colours[token], at.px(size), ratio)


@cache
def _drawn(name: str, colour: str, size: int, ratio: float) -> QPixmap:
    picture = QPixmap(round(size * ratio), round(size * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    source = _source(name).replace("currentColor", colour)
    QSvgRenderer(QByteArray(source.encode())).render(painter, QRectF(0, 0, size, size))
    painter.end()
    return picture


@cache
def _source(name: str) -> str:
    return (files("resources") / "icons" / f"{name}.svg").read_text(encoding="utf-8")
