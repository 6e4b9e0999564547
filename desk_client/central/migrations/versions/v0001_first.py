"""The first shape of central: tables, facts, rights and leases."""

from alembic import op

from desk_client.central.migrations.versioned_sql import statements

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Runs the versioned SQL in order."""
    for name in ("0001_tables", "0002_facts", "0003_rights", "0004_leases"):
        statements(op.get_bind(), name)
