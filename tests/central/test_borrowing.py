"""The messenger borrows one debtor for one message, and no desk is there meanwhile."""

from collections.abc import Iterator
from datetime import timedelta

import psycopg
import pytest
from psycopg import errors
from psycopg.types.json import Jsonb

from desk_client.central.borrowing import Borrowing, add_messenger
from desk_client.clock import SystemClock
from desk_client.errors import BadInput
from desk_client.ids import Login, new_id
from tests.central.floor import LI, WANG, Floor, case, debtor_id
from tests.central.test_leases import lease, run_out, settle, used

MESSENGER = Login("messenger_one")
PASSWORD = "the messenger's own word"
ONE, TWO = debtor_id(0), debtor_id(1)


@pytest.fixture
def messenger(floor: Floor) -> Iterator[psycopg.Connection]:
    with floor.administrator() as administrator:
        add_messenger(administrator, login=MESSENGER, password=PASSWORD)
    with psycopg.connect(
        floor.address, user=MESSENGER, password=PASSWORD, autocommit=True
    ) as connection:
        yield connection


@pytest.fixture
def borrowing(messenger: psycopg.Connection) -> Borrowing:
    return Borrowing(messenger, SystemClock())


def attempt(messenger: psycopg.Connection, number: int = 0, *, team: int = 1) -> None:
    messenger.execute(
        """insert into app.fact (id, kind, case_id, debtor_id, team, occurred_at, body)
           values (%s, 'message_attempted', %s, %s, %s, now(), %s)""",
        (new_id(), case(number).case_id, debtor_id(number), team, Jsonb({})),
    )


def test_nobody_else_has_the_debtor_until_it_is_given_back(
    floor: Floor, borrowing: Borrowing
) -> None:
    floor.place(1)
    loan = borrowing.borrow(ONE, "sms")
    assert loan is not None
    left = loan.until - SystemClock().now()
    assert timedelta(seconds=110) < left < timedelta(seconds=120)
    assert borrowing.borrow(ONE, "email") is None
    with floor.as_person(LI) as li:
        assert lease(li, 1) == []
        assert borrowing.give_back(loan, attempted=True)
        assert not borrowing.give_back(loan, attempted=True)
        assert len(lease(li, 1)) == 1


def test_what_a_desk_has_is_not_borrowed(floor: Floor, borrowing: Borrowing) -> None:
    floor.place(2)
    with floor.as_person(LI) as li:
        (one,) = lease(li, 1)
        assert borrowing.borrow(ONE, "sms") is None
        assert borrowing.borrow(TWO, "sms") is not None
        settle(li, one, 1)
        assert borrowing.borrow(ONE, "sms") is not None


def test_a_desk_that_went_away_is_told_to_the_messenger(floor: Floor, borrowing: Borrowing) -> None:
    floor.place(1)
    with floor.as_person(LI) as li:
        lease(li, 1)
    run_out(floor)
    loan = borrowing.borrow(ONE, "sms")
    assert loan is not None
    (outstanding,) = loan.outstanding
    assert (outstanding.attempts, outstanding.medium) == (3, "call")
    assert outstanding.until <= SystemClock().now()


def test_a_messenger_that_went_away_is_told_to_the_desk(floor: Floor, borrowing: Borrowing) -> None:
    floor.place(1)
    borrowing.borrow(ONE, "sms", for_s=10)
    run_out(floor)
    with floor.as_person(LI) as li:
        assert len(lease(li, 1)) == 1
        told = li.execute("select medium, attempts from app.outstanding()").fetchall()
    assert told == [("sms", 1)]


def test_a_message_takes_no_call_away_and_does_not_put_the_debtor_back(
    floor: Floor, borrowing: Borrowing
) -> None:
    floor.place(2, cap=3)
    loan = borrowing.borrow(ONE, "sms")
    assert loan is not None
    borrowing.give_back(loan, attempted=True)
    assert used(floor) == 0
    with floor.as_person(LI) as li:
        assert [(str(each[0]), each[2]) for each in lease(li, 1)] == [(ONE, 3)]


def test_after_a_crash_its_loans_are_settled_by_its_facts(
    floor: Floor, messenger: psycopg.Connection, borrowing: Borrowing
) -> None:
    floor.place(2)
    borrowing.borrow(ONE, "sms")
    borrowing.borrow(TWO, "sms")
    attempt(messenger, 1)
    assert borrowing.give_back_left_open() == 2
    assert borrowing.give_back_left_open() == 0
    with floor.administrator() as connection:
        made = connection.execute("select used from app.permit order by granted_at").fetchall()
    assert made == [(0,), (1,)]
    with floor.as_person(LI) as li:
        assert len(lease(li, 2)) == 2


def test_its_facts_reach_the_debtors_team_and_no_other(
    floor: Floor, messenger: psycopg.Connection
) -> None:
    floor.place(1)
    attempt(messenger)
    with floor.as_person(WANG) as wang:
        told = wang.execute("select actor::text, team from app.fact").fetchall()
    assert told == [(MESSENGER, 1)]
    with pytest.raises(errors.InsufficientPrivilege):
        attempt(messenger, team=2)


def test_it_reads_every_team_and_changes_nothing(
    floor: Floor, messenger: psycopg.Connection
) -> None:
    floor.place(1, team=1)
    floor.place(1, team=2)
    for table in ("debtor", "contact_point", "placed_case", "debt"):
        assert messenger.execute(f"select count(*) from app.{table}".encode()).fetchone() == (2,)
    for attack in (
        "update app.fact set kind = 'x'",
        "delete from app.debtor",
        "select * from app.permit",
        "update app.work set cap = 100",
        "select app.lease(1)",
        "select app.settle(gen_random_uuid(), now(), 0)",
        "select app.spent(gen_random_uuid(), now()::date)",
    ):
        with pytest.raises(errors.InsufficientPrivilege):
            messenger.execute(attack.encode())


def test_an_agent_cannot_borrow(floor: Floor) -> None:
    floor.place(1)
    with floor.as_person(LI) as li, pytest.raises(errors.InsufficientPrivilege):
        li.execute("select app.borrow_one(%s, 'sms')", (ONE,))


@pytest.mark.parametrize("for_s", [None, 0, 9, 901])
def test_a_loan_is_short(floor: Floor, messenger: psycopg.Connection, for_s: int | None) -> None:
    floor.place(1)
    with pytest.raises(errors.CheckViolation):
        messenger.execute("select app.borrow_one(%s, 'sms', %s)", (ONE, for_s))


def test_a_persons_login_is_not_taken_over(floor: Floor) -> None:
    with floor.administrator() as administrator, pytest.raises(BadInput, match="agent_li"):
        add_messenger(administrator, login=LI, password=PASSWORD)
