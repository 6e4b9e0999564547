"""Desks beside a floor; the floor's fixtures are central's."""

from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest

from desk_client.clock import Clock
from desk_client.ids import Login
from tests.central.conftest import floor, server  # noqa: F401  # pytest finds fixtures by name
from tests.central.floor import Floor
from tests.sync.desk import Desk, open_database, open_desk_at

OpenDesk = Callable[..., Desk]


@pytest.fixture
def open_desk(floor: Floor, tmp_path: Path) -> Iterator[OpenDesk]:  # noqa: F811
    """Opens desks with a store of their own; all are closed at the end."""
    opened: list[Desk] = []
    numbers = count()

    def opening(login: Login, clock: Clock | None = None) -> Desk:
        database = open_database(tmp_path / f"desk{next(numbers)}")
        desk = open_desk_at(database, login, floor.address, clock=clock)
        opened.append(desk)
        return desk

    yield opening
    for desk in opened:
        desk.central.close()
        desk.database.close()
