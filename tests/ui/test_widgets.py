"""The kit: names for those who listen, sizes that follow the text, secrets that are not there, and
a repaint only where something changed."""

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from ui.state_shape import COLOUR, OF_MARK, OF_PHASE, Shape, Thread
from ui.theme import Look, put_on
from ui.tokens import Token, Type
from ui.widgets.button import Button
from ui.widgets.chip import Chip
from ui.widgets.field import Field
from ui.widgets.focus_ring import FocusRing
from ui.widgets.key_cap import KeyCap, KeyHint, cap_text
from ui.widgets.label import ElidedLabel
from ui.widgets.level_meters import LevelMeters
from ui.widgets.limit_meter import LimitMeter
from ui.widgets.option import Option
from ui.widgets.rule_row import RuleRow, RuleSeen
from ui.widgets.secret import DOTS, Secret
from ui.widgets.section_head import SectionHead
from ui.widgets.segmented import Segment, Segmented
from ui.widgets.shape_mark import ShapeMark
from ui.widgets.state_thread import StateThread
from ui.widgets.sureness import SureSeen
from ui.widgets.verdict_banner import VerdictBanner


class Paints(QObject):
    """Counts the repaints of a widget."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.count = 0
        widget.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Paint:
            self.count += 1
        return False


def shown(qtbot: QtBot, widget: QWidget, width: int = 320) -> QWidget:
    qtbot.addWidget(widget)
    widget.resize(width, widget.sizeHint().height())
    widget.show()
    qtbot.waitExposed(widget)
    return widget


def settled(qtbot: QtBot, paints: Paints) -> int:
    """How often it was painted once every event is done."""
    qtbot.wait(20)
    return paints.count


def test_a_button_is_named_by_its_word_and_described_by_its_key(light: Look, qtbot: QtBot) -> None:
    button = Button("挂断", key="F12", icon="phone-off", kind="danger")
    qtbot.addWidget(button)
    assert button.accessibleName() == "挂断"
    assert button.accessibleDescription() == "F12"
    with qtbot.waitSignal(button.clicked, timeout=1000):
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_a_short_button_keeps_its_name_and_says_it_under_the_pointer(
    light: Look, qtbot: QtBot
) -> None:
    button = Button("静音", key="F2", icon="mic-off", height=34)
    qtbot.addWidget(button)
    whole = button.sizeHint().width()
    button.show_short(True)
    assert button.sizeHint().width() < whole
    assert (button.accessibleName(), button.toolTip()) == ("静音", "静音")
    bare = Button("示忙", key="F9")
    qtbot.addWidget(bare)
    width = bare.sizeHint().width()
    bare.show_short(True)
    assert bare.sizeHint().width() == width


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
def test_targets_are_large_enough_and_grow_with_the_text(
    qapp: QApplication, qtbot: QtBot, scale: float
) -> None:
    at = put_on(qapp, "light", scale)
    row = Button("记录", key="Enter")
    in_call = Button("保持", key="F3", icon="pause", height=34)
    option = Option("¥ 800.00", "刚才商定")
    for widget in (row, in_call, option):
        qtbot.addWidget(widget)
        text = at.metrics(Type.BODY).height()
        assert widget.sizeHint().height() >= max(24 * scale, text)
    assert in_call.sizeHint().height() >= round(34 * scale)


def test_the_sizes_at_100_percent_are_those_of_the_design(light: Look, qtbot: QtBot) -> None:
    button, cap = Button("拨打", key="Enter", icon="phone", kind="primary"), KeyCap("P")
    for widget in (button, cap):
        qtbot.addWidget(widget)
    assert button.sizeHint().height() == 32
    assert abs(button.sizeHint().width() - 112) <= 3
    assert (cap.sizeHint().width(), cap.sizeHint().height()) == (20, 20)


def test_caps_show_keys_as_they_stand_on_the_board(light: Look, qtbot: QtBot) -> None:
    assert cap_text("Ctrl+K") == "Ctrl K"
    assert cap_text("Up") == "↑"
    assert cap_text("+") == "+"
    cap = KeyCap("")
    qtbot.addWidget(cap)
    assert cap.isHidden()
    cap.show_key("F1")
    assert not cap.isHidden()


def test_caps_are_not_read_aloud(light: Look, qtbot: QtBot) -> None:
    hint = KeyHint("Space", "下一句")
    qtbot.addWidget(hint)
    assert hint.accessibleName() == "下一句"
    assert hint.cap.accessibleName() == ""


def test_a_closed_secret_holds_nothing_of_the_figure(light: Look, qtbot: QtBot) -> None:
    secret = Secret("核身后显示", Type.FIGURE)
    qtbot.addWidget(secret)
    tall = secret.sizeHint().height()
    secret.show_secret("3,260.50")
    assert (secret.text(), secret.accessibleName()) == ("3,260.50", "3,260.50")
    assert secret.sizeHint().height() == tall
    secret.show_secret(None)
    everything = (secret.text(), secret.accessibleName(), secret.toolTip(), secret.whatsThis())
    assert everything == (DOTS, "核身后显示", "", "")


def test_a_meter_says_its_count_and_when_it_is_full(light: Look, qtbot: QtBot) -> None:
    meter = LimitMeter()
    qtbot.addWidget(meter)
    meter.show_limit("有效通话（此人）", 1, 3, full="已满")
    assert meter.accessibleName() == "有效通话（此人）: 1/3"
    meter.show_limit("有效通话（此人）", 3, 3, full="已满")
    assert meter.accessibleName() == "有效通话（此人）: 3/3, 已满"


def test_a_meter_turns_to_bad_only_where_it_blocks(light: Look, qtbot: QtBot) -> None:
    inks = {}
    for blocking in (False, True):
        meter = LimitMeter()
        meter.show_limit("短信", 2, 2, blocking=blocking, full="已满")
        shown(qtbot, meter)
        picture = meter.grab().toImage()
        inks[blocking] = {
            picture.pixelColor(x, picture.height() // 2).name().upper()
            for x in range(picture.width())
        }
    assert light.colours[Token.WARN] in inks[False]
    assert light.colours[Token.BAD] in inks[True]
    assert light.colours[Token.BAD] not in inks[False]


def test_the_same_value_paints_nothing_again(light: Look, qtbot: QtBot) -> None:
    meter, thread, levels = LimitMeter(), StateThread(), LevelMeters("音量")
    meter.show_limit("有效通话", 1, 3)
    thread.show_thread(Thread.WRAP_UP, 0.5)
    levels.show_levels(0.5, 0.25)
    for widget in (meter, thread, levels):
        shown(qtbot, widget)
    qtbot.wait(20)
    counts = [Paints(widget) for widget in (meter, thread, levels)]
    meter.show_limit("有效通话", 1, 3)
    thread.show_thread(Thread.WRAP_UP, 0.5)
    levels.show_levels(0.51, 0.26)
    assert [settled(qtbot, paints) for paints in counts] == [0, 0, 0]
    meter.show_limit("有效通话", 2, 3)
    thread.show_thread(Thread.WRAP_UP, 0.4)
    levels.show_levels(0.9, 0.26)
    assert [settled(qtbot, paints) for paints in counts] == [1, 1, 1]


def test_segments_tell_only_what_the_agent_picked(light: Look, qtbot: QtBot) -> None:
    levels = Segmented()
    told: list[str] = []
    levels.chosen.connect(told.append)
    segments = [Segment("RPC", "本人", "1"), Segment("TPC", "第三方", "2")]
    levels.show_segments(segments, "RPC")
    shown(qtbot, levels)
    levels.show_segments(segments, "TPC")
    assert told == []
    first = levels.findChildren(QWidget)[0]
    assert first.accessibleName() == "本人"
    QTest.mouseClick(first, Qt.MouseButton.LeftButton)
    assert told == ["RPC"]


@pytest.mark.parametrize(("width", "caps"), [(420, True), (300, False)])
def test_segments_show_all_their_caps_or_none(
    light: Look, qtbot: QtBot, width: int, caps: bool
) -> None:
    levels = Segmented()
    words = ("Right party", "Third party", "Wrong party", "No contact")
    segments = [Segment(word, word, str(place)) for place, word in enumerate(words, 1)]
    levels.show_segments(segments, "Third party")
    shown(qtbot, levels, width)
    bare = Segmented()
    bare.show_segments([Segment(word, word) for word in words], "Third party")
    shown(qtbot, bare, width)
    assert (levels.grab().toImage() != bare.grab().toImage()) is caps
    assert all(child.width() > 40 for child in levels.findChildren(QWidget))


def test_an_option_says_its_value_and_why_it_is_offered(light: Look, qtbot: QtBot) -> None:
    option = Option("¥ 800.00", "刚才商定")
    qtbot.addWidget(option)
    plain = option.sizeHint().width()
    option.show_option("¥ 800.00", "刚才商定", chosen=True)
    assert option.accessibleName() == "¥ 800.00 刚才商定"
    assert option.isChecked()
    assert option.sizeHint().width() > plain


def test_an_elided_label_keeps_the_whole_text_for_those_who_ask(light: Look, qtbot: QtBot) -> None:
    label = ElidedLabel("本人手机 138****5678 · 上海浦东新区")
    shown(qtbot, label, 60)
    assert label.toolTip() == label.accessibleName() == "本人手机 138****5678 · 上海浦东新区"
    label.resize(600, label.height())
    assert label.toolTip() == ""


def test_a_verdict_is_told_in_words_shape_and_tint(light: Look, qtbot: QtBot) -> None:
    banner = VerdictBanner()
    shown(qtbot, banner, 600)
    banner.show_verdict(False, "22:00 后不得催收", "GB/T 45251-2025 5.3")
    assert banner.accessibleName() == "22:00 后不得催收"
    assert banner.accessibleDescription() == "GB/T 45251-2025 5.3"
    assert banner.property("plane") == "badBg"
    banner.show_verdict(True, "可以拨打，至 22:00", "")
    assert banner.property("plane") == "okBg"


def test_chips_and_heads_are_named(light: Look, qtbot: QtBot) -> None:
    chip, head = (
        Chip(Shape.DISPUTE, "有异议 1"),
        SectionHead("最近三次联系", key="C", key_word="全部"),
    )
    for widget in (chip, head):
        qtbot.addWidget(widget)
    assert chip.accessibleName() == "有异议 1"
    assert head.accessibleName() == "最近三次联系"
    before = chip.sizeHint().width()
    chip.show_chip(Shape.DISPUTE, "有异议 12")
    assert chip.sizeHint().width() > before


def test_return_in_a_field_goes_no_further(light: Look, qtbot: QtBot) -> None:
    field = Field("您的称呼")
    shown(qtbot, field)
    assert field.edit.accessibleName() == "您的称呼"
    field.edit.setText("李明")
    with qtbot.waitSignal(field.committed, timeout=1000) as told:
        QTest.keyClick(field.edit, Qt.Key.Key_Return)
    assert told.args == ["李明"]


def test_a_fault_stands_under_the_field(light: Look, qtbot: QtBot) -> None:
    field = Field("金额")
    shown(qtbot, field)
    plain = field.sizeHint().height()
    field.show_fault("高于余额")
    assert field.edit.property("fault") is True
    assert field.edit.accessibleDescription() == "高于余额"
    assert field.sizeHint().height() > plain
    field.show_fault("")
    assert field.edit.property("fault") is False
    assert field.edit.actions() == []


def test_the_ring_goes_where_the_focus_goes(qapp: QApplication, light: Look, qtbot: QtBot) -> None:
    window = QWidget()
    row = QHBoxLayout(window)
    row.setContentsMargins(20, 20, 20, 20)
    button, edit = Button("保持", key="F3"), QLineEdit()
    edit.setProperty("quiet_focus", True)
    row.addWidget(button)
    row.addWidget(edit)
    ring = FocusRing(qapp, window)
    shown(qtbot, window, 400)
    window.activateWindow()
    button.setFocus()
    qtbot.waitUntil(ring.isVisible, timeout=1000)
    assert ring.geometry() == button.geometry().adjusted(-4, -4, 4, 4)
    edit.setFocus()
    qtbot.waitUntil(ring.isHidden, timeout=1000)


def test_every_phase_and_mark_has_a_shape_and_every_shape_a_colour() -> None:
    assert set(COLOUR) == set(Shape)
    assert set(OF_PHASE.values()) | set(OF_MARK.values()) <= set(Shape)


def test_shapes_differ_in_form_not_only_in_colour(light: Look, qtbot: QtBot) -> None:
    """States of one row of the screen are told apart in black and white."""
    seen = {}
    for shape in set(OF_PHASE.values()):
        mark = ShapeMark(shape, "x", 24)
        qtbot.addWidget(mark)
        mark.resize(mark.sizeHint())
        picture = mark.grab().toImage()
        ground = light.colour(Token.S0)
        seen[shape] = tuple(
            picture.pixelColor(x, y) != ground for x in range(24) for y in range(24)
        )
    assert len(set(seen.values())) == len(seen)


def test_a_finding_that_does_not_fit_takes_a_second_line(light: Look, qtbot: QtBot) -> None:
    row = RuleRow()
    qtbot.addWidget(row)
    ends = (160, 102)
    read = SureSeen(Shape.TALK, "text read", unconfirmed=False)
    row.show_rule(RuleSeen(True, "Hours", "Inside lawful hours", "CBA 2026", "—", read), ends)
    one = row.heightForWidth(642)
    why = "This number is known to be another person's or dead and is not used"
    row.show_rule(RuleSeen(False, "Whose number", why, "PIPL 6, 8", "—", read), ends)
    assert row.heightForWidth(642) > row.heightForWidth(1400) >= one
