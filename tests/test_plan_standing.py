"""Each instalment kept, partly kept, broken or open; and a plan that begins to slip."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_client.case_state import PromiseMade
from desk_client.fact_body import PromiseTerms
from desk_client.fold import fold
from desk_client.ids import CallId, CaseId, FactId
from desk_client.money import Money
from desk_client.payment import Payment
from desk_client.plan import Wanted, terms_of
from desk_client.plan_standing import PlanCourse, plan_standing
from desk_client.promise_standing import Standing
from desk_client.work_order import Turn, Why, place
from tests.happenings import AGENT, MORNING, Shift
from tests.rows import case, debt, debtor

SHANGHAI = ZoneInfo("Asia/Shanghai")
MADE = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
TERMS = terms_of(
    Wanted(total=Money.of("3000.00"), count=3, first=date(2026, 12, 10)), date(2026, 11, 24)
)
PLAN = PromiseMade(
    fact_id=FactId("f1"),
    call_id=CallId("call-1"),
    amount=Money.of("1000.00"),
    due=date(2026, 12, 10),
    channel="transfer",
    made_at=MADE,
    actor=AGENT,
    instalments=TERMS.instalments,
)
K, P, B, O = Standing.KEPT, Standing.PART_KEPT, Standing.BROKEN, Standing.OPEN  # noqa: E741


def paid(amount: str, day: str) -> Payment:
    return Payment(
        case_id=CaseId("case-1"),
        debt_id=None,
        amount=Money.of(amount),
        paid_on=date.fromisoformat(day),
    )


@pytest.mark.parametrize(
    ("payments", "today", "stands", "course", "missing"),
    [
        ((), "2026-12-09", (O, O, O), PlanCourse.ON_COURSE, "1000"),
        ((), "2026-12-10", (O, O, O), PlanCourse.SLIPPING, "1000"),
        ((), "2026-12-12", (O, O, O), PlanCourse.SLIPPING, "1000"),  # two days for posting
        ((), "2026-12-13", (B, O, O), PlanCourse.BROKEN, "1000"),
        ((paid("400", "2026-12-10"),), "2026-12-13", (P, O, O), PlanCourse.BROKEN, "600"),
        ((paid("1000", "2026-12-12"),), "2026-12-13", (K, O, O), PlanCourse.ON_COURSE, "1000"),
        ((paid("1000", "2026-12-20"),), "2026-12-21", (K, O, O), PlanCourse.SLIPPING, "1000"),
        ((paid("1500", "2026-12-10"),), "2026-12-13", (K, O, O), PlanCourse.ON_COURSE, "500"),
        ((paid("3000", "2026-12-01"),), "2027-05-01", (K, K, K), PlanCourse.DONE, "0"),
        ((paid("3000", "2026-11-23"),), "2026-12-13", (B, O, O), PlanCourse.BROKEN, "1000"),
    ],
)
def test_where_a_plan_stands(
    payments: tuple[Payment, ...],
    today: str,
    stands: tuple[Standing, ...],
    course: PlanCourse,
    missing: str,
) -> None:
    found = plan_standing(PLAN, payments, date.fromisoformat(today), SHANGHAI)
    assert (found.instalments, found.course) == (stands, course)
    assert found.missing == Decimal(missing)
    assert found.kept == stands.count(K)


@given(
    st.lists(st.tuples(st.integers(1, 200_000), st.integers(0, 120)), max_size=8),
    st.integers(0, 150),
)
def test_payments_fill_the_instalments_in_their_order(
    told: list[tuple[int, int]], ahead: int
) -> None:
    payments = tuple(
        paid(str(Decimal(cents) / 100), str(date(2026, 11, 24) + timedelta(days=day)))
        for cents, day in told
    )
    found = plan_standing(PLAN, payments, date(2026, 11, 24) + timedelta(days=ahead), SHANGHAI)
    paid_in_all = sum((each.amount.amount for each in payments), Decimal(0))
    assert found.paid == min(Decimal(3000), paid_in_all)
    assert found.kept == min(3, int(paid_in_all // 1000))
    assert found.instalments[: found.kept] == (K,) * found.kept
    assert (found.next_due is None) == (found.course is PlanCourse.DONE)
    if found.next_due is not None:
        assert found.missing == Decimal(1000) * (found.kept + 1) - paid_in_all


def test_a_promise_without_instalments_is_no_plan() -> None:
    with pytest.raises(ValueError, match="no instalments"):
        plan_standing(
            PromiseMade(
                fact_id=FactId("f1"), call_id=CallId("c"), amount=Money.of("1"),
                due=date(2026, 12, 1), channel="transfer", made_at=MADE, actor=AGENT,
            ),
            (), date(2026, 12, 1), SHANGHAI,
        )  # fmt: skip


@pytest.mark.parametrize(
    ("payments", "now", "turn", "why"),
    [
        ((), "2026-12-05", Turn.WAITING, Why.DAYS_PAST_DUE),
        ((), "2026-12-10", Turn.WORKABLE, Why.PROMISE_DUE_TODAY),
        ((), "2026-12-14", Turn.WORKABLE, Why.PROMISE_BROKEN),
        ((paid("1000", "2026-12-10"),), "2026-12-14", Turn.WAITING, Why.DAYS_PAST_DUE),
        ((paid("1000", "2026-12-10"),), "2027-01-10", Turn.WORKABLE, Why.PROMISE_DUE_TODAY),
    ],
)
def test_the_work_list_follows_the_instalment_whose_turn_it_is(
    payments: tuple[Payment, ...], now: str, turn: Turn, why: Why
) -> None:
    shift = Shift()
    first = TERMS.instalments[0]
    shift.outcome(
        shift.conversation(),
        "PTPP",
        promise=PromiseTerms(
            amount=first.amount, currency="CNY", due=first.due, channel="transfer"
        ),
        plan=TERMS,
        case_status="plan",
    )
    state = fold(shift.facts)
    assert state.open_promise is not None
    assert state.open_promise.whole == Money.of("3000.00")
    moment = datetime.fromisoformat(f"{now}T02:00:00+00:00")
    assert moment > MORNING
    placing = place(case(1, debt()), debtor(1), state, payments, moment)
    assert (placing.turn, placing.reason.why) == (turn, why)
