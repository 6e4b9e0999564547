"""What facts make of workflows and lifted flags: a part of the fold without calls. Facts come in
their order, each once, without the withdrawn ones. A stop that the debtor asked for is lifted by
the debtor's word only, whatever a fact says."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime

from desk_client.case_state import LaidFlag
from desk_client.fact import Fact
from desk_client.fact_body import OutcomeLogged
from desk_client.ids import FactId
from desk_client.workflow import FLAGS, PLACES, Opening, Workflow, WorkflowStep, openings
from desk_client.workflow_body import (
    FlagLifted,
    WorkflowApproved,
    WorkflowClosed,
    WorkflowNoted,
    WorkflowOpened,
    WorkflowPassed,
    WorkflowTaken,
)

OWN_WISH = frozenset({"cease", "do_not_call", "objected"})  # only who wished it takes it back


@dataclass(frozen=True, slots=True)
class Move:
    """Where the case goes: its place and its queue."""

    status: str | None
    queue: str | None


@dataclass(slots=True)
class Workflows:
    """Half folded."""

    all: dict[FactId, Workflow] = field(default_factory=dict)  # oldest first
    lifted: dict[tuple[FactId, str], datetime] = field(default_factory=dict)

    def take(self, fact: Fact, status: str | None = None) -> Move | None:
        """One fact, in its turn; where the case goes by it. `status` is the case's place before."""
        match fact.body:
            case WorkflowTaken(of=of):
                self._step(fact, of, "taken", owner=fact.actor)
            case WorkflowNoted(of=of, note=note):
                self._step(fact, of, "noted", note)
            case WorkflowApproved(of=of, second=second):
                self._step(fact, of, "approved", second, approved_by=second)
            case WorkflowPassed(of=of, queue=queue, note=note):
                passed = self._step(fact, of, "passed", note, owner=None, queue=queue)
                if passed is not None and status == PLACES[passed.kind]:
                    return Move(status, queue)
            case WorkflowClosed():
                return self._close(fact, fact.body, status)
            case FlagLifted(laid_by=laid_by, flag=flag, word=word):
                if flag not in OWN_WISH or word == "debtor":
                    self.lifted.setdefault((laid_by, flag), fact.occurred_at)
            case _:
                return self._open(fact)
        return None

    def ended(self, flags: Iterable[LaidFlag]) -> list[LaidFlag]:
        """The flags, those that were lifted with the moment of it as their end."""
        found = []
        for flag in flags:
            at = self.lifted.get((flag.fact_id, flag.flag))
            ends = at is not None and (flag.until is None or at < flag.until)
            found.append(replace(flag, until=at) if ends else flag)
        return found

    def _open(self, fact: Fact) -> Move | None:
        move = None
        for opening in openings(fact.body):
            same = self._same_open(opening)
            if same is not None:
                self._again(fact, same, opening)
                continue
            opened = _opened(fact, opening)
            self.all[opened.fact_id] = opened
            if isinstance(fact.body, WorkflowOpened):
                move = Move(PLACES[opening.kind], opening.queue)
        return move

    def _same_open(self, opening: Opening) -> Workflow | None:
        """One about the same matter that waits for its answer already."""
        for each in self.all.values():
            if each.open and each.kind == opening.kind and each.to == opening.to:
                return each
        return None

    def _again(self, fact: Fact, same: Workflow, opening: Opening) -> None:
        debts = (*same.debts, *(debt for debt in opening.debts if debt not in same.debts))
        laid_by = (*same.laid_by, fact.fact_id) if opening.lays else same.laid_by
        self._step(fact, same.fact_id, "again", opening.note, debts=debts, laid_by=laid_by)

    def _step(
        self, fact: Fact, of: FactId, what: str, note: str = "", **changed: object
    ) -> Workflow | None:
        known = self.all.get(of)
        if known is None or not known.open:
            return None  # its opening was withdrawn, or somebody closed it first
        done = WorkflowStep(
            fact_id=fact.fact_id, at=fact.occurred_at, actor=fact.actor, what=what, note=note
        )
        known = replace(known, steps=(*known.steps, done), **changed)  # type: ignore[arg-type]
        self.all[of] = known
        return known

    def _close(self, fact: Fact, body: WorkflowClosed, status: str | None) -> Move | None:
        closed = self._step(
            fact,
            body.of,
            "closed",
            body.reason,
            result=body.result,
            reason=body.reason,
            second=body.second,
            closed_at=fact.occurred_at,
        )
        if closed is None:
            return None
        if body.lifts:
            for laid_by in closed.laid_by:
                for flag, kind in FLAGS.items():
                    if kind == closed.kind:
                        self.lifted.setdefault((laid_by, flag), fact.occurred_at)
        if status != PLACES[closed.kind]:
            return None  # the case was moved on meanwhile
        rest = [each for each in self.all.values() if each.open]
        if rest:
            return Move(PLACES[rest[-1].kind], rest[-1].queue)
        return Move(body.case_status, None) if body.case_status is not None else None


def _opened(fact: Fact, opening: Opening) -> Workflow:
    body = fact.body
    step = WorkflowStep(
        fact_id=fact.fact_id,
        at=fact.occurred_at,
        actor=fact.actor,
        what="opened",
        note=opening.note,
    )
    return Workflow(
        fact_id=workflow_id(fact, opening),
        kind=opening.kind,
        opened_at=fact.occurred_at,
        opened_by=fact.actor,
        call_id=body.call_id if isinstance(body, OutcomeLogged) else None,
        debts=opening.debts,
        queue=opening.queue,
        to=opening.to,
        vouched=opening.vouched,
        laid_by=(fact.fact_id,) if opening.lays else (),
        steps=(step,),
    )


def workflow_id(fact: Fact, opening: Opening) -> FactId:
    """The opening fact's id; with the kind behind it where the fact opens several."""
    several = len(openings(fact.body)) > 1
    return FactId(f"{fact.fact_id}:{opening.kind}") if several else fact.fact_id
