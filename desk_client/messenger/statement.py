"""The itemised table of a statement in plain text, for a mail."""

from babel.numbers import format_decimal

from desk_client.money import Money
from desk_client.writing.fill import Item, Writing

_WORDS = {
    "zh": ("到期日", "本金", "利息", "费用", "合计"),
    "en": ("due", "principal", "interest", "fees", "total"),
}


def statement_table(writing: Writing) -> str:
    """One block a debt; what the bank did not part stays out."""
    words = _WORDS[writing.language]
    return "\n\n".join(_block(item, words) for item in writing.items)


def _block(item: Item, words: tuple[str, ...]) -> str:
    due, principal, interest, fees, total = words
    parts = ((principal, item.principal), (interest, item.interest), (fees, item.fees))
    lines = [item.account, f"  {due}: {item.due_date.isoformat()}"]
    lines += [f"  {word}: {_amount(money)}" for word, money in parts if money is not None]
    return "\n".join([*lines, f"  {total}: {_amount(item.balance)} {item.balance.currency}"])


def _amount(money: Money) -> str:
    return format_decimal(money.amount, format="#,##0.00", locale="en")
