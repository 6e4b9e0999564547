"""Sync in the background, with a central that goes away and comes back in mid-shift."""

from collections.abc import Iterator
from pathlib import Path
from queue import Queue

import pytest

from desk_client.central import admin
from desk_client.central.embedded import EmbeddedServer
from desk_client.clock import SystemClock
from desk_client.ids import Login
from desk_client.sync.loop import SyncLoop, SyncState
from desk_client.sync.round import RoundResult
from tests.central.floor import LI, ONE_SERVER, PEOPLE, Floor, folder_of_its_own, note, password
from tests.sync.conftest import OpenDesk
from tests.sync.desk import Desk, open_database, open_desk_at


class Watched:
    """A loop, and what it tells."""

    def __init__(self, desk: Desk, poll_s: float = 60.0) -> None:
        self.states: Queue[SyncState] = Queue()
        self.rounds: Queue[RoundResult] = Queue()
        self.loop = SyncLoop(
            sync=desk.sync,
            clock=SystemClock(),
            on_state=self.states.put,
            on_round=self.rounds.put,
            poll_s=poll_s,
        )

    def __enter__(self) -> "Watched":
        self.loop.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.loop.stop()

    def until(self, kind: str, waiting: int | None = None) -> SyncState:
        while True:
            state = self.states.get(timeout=20)
            if state.kind == kind and waiting in (None, state.waiting):
                return state


@ONE_SERVER
def test_a_write_is_pushed_at_once(floor: Floor, open_desk: OpenDesk) -> None:
    desk = open_desk(LI)
    with Watched(desk) as watched:
        watched.until("synced", 0)
        desk.write(note(LI), note(LI))
        watched.loop.poke()
        assert watched.until("to_send", 2).reason == ""
        watched.until("synced", 0)
    assert admin.fact_count(floor.admin_dsn) == 2


@ONE_SERVER
def test_others_facts_come_without_a_poke(open_desk: OpenDesk) -> None:
    li, wang = open_desk(LI), open_desk(Login("agent_wang"))
    with Watched(li, poll_s=0.05) as watched:
        watched.until("synced")
        wang.write(note(wang.login))
        wang.sync.run()
        while watched.rounds.get(timeout=20).pulled == 0:
            pass
    assert li.facts.count() == 1


@ONE_SERVER
def test_it_stops_while_it_waits_and_before_it_began(open_desk: OpenDesk) -> None:
    desk = open_desk(LI)
    watched = Watched(desk)
    watched.loop.stop()
    with Watched(desk, poll_s=600) as watched:
        watched.until("synced")
    assert not watched.loop._thread.is_alive()


@ONE_SERVER
def test_rows_that_cannot_be_read_are_said_and_tried_again(
    floor: Floor, open_desk: OpenDesk, warnings_expected: list[str]
) -> None:
    """A newer central knows a kind of place that this desk does not; the thread lives on."""
    floor.place(1)
    desk = open_desk(LI)
    desk.leases.lease()
    with floor.administrator() as connection:
        connection.execute("update app.contact_point set place = 'satellite'")
    desk.write(note(LI))
    with Watched(desk) as watched:
        assert "cannot be read" in watched.until("offline").reason
        with floor.administrator() as connection:
            connection.execute("update app.contact_point set place = 'mobile'")
        watched.loop.try_now()
        watched.until("synced", 0)
    assert admin.fact_count(floor.admin_dsn) == 1
    assert "satellite" in warnings_expected[0]


@ONE_SERVER
def test_a_wrong_password_is_offline_with_its_sentence(floor: Floor, tmp_path: Path) -> None:
    database = open_database(tmp_path / "desk")
    desk = open_desk_at(database, LI, floor.address)
    desk.central._conninfo = desk.central._conninfo.replace("own word", "other word")
    desk.write(note(LI))
    with Watched(desk) as watched:
        state = watched.until("offline", 1)
    assert state.reason == "Central does not accept this login and password."
    database.close()


@pytest.fixture
def own_server() -> Iterator[EmbeddedServer]:
    """One that may be stopped."""
    with folder_of_its_own() as folder, EmbeddedServer(folder, durable=False) as server:
        admin.init(server.admin_dsn)
        admin.add_user(server.admin_dsn, person=PEOPLE[0], password=password(LI))
        yield server


def test_central_stopped_in_mid_shift_loses_and_doubles_nothing(
    own_server: EmbeddedServer, tmp_path: Path
) -> None:
    database = open_database(tmp_path / "desk")
    desk = open_desk_at(database, LI, own_server.address)
    desk.write(note(LI, number=None))
    with Watched(desk) as watched:
        watched.until("synced", 0)
        own_server.stop()
        desk.write(*(note(LI, number=None) for _ in range(3)))
        watched.loop.poke()
        away = watched.until("offline", 3)
        assert away.next_try is not None
        assert away.next_try > away.since
        assert away.reason.startswith("Central does not answer")
        desk.write(note(LI, number=None))
        watched.loop.poke()
        assert watched.until("offline", 4).since == away.since
        own_server.start()
        watched.loop.try_now()
        watched.until("synced", 0)
    assert admin.verify(own_server.admin_dsn) == admin.Health(facts=5, doubled=0, orphans=0)
    assert desk.facts.count() == 5
    desk.central.close()
    database.close()
