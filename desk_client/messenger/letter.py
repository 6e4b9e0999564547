"""A letter as PDF, set by typst from one layout and the words of a writing. Fonts are the machine's
own; without one that has Chinese characters a Chinese letter is not made at all, rather than made
with empty boxes."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import typst
from babel.numbers import format_decimal

from desk_client.data_folder import resource
from desk_client.money import Money
from desk_client.text import Language
from desk_client.writing.fill import Item, Writing
from desk_client.writing.fonts import LATIN, NoFont, chinese_fonts

_HEAD = {
    "zh": ("账户", "到期日", "本金", "利息", "费用", "合计"),
    "en": ("Account", "Due", "Principal", "Interest", "Fees", "Total"),
}
_PLAN_TITLE = {"zh": "还款计划", "en": "Schedule of payments"}
_PLAN_HEAD = {
    "zh": ("期次", "应还日", "应还金额", "还后余额"),
    "en": ("No.", "Due", "Payment", "Left to pay"),
}
_TOTAL = {"zh": "总计", "en": "Total"}
_UNKNOWN = "—"


@dataclass(frozen=True, slots=True, kw_only=True)
class Letterhead:
    """Who writes."""

    organisation: str
    sender: tuple[str, ...] = ()  # address and telephone, a line each
    seal: str = ""  # what stands under the name at the end


def letter_pdf(
    writing: Writing,
    *,
    head: Letterhead,
    name: str,
    address: str,
    reference: str,
    day: date,
) -> bytes:
    """The PDF; NoFont where it cannot be set. The same words give the same bytes."""
    fonts = chinese_fonts()
    if writing.language == "zh" and not fonts:
        raise NoFont(
            "This machine has no Chinese font for letters; install fonts-noto-cjk and try again."
        )
    told = {
        "language": writing.language,
        "organisation": head.organisation,
        "sender": list(head.sender),
        "seal": head.seal,
        "name": name,
        "address": address,
        "reference": reference,
        "date": _day(day, writing.language),
        "subject": writing.subject,
        "paragraphs": [part.strip() for part in writing.text.split("\n\n") if part.strip()],
        "head": _HEAD[writing.language],
        "items": [_row(item) for item in writing.items],
        "total": _total(writing),
        "plan": {
            "title": _PLAN_TITLE[writing.language],
            "head": _PLAN_HEAD[writing.language],
            "rows": [list(row) for row in _plan_rows(writing)],
        },
        "fonts": [*fonts, LATIN],
    }
    layout = resource("writings", "letter.typ").read_bytes()
    return typst.compile(
        layout, sys_inputs={"letter": json.dumps(told, ensure_ascii=False)}, timestamp=0
    )


def _row(item: Item) -> Sequence[str]:
    return (
        item.account,
        item.due_date.isoformat(),
        *(_amount(each) for each in (item.principal, item.interest, item.fees)),
        f"{_amount(item.balance)} {item.balance.currency}",
    )


def _plan_rows(writing: Writing) -> Iterator[tuple[str, ...]]:
    """Every instalment, with what is left after it."""
    left = sum((each.amount for each in writing.plan), Decimal(0))
    for number, each in enumerate(writing.plan, start=1):
        left -= each.amount
        yield (str(number), each.due.isoformat(), _figure(each.amount), _figure(left))


def _total(writing: Writing) -> Sequence[str]:
    if len(writing.items) < 2:
        return ()
    total = sum((each.balance for each in writing.items[1:]), start=writing.items[0].balance)
    whole = f"{_amount(total)} {total.currency}"
    return (_TOTAL[writing.language], "", "", "", "", whole)


def _amount(money: Money | None) -> str:
    if money is None:
        return _UNKNOWN
    return _figure(money.amount)


def _figure(amount: Decimal) -> str:
    return format_decimal(amount, format="#,##0.00", locale="en")


def _day(day: date, language: Language) -> str:
    if language == "zh":
        return f"{day.year} 年 {day.month} 月 {day.day} 日"
    return f"{day.day} {day:%B} {day.year}"
