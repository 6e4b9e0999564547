"""The instalment calculator: adds up to the cent, keeps to the calendar, the law and the purse."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_client.compliance.pack_set import PackSet
from desk_client.money import Money
from desk_client.plan import (
    Budget,
    Wanted,
    budget_of,
    check_plan,
    count_for,
    instalments,
    proposed_counts,
    terms_of,
)
from desk_client.plan_body import InstalmentTerms, PlanTerms

TODAY = date(2026, 11, 24)
FIRST = date(2026, 12, 10)
RULES = PackSet.shipped().plan_limits()
NOT_ASKED = Budget()
OWED = Money.of("36000.00")
CENTS = st.integers(1, 10**9).map(lambda cents: Decimal(cents) / 100)


def plan(
    count: int, *, first: date = FIRST, down: str = "0", budget: Budget = NOT_ASKED
) -> PlanTerms:
    return terms_of(Wanted(total=OWED, count=count, first=first, down=Decimal(down)), TODAY, budget)


@given(
    CENTS, st.integers(1, 60), st.dates(date(2026, 1, 1), date(2030, 12, 31)), st.integers(0, 90)
)
def test_every_plan_adds_up_and_keeps_its_day(
    total: Decimal, count: int, first: date, percent: int
) -> None:
    down = (total * percent / 100).quantize(Decimal("0.01"))
    wanted = Wanted(total=Money(total), count=count, first=first, down=down)
    if total - down < Decimal("0.01") * count:
        with pytest.raises(ValueError, match="not a cent"):
            instalments(wanted)
        return
    made = instalments(wanted)
    assert sum(each.amount for each in made) == total
    assert len(made) == count + (down > 0)
    assert all(each.amount > 0 for each in made)
    assert all(each.amount == each.amount.quantize(Decimal("0.01")) for each in made)
    monthly = made[1:] if down > 0 else made
    assert len({each.amount for each in monthly[:-1]}) <= 1
    assert Decimal(0) <= monthly[-1].amount - monthly[0].amount < Decimal("0.01") * count
    for number, each in enumerate(made):
        month = (first.month - 1 + number) % 12 + 1
        assert each.due.month == month
        last_of_month = (each.due + timedelta(days=1)).day == 1
        assert each.due.day == first.day or (last_of_month and each.due.day < first.day)


@given(CENTS, CENTS)
def test_so_much_a_month_is_paid_until_the_rest(total: Decimal, each: Decimal) -> None:
    count = count_for(Money(total), Decimal(0), each)
    if count > 400:
        return
    made = instalments(Wanted(total=Money(total), count=1, first=FIRST, each=each))
    assert len(made) == count
    assert sum(one.amount for one in made) == total
    assert all(one.amount == each for one in made[:-1])
    assert Decimal(0) < made[-1].amount <= each


def test_the_end_of_a_month_is_its_last_day() -> None:
    days = [each.due for each in plan(4, first=date(2027, 12, 31)).instalments]
    assert days == [date(2027, 12, 31), date(2028, 1, 31), date(2028, 2, 29), date(2028, 3, 31)]


@pytest.mark.parametrize(
    ("terms", "said"),
    [
        (plan(6), []),
        (plan(24), []),
        (plan(25), ["A lead must approve more than 24 instalments"]),
        (plan(6, first=TODAY), ["The first payment must be after today"]),
        (plan(6, first=date(2026, 12, 26)), ["The first payment is due by 12-25"]),
        (plan(6, budget=Budget(income=Money.of("6000.00"))), []),
        (
            plan(6, budget=Budget(income=Money.of("8000.00"), expenses=Money.of("2000.01"))),
            ["6,000.00 a month is more than the 5,999.99 that is left of one"],
        ),
        (plan(6, budget=Budget(income=Money.of("1"), expenses=Money.of("2"))), ["the 0.00 that"]),
    ],
)
def test_what_stands_against_a_plan_is_said(terms: PlanTerms, said: list[str]) -> None:
    faults = check_plan(terms, OWED, RULES)
    assert len(faults) == len(said)
    for fault, words in zip(faults, said, strict=True):
        assert words in fault.en


def test_the_law_s_limit_names_its_clause_even_for_a_lead() -> None:
    faults = [each.en for each in check_plan(plan(61), OWED, RULES, "lead")]
    assert any("At most 60 instalments" in each and "art. 70" in each for each in faults)
    assert check_plan(plan(36), OWED, RULES, "lead") == ()


def test_a_plan_of_another_sum_than_the_balance_is_refused() -> None:
    (fault,) = check_plan(plan(6), Money.of("36000.01"), RULES)
    assert "36000.01" in fault.zh


def test_three_plans_are_proposed_that_fit_the_purse() -> None:
    assert proposed_counts(OWED, FIRST, TODAY, RULES) == (3, 6, 9)
    thin = Budget(income=Money.of("5000"), expenses=Money.of("2500"))
    assert proposed_counts(OWED, FIRST, TODAY, RULES, thin) == (18, 24)
    poor = Budget(income=Money.of("5000"), expenses=Money.of("4900"))
    assert proposed_counts(OWED, FIRST, TODAY, RULES, poor) == ()
    assert proposed_counts(Money.of("0.05"), FIRST, TODAY, RULES) == (3,)
    assert proposed_counts(OWED, TODAY, TODAY, RULES) == ()


def test_the_budget_stands_in_the_plan() -> None:
    told = Budget(income=Money.of("5000"), expenses=Money.of("2500"))
    assert budget_of(plan(18, budget=told)) == told
    assert budget_of(plan(18)).left is None


def test_no_fact_can_say_a_plan_that_does_not_add_up() -> None:
    one = InstalmentTerms(due=FIRST, amount=Decimal(10))
    with pytest.raises(ValueError, match="add up"):
        PlanTerms(total=Decimal(11), currency="CNY", agreed_on=TODAY, instalments=(one,))
    with pytest.raises(ValueError, match="after the one before"):
        PlanTerms(total=Decimal(20), currency="CNY", agreed_on=TODAY, instalments=(one, one))
