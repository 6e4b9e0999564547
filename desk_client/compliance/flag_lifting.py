"""Who may end a flag, or close a workflow against the debtor. A stop that the debtor wished is
taken back by the debtor's own word only. Anything else is for whoever the packs' authority rules
name, with a second person where they ask for four eyes; where no pack names anybody, for a lead
with a second person, the stricter of the two. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from desk_client.agent import Role
from desk_client.compliance.authority import Authority
from desk_client.compliance.duty import of_kind
from desk_client.compliance.flag_stop import FlagStop
from desk_client.compliance.pack import Pack
from desk_client.workflow_fold import OWN_WISH


@dataclass(frozen=True, slots=True)
class LiftTerms:
    """`word`: the debtor must have said so, identity verified. `lead`: one of the persons is a
    lead. `second`: another person signs at central. `clause`: of the rule that says so, "" where
    it is the program's own care."""

    word: bool
    lead: bool
    second: bool
    clause: str = ""


def lift_terms(flag: str, packs: Iterable[Pack], day: date) -> LiftTerms:
    """What lifting this flag takes, on a local day."""
    in_force = tuple(packs)
    if flag in OWN_WISH:
        clause = next((rule.ref for rule in _stops(flag, in_force)), "")
        return LiftTerms(word=True, lead=False, second=False, clause=clause)
    return decision_terms(in_force, day)


def decision_terms(packs: Iterable[Pack], day: date) -> LiftTerms:
    """What a decision of the house against the debtor takes."""
    asked = [each for pack in packs for each in of_kind(Authority, pack.duties) if each.covers(day)]
    if not asked:
        return LiftTerms(word=False, lead=True, second=True)
    strictest = max(asked, key=lambda each: (each.four_eyes, _needs_lead(each)))
    return LiftTerms(
        word=False,
        lead=any(map(_needs_lead, asked)),
        second=any(each.four_eyes for each in asked),
        clause=strictest.ref,
    )


def _needs_lead(rule: Authority) -> bool:
    allowed = rule.may_override
    return Role.LEAD.value in (allowed.house, allowed.should)


def _stops(flag: str, packs: Iterable[Pack]) -> list[FlagStop]:
    return [rule for pack in packs for rule in of_kind(FlagStop, pack.rules) if rule.flag == flag]
