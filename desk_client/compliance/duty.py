"""Rules that do not judge a contact but what surrounds it: what is kept and erased, what is due and
when, what a plan may be, who may override. They stand in a pack beside the rules on contacts, with
clause, days in force, words and examples, and each kind answers a question of its own."""

from abc import abstractmethod
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Annotated, TypeVar

from pydantic import Field

from desk_client.compliance.answer import Confidence, Severity
from desk_client.compliance.rule import Clause
from desk_client.text import Text

Key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)]


@dataclass(frozen=True, slots=True)
class Fault:
    """What a rule holds against a plan, a text, an override. `what` is a short id, `text` the
    sentence for people, `ref` the clause."""

    rule: str
    what: str
    severity: Severity
    ref: str
    confidence: Confidence
    text: Text


@dataclass(frozen=True, slots=True)
class Proof:
    """One example of a duty: what was not as expected ("" where all was), and whether it showed
    the rule at work."""

    name: str
    fault: str
    at_work: bool


class Duty(Clause):
    """One such rule. Subclasses give `kind`, their parameters and their examples."""

    @abstractmethod
    def proofs(self) -> Iterable[Proof]:
        """Every example, tried."""

    def covers(self, day: date) -> bool:
        """Whether it is in force on a local calendar day."""
        last = self.in_force.until
        return self.in_force.since <= day and (last is None or day <= last)


def fault_of(rule: Clause, what: str, zh: str, en: str) -> Fault:
    """A fault under a rule."""
    return Fault(rule.id, what, rule.held, rule.ref, rule.confidence, Text(zh, en))


_Kind = TypeVar("_Kind", bound=Clause)


def of_kind(kind: type[_Kind], rules: Iterable[Clause]) -> Iterator[_Kind]:
    """The rules of one kind among those of several packs."""
    return (rule for rule in rules if isinstance(rule, kind))


def differing(*told: tuple[str, object, object]) -> str:
    """What of (name, expected, found) is not as expected, as one line; "" where all is."""
    return "; ".join(
        f"{what} is {found}, expected {expected}"
        for what, expected, found in told
        if expected != found
    )
