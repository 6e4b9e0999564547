"""Every test of central runs on each PostgreSQL that is here: the packaged one, and Debian's."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desk_client.central.embedded import EmbeddedServer
from tests.central.floor import DEBIAN, SERVERS, Floor, make_template, new_floor


@pytest.fixture(scope="session", params=SERVERS)
def server(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[EmbeddedServer]:
    binaries: Path | None = DEBIAN if request.param == "debian-15" else None
    folder = tmp_path_factory.mktemp("central")
    with EmbeddedServer(folder, binaries=binaries, durable=False) as running:
        make_template(running)
        yield running


@pytest.fixture
def floor(server: EmbeddedServer) -> Iterator[Floor]:
    with new_floor(server) as made:
        yield made
