"""Facts as central holds them, for whoever judges or keeps them outside: one JSON object each, in
the order in which things happened. The body is the one that the desk wrote."""

from collections.abc import Iterator
from typing import Any

import psycopg
from psycopg.rows import dict_row

from desk_client.clock import rfc3339

_AT_A_TIME = 2_000  # rows that are held in memory


def exported_facts(
    connection: psycopg.Connection, *, team: int | None = None
) -> Iterator[dict[str, Any]]:
    """Every fact, or those of one team; all as of one moment."""
    with connection.cursor("exported_facts", row_factory=dict_row) as cursor:
        cursor.itersize = _AT_A_TIME
        cursor.execute(
            """select f.id::text, f.kind, f.case_id::text, c.case_no, f.debtor_id::text, f.team,
                      f.actor::text, f.occurred_at, f.received_at, f.body
                 from app.fact f left join app.placed_case c using (case_id)
                where %(team)s::integer is null or f.team = %(team)s
                order by f.occurred_at, f.id""",
            {"team": team},
        )
        for row in cursor:
            moments = {name: rfc3339(row[name]) for name in ("occurred_at", "received_at")}
            yield row | moments
