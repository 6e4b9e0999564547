"""The refused sheet as it is to be seen: the sentence with the next lawful time, every rule with
its own result, and what can be done instead."""

from dataclasses import dataclass

from desk_client.services.case_parts import RuleRow
from desk_client.services.desk_state import DeskState, Phase
from ui.wording import Wording


@dataclass(frozen=True, slots=True)
class RuleSeen:
    """One rule as judged."""

    allowed: bool
    label: str
    finding: str
    clause: str
    retry: str


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
    rules: tuple[RuleSeen, ...]
    alternatives: tuple[AlternativeSeen, ...]


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
        rules=tuple(_rule(row, state, wording) for row in verdict.rules),
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
    )


def _rule(row: RuleRow, state: DeskState, wording: Wording) -> RuleSeen:
    retry = "—"
    if row.retry_at is not None:
        retry = wording.next_time(row.retry_at, state.now, state.zone)
    return RuleSeen(
        row.allowed,
        wording.text(row.label),
        wording.text(row.finding),
        wording.clause(row.clause),
        retry,
    )
