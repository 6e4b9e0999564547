"""What an instalment plan may be: every fault is told at once."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from desk_client.compliance.plan_limit import EvenPlan, Instalment, Plan, PlanLimit, plan_faults
from tests.compliance.written import written

START = date(2026, 11, 24)
EXAMPLES = [
    {
        "name": "any",
        "plan": {"balance": "600.00", "agreed_on": "2026-11-24", "months": 6},
        "expect": {},
    }
]


def limit(**told: object) -> PlanLimit:
    told = {"examples": EXAMPLES} | told
    return written(PlanLimit, **told)


ART_70 = limit(
    plans=["individual"], max_instalments=60, max_term_months=60, sum_must_equal="balance"
)


def even(months: int, balance: str = "6000.00", **told: object) -> Plan:
    asked = {"balance": Decimal(balance), "agreed_on": START, "months": months} | told
    return EvenPlan.model_validate(asked).plan()


def whats(plan: Plan, *rules: PlanLimit) -> list[str]:
    return [fault.what for fault in plan_faults(rules or (ART_70,), plan)]


def test_sixty_instalments_in_five_years_are_the_most() -> None:
    assert whats(even(60)) == []
    assert whats(even(61)) == ["too_many_instalments", "too_long"]
    slow = Plan(
        balance=Decimal("100.00"),
        agreed_on=START,
        instalments=(Instalment(due_on=date(2031, 11, 25), amount=Decimal("100.00")),),
    )
    assert whats(slow) == ["too_long"]


def test_every_fault_is_told_with_its_figures_in_both_languages() -> None:
    faults = plan_faults((ART_70,), even(72, total=Decimal("7200.00")))
    assert [fault.what for fault in faults] == ["too_many_instalments", "too_long", "sum_differs"]
    assert faults[0].text.en == "At most 60 instalments; these are 72"
    assert faults[2].text.zh == "各期合计 7200.00，与欠款余额 6000.00 不符"
    assert {(fault.rule, fault.ref, fault.severity) for fault in faults} == {
        ("try.rule", "Art. 1", "must")
    }


def test_what_must_be_written_and_who_must_approve() -> None:
    house = limit(required_fields=["balance", "fees"], approver="lead")
    assert whats(even(6), house) == ["field_missing", "field_missing", "not_approved"]
    assert whats(even(6, fields=("fees", "balance"), approved_by="lead"), house) == []
    assert whats(even(6, fields=("fees", "balance"), approved_by="agent"), house) == [
        "not_approved"
    ]


def test_other_plans_other_currencies_and_earlier_days_are_not_its_matter() -> None:
    cash = limit(
        plans=["cash_advance"],
        currency="CNY",
        max_amount="50000.00",
        max_instalments=24,
        in_force={"since": "2022-07-07"},
    )
    dear = {"balance": "50000.01", "kind": "cash_advance"}
    assert whats(even(12, **dear), cash) == ["amount_over"]
    assert whats(even(12, **dear, currency="USD"), cash) == []
    assert whats(even(12, **dear, agreed_on=date(2022, 7, 6)), cash) == []
    assert whats(even(36, balance="60000.00"), cash) == []
    assert whats(even(72, kind="ordinary")) == []


def test_payments_out_of_order_or_of_nothing_make_no_plan() -> None:
    for days, amount in [
        ((date(2026, 12, 1), date(2026, 12, 1)), "1.00"),
        ((date(2026, 12, 2), date(2026, 12, 1)), "1.00"),
        ((START,), "1.00"),
        ((date(2026, 12, 1),), "0.00"),
        ((date(2026, 12, 1),), "1.001"),
        ((), "1.00"),
    ]:
        with pytest.raises(ValidationError):
            Plan(
                balance=Decimal("1.00"),
                agreed_on=START,
                instalments=tuple(Instalment(due_on=day, amount=Decimal(amount)) for day in days),
            )


def test_less_than_a_cent_cannot_be_paid() -> None:
    with pytest.raises(ValidationError, match="not a cent"):
        even(60, balance="0.59")


def test_a_highest_amount_needs_its_currency() -> None:
    with pytest.raises(ValidationError, match="needs a currency"):
        limit(max_amount="50000.00")


cents = st.integers(1, 10_000_000).map(lambda n: Decimal(n) / 100)


@given(st.lists(cents, min_size=1, max_size=60), st.none() | cents)
def test_the_instalments_add_up_to_the_balance_or_it_is_said(
    amounts: list[Decimal], balance: Decimal | None
) -> None:
    total = sum(amounts, Decimal(0))
    owed = total if balance is None else balance
    plan = Plan(
        balance=owed,
        agreed_on=START,
        instalments=tuple(
            Instalment(due_on=date(2026 + (11 + n) // 12, (11 + n) % 12 + 1, 28), amount=amount)
            for n, amount in enumerate(amounts)
        ),
    )
    assert ("sum_differs" in whats(plan)) == (total != owed)


@given(cents.filter(lambda amount: amount >= 1), st.integers(1, 60))
def test_an_even_plan_takes_up_every_cent(balance: Decimal, months: int) -> None:
    plan = EvenPlan(balance=balance, agreed_on=START, months=months).plan()
    assert plan.instalments[-1].amount >= plan.instalments[0].amount
    assert len(plan.instalments) == months
    assert whats(plan) == []
