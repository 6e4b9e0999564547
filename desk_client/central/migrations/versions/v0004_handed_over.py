"""Cases handed over to a colleague are lent to that one; knowledge is published by leads."""

from alembic import op

from desk_client.central.migrations.versioned_sql import statements

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Runs the versioned SQL."""
    statements(op.get_bind(), "0008_handed_over")
