"""The one question of lawful contact: verdict(request, packs). Pure: no clock, no files, nothing
looked up but the tz database. Every rule is asked, none is skipped because another refused. The
retry is found by going forward: to the latest of the refusing rules' own next instants, asking all
of them again there, until none refuses; at most 400 days ahead."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from desk_client.compliance.answer import STRICTNESS, Decision, Limit, Reason, Standing, Verdict
from desk_client.compliance.hours import Hours, PersonalHours
from desk_client.compliance.local_time import HORIZON, NEVER, TZDATA
from desk_client.compliance.pack import AnyRule, Pack, zone_policy
from desk_client.compliance.record_rules import Disclosure
from desk_client.compliance.request import ContactRequest
from desk_client.compliance.rule import first_free
from desk_client.compliance.safeguards import INBOUND_GATE, Safeguard, safeguards
from desk_client.compliance.situation import Situation
from desk_client.compliance.windowed_cap import WindowedCap

_STEPS = 2_000  # more than any pack's rules can need within 400 days


@dataclass(frozen=True, slots=True)
class _Check:
    """A rule that has something to say on the request, and the pack it stands in."""

    pack: Pack | None
    rule: AnyRule | Safeguard

    def free(self, situation: Situation, moment: datetime) -> datetime:
        if isinstance(self.rule, Safeguard):
            return moment if situation.inbound else self.rule.free_at(situation, moment)
        if self.pack is not None and not self.pack.file.effective.covers(situation, moment):
            return moment
        return first_free(self.rule, situation, moment)

    def in_force(self, situation: Situation) -> bool:
        if isinstance(self.rule, Safeguard) or self.pack is None:
            return True
        now = situation.now
        return self.pack.file.effective.covers(situation, now) and self.rule.in_force.covers(
            situation, now
        )


def verdict(
    request: ContactRequest, packs: Sequence[Pack], *, missing: Sequence[str] = ()
) -> Verdict:
    """May this contact be made at request.now under all of `packs` together? `missing` names
    packs that ought to be there; they refuse."""
    situation, used, checks = _prepared(request, packs, missing)
    now = situation.now
    refusing = [(check, free) for check in checks if (free := check.free(situation, now)) > now]
    rules = [check.rule for check in checks if check.in_force(situation)]
    gates = () if refusing else _gates(situation, rules)
    decision: Decision = "allowed_with_gates" if gates else "allowed"
    return Verdict(
        decision="refused" if refusing else decision,
        reasons=tuple(_reasons(situation, refusing)),
        retry_at=_retry(situation, checks) if refusing else None,
        gates=gates,
        disclosures=() if refusing else _disclosures(rules),
        limits=tuple(_limits(situation, rules)),
        packs=tuple(pack.used for pack in used),
        tzdata=TZDATA,
        input_sha256=_input_sha256(situation),
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
            text=check.rule.text,
            refuses=free > situation.now,
            free_at=_or_none(situation, free),
        )
        for check in checks
        if check.in_force(situation)
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


def _edges(situation: Situation, timed: Sequence[_Check], moment: datetime) -> Iterator[datetime]:
    zones = situation.zones_at(moment)
    edges = [situation.next_location_change(moment)]
    for check in timed:
        if isinstance(check.rule, Hours | PersonalHours):
            edges.extend(check.rule.edges(situation, moment))
            edges.append(check.rule.in_force.ends(situation, moment))
        if isinstance(check.rule, Hours):
            edges.append(check.rule.week.opens(zones, moment))
    for granted in situation.granted:
        edges.extend(granted.edges(zones, moment))
    return (edge for edge in edges if edge > moment)


def _prepared(
    request: ContactRequest, packs: Sequence[Pack], missing: Sequence[str]
) -> tuple[Situation, list[Pack], list[_Check]]:
    situation = Situation(request, zone_policy(tuple(packs)))
    used = [pack for pack in packs if pack.file.effective.covers(situation, request.now)]
    checks = [
        _Check(None, guard) for guard in safeguards(situation, any_pack=bool(used), missing=missing)
    ]
    checks.extend(
        _Check(pack, rule) for pack in packs for rule in pack.rules if rule.concerns(situation)
    )
    return situation, used, checks


def _retry(situation: Situation, checks: Sequence[_Check]) -> datetime | None:
    moment = situation.now
    for _step in range(_STEPS):
        latest = max(check.free(situation, moment) for check in checks)
        if latest <= moment:
            return moment
        if latest > situation.now + HORIZON:
            return None
        moment = latest
    return None


def _or_none(situation: Situation, free: datetime) -> datetime | None:
    return None if free > situation.now + HORIZON else free


def _reasons(situation: Situation, refusing: Sequence[tuple[_Check, datetime]]) -> Iterator[Reason]:
    """Strictest first: must, should, house; then what time does not help, then the longest
    wait."""

    def order(item: tuple[_Check, datetime]) -> tuple[int, float, str]:
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
            text=check.rule.text,
            retry_at=_or_none(situation, free),
        )


def _gates(situation: Situation, rules: Iterable[AnyRule | Safeguard]) -> tuple[str, ...]:
    gates: dict[str, None] = {}
    now = situation.now
    for rule in rules:
        if not isinstance(rule, Safeguard):
            gates.update(dict.fromkeys(rule.gates(situation, now)))
        elif situation.inbound and rule.free_at(situation, now) > now:
            gates[INBOUND_GATE] = None
    return tuple(gates)


def _disclosures(rules: Iterable[AnyRule | Safeguard]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(rule.say for rule in rules if isinstance(rule, Disclosure)))


def _limits(situation: Situation, rules: Iterable[AnyRule | Safeguard]) -> Iterator[Limit]:
    return (rule.limit(situation) for rule in rules if isinstance(rule, WindowedCap))


def _input_sha256(situation: Situation) -> str:
    """Of the request as JSON with its history in order and each event once."""
    request = situation.request
    if request.history != situation.events:
        request = request.model_copy(update={"history": situation.events})
    text = request.model_dump_json(exclude_none=True, by_alias=True)
    return hashlib.sha256(text.encode()).hexdigest()
