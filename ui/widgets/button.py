"""A button: icon, word and the cap of its key. Its accessible name is the word, its description the
key. Where there is no room (150 % text) the word moves to the tooltip and the cap and icon stay."""

from typing import Literal

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QEnterEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from ui.icons import icon as draw_icon
from ui.theme import Look, look
from ui.tokens import Radius, Space, Token, Type
from ui.widgets.key_cap import cap_size, paint_cap

Kind = Literal["ghost", "primary", "danger"]

_FILL = {"primary": (Token.ACCENT, Token.ON_ACCENT), "danger": (Token.BAD, Token.ON_BAD)}
_ICON = 16


class Button(QPushButton):
    """`height` is 32, 34 in the call bar, 36 to 40 for a primary act; it grows with the text."""

    def __init__(
        self,
        word: str,
        *,
        key: str = "",
        icon: str = "",
        kind: Kind = "ghost",
        height: float = 32,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._word, self._key, self._icon, self._kind = word, key, icon, kind
        self._height = height
        self._short = self._flat = False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAutoDefault(False)
        self._name()

    @property
    def word(self) -> str:
        return self._word

    @property
    def key(self) -> str:
        return self._key

    @property
    def kind(self) -> Kind:
        return self._kind

    def show_button(
        self, word: str, *, key: str = "", icon: str = "", kind: Kind = "ghost"
    ) -> None:
        """Changes what it says; paints again only if something did."""
        if (word, key, icon, kind) != (self._word, self._key, self._icon, self._kind):
            self._word, self._key, self._icon, self._kind = word, key, icon, kind
            self._name()
            self.updateGeometry()
            self.update()

    def show_short(self, short: bool, *, flat: bool = False) -> None:
        """Icon and cap only, `flat` without an edge; a button without an icon keeps its word."""
        if (short, flat) != (self._short, self._flat):
            self._short, self._flat = short, flat
            self._name()
            self.updateGeometry()
            self.update()

    def _name(self) -> None:
        self.setAccessibleName(self._word)
        self.setAccessibleDescription(self._key)
        self.setToolTip(self._word if self._wordless else "")

    @property
    def _faceless(self) -> bool:
        return self._wordless and self._flat and self._kind == "ghost"

    @property
    def _wordless(self) -> bool:
        return self._short and bool(self._icon)

    def _sides(self, at: Look) -> tuple[int, int]:
        """Padding at the left and at the right; a ghost's edge lies inside it."""
        if self._faceless:
            return at.px(Space.SMALL), at.px(Space.SMALL)
        edge = 0 if self._kind in _FILL else 1
        right = Space.NEAR if self._key else Space.STEP
        left = 10 if self._icon or self._key else Space.STEP
        return at.px(left) + edge, at.px(right) + edge

    def sizeHint(self) -> QSize:
        at = look()
        tall = max(at.px(self._height), at.tall(Type.BUTTON, Space.NEAR))
        wide = sum(self._sides(at))
        parts = 0
        if self._icon:
            wide += at.px(_ICON)
            parts += 1
        if not self._wordless:
            wide += at.metrics(self._type).horizontalAdvance(self._word)
            parts += 1
        if self._key:
            wide += cap_size(self._key).width()
            parts += 1
        gaps = at.px(Space.SMALL) * (parts - 1) + (at.px(2) if self._key and parts > 1 else 0)
        return QSize(wide + gaps, tall)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @property
    def _type(self) -> Type:
        return Type.BUTTON if self._kind == "ghost" else Type.BODY_STRONG

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        at = look()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ink, token = self._paint_face(painter, at)
        gap = at.px(Space.SMALL)
        x = self._sides(at)[0]
        content = self.sizeHint().width()
        x += max(0, (self.width() - content) // 2)
        middle = self.height() / 2
        if self._icon:
            side = at.px(_ICON)
            painter.drawPixmap(x, round(middle - side / 2), draw_icon(self._icon, token, _ICON))
            x += side + gap
        if not self._wordless:
            painter.setFont(at.font(self._type))
            painter.setPen(ink)
            wide = at.metrics(self._type).horizontalAdvance(self._word)
            painter.drawText(
                QRectF(x, 0, wide + 2, self.height()),
                Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft,
                self._word,
            )
            x += wide + gap
        if self._key:
            cap = cap_size(self._key)
            box = QRectF(x + at.px(2), round(middle - cap.height() / 2), cap.width(), cap.height())
            filled = self._kind in _FILL
            raised = self.isEnabled() and not filled
            paint_cap(painter, box, self._key, ink if filled else None, raised=raised)

    def _paint_face(self, painter: QPainter, at: Look) -> tuple[QColor, Token]:
        """The face under the content; gives the ink and its token."""
        box = QRectF(self.rect())
        radius = at.px(Radius.FIELD)
        if self._kind in _FILL and self.isEnabled():
            fill, on_fill = _FILL[self._kind]
            colour = at.colour(fill)
            if self.isDown():
                colour = colour.darker(115)
            elif self.underMouse():
                colour = colour.lighter(108)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
            painter.drawRoundedRect(box, radius, radius)
            return at.colour(on_fill), on_fill
        if self._faceless and not self.underMouse():
            return at.colour(Token.T1), Token.T2
        lively = self.isEnabled() and (self.underMouse() or self.isDown())
        edge = Token.LINE2 if self.isEnabled() else Token.LINE
        painter.setPen(QPen(at.colour(edge), 1))
        if self.isEnabled():
            painter.setBrush(at.colour(Token.HOVER if lively else Token.S2))
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        token = Token.T1 if self.isEnabled() else Token.T3
        return at.colour(token), token if token is Token.T3 else Token.T2
