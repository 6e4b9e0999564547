"""The work list of this desk: the cases of the debtors lent to it, ranked by work_order.py. Only
leased cases are read, a few dozen, so a page costs milliseconds whatever the store holds."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select

from desk_client.case import Case
from desk_client.case_state import CaseState
from desk_client.debtor import Debtor
from desk_client.ids import CaseId, Login
from desk_client.store.case_states import state_from_json
from desk_client.store.database import Database
from desk_client.store.leases import Lease, Leases
from desk_client.store.reference import Reference
from desk_client.store.tables import case_state
from desk_client.work_order import Reason, Turn, place, rank_of
from desk_client.workflow import steps_back


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkCase:
    """A row of the work list."""

    case: Case
    debtor: Debtor
    state: CaseState
    lease: Lease
    turn: Turn
    reason: Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Unfinished:
    """A case whose call still lacks its outcome."""

    case_id: CaseId
    state: CaseState


class Worklist:
    """Reads the list; what it answers is true at the moment `now` and computed each time."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._reference = Reference(database)
        self._leases = Leases(database)

    def page(self, now: datetime, limit: int = 50, offset: int = 0) -> tuple[WorkCase, ...]:
        """Workable cases, best first."""
        workable = [each for each in self._leased(now) if each.turn is Turn.WORKABLE]
        workable.sort(
            key=lambda each: rank_of(each.case, each.debtor, each.state, each.reason, now)
        )
        return tuple(workable[offset : offset + limit])

    def waiting(self, now: datetime) -> tuple[WorkCase, ...]:
        """Cases whose appointment or promise lies ahead, soonest first."""
        waiting = [each for each in self._leased(now) if each.turn is Turn.WAITING]
        waiting.sort(key=lambda each: (each.state.next_at or now, each.case.case_no))
        return tuple(waiting)

    def counts(self, now: datetime) -> dict[Turn, int]:
        """How many leased cases stand where; every Turn has a count."""
        counted = dict.fromkeys(Turn, 0)
        for each in self._leased(now):
            counted[each.turn] += 1
        return counted

    def state_of(self, case_id: CaseId) -> CaseState:
        """The case as folded; a case without facts has an empty state."""
        return self._states([case_id]).get(case_id, CaseState())

    def unfinished(self, actor: Login) -> tuple[Unfinished, ...]:
        """Cases in which this person's call has no outcome yet, the newest call first; they come
        before any other work."""
        wanted = (
            select(case_state.c.case_id, case_state.c.state)
            .where(case_state.c.unfinished_by == actor)
            .order_by(case_state.c.touched_at.desc(), case_state.c.case_id)
        )
        with self._database.reading() as connection:
            rows = connection.execute(wanted)
            return tuple(
                Unfinished(case_id=row.case_id, state=state_from_json(row.state)) for row in rows
            )

    def _leased(self, now: datetime) -> Iterator[WorkCase]:
        leases = {each.debtor_id: each for each in self._leases.active(now)}
        cases = self._reference.cases_of_debtors(leases)
        debtors = self._reference.debtors(leases)
        ids = [case.case_id for case in cases]
        states, payments = self._states(ids), self._reference.payments_of(ids)
        for case in cases:
            debtor = debtors.get(case.debtor_id)
            if debtor is None or not case.debts:
                continue  # the rest of it has not been pulled yet
            state = states.get(case.case_id, CaseState())
            lent = leases[case.debtor_id]
            paid = payments.get(case.case_id, ())
            placing = place(case, debtor, state, paid, now, holder=lent.holder)
            reason = placing.reason
            if reason.by:
                reason = replace(reason, by=self._reference.name_of(reason.by))
            turn = placing.turn
            if steps_back(state.workflows, Login(lent.holder)):
                turn = Turn.AWAY
            yield WorkCase(
                case=case,
                debtor=debtor,
                state=state,
                lease=lent,
                turn=turn,
                reason=reason,
            )

    def _states(self, ids: Iterable[CaseId]) -> dict[CaseId, CaseState]:
        wanted = select(case_state.c.case_id, case_state.c.state).where(
            case_state.c.case_id.in_(list(ids))
        )
        with self._database.reading() as connection:
            rows = connection.execute(wanted)
            return {row.case_id: state_from_json(row.state) for row in rows}
