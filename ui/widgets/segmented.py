"""A row of segments of which one holds: the party level of an outcome, or the pane shown at 200 %
text. To a screen reader they are radio buttons."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QRadioButton, QSizePolicy, QWidget

from ui.theme import look
from ui.tokens import Radius, Space, Token, Type
from ui.widgets.key_cap import cap_size, paint_cap


@dataclass(frozen=True, slots=True)
class Segment:
    """One choice; `key` is shown only where it chooses now."""

    code: str
    word: str
    key: str = ""


class Segmented(QWidget):
    """Tells `chosen` the code when the agent picks one; showing one tells nothing."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._segments: tuple[Segment, ...] = ()
        self._buttons: list[_SegmentButton] = []
        self._group = QButtonGroup(self)
        self._row = QHBoxLayout(self)
        by = look().px(Space.HAIR)
        self._row.setContentsMargins(by, by, by, by)
        self._row.setSpacing(0)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_segments(self, segments: Sequence[Segment], chosen: str) -> None:
        if tuple(segment.code for segment in segments) != tuple(s.code for s in self._segments):
            self._rebuild(segments)
        self._segments = tuple(segments)
        for button, segment in zip(self._buttons, segments, strict=True):
            button.show_segment(segment, chosen=segment.code == chosen)
        self._share_room()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_room()

    def _share_room(self) -> None:
        """Equal widths where they fit, else by content; caps on all segments or on none."""
        margins = self._row.contentsMargins()
        room = self.width() - margins.left() - margins.right()
        slack = look().px(Space.SMALL)  # of each segment's padding, which may go first
        wants = [button.sizeHint().width() - slack for button in self._buttons]
        capped = sum(wants) <= room
        if not capped:
            wants = [button.minimumSizeHint().width() for button in self._buttons]
        equal = bool(wants) and max(wants) * len(wants) <= room
        for place, button in enumerate(self._buttons):
            self._row.setStretch(place, 1 if equal else wants[place])
            button.show_cap(capped)

    def _rebuild(self, segments: Sequence[Segment]) -> None:
        for old in self._buttons:
            self._group.removeButton(old)
            self._row.removeWidget(old)
            old.deleteLater()
        self._buttons = []
        for segment in segments:
            button = _SegmentButton(segment)
            button.clicked.connect(self._told)
            self._group.addButton(button)
            self._row.addWidget(button, 1)
            self._buttons.append(button)

    def _told(self) -> None:
        button = self.sender()
        if isinstance(button, _SegmentButton):
            self.chosen.emit(button.segment.code)

    def paintEvent(self, _event: QPaintEvent) -> None:
        at = look()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(at.colour(Token.HOVER))
        radius = at.px(Radius.FIELD) + 1
        painter.drawRoundedRect(QRectF(self.rect()), radius, radius)


class _SegmentButton(QRadioButton):
    def __init__(self, segment: Segment) -> None:
        super().__init__()
        self.segment = segment
        self._capped = True
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(segment.word)
        self.setAccessibleDescription(segment.key)

    def show_segment(self, segment: Segment, *, chosen: bool) -> None:
        if segment != self.segment:
            self.segment = segment
            self.setAccessibleName(segment.word)
            self.setAccessibleDescription(segment.key)
            self.updateGeometry()
            self.update()
        self.setChecked(chosen)

    def show_cap(self, capped: bool) -> None:
        if capped != self._capped:
            self._capped = capped
            self.update()

    def hitButton(self, _at: object) -> bool:
        return True

    def sizeHint(self) -> QSize:
        at = look()
        wide = at.metrics(Type.CAPTION_STRONG).horizontalAdvance(self.segment.word)
        if self.segment.key:
            wide += cap_size(self.segment.key).width() + at.px(Space.SMALL)
        return QSize(wide + 2 * at.px(Space.SMALL), max(at.px(28), at.tall(Type.BODY, 6)))

    def minimumSizeHint(self) -> QSize:
        """Its word alone: where segments are narrow the caps give way first."""
        at = look()
        wide = at.metrics(Type.CAPTION_STRONG).horizontalAdvance(self.segment.word)
        return QSize(wide + at.px(Space.TINY), self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        at = look()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        kind = Type.CAPTION
        if self.isChecked():
            kind = Type.CAPTION_STRONG
            radius = at.px(Radius.CHIP)
            painter.setPen(QPen(at.colour(Token.LINE2), 1))
            painter.setBrush(at.colour(Token.S2))
            painter.drawRoundedRect(
                QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius
            )
        text = at.metrics(kind).horizontalAdvance(self.segment.word)
        cap = cap_size(self.segment.key) if self.segment.key else QSize(0, 0)
        gap = at.px(Space.SMALL)
        capped = bool(self.segment.key) and self._capped
        if not capped:
            cap, gap = QSize(0, 0), 0
        x = max(0.0, (self.width() - text - cap.width() - gap) / 2)
        if capped:
            box = QRectF(
                round(x), round((self.height() - cap.height()) / 2), cap.width(), cap.height()
            )
            paint_cap(painter, box, self.segment.key, raised=self.isChecked())
            x += cap.width() + gap
        painter.setFont(at.font(kind))
        painter.setPen(at.colour(Token.T1 if self.isChecked() else Token.T2))
        painter.drawText(
            QRectF(x, 0, self.width() - x, self.height()),
            Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft,
            self.segment.word,
        )
