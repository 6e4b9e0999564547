"""The seals of recordings as central holds them, out of reach of the desks that made them: who cuts
off a desk's chain of recordings cannot take back what was pushed."""

import psycopg
from pydantic import ValidationError

from desk_client.errors import DeskError
from desk_client.fact_body import RecordingSealed, body_from_json


def recording_seals(connection: psycopg.Connection) -> list[RecordingSealed]:
    """All of them, every desk's, as far as the connection's person may read; in the order in which
    they arrived."""
    rows = connection.execute(
        """select body::text from app.fact
            where kind = 'recording_sealed' order by received_at, id"""
    ).fetchall()
    try:
        bodies = [body_from_json(text) for (text,) in rows]
    except ValidationError:
        raise DeskError("Central holds a seal that this program cannot read.") from None
    return [each for each in bodies if isinstance(each, RecordingSealed)]
