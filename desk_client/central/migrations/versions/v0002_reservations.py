"""Reservations: what was lent and never settled counts for whoever is lent the debtor next, a desk
or the messenger."""

from alembic import op

from desk_client.central.migrations.versioned_sql import statements

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Runs the versioned SQL in order."""
    for name in ("0005_reservations", "0006_borrowing"):
        statements(op.get_bind(), name)
