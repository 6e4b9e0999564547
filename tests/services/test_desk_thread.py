"""The thread on which the day happens: in order, awake when something is due, never silent about a
fault."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future

import pytest

from desk_client.clock import SystemClock
from desk_client.services.desk_thread import DeskThread


class Day:
    """What ran, what fell due, what failed."""

    def __init__(self) -> None:
        self.ran: list[str] = []
        self.due_at: float | None = None
        self.was_due = threading.Event()
        self.failed: Future[BaseException] = Future()

    def due(self) -> float | None:
        if self.due_at is not None and SystemClock().monotonic() >= self.due_at:
            self.ran.append("due")
            self.due_at = None
            self.was_due.set()
        return self.due_at

    def ran_by(self, name: str) -> Callable[[], None]:
        return lambda: self.ran.append(name)


@pytest.fixture
def day() -> Day:
    return Day()


@pytest.fixture
def thread(day: Day) -> Iterator[DeskThread]:
    made = DeskThread(clock=SystemClock(), due=day.due, failed=day.failed.set_result)
    yield made
    made.stop()


def test_work_is_done_in_the_order_in_which_it_came(thread: DeskThread, day: Day) -> None:
    names = [f"key {number}" for number in range(50)]
    for name in names:
        thread.post(day.ran_by(name))
    thread.start()
    assert thread.ask(lambda: len(day.ran)).result(5) == 50
    assert day.ran == names


def test_the_asker_gets_what_was_raised(thread: DeskThread) -> None:
    thread.start()
    cases: dict[str, str] = {}
    with pytest.raises(KeyError, match="no such case"):
        thread.ask(lambda: cases["no such case"]).result(5)
    assert thread.ask(lambda: "goes on").result(5) == "goes on"


def test_it_wakes_for_what_is_due_without_a_post(thread: DeskThread, day: Day) -> None:
    thread.start()
    day.due_at = SystemClock().monotonic() + 0.2
    thread.ask(lambda: None).result(5)
    assert "due" not in day.ran
    assert day.was_due.wait(5)
    assert day.ran == ["due"]


def test_a_fault_is_told_and_the_thread_goes_on(
    thread: DeskThread, day: Day, warnings_expected: list[str]
) -> None:
    def broken() -> None:
        raise ZeroDivisionError("a fault of ours")

    thread.start()
    thread.post(broken)
    assert isinstance(day.failed.result(5), ZeroDivisionError)
    assert thread.ask(lambda: 7).result(5) == 7
    assert len(warnings_expected) == 1


def test_stopping_finishes_what_was_posted(thread: DeskThread, day: Day) -> None:
    thread.start()
    for number in range(20):
        thread.post(day.ran_by(str(number)))
    thread.stop()
    assert len(day.ran) == 20
