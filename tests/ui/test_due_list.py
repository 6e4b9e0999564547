"""The due list and its forms in a real window: every key does what stands beside it, a form keeps
what was typed, overdue is told without a colour, nothing is cut at large text."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from desk_client.ids import CaseId
from desk_client.services import intents
from desk_client.services import workflow_intents as asks
from desk_client.services.desk_state import DeskState, Phase
from desk_client.text import Language, Text
from tests.ui.desk_fixture import Hand, hand, make_hand
from tests.ui.sample_matters import ABROAD, COMPLAINT, LATE, SOON, closing, due, undoing
from tests.ui.sample_states import scene
from ui.due_list.form_presenter import deed_seen
from ui.due_list.presenter import DueSeen, due_seen
from ui.due_list.rows import ChoiceLine, DueLine
from ui.key_intents import living_keys
from ui.keys import Act, KeyMap
from ui.keys_overlay.presenter import keys_seen
from ui.state_shape import Shape
from ui.theme import look, put_on
from ui.tokens import Token
from ui.widgets.key_cap import KeyHint
from ui.wording import Wording

__all__ = ["hand"]

ZH, EN, KEYS = Wording("zh"), Wording("en"), KeyMap()
_CTRL = Qt.KeyboardModifier.ControlModifier
K = Qt.Key


def listed(name: str = "02-ready", **more: object) -> DeskState:
    return replace(scene(name), due=due(**more))  # type: ignore[arg-type]


def seen(state: DeskState, wording: Wording = ZH) -> DueSeen:
    made = due_seen(state, wording)
    assert made is not None
    return made


def press(hand: Hand, *keys: Qt.Key) -> list[object]:
    before = len(hand.made)
    for key in keys:
        hand.press(key)
    return hand.made[before:]


def said(hand: Hand) -> list[str]:
    labels = hand.window.due_list.findChildren(QLabel)
    return [label.text() for label in labels if label.isVisible()]


@pytest.mark.parametrize("name", ["02-ready", "06-live-verified"])
def test_one_key_opens_and_shuts_it_wherever_the_agent_is(hand: Hand, name: str) -> None:
    hand.show(scene(name))
    assert asks.OpenDueList() in hand.press(K.Key_T, _CTRL)
    hand.show(listed(name))
    assert hand.window.due_list.isVisible()
    assert hand.press(K.Key_T, _CTRL) == [asks.CloseDueList()]
    assert press(hand, K.Key_Escape) == [asks.CloseDueList()]
    hand.show(scene(name))
    assert not hand.window.due_list.isVisible()


def test_all_keys_name_it(hand: Hand) -> None:
    assert {KEYS.cap(Act.DUE, phase) for phase in Phase} == {"Ctrl+T"}
    assert ("Ctrl+T", "待办") in keys_seen(scene("02-ready"), ZH, KEYS).pages


def test_every_key_shown_acts_and_no_other(hand: Hand) -> None:
    hand.show(listed(keys="TNAGPROLZ"))
    assert press(hand, *map(K, range(K.Key_A.value, K.Key_Z.value + 1))) == [
        asks.BeginDeed("close"),
        asks.BeginDeed("pass"),
        asks.BeginDeed("lift"),
        asks.BeginDeed("note"),
        asks.BeginDeed("open"),
        asks.BeginDeed("approve"),
        asks.BeginDeed("refer"),
        asks.TakeDue(),
        asks.UndoDeed(),
    ]
    hand.show(listed(keys="NG"))
    assert press(hand, K.Key_T, K.Key_A, K.Key_Z, K.Key_G) == [asks.BeginDeed("pass")]
    assert press(hand, K.Key_Up, K.Key_Down) == [asks.MoveDue(-1), asks.MoveDue(1)]
    assert press(hand, K.Key_1, K.Key_3, K.Key_9) == [
        asks.FilterDue(None),
        asks.FilterDue("complaint"),
    ]
    assert press(hand, K.Key_Return) == [asks.OpenDueCase(CaseId("case-2"))]
    hand.show(listed(rows=(), chosen=0, keys=""))
    assert press(hand, K.Key_Return) == []


def test_overdue_and_soon_have_a_word_and_a_shape(hand: Hand) -> None:
    rows = seen(listed(), EN).rows
    assert [(row.due_word, row.due_shape) for row in rows[:3]] == [
        ("Overdue", Shape.LIMIT),
        ("Within a day", Shape.RISK),
        ("", None),
    ]
    assert rows[0].ink is Token.BAD_T
    assert seen(listed(), EN).overdue == "1 overdue"
    assert rows[4].due == "until validation reaches the debtor"
    hand.show(listed())
    lines = hand.window.due_list.findChildren(DueLine)
    assert "已逾期" in lines[0].accessibleName()


def test_the_chosen_one_says_by_when_what_stops_and_what_may_go_on() -> None:
    matter = seen(listed(chosen=2), EN).matter
    assert matter is not None
    told = {caption: (words, clause) for caption, words, clause in matter.lines}
    assert told["Due"][1].startswith("CBIRC 2020/3 · ")
    assert told["What stops"] == (COMPLAINT.stops.en, "Order 2011-2 Art. 69")
    assert told["Still allowed"][0] == COMPLAINT.allows.en
    assert "About a talk of yours" in told["Owner"][0]
    assert [step.what for step in matter.steps] == ["Taken · 李明", "Step · 李明", "Raised · 李明"]
    about = seen(listed(chosen=3), EN).matter
    assert about is not None
    assert ("Matter", "To Legal action · Approved by 周敏", "") in about.lines


@pytest.mark.parametrize("kind", [None, "care"])
def test_an_empty_list_says_so(kind: str | None) -> None:
    made = seen(listed(rows=(), chosen=0, kind=kind, total=5 if kind else 0), EN)
    assert made.empty[0] == ("None of this kind waits" if kind else "Nothing waits for an answer")
    assert made.matter is None


def test_a_reason_is_asked_before_a_dispute_is_taken_back(hand: Hand) -> None:
    hand.show(scene("03-preview"))
    assert press(hand, K.Key_Z) == [intents.Undo()]
    hand.show(replace(scene("03-preview"), deed=undoing()))
    page = hand.window.due_list
    assert page.isVisible()
    assert "撤销「提出异议」的理由" in said(hand)
    assert press(hand, K.Key_2) == [asks.ChooseInDeed(1)]
    hand.show(replace(scene("03-preview"), deed=replace(undoing(), chosen=1)))
    assert press(hand, K.Key_Return) == [asks.SubmitDeed("")]
    press(hand, K.Key_N)
    hand.write("should be R")
    assert press(hand, K.Key_Return) == [asks.SubmitDeed("should be R")]
    assert press(hand, K.Key_Escape) == [asks.LeaveDeed()]
    hand.show(scene("03-preview"))
    assert not page.isVisible()
    assert hand.window.focusWidget() is hand.window.reading, "letters are keys again"
    assert page.form.words.edit.text() == ""


def test_z_is_alive_only_where_there_is_something_to_undo(hand: Hand) -> None:
    nothing = replace(scene("03-preview"), can_undo=False, can_redo=False)
    assert not {"Z", "Ctrl+Z", "Ctrl+Y"} & set(living_keys(KEYS, nothing))
    hand.show(nothing)
    assert press(hand, K.Key_Z) == []
    assert {"Z", "Ctrl+Z", "Ctrl+Y"} <= set(living_keys(KEYS, scene("03-preview")))


def test_enter_goes_from_field_to_field_and_the_password_stays_nowhere(hand: Hand) -> None:
    hand.show(replace(listed(), deed=replace(closing(), chosen=None)))
    form = hand.window.due_list.form
    assert press(hand, K.Key_3) == [asks.ChooseInDeed(2)]
    hand.show(replace(listed(), deed=closing()))
    assert form.words.edit.hasFocus(), "a reason is needed, so the caret is there"
    hand.write("the bill is right")
    assert press(hand, K.Key_Return) == []
    assert form.login.edit.hasFocus()
    hand.write("20001")
    assert press(hand, K.Key_Return) == []
    hand.write("secret")
    assert press(hand, K.Key_Return) == [asks.SubmitDeed("the bill is right", "20001", "secret")]
    assert form.password.edit.text() == ""
    assert "secret" not in repr(asks.SubmitDeed("a", "b", "secret"))
    fault = Text("工号或密码不正确", "Central does not accept this login and password")
    hand.show(replace(listed(), deed=closing(fault=fault, fault_at="second")))
    assert fault.zh in said(hand)
    assert form.words.edit.text() == "the bill is right", "nothing typed is lost"


def test_a_fault_stands_beside_its_field(hand: Hand) -> None:
    for where, field in (("choice", None), ("text", "text"), ("second", None)):
        fault = Text(f"错在 {where}", f"wrong: {where}")
        hand.show(replace(listed(), deed=closing(fault=fault, fault_at=where)))
        assert said(hand).count(fault.zh) == 1
        if field is not None:
            assert hand.window.due_list.form.words.edit.accessibleDescription() == fault.zh


def test_a_choice_that_cannot_be_made_says_why_in_its_row() -> None:
    made = deed_seen(replace(listed(), deed=closing()), EN)
    assert made is not None
    assert [row.state for row in made.choices] == ["free", "free", "chosen", "shut"]
    assert "verified in a call" in made.choices[3].said
    assert made.effects[0].clause == "Order 2011-2 Art. 69"
    assert made.second == "A lead has to sign: they type login and password themselves"


def test_a_click_does_what_the_key_does(hand: Hand) -> None:
    hand.show(listed())
    line = hand.window.due_list.findChildren(DueLine)[3]
    QTest.mouseClick(line, Qt.MouseButton.LeftButton)
    assert hand.made == [asks.ChooseDue(3)]
    hand.show(replace(listed(), deed=closing()))
    choice = hand.window.due_list.findChildren(ChoiceLine)[1]
    QTest.mouseClick(choice, Qt.MouseButton.LeftButton)
    assert hand.made[1:] == [asks.ChooseInDeed(1)]


def test_the_phones_keys_act_and_no_key_of_the_desk_does(hand: Hand) -> None:
    hand.show(listed("06-live-verified", keys="NAG"))
    assert press(hand, K.Key_Space, K.Key_P, K.Key_B) == []
    assert hand.press(K.Key_F3) == [intents.ToggleHold()]
    assert hand.press(K.Key_F12) == [intents.HangUpCall()]


@pytest.mark.parametrize(("percent", "language"), [(100, "zh"), (200, "en")])
def test_at_large_text_the_fields_of_a_form_come_into_sight(
    qapp: QApplication, qtbot: QtBot, percent: int, language: Language
) -> None:
    put_on(qapp, "light", percent / 100)
    try:
        large = make_hand(qtbot, language)
        large.show(replace(listed(), deed=replace(closing(), chosen=None)))
        large.show(replace(listed(), deed=closing()))
        form = large.window.due_list.form
        for field in (form.words, form.login, form.password):
            field.edit.setFocus()
            QApplication.processEvents()
            shown = field.edit.visibleRegion().boundingRect()
            assert shown.height() == field.edit.height()
        assert look().scale == percent / 100
    finally:
        put_on(qapp, "light")


@pytest.mark.parametrize("percent", [150, 200])
def test_no_key_is_cut_at_large_text(qapp: QApplication, qtbot: QtBot, percent: int) -> None:
    put_on(qapp, "light", percent / 100)
    try:
        large = make_hand(qtbot, "en")
        large.show(listed(keys="TNAGPROLZ"))
        QApplication.processEvents()
        hints = large.window.due_list.findChildren(KeyHint)
        shown = [hint for hint in hints if hint.isVisible()]
        assert len(shown) == 11  # Enter, nine letters and Esc
        assert all(hint.width() >= hint.sizeHint().width() for hint in shown)
    finally:
        put_on(qapp, "light")


def test_rows_tell_whose_they_are() -> None:
    rows = seen(listed(rows=(LATE, SOON, ABROAD)), EN).rows
    assert [row.owner for row in rows] == [
        "Team lead · Nobody yet",
        "Yours",
        "Disputes desk · Nobody yet",
    ]
