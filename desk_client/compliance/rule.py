"""What every rule of a pack has, whatever its kind: a name, its clause and how sure we are of it,
the days it is in force, what it applies to, the words for the screen and examples that prove it.
A kind adds its parameters and one question: from this instant on, when is the contact free?"""

from abc import abstractmethod
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from functools import cached_property
from typing import Annotated, Any, ClassVar

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    JsonValue,
    model_validator,
)

from desk_client.compliance.answer import Confidence, Decision, Severity
from desk_client.compliance.local_time import NEVER, first_instant
from desk_client.compliance.request import (
    CollectorRole,
    ConsentKind,
    ContactKind,
    DebtFacts,
    Identity,
    Initiator,
    Lender,
    Location,
    Mode,
    PlaceName,
    Role,
)
from desk_client.compliance.situation import Situation
from desk_client.text import Text


def _only_two_languages(value: Any) -> Any:
    unknown = set(value) - {"zh", "en"} if isinstance(value, dict) else ()
    if unknown:
        raise ValueError(f"unknown key {min(unknown)}; a text has zh and en")
    return value


BothLanguages = Annotated[Text, BeforeValidator(_only_two_languages)]
Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_.-]*$", max_length=60)]


class Written(BaseModel):
    """A part of a pack as people write it."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")


class InForce(Written):
    """Local calendar days, both included; until null = still."""

    since: date
    until: date | None = None

    def covers(self, situation: Situation, moment: datetime) -> bool:
        """Whether it is in force at `moment` in any of the debtor's zones."""
        return self.covers_days(*situation.days_at(moment))

    def covers_days(self, lowest: int, highest: int) -> bool:
        """Whether it is in force on any of these local days (ordinals)."""
        first, last = self.ordinals
        return highest >= first and lowest <= last

    def lasts_from(self, day: int) -> bool:
        """Whether it is in force on a local day (ordinal) and ever after."""
        return self.until is None and day >= self.ordinals[0]

    @cached_property
    def ordinals(self) -> tuple[int, int]:
        """First and last day as date.toordinal() counts."""
        return self.since.toordinal(), (self.until or date.max).toordinal()

    def ends(self, situation: Situation, moment: datetime) -> datetime:
        """When it is in force nowhere any more."""
        if self.until is None:
            return NEVER
        last = date.fromordinal(self.until.toordinal() + 1)
        zones = situation.zones_at(moment)
        return max((first_instant(zone, last) for zone in zones), default=NEVER)


class DaysPastDue(Written):
    """Whole days past due, both ends included; null = open on that side."""

    min: int | None = None
    max: int | None = None

    @model_validator(mode="after")
    def _not_empty(self) -> "DaysPastDue":
        if self.min is not None and self.max is not None and self.min > self.max:
            raise ValueError("min must not be greater than max")
        return self

    def may_hold(self, days: int | None) -> bool:
        """Whether so many days, where known, lie in the range."""
        return days is None or (
            (self.min is None or days >= self.min) and (self.max is None or days <= self.max)
        )


def may_be_debt(
    debt: DebtFacts, products: Sequence[str], days_past_due: DaysPastDue | None
) -> bool:
    """Whether, for all we know, the debt is of these products (none = all) and so many days past
    due."""
    return (not products or debt.product in (None, *products)) and (
        days_past_due is None or days_past_due.may_hold(debt.days_past_due)
    )


def may_lie_in(region: str | None, ours: str) -> bool:
    """Whether an ISO 3166 region lies in ours, or is only known as the country ours is part of."""
    return (
        not region
        or region == ours
        or region.startswith(f"{ours}-")
        or ("-" not in region and ours.startswith(f"{region}-"))
    )


class Only(Written):
    """What a rule is limited to; each key that is given must fit. What the request does not say
    may fit: an unknown never lifts a rule. Of several debts one that fits is enough."""

    days_past_due: DaysPastDue | None = None
    products: tuple[str, ...] = ()  # none = all, here and below
    collector_roles: tuple[CollectorRole, ...] = ()
    lenders: tuple[Lender, ...] = ()
    regions: tuple[str, ...] = ()  # of the debtor; ISO 3166-1 or 3166-2
    identities: tuple[Identity, ...] = ()  # of the party
    languages: tuple[str, ...] = ()  # of the debtor, for example zh

    def may_fit(self, situation: Situation) -> bool:
        """Whether the request is, for all it says, one of these."""
        request = situation.request
        role = request.collector.role if request.collector else None
        lender = request.collector.lender if request.collector else None
        identity = request.party.identity if request.party else None
        language = request.debtor.language
        return (
            (not self.collector_roles or role in (None, *self.collector_roles))
            and (not self.lenders or lender in (None, *self.lenders))
            and (not self.identities or identity in (None, *self.identities))
            and (not self.languages or language in (None, *self.languages))
            and self._some_debt(request.debts)
            and self._some_place(request.debtor.locations)
        )

    def _some_debt(self, debts: Sequence[DebtFacts]) -> bool:
        return not debts or any(
            may_be_debt(debt, self.products, self.days_past_due) for debt in debts
        )

    def _some_place(self, locations: Sequence[Location]) -> bool:
        return (
            not self.regions
            or not locations
            or any(may_lie_in(loc.region, ours) for loc in locations for ours in self.regions)
        )


class Expected(Written):
    """What an example's verdict must say; what is left out is not looked at."""

    decision: Decision
    refused_by: tuple[str, ...] = ()  # these rules and no others
    retry_at: str | None = None  # "null" = time does not help
    gates: tuple[str, ...] | None = None
    disclosures: tuple[str, ...] | None = None
    used: int | None = None  # of this rule's limit


class Example(Written):
    """A situation, told as changes to the pack's usual request, and its verdict."""

    name: str
    request: dict[str, JsonValue] = {}
    expect: Expected


class Clause(Written):
    """What a rule is called, where it stands in the law and how strictly it is held."""

    id: Name
    kind: str
    severity: Severity
    held_as: Severity | None = None  # how strictly the house holds it, where stricter
    ref: Annotated[str, Field(min_length=1)]
    see_also: tuple[str, ...] = ()  # further clauses that say the same
    confidence: Confidence
    in_force: InForce
    text: BothLanguages

    @property
    def held(self) -> Severity:
        """The strictness by which refusals are ordered and overrides are judged."""
        return self.held_as or self.severity


class Rule(Clause):
    """A rule on contacts. Subclasses give `kind` and `free_at`."""

    media: tuple[ContactKind, ...] = ()  # none = all
    modes: tuple[Mode, ...] = ()  # none = all
    initiators: tuple[Initiator, ...] = ()  # none = all
    places: tuple[PlaceName, ...] = ()  # none = all; an unknown place may be one of them
    roles: tuple[Role, ...] = ()  # of the party; none = all, an unknown one may be any
    not_roles: tuple[Role, ...] = ()
    only: Only | None = None
    exempt_by: tuple[ConsentKind, ...] = ()
    examples: Annotated[tuple[Example, ...], Field(min_length=1)]
    on_inbound: ClassVar[bool] = False  # looks also at contacts that the debtor begins

    @abstractmethod
    def free_at(self, situation: Situation, moment: datetime) -> datetime:
        """The first instant from `moment` on at which this rule allows; NEVER where none."""

    def concerns(self, situation: Situation) -> bool:
        """Whether the rule has anything to say on this request at any time."""
        request = situation.request
        return (
            (self.on_inbound or not situation.inbound)
            and (not self.media or request.kind in self.media)
            and (not self.modes or request.mode in self.modes)
            and (not self.initiators or situation.inbound or request.initiator in self.initiators)
            and (not self.places or self._may_be_at(situation))
            and (not (self.roles or self.not_roles) or self._may_be_with(situation))
            and (self.only is None or self.only.may_fit(situation))
        )

    def _may_be_at(self, situation: Situation) -> bool:
        address = situation.request.address
        return address is None or address.place in ("unknown", *self.places)

    def _may_be_with(self, situation: Situation) -> bool:
        party = situation.request.party
        if party is None or party.role == "unknown":
            return True
        named = {party.role, "debtor"} if situation.with_debtor else {party.role}
        return (not self.roles or not named.isdisjoint(self.roles)) and not (
            named <= set(self.not_roles)
        )

    def gates(self, situation: Situation, moment: datetime) -> Iterable[str]:  # noqa: ARG002
        """What must not be said or done in a contact that is allowed."""
        return ()

    def told(self, situation: Situation, moment: datetime) -> Text:  # noqa: ARG002
        """The words for a refusal at `moment`."""
        return self.text


def first_free(rule: Rule, situation: Situation, moment: datetime) -> datetime:
    """The rule's own answer, lifted by consents, by the end of its days in force, and by a
    location that will no longer count."""
    if not rule.in_force.covers(situation, moment):
        return moment
    free = rule.free_at(situation, moment)
    if free <= moment:
        return moment
    if rule.exempt_by:
        free = min(free, situation.lifted_from(rule.exempt_by, moment))
    free = min(free, rule.in_force.ends(situation, moment))
    change = situation.next_location_change(moment)
    if change < free:
        free = min(free, first_free(rule, situation, change))
    return max(free, moment)
