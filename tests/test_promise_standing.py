"""Kept, part kept, broken."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_client.case_state import PromiseMade
from desk_client.ids import CallId, CaseId, FactId
from desk_client.money import Money
from desk_client.payment import Payment
from desk_client.promise_standing import Kept, Standing, record, standing
from tests.happenings import AGENT

SHANGHAI = ZoneInfo("Asia/Shanghai")
MADE = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
DUE = date(2026, 11, 28)


def promise(amount: str = "800", due: date = DUE, made: datetime = MADE) -> PromiseMade:
    return PromiseMade(
        fact_id=FactId("f1"),
        call_id=CallId("call-1"),
        amount=Money(Decimal(amount)),
        due=due,
        channel="bank_app",
        made_at=made,
        actor=AGENT,
    )


def paid(amount: str, on: date) -> Payment:
    return Payment(
        case_id=CaseId("case-1"), debt_id=None, amount=Money(Decimal(amount)), paid_on=on
    )


@pytest.mark.parametrize(
    ("payments", "today", "stands"),
    [
        ((), DUE, Standing.OPEN),
        ((), date(2026, 11, 30), Standing.OPEN),  # two days for posting
        ((), date(2026, 12, 1), Standing.BROKEN),
        ((paid("800", DUE),), DUE, Standing.KEPT),
        ((paid("300", DUE), paid("500", date(2026, 11, 30))), DUE, Standing.KEPT),
        ((paid("799.99", DUE),), date(2026, 12, 1), Standing.PART_KEPT),
        ((paid("799.99", DUE),), DUE, Standing.OPEN),
        ((paid("800", date(2026, 12, 1)),), date(2026, 12, 1), Standing.BROKEN),  # too late
        ((paid("800", date(2026, 11, 23)),), date(2026, 12, 1), Standing.BROKEN),  # before it
        ((paid("800", date(2026, 11, 24)),), date(2026, 12, 1), Standing.KEPT),
    ],
)
def test_a_promise_is_judged_by_what_was_paid(
    payments: tuple[Payment, ...], today: date, stands: Standing
) -> None:
    assert standing(promise(), payments, today, SHANGHAI) is stands


def test_the_day_it_was_made_is_the_debtors_day() -> None:
    late = datetime(2026, 11, 24, 16, 30, tzinfo=UTC)  # the 25th in Shanghai
    payments = (paid("800", date(2026, 11, 24)),)
    today = date(2026, 12, 1)
    assert standing(promise(made=late), payments, today, SHANGHAI) is Standing.BROKEN
    assert standing(promise(made=late), payments, today, ZoneInfo("UTC")) is Standing.KEPT


def test_the_record_counts_what_matured() -> None:
    old = promise(due=date(2026, 10, 28), made=MADE - timedelta(days=30))
    older = promise("100", due=date(2026, 9, 28), made=MADE - timedelta(days=60))
    payments = (paid("100", date(2026, 9, 28)),)
    told = record((promise(), old, older), payments, date(2026, 11, 25), SHANGHAI)
    assert told == Kept(kept=1, broken=1)


def test_a_promise_made_again_before_it_matured_is_no_broken_one() -> None:
    first = promise("500")
    again = promise("800", due=DUE + timedelta(days=7), made=MADE + timedelta(days=2))
    later = DUE + timedelta(days=30)
    assert record((again, first), (), later, SHANGHAI) == Kept(kept=0, broken=1)


@given(st.lists(st.tuples(st.integers(1, 500), st.integers(0, 40)), max_size=6), st.integers(0, 40))
def test_another_payment_never_makes_a_promise_worse(
    told: list[tuple[int, int]], days: int
) -> None:
    order = [Standing.BROKEN, Standing.PART_KEPT, Standing.OPEN, Standing.KEPT]
    payments = [paid(str(amount), MADE.date() + timedelta(days=day)) for amount, day in told]
    today = MADE.date() + timedelta(days=days)
    ranks = [
        order.index(standing(promise(), payments[:count], today, SHANGHAI))
        for count in range(len(payments) + 1)
    ]
    assert ranks == sorted(ranks)
