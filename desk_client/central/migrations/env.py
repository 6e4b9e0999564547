"""Runs the migrations on the one connection that central/admin.py hands over, as desk_owner, each
in a transaction of its own. An advisory lock keeps two administrators from migrating at once."""

from typing import cast

from alembic import context
from sqlalchemy import Connection, text

connection = cast("Connection", context.config.attributes["connection"])
connection.execute(text("select pg_advisory_lock(hashtext('desk_client.migrations'))"))
connection.execute(text("set role desk_owner"))
connection.commit()
context.configure(connection=connection, version_table_schema="app", transaction_per_migration=True)
with context.begin_transaction():
    context.run_migrations()
