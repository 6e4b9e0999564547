"""A fact as a row of the local store, and back."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Row

from desk_client.fact import Fact
from desk_client.fact_body import body_from_json, body_to_json
from desk_client.store.tables import fact

FACT_COLUMNS = (
    fact.c.id,
    fact.c.case_id,
    fact.c.debtor_id,
    fact.c.actor,
    fact.c.occurred_at,
    fact.c.body,
)


def row_of(one: Fact) -> Mapping[str, Any]:
    """The row to insert; `kind` and `call_id` are taken out of the body to be searched by."""
    return {
        "id": one.fact_id,
        "kind": one.kind,
        "case_id": one.case_id,
        "debtor_id": one.debtor_id,
        "call_id": getattr(one.body, "call_id", None),
        "actor": one.actor,
        "occurred_at": one.occurred_at,
        "body": body_to_json(one.body),
    }


def fact_of(row: Row[*tuple[Any, ...]]) -> Fact:
    """The fact that a row of FACT_COLUMNS holds."""
    return Fact(
        fact_id=row.id,
        case_id=row.case_id,
        debtor_id=row.debtor_id,
        actor=row.actor,
        occurred_at=row.occurred_at,
        body=body_from_json(row.body),
    )
