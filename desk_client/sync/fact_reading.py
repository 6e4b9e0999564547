"""A fact as central shows it, read into ours."""

import logging
from datetime import UTC
from typing import Any

from pydantic import ValidationError

from desk_client.fact import Fact
from desk_client.fact_body import body_from_json

log = logging.getLogger(__name__)


def read_fact(row: tuple[Any, ...]) -> Fact | None:
    """Of (id, case, debtor, actor, occurred at, body). Nothing where a newer desk wrote a kind that
    this one does not know: it must not stop the rest, and central keeps it."""
    fact_id, case_id, debtor_id, actor, occurred_at, body = row
    try:
        said = body_from_json(body)
    except ValidationError:
        log.warning("fact %s is of a kind this program cannot read", fact_id)
        return None
    return Fact(
        fact_id=fact_id,
        case_id=case_id,
        debtor_id=debtor_id,
        actor=actor,
        occurred_at=occurred_at.astimezone(UTC),
        body=said,
    )
