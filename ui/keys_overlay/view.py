"""F1: the whole keyboard with what each key does now, over the panes and under the call bar. It
takes no focus and no clicks of the call; Esc or F1 closes it."""

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from ui.keys import KeyRow
from ui.keys_overlay.presenter import KeySeen, KeysSeen, RowSeen
from ui.theme import look
from ui.tokens import Radius, Space, Token, Type
from ui.widgets.key_cap import cap_size, paint_cap
from ui.widgets.raised import draw_veil
from ui.wording import Wording

_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
_SHEET = (1296, 536)  # width and height at 100 %
_UNDER = 104  # top bar, call bar, thread
_KEY, _GAP, _TALL = 75, 6, 62
_LABELS = 162
_INDENT = (0, 28, 49, 69, 106, 260)
_WIDE = {"Enter": 131, "Space": 480, "F12": 99}
_TINTS = {
    KeyRow.PHONE: (Token.BAD_BG, Token.BAD_T),
    KeyRow.SCRIPT: (Token.SEL, Token.ACCENT_T),
    KeyRow.ONWARD: (Token.SEL, Token.ACCENT_T),
    KeyRow.OUTCOME: (Token.OK_BG, Token.OK_T),
    KeyRow.DESK: (Token.HOVER, Token.T1),
}
_FILLS = {KeyRow.ACCEPT: (Token.ACCENT, Token.ON_ACCENT)}


class KeysOverlay(QWidget):
    """Covers the panes of `window` with a dimmed ground and the sheet."""

    def __init__(self, window: QWidget, wording: Wording) -> None:
        super().__init__(window)
        self._window = window
        self._wording = wording
        self._seen: KeysSeen | None = None
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        window.installEventFilter(self)
        self.hide()

    def open(self) -> None:
        self._lay()
        self.show()
        self.raise_()

    def show_keys(self, seen: KeysSeen) -> None:
        if seen == self._seen:
            return
        self._seen = seen
        living = [f"{key.key} {key.word}" for row in seen.rows for key in row.keys if key.word]
        self.setAccessibleName(f"{seen.title}: {', '.join(living)}")
        self.update()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize and self.isVisible():
            self._lay()
        return False

    def _lay(self) -> None:
        top = look().px(_UNDER)
        self.setGeometry(0, top, self._window.width(), self._window.height() - top)

    def paintEvent(self, _event: QPaintEvent) -> None:
        seen = self._seen
        if seen is None:
            return
        at = look()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_veil(painter, self.rect())
        wide, tall = at.px(_SHEET[0]), at.px(_SHEET[1])
        scale = min(1.0, (self.width() - 24) / wide, (self.height() - 24) / tall)
        painter.translate(
            (self.width() - wide * scale) / 2, min(at.px(24), self.height() - tall * scale)
        )
        painter.scale(scale, scale)
        sheet = QRectF(0, 0, wide, tall)
        painter.setPen(QPen(at.colour(Token.LINE2), 1))
        painter.setBrush(at.colour(Token.S2))
        painter.drawRoundedRect(sheet, at.px(Radius.PALETTE), at.px(Radius.PALETTE))
        self._paint_head(painter, sheet, seen)
        y = float(at.px(59))
        for number, row in enumerate(seen.rows):
            self._paint_row(painter, row, number, y)
            y += at.px(_TALL + (17 if number == 0 else 7))
        painter.setFont(at.font(Type.CAPTION))
        painter.setPen(at.colour(Token.T2))
        foot = sheet.adjusted(at.px(26), tall - at.px(46), -at.px(26), -at.px(14))
        painter.drawText(foot, _LEFT, seen.foot)
        _paint_hints(painter, foot, seen.pages)

    def _paint_head(self, painter: QPainter, sheet: QRectF, seen: KeysSeen) -> None:
        at = look()
        line = QRectF(at.px(26), at.px(14), sheet.width() - at.px(48), at.px(34))
        painter.setFont(at.font(Type.TITLE))
        painter.setPen(at.colour(Token.T1))
        painter.drawText(line, _LEFT, seen.title)
        x = at.metrics(Type.TITLE).horizontalAdvance(seen.title) + at.px(11)
        painter.setFont(at.font(Type.BODY))
        painter.setPen(at.colour(Token.T2))
        painter.drawText(line.adjusted(x, 0, 0, 0), _LEFT, seen.where)
        _paint_hints(painter, line, seen.more)

    def _paint_row(self, painter: QPainter, row: RowSeen, number: int, y: float) -> None:
        at = look()
        left = at.px(28)
        tall = at.px(_TALL)
        inks = {KeyRow.DESK: Token.T1, **{of: ink for of, (_, ink) in _TINTS.items()}}
        if row.title:
            title = QRectF(left, y + at.px(16), at.px(_LABELS), at.px(20))
            painter.setFont(at.font(Type.ROW_STRONG))
            painter.setPen(at.colour(inks.get(row.meaning, Token.T1)))
            painter.drawText(title, _LEFT, row.title)
            painter.setFont(at.font(Type.CAPTION))
            painter.setPen(at.colour(Token.T2))
            detail = title.adjusted(0, at.px(17), at.px(_INDENT[number]), at.px(30))
            painter.drawText(
                detail, Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap, row.detail
            )
        x = float(at.px(28 + _LABELS + _INDENT[number]))
        for key in row.keys:
            wide = at.px(_WIDE.get(key.key, _KEY))
            meaning = KeyRow.PHONE if row.meaning is KeyRow.PHONE else key.row
            _paint_key(painter, QRectF(x, y, wide, tall), key, meaning)
            x += wide + at.px(_GAP)


def _paint_hints(painter: QPainter, room: QRectF, hints: tuple[tuple[str, str], ...]) -> None:
    """Caps with their words, the last one at the right end."""
    at, line = look(), QRectF(room)
    painter.setFont(at.font(Type.CAPTION))
    painter.setPen(at.colour(Token.T2))
    for key, word in reversed(hints):
        painter.drawText(line, _RIGHT, word)
        wide = at.metrics(Type.CAPTION).horizontalAdvance(word)
        cap = cap_size(key)
        left = line.right() - wide - at.px(Space.NEAR) - cap.width()
        box = QRectF(left, line.center().y() - cap.height() / 2, cap.width(), cap.height())
        paint_cap(painter, box, key)
        line.setRight(left - at.px(Space.SIDE))


def _paint_key(painter: QPainter, box: QRectF, key: KeySeen, meaning: KeyRow) -> None:
    at = look()
    radius = at.px(Radius.OPTION)
    inner = box.adjusted(at.px(9), at.px(6), -at.px(6), -at.px(7))
    fill, ink = _TINTS.get(meaning, _TINTS[KeyRow.DESK])
    strong = ink if key.word else Token.T3
    if key.danger:
        fill, ink, strong = Token.BAD, Token.ON_BAD, Token.ON_BAD
    elif meaning in _FILLS:
        fill, ink = _FILLS[meaning]
        strong = ink
    elif key.word:
        strong = Token.T1
    painter.setPen(QPen(at.colour(Token.LINE2 if key.word else Token.LINE), 1))
    painter.setBrush(at.colour(fill) if key.word else Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
    painter.setFont(at.font(Type.ROW_STRONG))
    painter.setPen(at.colour(strong))
    painter.drawText(inner, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft, key.key)
    if not key.word:
        return
    painter.setFont(at.font(Type.CHIP))
    painter.setPen(at.colour(ink))
    painter.drawText(
        inner.adjusted(0, at.px(17), 0, 0),
        Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap,
        _two_lines(key.word, inner.width()),
    )


def _two_lines(word: str, wide: float) -> str:
    """A word that may wrap once; longer is cut."""
    metrics = look().metrics(Type.CHIP)
    return metrics.elidedText(word, Qt.TextElideMode.ElideRight, int(wide * 1.9))
