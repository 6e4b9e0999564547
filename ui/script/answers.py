"""What the debtor may answer, directly under the current line: branches by digit, and at the
identity step the factors to ask for."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from ui.icons import icon
from ui.script.presenter import FactorSeen
from ui.theme import look
from ui.tokens import Radius, Space, Token, Type
from ui.widgets.key_cap import cap_size, paint_cap

_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft


class BranchBox(QAbstractButton):
    """What the debtor may answer: the digit first, then the words."""

    def __init__(self) -> None:
        super().__init__()
        self._key, self._word, self._alive = "", "", True
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @property
    def key(self) -> str:
        return self._key

    def show_branch(self, key: str, word: str, *, alive: bool) -> None:
        if (key, word, alive) != (self._key, self._word, self._alive):
            self._key, self._word, self._alive = key, word, alive
            self.setEnabled(alive)
            self.setAccessibleName(word)
            self.setAccessibleDescription(key)
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        at = look()
        wide = cap_size(self._key).width() + at.metrics(Type.BUTTON).horizontalAdvance(self._word)
        return QSize(wide + at.px(29), max(at.px(32), at.tall(Type.BUTTON, Space.SMALL)))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        at = look()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(at.colour(Token.LINE2 if self._alive else Token.LINE), 1))
        lively = self._alive and (self.underMouse() or self.isDown())
        painter.setBrush(at.colour(Token.HOVER if lively else Token.S2))
        radius = at.px(Radius.FIELD)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        cap = cap_size(self._key)
        x = at.px(10)
        box = QRectF(x, round((self.height() - cap.height()) / 2), cap.width(), cap.height())
        paint_cap(painter, box, self._key, raised=self._alive)
        x += cap.width() + at.px(9)
        painter.setFont(at.font(Type.BUTTON))
        painter.setPen(at.colour(Token.T1 if self._alive else Token.T3))
        painter.drawText(QRectF(x, 0, self.width() - x, self.height()), _LEFT, self._word)


class FactorBox(QAbstractButton):
    """What to ask, what is expected, and whether it matched. The key marks "matches"."""

    def __init__(self) -> None:
        super().__init__()
        self._seen = FactorSeen("", "", "", "to_ask", "")
        self._alive = True
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def key(self) -> str:
        return self._seen.key

    def show_factor(self, seen: FactorSeen, *, alive: bool) -> None:
        if (seen, alive) != (self._seen, self._alive):
            self._seen, self._alive = seen, alive
            self.setEnabled(alive and seen.state == "to_ask")
            self.setAccessibleName(f"{seen.name}: {seen.word}")
            self.setAccessibleDescription(seen.key)
            self.update()

    def clear(self) -> None:
        """Forgets the expected answer."""
        self.show_factor(FactorSeen("", "", "", "to_ask", ""), alive=False)

    def sizeHint(self) -> QSize:
        at = look()
        return QSize(at.px(320), max(at.px(34), at.tall(Type.BODY, 7)))

    def minimumSizeHint(self) -> QSize:
        return QSize(look().px(160), self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        at = look()
        seen = self._seen
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        radius = at.px(Radius.FIELD)
        tints = {"matched": Token.OK_BG, "missed": Token.BAD_BG}
        if seen.state in tints:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(at.colour(tints[seen.state]))
        else:
            painter.setPen(QPen(at.colour(Token.LINE2), 1))
            painter.setBrush(at.colour(Token.HOVER if self.underMouse() else Token.S1))
        painter.drawRoundedRect(box, radius, radius)
        cap = cap_size(seen.key)
        x = at.px(Space.STEP) - 1
        cap_box = QRectF(x, round((self.height() - cap.height()) / 2), cap.width(), cap.height())
        paint_cap(painter, cap_box, seen.key, raised=self._alive)
        x += cap.width() + at.px(9)
        right = self._paint_word(painter, self.width() - at.px(Space.STEP))
        painter.setFont(at.font(Type.BUTTON))
        painter.setPen(at.colour(Token.T1))
        room = QRectF(x, 0, right - x, self.height())
        shown = at.metrics(Type.BUTTON).elidedText(
            seen.name, Qt.TextElideMode.ElideRight, int(room.width())
        )
        painter.drawText(room, _LEFT, shown)

    def _paint_word(self, painter: QPainter, right: float) -> float:
        """The result and the expected answer, from the right; gives what is left of the row."""
        at = look()
        seen = self._seen
        inks = {"matched": Token.OK_T, "missed": Token.BAD_T}
        kind = Type.CAPTION_STRONG if seen.state in inks else Type.CAPTION
        ink = inks.get(seen.state, Token.T3)
        wide = at.metrics(kind).horizontalAdvance(seen.word)
        painter.setFont(at.font(kind))
        painter.setPen(at.colour(ink))
        painter.drawText(QRectF(right - wide, 0, wide + 2, self.height()), _LEFT, seen.word)
        right -= wide
        if seen.state in inks:
            side = at.px(14)
            right -= side + at.px(Space.TINY)
            name = "check-circle" if seen.state == "matched" else "x-octagon"
            painter.drawPixmap(round(right), round((self.height() - side) / 2), icon(name, ink, 14))
        right -= at.px(18)
        wide = at.metrics(Type.BODY).horizontalAdvance(seen.expected)
        painter.setFont(at.font(Type.BODY))
        painter.setPen(at.colour(Token.T2))
        painter.drawText(QRectF(right - wide, 0, wide + 2, self.height()), _LEFT, seen.expected)
        return right - wide - at.px(Space.STEP)
