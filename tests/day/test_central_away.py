"""Central stops in the middle of a shift: calls, outcomes and recordings go on; when it is back,
what waited is pushed, and nothing arrives twice."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pyrage
import pytest
from PySide6.QtWidgets import QApplication

from desk_client.central import admin
from desk_client.central.embedded import EmbeddedServer
from desk_client.errors import CentralUnreachable, SignInRefused
from desk_client.phone.sealed_audio import open_sealed
from desk_client.services import intents
from desk_client.services.desk_state import Phase, SyncState
from desk_client.services.sign_in import SignIn
from desk_client.sync.compare import missing_at_central
from tests.central.floor import (
    LI,
    TEMPLATE,
    WANG,
    Floor,
    folder_of_its_own,
    make_template,
    password,
)
from tests.day.at_work import DeskAtWork
from tests.day.fixtures import _USED
from tests.day.world import BUSY, PROMISES, VOICEMAIL, World, shanghai_at
from tests.trunk.conftest import Carrier


@pytest.fixture
def own_server() -> Iterator[EmbeddedServer]:
    """A PostgreSQL that this test may stop."""
    with folder_of_its_own() as folder, EmbeddedServer(folder, durable=False) as running:
        make_template(running)
        yield running


def test_central_stops_in_mid_shift(
    own_server: EmbeddedServer,
    desk_carrier: Carrier,
    vault: pyrage.x25519.Identity,
    tmp_path: Path,
    qapp: QApplication,
) -> None:
    floor = Floor(own_server, TEMPLATE)
    world = World(floor, desk_carrier, str(vault.to_public()), _USED)
    first, _second, _third = world.place(PROMISES, BUSY, VOICEMAIL)
    clock = shanghai_at(10, 30)
    desk = DeskAtWork(tmp_path / "desk", world.settings(clock), clock)
    desk.take()
    desk.answered()
    desk.verify_identity()
    own_server.stop()

    desk.key("P")
    desk.hang_up()
    call_id = desk.call_id
    desk.act(intents.Accept())  # the promise is logged and the next case dialled, offline
    state = desk.until(lambda state: state.station.sync is SyncState.OFFLINE)
    assert state.station.waiting > 0
    assert state.station.offline_since is not None
    desk.until(
        lambda state: (
            state.phase is Phase.TALKING
            and state.call is not None
            and state.call.call_id != call_id
        )
    )
    desk.act(intents.ToggleReady())
    desk.hang_up()
    desk.key("Y", "NC")
    assert desk.now.phase is Phase.NOT_READY
    assert desk.case_state(first).open_promise is not None
    made = desk.record(call_id).ended
    assert made is not None
    assert made.recording is not None
    assert open_sealed(Path(made.recording.path), vault).complete
    waiting = desk.outbox.waiting()
    assert waiting >= 10

    entered = SignIn(database=desk.database, address=floor.address, clock=clock)
    with pytest.raises(CentralUnreachable, match="has not worked at this desk"):
        entered.enter(WANG, password(WANG))
    with pytest.raises(SignInRefused):
        entered.enter(LI, "guessed wrong")
    known = entered.enter(LI, password(LI))
    known.central.close()
    assert known.offline

    own_server.start()
    desk.desk._sync.try_now()
    desk.until(lambda state: state.station.sync is SyncState.SYNCED and state.station.waiting == 0)
    with floor.administrator() as connection:
        assert missing_at_central(connection, desk.facts.ids()) == []
        (count,) = connection.execute("select count(*) from app.fact").fetchone() or (None,)
    assert count == desk.facts.count()
    assert admin.verify(floor.admin_dsn).doubled == 0
    sent = Counter(desk.facts.ids())
    assert set(sent.values()) == {1}
    desk.sign_out()
    desk.close()
