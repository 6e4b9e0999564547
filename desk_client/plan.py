"""The instalment calculator: a total parted into monthly payments to the cent, of which the last
takes the rest, so that they always add up exactly. What the law's packs and the house hold against
a plan is found here too, each fault with its clause, and three plans are proposed that fit what the
debtor has left in a month. Pure: no clock, no store."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_DOWN, ROUND_UP, Decimal

from desk_client.compliance.periods import months_after
from desk_client.compliance.plan_limit import Instalment as JudgedInstalment
from desk_client.compliance.plan_limit import Plan as JudgedPlan
from desk_client.compliance.plan_limit import StaffRole, plan_faults
from desk_client.compliance.rule import Clause
from desk_client.money import Money
from desk_client.plan_body import InstalmentTerms, PlanTerms
from desk_client.text import Text

FIRST_WITHIN_DAYS = 31  # house; a first payment further off is no beginning
_COUNTS = (3, 6, 9, 12, 18, 24, 36, 48, 60)
_PROPOSED = 3
_CENT = Decimal("0.01")
# What an agreement of Art. 70 says; letter-plan writes all of them.
_WRITTEN = ("balance", "composition", "currency", "period", "method", "amounts", "dates", "breach")


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """A month of the debtor, as told; either None = not asked."""

    income: Money | None = None
    expenses: Money | None = None

    @property
    def left(self) -> Money | None:
        """What is left of a month for instalments, never below 0; None where it is not known."""
        if self.income is None:
            return None
        spent = self.expenses.amount if self.expenses else Decimal(0)
        return Money(max(Decimal(0), self.income.amount - spent), self.income.currency)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a plan is made of. `first` is the day of the first payment, which is the down payment
    where there is one; `each` set = so much a month, and the count follows from it."""

    total: Money
    count: int
    first: date
    down: Decimal = Decimal(0)
    each: Decimal | None = None


def count_for(total: Money, down: Decimal, each: Decimal) -> int:
    """How many months it takes at so much a month; at least 1."""
    rest = total.amount - down
    return max(1, int((rest / each).to_integral_value(ROUND_UP)))


def instalments(wanted: Wanted) -> tuple[InstalmentTerms, ...]:
    """The payments, monthly on the day of the first one or the last day of a shorter month. They
    add up to the total exactly. ValueError where there is not a cent for each."""
    rest = wanted.total.amount - wanted.down
    months = (
        wanted.count if wanted.each is None else count_for(wanted.total, wanted.down, wanted.each)
    )
    if wanted.down < 0 or months < 1 or rest < _CENT * months:
        raise ValueError("there is not a cent for each instalment")
    each = (rest / months).quantize(_CENT, ROUND_DOWN) if wanted.each is None else wanted.each
    amounts = [each] * (months - 1) + [rest - each * (months - 1)]
    if wanted.down > 0:
        amounts.insert(0, wanted.down)
    return tuple(
        InstalmentTerms(due=months_after(wanted.first, number), amount=amount)
        for number, amount in enumerate(amounts)
    )


def terms_of(wanted: Wanted, agreed_on: date, budget: Budget = Budget()) -> PlanTerms:
    """The plan as its fact says it."""
    return PlanTerms(
        total=wanted.total.amount,
        currency=wanted.total.currency,
        agreed_on=agreed_on,
        down=wanted.down,
        instalments=instalments(wanted),
        income=budget.income.amount if budget.income else None,
        expenses=budget.expenses.amount if budget.expenses else None,
    )


def check_plan(
    terms: PlanTerms, balance: Money, rules: Iterable[Clause], by: StaffRole = "agent"
) -> tuple[Text, ...]:
    """Why the plan cannot be agreed, a sentence each; empty where it can. `rules` are those of the
    packs in force, `by` is the role of who agrees."""
    first, latest = (
        terms.instalments[0].due,
        terms.agreed_on + timedelta(days=FIRST_WITHIN_DAYS),
    )
    if first <= terms.agreed_on:
        return (Text("首期须在今天之后", "The first payment must be after today"),)
    found = []
    if first > latest:
        found.append(
            Text(
                f"首期最晚 {latest:%m-%d}（{FIRST_WITHIN_DAYS} 天内）",
                f"The first payment is due by {latest:%m-%d} (within {FIRST_WITHIN_DAYS} days)",
            )
        )
    judged = JudgedPlan(
        balance=balance.amount,
        currency=balance.currency,
        agreed_on=terms.agreed_on,
        instalments=tuple(
            JudgedInstalment(due_on=each.due, amount=each.amount) for each in terms.instalments
        ),
        fields=_WRITTEN,
        approved_by=by,
    )
    found.extend(
        Text(f"{fault.text.zh}（{fault.ref}）", f"{fault.text.en} ({fault.ref})")
        for fault in plan_faults(rules, judged)
    )
    return (*found, *_beyond_means(terms))


def _beyond_means(terms: PlanTerms) -> tuple[Text, ...]:
    left = budget_of(terms).left
    monthly = terms.instalments[1:] if terms.down > 0 else terms.instalments
    most = max((each.amount for each in monthly), default=Decimal(0))
    if left is None or most <= left.amount:
        return ()
    return (
        Text(
            f"每期 {most:,.2f} 超过每月结余 {left.amount:,.2f}",
            f"{most:,.2f} a month is more than the {left.amount:,.2f} that is left of one",
        ),
    )


def budget_of(terms: PlanTerms) -> Budget:
    """The month that the debtor told."""

    def money(amount: Decimal | None) -> Money | None:
        return None if amount is None else Money(amount, terms.currency)

    return Budget(income=money(terms.income), expenses=money(terms.expenses))


def proposed_counts(
    balance: Money, first: date, today: date, rules: Sequence[Clause], budget: Budget = Budget()
) -> tuple[int, ...]:
    """The three shortest plans that may be agreed and fit the budget; fewer where there are fewer,
    and () where none does."""
    found: list[int] = []
    if first <= today:
        return ()
    for count in _COUNTS:
        if balance.amount < _CENT * count:
            break
        wanted = Wanted(total=balance, count=count, first=first)
        if not check_plan(terms_of(wanted, today, budget), balance, rules):
            found.append(count)
        if len(found) == _PROPOSED:
            break
    return tuple(found)
