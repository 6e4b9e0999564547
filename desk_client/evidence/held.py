"""Hours and caps as they were really held: for every contact made, where the debtor's clock stood
beside the permitted windows, and how full each cap was with this contact in it. What came later is
known now, so a call counts by how it went and not by what was feared when it was placed. A contact
beyond a limit is asked about once more, as the rules were asked then: where a consent or an
exemption lifted the rule, that is said."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import TypedDict
from zoneinfo import ZoneInfo

from desk_client.compliance import verdict as engine
from desk_client.compliance.answer import Confidence, Severity
from desk_client.compliance.hours import Hours
from desk_client.compliance.pack import Pack
from desk_client.compliance.rule import Rule
from desk_client.compliance.situation import Situation
from desk_client.compliance.week import MIDNIGHT
from desk_client.compliance.windowed_cap import Length, WindowedCap
from desk_client.evidence.contacts_made import Asked, ContactMade, DebtorRecord
from desk_client.evidence.figures import CapHeld, HoursHeld, Outside
from desk_client.text import Text

_RuleAt = tuple[str, str, int]  # pack, rule, limit: another version may have another
_DASH = "–"


@dataclass(slots=True)
class _CapTally:
    pack: Pack
    rule: WindowedCap
    fullest: dict[tuple[str, ...], int] = field(default_factory=dict)
    lifted: dict[tuple[str, ...], bool] = field(default_factory=dict)


@dataclass(slots=True)
class _HoursTally:
    pack: Pack
    rule: Hours
    contacts: int = 0
    first: time | None = None
    last: time | None = None
    permitted: dict[str, None] = field(default_factory=dict)
    outside: int = 0
    lifted: int = 0


class Held:
    """Collects one day."""

    def __init__(self) -> None:
        self._caps: dict[_RuleAt, _CapTally] = {}
        self._hours: dict[tuple[str, str], _HoursTally] = {}
        self._outside: list[Outside] = []

    def take(self, record: DebtorRecord, contact: ContactMade, asked: Asked) -> None:
        """One contact of ours."""
        for pack in asked.packs:
            for rule in pack.rules:
                if isinstance(rule, Hours) and _concerns(rule, asked.situation):
                    self._take_hours(record, contact, asked, pack, rule)
                elif isinstance(rule, WindowedCap):
                    self._take_cap(record, contact, asked, pack, rule)

    def caps(self) -> tuple[CapHeld, ...]:
        """By pack and rule."""
        return tuple(_cap_held(tally) for _, tally in sorted(self._caps.items()))

    def hours(self) -> tuple[HoursHeld, ...]:
        """By pack and rule."""
        return tuple(_hours_held(tally) for _, tally in sorted(self._hours.items()))

    def outside(self) -> tuple[Outside, ...]:
        """Oldest first."""
        return tuple(sorted(self._outside, key=lambda one: (one.at, one.rule)))

    def _take_cap(
        self,
        record: DebtorRecord,
        contact: ContactMade,
        asked: Asked,
        pack: Pack,
        rule: WindowedCap,
    ) -> None:
        alone = asked.of_one_debt() if "debt" in rule.key and asked.request.debts else (asked,)
        for one in alone:
            situation = one.situation
            if not _concerns(rule, situation):
                continue
            if not any(count.matches(situation, one.own) for count in rule.count):
                continue
            place = (pack.id, rule.id, rule.max)
            tally = self._caps.setdefault(place, _CapTally(pack, rule))
            used, key = rule.limit(situation).used, _key_of(rule, one)
            if used > tally.fullest.get(key, 0):
                tally.fullest[key] = used
            if used > rule.max:
                lifted = _lifted(record, contact, pack, rule)
                tally.lifted[key] = tally.lifted.get(key, True) and lifted

    def _take_hours(
        self, record: DebtorRecord, contact: ContactMade, asked: Asked, pack: Pack, rule: Hours
    ) -> None:
        situation, at = asked.situation, contact.at
        zones = situation.zones_at(at)
        if not zones:
            return
        tally = self._hours.setdefault((pack.id, rule.id), _HoursTally(pack, rule))
        clocks = [at.astimezone(zone).time().replace(microsecond=0) for zone in zones]
        windows = {zone: _windows(rule, situation, zone, at) for zone in zones}
        tally.contacts += 1
        tally.first = min([*clocks, *([tally.first] if tally.first else [])])
        tally.last = max([*clocks, *([tally.last] if tally.last else [])])
        tally.permitted.update(dict.fromkeys(windows.values()))
        if rule.week_at(situation, at).opens(zones, at) <= at:
            return
        lifted = _lifted(record, contact, pack, rule)
        tally.outside += 1
        tally.lifted += lifted
        week = rule.week_at(situation, at)
        zone = next((each for each in zones if not week.open_at(each, at)), zones[0])
        self._outside.append(
            Outside(
                at=at,
                local=at.astimezone(zone).time().replace(microsecond=0),
                zone=zone.key,
                contact=contact.kind,
                case_no=contact.case_no,
                rule=rule.id,
                permitted=windows[zone],
                lifted=lifted,
            )
        )


class _Named(TypedDict):
    rule: str
    pack: str
    ref: str
    severity: Severity
    confidence: Confidence
    text: Text


def _named(pack: Pack, rule: Rule) -> _Named:
    return _Named(
        rule=rule.id,
        pack=pack.id,
        ref=rule.ref,
        severity=rule.held,
        confidence=rule.confidence,
        text=rule.text,
    )


def _window_named(window: Length) -> str:
    return f"{window.n} {window.unit}"


def _concerns(rule: Rule, situation: Situation) -> bool:
    return rule.in_force.covers(situation, situation.now) and rule.concerns(situation)


def _lifted(record: DebtorRecord, contact: ContactMade, pack: Pack, rule: Rule) -> bool:
    """Whether the rule, asked as it was then, let this contact through, or somebody answered."""
    if contact.verdict is not None and rule.id in contact.verdict.overridden:
        return True
    request = record.as_asked_then(contact)
    if request is None:
        return False
    standings = engine.standings(request, (pack,))
    return not any(each.refuses for each in standings if each.rule == rule.id)


def _windows(rule: Hours, situation: Situation, zone: ZoneInfo, at: datetime) -> str:
    """The windows of that local day, for example 08:00–12:00 14:00–22:00."""
    week = rule.week_at(situation, at)
    spans = week.spans_on(at.astimezone(zone).toordinal())
    return " ".join(f"{_clock(opens)}{_DASH}{_clock(closes)}" for opens, closes in spans) or _DASH


def _clock(seconds: int) -> str:
    if seconds == MIDNIGHT:
        return "24:00"
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}"


def _key_of(rule: WindowedCap, asked: Asked) -> tuple[str, ...]:
    """What the cap is counted by, for this contact; never shown."""
    request = asked.request
    known: dict[str, object] = {
        "address": request.address.value if request.address else "",
        "place": request.address.place if request.address else "",
        "party": request.party.id if request.party else "",
        "party_role": request.party.role if request.party else "",
        "household": request.party.household if request.party else "",
        "collector": request.collector.entity if request.collector else "",
        "collector_group": request.collector.group if request.collector else "",
        "campaign": request.campaign.id if request.campaign else "",
        "debt": ",".join(debt.id for debt in request.debts),
        "medium": request.kind,
    }
    return (request.debtor.id, *(str(known.get(name, "")) for name in rule.key))


def _cap_held(tally: _CapTally) -> CapHeld:
    rule, counts = tally.rule, tally.fullest.values()
    return CapHeld(
        **_named(tally.pack, rule),
        label=rule.label,
        limit=rule.max,
        window=_window_named(rule.window),
        key=tuple(rule.key),
        reached=max(counts, default=0),
        keys=len(tally.fullest),
        at_limit=sum(used == rule.max for used in counts),
        over=sum(used > rule.max for used in counts),
        lifted=sum(tally.lifted.values()),
    )


def _hours_held(tally: _HoursTally) -> HoursHeld:
    return HoursHeld(
        **_named(tally.pack, tally.rule),
        contacts=tally.contacts,
        first=tally.first,
        last=tally.last,
        permitted=tuple(tally.permitted),
        outside=tally.outside,
        lifted=tally.lifted,
    )


def unheard_caps(packs: Iterable[Pack], heard: Iterable[CapHeld]) -> Iterator[CapHeld]:
    """Caps of the packs in force under which nothing was counted: they are told too, with 0."""
    known = {(cap.pack, cap.rule, cap.limit) for cap in heard}
    for pack in packs:
        for rule in pack.rules:
            if isinstance(rule, WindowedCap) and (pack.id, rule.id, rule.max) not in known:
                yield _cap_held(_CapTally(pack, rule))
