"""The due list: every workflow of the cases at this desk that waits for its answer, with what it
stops and what stays allowed; and the keys that take it, note a step, answer it, hand it over, refer
a case, lift a flag. An undo that needs a reason opens its form here too, without the list."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from desk_client.ids import CaseId
from desk_client.services import workflow_intents as asks
from desk_client.services.case_deeds import lift_deed, open_deed, refer_deed, undo_deed
from desk_client.services.case_in_hand import CaseFiles, CaseInHand
from desk_client.services.deed import Deed
from desk_client.services.deeds import Deeds
from desk_client.services.due_rows import DueRows
from desk_client.services.standing import NOT_NOW, Standing
from desk_client.services.undoing import LastOutcome, Undoing
from desk_client.services.verified import verified_lately
from desk_client.services.workflow_deeds import approve_deed, close_deed, note_deed, pass_deed
from desk_client.services.workflow_parts import DuePart, DueRow
from desk_client.text import Text
from desk_client.workflow_body import WorkflowKind, WorkflowTaken

_NO_FLAG = Text("该客户没有生效的标记", "No flag of this debtor is in force")
_IN_CALL = Text("通话结束后再打开其他案件", "Another case is opened after the call")
_ABOUT_YOU = Text(
    "事关您的通话，须由他人答复", "It is about a talk of yours; somebody else answers it"
)
_TAKEN = Text("已认领，由您负责", "It is yours now")


class DueList:
    """Answers the page's intents; called on the desk thread."""

    def __init__(
        self,
        *,
        standing: Standing,
        files: CaseFiles,
        due: DueRows,
        deeds: Deeds,
        undoing: Undoing,
        look: Callable[[CaseId], None],
        undo_because: Callable[[str], None],
    ) -> None:
        """`look` paints a case; `undo_because` takes the last outcome back with its reason."""
        self._at = standing
        self._files = files
        self._due = due
        self._deeds = deeds
        self._undoing = undoing
        self._look = look
        self._undo_because = undo_because
        self._open = False
        self._chosen = 0
        self._kind: WorkflowKind | None = None

    def answers(self) -> dict[type, Callable[[Any], None]]:
        """The intents answered here."""
        return {
            asks.OpenDueList: lambda _: self._show(),
            asks.CloseDueList: lambda _: self._close(),
            asks.MoveDue: lambda i: self._choose(self._chosen + i.step),
            asks.ChooseDue: lambda i: self._choose(i.index),
            asks.FilterDue: lambda i: self._filter(i.kind),
            asks.OpenDueCase: lambda i: self._open_case(i.case_id),
            asks.TakeDue: lambda _: self._take(),
            asks.BeginDeed: lambda i: self._begin(i.deed),
            asks.ChooseInDeed: lambda i: self._deeds.choose(i.index),
            asks.SubmitDeed: self._deeds.submit,
            asks.LeaveDeed: lambda _: self._leave_form(),
            asks.UndoDeed: lambda _: self._deeds.undo(),
        }

    def fields(self, *, hidden: bool) -> dict[str, Any]:
        """Its parts of the state. Words that somebody wrote may name a figure: while a caller's
        identity is open they stay away."""
        self._ask_why()
        now = self._at.clock.now()
        last = self._undoing.last_at(now)
        return {
            "due": self._part(now, quiet=hidden and self._at.call is not None),
            "deed": self._deeds.part(on_list=self._open),
            "can_undo": isinstance(last, LastOutcome) or self._undoing.can_undo_hand_over(now),
            "can_redo": self._undoing.can_redo,
        }

    def _ask_why(self) -> None:
        """An undo that waits for its reason opens its form; it goes with the outcome."""
        last = self._undoing.asks_why
        if last is not None and self._deeds.name != "undo":
            hand = self._files.open(last.case.case_id)
            self._deeds.begin(undo_deed(last, hand, self._undo_because))
        elif last is None and self._deeds.name == "undo":
            self._deeds.leave()

    def _show(self) -> None:
        self._open, self._chosen, self._kind = True, 0, None
        self._deeds.told = None

    def _close(self) -> None:
        self._open = False
        self._leave_form()

    def _leave_form(self) -> None:
        self._undoing.asks_why = None
        self._deeds.leave()

    def _filter(self, kind: WorkflowKind | None) -> None:
        self._kind, self._chosen = kind, 0

    def _choose(self, index: int) -> None:
        count = len(self._rows(self._at.clock.now()))
        self._chosen = min(max(0, count - 1), max(0, index))

    def _open_case(self, case_id: CaseId) -> None:
        if not self._at.resting:
            self._at.notice = _IN_CALL
            return
        self._close()
        self._look(case_id)

    def _take(self) -> None:
        row = self._row
        if row is None or row.mine:
            self._at.notice = NOT_NOW
            return
        if row.about_me:
            self._at.notice = _ABOUT_YOU
            return
        hand = self._files.open(row.case_id)
        facts = self._at.write(hand, WorkflowTaken(of=row.workflow))
        self._deeds.written(hand, facts, _TAKEN)

    def _begin(self, name: str) -> None:
        hand = self._case
        if not self._open or hand is None:
            self._at.notice = NOT_NOW
            return
        deed = self._deed(name, hand)
        if deed is None:
            self._at.notice = _NO_FLAG if name == "lift" else NOT_NOW
            return
        self._deeds.begin(deed)

    def _deed(self, name: str, hand: CaseInHand) -> Deed | None:
        """None where there is nothing to do it on."""
        now = self._at.clock.now()
        if name == "open":
            return open_deed(hand, now)
        if name == "refer":
            return refer_deed(hand, now)
        if name == "lift":
            verified = verified_lately(hand, self._at.call, now)
            return lift_deed(hand, self._due.packs_of(hand), now, verified=verified)
        row = self._row
        return self._deed_on(name, row, now) if row is not None else None

    def _deed_on(self, name: str, row: DueRow, now: datetime) -> Deed | None:
        """On the chosen workflow."""
        hand, me = self._files.open(row.case_id), self._at.staff.agent
        named = [each for each in hand.state.open_workflows if each.fact_id == row.workflow]
        made: Deed | None = None
        for workflow in named:
            if name == "note":
                made = note_deed(hand, workflow)
            elif name == "pass":
                made = pass_deed(hand, workflow)
            elif name == "close" and not row.about_me:
                made = close_deed(
                    hand,
                    workflow,
                    self._due.packs_of(hand),
                    day=hand.today(now),
                    verified=verified_lately(hand, self._at.call, now),
                )
            elif name == "approve" and workflow.kind == "referral" and not workflow.approved_by:
                made = approve_deed(hand, workflow, me)
        return made

    @property
    def _row(self) -> DueRow | None:
        rows = self._rows(self._at.clock.now()) if self._open else ()
        return rows[self._chosen] if self._chosen < len(rows) else None

    @property
    def _case(self) -> CaseInHand | None:
        """What the keys act on that need no workflow: the case in hand, else the chosen row's."""
        if self._at.hand is not None:
            return self._files.open(self._at.hand.case.case_id)
        row = self._row
        return self._files.open(row.case_id) if row is not None else None

    def _part(self, now: datetime, *, quiet: bool) -> DuePart | None:
        if not self._open:
            return None
        every, rows = self._due.all(now), self._rows(now)
        self._chosen = min(self._chosen, max(0, len(rows) - 1))
        if quiet:
            rows = tuple(map(_without_words, rows))
        counted = Counter(each.kind for each in every)
        hand = self._case
        return DuePart(
            rows=rows,
            chosen=self._chosen,
            kind=self._kind,
            counts=tuple(counted.items()),
            total=len(every),
            overdue=sum(each.overdue for each in every),
            of_case=f"{hand.debtor.name} · {hand.case.case_no}" if hand is not None else "",
            keys=self._keys(now),
            told=self._deeds.told,
        )

    def _keys(self, now: datetime) -> str:
        row, hand = self._row, self._case
        keys = ""
        if row is not None:
            keys = "NG" if row.about_me else "NAG" if row.mine else "TNAG"
        if row is not None and row.kind == "referral" and row.approved_by is None:
            keys += "P"
        if hand is not None:
            keys += "RO"
            if any(flag.in_force(now) for flag in hand.flags):
                keys += "L"
        return keys + ("Z" if self._deeds.can_undo(now) else "")

    def _rows(self, now: datetime) -> tuple[DueRow, ...]:
        every = self._due.all(now)
        return tuple(each for each in every if self._kind in (None, each.kind))


def _without_words(row: DueRow) -> DueRow:
    return replace(row, steps=tuple(replace(each, note="") for each in row.steps))
