"""Desks at work on real parts, and a desk of recordings whose key is thrown away with it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desk_client.data_folder import DataFolder
from tests.day.fixtures import (  # noqa: F401 - pytest finds fixtures by name
    desk_carrier,
    desk_server,
    sit_down,
    vault,
    world,
)
from tests.services.recorded import RecordingDesk
from tests.sync.desk import open_database


@pytest.fixture
def recording_desk(tmp_path: Path) -> Iterator[RecordingDesk]:
    folder = DataFolder(tmp_path / "desk")
    database = open_database(folder.root)
    desk = RecordingDesk(database, folder)
    desk.know_cases()
    yield desk
    database.close()
