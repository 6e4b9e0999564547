"""What an agent can ask of the plan form."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class TypePlan:
    """Values typed into the plan form by Tab; each may be left as it is. `amount` is so much a
    month or a count such as 18期."""

    amount: str | None = None
    first: str | None = None
    down: str | None = None
    income: str | None = None
    expenses: str | None = None


PlanIntent = TypePlan
