"""The parts of the callscript pane: the rail of steps, a row for a line that was said or is to
come, the band of the current line, and the box of an identity factor."""

from html import escape

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QLabel, QSizePolicy, QWidget

from desk_client.services.call_parts import Span
from ui import shapes
from ui.icons import icon
from ui.script.presenter import FactorSeen
from ui.section import across
from ui.state_shape import Shape
from ui.theme import look, mark
from ui.tokens import Radius, Space, Token, Type
from ui.widgets.key_cap import KeyCap, cap_size, paint_cap
from ui.widgets.label import Label
from ui.widgets.shape_mark import ShapeMark

_GUTTER = 114  # where the text column begins
_TEXT_MAX = 760
_MOST = 1000  # the text takes the room up to its most, what is over goes to the right
_BAND = 64
_BAR = 4
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft


def _shape_of(name: str) -> Shape:
    return Shape.TALK if name == "said" else Shape.CALLBACK


class ScriptRow(QWidget):
    """Time and mark in the gutter, the words in the text column."""

    def __init__(self, kind: Type, ink: Token) -> None:
        super().__init__()
        at = look()
        row = QHBoxLayout(self)
        row.setContentsMargins(at.px(Space.READING), at.px(3), at.px(Space.READING), at.px(3))
        row.setSpacing(0)
        self._gutter = QWidget()
        gutter = across(self._gutter, gap=0)
        self._gutter.setFixedWidth(at.px(_GUTTER - Space.READING))
        self._time = Label("", Type.CAPTION, Token.T3)
        self._mark = ShapeMark(Shape.TALK, "", 9)
        gutter.addWidget(self._time)
        gutter.addStretch(1)
        gutter.addWidget(self._mark)
        gutter.addSpacing(at.px(Space.STEP))
        self._text = Label("", kind, ink, wrap=True)
        self._text.setMaximumWidth(at.px(_TEXT_MAX))
        row.addWidget(self._gutter)
        row.addWidget(self._text, _MOST)
        row.addStretch(1)

    @property
    def plain(self) -> str:
        return self._text.text()

    def show_line(
        self, text: str, name: str, at: str, *, word: str = "", ink: Token | None = None
    ) -> None:
        """`name` "" for no mark, else "said" or "to_say"; `word` says it aloud."""
        self._text.show_text(text, ink)
        self._time.show_text(at)
        self._mark.setVisible(bool(name))
        if name:
            self._mark.show_shape(_shape_of(name), word)


class CurrentBand(QWidget):
    """The line to be said now. A long line wraps and the band grows downward."""

    def __init__(self) -> None:
        super().__init__()
        at = look()
        mark(self, plane=str(Token.SEL))
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.setMinimumHeight(max(at.px(_BAND), at.tall(Type.SCRIPT_NOW, Space.STEP)))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, at.px(Space.STEP), at.px(18), at.px(Space.STEP))
        row.setSpacing(0)
        self._gutter = QWidget()
        gutter = across(self._gutter, gap=0)
        self._gutter.setFixedWidth(at.px(_GUTTER))
        self._mark = ShapeMark(Shape.CALLBACK, "", 9)
        gutter.addStretch(1)
        gutter.addWidget(self._mark)
        gutter.addSpacing(at.px(Space.STEP))
        self._text = QLabel()
        self._text.setTextFormat(Qt.TextFormat.RichText)
        self._text.setWordWrap(True)
        self._text.setProperty("type", str(Type.SCRIPT_NOW))
        self._text.setProperty("ink", str(Token.T1))
        self._text.setMaximumWidth(at.px(_TEXT_MAX))
        self._cap = KeyCap("")
        row.addWidget(self._gutter)
        row.addWidget(self._text, _MOST)
        row.addStretch(1)
        row.addSpacing(at.px(Space.NEAR))
        row.addWidget(self._cap)

    def show_line(self, spans: tuple[Span, ...], name: str, key: str, *, word: str = "") -> None:
        """The words with their weight; `key` is the cap that says the line, "" where none does."""
        rich = "".join(
            f"<b>{escape(span.text)}</b>" if span.strong else escape(span.text) for span in spans
        )
        if rich != self._text.text():
            self._text.setText(rich)
            self._text.setAccessibleName("".join(span.text for span in spans))
        self._mark.setVisible(bool(name))
        if name:
            self._mark.show_shape(_shape_of(name), word)
        self._cap.show_key(key)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        at = look()
        painter = QPainter(self)
        painter.fillRect(self.rect(), at.colour(Token.SEL))
        painter.fillRect(0, 0, at.px(_BAR), self.height(), at.colour(Token.ACCENT))


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
        shapes.paint(painter, _shape_of("said" if self._done else "to_say"), box)
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
