"""The agent's own day, folded from the facts they made since midnight where they sit. A withdrawn
outcome counts for nothing; a call that was placed stays counted; a machine that picked up is no
conversation. They are kept case by case and a case is folded anew when something is written in it:
folding the whole day held the desk up for 60 to 100 ms after a thousand calls (measured)."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta

from desk_client.changes import Changes
from desk_client.contact import result_of
from desk_client.fact import Fact, in_order
from desk_client.fact_body import ShiftChanged
from desk_client.fold import fold
from desk_client.ids import CaseId, Login
from desk_client.services.desk_state import DayFigures
from desk_client.services.team_parts import Rest
from desk_client.store.facts import FactStore
from desk_client.team_body import RestReason

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
    rested, resting_since = rests(own)
    return DayFigures(
        dialled=day.attempts,
        plan=DAY_PLAN,
        effective=len(talked),
        promises=len(day.promises),
        kept_percent=round(100 * kept / matured) if matured else None,
        since=min(signed_in, default=None),
        rests=rested,
        resting_since=resting_since,
    )


def rests(own: Iterable[Fact]) -> tuple[tuple[Rest, ...], datetime | None]:
    """How long somebody was not ready, by reason, in the order of first times; and since when the
    rest goes on that is not over. A reason told after the key holds from the key."""
    seconds: dict[RestReason, float] = {}
    began: tuple[datetime, RestReason] | None = None
    for fact in in_order(own):
        if not isinstance(fact.body, ShiftChanged):
            continue
        state, reason = fact.body.state, fact.body.reason
        if began is not None and state == "not_ready" and not began[1]:
            began = (began[0], reason)
            continue
        if began is not None:
            took = (fact.occurred_at - began[0]).total_seconds()
            seconds[began[1]] = seconds.get(began[1], 0.0) + max(0.0, took)
        began = (fact.occurred_at, reason) if state == "not_ready" else None
    over = tuple(Rest(reason, round(took)) for reason, took in seconds.items())
    return over, began[0] if began is not None else None


class OwnDay:
    """The day of one person at this desk. `forget` is told of every write."""

    def __init__(self, *, facts: FactStore, actor: Login) -> None:
        self._facts = facts
        self._actor = actor
        self._midnight: datetime | None = None
        self._cases: dict[CaseId | None, DayFigures] = {}
        self._stale: set[CaseId] = set()

    def forget(self, changes: Changes) -> None:
        """What was written in a case; a write that is about none may be about the day itself."""
        if not changes.cases:
            self._midnight = None
        self._stale |= changes.cases

    def forget_all(self) -> None:
        """What was pulled may be from another desk of this person."""
        self._midnight = None

    def figures(self, midnight: datetime) -> DayFigures:
        """From this midnight, where they sit, to the next."""
        if midnight != self._midnight:
            self._read(midnight)
        until = midnight + timedelta(days=1)
        for case_id in self._stale:
            own = self._facts.of_day(self._actor, midnight, until, case_id=case_id)
            self._cases[case_id] = day_figures(own)
        self._stale.clear()
        parts = list(self._cases.values())
        return DayFigures(
            dialled=sum(part.dialled for part in parts),
            plan=DAY_PLAN,
            effective=sum(part.effective for part in parts),
            promises=sum(part.promises for part in parts),
            kept_percent=None,
            since=min((part.since for part in parts if part.since is not None), default=None),
            rests=tuple(rest for part in parts for rest in part.rests),
            resting_since=next((part.resting_since for part in parts if part.resting_since), None),
        )

    def _read(self, midnight: datetime) -> None:
        by_case: defaultdict[CaseId | None, list[Fact]] = defaultdict(list)
        for fact in self._facts.of_day(self._actor, midnight, midnight + timedelta(days=1)):
            by_case[fact.case_id].append(fact)
        self._cases = {case_id: day_figures(own) for case_id, own in by_case.items()}
        self._midnight = midnight
        self._stale.clear()
