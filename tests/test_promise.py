"""A promise while it is being made."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_client.fact_body import PromiseTerms
from desk_client.money import Money
from desk_client.promise import (
    CHANNELS,
    HOUSE,
    PromiseLimits,
    assured,
    check,
    default_date,
    proposal,
    proposed_amounts,
    proposed_dates,
)

TUESDAY = date(2026, 11, 24)
BALANCE = Money.of("3260.50")
AMOUNTS = st.decimals(min_value="0.01", max_value="99999.99", places=2).map(Money)
DAYS = st.dates(date(2024, 1, 1), date(2030, 12, 31))


def terms(
    amount: str = "800", due: date = date(2026, 11, 28), channel: str = "bank_app"
) -> PromiseTerms:
    return PromiseTerms(amount=Decimal(amount), currency="CNY", due=due, channel=channel)


def faults(given: PromiseTerms) -> list[str]:
    return [fault.en for fault in check(given, BALANCE, TUESDAY)]


def test_the_agreed_amount_comes_first_then_minimum_and_full() -> None:
    found = proposed_amounts(BALANCE, Money.of("1086.20"), agreed=Money.of("800"))
    assert [(str(choice.amount), choice.hint.en) for choice in found] == [
        ("800.00", "as agreed"),
        ("1086.20", "minimum due"),
        ("3260.50", "full balance"),
    ]


def test_an_amount_is_proposed_once_and_never_above_the_balance() -> None:
    assert len(proposed_amounts(BALANCE, BALANCE, agreed=BALANCE)) == 1
    assert len(proposed_amounts(BALANCE, Money.of("9999"))) == 1
    assert len(proposed_amounts(BALANCE, Money.of("0"), agreed=Money.of("-5"))) == 1


def test_days_are_tomorrow_friday_pay_day_and_the_latest() -> None:
    found = proposed_dates(TUESDAY)
    assert [(choice.day.isoformat(), choice.hint.en) for choice in found] == [
        ("2026-11-25", "tomorrow"),
        ("2026-11-27", "Friday"),
        ("2026-12-05", "payday"),
        ("2026-12-08", "latest"),
    ]
    assert found[default_date(found)].day == date(2026, 11, 27)


def test_the_agreed_day_is_marked() -> None:
    found = proposed_dates(TUESDAY, agreed=date(2026, 11, 28))
    assert found[default_date(found)].day == date(2026, 11, 28)
    assert [choice.day for choice in found] == sorted(choice.day for choice in found)


def test_an_agreed_day_past_the_horizon_is_not_proposed() -> None:
    days = [choice.day for choice in proposed_dates(TUESDAY, agreed=date(2027, 1, 1))]
    assert date(2027, 1, 1) not in days


@given(AMOUNTS, st.none() | AMOUNTS, st.none() | AMOUNTS, DAYS, st.none() | DAYS)
def test_everything_proposed_passes_the_check(
    owed: Money,
    minimum: Money | None,
    agreed: Money | None,
    today: date,
    day: date | None,
) -> None:
    amounts = proposed_amounts(owed, minimum, agreed)
    dates = proposed_dates(today, day)
    assert amounts
    assert dates
    for choice in amounts:
        for when in dates:
            given_terms = PromiseTerms(
                amount=choice.amount.amount, currency="CNY", due=when.day, channel="transfer"
            )
            assert check(given_terms, owed, today) == []
    offered, offered_day = proposal(owed, minimum, today)
    assert offered in [choice.amount for choice in amounts]
    assert offered_day in [choice.day for choice in proposed_dates(today)]


def test_good_terms_have_no_faults_and_are_assured() -> None:
    assert faults(terms()) == []
    assert [text.zh for text in assured(replaces_due=TUESDAY, today=TUESDAY)] == [
        "不高于余额",
        "在 14 天内",
        "替换今日到期的承诺",
    ]
    assert [text.en for text in assured(replaces_due=date(2026, 12, 1), today=TUESDAY)][2] == (
        "replaces the promise due 12-01"
    )
    assert len(assured(replaces_due=None, today=TUESDAY)) == 2


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (terms(amount="3260.51"), "Not above the balance 3,260.50"),
        (terms(amount="0"), "The amount must be above 0"),
        (terms(amount="-1"), "The amount must be above 0"),
        (terms(amount="1.005"), "The amount has at most two decimals"),
        (terms(due=date(2026, 11, 23)), "The date cannot be before today"),
        (terms(due=date(2026, 12, 9)), "The latest date is 12-08 (within 14 days)"),
        (terms(channel="wechat"), "Payment is by bank app, transfer or branch"),
    ],
)
def test_what_cannot_be_promised_is_told_in_a_sentence(given: PromiseTerms, told: str) -> None:
    assert faults(given) == [told]


def test_every_fault_is_told_at_once() -> None:
    wrong = PromiseTerms(amount=Decimal(9999), currency="USD", due=date(2027, 1, 1), channel="cash")
    assert len(check(wrong, BALANCE, TUESDAY)) == 4


def test_today_and_the_last_day_are_allowed() -> None:
    for due in (TUESDAY, TUESDAY + timedelta(days=HOUSE.horizon_days)):
        assert faults(terms(due=due)) == []


def test_a_house_with_a_longer_horizon_allows_more() -> None:
    late = PromiseLimits(horizon_days=30, paydays=(15,))
    assert check(terms(due=date(2026, 12, 24)), BALANCE, TUESDAY, late) == []
    assert date(2026, 12, 15) in [choice.day for choice in proposed_dates(TUESDAY, None, late)]


def test_the_channels_have_both_languages() -> None:
    assert [channel.zh for channel in CHANNELS.values()] == ["手机银行", "转账", "网点"]
    assert [channel.en for channel in CHANNELS.values()] == ["Bank app", "Transfer", "Branch"]
