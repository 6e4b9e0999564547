"""Whether a debtor is lost, and how far from it: the third-party rules in force say after how many
consecutive days without reaching the debtor others may be asked for a way to reach them. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from desk_client.compliance.inquiry import Inquiry
from desk_client.compliance.pack import Pack
from desk_client.compliance.persons import ThirdParty
from desk_client.compliance.request import ContactRequest
from desk_client.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class LostStanding:
    """How the strictest rule sees it. `days` of `needed` were tried in a row without an answer;
    `may_ask`: whether the rule then lets a third person be called at all."""

    lost: bool
    days: int
    needed: int
    may_ask: bool
    rule: str
    ref: str
    text: Text


def lost_standing(request: ContactRequest, packs: Sequence[Pack]) -> LostStanding | None:
    """None where no rule in force speaks of lost debtors. The strictest is the one that holds the
    debtor reachable longest."""
    inquiry = Inquiry(request, packs)
    situation, now = inquiry.situation, request.now
    found = [
        LostStanding(
            lost=rule.when.holds(situation, now),
            days=rule.when.days_tried(situation),
            needed=rule.when.consecutive_days,
            may_ask=request.kind in rule.unrelated_media,
            rule=rule.id,
            ref=rule.ref,
            text=rule.told(situation, now),
        )
        for pack in inquiry.used
        for rule in pack.file.rules
        if isinstance(rule, ThirdParty) and rule.in_force.covers(situation, now)
    ]
    return min(found, key=lambda each: (each.may_ask, each.lost, -each.needed), default=None)
