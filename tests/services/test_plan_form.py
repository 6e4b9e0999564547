"""The plan form: proposed, moved by arrows, typed as people type; what is impossible is said."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_client.compliance.pack_set import PackSet
from desk_client.money import Money
from desk_client.services.plan_form import PlanForm
from tests.happenings import MORNING
from tests.rows import debt
from tests.services.hands import SHANGHAI, hand

TODAY = MORNING.astimezone(SHANGHAI).date()
RULES = PackSet.shipped().plan_limits()


@pytest.fixture
def form() -> PlanForm:
    return PlanForm.proposed(hand(debt()), MORNING, RULES)


def test_the_shortest_of_three_lawful_plans_is_proposed(form: PlanForm) -> None:
    draft = form.draft()
    assert [each.label for each in draft.counts] == ["3", "6", "9"]
    assert [each.chosen for each in draft.counts] == [True, False, False]
    assert sum((row.amount.amount for row in draft.rows), Decimal(0)) == Decimal("3260.50")
    assert not draft.faults
    assert draft.checks
    assert draft.rows[0].due > TODAY


def test_arrows_stop_at_the_ends(form: PlanForm) -> None:
    assert form.moved(count=-1, day=-99, down=-1).moved(day=99).dates[-1].day > TODAY
    last = form.moved(count=9, down=9)
    assert (last.counts[last.count_at], last.downs[last.down_at]) == (9, Decimal("978.15"))
    assert last.terms is not None
    assert len(last.terms.instalments) == 10
    assert last.terms.instalments[0].amount == Decimal("978.15")


def test_what_people_type_is_read(form: PlanForm) -> None:
    typed = form.typed(amount="１２期", first="12月10日", down="５００")
    assert typed.faults == ()
    assert typed.terms is not None
    assert typed.terms.instalments[0].due == date(2026, 12, 10)
    assert typed.terms.down == Decimal(500)
    assert len(typed.terms.instalments) == 13


def test_so_much_a_month_gives_the_count(form: PlanForm) -> None:
    typed = form.typed(amount="500")
    assert typed.terms is not None
    assert [each.amount for each in typed.terms.instalments] == [Decimal(500)] * 6 + [
        Decimal("260.50")
    ]
    assert typed.moved(count=-1).each is None


def test_what_is_left_of_a_month_chooses_the_proposals(form: PlanForm) -> None:
    typed = form.typed(income="3000", expenses="2700")
    assert [each.label for each in typed.draft().counts] == ["12", "18", "24"]
    assert typed.draft().left == Money.of("300.00")
    short = typed.typed(amount="6期")
    assert "left of one" in short.faults[0].en
    none = form.typed(income="100", expenses="99")
    assert none.faults  # nothing fits: the usual ones are shown, each with its fault


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"amount": "0"}, "above 0"),
        ({"amount": "0.01"}, "Between 1 and 400"),
        ({"amount": "0期"}, "Between 1 and 400"),
        ({"down": "3260.50"}, "below the balance"),
        ({"amount": "1.234"}, "two ways"),
        ({"amount": "61 months"}, "At most 60 instalments"),
        ({"first": "2020-01-01"}, "must be after today"),
        ({"first": (TODAY + timedelta(days=40)).isoformat()}, "within 31 days"),
    ],
)
def test_what_is_impossible_is_said_at_once(
    form: PlanForm, typed: dict[str, str], said: str
) -> None:
    faults = form.typed(**typed).faults
    assert any(said in each.en for each in faults), faults


@given(st.text(max_size=12), st.sampled_from(["amount", "first", "down", "income", "expenses"]))
def test_whatever_is_typed_the_form_stands(text: str, name: str) -> None:
    form = PlanForm.proposed(hand(debt()), MORNING, RULES).typed(**{name: text})
    assert form.draft().counts
    if not form.faults:
        assert form.terms is not None
        assert form.terms.total == Decimal("3260.50")
