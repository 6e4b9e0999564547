"""Borrowing debtors and giving them back, with permits that are never lost or used twice."""

from datetime import timedelta

import pytest

from desk_client.changes import Changes
from desk_client.clock import RehearsalClock, SystemClock
from desk_client.errors import CentralUnreachable
from tests.central.floor import LI, WANG, Floor, debtor_id
from tests.sync.conftest import OpenDesk


def used(floor: Floor, number: int = 0) -> object:
    with floor.administrator() as connection:
        row = connection.execute(
            "select used from app.work where debtor_id = %s", (debtor_id(number),)
        ).fetchone()
    return row and row[0]


def test_what_was_granted_lies_in_the_store(floor: Floor, open_desk: OpenDesk) -> None:
    floor.place(3)
    desk = open_desk(LI)
    leases = desk.leases.lease(2)
    assert [each.debtor_id for each in leases] == [debtor_id(0), debtor_id(1)]
    assert set(desk.own_leases.active(desk.clock.now())) == set(leases)
    assert all(each.permits == 3 for each in leases)
    left = leases[0].leased_until - desk.clock.now()
    assert timedelta(hours=1, minutes=58) < left < timedelta(hours=2)


def test_a_rehearsals_clock_gets_a_lease_of_the_same_length(
    floor: Floor, open_desk: OpenDesk
) -> None:
    floor.place(1)
    desk = open_desk(LI, RehearsalClock(timedelta(hours=-9)))
    (lease,) = desk.leases.lease()
    left = lease.leased_until - desk.clock.now()
    assert timedelta(hours=1, minutes=58) < left < timedelta(hours=2)
    desk.leases.give_back([lease.debtor_id])
    assert used(floor) == 0


def test_what_is_given_back_is_refunded_and_free(floor: Floor, open_desk: OpenDesk) -> None:
    floor.place(2)
    li, wang = open_desk(LI), open_desk(WANG)
    li.leases.lease(2)
    li.sync.run()
    assert li.own_leases.use_permit(debtor_id(0), li.clock.now())
    assert li.leases.give_back([debtor_id(0)]) == Changes(debtors=frozenset({debtor_id(0)}))
    assert used(floor) == 1
    assert not li.own_leases.use_permit(debtor_id(0), li.clock.now())
    assert [each.debtor_id for each in wang.leases.lease()] == [debtor_id(0)]


def test_sign_out_returns_everything(floor: Floor, open_desk: OpenDesk) -> None:
    floor.place(4)
    desk = open_desk(LI)
    desk.leases.lease(4)
    desk.sync.run()
    desk.own_leases.use_permit(debtor_id(2), desk.clock.now())
    desk.leases.return_all()
    assert [used(floor, number) for number in range(4)] == [0, 0, 1, 0]
    assert desk.own_leases.active(desk.clock.now()) == ()
    assert desk.own_leases.unsettled() == ()
    with floor.administrator() as connection:
        assert connection.execute(
            "select count(*) from app.work where agent is not null"
        ).fetchone() == (0,)


def test_without_central_leases_end_here_and_are_settled_later(
    floor: Floor, open_desk: OpenDesk
) -> None:
    floor.place(2)
    desk = open_desk(LI)
    desk.leases.lease(2)
    desk.sync.run()
    desk.own_leases.use_permit(debtor_id(0), desk.clock.now())
    with floor.administrator() as connection:
        connection.execute(f"alter role {LI} nologin".encode())
        connection.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity where usename = %s", (LI,)
        )
    try:
        with pytest.raises(Exception, match="Central"):
            desk.leases.return_all()
    finally:
        with floor.administrator() as connection:
            connection.execute(f"alter role {LI} login".encode())
    assert desk.own_leases.active(desk.clock.now()) == ()
    assert used(floor) == 3
    desk.sync.run()
    assert (used(floor, 0), used(floor, 1)) == (1, 0)
    assert desk.own_leases.unsettled() == ()


def test_a_lease_that_central_took_away_ends_here(floor: Floor, open_desk: OpenDesk) -> None:
    """We were away too long and the debtor was lent to another."""
    floor.place(1)
    li, wang = open_desk(LI), open_desk(WANG)
    li.leases.lease()
    with floor.administrator() as connection:
        connection.execute("update app.work set lease_until = now() - interval '1 s'")
        connection.execute("update app.permit set lease_until = now() - interval '1 s'")
    assert len(wang.leases.lease()) == 1
    assert debtor_id(0) in li.sync.run().changes.debtors
    assert not li.own_leases.use_permit(debtor_id(0), li.clock.now())
    li.sync.run()  # settled now: refunded, and the other's lease stays
    assert used(floor) == 3
    assert len(wang.own_leases.active(wang.clock.now())) == 1
    assert wang.sync.run().changes.debtors == {debtor_id(0)}


def test_leasing_again_does_not_forget_what_was_used_before(
    floor: Floor, open_desk: OpenDesk
) -> None:
    floor.place(1, cap=4)
    desk = open_desk(LI)
    desk.leases.lease()
    desk.sync.run()
    for _ in range(2):
        assert desk.own_leases.use_permit(debtor_id(0), desk.clock.now())
    desk.own_leases.give_back([debtor_id(0)], desk.clock.now())
    (again,) = desk.leases.lease()
    assert (again.permits, used(floor)) == (2, 4)


def test_central_away_is_said_and_changes_nothing(open_desk: OpenDesk) -> None:
    desk = open_desk(LI, SystemClock())
    desk.central._conninfo = "host=/nowhere dbname=desk user=x"
    with pytest.raises(CentralUnreachable):
        desk.leases.lease()
    assert desk.own_leases.all() == ()
