"""The words that fill a callscript's placeholders for one case, as they are spoken: amounts with
thousands separators and the currency by name, dates by month and day."""

from collections.abc import Mapping
from datetime import date

from babel.dates import format_date
from babel.numbers import format_decimal

from desk_client.agent import Agent, Campaign
from desk_client.case import Case, Debt
from desk_client.debtor import Debtor
from desk_client.money import Money
from desk_client.text import Language, Text

_CURRENCY: Mapping[str, Text] = {
    "CNY": Text("元", "yuan"),
    "USD": Text("美元", "dollars"),
    "HKD": Text("港元", "Hong Kong dollars"),
    "EUR": Text("欧元", "euros"),
    "GBP": Text("英镑", "pounds"),
}


def values_for(
    *,
    language: Language,
    debtor: Debtor,
    case: Case,
    agent: Agent,
    campaign: Campaign,
    today: date,
    offer: tuple[Money, date] | None = None,
) -> Mapping[str, str]:
    """Words for every placeholder, and under the factors' ids what the bank has on file; "" where
    nothing is known. `offer` is the amount and date proposed to the debtor. The file does not tell
    a debtor's sex, so the salutation is the full name."""
    debt = next((one for one in case.debts if one.card_last4), case.debts[0])
    least = _minimum_due(case)
    return {
        "salutation": debtor.name,
        "name": debtor.name,
        "agent": agent.name,
        "staff_no": agent.staff_no,
        "organisation": campaign.organisation,
        "caller_id": campaign.caller_id,
        "account": _account(debt, language),
        "card_last4": debt.card_last4,
        "balance": spoken_amount(case.balance, language),
        "minimum_due": "" if least is None else spoken_amount(least, language),
        "due_date": spoken_date(min(one.due_date for one in case.debts), language),
        "days_past_due": str(case.days_past_due(today)),
        "offer_amount": "" if offer is None else spoken_amount(offer[0], language),
        "offer_date": "" if offer is None else spoken_date(offer[1], language),
        "id_last4": debtor.id_last4,
        "district": debtor.district,
        "birth_month": debtor.birth_month,
    }


def spoken_amount(amount: Money, language: Language) -> str:
    """3260.50 CNY as "3,260.50 元" or "3,260.50 yuan"; whole amounts without cents."""
    whole = amount.amount == amount.amount.to_integral_value()
    figures = format_decimal(amount.amount, format="#,##0" if whole else "#,##0.00", locale="en")
    name = _CURRENCY.get(amount.currency)
    return f"{figures} {name.in_language(language) if name else amount.currency}"


def spoken_date(day: date, language: Language) -> str:
    """28 November 2026 as "11 月 28 日" or "28 November"; the year is not spoken."""
    if language == "zh":
        return f"{day.month} 月 {day.day} 日"
    return format_date(day, "d MMMM", locale="en")


def _account(debt: Debt, language: Language) -> str:
    if debt.card_last4:
        card = Text(f"尾号 {debt.card_last4} 的卡", f"card ending {debt.card_last4}")
        return card.in_language(language)
    return debt.product or Text("账户", "account").in_language(language)


def _minimum_due(case: Case) -> Money | None:
    """The sum over all debts; None unless each of them tells its own."""
    known = [debt.minimum_due for debt in case.debts if debt.minimum_due is not None]
    if len(known) < len(case.debts):
        return None
    return sum(known[1:], start=known[0])
