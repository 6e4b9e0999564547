"""A promise to pay while it is being made: what is proposed to the debtor, what is allowed, and how
it is said back. Amounts never exceed the balance, dates never pass the house's horizon. Whether a
promise was kept is judged from payments in promise_standing.py."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from desk_client.fact_body import PromiseTerms
from desk_client.money import Money
from desk_client.text import Text

CHANNELS: Mapping[str, Text] = {
    "bank_app": Text("手机银行", "Bank app"),
    "transfer": Text("转账", "Transfer"),
    "branch": Text("网点", "Branch"),
}

_AGREED = Text("刚才商定", "as agreed")
_MINIMUM = Text("最低应还", "minimum due")
_WHOLE = Text("全额", "full balance")
_TOMORROW = Text("明日", "tomorrow")
_IN_THE_WEEK = Text("周五", "Friday")
_PAYDAY = Text("发薪日", "payday")
_LATEST = Text("最晚", "latest")
_FRIDAY = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseLimits:
    """What the house allows. 14 days is the early-stage horizon of compliance.md 6.6 (7 to 15);
    the 5th and 10th are the usual pay days."""

    horizon_days: int = 14
    paydays: tuple[int, ...] = (5, 10)


HOUSE = PromiseLimits()


@dataclass(frozen=True, slots=True)
class AmountChoice:
    """An amount to propose, and where it comes from."""

    amount: Money
    hint: Text


@dataclass(frozen=True, slots=True)
class DateChoice:
    """A day to propose, and why that day."""

    day: date
    hint: Text


def proposed_amounts(
    balance: Money, minimum_due: Money | None, agreed: Money | None = None
) -> tuple[AmountChoice, ...]:
    """What is worth proposing, the first being the default: as agreed in the call, the minimum due,
    the full balance. Only amounts that may be promised, each once."""
    found: dict[Money, Text] = {}
    for amount, hint in ((agreed, _AGREED), (minimum_due, _MINIMUM), (balance, _WHOLE)):
        if amount is not None and Decimal(0) < amount.amount <= balance.amount:
            found.setdefault(amount, hint)
    return tuple(AmountChoice(amount, hint) for amount, hint in found.items())


def proposed_dates(
    today: date, agreed: date | None = None, limits: PromiseLimits = HOUSE
) -> tuple[DateChoice, ...]:
    """Days worth proposing, in their order: the agreed one, tomorrow, Friday, the next pay day, the
    latest allowed. Each once, none past the horizon."""
    latest = today + timedelta(days=limits.horizon_days)
    tomorrow = today + timedelta(days=1)
    friday = tomorrow + timedelta(days=(_FRIDAY - tomorrow.weekday()) % 7)
    found: dict[date, Text] = {}
    for day, hint in (
        (agreed, _AGREED),
        (tomorrow, _TOMORROW),
        (friday, _IN_THE_WEEK),
        (_next_payday(tomorrow, latest, limits), _PAYDAY),
        (latest, _LATEST),
    ):
        if day is not None and today <= day <= latest:
            found.setdefault(day, hint)
    return tuple(DateChoice(day, found[day]) for day in sorted(found))


def default_date(choices: Sequence[DateChoice]) -> int:
    """Which of the proposed days is marked at first: the agreed one, else Friday."""
    for wanted in (_AGREED, _IN_THE_WEEK):
        for index, choice in enumerate(choices):
            if choice.hint == wanted:
                return index
    return 0


def proposal(
    balance: Money,
    minimum_due: Money | None,
    today: date,
    limits: PromiseLimits = HOUSE,
) -> tuple[Money, date]:
    """The amount and day that the callscript offers while nothing is agreed yet."""
    dates = proposed_dates(today, None, limits)
    amount = minimum_due if minimum_due is not None and minimum_due <= balance else balance
    return amount, dates[default_date(dates)].day


def check(
    terms: PromiseTerms, balance: Money, today: date, limits: PromiseLimits = HOUSE
) -> list[Text]:
    """Why these terms cannot be promised, a sentence each; empty where they can."""
    found = []
    latest = today + timedelta(days=limits.horizon_days)
    if terms.currency != balance.currency:
        found.append(
            Text(
                f"币种须为 {balance.currency}，与余额一致",
                f"The currency must be {balance.currency}, as the balance is",
            )
        )
    if terms.amount <= 0:
        found.append(Text("金额须大于 0", "The amount must be above 0"))
    elif terms.amount != round(terms.amount, 2):
        found.append(Text("金额最多到分", "The amount has at most two decimals"))
    elif terms.amount > balance.amount:
        found.append(
            Text(
                f"金额不能高于余额 {balance.amount:,}", f"Not above the balance {balance.amount:,}"
            )
        )
    if terms.due < today:
        found.append(Text("日期不能早于今天", "The date cannot be before today"))
    elif terms.due > latest:
        found.append(
            Text(
                f"日期最晚 {latest:%m-%d}（{limits.horizon_days} 天内）",
                f"The latest date is {latest:%m-%d} (within {limits.horizon_days} days)",
            )
        )
    if terms.channel not in CHANNELS:
        found.append(
            Text("方式须为手机银行、转账或网点", "Payment is by bank app, transfer or branch")
        )
    return found


def assured(
    *, replaces_due: date | None, today: date, limits: PromiseLimits = HOUSE
) -> tuple[Text, ...]:
    """The line of checks under terms that passed: what was looked at. `replaces_due` is the due
    date of the open promise that the new one replaces."""
    found = [
        Text("不高于余额", "Not above the balance"),
        Text(f"在 {limits.horizon_days} 天内", f"within {limits.horizon_days} days"),
    ]
    if replaces_due == today:
        found.append(Text("替换今日到期的承诺", "replaces the promise due today"))
    elif replaces_due is not None:
        day = f"{replaces_due:%m-%d}"
        found.append(Text(f"替换 {day} 到期的承诺", f"replaces the promise due {day}"))
    return tuple(found)


def _next_payday(first: date, latest: date, limits: PromiseLimits) -> date | None:
    days = (first + timedelta(days=n) for n in range((latest - first).days + 1))
    return next((day for day in days if day.day in limits.paydays), None)
