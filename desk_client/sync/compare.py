"""Compares this desk's facts with central's, by their ids. Central loses facts only when it is
restored from a backup older than they are; then the desks that made them send them again."""

from collections.abc import Sequence

import psycopg

from desk_client.ids import FactId, Login
from desk_client.store.database import Database
from desk_client.store.facts import FactStore
from desk_client.store.outbox import Outbox

_CHUNK = 5000


def missing_at_central(connection: psycopg.Connection, ids: Sequence[FactId]) -> list[FactId]:
    """Those of `ids` that whoever `connection` belongs to does not find at central."""
    missing: list[FactId] = []
    for start in range(0, len(ids), _CHUNK):
        rows = connection.execute(
            """select id::text from unnest(%s::uuid[]) as here(id)
                where not exists (select from app.fact f where f.id = here.id)""",
            (list(ids[start : start + _CHUNK]),),
        )
        missing.extend(FactId(row[0]) for row in rows)
    return missing


def send_again(connection: psycopg.Connection, database: Database, login: Login) -> int:
    """Queues what `login` did here and central does not have; how many facts that are."""
    missing = missing_at_central(connection, FactStore(database).ids(actor=login))
    outbox = Outbox(database)
    with database.writing():
        return sum(
            outbox.queue_again(missing[start : start + _CHUNK])
            for start in range(0, len(missing), _CHUNK)
        )
