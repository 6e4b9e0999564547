"""What one write touched, so that each pane can tell whether to repaint."""

from dataclasses import dataclass

from desk_client.ids import CaseId, DebtorId


@dataclass(frozen=True, slots=True)
class Changes:
    """Ids touched by one write; two writes add up with |."""

    cases: frozenset[CaseId] = frozenset()
    debtors: frozenset[DebtorId] = frozenset()
    facts: int = 0

    def __or__(self, other: "Changes") -> "Changes":
        return Changes(
            self.cases | other.cases, self.debtors | other.debtors, self.facts + other.facts
        )

    def __bool__(self) -> bool:
        return bool(self.cases or self.debtors or self.facts)
