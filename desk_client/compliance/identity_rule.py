"""How a person is made sure of, and what may be said or shown at each level. No level shows less
than the one below it, and no figure of the debt is shown before the person is verified."""

from collections.abc import Iterable
from typing import Annotated, Literal

from pydantic import Field, model_validator

from desk_client.compliance.duty import Duty, Key, Proof, differing, of_kind
from desk_client.compliance.request import Identity
from desk_client.compliance.rule import Clause, Written

DEBT_FIGURES = frozenset(
    {"amount", "balance", "due", "due_date", "days_past_due", "statement", "card", "instalment"}
)


class Shown(Written):
    """What each level of identity may hear and see, by the names of fields."""

    unknown: tuple[Key, ...] = ()
    claimed: tuple[Key, ...] = ()
    verified: tuple[Key, ...]


class IdentityExpected(Written):
    """The level an example's check comes to, and some of what is and is not shown there."""

    identity: Identity
    failed: bool = False
    shown: tuple[Key, ...] = ()
    hidden: tuple[Key, ...] = ()


class IdentityExample(Written):
    """A check: who says yes to the name, which factors matched, how many did not."""

    name: str
    claimed: bool = False
    matched: tuple[Key, ...] = ()
    missed: Annotated[int, Field(ge=0)] = 0
    expect: IdentityExpected


class IdentityRule(Duty):
    """`need` of `factors` verify a person, `max_fail` misses end the check for this call."""

    kind: Literal["identity"]
    factors: Annotated[tuple[Key, ...], Field(min_length=1)]
    need: Annotated[int, Field(ge=1)]
    max_fail: Annotated[int, Field(ge=1)]
    shows: Shown
    examples: Annotated[tuple[IdentityExample, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _levels_rise(self) -> "IdentityRule":
        if len(set(self.factors)) < self.need:
            raise ValueError("more factors are needed than there are")
        unknown, claimed = set(self.shows.unknown), set(self.shows.claimed)
        if not unknown <= claimed or not claimed <= set(self.shows.verified):
            raise ValueError("each level shows what the level below it shows")
        early = claimed & DEBT_FIGURES
        if early:
            raise ValueError(f"{min(early)} is not shown before the person is verified")
        return self

    def failed(self, missed: int) -> bool:
        """Whether so many misses end the check."""
        return missed >= self.max_fail

    def level(self, *, claimed: bool, matched: Iterable[str], missed: int) -> Identity:
        """What the person counts as."""
        enough = len(set(matched) & set(self.factors)) >= self.need
        if enough and not self.failed(missed):
            return "verified"
        return "claimed" if claimed else "unknown"

    def may_show(self, field: str, identity: Identity) -> bool:
        """Whether a field may be said or shown at a level."""
        shown: tuple[str, ...] = getattr(self.shows, identity)
        return field in shown

    def proofs(self) -> Iterable[Proof]:
        for example in self.examples:
            level = self.level(
                claimed=example.claimed, matched=example.matched, missed=example.missed
            )
            expect = example.expect
            fault = differing(
                ("identity", expect.identity, level),
                ("failed", expect.failed, self.failed(example.missed)),
                ("hidden though expected", (), _those(self, level, expect.shown, shown=False)),
                ("shown though not expected", (), _those(self, level, expect.hidden, shown=True)),
            )
            yield Proof(example.name, fault, level == "verified")


def _those(
    rule: IdentityRule, level: Identity, fields: Iterable[str], *, shown: bool
) -> tuple[str, ...]:
    return tuple(field for field in fields if rule.may_show(field, level) == shown)


def may_show(rules: Iterable[Clause], field: str, identity: Identity) -> bool:
    """Whether every identity rule lets the field be shown; without any, only a verified person
    sees it."""
    asked = list(of_kind(IdentityRule, rules))
    if not asked:
        return identity == "verified"
    return all(rule.may_show(field, identity) for rule in asked)
