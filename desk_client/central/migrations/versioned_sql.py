"""Runs a file of central/schema. The text goes to PostgreSQL as it stands: colons, per cent signs
and several statements are no concern of SQLAlchemy's."""

from importlib.resources import files
from typing import cast

import psycopg
from sqlalchemy import Connection


def statements(connection: Connection, name: str) -> None:
    """Runs schema/`name`.sql in the transaction that is open on `connection`."""
    text = files("desk_client.central.schema").joinpath(f"{name}.sql").read_bytes()
    driver = cast("psycopg.Connection", connection.connection.driver_connection)
    driver.execute(text)
