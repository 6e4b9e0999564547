"""A desk learns what others did and what it may work; nothing is passed over."""

import random
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Event

import psycopg

from desk_client.central import admin, reference
from desk_client.changes import Changes
from desk_client.fact import Fact, in_order
from desk_client.ids import new_id
from desk_client.money import Money
from desk_client.sync.pull import Pull, Pulled
from tests.central.floor import (
    CAMPAIGN,
    CHEN,
    LI,
    PEOPLE,
    WANG,
    ZHAO,
    Floor,
    case,
    contact_point,
    debtor,
    debtor_id,
    note,
)
from tests.sync.conftest import OpenDesk
from tests.sync.desk import Desk

ADD = """insert into app.fact (id, kind, occurred_at, body)
         values (%s, 'note_written', now(), '{"kind": "note_written", "text": "x"}')"""


def pull(desk: Desk) -> Pulled:
    with desk.central.on_duty() as (connection, duty):
        return Pull(desk.database).run(connection, duty)


def all_facts(desk: Desk, cases: int = 3) -> list[Fact]:
    found = [each for number in range(cases) for each in desk.facts.of_case(case(number).case_id)]
    return in_order(found)


def test_a_second_desk_converges(open_desk: OpenDesk) -> None:
    li, wang = open_desk(LI), open_desk(WANG)
    li.write(*(note(LI, number=number) for number in (0, 1, 2)))
    wang.write(*(note(WANG, number=number) for number in (0, 1)))
    li.sync.run()
    wang.sync.run()
    li.sync.run()
    assert all_facts(li) == all_facts(wang)
    assert len(all_facts(li)) == 5


def test_the_same_again_brings_nothing(floor: Floor, open_desk: OpenDesk) -> None:
    floor.place(2)
    desk = open_desk(LI)
    desk.leases.lease()
    assert pull(desk).changes
    again = pull(desk)
    assert (again.facts, again.changes) == (0, Changes())


def test_another_teams_facts_do_not_come(floor: Floor, open_desk: OpenDesk) -> None:
    zhao, li = open_desk(ZHAO), open_desk(LI)
    zhao.write(note(ZHAO, number=None))
    zhao.sync.run()
    pull(li)
    assert li.facts.count() == 0


def test_a_desk_gets_the_debtors_lent_to_it_and_no_others(
    floor: Floor, open_desk: OpenDesk
) -> None:
    floor.place(5)
    desk = open_desk(LI)
    pull(desk)
    assert desk.reference.debtor(debtor_id(0)) is None
    desk.leases.lease(2)
    changes = pull(desk).changes
    assert changes.debtors == {debtor_id(0), debtor_id(1)}
    assert changes.cases == {case(0).case_id, case(1).case_id}
    assert desk.reference.debtor(debtor_id(1)) == debtor(1)
    assert desk.reference.contact_points(debtor_id(1)) == (contact_point(1),)
    assert desk.reference.case(case(1).case_id) == case(1)
    assert desk.reference.debtor(debtor_id(2)) is None


def test_campaigns_and_the_teams_people_come(floor: Floor, open_desk: OpenDesk) -> None:
    floor.place(1)
    desk = open_desk(LI)
    pull(desk)
    assert desk.reference.campaign(CAMPAIGN.campaign_id) == CAMPAIGN
    assert set(desk.reference.agents()) == {each for each in PEOPLE if each.team == 1}
    admin.add_user(
        floor.admin_dsn, person=replace(PEOPLE[1], name="王小强"), password="another word"
    )
    pull(desk)
    found = desk.reference.agent(WANG)
    assert found is not None
    assert found.name == "王小强"
    admin.add_user(floor.admin_dsn, person=PEOPLE[1], password="agent_wang's own word")


def test_a_lead_gets_the_whole_team(floor: Floor, open_desk: OpenDesk) -> None:
    floor.place(4)
    desk = open_desk(CHEN)
    assert len(pull(desk).changes.debtors) == 4
    assert desk.reference.case(case(3).case_id) == case(3)


def test_a_changed_balance_reaches_a_desk_that_has_the_case(
    floor: Floor, open_desk: OpenDesk
) -> None:
    floor.place(3)
    desk = open_desk(LI)
    desk.leases.lease(2)
    pull(desk)
    changed = case(1, balance="99.00")
    with floor.administrator() as connection, connection.transaction():
        reference.upsert_debts(connection, changed.debts, team=1)
    assert pull(desk).changes.cases == {changed.case_id}
    assert desk.reference.case(changed.case_id) == changed


def test_payments_come_with_their_case(floor: Floor, open_desk: OpenDesk) -> None:
    floor.place(1)
    desk = open_desk(LI)
    desk.leases.lease(1)
    pull(desk)
    one = case(0)
    for amount in ("100.00", "50.00"):
        with floor.administrator() as connection:
            connection.execute(
                """insert into app.payment (payment_id, case_id, debt_id, amount, currency,
                     paid_on, reference, team)
                   values (%s, %s, %s, %s, 'CNY', '2026-11-20', 'R', 1)""",
                (new_id(), one.case_id, one.debts[0].debt_id, amount),
            )
        pull(desk)
    paid = desk.reference.payments_of([one.case_id])[one.case_id]
    assert [each.amount for each in paid] == [Money.of("100"), Money.of("50")]


def test_a_fact_that_commits_late_is_not_passed_over(floor: Floor, open_desk: OpenDesk) -> None:
    """A number or time cursor loses it: the later transaction is seen first."""
    desk = open_desk(LI)
    with (
        psycopg.connect(floor.address, user=LI, password="agent_li's own word") as slow,
        floor.as_person(WANG) as quick,
    ):
        slow.execute(ADD, (new_id(),))
        quick.execute(ADD, (new_id(),))
        assert pull(desk).facts == 1
        slow.commit()
    assert pull(desk).facts == 1
    assert desk.facts.count() == 2


def test_nothing_is_lost_or_doubled_among_writers_that_stall_and_roll_back(
    floor: Floor, open_desk: OpenDesk
) -> None:
    desk = open_desk(CHEN)
    writing = Event()
    writing.set()

    def write(seed: int) -> int:
        chance = random.Random(seed)
        kept = 0
        login = (LI, WANG, CHEN, LI, WANG, CHEN)[seed]
        with floor.as_person(login) as connection:
            for _ in range(40):
                size = chance.randint(1, 8)
                with connection.transaction() as transaction:
                    for _ in range(size):
                        with connection.transaction():
                            connection.execute(ADD, (new_id(),))
                    if chance.random() < 0.2:
                        connection.execute("select pg_sleep(%s)", (chance.random() / 20,))
                    if chance.random() < 0.15:
                        raise psycopg.Rollback(transaction)
                    kept += size
        return kept

    def follow() -> int:
        came = 0
        while writing.is_set():
            came += pull(desk).facts
        return came + pull(desk).facts

    with ThreadPoolExecutor(7) as pool:
        following = pool.submit(follow)
        written = sum(pool.map(write, range(6)))
        writing.clear()
        came = following.result()
    assert came == desk.facts.count() == written


def test_more_than_a_page_comes_whole(floor: Floor, open_desk: OpenDesk) -> None:
    with floor.as_person(LI) as connection, connection.transaction():
        connection.cursor().executemany(ADD, [(new_id(),) for _ in range(2345)])
    desk = open_desk(WANG)
    assert pull(desk).facts == desk.facts.count() == 2345


def test_a_kind_this_program_does_not_know_stops_nothing(
    floor: Floor, open_desk: OpenDesk, warnings_expected: list[str]
) -> None:
    with floor.as_person(LI) as connection:
        connection.execute(
            """insert into app.fact (id, kind, occurred_at, body)
               values (%s, 'moon_landed', now(), '{"kind": "moon_landed"}')""",
            (new_id(),),
        )
        connection.execute(ADD, (new_id(),))
    desk = open_desk(WANG)
    pulled = pull(desk)
    assert (pulled.facts, pulled.unreadable, desk.facts.count()) == (1, 1, 1)
    (warned,) = warnings_expected
    assert "cannot read" in warned


def test_a_restored_central_is_pulled_from_the_start(floor: Floor, open_desk: OpenDesk) -> None:
    desk, other = open_desk(LI), open_desk(WANG)
    desk.write(note(LI), note(LI))
    desk.sync.run()
    other.sync.run()
    admin.renew_epoch(floor.admin_dsn)
    assert pull(other).facts == 2
    assert other.facts.count() == 2
    assert pull(other).facts == 0


def test_what_a_restored_central_lost_is_sent_again(floor: Floor, open_desk: OpenDesk) -> None:
    """The backup was older than the last facts; each desk still has its own."""
    li, wang = open_desk(LI), open_desk(WANG)
    old, new = note(LI), note(LI)
    li.write(old)
    li.sync.run()
    li.write(new)
    wang.write(note(WANG))
    li.sync.run()
    wang.sync.run()
    with floor.administrator() as connection:
        connection.execute("delete from app.fact where id <> %s", (old.fact_id,))
    admin.renew_epoch(floor.admin_dsn)
    assert li.sync.run().pushed == 1
    assert wang.sync.run().pushed == 1
    assert li.sync.run().pushed == 0
    assert admin.verify(floor.admin_dsn).facts == 3
    assert (li.facts.count(), wang.facts.count()) == (3, 3)


def test_two_people_at_one_machine_each_pull_what_is_theirs(
    floor: Floor, open_desk: OpenDesk
) -> None:
    floor.place(4)
    desk = open_desk(LI)
    wang = desk.sit_down(WANG, floor.address)
    wang.leases.lease(1)
    pull(desk)
    pull(wang)
    assert desk.reference.debtor(debtor_id(0)) == debtor(0)
    wang.central.close()
