"""The checklist of a referral (resources/referrals.yaml): what of it the case's own rows and facts
show, and what a person has to vouch for. An item that the facts contradict is never vouched for,
unless its row allows it. No figure of the debt is told, only whether it is enough."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from desk_client.compliance.request import FLAGS
from desk_client.outcome import table
from desk_client.services.case_in_hand import CaseInHand
from desk_client.text import Text
from desk_client.yaml_file import load_yaml

Test = Literal[
    "days_past_due", "balance", "limitation_years", "no_flags", "answered", "conversations",
    "notice",
]  # fmt: skip
_NEEDS_N = frozenset({"days_past_due", "balance", "limitation_years", "conversations", "notice"})


class _Row(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class ReferralItem(_Row):
    """One line of a checklist."""

    code: str = Field(pattern=r"^[a-z][a-z_]*$")
    label: Text
    test: Test | None = None
    n: int = 0
    flags: tuple[str, ...] = ()
    may_vouch: bool = False

    @model_validator(mode="after")
    def _can_be_judged(self) -> Self:
        if self.test in _NEEDS_N and self.n < 1:
            raise ValueError(f"{self.code} needs n")
        unknown = [flag for flag in self.flags if flag not in FLAGS]
        if unknown:
            raise ValueError(f"{unknown[0]} is no flag of the contract")
        return self

    @property
    def vouched_for(self) -> bool:
        """Whether a person's word can meet it."""
        return self.test is None or self.may_vouch


class Destination(_Row):
    """Where a case may go."""

    code: str = Field(pattern=r"^[a-z][a-z_]*$")
    label: Text
    queue: str
    items: tuple[ReferralItem, ...] = Field(min_length=1, max_length=9)


class Destinations(_Row):
    """The whole file."""

    version: int
    destinations: tuple[Destination, ...] = Field(min_length=1, max_length=9)

    @model_validator(mode="after")
    def _queues_have_words(self) -> Self:
        for each in self.destinations:
            if each.queue not in table().queues:
                raise ValueError(f"{each.code} names the queue {each.queue}, which has no words")
        return self

    def of(self, code: str) -> Destination | None:
        return next((each for each in self.destinations if each.code == code), None)


@cache
def destinations() -> Destinations:
    """The checklists that ship."""
    return load_yaml(files("resources") / "referrals.yaml", Destinations)


@dataclass(frozen=True, slots=True)
class Checked:
    """An item as it stands: `shown` by the facts, None where they do not tell."""

    item: ReferralItem
    shown: bool | None
    vouched: bool = False

    @property
    def met(self) -> bool:
        return self.shown is True or (self.vouched and self.item.vouched_for)


def checked(
    destination: Destination, hand: CaseInHand, now: datetime, vouched: Collection[str] = ()
) -> tuple[Checked, ...]:
    """Every item of the checklist, judged on the case as it is now."""
    return tuple(
        Checked(
            item=item,
            shown=None if item.test is None else _TESTS[item.test](item, hand, now),
            vouched=item.code in vouched,
        )
        for item in destination.items
    )


def _in_time(item: ReferralItem, hand: CaseInHand, now: datetime) -> bool:
    """The oldest debt, by the debtor's own calendar; 29 February counts to the 28th."""
    due = min(debt.due_date for debt in hand.case.debts)
    last = due.replace(year=due.year + item.n, day=min(due.day, 28) if due.month == 2 else due.day)
    return hand.today(now) < last


def _no_flags(item: ReferralItem, hand: CaseInHand, now: datetime) -> bool:
    return not any(flag.flag in item.flags and flag.in_force(now) for flag in hand.flags)


def _answered(_item: ReferralItem, hand: CaseInHand, _now: datetime) -> bool:
    return all(each.kind == "referral" for each in hand.state.open_workflows)


def _conversations(item: ReferralItem, hand: CaseInHand, _now: datetime) -> bool:
    talks = [
        call
        for call in hand.state.calls
        if call.outcome is not None
        and call.outcome.result == "conversation"
        and call.outcome.reached == "debtor"
    ]
    return len(talks) >= item.n


def _notice(item: ReferralItem, hand: CaseInHand, _now: datetime) -> bool:
    sent = [
        each
        for each in hand.state.messages
        if each.channel == "letter" and each.attempted_at is not None and each.failed is None
    ]
    return len(sent) >= item.n


_TESTS: dict[Test, Callable[[ReferralItem, CaseInHand, datetime], bool]] = {
    "days_past_due": lambda i, hand, now: hand.case.days_past_due(hand.today(now)) >= i.n,
    "balance": lambda i, hand, _: hand.case.balance.amount >= i.n,
    "limitation_years": _in_time,
    "no_flags": _no_flags,
    "answered": _answered,
    "conversations": _conversations,
    "notice": _notice,
}
