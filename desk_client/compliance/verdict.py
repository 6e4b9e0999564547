"""The one question of lawful contact: verdict(request, packs). Pure: no clock, no files, nothing
looked up but the tz database. What an `Inquiry` finds is told here as an answer: the reasons with
the strictest first, the gates and disclosures of an allowed contact, how full each cap is."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from desk_client.compliance.answer import Decision, Limit, Reason, Standing, Verdict
from desk_client.compliance.check import Check
from desk_client.compliance.hours import Hours, PersonalHours
from desk_client.compliance.inquiry import Inquiry
from desk_client.compliance.local_time import HORIZON, NEVER, TZDATA
from desk_client.compliance.pack import Pack
from desk_client.compliance.record_rules import Disclosure
from desk_client.compliance.request import ContactRequest
from desk_client.compliance.rule import Rule
from desk_client.compliance.safeguards import INBOUND_GATE, Safeguard
from desk_client.compliance.situation import Situation
from desk_client.compliance.windowed_cap import WindowedCap


def verdict(
    request: ContactRequest, packs: Sequence[Pack], *, missing: Sequence[str] = ()
) -> Verdict:
    """May this contact be made at request.now under all of `packs` together? `missing` names
    packs that ought to be there; they refuse."""
    inquiry = Inquiry(request, packs, missing)
    situation, refusing = inquiry.situation, inquiry.refusing
    rules = [check.rule for check in inquiry.checks if check.in_force]
    gates = () if refusing else _gates(situation, rules)
    decision: Decision = "allowed_with_gates" if gates else "allowed"
    return Verdict(
        decision="refused" if refusing else decision,
        reasons=tuple(_reasons(situation, refusing)),
        retry_at=inquiry.retry_at() if refusing else None,
        gates=gates,
        disclosures=() if refusing else _disclosures(rules),
        limits=tuple(_limits(situation, rules)),
        packs=tuple(pack.used for pack in inquiry.used),
        tzdata=TZDATA,
        input_sha256=_input_sha256(situation),
        overridden=tuple(_reasons(situation, inquiry.overridden)),
    )


def standings(request: ContactRequest, packs: Sequence[Pack]) -> tuple[Standing, ...]:
    """Where every rule in force that concerns the request stands, in the order of the packs."""
    inquiry = Inquiry(request, packs)
    situation = inquiry.situation
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
        for check, free in zip(inquiry.checks, inquiry.frees, strict=True)
        if check.in_force
    )


def until(request: ContactRequest, packs: Sequence[Pack]) -> datetime | None:
    """The instant at which hours end this contact's being allowed, within 8 days; None where they
    do not, or where they refuse it now."""
    inquiry = Inquiry(request, packs)
    situation = inquiry.situation
    timed = [check for check in inquiry.checks if isinstance(check.rule, Hours | PersonalHours)]
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


def _or_none(situation: Situation, free: datetime) -> datetime | None:
    return None if free > situation.now + HORIZON else free


def _reasons(situation: Situation, refusing: Sequence[tuple[Check, datetime]]) -> Iterator[Reason]:
    for check, free in refusing:
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
            if type(rule).gates is not Rule.gates:  # most kinds have none
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
