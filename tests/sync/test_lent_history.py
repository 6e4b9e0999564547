"""A lease opens when every fact of the debtor is here, and tells what others may have done."""

from datetime import timedelta

from psycopg.types.json import Jsonb

from desk_client.central import reference
from desk_client.fact import Fact
from desk_client.fact_body import FactBody
from desk_client.ids import CallId, FactId, Login, new_id
from desk_client.store.leases import Lease
from desk_client.sync.push import push
from tests.central.floor import (
    CHEN,
    LI,
    ONE_SERVER,
    WANG,
    ZHAO,
    Floor,
    case,
    contact_point,
    debtor,
    debtor_id,
    note,
)
from tests.happenings import attempted, ended
from tests.sync.conftest import OpenDesk
from tests.sync.desk import Desk

pytestmark = ONE_SERVER
ONE = debtor_id(0)


def the_lease(desk: Desk) -> Lease:
    found = desk.own_leases.of(ONE)
    assert found is not None
    return found


def two_hours_pass(floor: Floor) -> None:
    with floor.administrator() as connection:
        for table in ("work", "permit"):
            connection.execute(
                f"""update app.{table} set lease_until = lease_until - interval '2 hours'
                     where lease_until is not null""".encode()
            )


def told(desk: Desk, body: FactBody) -> Fact:
    fact = Fact(
        fact_id=FactId(new_id()),
        case_id=case(0).case_id,
        debtor_id=ONE,
        actor=desk.login,
        occurred_at=desk.clock.now(),
        body=body,
    )
    desk.write(fact)
    return fact


def call(desk: Desk) -> CallId:
    """A permit and an attempt, as the dialler takes them."""
    assert desk.own_leases.use_permit(ONE, desk.clock.now())
    call_id = CallId(new_id())
    told(desk, attempted(call_id, contact_point(0).contact_point_id))
    return call_id


def lent_and_open(desk: Desk) -> None:
    desk.leases.lease(1)
    desk.sync.run()


def add_unknown_fact(floor: Floor, login: Login) -> None:
    with floor.as_person(login) as connection:
        connection.execute(
            """insert into app.fact (id, kind, case_id, debtor_id, occurred_at, body)
               values (%s, 'fax_sent', %s, %s, now(), %s)""",
            (new_id(), case(0).case_id, ONE, Jsonb({"kind": "fax_sent"})),
        )


def test_nothing_is_done_before_the_pull_that_follows(floor: Floor, open_desk: OpenDesk) -> None:
    floor.place(1)
    wang, desk = open_desk(WANG), open_desk(LI)
    earlier = note(WANG)
    wang.write(earlier)
    wang.sync.run()
    desk.leases.lease(1)
    assert not the_lease(desk).complete
    assert not desk.own_leases.use_permit(ONE, desk.clock.now())
    assert ONE in desk.sync.run().changes.debtors
    assert the_lease(desk).complete
    assert desk.facts.of_debtor(ONE) == [earlier]
    assert desk.own_leases.use_permit(ONE, desk.clock.now())


def test_a_fact_that_cannot_be_read_keeps_the_lease_shut(
    floor: Floor, open_desk: OpenDesk, warnings_expected: list[str]
) -> None:
    """A newer desk may have sent something that counts."""
    floor.place(2)
    add_unknown_fact(floor, WANG)
    desk = open_desk(LI)
    desk.leases.lease(2)
    for _ in range(2):
        desk.sync.run()
        other = desk.own_leases.of(debtor_id(1))
        assert other is not None
        assert (the_lease(desk).complete, other.complete) == (False, True)
    assert warnings_expected


def test_a_debtor_of_another_team_brings_the_history_along(
    floor: Floor, open_desk: OpenDesk
) -> None:
    floor.place(1, team=1)
    wang, zhao = open_desk(WANG), open_desk(ZHAO)
    fact = note(WANG)
    wang.write(fact)
    wang.sync.run()
    with floor.administrator() as connection, connection.transaction():
        reference.upsert_debtors(connection, [debtor(0)], team=2)
        reference.enqueue(connection, [(ONE, 0)], team=2)
    zhao.sync.run()
    assert zhao.facts.of_debtor(ONE) == []
    lent_and_open(zhao)
    assert zhao.facts.of_debtor(ONE) == [fact]
    assert the_lease(zhao).complete


def test_what_a_desk_that_went_away_may_have_done_comes_along(
    floor: Floor, open_desk: OpenDesk
) -> None:
    floor.place(1)
    away, desk = open_desk(WANG), open_desk(LI)
    lent_and_open(away)
    two_hours_pass(floor)
    lent_and_open(desk)
    (outstanding,) = the_lease(desk).outstanding
    assert (outstanding.attempts, outstanding.medium) == (3, "call")
    assert outstanding.until <= desk.clock.now()


def test_it_is_dropped_when_the_facts_are_here_and_not_before(
    floor: Floor, open_desk: OpenDesk
) -> None:
    floor.place(1)
    away, desk = open_desk(WANG), open_desk(LI)
    lent_and_open(away)
    call_id = call(away)
    two_hours_pass(floor)
    lent_and_open(desk)
    away.own_leases.close_ended(away.clock.now() + timedelta(hours=3))

    told(away, ended(call_id))
    with away.central.on_duty() as (connection, _):  # pushed, and cut off before it settles
        push(connection, away.outbox, away.login)
    desk.sync.run()
    assert [each.attempts for each in the_lease(desk).outstanding] == [3]
    away.sync.run()
    desk.sync.run()
    assert the_lease(desk).outstanding == ()
    assert the_lease(desk).complete
    assert {each.kind for each in desk.facts.of_debtor(ONE)} == {"attempted", "call_ended"}


def test_late_facts_of_another_team_come_when_they_stop_being_outstanding(
    floor: Floor, open_desk: OpenDesk
) -> None:
    """The desk that was away pushes for its own team, which the debtor has left."""
    floor.place(1, team=1)
    away, zhao = open_desk(WANG), open_desk(ZHAO)
    lent_and_open(away)
    call_id = call(away)
    two_hours_pass(floor)
    with floor.administrator() as connection, connection.transaction():
        reference.upsert_debtors(connection, [debtor(0)], team=2)
        reference.enqueue(connection, [(ONE, 0)], team=2)
    lent_and_open(zhao)
    assert len(the_lease(zhao).outstanding) == 1
    told(away, ended(call_id))
    away.own_leases.close_ended(away.clock.now() + timedelta(hours=3))
    away.sync.run()
    zhao.sync.run()
    assert the_lease(zhao).outstanding == ()
    assert {each.kind for each in zhao.facts.of_debtor(ONE)} == {"attempted", "call_ended"}


def test_a_desk_is_not_told_of_its_own_unsettled_lease(floor: Floor, open_desk: OpenDesk) -> None:
    """What it did itself is in its facts, to the last one."""
    floor.place(1)
    desk = open_desk(LI)
    lent_and_open(desk)
    call(desk)  # still ringing when the two hours are over
    two_hours_pass(floor)
    desk.own_leases.close_ended(desk.clock.now() + timedelta(hours=3))
    lent_and_open(desk)
    assert len(desk.own_leases.all()) == 2
    assert the_lease(desk).outstanding == ()


def test_a_lease_is_settled_when_everything_under_it_is_at_central_and_over(
    floor: Floor, open_desk: OpenDesk
) -> None:
    floor.place(1)
    desk = open_desk(LI)
    lent_and_open(desk)
    call_id = call(desk)
    desk.own_leases.give_back([ONE], desk.clock.now())
    assert desk.leases.settle_ended() == 0  # the attempt is not at central
    desk.sync.run()
    assert desk.leases.settle_ended() == 0  # the call goes on
    told(desk, ended(call_id))
    assert desk.leases.settle_ended() == 0
    desk.sync.run()
    assert desk.own_leases.unsettled() == ()
    with floor.administrator() as connection:
        assert connection.execute("select used from app.permit").fetchone() == (1,)


def test_an_attempt_that_central_refused_leaves_the_lease_unsettled(
    floor: Floor, open_desk: OpenDesk
) -> None:
    """Central must go on taking its permits for used: nobody else will ever see that fact."""
    floor.place(1)
    desk, other = open_desk(LI), open_desk(CHEN)
    lent_and_open(desk)
    call_id = call(desk)
    told(desk, ended(call_id))
    attempt = next(each for each in desk.facts.of_debtor(ONE) if each.kind == "attempted")
    desk.outbox.reject(attempt.fact_id, "its id is another fact's")
    desk.own_leases.give_back([ONE], desk.clock.now())
    desk.sync.run()
    assert len(desk.own_leases.unsettled()) == 1
    two_hours_pass(floor)
    lent_and_open(other)
    assert [each.attempts for each in the_lease(other).outstanding] == [3]


def test_permits_whose_answer_was_lost_are_refunded_by_the_store_that_asked(
    floor: Floor, open_desk: OpenDesk
) -> None:
    floor.place(1)
    desk, elsewhere = open_desk(LI), open_desk(LI)
    with desk.central.on_duty() as (connection, _):
        connection.execute("select app.lease(1, %s)", (desk.database.store_epoch,))
    assert elsewhere.leases.lease(1) == ()  # another machine cannot know
    assert [each.permits for each in desk.leases.lease(1)] == [3]
    with floor.administrator() as connection:
        used = connection.execute("select used from app.permit order by granted_at").fetchall()
    assert used == [(0,), (None,)]


def test_another_persons_lease_is_settled_by_them_alone(floor: Floor, open_desk: OpenDesk) -> None:
    floor.place(1)
    li = open_desk(LI)
    lent_and_open(li)
    li.own_leases.give_back([ONE], li.clock.now())
    wang = li.sit_down(WANG, floor.address)
    wang.sync.run()
    assert len(li.own_leases.unsettled()) == 1
    li.sync.run()
    assert li.own_leases.unsettled() == ()
    wang.central.close()
