"""The left side of the trial: groups of levers on their digits, and the rows of the group shown.
The chosen row carries its keys; a click on a switch turns it, a click on an arrow moves the
value."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui import shapes
from ui.section import RowPool, column
from ui.state_shape import Shape
from ui.theme import look, mark
from ui.tokens import Radius, Space, Token, Type
from ui.what_if.seen import GroupSeen, LeverSeen
from ui.widgets.key_cap import cap_size, paint_cap
from ui.widgets.tall_body import TallBody

_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
_GROUPS, _ROWS = 150, 340
_WIDE_GROUPS, _WIDE_ROWS = 176, 430
_SHAPE = 8


class LeverPane(QWidget):
    """Tells `moved` (lever, step); which row is chosen is its own."""

    moved = Signal(str, int)

    def __init__(self) -> None:
        super().__init__()
        at = look()
        self._group, self._chosen = "", ""
        self._groups: tuple[GroupSeen, ...] = ()
        self._levers: tuple[LeverSeen, ...] = ()
        row = QHBoxLayout(self)
        row.setContentsMargins(at.px(Space.STEP), at.px(Space.STEP), at.px(Space.NEAR), 0)
        row.setSpacing(at.px(Space.NEAR))
        self._tabs = QWidget()
        tabs = QVBoxLayout(self._tabs)
        tabs.setContentsMargins(0, 0, 0, 0)
        tabs.setSpacing(at.px(Space.HAIR))
        listed = column(gap=Space.HAIR)
        tabs.addLayout(listed)
        tabs.addStretch(1)
        self._tab_pool: RowPool[_Tab] = RowPool(listed, self._make_tab)
        row.addWidget(self._tabs)
        self._body = TallBody()
        held = self._body.widget()
        if held is not None:
            mark(held, plane=str(Token.S0))
        self._body.column.setContentsMargins(0, 0, at.px(Space.NEAR), at.px(Space.NEAR))
        self._body.column.setSpacing(0)
        rows = column()
        self._body.column.addLayout(rows)
        self._body.column.addStretch(1)
        self._pool: RowPool[_Row] = RowPool(rows, self._make_row)
        row.addWidget(self._body, 1)

    def _make_tab(self) -> "_Tab":
        tab = _Tab()
        tab.asked.connect(self.open_group)
        return tab

    def _make_row(self) -> "_Row":
        row = _Row()
        row.asked.connect(self._clicked)
        return row

    def show_levers(self, groups: tuple[GroupSeen, ...], levers: tuple[LeverSeen, ...]) -> None:
        self._groups, self._levers = groups, levers
        if not self._group and groups:
            self._group = groups[0].group
        self._lay()

    def show_wide(self, wide: bool) -> None:
        """More room for the same rows on a wide window."""
        at = look()
        groups, rows = (_WIDE_GROUPS, _WIDE_ROWS) if wide else (_GROUPS, _ROWS)
        self._tabs.setFixedWidth(at.px(groups))
        self._body.setMinimumWidth(at.px(rows))

    def begin(self) -> None:
        """A page just opened: the first group, its first row."""
        self._group, self._chosen = "", ""

    def press(self, key: str) -> None:
        """Up, Down, Left, Right, Enter or the digit of a group."""
        here = self._here
        names = [lever.name for lever in here]
        place = names.index(self._chosen) if self._chosen in names else 0
        if key.isdigit():
            group = next((each.group for each in self._groups if each.key == key), "")
            if group:
                self.open_group(group)
        elif key in ("Up", "Down") and names:
            self._choose(names[(place + (1 if key == "Down" else -1)) % len(names)])
        elif key in ("Left", "Right", "Enter") and names:
            self.moved.emit(names[place], -1 if key == "Left" else 1)

    def open_group(self, group: str) -> None:
        self._group, self._chosen = group, ""
        self._body.verticalScrollBar().setValue(0)
        self._lay()

    @property
    def _here(self) -> list[LeverSeen]:
        return [lever for lever in self._levers if lever.group == self._group]

    def _choose(self, name: str) -> None:
        self._chosen = name
        self._lay()

    def _clicked(self, name: str, step: int) -> None:
        self._choose(name)
        if step:
            self.moved.emit(name, step)

    def _lay(self) -> None:
        here = self._here
        names = [lever.name for lever in here]
        if self._chosen not in names:
            self._chosen = names[0] if names else ""
        for tab, group in zip(self._tab_pool.rows(len(self._groups)), self._groups, strict=True):
            tab.show_group(group, chosen=group.group == self._group)
        for row, lever in zip(self._pool.rows(len(here)), here, strict=True):
            row.show_lever(lever, chosen=lever.name == self._chosen)
            if lever.name == self._chosen:
                self._body.ensureWidgetVisible(row, 0, 0)
                self.setAccessibleName(row.accessibleName())


class _Tab(QWidget):
    """A group: its digit, its word, how many of its levers were moved."""

    asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._seen: GroupSeen | None = None
        self._chosen = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_group(self, seen: GroupSeen, *, chosen: bool) -> None:
        if (seen, chosen) != (self._seen, self._chosen):
            self._seen, self._chosen = seen, chosen
            self.setAccessibleName(f"{seen.key} {seen.word} {seen.changed or ''}".strip())
            self.update()

    def sizeHint(self) -> QSize:
        at = look()
        return QSize(at.px(120), max(at.px(34), at.tall(Type.ROW, Space.SMALL)))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._seen is not None and self.rect().contains(event.position().toPoint()):
            self.asked.emit(self._seen.group)

    def paintEvent(self, _event: QPaintEvent) -> None:
        seen = self._seen
        if seen is None:
            return
        at = look()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._chosen:
            _ground(painter, QRectF(self.rect()), Token.HOVER)
        cap = cap_size(seen.key)
        x, middle = at.px(Space.NEAR), self.height() / 2
        box = QRectF(x, round(middle - cap.height() / 2), cap.width(), cap.height())
        paint_cap(painter, box, seen.key)
        x += cap.width() + at.px(10)
        painter.setFont(at.font(Type.ROW_STRONG if self._chosen else Type.ROW))
        painter.setPen(at.colour(Token.T1 if self._chosen else Token.T2))
        painter.drawText(QRectF(x, 0, self.width() - x, self.height()), _LEFT, seen.word)
        if seen.changed:
            right = self.width() - at.px(Space.NEAR)
            painter.setFont(at.font(Type.CAPTION_STRONG))
            painter.setPen(at.colour(Token.ACCENT_T))
            painter.drawText(QRectF(0, 0, right, self.height()), _RIGHT, str(seen.changed))
            wide = at.metrics(Type.CAPTION_STRONG).horizontalAdvance(str(seen.changed))
            side = at.px(_SHAPE)
            left = right - wide - side - at.px(Space.TINY)
            shapes.paint(painter, Shape.PROMISE, QRectF(left, middle - side / 2, side, side))


class _Row(QWidget):
    """A lever: what it is, what it was, what it is now."""

    asked = Signal(str, int)  # lever, step; 0 = only chosen

    def __init__(self) -> None:
        super().__init__()
        self._seen: LeverSeen | None = None
        self._chosen = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_lever(self, seen: LeverSeen, *, chosen: bool) -> None:
        if (seen, chosen) != (self._seen, self._chosen):
            self._seen, self._chosen = seen, chosen
            self.setAccessibleName(f"{seen.label} {seen.value} {seen.began}".strip())
            self.setToolTip(f"{seen.label} · {seen.value}")
            self.update()

    def sizeHint(self) -> QSize:
        at = look()
        return QSize(at.px(260), max(at.px(30), at.tall(Type.BODY, 6)))

    def _caps(self) -> tuple[QRectF, QRectF]:
        """Where Left and Right lie on the chosen row; their room is kept on every row."""
        cap = cap_size("Left")
        top = round((self.height() - cap.height()) / 2)
        right = self.width() - look().px(Space.NEAR) - cap.width()
        size = (cap.width(), cap.height())
        return QRectF(right - cap.width() - look().px(3), top, *size), QRectF(right, top, *size)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        seen, at = self._seen, event.position()
        if seen is None or not self.rect().contains(at.toPoint()):
            return
        if seen.on is not None:
            self.asked.emit(seen.name, 1)
            return
        back, on = self._caps()
        step = -1 if back.contains(at) else 1 if on.contains(at) else 0
        self.asked.emit(seen.name, step if self._chosen else 0)

    def paintEvent(self, _event: QPaintEvent) -> None:
        seen = self._seen
        if seen is None:
            return
        at = look()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._chosen:
            _ground(painter, QRectF(self.rect()), Token.SEL)
        side, middle = at.px(_SHAPE), self.height() / 2
        if seen.changed:
            box = QRectF(at.px(Space.NEAR), middle - side / 2, side, side)
            shapes.paint(painter, Shape.PROMISE, box)
        x = at.px(22 + (18 if seen.under else 0))
        ends = self._paint_value(painter, seen)
        ends -= at.px(Space.NEAR)
        wide = _wide(Type.CAPTION, seen.began) + at.px(Space.NEAR)
        if seen.began and x + _wide(Type.BODY, seen.label) + wide <= ends:
            painter.setFont(at.font(Type.CAPTION))
            painter.setPen(at.colour(Token.T3))
            painter.drawText(QRectF(x, 0, ends - x, self.height()), _RIGHT, seen.began)
            ends -= wide
        painter.setFont(at.font(Type.BODY))
        painter.setPen(at.colour(Token.T2 if seen.quiet and not self._chosen else Token.T1))
        room = ends - x - at.px(Space.SMALL)
        label = at.metrics(Type.BODY).elidedText(
            seen.label, Qt.TextElideMode.ElideRight, round(room)
        )
        painter.drawText(QRectF(x, 0, room, self.height()), _LEFT, label)

    def _paint_value(self, painter: QPainter, seen: LeverSeen) -> float:
        """Draws the value, or the switch, and the keys; gives where the value begins."""
        at = look()
        back, on = self._caps()
        right = back.left() - at.px(Space.NEAR)
        if self._chosen and seen.on is None:
            paint_cap(painter, back, "Left")
            paint_cap(painter, on, "Right")
        if seen.on is not None:
            if self._chosen:
                paint_cap(painter, back.united(on), "Enter")
            return _paint_switch(painter, right, self.height() / 2, on=seen.on)
        ink = Token.ACCENT_T if seen.changed else Token.T3 if seen.quiet else Token.T1
        painter.setFont(at.font(Type.BODY_STRONG))
        painter.setPen(at.colour(ink))
        room = QRectF(0, 0, right, self.height())
        painter.drawText(room, _RIGHT, seen.value)
        return right - _wide(Type.BODY_STRONG, seen.value)


def _paint_switch(painter: QPainter, right: float, middle: float, *, on: bool) -> float:
    """A track with its knob right for on, left for off; gives where it begins."""
    at = look()
    wide, tall = at.px(30), at.px(16)
    track = QRectF(right - wide, middle - tall / 2, wide, tall)
    painter.setPen(QPen(at.colour(Token.ACCENT if on else Token.EDGE), 1))
    painter.setBrush(at.colour(Token.ACCENT if on else Token.S1))
    painter.drawRoundedRect(track.adjusted(0.5, 0.5, -0.5, -0.5), tall / 2, tall / 2)
    knob = tall - at.px(6)
    left = track.right() - knob - at.px(3) if on else track.left() + at.px(3)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(at.colour(Token.ON_ACCENT if on else Token.EDGE))
    painter.drawEllipse(QRectF(left, track.center().y() - knob / 2, knob, knob))
    return track.left()


def _ground(painter: QPainter, box: QRectF, token: Token) -> None:
    radius = look().px(Radius.FIELD)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look().colour(token))
    painter.drawRoundedRect(box, radius, radius)


def _wide(kind: Type, text: str) -> int:
    return look().metrics(kind).horizontalAdvance(text)
