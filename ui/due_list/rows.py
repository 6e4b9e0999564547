"""What the due list is made of: a line of the list, a caption with its words and clause, a step, a
choice of a form."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from ui import shapes
from ui.due_list.form_presenter import ChoiceSeen, EffectSeen
from ui.due_list.presenter import DueRowSeen, StepSeen
from ui.icons import icon
from ui.section import across, column
from ui.theme import look
from ui.tokens import Radius, Space, Token, Type
from ui.widgets.icon_label import IconLabel
from ui.widgets.key_cap import cap_size, paint_cap
from ui.widgets.label import Label

_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
_TOP = Qt.AlignmentFlag.AlignTop
_SHAPE = 10
_CAPTION = 92


class DueLine(QWidget):
    """One workflow in two lines; a click chooses it."""

    chosen = Signal(int)

    def __init__(self, place: int) -> None:
        super().__init__()
        self._place = place
        self._seen: DueRowSeen | None = None
        self._is_chosen = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_line(self, seen: DueRowSeen, *, chosen: bool) -> None:
        if (seen, chosen) != (self._seen, self._is_chosen):
            self._seen, self._is_chosen = seen, chosen
            self.setAccessibleName(seen.said)
            self.update()

    def sizeHint(self) -> QSize:
        at = look()
        lines = at.metrics(Type.ROW).height() + at.metrics(Type.CAPTION).height()
        return QSize(at.px(300), max(at.px(52), lines + 2 * at.px(Space.SMALL)))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.rect().contains(event.position().toPoint()):
            self.chosen.emit(self._place)

    def paintEvent(self, _event: QPaintEvent) -> None:
        seen = self._seen
        if seen is None:
            return
        at = look()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._is_chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(at.colour(Token.SEL))
            painter.drawRoundedRect(QRectF(self.rect()), at.px(Radius.FIELD), at.px(Radius.FIELD))
        row, low = at.metrics(Type.ROW).height(), at.metrics(Type.CAPTION).height()
        top = (self.height() - row - low) / 2
        side, edge = at.px(_SHAPE), at.px(Space.NEAR)
        shapes.paint(painter, seen.shape, QRectF(edge, top + (row - side) / 2, side, side))
        left = edge + side + at.px(Space.NEAR)
        right = self.width() - edge
        asked = at.metrics(Type.BODY_STRONG).horizontalAdvance(seen.due) + at.px(Space.TINY)
        due = min(asked, (right - left) * 0.6)
        strong = Type.ROW_STRONG if self._is_chosen else Type.ROW
        head = f"{seen.name}  {seen.kind}"
        room = right - left - due - at.px(Space.NEAR)
        _text(painter, QRectF(left, top, room, row), head, strong, Token.T1)
        ends = QRectF(right - due, top, due, row)
        _text(painter, ends, seen.due, Type.BODY_STRONG, seen.ink, _RIGHT)
        begins = self._paint_word(painter, seen, QRectF(left, top + row, right - left, low))
        rest = QRectF(left, top + row, begins - left - at.px(Space.NEAR), low)
        _text(painter, rest, f"{seen.case_no} · {seen.owner}", Type.CAPTION, Token.T2)

    def _paint_word(self, painter: QPainter, seen: DueRowSeen, box: QRectF) -> float:
        """Overdue or soon, with its shape; gives where it begins."""
        if seen.due_shape is None:
            return box.right()
        at = look()
        side = at.px(8)
        wide = at.metrics(Type.CAPTION_STRONG).horizontalAdvance(seen.due_word) + at.px(2)
        left = box.right() - wide - at.px(5) - side
        middle = box.center().y()
        shapes.paint(painter, seen.due_shape, QRectF(left, middle - side / 2, side, side))
        place = QRectF(box.right() - wide, box.top(), wide, box.height())
        _text(painter, place, seen.due_word, Type.CAPTION_STRONG, seen.ink)
        return left


class Told(QWidget):
    """A caption, its words, and under them the clause."""

    def __init__(self) -> None:
        super().__init__()
        row = across(self, gap=Space.STEP)
        self._caption = Label("", Type.CAPTION, Token.T3)
        self._caption.setFixedWidth(look().px(_CAPTION))
        self._words = Label("", Type.BODY, wrap=True)
        self._clause = Label("", Type.CAPTION, Token.T3, wrap=True)
        words = column(gap=Space.HAIR)
        words.addWidget(self._words)
        words.addWidget(self._clause)
        row.addWidget(self._caption, 0, _TOP)
        row.addLayout(words, 1)

    def show_told(self, caption: str, words: str, clause: str) -> None:
        self._caption.show_text(caption)
        self._words.show_text(words)
        self._clause.show_text(clause)
        self._clause.setVisible(bool(clause))
        self.setAccessibleName(", ".join(each for each in (caption, words, clause) if each))


class DoneStep(QWidget):
    """When, what and by whom; what was written."""

    def __init__(self) -> None:
        super().__init__()
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(look().px(Space.HAIR))
        head = across(gap=Space.STEP)
        self._at = Label("", Type.CAPTION, Token.T3)
        self._at.setFixedWidth(look().px(_CAPTION))
        self._what = Label("", Type.BODY, Token.T1)
        head.addWidget(self._at)
        head.addWidget(self._what, 1)
        self._note = Label("", Type.BODY, Token.T2, wrap=True)
        self._note.setContentsMargins(look().px(_CAPTION + Space.STEP), 0, 0, 0)
        lines.addLayout(head)
        lines.addWidget(self._note)

    def show_step(self, seen: StepSeen) -> None:
        self._at.show_text(seen.at)
        self._what.show_text(seen.what)
        self._note.show_text(seen.note)
        self._note.setVisible(bool(seen.note))
        self.setAccessibleName(f"{seen.at}, {seen.what}, {seen.note}")


class ChoiceLine(QWidget):
    """A digit and what it chooses or ticks; a click does the same."""

    asked = Signal(int)

    def __init__(self, place: int) -> None:
        super().__init__()
        self._place = place
        self._seen: ChoiceSeen | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_choice(self, seen: ChoiceSeen) -> None:
        if seen != self._seen:
            self._seen = seen
            self.setAccessibleName(seen.said)
            self.setAccessibleDescription(seen.key)
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        at = look()
        ticks = self._seen is not None and self._seen.state in ("ticked", "unticked")
        low, gap = (26, Space.HAIR) if ticks else (32, Space.SMALL)  # a checklist is long
        return QSize(at.px(300), max(at.px(low), at.tall(Type.ROW, gap)))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.rect().contains(event.position().toPoint()):
            self.asked.emit(self._place)

    def paintEvent(self, _event: QPaintEvent) -> None:
        seen = self._seen
        if seen is None:
            return
        at = look()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        on = seen.state == "chosen"
        if on:
            painter.setPen(QPen(at.colour(Token.ACCENT), 1))
            painter.setBrush(at.colour(Token.SEL))
            box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
            painter.drawRoundedRect(box, at.px(Radius.FIELD), at.px(Radius.FIELD))
        middle, edge = self.height() / 2, at.px(Space.NEAR)
        cap = cap_size("1")
        if seen.key:
            place = QRectF(edge, round(middle - cap.height() / 2), cap.width(), cap.height())
            paint_cap(painter, place, seen.key, raised=seen.state != "shut")
        left = float(edge + cap.width() + at.px(Space.NEAR))
        if seen.state in ("ticked", "unticked", "chosen"):
            mark = 16
            name, ink = ("x", Token.T3) if seen.state == "unticked" else ("check", Token.OK)
            side = at.px(mark)
            painter.drawPixmap(round(left), round(middle - side / 2), icon(name, ink, mark))
            left += side + at.px(Space.SMALL)
        asked = at.metrics(Type.CAPTION).horizontalAdvance(seen.detail) + at.px(2)
        wide = min(asked, (self.width() - left) * 0.6) if seen.detail else 0.0
        right = self.width() - edge
        ink = Token.T3 if seen.state == "shut" else Token.T1
        kind = Type.ROW_STRONG if on else Type.ROW
        room = QRectF(left, 0, right - left - wide - at.px(Space.NEAR), self.height())
        _text(painter, room, seen.label, kind, ink)
        if seen.detail:
            place = QRectF(right - wide, 0, wide, self.height())
            warn = Token.WARN_T if seen.state == "shut" else Token.T2
            _text(painter, place, seen.detail, Type.CAPTION, warn, _RIGHT)


class EffectLine(QWidget):
    """One thing that Enter does."""

    def __init__(self) -> None:
        super().__init__()
        row = across(self, gap=Space.NEAR)
        self._icon = IconLabel("", Token.T2, 16)
        self._what = Label("", Type.BODY, wrap=True)
        self._clause = Label("", Type.CAPTION, Token.T3)
        row.addWidget(self._icon, 0, _TOP)
        row.addWidget(self._what, 1)
        row.addWidget(self._clause, 0, _TOP)

    def show_effect(self, seen: EffectSeen) -> None:
        self._icon.show_icon(seen.icon, Token.T2)
        self._what.show_text(seen.what)
        self._clause.show_text(seen.clause)
        self.setAccessibleName(f"{seen.what} {seen.clause}".strip())


def _text(
    painter: QPainter,
    room: QRectF,
    words: str,
    kind: Type,
    ink: Token,
    align: Qt.AlignmentFlag = _LEFT,
) -> None:
    at = look()
    painter.setFont(at.font(kind))
    painter.setPen(at.colour(ink))
    wide = max(0, int(room.width()) + 1)
    shown = at.metrics(kind).elidedText(words, Qt.TextElideMode.ElideRight, wide)
    painter.drawText(room, align, shown)
