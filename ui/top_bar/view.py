"""Paints the top bar: pages at the left; search, own state, name and clock at the right."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QFrame,
    QHBoxLayout,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ui import shapes
from ui.icons import icon
from ui.room import Room
from ui.state_shape import Shape
from ui.theme import look
from ui.tokens import Radius, Space, Token, Type
from ui.top_bar.presenter import PageSeen, TopBarSeen
from ui.widgets.app_mark import AppMark
from ui.widgets.chip import Chip
from ui.widgets.hairline import Hairline
from ui.widgets.key_cap import cap_size, paint_cap
from ui.widgets.label import Label

_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft


class TopBar(QFrame):
    """44 high at 100 %; grows with the text."""

    page_chosen = Signal(object)  # Page
    search_asked = Signal()
    state_asked = Signal()  # own state: ready or not ready

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        at = look()
        self.setObjectName("top_bar")
        self.setProperty("plane", str(Token.S0))
        self._seen: TopBarSeen | None = None
        self._tabs: list[_PageTab] = []
        self._search = _SearchBox()
        self._search.clicked.connect(self.search_asked)
        self._own_state = _OwnState()
        self._own_state.clicked.connect(self.state_asked)
        self._agent = Label("", Type.CAPTION, Token.T2)
        self._rehearsal = Chip(Shape.WRAP_UP, "")
        self._clock = Label("", Type.BODY_STRONG)
        self._row = QHBoxLayout()
        self._row.setContentsMargins(at.px(14), at.px(5), at.px(Space.SIDE), at.px(5))
        self._row.setSpacing(at.px(10))
        self._row.addWidget(AppMark())
        self._pages = QHBoxLayout()
        self._pages.setSpacing(at.px(Space.TINY))
        self._row.addLayout(self._pages)
        self._row.addStretch(1)
        for part in (self._search, self._own_state, self._agent, self._rehearsal, self._clock):
            self._row.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._row)
        column.addWidget(Hairline())
        self.setMinimumHeight(at.px(44))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_top_bar(self, seen: TopBarSeen) -> None:
        """Paints only what differs from what is there."""
        if seen == self._seen:
            return
        if self._seen is None or seen.pages != self._seen.pages:
            self._show_pages(seen.pages)
        self._seen = seen
        self._search.setVisible(bool(seen.search))
        self._search.show_search(seen.search, seen.search_key)
        self._own_state.show_state(seen)
        self._agent.show_text(seen.agent)
        self._rehearsal.show_chip(Shape.WRAP_UP, seen.rehearsal)
        self._rehearsal.setVisible(bool(seen.rehearsal))
        self._clock.show_text(seen.clock)

    def show_room(self, room: Room) -> None:
        """Search shrinks to its key, then the timer and the name go; the clock never does."""
        self._search.show_short(room >= Room.SHORT)
        self._own_state.show_short(room >= Room.NARROW)
        self._agent.setVisible(room < Room.NARROW)

    def _show_pages(self, pages: tuple[PageSeen, ...]) -> None:
        while len(self._tabs) > len(pages):
            old = self._tabs.pop()
            self._pages.removeWidget(old)
            old.deleteLater()
        while len(self._tabs) < len(pages):
            tab = _PageTab()
            tab.clicked.connect(self._page_clicked)
            self._pages.addWidget(tab)
            self._tabs.append(tab)
        for tab, seen in zip(self._tabs, pages, strict=True):
            tab.show_page(seen)

    def _page_clicked(self) -> None:
        tab = self.sender()
        if isinstance(tab, _PageTab) and tab.seen is not None:
            self.page_chosen.emit(tab.seen.page)


class _PageTab(QAbstractButton):
    def __init__(self) -> None:
        super().__init__()
        self.seen: PageSeen | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_page(self, seen: PageSeen) -> None:
        if seen != self.seen:
            self.seen = seen
            self.setAccessibleName(seen.word)
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        at = look()
        wide = at.metrics(Type.BODY_STRONG).horizontalAdvance(self.seen.word if self.seen else "")
        return QSize(wide + 2 * at.px(10), max(at.px(28), at.tall(Type.BODY, Space.SMALL)))

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self.seen is None:
            return
        at = look()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.seen.current or self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(at.colour(Token.HOVER))
            radius = at.px(Radius.FIELD)
            painter.drawRoundedRect(QRectF(self.rect()), radius, radius)
        painter.setFont(at.font(Type.BODY_STRONG if self.seen.current else Type.BODY))
        painter.setPen(at.colour(Token.T1 if self.seen.current else Token.T2))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.seen.word)


class _SearchBox(QAbstractButton):
    """Looks like a field; typing happens in the palette it opens."""

    def __init__(self) -> None:
        super().__init__()
        self._word, self._key, self._short = "", "", False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_search(self, word: str, key: str) -> None:
        if (word, key) != (self._word, self._key):
            self._word, self._key = word, key
            self.setAccessibleName(word)
            self.setAccessibleDescription(key)
            self.updateGeometry()
            self.update()

    def show_short(self, short: bool) -> None:
        if short != self._short:
            self._short = short
            self.setToolTip(self._word if short else "")
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        at = look()
        wide = at.px(270)
        if self._short:
            wide = 2 * at.px(10) + at.px(16) + at.px(8) + cap_size(self._key).width()
        return QSize(wide, max(at.px(28), at.tall(Type.CAPTION, Space.SMALL)))

    def paintEvent(self, _event: QPaintEvent) -> None:
        at = look()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        radius = at.px(Radius.FIELD)
        painter.setPen(QPen(at.colour(Token.LINE2), 1))
        painter.setBrush(at.colour(Token.S1))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        middle = self.height() / 2
        side = at.px(14)
        x = at.px(10)
        painter.drawPixmap(x, round(middle - side / 2), icon("search", Token.T3, 14))
        cap = cap_size(self._key)
        box = QRectF(
            self.width() - cap.width() - at.px(Space.TINY),
            round(middle - cap.height() / 2),
            cap.width(),
            cap.height(),
        )
        paint_cap(painter, box, self._key)
        if not self._short:
            painter.setFont(at.font(Type.CAPTION))
            painter.setPen(at.colour(Token.T3))
            x += side + at.px(Space.SMALL)
            painter.drawText(QRectF(x, 0, box.left() - x, self.height()), _LEFT, self._word)


class _OwnState(QAbstractButton):
    """Shape, word, timer and F9 in one box."""

    def __init__(self) -> None:
        super().__init__()
        self._shape, self._word, self._timer, self._key = Shape.READY, "", "", ""
        self._short = False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_state(self, seen: TopBarSeen) -> None:
        shown = (seen.shape, seen.state, seen.timer, seen.state_key)
        if shown == (self._shape, self._word, self._timer, self._key):
            return
        old = (self._word, len(self._timer), self._key)
        wider = (seen.state, len(seen.timer), seen.state_key) != old
        self._shape, self._word, self._timer, self._key = shown
        if wider:
            self.setAccessibleName(seen.state)
            self.setAccessibleDescription(f"{seen.state_act} {seen.state_key}")
            self.updateGeometry()
        self.update()

    def show_short(self, short: bool) -> None:
        if short != self._short:
            self._short = short
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        at = look()
        wide = 2 * at.px(10) + at.px(10)
        for kind, _ink, text in self._texts():
            wide += at.px(Space.SMALL) + at.metrics(kind).horizontalAdvance(text)
        if self._key:
            wide += at.px(Space.NEAR) + cap_size(self._key).width() - at.px(3)
        return QSize(wide, max(at.px(28), at.tall(Type.CAPTION, Space.SMALL)))

    def _texts(self) -> list[tuple[Type, Token, str]]:
        word = (Type.BODY_STRONG, Token.T1, self._word)
        return [word] if self._short else [word, (Type.CAPTION, Token.T2, self._timer)]

    def paintEvent(self, _event: QPaintEvent) -> None:
        at = look()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        radius = at.px(Radius.FIELD)
        painter.setPen(QPen(at.colour(Token.LINE2), 1))
        painter.setBrush(at.colour(Token.HOVER if self.underMouse() else Token.S1))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        x = at.px(10)
        tall = self.height()
        side = at.px(10)
        shapes.paint(painter, self._shape, QRectF(x, (tall - side) / 2, side, side))
        x += side + at.px(Space.SMALL)
        for kind, ink, text in self._texts():
            painter.setFont(at.font(kind))
            painter.setPen(at.colour(ink))
            painter.drawText(QRectF(x, 0, self.width(), tall), _LEFT, text)
            x += at.metrics(kind).horizontalAdvance(text) + at.px(Space.SMALL)
        if self._key:
            cap = cap_size(self._key)
            box = QRectF(x + at.px(2), round((tall - cap.height()) / 2), cap.width(), cap.height())
            paint_cap(painter, box, self._key)
