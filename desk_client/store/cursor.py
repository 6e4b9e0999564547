"""How far this desk has pulled. A cursor is saved in the same transaction as the rows it stands
for; it carries central's store epoch, so that a restored central is pulled from the start."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.dialects.sqlite import insert

from desk_client.store.database import Database
from desk_client.store.tables import cursor


@dataclass(frozen=True, slots=True, kw_only=True)
class Cursor:
    """A place in central's stream; `value` is central's own text (a pg_snapshot)."""

    name: str
    value: str
    store_epoch: str


class Cursors:
    """Reads and saves cursors by name."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def read(self, name: str) -> Cursor | None:
        """Where this stream stands, nothing where it was never pulled."""
        with self._database.reading() as connection:
            row = connection.execute(select(cursor).where(cursor.c.name == name)).one_or_none()
        return None if row is None else Cursor(**row._mapping)

    def save(self, name: str, value: str, store_epoch: str) -> None:
        row = {"name": name, "value": value, "store_epoch": store_epoch}
        with self._database.writing() as connection:
            connection.execute(insert(cursor).prefix_with("OR REPLACE"), row)
