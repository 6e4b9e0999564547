"""A desk whose clock is wrong dates what it does by central's."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest

from desk_client.clock import RehearsalClock, SystemClock
from desk_client.store.settings import StoredSettings
from desk_client.sync.clock_agreement import agreed_clock
from tests.central.floor import LI, ONE_SERVER, Floor
from tests.sync.conftest import OpenDesk
from tests.sync.desk import Desk

pytestmark = ONE_SERVER


@dataclass(frozen=True, slots=True)
class WrongClock:
    """A machine that is so late or early, and does not know it."""

    by: timedelta
    rehearsal: bool = False

    def now(self) -> datetime:
        return SystemClock().now() + self.by

    def monotonic(self) -> float:
        return SystemClock().monotonic()


def wrong(open_desk: OpenDesk, by: timedelta) -> Desk:
    desk: Desk = open_desk(LI)
    return Desk(
        desk.login, desk.database, desk.central, agreed_clock(WrongClock(by), desk.database)
    )


@pytest.mark.parametrize("by", [timedelta(minutes=-11), timedelta(days=1, seconds=3)])
def test_after_a_round_it_is_centrals(floor: Floor, open_desk: OpenDesk, by: timedelta) -> None:
    floor.place(1)
    desk = wrong(open_desk, by)
    desk.sync.run()
    assert abs(desk.clock.now() - SystemClock().now()) < timedelta(seconds=1)
    (lease,) = desk.leases.lease()
    left = lease.leased_until - SystemClock().now()
    assert timedelta(hours=1, minutes=58) < left < timedelta(hours=2)


def test_it_is_remembered_for_a_start_without_central(open_desk: OpenDesk) -> None:
    by = timedelta(minutes=20)
    desk = wrong(open_desk, by)
    desk.sync.run()
    again = agreed_clock(WrongClock(by), desk.database)
    assert again.steady
    assert abs(again.now() - SystemClock().now()) < timedelta(seconds=1)
    assert not agreed_clock(WrongClock(timedelta()), desk.database).steady


def test_what_cannot_be_read_is_forgotten(open_desk: OpenDesk) -> None:
    desk = open_desk(LI)
    StoredSettings(desk.database).put("clock_agreement", "{}")
    assert not agreed_clock(SystemClock(), desk.database).steady


def test_a_rehearsal_goes_on_in_its_own_time(open_desk: OpenDesk) -> None:
    desk = open_desk(LI)
    clock = agreed_clock(RehearsalClock(timedelta(hours=9)), desk.database)
    Desk(desk.login, desk.database, desk.central, clock).sync.run()
    assert clock.now() - SystemClock().now() > timedelta(hours=8)
    assert clock.steady


def test_a_lease_is_dated_by_a_clock_that_was_just_set(floor: Floor, open_desk: OpenDesk) -> None:
    """Else it would run for hours too long once the clock is set right."""
    floor.place(1)
    desk = wrong(open_desk, timedelta(hours=5))
    (lease,) = desk.leases.lease()
    assert lease.leased_until < SystemClock().now() + timedelta(hours=2)
