"""The stage does things in the order of their time, on its own thread."""

import threading
from collections.abc import Iterator

import pytest

from desk_client.trunk.stage import Stage


@pytest.fixture
def stage() -> Iterator[Stage]:
    stage = Stage()
    stage.start()
    yield stage
    stage.stop()


def test_what_is_due_first_is_done_first(stage: Stage) -> None:
    done: list[str] = []
    last = threading.Event()
    stage.after(0.06, last.set)
    stage.after(0.04, lambda: done.append("third"))
    stage.after(0.0, lambda: done.append("first"))
    stage.after(0.0, lambda: done.append("second"))
    assert last.wait(5)
    assert done == ["first", "second", "third"]


def test_an_action_may_ask_for_the_next(stage: Stage) -> None:
    last = threading.Event()
    stage.after(0.0, lambda: stage.after(0.0, last.set))
    assert last.wait(5)


def test_nothing_is_done_after_the_stage_is_left() -> None:
    stage, done = Stage(), threading.Event()
    stage.start()
    stage.after(0.05, done.set)
    stage.stop()
    stage.after(0.0, done.set)
    assert not done.wait(0.1)


def test_what_is_due_is_still_done_when_the_stage_is_left() -> None:
    stage, done = Stage(), threading.Event()
    stage.after(0.0, done.set)
    stage.start()
    stage.stop()
    assert done.is_set()
