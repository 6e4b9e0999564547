"""A template filled in for one case. What is not known is never left as a gap in a message: it is
told as missing, and nothing is sent."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from desk_client.case import Case
from desk_client.money import Money
from desk_client.plan_body import InstalmentTerms
from desk_client.text import Language
from desk_client.writing.template import Channel, Template

_BRACED = re.compile(r"\{([^{}]*)\}")
_TWO_CHARACTERS = frozenset(
    {
        *("欧阳", "司马", "上官", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐"),
        *("司徒", "夏侯", "宇文", "长孙", "端木", "南宫", "西门", "独孤", "轩辕", "太史"),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One line of the itemised table; amounts None where the bank did not part them."""

    account: str
    principal: Money | None
    interest: Money | None
    fees: Money | None
    balance: Money
    due_date: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Writing:
    """Words ready to be sent."""

    template: str
    channel: Channel
    language: Language
    subject: str  # "" for a text
    text: str
    fields: tuple[str, ...]
    missing: tuple[str, ...]  # fields for which nothing is known: then it must not be sent
    items: tuple[Item, ...] = ()
    plan: tuple[InstalmentTerms, ...] = ()  # of a letter that says the instalments

    @property
    def sha256(self) -> str:
        """Of everything the reader sees."""
        told = f"{self.subject}\n{self.text}\n{self.items!r}"
        if self.plan:
            told += f"\n{self.plan!r}"
        return hashlib.sha256(told.encode()).hexdigest()


def fill(
    template: Template,
    language: Language,
    values: Mapping[str, str],
    items: tuple[Item, ...] = (),
    plan: tuple[InstalmentTerms, ...] = (),
) -> Writing:
    """`values` by field; "" counts as not known."""
    missing: dict[str, None] = {}

    def filled(text: str) -> str:
        def word(found: re.Match[str]) -> str:
            known = values.get(found.group(1), "")
            if not known:
                missing[found.group(1)] = None
            return known

        return _BRACED.sub(word, text)

    subject = filled(template.subject.in_language(language)) if template.subject else ""
    text = filled(template.text.in_language(language)).strip()
    return Writing(
        template=template.template,
        channel=template.channel,
        language=language,
        subject=subject,
        text=text,
        fields=template.fields(language),
        missing=tuple(missing),
        items=items if template.items else (),
        plan=plan if "instalments" in template.fields(language) else (),
    )


def items_of(case: Case, language: Language) -> tuple[Item, ...]:
    """The table of a case: one line a debt."""
    return tuple(
        Item(
            account=_account(debt.card_last4, debt.product, language),
            principal=debt.principal,
            interest=debt.interest,
            fees=debt.fees,
            balance=debt.balance,
            due_date=debt.due_date,
        )
        for debt in case.debts
    )


def plan_words(plan: tuple[InstalmentTerms, ...], language: Language) -> str:
    """The plan in a sentence, before its table; "" where there is none."""
    if not plan:
        return ""
    first, last, count = plan[0].due, plan[-1].due, len(plan)
    if language == "zh":
        return f"共 {count} 期，自 {first} 起至 {last} 止，各期日期与金额见还款计划。"
    many = f"{count} payments" if count > 1 else "one payment"
    return f"{many}, from {first} to {last}; the schedule lists each day and amount.".capitalize()


def surname(name: str) -> str:
    """The family name: the first one or two characters of a Chinese name, else the last word."""
    name = name.strip()
    if not name:
        return ""
    if "\u3400" <= name[0] <= "\u9fff":
        return name[:2] if name[:2] in _TWO_CHARACTERS else name[0]
    return name.split()[-1]


def _account(card_last4: str, product: str, language: Language) -> str:
    if not card_last4:
        return product
    return f"尾号 {card_last4}" if language == "zh" else f"card ending {card_last4}"
