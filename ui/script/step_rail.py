"""The rail of steps over the callscript."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import shapes
from ui.icons import icon
from ui.script.lines import shape_of
from ui.theme import look
from ui.tokens import Radius, Space, Token, Type

_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft


class StepRail(QWidget):
    """Steps from left to right, the present one as a chip; names of passed steps go first where
    the room is short. At the right the must-say count."""

    def __init__(self) -> None:
        super().__init__()
        self._steps: tuple[tuple[str, str], ...] = ()
        self._must, self._done = "", False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_steps(self, steps: tuple[tuple[str, str], ...], must: str, *, done: bool) -> None:
        if (steps, must, done) == (self._steps, self._must, self._done):
            return
        self._steps, self._must, self._done = steps, must, done
        here = next((name for name, how in steps if how == "current"), "")
        self.setAccessibleName(", ".join(part for part in (here, must) if part))
        self.setToolTip(" → ".join(name for name, _ in steps))
        self.update()

    def sizeHint(self) -> QSize:
        at = look()
        return QSize(at.px(400), max(at.px(43), at.tall(Type.CAPTION, Space.STEP)))

    def paintEvent(self, _event: QPaintEvent) -> None:
        at = look()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        right = self._paint_must(painter)
        room = right - at.px(Space.STEP)
        left = at.px(Space.READING)
        named = self._fitting(room - left)
        x = float(left)
        for index, (name, how) in enumerate(self._steps):
            if index:
                x = self._paint_dash(painter, x)
            if how == "current":
                x = self._paint_chip(painter, x, name)
            else:
                x = self._paint_step(painter, x, name if named[index] else "", how)
            if x > room:
                break

    def _fitting(self, room: float) -> list[bool]:
        """Which steps keep their name: passed ones lose it from the left, then coming ones from
        the right."""
        named = [True] * len(self._steps)
        passed = [n for n, (_, how) in enumerate(self._steps) if how == "done"]
        coming = [n for n, (_, how) in enumerate(self._steps) if how == "coming"]
        for index in (*passed, *reversed(coming)):
            if self._wide(named) <= room:
                break
            named[index] = False
        return named

    def _wide(self, named: list[bool]) -> float:
        at = look()
        total = 0.0
        for (name, how), shown in zip(self._steps, named, strict=True):
            kind = Type.CAPTION_STRONG if how == "current" else Type.CAPTION
            wide = at.metrics(kind).horizontalAdvance(name) if shown else 0
            extra = {"done": at.px(17), "current": at.px(17)}.get(how, 0)
            total += wide + extra
        return total + (len(self._steps) - 1) * at.px(22)

    def _paint_must(self, painter: QPainter) -> float:
        at = look()
        kind = Type.CAPTION_STRONG
        wide = at.metrics(kind).horizontalAdvance(self._must)
        x = self.width() - at.px(21) - wide
        painter.setFont(at.font(kind))
        painter.setPen(at.colour(Token.T2))
        painter.drawText(QRectF(x, 0, wide + 2, self.height()), _LEFT, self._must)
        side = at.px(9)
        x -= side + at.px(Space.SMALL)
        box = QRectF(x, (self.height() - side) / 2, side, side)
        shapes.paint(painter, shape_of("said" if self._done else "to_say"), box)
        return x

    def _paint_dash(self, painter: QPainter, x: float) -> float:
        at = look()
        painter.setPen(QPen(at.colour(Token.LINE2), 1))
        middle = self.height() / 2
        painter.drawLine(round(x + at.px(7)), round(middle), round(x + at.px(15)), round(middle))
        return x + at.px(22)

    def _paint_step(self, painter: QPainter, x: float, name: str, how: str) -> float:
        at = look()
        if how == "done":
            side = at.px(12)
            painter.drawPixmap(
                round(x), round((self.height() - side) / 2), icon("check", Token.OK_T, 12)
            )
            x += side + at.px(4)
        painter.setFont(at.font(Type.CAPTION))
        painter.setPen(at.colour(Token.T1 if how == "done" else Token.T2))
        wide = at.metrics(Type.CAPTION).horizontalAdvance(name)
        painter.drawText(QRectF(x, 0, wide + 2, self.height()), _LEFT, name)
        return x + wide

    def _paint_chip(self, painter: QPainter, x: float, name: str) -> float:
        at = look()
        kind = Type.CAPTION_STRONG
        wide = at.metrics(kind).horizontalAdvance(name) + 2 * at.px(Space.NEAR)
        tall = at.px(22)
        box = QRectF(x, (self.height() - tall) / 2, wide, tall)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(at.colour(Token.SEL))
        painter.drawRoundedRect(box, at.px(Radius.CHIP), at.px(Radius.CHIP))
        painter.setFont(at.font(kind))
        painter.setPen(at.colour(Token.ACCENT_T))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, name)
        return x + wide
