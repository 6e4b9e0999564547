"""Debtors lent to this desk and the attempts that came with them."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from desk_client.ids import DebtorId, Login
from desk_client.outstanding import Outstanding
from desk_client.store import migrations
from desk_client.store.database import Database, open_with_key
from desk_client.store.facts import FactStore
from desk_client.store.key import Sidecar, StoreKey
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


def test_before_every_fact_is_here_no_permit_is_given(leases: Leases, now: datetime) -> None:
    shut = replace(lent(now), complete=False)
    leases.save([shut])
    assert leases.active(now) == (shut,)
    assert not leases.use_permit(ONE, now)
    told = Outstanding(granted_at=now, medium="call", attempts=2, since=now, until=now)
    leases.learn(shut, complete=True, outstanding=(told,))
    assert leases.all() == (replace(shut, complete=True, outstanding=(told,)),)
    assert leases.use_permit(ONE, now)


def test_a_dial_that_was_asked_about_before_the_end_comes_too_late(
    leases: Leases, now: datetime
) -> None:
    """Its use would be missing from what central is about to be told."""
    leases.save([lent(now)])
    asked_at = now + timedelta(minutes=119)
    leases.close_ended(now + timedelta(hours=2))
    assert not leases.use_permit(ONE, asked_at)
    assert leases.active(asked_at) == ()


def test_an_ended_lease_stays_beside_the_next_one_until_it_is_settled(
    leases: Leases, now: datetime
) -> None:
    leases.save([lent(now)])
    leases.use_permit(ONE, now)
    again = lent(now + timedelta(hours=3))
    leases.save([again])
    first, second = leases.all()
    assert (first.used, first.closed, first.settled) == (1, True, False)
    assert second == again == leases.of(ONE)
    assert leases.use_permit(ONE, now + timedelta(hours=3))
    leases.mark_settled([first])
    leases.save([replace(again, granted_at=now + timedelta(hours=6))])
    assert [each.granted_at for each in leases.all()] == [
        again.granted_at,
        now + timedelta(hours=6),
    ]


def test_leases_are_told_by_their_holder(leases: Leases, now: datetime) -> None:
    ours, of_earlier = replace(lent(now), holder="agent_li"), lent(now, TWO)
    leases.save([ours, of_earlier])
    assert leases.running_of(Login("agent_li")) == (ours, of_earlier)
    assert leases.running_of(Login("agent_wang")) == (of_earlier,)
    leases.give_back([ONE, TWO], now)
    assert [each.debtor_id for each in leases.ready_to_settle(Login("agent_wang"))] == [TWO]


def test_contacts_are_counted_and_nothing_else(database: Database, leases: Leases) -> None:
    shift = Shift()
    shift.conversation()
    FactStore(database).append(*shift.facts)
    assert leases.contacts_known(ONE) == 1
    assert leases.contacts_known(TWO) == 0


def test_leases_of_the_first_schema_are_kept(tmp_path: Path) -> None:
    """They belong to whoever signs in, and open with the next pull."""
    file, key = tmp_path / "desk.db", StoreKey("6b" * 32, "keyring")
    sidecar = Sidecar(
        key_id="old", source="keyring", salt=None, wrapped=None, store_epoch="old", demo=True
    )
    old = open_with_key(file, key, sidecar, migrations.STEPS[:1])
    until = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)
    with old.writing() as connection:
        connection.exec_driver_sql(
            "insert into lease values ('debtor-1', ?, 3, 1, ?, 0)",
            (int(until.timestamp() * 1e6), int((until - timedelta(hours=2)).timestamp() * 1e6)),
        )
    old.close()
    upgraded = open_with_key(file, key, sidecar)
    (kept,) = Leases(upgraded).all()
    assert (kept.permits, kept.used, kept.leased_until) == (3, 1, until)
    assert (kept.holder, kept.complete, kept.closed, kept.settled) == ("", False, False, False)
    assert Leases(upgraded).running_of(Login("agent_li")) == (kept,)
    upgraded.close()
