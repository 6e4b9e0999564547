"""The plan form of wrap-up: how many instalments, from which day, with how much down, proposed from
the debt and from what the debtor has left of a month; chosen by the arrow keys or typed. The whole
table is made anew at each key, and what the packs hold against it is said beside it."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal

from desk_client.compliance.plan_limit import StaffRole
from desk_client.compliance.rule import Clause
from desk_client.money import Money
from desk_client.plan import Budget, Wanted, check_plan, count_for, proposed_counts, terms_of
from desk_client.plan_body import PlanTerms
from desk_client.promise import DateChoice, default_date, proposed_dates
from desk_client.services.call_parts import Choice, InstalmentRow, PlanDraft
from desk_client.services.case_in_hand import CaseInHand
from desk_client.text import Text
from desk_client.typed_value import typed_amount, typed_date

_TYPED = Text("手输", "typed")
_NONE = Text("无首付", "none")
_ADDS_UP = Text("各期合计等于余额", "Adds up to the balance")
_FITS = Text("不超过每月结余", "fits what is left of a month")
_TOO_SMALL = Text("余额不足以分期", "The balance is too small for instalments")
_BELOW_ONE = Text("期数须为 1 至 400", "Between 1 and 400 instalments")
_NOT_ABOVE = Text("首付须低于余额", "The down payment must be below the balance")
_EACH_ABOVE_0 = Text("每期金额须大于 0", "The monthly amount must be above 0")
_DOWN_PERCENT = (0, 10, 20, 30)
_COUNT = re.compile(r"(\d{1,3}) ?(期|个月|x|months?|instalments?)")
_FALLBACK = (3, 6, 12)  # shown with their faults where none may be agreed


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanForm:
    """Proposed values and those chosen."""

    balance: Money
    today: date
    counts: tuple[int, ...]
    dates: tuple[DateChoice, ...]
    downs: tuple[Decimal, ...]
    count_at: int = 0
    date_at: int = 0
    down_at: int = 0
    each: Decimal | None = None  # so much a month, typed; the count follows
    budget: Budget = field(default_factory=Budget)
    rules: Sequence[Clause] = ()
    by: StaffRole = "agent"
    fault: Text | None = None  # a typed value that could not be read

    @classmethod
    def proposed(
        cls, hand: CaseInHand, now: datetime, rules: Sequence[Clause], by: StaffRole = "agent"
    ) -> "PlanForm":
        """The shortest plan that may be agreed comes first; the first payment on Friday."""
        today, balance = hand.today(now), hand.case.balance
        dates = tuple(each for each in proposed_dates(today) if each.day > today)
        date_at = default_date(dates)
        percents = (balance.amount * percent / 100 for percent in _DOWN_PERCENT)
        downs = tuple(dict.fromkeys(Money(each, balance.currency).amount for each in percents))
        form = cls(
            balance=balance,
            today=today,
            counts=_FALLBACK,
            dates=dates,
            downs=downs,
            date_at=date_at,
            rules=rules,
            by=by,
        )
        return form._counted_anew()

    def _counted_anew(self) -> "PlanForm":
        first = self.dates[self.date_at].day
        found = proposed_counts(self.balance, first, self.today, self.rules, self.budget)
        return replace(self, counts=found or _FALLBACK, count_at=0, each=None)

    def moved(self, *, count: int = 0, day: int = 0, down: int = 0) -> "PlanForm":
        """Up and Down, Left and Right, with Shift for the down payment; never past the ends."""
        return replace(
            self,
            count_at=_within(self.count_at + count, len(self.counts)),
            date_at=_within(self.date_at + day, len(self.dates)),
            down_at=_within(self.down_at + down, len(self.downs)),
            each=None if count else self.each,
            fault=None,
        )

    def typed(
        self,
        *,
        amount: str | None = None,
        first: str | None = None,
        down: str | None = None,
        income: str | None = None,
        expenses: str | None = None,
    ) -> "PlanForm":
        """Values typed by hand: `amount` a month, or a count such as 18期; what cannot be read
        becomes the form's fault and changes nothing."""
        form = replace(self, fault=None)
        for text, take in (
            (income, PlanForm._with_income),
            (expenses, PlanForm._with_expenses),
            (first, PlanForm._with_first),
            (down, PlanForm._with_down),
            (amount, PlanForm._with_amount),
        ):
            if text is None:
                continue
            taken = take(form, text)
            if isinstance(taken, Text):
                return replace(self, fault=taken)
            form = taken
        return form

    def _read(self, text: str) -> Money | Text:
        return typed_amount(text, self.balance.currency)

    def _with_income(self, text: str) -> "PlanForm | Text":
        value = self._read(text)
        if isinstance(value, Text):
            return value
        return replace(self, budget=replace(self.budget, income=value))._counted_anew()

    def _with_expenses(self, text: str) -> "PlanForm | Text":
        value = self._read(text)
        if isinstance(value, Text):
            return value
        return replace(self, budget=replace(self.budget, expenses=value))._counted_anew()

    def _with_first(self, text: str) -> "PlanForm | Text":
        day = typed_date(text, self.today)
        if isinstance(day, Text):
            return day
        known = [each.day for each in self.dates]
        if day in known:
            return replace(self, date_at=known.index(day))
        found = sorted((*self.dates, DateChoice(day, _TYPED)), key=lambda each: each.day)
        return replace(self, dates=tuple(found), date_at=[each.day for each in found].index(day))

    def _with_down(self, text: str) -> "PlanForm | Text":
        value = self._read(text)
        if isinstance(value, Text):
            return value
        if value.amount >= self.balance.amount:
            return _NOT_ABOVE
        downs = tuple(sorted({*self.downs, value.amount}))
        return replace(self, downs=downs, down_at=downs.index(value.amount))

    def _with_amount(self, text: str) -> "PlanForm | Text":
        told = _COUNT.fullmatch(unicodedata.normalize("NFKC", text).strip().casefold())
        if told is not None:
            count = int(told[1])
            if not 1 <= count <= 400:
                return _BELOW_ONE
            counts = tuple(sorted({*self.counts, count}))
            return replace(self, counts=counts, count_at=counts.index(count), each=None)
        value = self._read(text)
        if isinstance(value, Text):
            return value
        if value.amount <= 0:
            return _EACH_ABOVE_0
        count = count_for(self.balance, self.downs[self.down_at], value.amount)
        if count > 400:
            return _BELOW_ONE
        counts = tuple(sorted({*self.counts, count}))
        return replace(self, counts=counts, count_at=counts.index(count), each=value.amount)

    @property
    def terms(self) -> PlanTerms | None:
        """None where there is not a cent for each instalment."""
        wanted = Wanted(
            total=self.balance,
            count=self.counts[self.count_at],
            first=self.dates[self.date_at].day,
            down=self.downs[self.down_at],
            each=self.each,
        )
        try:
            return terms_of(wanted, self.today, self.budget)
        except ValueError:
            return None

    @property
    def faults(self) -> tuple[Text, ...]:
        """Why the plan cannot be agreed as it stands."""
        if self.fault is not None:
            return (self.fault,)
        terms = self.terms
        if terms is None:
            return (_TOO_SMALL,)
        return check_plan(terms, self.balance, self.rules, self.by)

    def draft(self) -> PlanDraft:
        """As the window shows it."""
        faults, terms = self.faults, self.terms
        checks = () if faults else (_ADDS_UP, *((_FITS,) if self.budget.left else ()))
        return PlanDraft(
            counts=tuple(
                Choice(
                    label=str(each),
                    hint=Text(f"{each} 期", f"{each} ×"),
                    chosen=at == self.count_at,
                )
                for at, each in enumerate(self.counts)
            ),
            dates=tuple(
                Choice(label=each.day.isoformat(), hint=each.hint, chosen=at == self.date_at)
                for at, each in enumerate(self.dates)
            ),
            downs=tuple(
                Choice(
                    label=str(Money(each)),
                    hint=Text("", "") if each else _NONE,
                    chosen=at == self.down_at,
                )
                for at, each in enumerate(self.downs)
            ),
            rows=_rows(terms),
            currency=self.balance.currency,
            left=self.budget.left,
            checks=checks,
            faults=faults,
        )


def _rows(terms: PlanTerms | None) -> tuple[InstalmentRow, ...]:
    if terms is None:
        return ()
    return tuple(
        InstalmentRow(number=number, due=each.due, amount=Money(each.amount, terms.currency))
        for number, each in enumerate(terms.instalments, start=1)
    )


def _within(at: int, count: int) -> int:
    return min(count - 1, max(0, at))
