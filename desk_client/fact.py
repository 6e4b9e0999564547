"""Facts: immutable records of what happened, made on the desk and appended, never changed. A fact's
body is one of the typed bodies in fact_body.py, named by its kind and version. Everything shown
is folded from facts in the order (occurred_at, fact_id), which is total."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter

from desk_client.fact_body import FactBody
from desk_client.ids import CaseId, DebtorId, FactId, Login


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One thing that happened."""

    fact_id: FactId
    case_id: CaseId | None
    debtor_id: DebtorId | None
    actor: Login
    occurred_at: datetime  # aware, UTC, by the desk's clock
    body: FactBody

    @property
    def kind(self) -> str:
        return self.body.kind


def in_order(facts: Iterable[Fact]) -> list[Fact]:
    """The one order in which facts are folded."""
    return sorted(facts, key=attrgetter("occurred_at", "fact_id"))
