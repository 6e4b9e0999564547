"""The wishes in a real window: opened by one key, worked by digits and arrows, and what they ask of
the desk; what is shut without a verified identity; the quiet line in preview and card."""

from dataclasses import replace
from datetime import time

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from desk_client.services import intents
from desk_client.services import wish_intents as asks
from desk_client.services.desk_state import DeskState, Phase
from desk_client.services.risk_flags import FLAGS
from desk_client.services.wish_parts import InconvenientRow
from desk_client.text import Language, Text
from tests.ui.desk_fixture import Hand, hand, make_hand
from tests.ui.sample_states import scene
from tests.ui.sample_wishes import ON_RECORD, on_record, sheet
from ui.key_intents import living_keys
from ui.keys import Act, KeyMap
from ui.keys_overlay.presenter import keys_seen
from ui.theme import look, put_on
from ui.tokens import Token
from ui.widgets.chip import Chip
from ui.wishes.line import WishLine
from ui.wishes.presenter import WishesSeen, wishes_seen
from ui.wishes.rows import ConsentRow, NamedRow
from ui.wording import Wording

__all__ = ["hand"]

ZH, EN, KEYS = Wording("zh"), Wording("en"), KeyMap()
_CTRL = Qt.KeyboardModifier.ControlModifier
K = Qt.Key


def seen(state: DeskState, wording: Wording = ZH) -> WishesSeen:
    made = wishes_seen(state, wording, KEYS)
    assert made is not None
    return made


def press(hand: Hand, *keys: Qt.Key) -> list[object]:
    """All that the window asked while these were pressed."""
    before = len(hand.made)
    for key in keys:
        hand.press(key)
    return hand.made[before:]


def named(hand: Hand) -> list[str]:
    rows = hand.window.wishes.findChildren(NamedRow)
    return [row.accessibleName() for row in rows if row.isVisible()]


def lines(widget: QWidget) -> list[str]:
    shown = [line for line in widget.findChildren(WishLine) if line.isVisible()]
    return [label.text() for line in shown for label in line.findChildren(QLabel)]


@pytest.mark.parametrize(
    "name", ["03-preview", "05-live-unverified", "06-live-verified", "07-wrap-up", "08-refused"]
)
def test_one_key_opens_it_wherever_a_case_is_in_hand(hand: Hand, name: str) -> None:
    hand.show(scene(name))
    assert hand.press(K.Key_B, _CTRL) == [asks.OpenWishes()]
    hand.show(sheet("zh", name))
    assert hand.window.wishes.isVisible()
    assert hand.press(K.Key_B, _CTRL) == [asks.CloseWishes()]
    hand.show(on_record(name))
    assert not hand.window.wishes.isVisible()


def test_without_a_case_the_key_is_neither_alive_nor_shown(hand: Hand) -> None:
    state = scene("02-ready")
    hand.show(state)
    assert hand.press(K.Key_B, _CTRL) == []
    assert "Ctrl+B" not in living_keys(KEYS, state)
    assert ("Ctrl+B", "意愿") not in keys_seen(state, ZH, KEYS).pages


def test_all_keys_list_it_and_the_preview_shows_it(hand: Hand) -> None:
    state = scene("03-preview")
    assert ("Ctrl+B", "意愿") in keys_seen(state, ZH, KEYS).pages
    assert ("Ctrl+B", "Wishes") in keys_seen(scene("06-live-verified"), EN, KEYS).pages
    assert {KEYS.cap(Act.WISHES, phase) for phase in Phase} == {"", "Ctrl+B"}
    hand.show(state)
    foot = [label.text() for label in hand.window.preview.findChildren(QLabel)]
    assert "意愿" in foot


def test_it_opens_out_of_a_note_that_is_being_written_and_its_digits_are_its_own(
    hand: Hand,
) -> None:
    hand.show(scene("06-live-verified"))
    hand.press(K.Key_N)
    assert hand.window.focusWidget() is hand.window.outcome.note.edit
    assert asks.OpenWishes() in hand.press(K.Key_B, _CTRL)
    hand.show(sheet("zh", "06-live-verified", verified=True))
    assert press(hand, K.Key_2) == [asks.ToggleConsent("email")]


def test_each_consent_says_since_when_and_has_its_digit(hand: Hand) -> None:
    rows = seen(sheet("en"), EN).consents
    assert [(row.key, row.given, row.free) for row in rows] == [
        ("1", True, True),
        ("2", False, False),
        ("3", True, True),
        ("4", False, False),
    ]
    assert rows[0].note == "since today 10:41"
    assert rows[2].note == "since today 09:12 · until 23:00"
    off = seen(sheet("en", given=()), EN).consents[2]
    assert off.note == "not agreed · would be until 23:00"
    hand.show(sheet("zh", verified=True))
    assert press(hand, K.Key_1, K.Key_3, K.Key_4) == [
        asks.ToggleConsent("sms"),
        asks.ToggleConsent("out_of_hours"),
        asks.ToggleConsent("prerecorded"),
    ]
    assert press(hand, K.Key_5, K.Key_9, K.Key_X, K.Key_Q) == [asks.LiftInconvenient(0)]


def test_it_says_plainly_what_needs_a_verified_identity_and_why(hand: Hand) -> None:
    shut, opened = seen(sheet("zh")), seen(sheet("zh", verified=True))
    assert "客户本人" in shut.rule
    assert "核身" in shut.rule
    assert not shut.may_lift
    assert opened.may_lift
    assert all(row.free for row in opened.consents)
    hand.show(sheet("zh"))
    rows = hand.window.wishes.findChildren(ConsentRow)
    said = [row.accessibleName() for row in rows if row.isVisible()]
    assert [("先核身" in words) for words in said] == [False, True, False, True]


def test_the_desks_refusal_is_told_in_the_sheet(hand: Hand) -> None:
    hand.show(sheet("zh"))
    assert press(hand, K.Key_2) == [asks.ToggleConsent("email")], "the desk refuses, in words"
    words = Text("须先在通话中核实身份", "Identity has to be verified in a call first")
    hand.show(replace(sheet("zh"), notice=words))
    assert hand.window.wishes.accessibleName() == f"联系意愿: {words.zh}"
    rule = next(
        label
        for label in hand.window.wishes.findChildren(QLabel)
        if label.text() == seen(sheet("zh")).rule
    )
    assert rule.property("ink") == str(Token.WARN_T)


def test_a_monday_morning_is_noted_by_eight_keys(hand: Hand) -> None:
    hand.show(sheet("zh", "06-live-verified", named=()))
    asked = press(
        hand, K.Key_N, K.Key_1, K.Key_Down, K.Key_9, K.Key_Down, K.Key_1, K.Key_2, K.Key_Return
    )
    assert asked == [
        asks.NameInconvenient(weekdays=("mon",), from_local=time(9), until_local=time(12))
    ]


def test_not_at_work_is_noted_from_below(hand: Hand) -> None:
    hand.show(sheet("zh", named=()))
    assert press(hand, K.Key_N, K.Key_Up, K.Key_2, K.Key_Return) == [
        asks.NameInconvenient(place="work")
    ]
    assert press(hand, K.Key_1) == [asks.ToggleConsent("sms")], "the lists have the digits again"


def test_arrows_go_by_half_hours(hand: Hand) -> None:
    hand.show(sheet("zh", named=()))
    press(hand, K.Key_N, K.Key_Right, K.Key_Down, K.Key_Right, K.Key_Right, K.Key_Down)
    asked = press(hand, K.Key_Right, K.Key_Left, K.Key_Down, K.Key_Left, K.Key_Return)
    assert asked == [
        asks.NameInconvenient(
            weekdays=("mon", "tue", "wed", "thu", "fri"),
            from_local=time(8, 30),
            until_local=time(9),
            place="mobile",
        )
    ]


def test_a_time_that_is_none_is_said_and_nothing_is_noted(hand: Hand) -> None:
    hand.show(sheet("zh", named=()))
    assert press(hand, K.Key_N, K.Key_Return) == [], "nothing was chosen: not a stop of everything"
    press(hand, K.Key_Down, K.Key_2, K.Key_9, K.Key_7, K.Key_7)
    said = [label.text() for label in hand.window.wishes.findChildren(QLabel)]
    assert ZH.word("wishes.fault_no_time") in said
    assert press(hand, K.Key_Return) == []
    assert press(hand, K.Key_1, K.Key_0, K.Key_0, K.Key_0, K.Key_Return) == [
        asks.NameInconvenient(from_local=time(10))
    ]


def test_escape_leaves_the_form_first_and_keeps_what_was_entered(hand: Hand) -> None:
    hand.show(sheet("zh", "07-wrap-up", named=()))
    press(hand, K.Key_N, K.Key_6)
    assert press(hand, K.Key_Escape) == []
    assert hand.window.wishes.isVisible()
    assert press(hand, K.Key_N, K.Key_Return) == [asks.NameInconvenient(weekdays=("sat",))]
    assert press(hand, K.Key_Escape) == [asks.CloseWishes()]


def test_a_draft_is_gone_with_its_sheet(hand: Hand) -> None:
    hand.show(sheet("zh", named=()))
    press(hand, K.Key_N, K.Key_6)
    hand.show(scene("03-preview"))
    hand.show(sheet("zh", named=()))
    assert press(hand, K.Key_N, K.Key_Return) == []


def test_what_was_named_is_chosen_and_lifted(hand: Hand) -> None:
    hand.show(sheet("zh", verified=True))
    assert named(hand) == ["任何时间 单位", "周一 09:00–12:00"]
    assert press(hand, K.Key_Down, K.Key_X) == [asks.LiftInconvenient(1)]
    assert press(hand, K.Key_Down, K.Key_X) == [asks.LiftInconvenient(0)], "round the list"
    hand.show(sheet("zh", verified=True, named=(InconvenientRow(Text("周二", "Tue")),)))
    assert named(hand) == ["周二"]
    hand.show(sheet("zh", verified=True, named=()))
    assert press(hand, K.Key_X, K.Key_Down) == []
    assert "没有登记不便的时间或地点" in [
        label.text() for label in hand.window.wishes.findChildren(QLabel) if label.isVisible()
    ]


def test_no_key_of_the_desk_acts_beneath_but_the_phones_do(hand: Hand) -> None:
    hand.show(sheet("zh", "06-live-verified", verified=True))
    assert press(hand, K.Key_Space, K.Key_P, K.Key_B, K.Key_Return) == []
    assert hand.press(K.Key_F3) == [intents.ToggleHold()]
    assert hand.press(K.Key_F12) == [intents.HangUpCall()]


def test_the_end_of_the_call_closes_nothing_and_takes_no_focus(hand: Hand) -> None:
    hand.show(sheet("zh", "06-live-verified", verified=True, named=()))
    press(hand, K.Key_N, K.Key_7)
    focused = hand.window.focusWidget()
    hand.show(sheet("zh", "07-wrap-up", verified=True, named=()))
    assert hand.window.wishes.isVisible()
    assert hand.window.focusWidget() is focused
    assert press(hand, K.Key_Return) == [asks.NameInconvenient(weekdays=("sun",))]


def test_a_click_does_what_the_key_does(hand: Hand) -> None:
    hand.show(sheet("zh", verified=True))
    page = hand.window.wishes
    consent = next(row for row in page.findChildren(ConsentRow) if "邮件" in row.accessibleName())
    QTest.mouseClick(consent, Qt.MouseButton.LeftButton)
    assert hand.made == [asks.ToggleConsent("email")]
    second = page.findChildren(NamedRow)[1]
    QTest.mouseClick(second, Qt.MouseButton.LeftButton, pos=QPoint(40, second.height() // 2))
    end = QPoint(second.width() - 20, second.height() // 2)
    QTest.mouseClick(second, Qt.MouseButton.LeftButton, pos=end)
    assert hand.made[1:] == [asks.LiftInconvenient(1)]


def test_a_click_in_the_form_chooses_a_place(hand: Hand) -> None:
    hand.show(sheet("zh", named=()))
    place = next(
        each
        for each in hand.window.wishes.findChildren(QWidget)
        if each.accessibleName().startswith("地点")
    )
    QTest.mouseClick(place, Qt.MouseButton.LeftButton, pos=QPoint(160, place.height() // 2))
    assert press(hand, K.Key_Return) == [asks.NameInconvenient(place="work")]


@pytest.mark.parametrize("name", ["03-preview", "06-live-verified", "07-wrap-up"])
def test_what_is_on_record_stands_on_the_card(hand: Hand, name: str) -> None:
    hand.show(scene(name))
    assert lines(hand.window) == []
    hand.show(on_record(name))
    (on_card,) = lines(hand.window.card)
    assert on_card.replace("\n", " · ") == " · ".join(wish.zh for wish in ON_RECORD)
    hand.show(scene("02-ready"))
    assert lines(hand.window) == []


def test_the_preview_says_it_in_one_line_under_the_verdict(qtbot: QtBot, light: object) -> None:
    english = make_hand(qtbot, "en")
    english.show(on_record("03-preview", "en"))
    assert lines(english.window.preview) == [
        "Not at work · not Mon 09:00–12:00 · evening contact agreed until 23:00"
    ]


def test_the_first_look_still_ends_above_600_where_the_window_is_low(
    qtbot: QtBot, light: object
) -> None:
    low = make_hand(qtbot, "zh", (1366, 698))
    low.show(on_record("05-live-unverified"))
    QApplication.processEvents()
    last = low.window.card._contact_rows.all[2]
    assert last.mapTo(low.window, QPoint(0, last.height())).y() <= 600


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("percent", [100, 125, 150, 200])
def test_at_large_text_the_form_comes_into_sight_whole(
    qapp: QApplication, qtbot: QtBot, percent: int, language: Language
) -> None:
    put_on(qapp, "light", percent / 100)
    try:
        large = make_hand(qtbot, language)
        large.show(sheet(language, "06-live-verified", verified=True))
        page = large.window.wishes
        assert page.y() == large.window.call_bar.geometry().bottom() + 1
        press(large, K.Key_N, K.Key_1)
        QApplication.processEvents()
        form = page._sheet.form
        for line in form._lines:
            assert line.height() >= line.sizeHint().height(), "pressed flat"
            boxes = [box for box, _ in line._boxes()] or [line._arrows()[2]]
            assert boxes[-1].right() <= line.width()
        assert form.visibleRegion().boundingRect().height() == form.height()
        assert look().scale == percent / 100
    finally:
        put_on(qapp, "light")


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("count", [0, 1, 3, 7])
def test_no_flag_is_cut_however_many_there_are(
    qtbot: QtBot, light: object, language: Language, count: int
) -> None:
    many = make_hand(qtbot, language)
    state = on_record("05-live-unverified", language)
    assert state.card is not None
    many.show(replace(state, card=replace(state.card, flags=tuple(FLAGS.values())[:count])))
    QApplication.processEvents()
    rows = many.window.card._flags
    chips = [chip for chip in rows.findChildren(Chip) if chip.isVisible()]
    assert len(chips) == max(1, count), "none is told too"
    for chip in chips:
        assert chip.width() >= chip.sizeHint().width()
        assert rows.rect().contains(chip.geometry())
