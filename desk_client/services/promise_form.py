"""The promise form of wrap-up, and the same proposal shown while talking: amount, day and channel
proposed from the debt, chosen by the arrow keys or typed. A new value of it is made at each key."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from desk_client.case import Case
from desk_client.fact_body import PromiseTerms
from desk_client.money import Money
from desk_client.promise import (
    CHANNELS,
    AmountChoice,
    DateChoice,
    assured,
    check,
    default_date,
    proposal,
    proposed_amounts,
    proposed_dates,
)
from desk_client.services.call_parts import Choice, PromiseDraft
from desk_client.services.case_in_hand import CaseInHand
from desk_client.text import Text
from desk_client.typed_value import typed_amount, typed_date

_TYPED = Text("手输", "typed")
_NOTHING_OWED = Text("已无欠款", "nothing is owed")


def minimum_due(case: Case) -> Money | None:
    """The sum over all debts; None unless each tells its own."""
    known = [debt.minimum_due for debt in case.debts if debt.minimum_due is not None]
    if len(known) < len(case.debts):
        return None
    return sum(known[1:], start=known[0])


def proposed_offer(case: Case, today: date) -> tuple[Money, date]:
    """What the callscript offers while nothing is agreed yet."""
    return proposal(case.balance, minimum_due(case), today)


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseForm:
    """Proposed values and those chosen."""

    amounts: tuple[AmountChoice, ...]
    dates: tuple[DateChoice, ...]
    amount_at: int
    date_at: int
    channel_at: int
    balance: Money
    today: date
    replaces: date | None
    fault: Text | None = None  # a typed value that could not be read

    @classmethod
    def proposed(cls, hand: CaseInHand, now: datetime) -> "PromiseForm":
        today = hand.today(now)
        dates = proposed_dates(today)
        promise = hand.state.open_promise
        balance = hand.case.balance
        amounts = proposed_amounts(balance, minimum_due(hand.case))
        return cls(
            amounts=amounts or (AmountChoice(balance, _NOTHING_OWED),),  # 0: `faults` says why not
            dates=dates,
            amount_at=0,
            date_at=default_date(dates),
            channel_at=0,
            balance=balance,
            today=today,
            replaces=promise.due if promise else None,
        )

    def moved(self, *, amount: int = 0, day: int = 0, channel: int = 0) -> "PromiseForm":
        """Up and Down, Left and Right; never past the ends."""
        return replace(
            self,
            amount_at=_within(self.amount_at + amount, len(self.amounts)),
            date_at=_within(self.date_at + day, len(self.dates)),
            channel_at=_within(self.channel_at + channel, len(CHANNELS)),
            fault=None,
        )

    def typed(self, *, amount: str | None, due: str | None) -> "PromiseForm":
        """Values typed by hand; what cannot be read becomes the form's fault."""
        form = replace(self, fault=None)
        if amount is not None:
            value = typed_amount(amount, self.balance.currency)
            if isinstance(value, Text):
                return replace(self, fault=value)
            form = form._with_amount(value)
        if due is not None:
            day = typed_date(due, self.today)
            if isinstance(day, Text):
                return replace(self, fault=day)
            form = form._with_day(day)
        return form

    def _with_amount(self, value: Money) -> "PromiseForm":
        known = [choice.amount for choice in self.amounts]
        if value in known:
            return replace(self, amount_at=known.index(value))
        amounts = (AmountChoice(value, _TYPED), *self.amounts)
        return replace(self, amounts=amounts, amount_at=0)

    def _with_day(self, day: date) -> "PromiseForm":
        known = [choice.day for choice in self.dates]
        if day in known:
            return replace(self, date_at=known.index(day))
        dates = tuple(sorted((*self.dates, DateChoice(day, _TYPED)), key=lambda each: each.day))
        return replace(self, dates=dates, date_at=[each.day for each in dates].index(day))

    @property
    def terms(self) -> PromiseTerms:
        amount = self.amounts[self.amount_at].amount
        return PromiseTerms(
            amount=amount.amount,
            currency=amount.currency,
            due=self.dates[self.date_at].day,
            channel=tuple(CHANNELS)[self.channel_at],
        )

    @property
    def faults(self) -> tuple[Text, ...]:
        """Why the form cannot be agreed as it stands."""
        if self.fault is not None:
            return (self.fault,)
        return tuple(check(self.terms, self.balance, self.today))

    def draft(self) -> PromiseDraft:
        """As the window shows it."""
        faults = self.faults
        return PromiseDraft(
            amounts=tuple(
                Choice(label=str(each.amount), hint=each.hint, chosen=at == self.amount_at)
                for at, each in enumerate(self.amounts)
            ),
            dates=tuple(
                Choice(label=each.day.isoformat(), hint=each.hint, chosen=at == self.date_at)
                for at, each in enumerate(self.dates)
            ),
            channels=tuple(
                Choice(label=name, hint=label, chosen=at == self.channel_at)
                for at, (name, label) in enumerate(CHANNELS.items())
            ),
            amount=self.amounts[self.amount_at].amount,
            due=self.dates[self.date_at].day,
            checks=() if faults else assured(replaces_due=self.replaces, today=self.today),
            faults=faults,
        )


def _within(at: int, count: int) -> int:
    return min(count - 1, max(0, at))
