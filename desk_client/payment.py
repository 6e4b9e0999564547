"""A payment as central reports it."""

from dataclasses import dataclass
from datetime import date

from desk_client.ids import CaseId, DebtId
from desk_client.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """Money that arrived for a case; `debt_id` null where the bank did not say for which debt."""

    case_id: CaseId
    debt_id: DebtId | None
    amount: Money
    paid_on: date
