"""Debtors lent to this desk and the attempts that came with them."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest

from desk_client.ids import DebtorId
from desk_client.store.database import Database
from desk_client.store.facts import FactStore
from desk_client.store.leases import Lease, Leases
from tests.happenings import Shift

ONE, TWO = DebtorId("debtor-1"), DebtorId("debtor-2")


@pytest.fixture
def leases(database: Database) -> Leases:
    return Leases(database)


def lent(now: datetime, debtor_id: DebtorId = ONE, permits: int = 2, hours: int = 2) -> Lease:
    return Lease(
        debtor_id=debtor_id,
        leased_until=now + timedelta(hours=hours),
        permits=permits,
        granted_at=now,
        taken_at=now,
        complete=True,
    )


def test_a_lease_runs_until_its_end(leases: Leases, now: datetime) -> None:
    leases.save([lent(now), lent(now, TWO, hours=1)])
    assert leases.active(now) == (lent(now), lent(now, TWO, hours=1))
    assert leases.active(now + timedelta(hours=1)) == (lent(now),)
    assert leases.active(now + timedelta(hours=2)) == ()
    assert len(leases.all()) == len(leases.unsettled()) == 2


def test_permits_run_out(leases: Leases, now: datetime) -> None:
    leases.save([lent(now)])
    assert [leases.use_permit(ONE, now) for _ in range(3)] == [True, True, False]
    lease = leases.of(ONE)
    assert lease is not None
    assert (lease.used, lease.left) == (2, 0)


def test_nothing_may_be_done_without_a_running_lease(leases: Leases, now: datetime) -> None:
    leases.save([lent(now)])
    assert not leases.use_permit(TWO, now)
    assert not leases.use_permit(ONE, now + timedelta(hours=2))
    assert leases.of(TWO) is None


def test_a_debtor_given_back_is_done_with_but_not_forgotten(leases: Leases, now: datetime) -> None:
    leases.save([lent(now)])
    assert leases.use_permit(ONE, now)
    leases.give_back([ONE], now)
    assert leases.active(now) == ()
    assert not leases.use_permit(ONE, now)
    (unsettled,) = leases.unsettled()
    assert (unsettled.used, unsettled.leased_until) == (1, now)


def test_giving_back_never_lengthens_a_lease(leases: Leases, now: datetime) -> None:
    leases.save([lent(now)])
    leases.give_back([ONE], now + timedelta(hours=5))
    lease = leases.of(ONE)
    assert lease is not None
    assert lease.leased_until == now + timedelta(hours=2)


def test_a_settled_lease_allows_nothing_more(leases: Leases, now: datetime) -> None:
    leases.save([lent(now)])
    leases.mark_settled(leases.all())
    assert leases.unsettled() == leases.active(now) == ()
    assert not leases.use_permit(ONE, now)
    assert len(leases.all()) == 1


def test_a_new_grant_replaces_the_old_one(leases: Leases, now: datetime) -> None:
    leases.save([lent(now)])
    leases.use_permit(ONE, now)
    leases.mark_settled(leases.all())
    again = lent(now + timedelta(hours=3), permits=4)
    leases.save([again])
    assert leases.all() == (again,)


def test_a_permit_is_only_used_if_the_attempt_is_written(
    database: Database, leases: Leases, now: datetime
) -> None:
    leases.save([lent(now)])
    shift = Shift()
    shift.attempt()
    facts = FactStore(database)
    facts.append(*shift.facts)

    def attempt_twice() -> None:
        with database.writing():
            assert leases.use_permit(ONE, now)
            facts.append(*shift.facts)  # the same attempt again is a fault

    with pytest.raises(Exception, match="UNIQUE"):
        attempt_twice()
    lease = leases.of(ONE)
    assert lease is not None
    assert lease.used == 0


def test_two_threads_cannot_use_one_permit(leases: Leases, now: datetime) -> None:
    leases.save([lent(now, permits=5)])
    with ThreadPoolExecutor(4) as threads:
        taken = list(threads.map(lambda _: leases.use_permit(ONE, now), range(20)))
    assert sum(taken) == 5
