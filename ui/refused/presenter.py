"""The refused sheet as it is to be seen: the sentence with the next lawful time, every rule with
its own result, and what can be done instead."""

from dataclasses import dataclass

from desk_client.services.desk_state import DeskState, Phase
from ui.verdict_words import deciding, rule_seen
from ui.widgets.rule_row import RuleSeen
from ui.widgets.sureness import SureSeen
from ui.wording import Wording


@dataclass(frozen=True, slots=True)
class AlternativeSeen:
    """One thing to do; the one on Enter is the best."""

    key: str
    icon: str
    what: str
    detail: str
    best: bool


@dataclass(frozen=True, slots=True)
class RefusedSeen:
    """The centre after a refusal."""

    sentence: str
    source: str
    sure: SureSeen | None  # how the clause that decides was read
    rules: tuple[RuleSeen, ...]
    alternatives: tuple[AlternativeSeen, ...]
    override: bool  # two persons may lift it


def refused_seen(state: DeskState, wording: Wording) -> RefusedSeen | None:
    """The sheet, None in every other phase."""
    sheet = state.refused
    if sheet is None or state.phase is not Phase.REFUSED:
        return None
    verdict = sheet.verdict
    local = wording.clock(verdict.checked_at, state.zone)
    return RefusedSeen(
        sentence=wording.text(verdict.sentence),
        source=wording.joined(
            wording.clause(verdict.clauses),
            wording.word("refused.now", at=local),
            wording.word("refused.kept"),
        ),
        sure=deciding(verdict, wording),
        rules=tuple(rule_seen(row, state.now, state.zone, wording) for row in verdict.rules),
        alternatives=tuple(
            AlternativeSeen(
                each.key,
                each.icon,
                wording.text(each.what),
                wording.text(each.detail),
                each.key == "Enter",
            )
            for each in sheet.alternatives
        ),
        override=state.override_helps,
    )
