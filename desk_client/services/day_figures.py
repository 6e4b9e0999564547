"""The agent's own day, folded from the facts they made since midnight where they sit. A withdrawn
outcome counts for nothing; a call that was placed stays counted; a machine that picked up is no
conversation."""

from collections.abc import Iterable

from desk_client.contact import result_of
from desk_client.fact import Fact
from desk_client.fact_body import ShiftChanged
from desk_client.fold import fold
from desk_client.services.desk_state import DayFigures

DAY_PLAN = 150  # calls a day: the mission's own figure for one agent
_NOBODY = frozenset({"voicemail", "message_left", "machine"})


def day_figures(facts: Iterable[Fact], *, kept: int = 0, broken: int = 0) -> DayFigures:
    """`kept` and `broken` are matured promises of this agent, judged from payments."""
    own = list(facts)
    day = fold(own)
    talked = [call for call in day.calls if call.answered_at and result_of(call) not in _NOBODY]
    signed_in = [
        fact.occurred_at
        for fact in own
        if isinstance(fact.body, ShiftChanged) and fact.body.state == "signed_in"
    ]
    matured = kept + broken
    return DayFigures(
        dialled=day.attempts,
        plan=DAY_PLAN,
        effective=len(talked),
        promises=len(day.promises),
        kept_percent=round(100 * kept / matured) if matured else None,
        since=min(signed_in, default=None),
    )
