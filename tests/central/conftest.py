"""Every test of central runs on each PostgreSQL that is here: the packaged one, and Debian's."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desk_client.central.embedded import EmbeddedServer
from tests.central.floor import DEBIAN, SERVERS, Floor, folder_of_its_own, make_template, new_floor


@pytest.fixture(scope="session", params=SERVERS)
def server(request: pytest.FixtureRequest) -> Iterator[EmbeddedServer]:
    binaries: Path | None = DEBIAN if request.param == "debian-15" else None
    with (
        folder_of_its_own() as folder,
        EmbeddedServer(folder, binaries=binaries, durable=False) as running,
    ):
        make_template(running)
        yield running


@pytest.fixture
def floor(server: EmbeddedServer) -> Iterator[Floor]:
    with new_floor(server) as made:
        yield made
