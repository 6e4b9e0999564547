"""One request made ready for many rules: history in one order and each event once, the debtor's
zones at any instant, and the consents with the time each of them holds. Computed lazily and kept
for the one verdict it serves."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import cached_property
from itertools import islice
from operator import attrgetter, eq, itemgetter
from typing import Any
from zoneinfo import ZoneInfo

from desk_client.compliance.calendar_days import calendars_at
from desk_client.compliance.local_time import NEVER, local_ordinal, zone_named
from desk_client.compliance.request import (
    Consent,
    ConsentKind,
    ContactRequest,
    Event,
    Location,
    Weekday,
)
from desk_client.compliance.week import MIDNIGHT, Week

_at = attrgetter("at")
_told = itemgetter(*(name for name in Event.model_fields if name not in ("id", "at", "talk_s")))
OPEN_CALLBACK = timedelta(hours=1)  # how long a callback agreed without an end holds; house value
ANSWERED_BY_A_PERSON = frozenset({"conversation", "hung_up_at_once", "abandoned", "replied"})


@dataclass(frozen=True, slots=True)
class LegalZone:
    """One time by law for a country, whatever a zone database says of its parts."""

    zone: ZoneInfo
    regions: frozenset[str]  # countries
    not_regions: frozenset[str]  # subdivisions with a time of their own, for example CN-HK
    aliases: frozenset[str]  # zones that must not be taken for it

    def rules(self, location: Location) -> bool:
        """Whether the location lives by this time."""
        region = location.region or ""
        return location.zone in self.aliases or (
            region.split("-")[0] in self.regions and region not in self.not_regions
        )


@dataclass(frozen=True, slots=True)
class ZonePolicy:
    """Which clocks count: those of the known locations and every legal zone; with several zones a
    contact must be lawful in each. With `stated_wins`, while a location that the debtor stated
    holds, addresses and numbers do not count. `on_unknown` stands where no location is known, none
    = refuse."""

    legal: tuple[LegalZone, ...] = ()
    on_unknown: tuple[ZoneInfo, ...] = ()
    stated_wins: bool = False

    def zone_of(self, location: Location) -> ZoneInfo | None:
        """The zone of one location, None where nobody knows it."""
        zone = None if location.zone is None else zone_named(location.zone)
        if location.zone is not None and zone is None:
            return None
        return next((legal.zone for legal in self.legal if legal.rules(location)), zone)


@dataclass(frozen=True, slots=True)
class Granted:
    """A consent and when it holds: [start, end), on its weekdays; with `local_until` it only
    moves a closing time (seconds after midnight)."""

    kind: ConsentKind
    given_at: datetime
    party: str | None
    start: datetime
    end: datetime
    weekdays: tuple[Weekday, ...]
    local_until: int | None

    def edges(self, zones: Sequence[ZoneInfo], moment: datetime) -> list[datetime]:
        """Instants after `moment` at which it may cease to hold."""
        if not self.weekdays:
            return [self.end]
        return [self.end, Week.of([(self.weekdays, 0, MIDNIGHT)]).closes(zones, moment)]

    def from_(self, zones: Sequence[ZoneInfo], moment: datetime, week: Week | None) -> datetime:
        """The first instant from `moment` on that lies inside it, and inside `week` where one is
        given; NEVER where none."""
        start = max(moment, self.start)
        if week is None and self.weekdays:
            week = Week.of([(self.weekdays, 0, MIDNIGHT)])
        if week is not None and start < self.end:
            start = week.opens(zones, start)
        return start if start < self.end else NEVER


def _local_seconds(clock_time: time | None) -> int | None:
    if clock_time is None:
        return None
    return (clock_time.hour * 60 + clock_time.minute) * 60 + clock_time.second


@dataclass(frozen=True, slots=True)
class Alike:
    """Past contacts, oldest first, that differ in nothing but id, instant and length of the talk;
    `like` is one of them."""

    like: Event
    events: list[Event]

    def since(self, moment: datetime) -> list[Event]:
        """Those at `moment` and later."""
        if self.events[0].at >= moment:
            return self.events
        return self.events[bisect_left(self.events, moment, key=_at) :]


class Situation:
    """The request, prepared. `kept` is for rules to keep what they counted, by their own id."""

    def __init__(self, request: ContactRequest, zone_policy: ZonePolicy) -> None:
        self.request = request
        self.now = request.now
        self.kept: dict[Any, Any] = {}
        self._policy = zone_policy
        self._days: dict[datetime, tuple[int, int]] = {}
        self.inbound = request.initiator == "debtor"
        party = request.party
        self.party_id = party.id if party else None
        self.with_debtor = party is not None and (
            party.role == "debtor" or party.id == request.debtor.id
        )
        self.debts = tuple(debt.id for debt in request.debts)

    @cached_property
    def events(self) -> tuple[Event, ...]:
        """The history by (at, id). The same event sent twice counts once; two that differ under
        one id both count, which is the stricter reading."""
        return in_one_order(self.request.history)

    @cached_property
    def alike(self) -> tuple[Alike, ...]:
        """The history by kinds of contact: rules judge a few kinds instead of every event."""
        kinds: dict[object, list[Event]] = defaultdict(list)
        for told, event in zip(map(_told, map(vars, self.events)), self.events, strict=True):
            kinds[told].append(event)
        return tuple(Alike(events[0], events) for events in kinds.values())

    def events_since(self, moment: datetime) -> tuple[Event, ...]:
        """The events at `moment` and later."""
        events = self.events
        if not events or events[0].at >= moment:
            return events
        return events[bisect_left(events, moment, key=_at) :]

    def is_debtor(self, event: Event) -> bool:
        """Whether the event went to, or came from, the debtor as far as we know."""
        if event.party_role is not None:
            return event.party_role == "debtor" or event.party == self.request.debtor.id
        return event.party is None or event.party == self.request.debtor.id

    @cached_property
    def _changes(self) -> tuple[datetime, ...]:
        ends = {loc.until for loc in self.request.debtor.locations if loc.until is not None}
        return tuple(sorted(ends))

    def next_location_change(self, moment: datetime) -> datetime:
        """When the next location after `moment` stops counting; NEVER where none does."""
        return next((end for end in self._changes if end > moment), NEVER)

    def locations_at(self, moment: datetime) -> tuple[Location, ...]:
        """The locations that count at `moment`."""
        live = tuple(
            location
            for location in self.request.debtor.locations
            if location.until is None or location.until > moment
        )
        if not self._policy.stated_wins:
            return live
        return tuple(location for location in live if location.source == "stated") or live

    def calendars_at(self, moment: datetime) -> tuple[str, ...]:
        """The holiday calendars of where the debtor may be at `moment`; () where that, or the
        holidays of one such place, are not known."""
        found: dict[str, None] = {}
        locations = self.locations_at(moment)
        places: list[tuple[str | None, str | None]] = [(loc.region, loc.zone) for loc in locations]
        for region, zone in places or [(None, zone.key) for zone in self.zones_at(moment)]:
            calendars = calendars_at(region, zone)
            if not calendars:
                return ()
            found.update(dict.fromkeys(calendars))
        return tuple(found)

    def _known_at(self, moment: datetime) -> tuple[list[ZoneInfo], bool]:
        """The zones at `moment` and whether every location's zone is known."""
        zones: list[ZoneInfo] = []
        all_known = True
        for location in self.locations_at(moment):
            zone = self._policy.zone_of(location)
            if zone is None:
                all_known = False
            elif zone not in zones:
                zones.append(zone)
        more = [legal.zone for legal in self._policy.legal] if zones else self._policy.on_unknown
        zones.extend(zone for zone in more if zone not in zones)
        return zones, all_known

    @cached_property
    def _settled_zones(self) -> tuple[tuple[ZoneInfo, ...], bool]:
        zones, all_known = self._known_at(self.now)
        return tuple(zones), all_known

    def zones_at(self, moment: datetime) -> tuple[ZoneInfo, ...]:
        """Every zone whose local time counts at `moment`; the debtor's legal zone among them."""
        return self._zones(moment)[0]

    def zones_known(self, moment: datetime) -> bool:
        """Whether each location's zone is known and there is at least one zone."""
        zones, all_known = self._zones(moment)
        return all_known and bool(zones)

    def _zones(self, moment: datetime) -> tuple[tuple[ZoneInfo, ...], bool]:
        if not self._changes:
            return self._settled_zones
        zones, all_known = self._known_at(moment)
        return tuple(zones), all_known

    def days_at(self, moment: datetime) -> tuple[int, int]:
        """The earliest and the latest local day (ordinals) among the zones."""
        days = self._days.get(moment)
        if days is None:
            zones = self.zones_at(moment)
            found = [local_ordinal(zone, moment) for zone in zones] or [moment.toordinal()]
            days = self._days[moment] = (min(found), max(found))
        return days

    @cached_property
    def granted(self) -> tuple[Granted, ...]:
        """The consents of the person who is to be contacted."""
        return tuple(
            self._granted(consent)
            for consent in self.request.debtor.consents
            if self._is_party(consent.party)
        )

    def _is_party(self, person: str | None) -> bool:
        if person is None or person == self.request.debtor.id:
            return self.with_debtor
        return person == self.party_id

    def _granted(self, consent: Consent) -> Granted:
        start = max(consent.given_at, consent.from_ or consent.given_at)
        end = consent.until or (start + OPEN_CALLBACK if consent.kind == "callback" else NEVER)
        if consent.revoked_at is not None:
            end = min(end, consent.revoked_at)
        if consent.ended_by_conversation:
            end = min(end, self.talked_after(consent))
        return Granted(
            kind=consent.kind,
            given_at=consent.given_at,
            party=consent.party,
            start=start,
            end=end,
            weekdays=consent.weekdays,
            local_until=_local_seconds(consent.local_until),
        )

    def talked_after(self, consent: Consent | Granted) -> datetime:
        """When the person who consented was first spoken to after it; NEVER where not yet."""
        return next((e.at for e in self.events if self._ends(consent, e)), NEVER)

    def _ends(self, consent: Consent | Granted, event: Event) -> bool:
        if event.at <= consent.given_at or not (talked(event) or _may_have_talked(event)):
            return False
        if consent.party is None or consent.party == self.request.debtor.id:
            return self.is_debtor(event)
        return event.party in (None, consent.party)

    def lifted_from(self, kinds: tuple[ConsentKind, ...], moment: datetime) -> datetime:
        """The first instant from `moment` on at which a consent of these kinds holds."""
        return min(
            (
                granted.from_(self.zones_at(moment), moment, None)
                for granted in self.granted
                if granted.kind in kinds and granted.local_until is None
            ),
            default=NEVER,
        )


def talked(event: Event) -> bool:
    """Whether the two really spoke."""
    return event.result == "conversation" or event.reached == "debtor"


def _may_have_talked(event: Event) -> bool:
    """A call of which nothing is known: not how it went, nor whom it reached."""
    return (event.kind, event.result, event.reached, event.talk_s) == ("call", None, None, None)


def in_one_order(history: Iterable[Event]) -> tuple[Event, ...]:
    """Events by (at, id), exact doubles once."""
    events = sorted(history, key=_at)
    if len({event.id for event in events}) == len(events):
        instants = list(map(_at, events))
        if any(map(eq, instants, islice(instants, 1, None))):
            events.sort(key=attrgetter("at", "id"))
        return tuple(events)
    known: dict[str, list[Event]] = {}
    for event in history:
        same = known.setdefault(event.id, [])
        if event not in same:
            same.append(event)
        if len(same) > 1:
            same.sort(key=Event.model_dump_json)
    events = [event for same in known.values() for event in same]
    events.sort(key=attrgetter("at", "id"))
    return tuple(events)
