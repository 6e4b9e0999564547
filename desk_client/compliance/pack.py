"""A pack: the rules of one jurisdiction or house as a file people write. The file says to whom it
applies, whose clock counts and where each rule stands in the law; a kind of rule that is not named
here is a fault of the file. `Pack` is the file once read, with the hash of its bytes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, Field, JsonValue, model_validator

from desk_client.compliance.answer import PackUsed
from desk_client.compliance.audit import Audit
from desk_client.compliance.authority import Authority
from desk_client.compliance.content_template import ContentTemplate
from desk_client.compliance.dialler_rules import AbandonRatio, Amd, RingTime
from desk_client.compliance.duty import Duty
from desk_client.compliance.exemption import Exemption
from desk_client.compliance.flag_stop import FlagStop
from desk_client.compliance.hours import Hours, PersonalHours
from desk_client.compliance.identity_rule import IdentityRule
from desk_client.compliance.line_rules import CallerId, Recording
from desk_client.compliance.local_time import zone_named
from desk_client.compliance.persons import ConsentRequired, PartyIdentity, ThirdParty
from desk_client.compliance.phrase_rule import PhraseRule
from desk_client.compliance.plan_limit import PlanLimit
from desk_client.compliance.record_rules import Disclosure, StaleHistory
from desk_client.compliance.request import CollectorRole, ContactRequest, Lender, Location
from desk_client.compliance.retention import Retention
from desk_client.compliance.rule import (
    BothLanguages,
    DaysPastDue,
    InForce,
    Name,
    Rule,
    Written,
    may_be_debt,
    may_lie_in,
)
from desk_client.compliance.situation import LegalZone, ZonePolicy
from desk_client.compliance.timer import Timer
from desk_client.compliance.waits import MinGap, WaitAfterEvent
from desk_client.compliance.windowed_cap import WindowedCap

AnyRule = Annotated[
    Hours
    | PersonalHours
    | WindowedCap
    | MinGap
    | WaitAfterEvent
    | FlagStop
    | ThirdParty
    | PartyIdentity
    | ConsentRequired
    | StaleHistory
    | Disclosure
    | Exemption
    | AbandonRatio
    | Amd
    | RingTime
    | CallerId
    | Recording
    | ContentTemplate
    | PhraseRule,
    Field(discriminator="kind"),
]
AnyDuty = Annotated[
    Retention | Timer | PlanLimit | Authority | IdentityRule | Audit, Field(discriminator="kind")
]


def _zone(name: str) -> str:
    if zone_named(name) is None:
        raise ValueError("a zone of the tz database is needed, for example Asia/Shanghai")
    return name


ZoneName = Annotated[str, AfterValidator(_zone)]


class LegalTime(Written):
    """The one legal time of the pack's regions, and zones that must not be taken for it."""

    zone: ZoneName
    aliases: tuple[ZoneName, ...] = ()


class Scope(Written):
    """To whom the pack applies; what the request does not say never puts it out of scope. A pack
    without regions is a house's own and applies everywhere."""

    regions: tuple[str, ...] = ()  # ISO 3166-1 countries or 3166-2 subdivisions
    not_regions: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()  # beginnings of telephone numbers, for example +86
    roles: tuple[CollectorRole, ...] = ()  # none = all
    lenders: tuple[Lender, ...] = ()  # none = all
    products: tuple[str, ...] = ()  # none = all; of several debts one that fits is enough
    days_past_due: DaysPastDue | None = None

    def may_concern(self, request: ContactRequest) -> bool:
        """Whether who collects and what is owed may be what the pack is about."""
        role = request.collector.role if request.collector else None
        lender = request.collector.lender if request.collector else None
        return (
            (not self.roles or role in (None, *self.roles))
            and (not self.lenders or lender in (None, *self.lenders))
            and (
                not request.debts
                or any(
                    may_be_debt(debt, self.products, self.days_past_due) for debt in request.debts
                )
            )
        )

    def covers(self, location: Location) -> bool:
        """Whether the location lies in the pack's regions."""
        region = location.region or ""
        return region not in self.not_regions and any(
            region == ours or region.startswith(f"{ours}-") for ours in self.regions
        )

    def may_cover(self, location: Location) -> bool:
        """Whether it may: of a location in our country it may not be known in which part."""
        region = location.region or ""
        return (
            bool(region)
            and (self.covers(location) or any(may_lie_in(region, ours) for ours in self.regions))
            and region not in self.not_regions
        )

    @property
    def of_parts(self) -> bool:
        """Whether it is about parts of countries only, for example US-MA."""
        return all("-" in region for region in self.regions)


class Zones(Written):
    """Which of several known locations count. With `stated_wins` only those the debtor stated
    count while one of them holds; without it, and among addresses and numbers, all count. A pack
    without this key goes by what the others in force say, and alone lets all count."""

    stated_wins: bool = False


class Source(Written):
    """Where the rules were read."""

    id: str
    title: BothLanguages
    in_force: date
    read_on: date
    confidence: Literal["read", "secondary", "unsure", "house"]
    url: str | None = None


class Usual(Written):
    """What the examples change: a request, and what each history event has unless it says
    otherwise."""

    request: dict[str, JsonValue]
    event: dict[str, JsonValue]


class PackFile(Written):
    """A pack as written. One that extends another has all its rules and its own; a rule with the
    id of one of the other's stands in its place and may only tighten it."""

    pack: Name
    extends: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_.-]*(@\d+\.\d+\.\d+)?$")] | None = None
    version: Annotated[str, Field(pattern=r"^\d+\.\d+\.\d+$")]
    name: BothLanguages  # short, for the status bar
    effective: InForce
    scope: Scope
    legal_time: LegalTime | None = None
    zones: Zones | None = None
    on_unknown_zone: tuple[ZoneName, ...] = ()  # clocks that count where none is known
    sources: tuple[Source, ...]
    usual: Usual
    rules: Annotated[
        tuple[Annotated[AnyRule | AnyDuty, Field(discriminator="kind")], ...], Field(min_length=1)
    ]

    @model_validator(mode="after")
    def _rules_named_once(self) -> "PackFile":
        seen: set[str] = set()
        for rule in self.rules:
            if rule.id in seen:
                raise ValueError(f"two rules are called {rule.id}")
            seen.add(rule.id)
        return self

    @model_validator(mode="after")
    def _exempts_from_its_own(self) -> "PackFile":
        own = {rule.id for rule in self.rules}
        for rule in self.rules:
            strange = set(rule.lifts) - own if isinstance(rule, Exemption) else set()
            if strange and self.extends is None:
                raise ValueError(f"{rule.id} lifts {min(strange)}, which is not in the pack")
        return self


@dataclass(frozen=True, eq=False, repr=False)
class Pack:
    """A pack as read, with the rules of those it extends; `sha256` is that of the bytes of all
    their files. `own` names the rules written in its own file, None = all."""

    file: PackFile
    sha256: str
    own: frozenset[str] | None = None
    parents: tuple[str, ...] = ()  # ids of the packs it extends, the nearest first

    def __repr__(self) -> str:
        return f"Pack({self.id}@{self.file.version})"

    @property
    def id(self) -> str:
        return self.file.pack

    @cached_property
    def rules(self) -> tuple[AnyRule, ...]:
        """Its rules on contacts, of which the verdict is made."""
        return tuple(rule for rule in self.file.rules if isinstance(rule, Rule))

    @property
    def own_rules(self) -> tuple[AnyRule | AnyDuty, ...]:
        """Its rules and duties but for those inherited unchanged, which their own pack proves."""
        return tuple(rule for rule in self.file.rules if self.own is None or rule.id in self.own)

    @cached_property
    def duties(self) -> tuple[AnyDuty, ...]:
        """Its other rules: retention, timers, plans, authority, identity, audit."""
        return tuple(rule for rule in self.file.rules if isinstance(rule, Duty))

    @cached_property
    def used(self) -> PackUsed:
        """Its line in an answer."""
        return PackUsed(id=self.file.pack, version=self.file.version, sha256=self.sha256)

    @cached_property
    def dated_hours(self) -> tuple[Hours, ...]:
        """Its hours that depend on holidays."""
        return tuple(
            rule for rule in self.rules if isinstance(rule, Hours) and rule.holidays is not None
        )

    @property
    def is_law(self) -> bool:
        """False for a house's own rules."""
        return bool(self.file.scope.regions)

    @cached_property
    def legal_zone(self) -> LegalZone | None:
        """The pack's legal time, ready for use."""
        legal, scope = self.file.legal_time, self.file.scope
        zone = None if legal is None else zone_named(legal.zone)
        if legal is None or zone is None:
            return None
        return LegalZone(
            zone=zone,
            regions=frozenset(region.split("-")[0] for region in scope.regions),
            not_regions=frozenset(scope.not_regions),
            aliases=frozenset((legal.zone, *legal.aliases)),
        )

    def in_scope(self, request: ContactRequest) -> bool:
        """Whether the pack applies to the request by who collects and where the debtor is."""
        scope = self.file.scope
        if not scope.may_concern(request):
            return False
        if not self.is_law:
            return True
        locations = live_locations(request)
        in_a_part = any("-" in (location.region or "") for location in locations)
        return (not (scope.of_parts and in_a_part) and self._has_number(request)) or any(
            scope.may_cover(location) or self._has_clock(location) for location in locations
        )

    def _has_number(self, request: ContactRequest) -> bool:
        number = "" if request.address is None else request.address.value
        return any(number.startswith(prefix) for prefix in self.file.scope.numbers)

    def _has_clock(self, location: Location) -> bool:
        legal = self.legal_zone
        return not location.region and legal is not None and location.zone in legal.aliases


def live_locations(request: ContactRequest) -> tuple[Location, ...]:
    """The locations that hold at the time of the request; all of them where none does any more."""
    every = request.debtor.locations
    live = tuple(each for each in every if each.until is None or each.until > request.now)
    return live or every


@lru_cache(maxsize=64)
def zone_policy(packs: tuple[Pack, ...]) -> ZonePolicy:
    """Whose clocks count under several packs: each pack's, together. What a debtor states wins
    where every pack that says anything of it says so."""
    legal = tuple(pack.legal_zone for pack in packs if pack.legal_zone is not None)
    names = dict.fromkeys(name for pack in packs for name in pack.file.on_unknown_zone)
    zones: list[ZoneInfo] = [zone for name in names if (zone := zone_named(name)) is not None]
    said = [pack.file.zones.stated_wins for pack in packs if pack.file.zones is not None]
    return ZonePolicy(legal=legal, on_unknown=tuple(zones), stated_wins=bool(said) and all(said))


def chosen_by_scope(packs: Sequence[Pack], request: ContactRequest) -> tuple[Pack, ...]:
    """The packs that apply to the request, without those that another of them extends. None at all
    where no law's pack applies, or where the debtor may be in a region that no pack here covers."""
    fitting = [pack for pack in packs if pack.in_scope(request)]
    inherited = {
        name
        for pack in fitting
        if pack.file.effective.since <= request.now.date()
        for name in pack.parents
    }
    chosen = tuple(pack for pack in fitting if pack.id not in inherited)
    laws = [pack for pack in chosen if pack.is_law]
    uncovered = any(
        location.region and not any(pack.file.scope.covers(location) for pack in laws)
        for location in request.debtor.locations
        if location.until is None or location.until > request.now
    )
    return () if uncovered or not laws else chosen
