"""A payment as central reports it."""

from dataclasses import dataclass
from datetime import date

from desk_client.ids import CaseId, DebtId
from desk_client.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """Money that arrived for one debt."""

    case_id: CaseId
    debt_id: DebtId
    amount: Money
    paid_on: date
