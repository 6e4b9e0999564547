"""Brings central's schema to the revision this program knows. First prepare.sql (roles and schema,
repeatable), then the Alembic revisions that are missing. A database that is newer than the program
is left alone."""

from importlib.resources import files
from pathlib import Path

import psycopg
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import NullPool, create_engine

from desk_client.central import migrations
from desk_client.central.address import connection_string
from desk_client.errors import DeskError

_OLDEST_SERVER = 15_00_00


def prepare(connection: psycopg.Connection) -> None:
    """Makes the group roles and the schema where they are missing; needs an administrator."""
    if connection.info.server_version < _OLDEST_SERVER:
        raise DeskError("Central needs PostgreSQL 15 or newer.")
    text = files("desk_client.central.schema").joinpath("prepare.sql").read_bytes()
    with connection.transaction():
        connection.execute("select pg_advisory_xact_lock(hashtext('desk_client.prepare'))")
        connection.execute(text)


def newest_revision() -> str:
    """The revision this program's central code is written for."""
    return ScriptDirectory.from_config(_config()).get_current_head() or ""


def upgrade_schema(dsn: str) -> str:
    """Runs the revisions that are missing; the revision reached. DeskError, and nothing done, where
    the database is newer than the program."""
    config = _config()
    script = ScriptDirectory.from_config(config)
    engine = create_engine(
        "postgresql+psycopg://",
        creator=lambda: psycopg.connect(connection_string(dsn)),
        poolclass=NullPool,
    )
    with engine.connect() as link:
        context = MigrationContext.configure(link, opts={"version_table_schema": "app"})
        current = context.get_current_revision()
        link.rollback()
        if current is not None and current not in {
            each.revision for each in script.walk_revisions()
        }:
            raise DeskError(
                f"Central is at revision {current}, which this program does not know; "
                "use a newer Desk Client."
            )
        config.attributes["connection"] = link
        command.upgrade(config, "head")
    return newest_revision()


def _config() -> Config:
    config = Config()
    folder = str(Path(migrations.__file__).parent)
    config.set_main_option("script_location", folder.replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config
