"""Debtors are lent to one agent at a time, and no cap on attempts is ever exceeded."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from uuid import UUID

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from psycopg import errors

from desk_client.central import admin
from desk_client.ids import Login
from tests.central.floor import CHEN, LI, PEOPLE, WANG, ZHAO, Floor, debtor_id, password

Granted = tuple[UUID, datetime, int]


def lease(connection: psycopg.Connection, count: int) -> list[Granted]:
    rows = connection.execute("select debtor_id, granted_at, granted from app.lease(%s)", (count,))
    return [(row[0], row[1], row[2]) for row in rows]


def settle(connection: psycopg.Connection, one: Granted, attempts: int) -> bool:
    row = connection.execute("select app.settle(%s, %s, %s)", (one[0], one[1], attempts)).fetchone()
    return row is not None and bool(row[0])


def used(floor: Floor, number: int = 0) -> int:
    with floor.administrator() as connection:
        row = connection.execute(
            "select used from app.work where debtor_id = %s", (debtor_id(number),)
        ).fetchone()
    assert row is not None
    return int(row[0])


def run_out(floor: Floor) -> None:
    """Two hours pass."""
    with floor.administrator() as connection:
        connection.execute(
            """update app.work set lease_until = now() - interval '1 s' where agent is not null"""
        )
        connection.execute("update app.permit set lease_until = now() - interval '1 s'")


def a_day_passes(floor: Floor) -> None:
    with floor.administrator() as connection:
        connection.execute("update app.work set day = day - 1")
        connection.execute("update app.permit set day = day - 1, last_day = last_day - 1")


def lease_anew(connection: psycopg.Connection, floor: Floor) -> list[Granted]:
    """The two hours are over; the same debtor again."""
    run_out(floor)
    return lease(connection, 1)


def test_the_best_come_first_and_none_comes_twice(floor: Floor) -> None:
    floor.place(5)
    with floor.as_person(LI) as li, floor.as_person(WANG) as wang:
        assert [str(each[0]) for each in lease(li, 2)] == [debtor_id(0), debtor_id(1)]
        assert {str(each[0]) for each in lease(wang, 25)} == {debtor_id(n) for n in (2, 3, 4)}
        assert lease(li, 25) == []


def test_another_teams_debtors_are_never_lent(floor: Floor) -> None:
    floor.place(3, team=1)
    with floor.as_person(ZHAO) as zhao:
        assert lease(zhao, 25) == []


def test_eight_sessions_lease_every_debtor_exactly_once(floor: Floor) -> None:
    """Three people in eight sessions at once, as fast as they can."""
    floor.place(240)

    def work(login: Login) -> list[Granted]:
        mine: list[Granted] = []
        with floor.as_person(login) as connection:
            while batch := lease(connection, 7):
                mine.extend(batch)
        return mine

    people = [LI, WANG, CHEN, LI, WANG, CHEN, LI, WANG]
    with ThreadPoolExecutor(8) as pool:
        granted = [each for batch in pool.map(work, people) for each in batch]
    assert len({each[0] for each in granted}) == len(granted) == 240
    with floor.administrator() as connection:
        over = connection.execute("select count(*) from app.work where used > cap").fetchone()
        held = connection.execute(
            "select count(*) from app.work where agent is not null group by agent"
        ).fetchall()
    assert over == (0,)
    assert all(count <= 100 for (count,) in held)


def test_eight_sessions_lease_and_settle_and_never_exceed_a_cap(floor: Floor) -> None:
    """The same few debtors go round and round; every attempt that was made is counted."""
    floor.place(6, cap=6)

    def work(login: Login) -> list[tuple[UUID, int]]:
        made: list[tuple[UUID, int]] = []
        with floor.as_person(login) as connection:
            for turn in range(12):
                for one in lease(connection, 2):
                    attempts = (turn + int(one[0])) % (one[2] + 1)
                    assert settle(connection, one, attempts)
                    made.append((one[0], attempts))
        return made

    with ThreadPoolExecutor(8) as pool:
        made = [
            each
            for batch in pool.map(work, [LI, WANG, CHEN, LI, WANG, CHEN, LI, WANG])
            for each in batch
        ]
    for number in range(6):
        attempts = sum(count for debtor, count in made if str(debtor) == debtor_id(number))
        assert attempts == used(floor, number) <= 6


def test_permits_are_charged_at_grant_and_refunded_once(floor: Floor) -> None:
    floor.place(1)
    with floor.as_person(LI) as connection:
        (one,) = lease(connection, 1)
        assert (one[2], used(floor)) == (3, 3)
        assert settle(connection, one, 1)
        assert used(floor) == 1
        assert not settle(connection, one, 0)
        assert used(floor) == 1


def test_nobody_settles_anothers_permit_or_more_than_was_granted(floor: Floor) -> None:
    floor.place(1)
    with floor.as_person(LI) as li, floor.as_person(WANG) as wang:
        (one,) = lease(li, 1)
        assert not settle(wang, one, 0)
        for attempts in (4, -1):
            with pytest.raises(errors.CheckViolation):
                settle(li, one, attempts)
        assert used(floor) == 3


def test_a_lease_that_ran_out_goes_to_another_and_stays_charged(floor: Floor) -> None:
    floor.place(1, cap=6)
    with floor.as_person(LI) as li, floor.as_person(WANG) as wang:
        (first,) = lease(li, 1)
        assert lease(wang, 1) == []
        run_out(floor)
        (second,) = lease(wang, 1)
        assert (second[2], used(floor)) == (3, 6)
        # the first comes back late with its true count: refunded, the second's lease untouched
        assert settle(li, first, 2)
        assert used(floor) == 5
        assert wang.execute("select count(*) from app.work").fetchone() == (1,)


def test_an_exhausted_debtor_waits_for_the_next_day(floor: Floor) -> None:
    floor.place(1, cap=3)
    with floor.as_person(LI) as connection:
        (one,) = lease(connection, 1)
        settle(connection, one, 3)
        assert lease(connection, 1) == []
        a_day_passes(floor)
        (tomorrow,) = lease(connection, 1)
        assert (tomorrow[2], used(floor)) == (3, 3)


def test_yesterdays_permit_refunds_nothing_today(floor: Floor) -> None:
    floor.place(1)
    with floor.as_person(LI) as connection:
        (one,) = lease(connection, 1)
        with floor.administrator() as administrator:
            administrator.execute("update app.permit set day = day - 1, last_day = day - 1")
        (other,) = lease_anew(connection, floor)
        assert settle(connection, one, 0)
        assert used(floor) == other[2]


def test_who_was_worked_goes_behind_who_was_not(floor: Floor) -> None:
    floor.place(3)
    with floor.as_person(LI) as connection:
        (first,) = lease(connection, 1)
        settle(connection, first, 1)
        (second,) = lease(connection, 1)
        settle(connection, second, 0)
        order = [str(each[0]) for each in lease(connection, 3)]
    assert order == [debtor_id(1), debtor_id(2), debtor_id(0)]


def test_returned_leases_are_nobodys_until_they_end_and_stay_charged(floor: Floor) -> None:
    """The desk that held them may be out of reach, and goes on calling until they end."""
    floor.place(3)
    with floor.as_person(LI) as li, floor.as_person(WANG) as wang:
        lease(li, 3)
        assert li.execute("select app.return_leases()").fetchone() == (3,)
        assert lease(wang, 3) == lease(li, 3) == []
        run_out(floor)
        assert len(lease(wang, 3)) == 3
    assert used(floor) == 6


@pytest.mark.parametrize("count", [0, -1, 51, None])
def test_a_lease_is_for_one_to_fifty(floor: Floor, count: int | None) -> None:
    with floor.as_person(LI) as connection, pytest.raises(errors.CheckViolation):
        connection.execute("select app.lease(%s)", (count,))


def test_nobody_hoards_more_than_a_hundred(floor: Floor) -> None:
    floor.place(130)
    with floor.as_person(LI) as connection:
        assert [len(lease(connection, 50)) for _ in range(3)] == [50, 50, 0]


def test_who_is_blocked_in_mid_session_leases_nothing(floor: Floor) -> None:
    floor.place(1)
    with floor.as_person(LI) as connection, floor.administrator() as administrator:
        administrator.execute("update app.agent set active = false where login = %s", (LI,))
        with pytest.raises(errors.InsufficientPrivilege):
            lease(connection, 1)
    admin.add_user(floor.admin_dsn, person=PEOPLE[0], password=password(LI))


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    st.lists(
        st.tuples(st.sampled_from([LI, WANG]), st.integers(0, 3), st.booleans(), st.booleans()),
        max_size=12,
    )
)
def test_any_order_of_leasing_settling_and_running_out_keeps_the_cap(
    floor: Floor, steps: list[tuple[Login, int, bool, bool]]
) -> None:
    """What was really attempted never exceeds the cap, whoever settles, late or never."""
    with floor.administrator() as connection:
        connection.execute("delete from app.permit")
        connection.execute("delete from app.work")
    floor.place(1, cap=5)
    attempted = 0
    with floor.as_person(LI) as li, floor.as_person(WANG) as wang:
        for login, attempts, settles, runs_out in steps:
            connection = li if login == LI else wang
            for one in lease(connection, 1):
                made = min(attempts, one[2])
                attempted += made
                if settles:
                    settle(connection, one, made)
                elif runs_out:
                    run_out(floor)
    assert attempted <= used(floor) <= 5
