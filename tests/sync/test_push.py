"""The outbox reaches central whole, once, and under the right name."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from desk_client.errors import SignInRefused
from desk_client.fact_body import NoteWritten
from desk_client.ids import FactId
from desk_client.sync import push as pushing
from tests.central.floor import LI, WANG, ZHAO, Floor, note
from tests.sync.conftest import OpenDesk
from tests.sync.desk import Desk


def push(desk: Desk) -> pushing.Pushed:
    with desk.central.on_duty() as (connection, _):
        return pushing.push(connection, desk.outbox, desk.login)


def at_central(floor: Floor) -> list[str]:
    with floor.administrator() as connection:
        return [row[0] for row in connection.execute("select id::text from app.fact order by id")]


def test_what_was_written_arrives_word_for_word(floor: Floor, open_desk: OpenDesk) -> None:
    desk = open_desk(LI)
    one = note(LI, text="客户说：周五还 3,260.50 元 \N{SMILING FACE WITH SMILING EYES} {} %s \\")
    desk.write(one)
    assert push(desk) == pushing.Pushed(pushed=1)
    with floor.administrator() as connection:
        row = connection.execute(
            """select id::text, kind, case_id::text, debtor_id::text, actor, occurred_at,
                 body->>'text' from app.fact"""
        ).fetchone()
    assert isinstance(one.body, NoteWritten)
    assert row == (
        *(one.fact_id, "note_written", one.case_id, one.debtor_id, LI, one.occurred_at),
        one.body.text,
    )


def test_the_outbox_is_empty_afterwards_and_a_second_push_does_nothing(
    floor: Floor, open_desk: OpenDesk
) -> None:
    desk = open_desk(LI)
    desk.write(*(note(LI) for _ in range(3)))
    assert push(desk).pushed == 3
    assert (desk.outbox.waiting(), push(desk)) == (0, pushing.Pushed())
    assert len(at_central(floor)) == 3


def test_more_than_one_batch_goes_in_order(floor: Floor, open_desk: OpenDesk) -> None:
    desk = open_desk(LI)
    facts = [note(LI) for _ in range(2 * pushing.BATCH + 7)]
    desk.write(*facts)
    assert push(desk).pushed == len(facts)
    assert at_central(floor) == sorted(each.fact_id for each in facts)


def test_an_answer_that_was_lost_doubles_nothing(floor: Floor, open_desk: OpenDesk) -> None:
    """Central has the facts, but the desk died before it knew: it sends them again."""
    desk = open_desk(LI)
    facts = [note(LI) for _ in range(5)]
    desk.write(*facts)
    with desk.central.on_duty() as (connection, _):
        pushing._send(connection, facts[:3])
    assert push(desk) == pushing.Pushed(pushed=5)
    assert at_central(floor) == sorted(each.fact_id for each in facts)


@pytest.mark.usefixtures("warnings_expected")  # psycopg may say that its pipeline was aborted
def test_a_refused_fact_is_set_aside_and_blocks_nothing(floor: Floor, open_desk: OpenDesk) -> None:
    desk = open_desk(LI)
    too_long = note(LI, text="长" * 120_000)
    unwritable = note(LI, text="a\x00b")
    good = [note(LI), note(LI), note(LI)]
    desk.write(good[0], too_long, good[1], unwritable, good[2])
    assert push(desk) == pushing.Pushed(pushed=3, rejected=2)
    assert at_central(floor) == sorted(each.fact_id for each in good)
    aside = desk.outbox.rejected()
    assert [each.fact.fact_id for each in aside] == [too_long.fact_id, unwritable.fact_id]
    assert all(each.reason for each in aside)
    assert desk.outbox.waiting() == 0


def test_an_id_that_another_team_has_taken_is_noticed(floor: Floor, open_desk: OpenDesk) -> None:
    theirs = replace(note(ZHAO, number=None))
    zhao, li = open_desk(ZHAO), open_desk(LI)
    zhao.write(theirs)
    push(zhao)
    li.write(replace(note(LI), fact_id=theirs.fact_id), note(LI))
    assert push(li) == pushing.Pushed(pushed=1, rejected=1)
    (aside,) = li.outbox.rejected()
    assert aside.fact.fact_id == FactId(theirs.fact_id)


def test_an_id_that_a_colleague_has_taken_is_noticed_although_it_can_be_read(
    open_desk: OpenDesk,
) -> None:
    theirs = note(WANG)
    wang, li = open_desk(WANG), open_desk(LI)
    wang.write(theirs)
    push(wang)
    li.write(replace(note(LI), fact_id=theirs.fact_id))
    assert push(li) == pushing.Pushed(rejected=1)


def test_a_colleagues_unsent_facts_wait_for_their_own_sign_in(
    floor: Floor, open_desk: OpenDesk
) -> None:
    desk = open_desk(LI)
    desk.write(note(LI), note(LI))
    wang = desk.sit_down(WANG, floor.address)
    wang.write(note(WANG))
    assert push(wang).pushed == 1
    assert desk.outbox.waiting() == 2
    wang.central.close()
    assert push(desk).pushed == 2
    with floor.administrator() as connection:
        by_actor = connection.execute(
            "select actor::text, count(*) from app.fact group by actor order by actor"
        ).fetchall()
    assert by_actor == [(LI, 2), (WANG, 1)]


def test_who_is_blocked_in_mid_push_keeps_their_facts(floor: Floor, open_desk: OpenDesk) -> None:
    """Every insert fails then; that must not set the facts aside."""
    desk = open_desk(LI)
    desk.write(note(LI))
    with pytest.raises(SignInRefused):
        push_after(lambda: block(floor), desk)
    assert (desk.outbox.waiting(), desk.outbox.rejected()) == (1, ())


def push_after(happens: Callable[[], object], desk: Desk) -> None:
    with desk.central.on_duty() as (connection, _):
        happens()
        pushing.push(connection, desk.outbox, desk.login)


def block(floor: Floor) -> None:
    with floor.administrator() as connection:
        connection.execute("update app.agent set active = false where login = %s", (LI,))
