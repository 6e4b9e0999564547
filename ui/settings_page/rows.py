"""A setting's row, and the button of a section. Both are buttons to a screen reader, named by all
they show; who decides is told by shape and word, never by colour alone."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from ui.icons import icon
from ui.settings_page.presenter import SettingSeen
from ui.theme import look
from ui.tokens import Radius, Space, Token, Type
from ui.widgets.key_cap import cap_size, paint_cap

_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_VALUE, _SOURCE, _ICON = 240, 150, 16


class SectionButton(QAbstractButton):
    """One section with the digit that chooses it."""

    def __init__(self) -> None:
        super().__init__()
        self._word, self._key, self._chosen = "", "", False
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCheckable(False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_section(self, word: str, key: str, *, chosen: bool) -> None:
        if (word, key, chosen) != (self._word, self._key, self._chosen):
            self._word, self._key, self._chosen = word, key, chosen
            self.setAccessibleName(word)
            self.setAccessibleDescription(key)
            self.update()

    def sizeHint(self) -> QSize:
        at = look()
        return QSize(at.px(150), at.tall(Type.BODY_STRONG, Space.NEAR))

    def paintEvent(self, _event: QPaintEvent) -> None:
        at, painter = look(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._chosen or self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(at.colour(Token.SEL if self._chosen else Token.HOVER))
            painter.drawRoundedRect(self.rect(), at.px(Radius.FIELD), at.px(Radius.FIELD))
        cap = cap_size(self._key)
        x = at.px(Space.NEAR)
        box = QRectF(x, round((self.height() - cap.height()) / 2), cap.width(), cap.height())
        paint_cap(painter, box, self._key, raised=self._chosen)
        x += cap.width() + at.px(Space.NEAR)
        painter.setFont(at.font(Type.BODY_STRONG if self._chosen else Type.BODY))
        painter.setPen(at.colour(Token.T1 if self._chosen else Token.T2))
        painter.drawText(QRectF(x, 0, self.width() - x, self.height()), _LEFT, self._word)


class SettingLine(QAbstractButton):
    """Title and meaning, the value in its box, who decides."""

    def __init__(self) -> None:
        super().__init__()
        self._seen: SettingSeen | None = None
        self._chosen = False
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_row(self, seen: SettingSeen) -> None:
        if seen != self._seen:
            self._seen = seen
            self.setAccessibleName(seen.name)
            self.updateGeometry()
            self.update()

    def show_chosen(self, *, chosen: bool) -> None:
        if chosen != self._chosen:
            self._chosen = chosen
            self.update()

    def sizeHint(self) -> QSize:
        at = look()
        tall = at.metrics(Type.BODY_STRONG).height() + 2 * at.px(Space.NEAR)
        if self._seen is not None and self._seen.said:
            tall += at.metrics(Type.CAPTION).height()
        return QSize(at.px(420), max(tall, at.px(36)))

    def minimumSizeHint(self) -> QSize:
        return QSize(look().px(200), self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        seen, at = self._seen, look()
        if seen is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = at.px(Space.STEP)
        if self._chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(at.colour(Token.SEL))
            painter.drawRoundedRect(self.rect(), at.px(Radius.FIELD), at.px(Radius.FIELD))
        else:
            painter.setPen(QPen(at.colour(Token.LINE), 1))
            painter.drawLine(edge, self.height() - 1, self.width() - edge, self.height() - 1)
        room = self.width() - 2 * edge
        source = min(at.px(_SOURCE), room // 4)
        value = min(at.px(_VALUE), room // 3)
        first = room - source - value - 2 * edge
        self._paint_words(painter, seen, QRectF(edge, 0, first, self.height()))
        box = QRectF(edge + first + edge, 0, value, self.height())
        self._paint_value(painter, seen, box)
        self._paint_source(painter, seen, QRectF(box.right() + edge, 0, source, self.height()))

    def _paint_words(self, painter: QPainter, seen: SettingSeen, room: QRectF) -> None:
        at = look()
        strong, small = at.metrics(Type.BODY_STRONG), at.metrics(Type.CAPTION)
        tall = strong.height() + (small.height() if seen.said else 0)
        y = room.y() + (room.height() - tall) / 2
        painter.setFont(at.font(Type.BODY_STRONG))
        painter.setPen(at.colour(Token.T1))
        cut = strong.elidedText(seen.title, Qt.TextElideMode.ElideRight, int(room.width()))
        painter.drawText(QRectF(room.x(), y, room.width(), strong.height()), _LEFT, cut)
        if seen.said:
            painter.setFont(at.font(Type.CAPTION))
            painter.setPen(at.colour(Token.T2))
            said = small.elidedText(seen.said, Qt.TextElideMode.ElideRight, int(room.width()))
            y += strong.height()
            painter.drawText(QRectF(room.x(), y, room.width(), small.height()), _LEFT, said)

    def _paint_value(self, painter: QPainter, seen: SettingSeen, room: QRectF) -> None:
        at = look()
        metrics = at.metrics(Type.BODY)
        tall = min(room.height() - 4, metrics.height() + 2 * at.px(Space.TINY))
        box = QRectF(room.x() + 0.5, room.y() + (room.height() - tall) / 2, room.width(), tall)
        painter.setPen(QPen(at.colour(Token.LINE2), 1))
        painter.setBrush(at.colour(Token.S2))
        painter.drawRoundedRect(box, at.px(Radius.FIELD), at.px(Radius.FIELD))
        inner = box.adjusted(at.px(Space.NEAR), 0, -at.px(Space.NEAR), 0)
        painter.setFont(at.font(Type.BODY))
        painter.setPen(at.colour(Token.T1))
        cut = metrics.elidedText(seen.value, Qt.TextElideMode.ElideRight, int(inner.width()))
        painter.drawText(inner, _LEFT, cut)

    def _paint_source(self, painter: QPainter, seen: SettingSeen, room: QRectF) -> None:
        at = look()
        ink = Token.WARN_T if seen.icon == "lock" else Token.T1 if seen.icon else Token.T2
        x = room.x()
        if seen.icon:
            y = round((self.height() - at.px(_ICON)) / 2)
            painter.drawPixmap(int(x), y, icon(seen.icon, ink, _ICON))
        x += at.px(_ICON) + at.px(Space.SMALL)
        painter.setFont(at.font(Type.CAPTION))
        painter.setPen(at.colour(ink))
        painter.drawText(QRectF(x, 0, room.right() - x, self.height()), _LEFT, seen.source)
