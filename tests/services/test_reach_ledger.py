"""Numbers that are named in a conversation: on the ledger with their source, dialled under the law,
marked and taken back."""

import pytest

from desk_client.services import intents
from desk_client.services import reach_intents as asks
from desk_client.services.desk_state import DeskState, Phase
from desk_client.services.reach_parts import ReachPart, ReachRow
from tests.day.at_work import DeskAtWork
from tests.day.fixtures import OpenDesk
from tests.day.world import PROMISES, ClockOfTheTest, World

NEW = "１３９ 0000 1234"  # as an input method leaves it


def sheet(state: DeskState) -> ReachPart:
    assert state.reach is not None
    return state.reach


def newest(state: DeskState) -> ReachRow:
    return sheet(state).rows[-1]


@pytest.fixture
def desk(world: World, sit_down: OpenDesk) -> DeskAtWork:
    (case,) = world.place(PROMISES, mode="preview")
    desk = sit_down(clock=ClockOfTheTest.at(10, 0))
    desk.take(case)
    return desk


def name(desk: DeskAtWork, number: str, person: str = "") -> DeskState:
    return desk.act(asks.BeginNaming(), asks.NamePoint(number, person))


def test_the_banks_own_number_stands_there_untried(desk: DeskAtWork) -> None:
    part = sheet(desk.act(asks.OpenReach()))
    (row,) = [each for each in part.rows if each.number is not None]
    assert (row.source, row.state, row.attempts, row.last_answered) == (
        "bank",
        "unverified",
        0,
        None,
    )
    assert part.lost is not None
    assert (part.lost.lost, part.lost.days, part.lost.needed) == (False, 0, 3)
    assert part.lost.rule == "cn.third"


def test_a_number_of_the_debtor_is_named_and_dialled_at_once(desk: DeskAtWork) -> None:
    desk.act(asks.OpenReach())
    state = name(desk, NEW)
    row = newest(state)
    assert row.number is not None
    assert row.number.e164 == "+8613900001234"
    assert (row.source, row.role, row.place) == ("agent", "debtor", "mobile")
    assert row.verdict is not None
    assert row.verdict.allowed
    state = desk.act(asks.CloseReach(), intents.ChooseContactPoint(row.contact_point_id))
    desk.dial()
    assert desk.now.phase is Phase.DIALLING
    desk.hang_up()


def test_a_contact_person_is_not_called_while_the_debtor_is_not_lost(desk: DeskAtWork) -> None:
    desk.act(asks.OpenReach())
    row = newest(name(desk, "13900001234", "赵\x07玲"))
    assert (row.person, row.role) == ("赵玲", "contact")
    assert row.verdict is not None
    assert not row.verdict.allowed


def test_what_is_no_number_is_said_beside_the_field_and_nothing_is_written(
    desk: DeskAtWork,
) -> None:
    before = len(sheet(desk.act(asks.OpenReach())).rows)
    for text in ("", "12345", "call me", "138000138001", "0" * 5000):
        part = sheet(name(desk, text))
        assert (part.fault, part.naming, len(part.rows)) == ("not_a_number", True, before)


def test_a_number_stands_on_the_ledger_once(desk: DeskAtWork) -> None:
    desk.act(asks.OpenReach())
    before = len(sheet(name(desk, NEW)).rows)
    part = sheet(name(desk, "+86 139-0000-1234"))
    assert (part.fault, len(part.rows)) == ("already_there", before)


def test_a_mark_is_told_with_its_history_closes_the_number_and_is_taken_back(
    desk: DeskAtWork,
) -> None:
    desk.act(asks.OpenReach())
    name(desk, NEW)
    state = desk.act(asks.MarkReach("wrong"))
    row = newest(state)
    assert (row.state, [told for told, _ in row.told]) == ("wrong", ["wrong"])
    assert row.verdict is not None
    assert not row.verdict.allowed
    row = newest(desk.act(asks.MarkReach("invalid")))
    assert [told for told, _ in row.told] == ["invalid", "wrong"]
    row = newest(desk.act(asks.TakeBackReach(), asks.TakeBackReach()))
    assert (row.state, row.told) == ("unverified", ())
    assert row.verdict is not None
    assert row.verdict.allowed
    part = sheet(desk.act(asks.TakeBackReach()))
    assert all(each.source == "bank" for each in part.rows)
    assert not part.may_take_back


def test_only_a_verified_debtor_makes_a_number_valid(desk: DeskAtWork) -> None:
    state = desk.act(asks.OpenReach(), asks.MarkReach("valid"))
    assert sheet(state).rows[0].state == "unverified"
    assert state.notice is not None
    desk.act(asks.CloseReach())
    desk.dial()
    desk.answered()
    desk.verify_identity()
    state = desk.act(asks.OpenReach(), asks.MarkReach("valid"))
    assert sheet(state).rows[0].state == "valid"
    row = newest(name(desk, NEW))
    assert row.source == "debtor"
    desk.hang_up()


def test_esc_leaves_the_form_before_the_sheet(desk: DeskAtWork) -> None:
    state = desk.act(asks.OpenReach(), asks.BeginNaming(), asks.CloseReach())
    assert not sheet(state).naming
    assert desk.act(asks.CloseReach()).reach is None


def test_the_ledger_of_one_debtor_is_shut_for_the_next(world: World, sit_down: OpenDesk) -> None:
    first, second = world.place(PROMISES, PROMISES, mode="preview")
    desk = sit_down(clock=ClockOfTheTest.at(10, 0))
    desk.take(first)
    desk.act(asks.OpenReach(), asks.BeginNaming(), intents.Leave())
    assert desk.take(second).reach is None
    state = desk.act(asks.NamePoint(NEW, ""), asks.MarkReach("wrong"))
    assert state.notice is not None
    assert all(each.source == "bank" for each in sheet(desk.act(asks.OpenReach())).rows)
