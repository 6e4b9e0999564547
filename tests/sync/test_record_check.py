"""Recordings of a desk, held against their anchors at central."""

import hashlib
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from sqlalchemy import delete, update

from desk_client.cli.record_check import RecordCheck, check_record
from desk_client.fact_body import RecordingMade
from desk_client.ids import CallId, new_id
from desk_client.services.recording_seal import RecordingSeal
from desk_client.store.chain import RecordingChain
from desk_client.store.settings import StoredSettings
from desk_client.store.tables import recording_chain
from tests.central.floor import LI, ONE_SERVER, Floor, note
from tests.sync.conftest import OpenDesk
from tests.sync.desk import Desk

pytestmark = ONE_SERVER


@dataclass(frozen=True, slots=True)
class Recorded:
    """A desk with three sealed recordings that central knows of."""

    floor: Floor
    desk: Desk
    folder: Path

    def check(self) -> RecordCheck:
        with self.floor.administrator() as connection:
            return check_record(connection, self.desk.database, self.folder)


@pytest.fixture
def recorded(floor: Floor, open_desk: OpenDesk, tmp_path: Path) -> Recorded:
    desk, folder = open_desk(LI), tmp_path / "recordings"
    folder.mkdir()
    seal = RecordingSeal(
        chain=RecordingChain(desk.database), settings=StoredSettings(desk.database)
    )
    for number in range(3):
        file = folder / f"{number}.age"
        content = f"sealed {number}".encode()
        file.write_bytes(content)
        made = RecordingMade(
            path=str(file),
            sha256=hashlib.sha256(content).hexdigest(),
            seconds=1,
            bytes=len(content),
            agent_rms=0,
            debtor_rms=0,
        )
        sealed = seal.seal(CallId(new_id()), made)
        desk.write(replace(note(LI, number=None), body=sealed))
    desk.sync.run()
    return Recorded(floor, desk, folder)


def test_a_whole_record_is_well(recorded: Recorded) -> None:
    assert recorded.check() == RecordCheck(recordings=3)


def test_a_file_that_is_gone_is_counted(recorded: Recorded) -> None:
    (recorded.folder / "1.age").unlink()
    assert recorded.check() == RecordCheck(recordings=3, recordings_missing=1)


def test_a_recording_put_in_anothers_place_breaks_the_chain(recorded: Recorded) -> None:
    with recorded.desk.database.writing() as connection:
        changed = update(recording_chain).where(recording_chain.c.index == 2)
        connection.execute(changed.values(sha256="f" * 64))
    assert not recorded.check().chain_ok


def test_a_chain_cut_off_at_its_end_is_seen_by_its_anchor(recorded: Recorded) -> None:
    with recorded.desk.database.writing() as connection:
        connection.execute(delete(recording_chain).where(recording_chain.c.index == 3))
    assert not recorded.check().chain_ok


def test_a_link_that_is_not_sent_yet_is_no_fault(recorded: Recorded) -> None:
    with recorded.floor.administrator() as connection:
        connection.execute(
            "delete from app.fact where kind = 'recording_sealed' and body->>'index' = '3'"
        )
    found = recorded.check()
    assert (found.chain_ok, found.lost) == (True, 1)
