"""The agent's own day, folded from the facts they made since midnight where they sit. A withdrawn
outcome counts for nothing; a call that was placed stays counted."""

from collections.abc import Iterable
from datetime import datetime

from desk_client.fact import Fact
from desk_client.fact_body import Attempted, CallEnded, OutcomeLogged, ShiftChanged, Withdrawn
from desk_client.services.desk_state import DayFigures

DAY_PLAN = 150  # calls a day: the mission's own figure for one agent


def day_figures(facts: Iterable[Fact], *, kept: int = 0, broken: int = 0) -> DayFigures:
    """`kept` and `broken` are matured promises of this agent, judged from payments."""
    dialled = answered = promises = 0
    since: datetime | None = None
    own = list(facts)
    withdrawn = {fact.body.fact_id for fact in own if isinstance(fact.body, Withdrawn)}
    for fact in own:
        match fact.body:
            case Attempted():
                dialled += 1
            case CallEnded(answered=True):
                answered += 1
            case OutcomeLogged(promise=terms) if fact.fact_id not in withdrawn:
                promises += terms is not None
            case ShiftChanged(state="signed_in"):
                since = since or fact.occurred_at
            case _:
                pass
    matured = kept + broken
    return DayFigures(
        dialled=dialled,
        plan=DAY_PLAN,
        effective=answered,
        promises=promises,
        kept_percent=round(100 * kept / matured) if matured else None,
        since=since,
    )
