"""The case: one debtor's debts placed with us, with the figures as the bank sent them."""

from dataclasses import dataclass
from datetime import date

from desk_client.ids import CampaignId, CaseId, DebtId, DebtorId
from desk_client.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Debt:
    """One claim inside a case."""

    debt_id: DebtId
    case_id: CaseId
    product: str
    card_last4: str  # "" where there is no card
    balance: Money
    principal: Money | None
    interest: Money | None
    fees: Money | None
    minimum_due: Money | None
    due_date: date

    def days_past_due(self, today: date) -> int:
        """The day after the due date is day 1; never negative."""
        return max(0, (today - self.due_date).days)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """What is owed together, by whom, in which campaign."""

    case_id: CaseId
    case_no: str
    debtor_id: DebtorId
    campaign_id: CampaignId
    debts: tuple[Debt, ...]

    @property
    def balance(self) -> Money:
        """The sum of all debts; a case is in one currency."""
        total = self.debts[0].balance
        for debt in self.debts[1:]:
            total += debt.balance
        return total

    def days_past_due(self, today: date) -> int:
        """Those of the oldest debt."""
        return max(debt.days_past_due(today) for debt in self.debts)

    def stage(self, today: date) -> str:
        """The field's month bucket: M1 = 1 to 30 days past due, M2 = 31 to 60, and so on."""
        days = self.days_past_due(today)
        return "M0" if days == 0 else f"M{(days - 1) // 30 + 1}"
