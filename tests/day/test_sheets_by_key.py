"""The sheets of the reading pane by keys in a real window at a real desk: a message is ordered, two
persons lift a rule of the house, a held case says why, and a note that may not be saved stays."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desk_client.care_body import Overridden
from desk_client.fact_body import NoteWritten
from desk_client.message_body import MessageOrdered
from desk_client.services import intents
from desk_client.services.desk_state import Phase
from tests.central.floor import CHEN, password
from tests.day.at_work import DeskAtWork
from tests.day.fixtures import OpenDesk
from tests.day.test_wishes_by_key import AtWindow
from tests.day.world import NO_ANSWER, PROMISES, ClockOfTheTest, World

K = Qt.Key


def typed(at: AtWindow, text: str) -> None:
    QTest.keyClicks(at.window.focusWidget() or at.window, text)


@pytest.fixture
def desk(world: World, sit_down: OpenDesk) -> DeskAtWork:
    (case,) = world.place(NO_ANSWER, mode="preview")
    desk = sit_down(clock=ClockOfTheTest.at(10, 0))
    desk.take(case)
    return desk


def test_a_message_is_read_and_ordered(qtbot: QtBot, desk: DeskAtWork) -> None:
    at = AtWindow(qtbot, desk)
    at.press(K.Key_M)
    state = desk.until(lambda state: state.messages is not None)
    assert at.window.reading.page is at.window.messages
    assert state.messages is not None
    at.press(K.Key_2)
    desk.until(lambda state: state.messages is not None and state.messages.chosen == 1)
    at.press(K.Key_1)
    desk.until(lambda state: state.messages is not None and state.messages.chosen == 0)
    at.press(K.Key_Return)
    state = desk.until(lambda state: state.messages is None)
    assert at.window.preview.isVisible()
    (order,) = desk.bodies(MessageOrdered)
    assert order.channel == "sms"
    assert state.phase is Phase.PREVIEW


def test_two_persons_let_a_call_through_by_keys_alone(
    qtbot: QtBot, desk: DeskAtWork, world: World
) -> None:
    desk.dial()
    desk.until_phase(Phase.WRAP_UP)
    desk.act(intents.Accept())
    (case,) = world.placed
    desk.take(case)
    at = AtWindow(qtbot, desk)
    at.press(K.Key_Return)
    desk.until_phase(Phase.REFUSED)
    at.press(K.Key_O)
    desk.until(lambda state: state.override is not None)
    form = at.window.override
    assert at.window.focusWidget() is form.reason.edit
    typed(at, "asked for a call at the branch")
    at.press(K.Key_Tab)
    typed(at, str(CHEN))
    at.press(K.Key_Tab)
    typed(at, "a wrong word, never shown")
    at.press(K.Key_Return)
    state = desk.until(lambda state: bool(state.override and state.override.fault))
    assert form.password.edit.text() == ""
    assert form.reason.edit.text() == "asked for a call at the branch"
    typed(at, password(CHEN))
    assert at.window.focusWidget() is form.password.edit
    at.press(K.Key_Return)
    desk.until_phase(Phase.DIALLING)
    assert at.window.focusWidget() is at.window.reading
    (lifted,) = desk.bodies(Overridden)
    assert (lifted.second, lifted.reason) == (CHEN, "asked for a call at the branch")
    assert "never shown" not in repr(desk.states)
    assert password(CHEN) not in repr(state)
    desk.until_phase(Phase.WRAP_UP)


def test_a_held_case_says_why_from_the_list(qtbot: QtBot, world: World, sit_down: OpenDesk) -> None:
    world.place(PROMISES, NO_ANSWER, mode="preview", also=NO_ANSWER)
    desk = sit_down(clock=ClockOfTheTest.at(22, 30))
    at = AtWindow(qtbot, desk)
    at.press(K.Key_W)
    state = desk.until(lambda state: state.why_not is not None)
    assert at.window.reading.page is at.window.why_not
    at.press(K.Key_Right)
    other = desk.until(lambda now: now.why_not is not None and now.why_not != state.why_not)
    assert other.why_not is not None
    at.press(K.Key_Return)
    taken = desk.until_phase(Phase.PREVIEW)
    assert taken.card is not None
    assert taken.card.case_id == other.why_not.case_id
    assert taken.why_not is None


def test_a_note_is_marked_while_it_is_typed_and_not_saved_so(
    qtbot: QtBot, desk: DeskAtWork
) -> None:
    at = AtWindow(qtbot, desk)
    at.press(K.Key_N)
    field = at.window.outcome.note.edit
    typed(at, "He is a deadbeat")
    desk.until(lambda state: state.note_check is not None)
    qtbot.waitUntil(lambda: bool(field.extraSelections()))
    assert [each.cursor.selectedText() for each in field.extraSelections()] == ["deadbeat"]
    at.press(K.Key_Return)
    state = desk.until(lambda state: state.notice is not None)
    assert state.notice is not None
    assert state.notice.en.startswith("The note was not saved")
    assert desk.bodies(NoteWritten) == []
    assert field.toPlainText() == "He is a deadbeat"
    at.press(K.Key_N)
    for _ in range(8):
        at.press(K.Key_Backspace)
    typed(at, "late payer")
    at.press(K.Key_Return)
    desk.until(lambda state: state.note == "" and state.notice is None)
    assert [body.text for body in desk.bodies(NoteWritten)] == ["He is a late payer"]
