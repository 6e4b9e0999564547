"""Notes are looked through before they are saved: what a rule blocks stays in the field with a
reason, what it warns of is saved, a card number is never written down, and no outcome is lost
because of words in its note."""

import time

import pytest

from desk_client.fact_body import NoteWritten, OutcomeLogged
from desk_client.services import intents
from desk_client.services.desk_state import DeskState, Phase
from tests.day.at_work import DeskAtWork
from tests.day.fixtures import OpenDesk
from tests.day.world import NO_ANSWER, PROMISES, ClockOfTheTest, World

INSULT = "客户就是个老赖，明天再打"
REPORTED = "客户骂我是骗子，说要投诉"
CARD = "客户报卡号 4111 1111 1111 1111"
PLAIN = "客户说周五发薪后还款"


@pytest.fixture
def desk(world: World, sit_down: OpenDesk) -> DeskAtWork:
    """A case in preview, the lists read."""
    (case,) = world.place(PROMISES, mode="preview")
    desk = sit_down(clock=ClockOfTheTest.at(10, 0))
    desk.take(case)
    write(desk, INSULT, commit=False)
    desk.until(lambda state: state.note_check is not None)
    write(desk, "", commit=False)
    return desk


def write(desk: DeskAtWork, text: str, *, commit: bool = True) -> DeskState:
    return desk.act(intents.WriteNote(text, commit))


def notes(desk: DeskAtWork) -> list[str]:
    return [body.text for body in desk.bodies(NoteWritten)]


def test_words_are_marked_where_they_stand_while_they_are_written(desk: DeskAtWork) -> None:
    check = write(desk, INSULT, commit=False).note_check
    assert check is not None
    assert [INSULT[mark.start : mark.end] for mark in check.marks] == ["老赖"]
    assert check.marks[0].clause == "CBA 2026"
    assert "老赖" in check.said.zh
    assert check.blocks
    assert notes(desk) == []


def test_a_blocked_note_is_not_saved_stays_in_the_field_and_says_why(desk: DeskAtWork) -> None:
    state = write(desk, INSULT)
    assert state.note == INSULT
    assert state.notice is not None
    assert state.notice.zh.startswith("备注未保存：「老赖」")
    assert state.notice.en.startswith("The note was not saved: “老赖”")
    assert notes(desk) == []
    state = write(desk, PLAIN)
    assert (state.note, state.note_check, state.notice) == ("", None, None)
    assert notes(desk) == [PLAIN]


def test_what_is_only_warned_of_is_marked_and_saved(desk: DeskAtWork) -> None:
    check = write(desk, REPORTED, commit=False).note_check
    assert check is not None
    assert not check.blocks
    write(desk, REPORTED)
    assert notes(desk) == [REPORTED]


def test_a_card_number_is_refused_and_not_said_again(desk: DeskAtWork) -> None:
    state = write(desk, CARD)
    assert state.notice is not None
    assert "卡号" in state.notice.zh
    assert "4111" not in state.notice.zh + state.notice.en
    assert state.note == CARD
    assert notes(desk) == []


def test_looking_a_note_through_takes_no_time_that_is_felt(desk: DeskAtWork) -> None:
    begun = time.perf_counter()
    for count in range(20):
        write(desk, f"{PLAIN}，第 {count} 次", commit=False)
    assert (time.perf_counter() - begun) / 20 < 0.1  # painting and the hand-over included


def in_wrap_up(world: World, sit_down: OpenDesk) -> DeskAtWork:
    (case,) = world.place(NO_ANSWER, mode="preview")
    desk = sit_down(clock=ClockOfTheTest.at(10, 0))
    desk.take(case)
    desk.dial()
    return desk


def test_the_line_logs_its_outcome_whatever_the_note_says(world: World, sit_down: OpenDesk) -> None:
    desk = in_wrap_up(world, sit_down)
    call_id = desk.call_id
    write(desk, INSULT, commit=False)
    desk.until_phase(Phase.WRAP_UP)
    state = desk.act(intents.Accept())
    (logged,) = desk.outcomes(call_id)
    assert logged.note == ""
    assert state.phase is Phase.WRAP_UP
    assert state.note == INSULT
    assert state.notice is not None
    assert state.notice.en.startswith("The outcome is logged. The note was not saved")
    state = write(desk, PLAIN)
    assert state.note == ""
    (saved,) = desk.bodies(NoteWritten)
    assert (saved.text, saved.call_id) == (PLAIN, call_id)
    assert len(desk.outcomes(call_id)) == 1
    desk.act(intents.GoOn())
    assert desk.until_phase(Phase.READY, Phase.PREVIEW)


def test_undo_brings_the_outcome_back_with_the_words_still_there(
    world: World, sit_down: OpenDesk
) -> None:
    desk = in_wrap_up(world, sit_down)
    write(desk, INSULT, commit=False)
    desk.until_phase(Phase.WRAP_UP)
    desk.act(intents.Accept())
    state = desk.act(intents.ChooseOutcome("W"))
    assert state.notice is not None
    assert "Z" in state.notice.en
    state = desk.act(intents.Undo())
    assert state.phase is Phase.WRAP_UP
    assert state.wrap_up is not None
    assert not state.wrap_up.logged
    assert state.note == INSULT


def test_a_stop_is_held_at_once_and_its_words_wait(world: World, sit_down: OpenDesk) -> None:
    (case,) = world.place(PROMISES, mode="preview")
    desk = sit_down(clock=ClockOfTheTest.at(10, 0))
    desk.take(case)
    desk.dial()
    desk.answered()
    desk.verify_identity()
    call_id = desk.call_id
    write(desk, INSULT, commit=False)
    state = desk.key("S", "RPC")
    (logged,) = desk.outcomes(call_id)
    assert (logged.code, logged.note) == ("CEASE", "")
    assert state.note == INSULT
    state = desk.hang_up()
    assert state.phase is Phase.WRAP_UP
    assert state.note == INSULT
    assert state.notice is not None
    write(desk, PLAIN)
    assert notes(desk) == [PLAIN]
    assert len(desk.bodies(OutcomeLogged)) == 1


def test_words_written_after_an_outcome_that_held_at_once_are_saved(
    world: World, sit_down: OpenDesk
) -> None:
    (case,) = world.place(PROMISES, mode="preview")
    desk = sit_down(clock=ClockOfTheTest.at(10, 0))
    desk.take(case)
    desk.dial()
    desk.answered()
    desk.verify_identity()
    desk.key("S", "RPC")
    write(desk, PLAIN, commit=False)
    desk.hang_up()
    assert notes(desk) == [PLAIN]
