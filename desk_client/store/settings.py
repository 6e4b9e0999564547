"""Small things this desk remembers about itself, by name."""

from sqlalchemy import select
from sqlalchemy.dialects.sqlite import insert

from desk_client.store.database import Database
from desk_client.store.tables import setting


class StoredSettings:
    """Text by name, encrypted like the rest of the store."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, key: str) -> str | None:
        with self._database.reading() as connection:
            wanted = select(setting.c.value).where(setting.c.key == key)
            return connection.execute(wanted).scalar_one_or_none()

    def put(self, key: str, value: str) -> None:
        with self._database.writing() as connection:
            row = {"key": key, "value": value}
            connection.execute(insert(setting).prefix_with("OR REPLACE"), row)
