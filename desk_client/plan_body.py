"""A plan of instalments, as the fact of its outcome says it: the whole table, so that what was
agreed can be read years later without the calculator that made it."""

from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Annotated, Self

from pydantic import Field, model_validator

from desk_client.body_form import Body


class InstalmentTerms(Body):
    """One payment: its day in the debtor's zone, and how much in the plan's currency."""

    due: date
    amount: Annotated[Decimal, Field(gt=0)]


class PlanTerms(Body):
    """What was agreed. `down` of the total is paid as the first instalment, 0 = none; `income` and
    `expenses` are a month's, as the debtor told them, None = not asked."""

    total: Decimal
    currency: str
    agreed_on: date
    down: Decimal = Decimal(0)
    instalments: Annotated[tuple[InstalmentTerms, ...], Field(min_length=1)]
    income: Decimal | None = None
    expenses: Decimal | None = None

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        if sum((each.amount for each in self.instalments), Decimal(0)) != self.total:
            raise ValueError("the instalments do not add up to the total")
        if any(later.due <= earlier.due for earlier, later in pairwise(self.instalments)):
            raise ValueError("each instalment is due after the one before")
        return self
