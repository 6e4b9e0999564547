"""Sends the outbox to central, oldest first, in batches. A fact is known by its id, so sending it
twice does nothing; it leaves the outbox only when central has shown it back, because another team's
row with the same id would swallow it silently. A fact that central refuses is set aside with the
reason, and those behind it go on."""

from collections.abc import Sequence
from dataclasses import dataclass

import psycopg
from psycopg import DataError, IntegrityError

from desk_client.fact import Fact
from desk_client.fact_body import body_to_json
from desk_client.ids import FactId, Login
from desk_client.store.outbox import Outbox

BATCH = 500

_INSERT = """insert into app.fact (id, kind, case_id, debtor_id, occurred_at, body)
             values (%s, %s, %s, %s, %s, %s::jsonb) on conflict (id) do nothing"""


@dataclass(frozen=True, slots=True)
class Pushed:
    """How many facts central has now, and how many it refused."""

    pushed: int = 0
    rejected: int = 0


def push(connection: psycopg.Connection, outbox: Outbox, login: Login) -> Pushed:
    """Empties the outbox of what `login` did; others' facts wait until they sign in themselves."""
    pushed = rejected = 0
    while batch := outbox.next_batch(BATCH, actor=login):
        refused = _send(connection, batch)
        shown = _shown_back(connection, [each.fact_id for each in batch])
        outbox.confirm(shown)
        for each in batch:
            if each.fact_id not in shown:
                reason = refused.get(each.fact_id, "its id is another fact's")
                outbox.reject(each.fact_id, reason)
                rejected += 1
        pushed += len(shown)
    return Pushed(pushed, rejected)


def _send(connection: psycopg.Connection, batch: Sequence[Fact]) -> dict[FactId, str]:
    """All in one transaction; where one is refused, each in its own, and why they were."""
    try:
        with connection.transaction(), connection.cursor() as cursor:
            cursor.executemany(_INSERT, [_row(each) for each in batch])
    except (DataError, IntegrityError):
        return _send_singly(connection, batch)
    return {}


def _send_singly(connection: psycopg.Connection, batch: Sequence[Fact]) -> dict[FactId, str]:
    refused: dict[FactId, str] = {}
    for each in batch:
        try:
            connection.execute(_INSERT, _row(each))
        except (DataError, IntegrityError) as fault:
            refused[each.fact_id] = fault.diag.message_primary or str(fault)
    return refused


def _shown_back(connection: psycopg.Connection, ids: Sequence[FactId]) -> set[FactId]:
    found = connection.execute(
        "select id::text from app.fact where id = any(%s::uuid[]) and actor = session_user",
        (list(ids),),
    )
    return {FactId(row[0]) for row in found}


def _row(fact: Fact) -> tuple[object, ...]:
    return (
        *(fact.fact_id, fact.kind, fact.case_id, fact.debtor_id, fact.occurred_at),
        body_to_json(fact.body),
    )
