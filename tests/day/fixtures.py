"""The parts that tests of a desk share: one PostgreSQL and one carrier for a session, a floor with
people for each module, and a store whose passphrase needs no thinking."""

import os

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from itertools import count
from pathlib import Path

import pyrage
import pytest
from PySide6.QtWidgets import QApplication

from desk_client.central.embedded import EmbeddedServer
from desk_client.clock import Clock
from desk_client.ids import Login
from desk_client.trunk.carrier import Trunk
from desk_client.trunk.scenario import ScenarioKind, load_scenarios
from tests.central.floor import LI, folder_of_its_own, make_template, new_floor
from tests.day.at_work import DeskAtWork
from tests.day.world import World, shanghai_at, with_fixed_numbers
from tests.trunk.conftest import PASSWORD, Carrier, Heard, hurried

OpenDesk = Callable[..., DeskAtWork]
_USED: Counter[ScenarioKind] = Counter()


class Ears(Heard[dict[str, object]]):
    """What the carrier tells; `at_invite` is called with the call id as an INVITE arrives."""

    at_invite: Callable[[str], None] | None = None

    def take(self, item: dict[str, object]) -> None:
        if item["type"] == "invite" and self.at_invite is not None:
            self.at_invite(str(item["call_id"]))
        super().take(item)


@pytest.fixture(scope="session")
def desk_server() -> Iterator[EmbeddedServer]:
    with folder_of_its_own() as folder, EmbeddedServer(folder, durable=False) as running:
        make_template(running)
        yield running


@pytest.fixture(scope="session")
def desk_carrier() -> Iterator[Carrier]:
    """Debtors with short pauses whose numbers say how they behave."""
    told = Ears()
    trunk = Trunk(
        scenario=with_fixed_numbers(hurried(load_scenarios())),
        seed=7,
        language="zh",
        users={"1001": PASSWORD},
        on_line=told.take,
    )
    trunk.start()
    yield Carrier(trunk, told)
    trunk.stop()


@pytest.fixture(scope="session")
def vault() -> pyrage.x25519.Identity:
    """The organisation's key pair: only it opens recordings."""
    return pyrage.x25519.Identity.generate()


@pytest.fixture
def world(
    desk_server: EmbeddedServer, desk_carrier: Carrier, vault: pyrage.x25519.Identity
) -> Iterator[World]:
    with new_floor(desk_server) as floor:
        yield World(floor, desk_carrier, str(vault.to_public()), _USED)


@pytest.fixture
def sit_down(world: World, tmp_path: Path, qapp: QApplication) -> Iterator[OpenDesk]:
    """Opens desks on this floor; all that are still open are closed at the end."""
    numbers = count()
    with ExitStack() as stack:

        def opening(
            *,
            clock: Clock | None = None,
            login: Login = LI,
            root: Path | None = None,
            begin: bool = True,
        ) -> DeskAtWork:
            hour = clock or shanghai_at(10, 30)
            place = root or tmp_path / f"desk{next(numbers)}"
            desk = DeskAtWork(place, world.settings(hour), hour, login=login, begin=begin)
            stack.callback(desk.close)
            return desk

        yield opening
