"""Who may let a contact through against a rule that is not law: by role, with a reason, a second
person and an end. A `must` is lifted by nobody, and a pack without an authority rule by nobody
either."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Annotated, Literal

from pydantic import Field, model_validator

from desk_client.agent import Role
from desk_client.compliance.answer import Severity
from desk_client.compliance.duty import Duty, Fault, Proof, differing, fault_of, of_kind
from desk_client.compliance.request import Instant, Override
from desk_client.compliance.rule import Clause, Name, Written

StaffRole = Literal["agent", "lead"]
_RANK: dict[str, int] = {Role.AGENT: 0, Role.LEAD: 1}


class MayOverride(Written):
    """The lowest role that may lift rules held so; null = nobody."""

    should: StaffRole | None = None
    house: StaffRole | None = None


class Refusing(Written):
    """The rule that an example's override is to lift."""

    rule: Name
    held: Severity


class OverrideExpected(Written):
    """Ids of what stands against the override; none = it lifts the rule."""

    faults: tuple[str, ...] = ()


class OverrideExample(Written):
    """An override and whether it lifts the rule that refuses."""

    name: str
    now: Instant
    refused: Refusing
    override: Override
    expect: OverrideExpected


class Authority(Duty):
    """Who may override the rules of this pack (`rules` none = all of them), under which
    conditions. `four_eyes`: a second person must have agreed."""

    kind: Literal["authority"]
    may_override: MayOverride
    rules: tuple[Name, ...] = ()
    four_eyes: bool
    reason_required: bool
    lasts_minutes: Annotated[int, Field(ge=1, le=1440)]
    examples: Annotated[tuple[OverrideExample, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _lifts_something(self) -> "Authority":
        if self.may_override.should is None and self.may_override.house is None:
            raise ValueError("may_override names nobody; leave the rule out")
        return self

    def faults(
        self, override: Override, rule: str, held: Severity, now: datetime
    ) -> Iterator[Fault]:
        """What stands against lifting `rule`, held so strictly, at `now`."""
        allowed = None if held == "must" else getattr(self.may_override, held)
        if allowed is None or (self.rules and rule not in self.rules):
            yield fault_of(self, "never", "该规则任何人不得放行", "Nobody may lift this rule")
            return
        if rule not in override.rules:
            yield fault_of(
                self, "not_named", "放行未列明该规则", "The override does not name this rule"
            )
        if _RANK.get(override.role, -1) < _RANK[allowed]:
            yield (
                fault_of(self, "role", "须由主管放行", "A lead must override this rule")
                if allowed == "lead"
                else fault_of(
                    self, "role", "放行人的角色不明", "The role of who overrides is not known"
                )
            )
        if self.four_eyes and (override.second or "").strip() in ("", override.by):
            yield fault_of(self, "second", "须有第二人复核同意", "A second person must agree")
        if self.reason_required and not (override.reason or "").strip():
            yield fault_of(self, "reason", "须写明放行理由", "A reason is needed")
        if override.until <= now:
            yield fault_of(self, "over", "放行时限已过", "The override has run out")
        elif override.until - now > timedelta(minutes=self.lasts_minutes):
            yield fault_of(
                self,
                "too_long",
                f"放行最长 {self.lasts_minutes} 分钟",
                f"An override lasts at most {self.lasts_minutes} minutes",
            )

    def proofs(self) -> Iterable[Proof]:
        for example in self.examples:
            refused = example.refused
            found = tuple(
                fault.what
                for fault in self.faults(example.override, refused.rule, refused.held, example.now)
            )
            yield Proof(
                example.name, differing(("faults", example.expect.faults, found)), not found
            )


def override_faults(
    rules: Iterable[Clause], override: Override, rule: str, held: Severity, now: datetime
) -> tuple[Fault, ...] | None:
    """What stands against the override of one rule, asked of the authority rules in force of the
    pack that the rule stands in; none = it is lifted, None = nobody has authority there."""
    asked = [each for each in of_kind(Authority, rules) if each.covers(now.date())]
    if not asked:
        return None
    return tuple(fault for each in asked for fault in each.faults(override, rule, held, now))


def may_override(
    rules: Iterable[Clause], override: Override, rule: str, held: Severity, now: datetime
) -> bool:
    """Whether the override lifts `rule`, one of the same pack's `rules`, at `now`."""
    return held != "must" and override_faults(rules, override, rule, held, now) == ()
