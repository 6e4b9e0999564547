"""The form of an override as finished words: which rules it lifts, for how long, what is still
missing. What is typed stays in the form's own fields; the password is in no value at all."""

from dataclasses import dataclass

from desk_client.services.desk_state import DeskState, Phase
from ui.wording import Wording


@dataclass(frozen=True, slots=True)
class OverrideSeen:
    """The whole form. `of` tells one refusal from the next: what was typed for one is not kept for
    another."""

    of: str
    title: str
    said: str
    rules: tuple[tuple[str, str], ...]  # what it says, its clause
    asking: bool
    fault: str


def override_seen(state: DeskState, wording: Wording) -> OverrideSeen | None:
    """None while it is shut."""
    part = state.override
    if part is None or state.phase is not Phase.REFUSED:
        return None
    clauses = (wording.clause(clause) for clause in part.clauses)
    return OverrideSeen(
        of=state.card.case_id if state.card is not None else "",
        title=wording.word("override.title"),
        said=wording.word("override.said", n=part.minutes),
        rules=tuple(zip((wording.text(rule) for rule in part.rules), clauses, strict=True)),
        asking=part.asking,
        fault=wording.text(part.fault) if part.fault is not None else "",
    )
