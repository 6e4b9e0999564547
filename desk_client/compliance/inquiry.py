"""One request before the packs: which rules have something to say on it, and from when on each of
them allows. Every rule is asked, none is skipped because another refused; the retry is found by
going forward to the latest of the refusing rules' own next instants and asking all of them again
there, until none refuses, at most 400 days ahead."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property, lru_cache

from desk_client.compliance.answer import STRICTNESS
from desk_client.compliance.check import Check
from desk_client.compliance.exemption import Exemption
from desk_client.compliance.flag_stop import FlagStop
from desk_client.compliance.local_time import HORIZON
from desk_client.compliance.overrides import override_of
from desk_client.compliance.pack import Pack, zone_policy
from desk_client.compliance.phrase_rule import PhraseRule
from desk_client.compliance.record_rules import Disclosure
from desk_client.compliance.request import ContactKind, ContactRequest, Initiator, Mode
from desk_client.compliance.rule import Rule
from desk_client.compliance.safeguards import safeguards
from desk_client.compliance.situation import Situation

_STEPS = 2_000  # more than any pack's rules can need within 400 days


class Inquiry:
    """The request made ready, the packs in force, and the rules that concern it; `in_short` without
    those that never refuse."""

    def __init__(
        self,
        request: ContactRequest,
        packs: Sequence[Pack],
        missing: Sequence[str] = (),
        *,
        in_short: bool = False,
    ) -> None:
        self.situation = Situation(request, zone_policy(tuple(packs)))
        self.now = request.now
        self.used = [
            pack for pack in packs if pack.file.effective.covers(self.situation, request.now)
        ]
        guards = safeguards(self.situation, packs=self.used, missing=missing)
        self.checks = [Check(None, guard) for guard in guards]
        shape = _Shape(
            kind=request.kind,
            mode=request.mode,
            initiator=request.initiator,
            written=request.content is not None,
            flagged=bool(request.debtor.flags),
            in_short=in_short,
        )
        for pack in packs:
            self.checks.extend(_checks_of(pack, self.situation, shape))

    @cached_property
    def frees(self) -> list[datetime]:
        """From when on each of the checks allows."""
        return [check.free(self.situation, self.now) for check in self.checks]

    @property
    def refusing(self) -> list[tuple[Check, datetime]]:
        """What refuses now, with the instant at which it alone would allow, in the order of the
        answer."""
        pairs = zip(self.checks, self.frees, strict=True)
        return sorted((pair for pair in pairs if pair[1] > self.now), key=_strictest_first)

    @property
    def overridden(self) -> list[tuple[Check, datetime]]:
        """What would refuse now, had nobody answered for going on."""
        if self.situation.request.override is None:
            return []
        lifted = [
            (check, unlifted)
            for check, free in zip(self.checks, self.frees, strict=True)
            if check.overridden is not None and free <= self.now
            for unlifted in [check.free_without_override(self.situation, self.now)]
            if unlifted > self.now
        ]
        return sorted(lifted, key=_strictest_first)

    def retry_at(self) -> datetime | None:
        """The first instant at which all allow; None where no time helps."""
        moment, latest = self.now, max(self.frees)
        for _step in range(_STEPS):
            if latest <= moment:
                return moment
            if latest > self.now + HORIZON:
                return None
            moment = latest
            latest = max(check.free(self.situation, moment) for check in self.checks)
        return None


def _strictest_first(refusing: tuple[Check, datetime]) -> tuple[int, float, str]:
    """Must, should, house; then what time does not help, then the longest wait."""
    check, free = refusing
    return STRICTNESS[check.rule.held], -free.timestamp(), check.rule.id


@dataclass(frozen=True, slots=True)
class _Shape:
    """What of a request tells at once that a rule has nothing to say."""

    kind: ContactKind
    mode: Mode
    initiator: Initiator
    written: bool
    flagged: bool
    in_short: bool

    def may_concern(self, rule: Rule) -> bool:
        if isinstance(rule, Disclosure) and self.in_short:
            return False
        if isinstance(rule, PhraseRule) and not self.written:
            return False
        if isinstance(rule, FlagStop) and rule.from_debts is None and not self.flagged:
            return False
        if self.initiator == "debtor":
            return rule.on_inbound
        return (
            (not rule.media or self.kind in rule.media)
            and (not rule.modes or self.mode in rule.modes)
            and (not rule.initiators or self.initiator in rule.initiators)
        )


def _checks_of(pack: Pack, situation: Situation, shape: _Shape) -> Iterator[Check]:
    override = situation.request.override
    for check in _on_contacts(pack, shape, *situation.days_at(situation.now)):
        rule = check.rule
        if isinstance(rule, Rule) and rule.concerns(situation):
            if check.exemptions or override is not None:
                lifting = tuple(one for one in check.exemptions if one.concerns(situation))
                answered_for = override_of(override, pack, rule.id, rule.held)
                yield replace(check, exemptions=lifting, overridden=answered_for)
            else:
                yield check


@lru_cache(maxsize=4096)
def _on_contacts(pack: Pack, shape: _Shape, lowest: int, highest: int) -> tuple[Check, ...]:
    """Checks of the pack's rules that may have something to say on such a contact between these
    local days, each with the exemptions that may lift it."""
    exemptions = [rule for rule in pack.rules if isinstance(rule, Exemption)]
    in_force = pack.file.effective
    return tuple(
        Check(
            pack,
            rule,
            tuple(one for one in exemptions if rule.id in one.lifts),
            in_force=all(dates.covers_days(lowest, highest) for dates in (in_force, rule.in_force)),
            lasting=all(dates.lasts_from(highest) for dates in (in_force, rule.in_force)),
        )
        for rule in pack.rules
        if not isinstance(rule, Exemption) and shape.may_concern(rule)
    )
