"""What `admin verify` finds by holding this desk against central: facts that central should have
and has not, facts still to be sent, recordings whose file is gone, and whether the chain of
recordings is whole. Central's copy of each link is the anchor that shows a chain cut off at its
end."""

from dataclasses import dataclass
from pathlib import Path

import psycopg

from desk_client.central.recording_seals import recording_seals
from desk_client.ids import FactId
from desk_client.services.recording_proof import Wrong, prove
from desk_client.store.database import Database
from desk_client.store.facts import FactStore
from desk_client.store.outbox import Outbox
from desk_client.sync.compare import missing_at_central


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordCheck:
    """Contract: the desk's part of `admin verify --json`."""

    lost: int = 0
    unsent: int = 0  # waiting, or set aside because central refuses them
    recordings: int = 0
    recordings_missing: int = 0
    chain_ok: bool = True  # no link and no file was changed or cut off


def check_record(
    connection: psycopg.Connection, database: Database, recordings: Path
) -> RecordCheck:
    """`connection` is an administrator's, who sees every team's facts."""
    outbox = Outbox(database)
    missing = missing_at_central(connection, FactStore(database).ids())
    unsent = [each for each in missing if outbox.holds(FactId(each))]
    proof = prove(database, recordings, recording_seals(connection))
    return RecordCheck(
        lost=len(missing) - len(unsent),
        unsent=len(unsent),
        recordings=proof.recordings,
        recordings_missing=proof.files_gone,
        chain_ok=all(each.what is Wrong.MISSING for each in proof.faults),
    )
