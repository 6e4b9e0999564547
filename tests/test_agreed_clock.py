"""One clock for all desks, and when a machine's own is not to be trusted."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from desk_client.agreed_clock import AgreedClock, steady

NOON = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@dataclass(slots=True)
class Machine:
    """A machine's clock in the test's hands."""

    wall: datetime = NOON
    elapsed: float = 100.0
    rehearsal: bool = False

    def now(self) -> datetime:
        return self.wall

    def monotonic(self) -> float:
        return self.elapsed

    def pass_by(self, seconds: float) -> None:
        self.wall += seconds * SECOND
        self.elapsed += seconds


def agreed(machine: Machine, *, behind: timedelta) -> AgreedClock:
    """Central's clock is `behind` later than the machine's."""
    clock = AgreedClock(machine)
    assert clock.agree(machine.wall, machine.wall + behind, machine.wall) is not None
    return clock


def test_it_shows_centrals_time() -> None:
    machine = Machine()
    clock = agreed(machine, behind=timedelta(minutes=7))
    assert clock.now() == NOON + timedelta(minutes=7)
    machine.pass_by(30)
    assert clock.now() == NOON + timedelta(minutes=7, seconds=30)


def test_before_central_was_asked_it_is_not_to_be_dated_by() -> None:
    clock = AgreedClock(Machine())
    assert clock.now() == NOON
    assert not clock.steady


@pytest.mark.parametrize("moved", [-3600, -6, 6, 86_400])
def test_a_clock_that_was_moved_is_trusted_again_when_central_was_asked(moved: int) -> None:
    machine = Machine()
    clock = agreed(machine, behind=timedelta())
    machine.pass_by(60)
    assert steady(clock)
    machine.wall += moved * SECOND
    assert not steady(clock)
    clock.agree(machine.wall, NOON + timedelta(seconds=60), machine.wall)
    assert steady(clock)
    assert clock.now() == NOON + timedelta(seconds=60)


def test_a_machine_that_slept_or_was_started_anew_is_not_trusted() -> None:
    machine = Machine()
    clock = agreed(machine, behind=timedelta())
    machine.wall += timedelta(hours=1)  # monotonic time stands still in sleep
    assert not clock.steady
    machine = Machine()
    clock = agreed(machine, behind=timedelta())
    machine.wall += timedelta(minutes=3)
    machine.elapsed = 20.0  # counts from the start of the machine
    assert not clock.steady


def test_a_program_that_is_started_anew_goes_on_with_what_was_agreed() -> None:
    machine = Machine()
    kept = AgreedClock(machine).agree(NOON, NOON + 9 * SECOND, NOON)
    machine.pass_by(200)
    again = AgreedClock(machine, kept)
    assert again.steady
    assert again.now() == NOON + 209 * SECOND


def test_it_does_not_step_at_every_round() -> None:
    machine = Machine()
    clock = agreed(machine, behind=timedelta())
    took = timedelta(milliseconds=50)
    for jitter in (30, -80, 90):
        before = machine.wall
        central = before + timedelta(milliseconds=jitter)
        machine.wall += took
        clock.agree(before, central, machine.wall)
        assert clock.now() == machine.wall


def test_a_slow_answer_and_one_across_a_jump_tell_nothing() -> None:
    machine = Machine()
    clock = AgreedClock(machine)
    assert clock.agree(NOON, NOON, NOON + 3 * SECOND) is None
    assert clock.agree(NOON, NOON, NOON - SECOND) is None
    assert not clock.steady


def test_a_rehearsals_clock_stays_where_it_was_put() -> None:
    clock = AgreedClock(Machine(rehearsal=True))
    assert clock.agree(NOON, NOON + timedelta(hours=5), NOON) is None
    assert clock.now() == NOON
    assert clock.steady


def test_a_clock_that_agrees_with_nobody_is_taken_as_it_is() -> None:
    assert steady(Machine())
    assert not steady(AgreedClock(Machine()))
