"""The one question of lawful contact: verdict(request, packs). Pure: no clock, no files, nothing
looked up but the tz database. Every rule is asked, none is skipped because another refused. The
retry is found by going forward: to the latest of the refusing rules' own next instants, asking all
of them again there, until none refuses; at most 400 days ahead."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from functools import lru_cache

from desk_client.compliance.answer import STRICTNESS, Decision, Limit, Reason, Standing, Verdict
from desk_client.compliance.check import Check
from desk_client.compliance.exemption import Exemption
from desk_client.compliance.hours import Hours, PersonalHours
from desk_client.compliance.local_time import HORIZON, NEVER, TZDATA
from desk_client.compliance.overrides import override_of
from desk_client.compliance.pack import Pack, zone_policy
from desk_client.compliance.record_rules import Disclosure
from desk_client.compliance.request import ContactRequest
from desk_client.compliance.rule import Clause, Rule
from desk_client.compliance.safeguards import INBOUND_GATE, Safeguard, safeguards
from desk_client.compliance.situation import Situation
from desk_client.compliance.windowed_cap import WindowedCap

_STEPS = 2_000  # more than any pack's rules can need within 400 days


def verdict(
    request: ContactRequest, packs: Sequence[Pack], *, missing: Sequence[str] = ()
) -> Verdict:
    """May this contact be made at request.now under all of `packs` together? `missing` names
    packs that ought to be there; they refuse."""
    situation, used, checks = _prepared(request, packs, missing)
    frees = [check.free(situation, situation.now) for check in checks]
    refusing = _refusing(situation, checks, frees)
    rules = [check.rule for check in checks if check.in_force]
    gates = () if refusing else _gates(situation, rules)
    decision: Decision = "allowed_with_gates" if gates else "allowed"
    return Verdict(
        decision="refused" if refusing else decision,
        reasons=tuple(_reasons(situation, refusing)),
        retry_at=_retry(situation, checks, max(frees)) if refusing else None,
        gates=gates,
        disclosures=() if refusing else _disclosures(rules),
        limits=tuple(_limits(situation, rules)),
        packs=tuple(pack.used for pack in used),
        tzdata=TZDATA,
        input_sha256=_input_sha256(situation),
        overridden=tuple(_reasons(situation, _overridden(situation, checks, frees))),
    )


def standings(request: ContactRequest, packs: Sequence[Pack]) -> tuple[Standing, ...]:
    """Where every rule in force that concerns the request stands, in the order of the packs."""
    situation, _used, checks = _prepared(request, packs, ())
    return tuple(
        Standing(
            rule=check.rule.id,
            pack="engine" if check.pack is None else check.pack.id,
            kind=check.rule.kind,
            severity=check.rule.severity,
            ref=check.rule.ref,
            confidence=check.rule.confidence,
            text=check.rule.told(situation, situation.now),
            refuses=free > situation.now,
            free_at=_or_none(situation, free),
        )
        for check in checks
        if check.in_force
        for free in [check.free(situation, situation.now)]
    )


def until(request: ContactRequest, packs: Sequence[Pack]) -> datetime | None:
    """The instant at which hours end this contact's being allowed, within 8 days; None where they
    do not, or where they refuse it now."""
    situation, _used, checks = _prepared(request, packs, ())
    timed = [check for check in checks if isinstance(check.rule, Hours | PersonalHours)]
    if any(check.free(situation, situation.now) > situation.now for check in timed):
        return None
    moment, last = situation.now, situation.now + HORIZON / 50
    while (edge := min(_edges(situation, timed, moment), default=NEVER)) <= last:
        if any(check.free(situation, edge) > edge for check in timed):
            return edge
        moment = edge
    return None


def _edges(situation: Situation, timed: Sequence[Check], moment: datetime) -> Iterator[datetime]:
    zones = situation.zones_at(moment)
    edges = [situation.next_location_change(moment)]
    for check in timed:
        if isinstance(check.rule, Hours | PersonalHours):
            edges.extend(check.rule.edges(situation, moment))
            edges.append(check.rule.in_force.ends(situation, moment))
        edges.extend(edge for one in check.exemptions for edge in one.edges(situation))
    for granted in situation.granted:
        edges.extend(granted.edges(zones, moment))
    if situation.request.override is not None:
        edges.append(situation.request.override.until)
    return (edge for edge in edges if edge > moment)


def _prepared(
    request: ContactRequest, packs: Sequence[Pack], missing: Sequence[str]
) -> tuple[Situation, list[Pack], list[Check]]:
    situation = Situation(request, zone_policy(tuple(packs)))
    used = [pack for pack in packs if pack.file.effective.covers(situation, request.now)]
    checks = [Check(None, guard) for guard in safeguards(situation, packs=used, missing=missing)]
    for pack in packs:
        checks.extend(_checks_of(pack, situation))
    return situation, used, checks


def _checks_of(pack: Pack, situation: Situation) -> Iterator[Check]:
    now, effective = situation.now, pack.file.effective
    used, lasting = effective.covers(situation, now), effective.covers_from(situation, now)
    lowest, highest = situation.days_at(now)
    for rule, exemptions in _on_contacts(pack):
        if rule.concerns(situation):
            first, last = rule.in_force.ordinals
            begun = highest >= first
            yield Check(
                pack,
                rule,
                tuple(one for one in exemptions if one.concerns(situation)) if exemptions else (),
                override_of(situation.request.override, pack, rule.id, rule.held),
                in_force=used and begun and lowest <= last,
                lasting=lasting and begun and rule.in_force.until is None,
            )


@lru_cache(maxsize=256)
def _on_contacts(pack: Pack) -> tuple[tuple[Rule, tuple[Exemption, ...]], ...]:
    """The pack's rules that judge a contact, each with the exemptions that may lift it."""
    rules: tuple[Clause, ...] = pack.rules
    exemptions = [rule for rule in rules if isinstance(rule, Exemption)]
    return tuple(
        (rule, tuple(one for one in exemptions if rule.id in one.lifts))
        for rule in rules
        if isinstance(rule, Rule) and not isinstance(rule, Exemption)
    )


def _refusing(
    situation: Situation, checks: Sequence[Check], frees: Sequence[datetime]
) -> list[tuple[Check, datetime]]:
    return [pair for pair in zip(checks, frees, strict=True) if pair[1] > situation.now]


def _overridden(
    situation: Situation, checks: Sequence[Check], frees: Sequence[datetime]
) -> list[tuple[Check, datetime]]:
    """Those that would refuse, had nobody answered for going on."""
    if situation.request.override is None:
        return []
    now = situation.now
    lifted = [
        check
        for check, free in zip(checks, frees, strict=True)
        if check.overridden is not None and free <= now
    ]
    unlifted = [check.free_without_override(situation, now) for check in lifted]
    return _refusing(situation, lifted, unlifted)


def _retry(situation: Situation, checks: Sequence[Check], latest: datetime) -> datetime | None:
    """The first instant at which all allow; `latest` is the last of their own at the request's."""
    moment = situation.now
    for _step in range(_STEPS):
        if latest <= moment:
            return moment
        if latest > situation.now + HORIZON:
            return None
        moment = latest
        latest = max(check.free(situation, moment) for check in checks)
    return None


def _or_none(situation: Situation, free: datetime) -> datetime | None:
    return None if free > situation.now + HORIZON else free


def _reasons(situation: Situation, refusing: Sequence[tuple[Check, datetime]]) -> Iterator[Reason]:
    """Strictest first: must, should, house; then what time does not help, then the longest
    wait."""

    def order(item: tuple[Check, datetime]) -> tuple[int, float, str]:
        check, free = item
        return STRICTNESS[check.rule.held], -free.timestamp(), check.rule.id

    for check, free in sorted(refusing, key=order):
        yield Reason(
            rule=check.rule.id,
            pack="engine" if check.pack is None else check.pack.id,
            kind=check.rule.kind,
            severity=check.rule.severity,
            ref=check.rule.ref,
            confidence=check.rule.confidence,
            text=check.rule.told(situation, situation.now),
            retry_at=_or_none(situation, free),
        )


def _gates(situation: Situation, rules: Iterable[Rule | Safeguard]) -> tuple[str, ...]:
    gates: dict[str, None] = {}
    now = situation.now
    for rule in rules:
        if not isinstance(rule, Safeguard):
            gates.update(dict.fromkeys(rule.gates(situation, now)))
        elif situation.inbound and rule.free_at(situation, now) > now:
            gates[INBOUND_GATE] = None
    return tuple(gates)


def _disclosures(rules: Iterable[Rule | Safeguard]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(rule.say for rule in rules if isinstance(rule, Disclosure)))


def _limits(situation: Situation, rules: Iterable[Rule | Safeguard]) -> Iterator[Limit]:
    return (rule.limit(situation) for rule in rules if isinstance(rule, WindowedCap))


def _input_sha256(situation: Situation) -> str:
    """Of the request as JSON with its history in order and each event once."""
    request = situation.request
    if request.history != situation.events:
        request = request.model_copy(update={"history": situation.events})
    text = request.__pydantic_serializer__.to_json(request, exclude_none=True, by_alias=True)
    return hashlib.sha256(text).hexdigest()
