"""Messages: which wait, and until when; and what only the messenger may say of them."""

from alembic import op

from desk_client.central.migrations.versioned_sql import statements

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Runs the versioned SQL."""
    statements(op.get_bind(), "0007_messages")
