"""The promise form: proposed from the debt, moved by arrows, typed by hand; never above the balance
and never past the horizon without saying so."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_client.money import Money
from desk_client.promise import CHANNELS, check
from desk_client.services.promise_form import PromiseForm, minimum_due, proposed_offer
from tests.happenings import MORNING, Shift
from tests.rows import case, debt
from tests.services.hands import SHANGHAI, hand

TODAY = MORNING.astimezone(SHANGHAI).date()
OWED = debt(minimum_due=Money.of("326.05"))


@pytest.fixture
def form() -> PromiseForm:
    return PromiseForm.proposed(hand(OWED), MORNING)


def test_the_minimum_is_proposed_by_friday(form: PromiseForm) -> None:
    terms = form.terms
    assert (terms.amount, terms.currency, terms.channel) == (Decimal("326.05"), "CNY", "bank_app")
    assert terms.due.weekday() == 4
    assert form.faults == ()
    draft = form.draft()
    assert [each.label for each in draft.amounts] == ["326.05", "3260.50"]
    assert [each.chosen for each in draft.amounts] == [True, False]
    assert draft.checks
    assert not draft.faults


def test_the_offer_of_the_callscript_is_the_same(form: PromiseForm) -> None:
    assert proposed_offer(case(1, OWED), TODAY) == (Money.of("326.05"), form.terms.due)


def test_arrows_stop_at_the_ends(form: PromiseForm) -> None:
    assert form.moved(amount=-1) == form
    assert form.moved(amount=9).terms.amount == Decimal("3260.50")
    assert form.moved(day=-9).terms.due == TODAY + timedelta(days=1)
    assert form.moved(day=9).terms.due == TODAY + timedelta(days=14)
    assert form.moved(channel=9).terms.channel == list(CHANNELS)[-1]


def test_typed_values_are_chosen(form: PromiseForm) -> None:
    typed = form.typed(amount="８００．５０", due="2026-12-01")
    assert (typed.terms.amount, typed.terms.due) == (Decimal("800.50"), date(2026, 12, 1))
    assert typed.amounts[0].hint.en == "typed"
    assert [each.day for each in typed.dates] == sorted(each.day for each in typed.dates)
    assert typed.faults == ()


def test_a_typed_value_that_is_proposed_already_stands_once(form: PromiseForm) -> None:
    typed = form.typed(amount="3260.5", due=form.dates[0].day.isoformat())
    assert (len(typed.amounts), len(typed.dates)) == (len(form.amounts), len(form.dates))
    assert (typed.amount_at, typed.date_at) == (1, 0)


@pytest.mark.parametrize(
    ("amount", "due", "said"),
    [
        ("99999", None, "Not above the balance"),
        ("0", None, "The amount must be above 0"),
        ("1.234", None, "This amount reads two ways"),
        ("$5", None, "The currency must be CNY"),
        ("soon", None, "Write the amount"),
        (None, "2026-11-23", "The date cannot be before today"),
        (None, "2027-01-31", "The latest date is"),
        (None, "sometime", "Write the date"),
    ],
)
def test_what_cannot_be_promised_is_said(
    form: PromiseForm, amount: str | None, due: str | None, said: str
) -> None:
    typed = form.typed(amount=amount, due=due)
    assert typed.faults[0].en.startswith(said)
    assert typed.draft().checks == ()
    ways_out = [typed.moved(amount=9, day=step) for step in (-1, 1)]
    assert () in [each.faults for each in ways_out]


def test_an_open_promise_is_replaced_and_it_says_so() -> None:
    shift = Shift()
    shift.promise(TODAY)
    form = PromiseForm.proposed(hand(OWED, facts=shift.facts), MORNING)
    assert any("replaces the promise due today" in each.en for each in form.draft().checks)


def test_the_minimum_is_known_only_where_every_debt_tells_its_own() -> None:
    both = case(1, debt(1, minimum_due=Money.of("10")), debt(2, minimum_due=Money.of("5.50")))
    assert minimum_due(both) == Money.of("15.50")
    assert minimum_due(case(1, OWED, debt(2))) is None
    form = PromiseForm.proposed(hand(debt()), MORNING)
    assert form.terms.amount == Decimal("3260.50")


def test_where_nothing_is_owed_nothing_can_be_promised() -> None:
    form = PromiseForm.proposed(hand(debt(balance=Money.of("0"))), MORNING)
    assert form.faults[0].en == "The amount must be above 0"
    assert form.draft().amounts[0].label == "0.00"
    assert form.moved(amount=1, day=1).faults


AMOUNTS = st.decimals(0, 10_000, places=2)


@given(
    balance=AMOUNTS,
    minimum=st.none() | AMOUNTS,
    keys=st.lists(st.tuples(st.sampled_from(["amount", "day", "channel"]), st.integers(-2, 2))),
    text=st.none() | st.text(max_size=12) | st.decimals(0, 20_000, places=2).map(str),
)
def test_terms_without_a_fault_may_always_be_promised(
    balance: Decimal, minimum: Decimal | None, keys: list[tuple[str, int]], text: str | None
) -> None:
    owed = debt(balance=Money(balance), minimum_due=None if minimum is None else Money(minimum))
    form = PromiseForm.proposed(hand(owed), MORNING)
    for name, step in keys:
        form = form.moved(**{name: step})
    form = form.typed(amount=text, due=None)
    if not form.faults:
        assert check(form.terms, Money(balance), TODAY) == []
        assert 0 < form.terms.amount <= balance
    chosen = [each for each in form.draft().amounts if each.chosen]
    assert len(chosen) == 1
