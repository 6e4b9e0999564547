"""The rows of the due list: each open workflow of the cases at this desk with its deadline by the
packs in force for its debtor, the most pressing first. Read again with every fact and minute."""

from collections.abc import Callable
from datetime import datetime, timedelta

from desk_client.compliance.pack import Pack
from desk_client.compliance.pack_set import PackSet
from desk_client.compliance.workflow_rules import Deadline, deadline_of, rules_of
from desk_client.ids import CaseId
from desk_client.outcome import table
from desk_client.services.case_in_hand import CaseFiles, CaseInHand
from desk_client.services.referral_check import destinations
from desk_client.services.standing import Standing
from desk_client.services.work import Work
from desk_client.services.workflow_parts import DueRow, DueStep
from desk_client.store.open_workflows import OpenWorkflows
from desk_client.workflow import Workflow, WorkflowStep

_SOON = timedelta(days=1)


class DueRows:
    """Reads them; called on the desk thread."""

    def __init__(
        self,
        *,
        standing: Standing,
        files: CaseFiles,
        work: Work,
        packs: PackSet,
        store: OpenWorkflows,
        name_of: Callable[[str], str],
    ) -> None:
        self._at = standing
        self._files = files
        self._work = work
        self._packs = packs
        self._store = store
        self._name_of = name_of
        self._kept: tuple[object, tuple[DueRow, ...]] | None = None

    def all(self, now: datetime) -> tuple[DueRow, ...]:
        """Those that have a day before those that an event ends."""
        mark = (self._at.revision, now.replace(second=0, microsecond=0))
        if self._kept is None or self._kept[0] != mark:
            found = [row for case_id, _ in self._store.cases() for row in self._of(case_id, now)]
            found.sort(key=lambda each: (each.at is None, each.at or each.opened_at, each.case_no))
            self._kept = (mark, tuple(found))
        return self._kept[1]

    def packs_of(self, hand: CaseInHand) -> tuple[Pack, ...]:
        """The packs that are in force for this debtor."""
        if not hand.telephones:
            return self._packs.packs
        judged = self._work.looked(hand, hand.telephones[0])
        return judged.packs.in_force(judged.request)

    def _of(self, case_id: CaseId, now: datetime) -> list[DueRow]:
        try:
            hand = self._files.open(case_id)
        except KeyError:
            return []  # a colleague's case: its facts come with the team's, its rows do not
        packs = self.packs_of(hand)
        return [
            self._made(hand, each, deadline_of(each, packs, hand.zone), now)
            for each in hand.state.open_workflows
        ]

    def _made(
        self, hand: CaseInHand, workflow: Workflow, deadline: Deadline, now: datetime
    ) -> DueRow:
        rules, owner = rules_of(workflow.kind), workflow.owner
        to = destinations().of(workflow.to)
        return DueRow(
            workflow=workflow.fact_id,
            case_id=hand.case.case_id,
            case_no=hand.case.case_no,
            name=hand.debtor.name,
            kind=workflow.kind,
            label=rules.label,
            state=workflow.state,
            owner=self._name_of(owner) if owner is not None else None,
            mine=owner == self._at.staff.agent.login,
            about_me=workflow.about(self._at.staff.agent.login),
            queue=table().queues.get(workflow.queue or rules.queue),
            opened_at=workflow.opened_at,
            at=deadline.at,
            day=deadline.day,
            until=deadline.until,
            clause=deadline.clause,
            confidence=deadline.confidence,
            overdue=deadline.overdue(now),
            soon=deadline.at is not None and deadline.at - now <= _SOON,
            stops=rules.stops,
            allows=rules.allows,
            effect_clause=rules.clause,
            steps=tuple(map(self._step, reversed(workflow.steps))),
            to=to.label if to is not None else None,
            approved_by=self._name_of(workflow.approved_by) if workflow.approved_by else None,
        )

    def _step(self, step: WorkflowStep) -> DueStep:
        note = self._name_of(step.note) if step.what == "approved" else step.note
        return DueStep(at=step.at, who=self._name_of(step.actor), what=step.what, note=note)
