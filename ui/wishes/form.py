"""The form of a time or a place that is not wanted: four lines, of which one is in hand while the
form is. Only that line shows its keys, so a digit never means two things at once."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from desk_client.services.wish_words import WEEK
from ui.section import across
from ui.theme import look
from ui.tokens import Radius, Space, Token, Type
from ui.widgets.key_cap import KeyHint, cap_size, paint_cap
from ui.widgets.label import Label
from ui.wishes.draft import PLACE_CODES, Draft, Line
from ui.wording import Wording

_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_CENTRE = Qt.AlignmentFlag.AlignCenter
_LABEL = 56
_FAULTS = ("no_time", "same_time")  # what is said in red; an empty form is only not ready yet


@dataclass(frozen=True, slots=True)
class _Chip:
    word: str
    on: bool
    key: str = ""


class WishForm(QWidget):
    """Shows a draft; a click changes it as its key would."""

    changed = Signal(object)  # Draft
    noted = Signal()

    def __init__(self, wording: Wording) -> None:
        super().__init__()
        self._wording = wording
        self._draft = Draft()
        at = look()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(at.px(Space.HAIR))
        self._lines = [_FormLine(line, wording) for line in Line]
        for line in self._lines:
            line.changed.connect(lambda change: self.changed.emit(change(self._draft)))
            column.addWidget(line)
        foot = across(gap=Space.STEP)
        foot.setContentsMargins(at.px(Space.NEAR), at.px(Space.SMALL), at.px(Space.NEAR), 0)
        self._said = Label("", Type.BODY, Token.T2, wrap=True)
        self._said.setMinimumHeight(cap_size("Enter").height())
        self._enter = KeyHint("", "")
        foot.addWidget(self._said, 1)
        foot.addWidget(self._enter)
        column.addLayout(foot)

    def show_draft(self, draft: Draft, *, active: bool) -> None:
        """Without `active` no line is in hand and no key shown."""
        self._draft = draft
        for line in self._lines:
            line.show_draft(draft, active=active and draft.line is line.line)
        words, ink = self._sentence(draft)
        self._said.show_text(words, ink)
        ready = active and not draft.fault
        self._enter.show_hint(
            "Enter" if ready else "", self._wording.word("wishes.note_it") if ready else ""
        )

    def _sentence(self, draft: Draft) -> tuple[str, Token]:
        """What would be noted, or why it cannot be."""
        fault = draft.fault
        if fault:
            ink = Token.BAD_T if fault in _FAULTS else Token.T3
            return self._wording.word(f"wishes.fault_{fault}"), ink
        words = self._wording.text(draft.words)
        return self._wording.word("wishes.will_note", words=words), Token.T1

    def of_line(self, line: Line) -> QWidget:
        return self._lines[line]


class _FormLine(QWidget):
    """A label and what can be chosen, or a time and the keys that move it."""

    changed = Signal(object)  # Draft -> Draft

    def __init__(self, line: Line, wording: Wording) -> None:
        super().__init__()
        self.line = line
        self._wording = wording
        self._label = wording.word(f"wishes.{line.name.lower()}")
        self._draft, self._active = Draft(), False
        self._name()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_draft(self, draft: Draft, *, active: bool) -> None:
        if (draft, active) != (self._draft, self._active):
            self._draft, self._active = draft, active
            self._name()
            self.update()

    def _name(self) -> None:
        on = ", ".join(chip.word for chip in self._chips() if chip.on)
        self.setAccessibleName(f"{self._label}: {on or self._time()[0]}")

    def sizeHint(self) -> QSize:
        at = look()
        return QSize(at.px(320), max(at.px(38), at.tall(Type.BODY, Space.SMALL) + at.px(8)))

    def _chips(self) -> list[_Chip]:
        draft, word = self._draft, self._wording.word
        if self.line is Line.DAYS:
            return [
                _Chip(word(f"wishes.day_{day}"), day in draft.days, str(number))
                for number, day in enumerate(WEEK, start=1)
            ]
        if self.line is Line.PLACE:
            told = self._active or not draft.empty
            return [
                _Chip(word(f"wishes.at_{code or 'any'}"), code == draft.place and told, str(number))
                for number, code in enumerate(PLACE_CODES, start=1)
            ]
        return []

    def _time(self) -> tuple[str, Token]:
        """The time as it stands in its field."""
        draft = self._draft
        if self._active and draft.typed:
            return draft.typed, Token.BAD_T if draft.fault == "no_time" else Token.T1
        at = draft.begins if self.line is Line.FROM else draft.ends
        if at is None:
            return self._wording.word("wishes.any_time"), Token.T3
        return f"{at:%H:%M}", Token.T1

    def _boxes(self) -> list[tuple[QRectF, _Chip]]:
        at = look()
        x, tall = float(at.px(Space.NEAR + _LABEL)), self.height() - at.px(8)
        boxes = []
        for chip in self._chips():
            wide = cap_size(chip.key).width() + at.px(Space.SMALL) + 2 * at.px(Space.NEAR)
            wide += at.metrics(Type.BODY_STRONG).horizontalAdvance(chip.word)
            boxes.append((QRectF(x, at.px(4), wide, tall), chip))
            x += wide + at.px(Space.TINY)
        room = self.width() - at.px(Space.NEAR) - x
        if room < 0 and boxes:  # the padding goes before a word is cut
            less = -room / len(boxes)
            boxes = [
                (QRectF(box.x() - less * n, box.y(), box.width() - less, box.height()), chip)
                for n, (box, chip) in enumerate(boxes)
            ]
        return boxes

    def _arrows(self) -> tuple[QRectF, QRectF, QRectF]:
        """The field of the time, and the caps of Left and Right beside it."""
        at = look()
        field = QRectF(at.px(Space.NEAR + _LABEL), at.px(4), at.px(84), self.height() - at.px(8))
        cap = cap_size("Left")
        top = round((self.height() - cap.height()) / 2)
        back = QRectF(field.right() + at.px(Space.NEAR), top, cap.width(), cap.height())
        return field, back, back.translated(cap.width() + at.px(3), 0)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.rect().contains(event.position().toPoint()):
            self._clicked(event.position())

    def _clicked(self, where: QPointF) -> None:
        line = self.line
        key = next((chip.key for box, chip in self._boxes() if box.contains(where)), "")
        _field, back, on = self._arrows()
        step = -1 if back.contains(where) else 1 if on.contains(where) else 0
        if key:
            self.changed.emit(lambda draft: draft.at_line(line).pressed(key))
        elif step and line in (Line.FROM, Line.UNTIL) and self._active:
            self.changed.emit(lambda draft: draft.at_line(line).moved(step))
        else:
            self.changed.emit(lambda draft: draft.at_line(line))

    def paintEvent(self, _event: QPaintEvent) -> None:
        at = look()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._active:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(at.colour(Token.SEL))
            painter.drawRoundedRect(QRectF(self.rect()), at.px(Radius.FIELD), at.px(Radius.FIELD))
        painter.setFont(at.font(Type.BODY))
        painter.setPen(at.colour(Token.T2))
        label = QRectF(at.px(Space.NEAR), 0, at.px(_LABEL), self.height())
        painter.drawText(label, _LEFT, self._label)
        if self.line in (Line.FROM, Line.UNTIL):
            self._paint_time(painter)
        for box, chip in self._boxes():
            self._paint_chip(painter, box, chip)

    def _paint_time(self, painter: QPainter) -> None:
        at = look()
        field, back, on = self._arrows()
        words, ink = self._time()
        painter.setPen(QPen(at.colour(Token.ACCENT if self._active else Token.EDGE), 1))
        painter.setBrush(at.colour(Token.S1))
        radius = at.px(Radius.FIELD)
        painter.drawRoundedRect(field.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        painter.setFont(at.font(Type.BODY if ink is Token.T3 else Type.BODY_STRONG))
        painter.setPen(at.colour(ink))
        painter.drawText(field, _CENTRE, words)
        if not self._active:
            return
        paint_cap(painter, back, "Left")
        paint_cap(painter, on, "Right")
        left = on.right() + at.px(Space.NEAR)
        painter.setFont(at.font(Type.CAPTION))
        painter.setPen(at.colour(Token.T2))
        room = QRectF(left, 0, self.width() - left - at.px(Space.NEAR), self.height())
        painter.drawText(room, _LEFT, self._wording.word("wishes.or_typed"))

    def _paint_chip(self, painter: QPainter, box: QRectF, chip: _Chip) -> None:
        at = look()
        painter.setPen(QPen(at.colour(Token.ACCENT if chip.on else Token.LINE2), 1))
        painter.setBrush(at.colour(Token.SEL if chip.on else Token.S1))
        radius = at.px(Radius.FIELD)
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        kind = Type.BODY_STRONG if chip.on else Type.BODY
        text = at.metrics(kind).horizontalAdvance(chip.word)
        cap = cap_size(chip.key)
        gap = at.px(Space.SMALL)
        x = box.x() + (box.width() - text) / 2
        if self._active:
            x = box.x() + (box.width() - text - cap.width() - gap) / 2
            top = round(box.center().y() - cap.height() / 2)
            paint_cap(painter, QRectF(round(x), top, cap.width(), cap.height()), chip.key)
            x += cap.width() + gap
        painter.setFont(at.font(kind))
        painter.setPen(at.colour(Token.ACCENT_T if chip.on else Token.T1))
        painter.drawText(QRectF(x, box.y(), text + 2, box.height()), _LEFT, chip.word)
