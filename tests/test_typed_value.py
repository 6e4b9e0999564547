"""Amounts and dates as people type them."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_client.money import Money
from desk_client.text import Text
from desk_client.typed_value import typed_amount, typed_date

TUESDAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("800", "800.00"),
        ("800.5", "800.50"),
        ("1,086.20", "1086.20"),
        ("1，086．20", "1086.20"),
        ("８００", "800.00"),
        ("￥800", "800.00"),
        ("¥ 800", "800.00"),
        ("800 元", "800.00"),
        ("CNY 800", "800.00"),
        ("1,234", "1234.00"),
        ("1 234 567.89", "1234567.89"),
        ("  800  ", "800.00"),
    ],
)
def test_an_amount_is_read_as_it_is_written(typed: str, amount: str) -> None:
    assert typed_amount(typed, "CNY") == Money.of(amount)


@pytest.mark.parametrize("typed", ["1.234", "12,34", "1,23,456", "1.234,50", "1,2345", "800,5"])
def test_an_amount_that_reads_two_ways_is_refused(typed: str) -> None:
    refused = typed_amount(typed, "CNY")
    assert isinstance(refused, Text)
    assert "two ways" in refused.en


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("", "a number such as"),
        ("eight hundred", "a number such as"),
        ("八百", "a number such as"),
        ("8e2", "a number such as"),
        ("800\x00", "a number such as"),
        ("0", "above 0"),
        ("0.00", "above 0"),
        ("-5", "above 0"),
        ("$ 800", "The currency must be CNY"),
        ("9" * 40, "two ways"),
    ],
)
def test_what_is_no_amount_is_told(typed: str, told: str) -> None:
    refused = typed_amount(typed, "CNY")
    assert isinstance(refused, Text)
    assert told in refused.en
    assert refused.zh


@given(st.decimals(min_value="0.01", max_value="999999999.99", places=2))
def test_what_the_screen_shows_can_be_typed_back(amount: Decimal) -> None:
    for typed in (f"{amount:.2f}", f"{amount:,.2f}", f"￥{amount:,.2f}", f"{amount:.2f} 元"):
        assert typed_amount(typed, "CNY") == Money(amount)


@given(st.text(max_size=40))
def test_no_text_breaks_the_reading(typed: str) -> None:
    amount = typed_amount(typed, "CNY")
    assert isinstance(amount, Text) or amount.amount > 0
    assert isinstance(typed_date(typed, TUESDAY), date | Text)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2026-11-28", "2026-11-28"),
        ("2026/11/28", "2026-11-28"),
        ("2026.11.28", "2026-11-28"),
        ("20261128", "2026-11-28"),
        ("2026年11月28日", "2026-11-28"),
        ("２０２６－１１－２８", "2026-11-28"),
        ("11月28日", "2026-11-28"),
        ("11 月 28 号", "2026-11-28"),
        ("11-28", "2026-11-28"),
        ("11-24", "2026-11-24"),
        ("11-23", "2027-11-23"),
        ("2-29", "2028-02-29"),
        ("11/28", "2026-11-28"),
        ("28/11", "2026-11-28"),
        ("12/12", "2026-12-12"),
        ("28/11/2026", "2026-11-28"),
        ("28号", "2026-11-28"),
        ("5日", "2026-12-05"),
        ("今天", "2026-11-24"),
        ("明天", "2026-11-25"),
        ("后天", "2026-11-26"),
        ("Tomorrow", "2026-11-25"),
        ("周六", "2026-11-28"),
        ("周日", "2026-11-29"),
        ("星期天", "2026-11-29"),
        ("周一", "2026-11-30"),
        ("下周一", "2026-11-30"),
        ("下周五", "2026-12-04"),
        ("下周日", "2026-12-06"),
        ("Friday", "2026-11-27"),
        ("fri", "2026-11-27"),
        ("28 Nov", "2026-11-28"),
        ("November 28", "2026-11-28"),
        ("Nov. 28, 2026", "2026-11-28"),
        ("28 november 2026", "2026-11-28"),
    ],
)
def test_a_date_is_read_as_it_is_meant(typed: str, day: str) -> None:
    assert typed_date(typed, TUESDAY) == date.fromisoformat(day)


@pytest.mark.parametrize("typed", ["11/12", "5/12/2026", "周二", "Tuesday", "next Friday"])
def test_a_date_that_reads_two_ways_is_refused(typed: str) -> None:
    refused = typed_date(typed, TUESDAY)
    assert isinstance(refused, Text)
    assert "two ways" in refused.en


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("2026-02-30", "no such day"),
        ("13月1日", "no such day"),
        ("2-30", "no such day"),
        ("32号", "no such day"),
        ("30 Feb", "no such day"),
        ("", "Write the date"),
        ("soon", "Write the date"),
        ("3 Foo", "Write the date"),
        ("26-11-28", "Write the date"),
    ],
)
def test_what_is_no_date_is_told(typed: str, told: str) -> None:
    refused = typed_date(typed, TUESDAY)
    assert isinstance(refused, Text)
    assert told in refused.en
    assert refused.zh


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)), st.integers(0, 300))
def test_a_day_within_the_year_is_found_from_its_month_and_day(today: date, ahead: int) -> None:
    day = today + timedelta(days=ahead)
    for typed in (f"{day:%m-%d}", f"{day.month}月{day.day}日", f"{day:%Y-%m-%d}", f"{day:%d %B}"):
        assert typed_date(typed, today) == day
