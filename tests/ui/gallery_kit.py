"""Picture 18: every component of the kit in its states."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLayout, QVBoxLayout, QWidget

from ui.state_shape import Shape
from ui.theme import look
from ui.tokens import Radius, Token, Type
from ui.widgets.button import Button
from ui.widgets.chip import Chip
from ui.widgets.field import Field
from ui.widgets.key_cap import KeyCap
from ui.widgets.label import Label
from ui.widgets.limit_meter import LimitMeter
from ui.widgets.option import Option
from ui.widgets.section_head import SectionHead
from ui.widgets.segmented import Segment, Segmented
from ui.widgets.shape_mark import ShapeMark
from ui.widgets.verdict_banner import VerdictBanner
from ui.wording import Wording

_SWATCHES = (
    Token.S0,
    Token.S1,
    Token.HOVER,
    Token.SEL,
    Token.ACCENT,
    Token.OK,
    Token.WARN,
    Token.BAD,
    Token.SPEC,
    Token.EDGE,
)


class _Swatch(QWidget):
    def __init__(self, token: Token) -> None:
        super().__init__()
        self._token = token

    def sizeHint(self) -> QSize:
        return QSize(46, 26)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(look().colour(Token.LINE2), 1))
        painter.setBrush(look().colour(self._token))
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(box, Radius.FIELD, Radius.FIELD)


class _Ringed(QWidget):
    """A button with the focus ring drawn round it, as FocusRing lays it."""

    def __init__(self, button: Button) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(4, 4, 4, 4)
        row.addWidget(button)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(look().colour(Token.ACCENT), 2))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 9, 9)


def components(wording: Wording) -> QWidget:
    """One half of the picture, in the theme in force."""
    zh = wording.language == "zh"
    sheet = QWidget()
    sheet.setProperty("plane", str(Token.S1))
    column = QVBoxLayout(sheet)
    column.setContentsMargins(24, 18, 24, 18)
    column.setSpacing(7)
    column.addWidget(SectionHead("颜色" if zh else "Colour"))
    column.addLayout(_swatches())
    column.addWidget(SectionHead("按键与按钮" if zh else "Keys and buttons"))
    column.addLayout(_keys())
    column.addLayout(_buttons(zh))
    column.addWidget(SectionHead("标记" if zh else "Flags"))
    column.addLayout(_chips(zh))
    column.addWidget(SectionHead("坐席状态" if zh else "Agent states"))
    column.addLayout(_states(wording))
    column.addLayout(_limits_and_verdicts(zh))
    column.addWidget(
        SectionHead("输入" if zh else "Fields", key="C", key_word="全部" if zh else "All")
    )
    column.addLayout(_fields(zh))
    column.addLayout(_choices(zh))
    column.addStretch(1)
    return sheet


def _row(*widgets: QWidget, gap: int = 8) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(gap)
    for widget in widgets:
        row.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
    row.addStretch(1)
    return row


def _swatches() -> QLayout:
    grid = QGridLayout()
    grid.setSpacing(4)
    grid.setHorizontalSpacing(8)
    for place, token in enumerate(_SWATCHES):
        grid.addWidget(_Swatch(token), 0, place)
        grid.addWidget(Label(str(token), Type.KEY_CAP, Token.T2), 1, place)
    grid.setColumnStretch(len(_SWATCHES), 1)
    return grid


def _keys() -> QLayout:
    caps = [KeyCap(key) for key in ("P", "Enter", "F12", "Space", "Ctrl+K")]
    return _row(*caps, KeyCap("4", alive=False), gap=7)


def _buttons(zh: bool) -> QLayout:
    dial, hold = ("拨打", "保持") if zh else ("Dial", "Hold")
    dead = Button(hold, key="F3")
    dead.setEnabled(False)
    return _row(
        Button(dial, key="Enter", icon="phone", kind="primary"),
        _Ringed(Button(dial, key="Enter", icon="phone", kind="primary")),
        Button(hold, key="F3", icon="pause"),
        _Ringed(Button(hold, key="F3", icon="pause")),
        dead,
        Button("挂断" if zh else "Hang up", key="F12", icon="phone-off", kind="danger"),
    )


def _chips(zh: bool) -> QLayout:
    return _row(
        Chip(Shape.DISPUTE, "有异议" if zh else "Dispute"),
        Chip(Shape.RISK, "曾投诉" if zh else "Complaint"),
        Chip(Shape.VULNERABLE, "需关怀" if zh else "Vulnerable"),
        Chip(Shape.CROSS, "停止联系" if zh else "Stop contact"),
        Chip(Shape.TALK, "已兑现" if zh else "Kept"),
        Chip(Shape.QUIET, "已替换" if zh else "Replaced"),
        gap=6,
    )


def _states(wording: Wording) -> QLayout:
    row = QHBoxLayout()
    row.setSpacing(6)
    states = (
        (Shape.READY, "phase.ready"),
        (Shape.PREVIEW, "phase.preview"),
        (Shape.DIALLING, "phase.dialling"),
        (Shape.TALK, "phase.talking"),
        (Shape.HOLD, "phase.on_hold"),
        (Shape.WRAP_UP, "phase.wrap_up"),
        (Shape.BREAK, "phase.not_ready"),
        (Shape.CROSS, "status_bar.line_lost"),
    )
    for shape, key in states:
        row.addWidget(ShapeMark(shape, wording.word(key), 11), 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(Label(wording.word(key)))
        row.addSpacing(6)
    row.addStretch(1)
    return row


def _limits_and_verdicts(zh: bool) -> QLayout:
    limits = QVBoxLayout()
    limits.setSpacing(5)
    limits.addWidget(SectionHead("限额" if zh else "Limits"))
    full = "已满" if zh else "full"
    effective = "有效通话（此人）" if zh else "Effective calls, person"
    unanswered = "未接次数（本号码）" if zh else "Unanswered, this number"
    texts = "短信（内部上限）" if zh else "SMS (house)"
    shown = ((effective, 0, 3, 0), (unanswered, 4, 6, 0), (texts, 2, 2, 0), (unanswered, 6, 6, 1))
    for label, used, most, blocking in shown:
        meter = LimitMeter()
        meter.show_limit(label, used, most, blocking=bool(blocking), full=full)
        meter.setFixedWidth(310)
        limits.addWidget(meter)
    limits.addStretch(1)
    banners = QVBoxLayout()
    banners.setSpacing(8)
    yes, no = VerdictBanner(small=True), VerdictBanner(small=True)
    if zh:
        yes.show_verdict(True, "可以拨打，至 22:00", "GB/T 45251 5.3 · 规则包 中国 2026.3")
        no.show_verdict(False, "间隔未满 60 分，11:02 可拨", "内部规则 · 其他号码可拨")
    else:
        yes.show_verdict(True, "Allowed, until 22:00", "GB/T 45251 5.3 · pack CN 2026.3")
        sentence = "Last try under 60 min ago, allowed 11:02"
        no.show_verdict(False, sentence, "House rule · another number is allowed")
    banners.addWidget(yes)
    banners.addWidget(no)
    banners.addStretch(1)
    row = QHBoxLayout()
    row.setSpacing(24)
    row.addLayout(limits)
    row.addLayout(banners, 1)
    return row


def _fields(zh: bool) -> QLayout:
    row = QHBoxLayout()
    row.setSpacing(10)
    for text, fault in (("800.00", ""), ("800.00", ""), ("9,800.00", "x")):
        field = Field()
        field.edit.setText(text)
        if fault:
            field.show_fault("高于余额 3,260.50" if zh else "Above the balance 3,260.50")
        row.addWidget(field, 1, Qt.AlignmentFlag.AlignTop)
    return row


def _choices(zh: bool) -> QLayout:
    column = QVBoxLayout()
    column.setSpacing(8)
    options = [
        Option("¥ 800.00", "刚才商定" if zh else "as agreed"),
        Option("¥ 1,086.20", "最低应还" if zh else "minimum due"),
        Option("网点" if zh else "Branch"),
    ]
    options[0].setChecked(True)
    column.addLayout(_row(*options))
    levels = Segmented()
    words = ("本人", "第三方", "错号", "未接通")
    if not zh:
        words = ("Right party", "Third party", "Wrong party", "No contact")
    codes = ("RPC", "TPC", "WPC", "NC")
    segments = [
        Segment(code, word, str(place + 1))
        for place, (code, word) in enumerate(zip(codes, words, strict=True))
    ]
    levels.show_segments(segments, "RPC")
    levels.setFixedWidth(334)
    column.addWidget(levels)
    return column
