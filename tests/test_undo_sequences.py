"""Undo over everything that can be done to a case, in any order: the folded state is the one
before, whatever happened earlier and whatever comes later. A few hundred sequences each time; with
DESK_CLIENT_SEQUENCES=10000 as many as that."""

import os
import random
from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Literal
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desk_client.care_body import ConsentGiven, FlagLaid, HoldLaid, InconvenientNamed
from desk_client.case_state import CaseState
from desk_client.compliance.workflow_rules import rules_of, workflow_table
from desk_client.fact import Fact
from desk_client.fact_body import (
    Answered,
    CallbackBooked,
    CallbackTerms,
    FactBody,
    IdentityChecked,
    NoteWritten,
    PromiseTerms,
    Skipped,
    Withdrawn,
)
from desk_client.fold import fold
from desk_client.ids import CallId, DebtId, FactId, MessageId
from desk_client.message_body import MessageOrdered
from desk_client.next_action import OutcomeTerms, logged
from desk_client.outcome import table
from desk_client.plan_body import InstalmentTerms, PlanTerms
from desk_client.workflow_body import (
    FlagLifted,
    WorkflowApproved,
    WorkflowClosed,
    WorkflowNoted,
    WorkflowOpened,
    WorkflowPassed,
    WorkflowTaken,
)
from tests.happenings import AGENT, CASE, DEBTOR, MOBILE, MORNING, WORK, attempted, ended, flag

SEQUENCES = int(os.environ.get("DESK_CLIENT_SEQUENCES", "400"))
SHANGHAI = ZoneInfo("Asia/Shanghai")
_FLAGS = ("dispute", "cease", "vulnerable", "hardship_review", "complaint_hold", "lost", "attorney")
Bodies = tuple[FactBody, ...]


class Life:
    """A case to which things happen; what physically happened is told apart from what was done."""

    def __init__(self) -> None:
        self.facts: list[Fact] = []
        self.now = MORNING
        self.calls = 0
        self.done: Counter[str] = Counter()

    @property
    def state(self) -> CaseState:
        return fold(self.facts)

    def tell(self, *bodies: FactBody) -> list[Fact]:
        """One step: its facts bear one moment, as the desk's pen writes them."""
        self.now += timedelta(seconds=37)
        told = [
            Fact(
                fact_id=FactId(f"fact-{len(self.facts) + place:05}"),
                case_id=CASE,
                debtor_id=DEBTOR,
                actor=AGENT,
                occurred_at=self.now,
                body=body,
            )
            for place, body in enumerate(bodies)
        ]
        self.facts += told
        return told

    def step(self, kind: int, seed: int) -> None:
        """Something is done, and by the seed's own chance taken back again."""
        chance = random.Random(seed)
        made = _STEPS[kind % len(_STEPS)](self, chance)
        if not made:
            return
        before = self.state
        written = self.tell(*made)
        self.done.update(each.kind for each in written)
        if chance.random() < 0.6:
            self.tell(*(Withdrawn(fact_id=each.fact_id) for each in reversed(written)))
            assert self.state == before, [each.kind for each in written]
            self.done["undone"] += 1


def _outcome(life: Life, chance: random.Random) -> Bodies:
    """A call of any kind, then any outcome of the table, with its form filled."""
    life.calls += 1
    call_id = CallId(f"call-{life.calls}")
    point = chance.choice([MOBILE, WORK])
    life.tell(attempted(call_id, point))
    if chance.random() < 0.7:
        checked = IdentityChecked(
            call_id=call_id, verified=chance.random() < 0.5, matched=(), missed=0
        )
        life.tell(Answered(call_id=call_id), checked)
    if chance.random() < 0.9:
        life.tell(ended(call_id))
    row = chance.choice(table().outcomes)
    terms = OutcomeTerms(
        promise=PromiseTerms(
            amount=Decimal(chance.randint(1, 900)),
            currency="CNY",
            due=date(2026, 11, 25) + timedelta(days=chance.randint(0, 20)),
            channel="bank_app",
        ),
        plan=_plan(chance),
        callback=_terms(life.now, chance),
        debts=(DebtId("debt-1"),),
        note=chance.choice(["", "a note"]),
    )
    return (logged(row, call_id=call_id, terms=terms, now=life.now, zone=SHANGHAI),)


def _plan(chance: random.Random) -> PlanTerms:
    amounts = [Decimal(chance.randint(1, 900)) for _ in range(chance.randint(1, 6))]
    first = date(2026, 11, 25)
    return PlanTerms(
        total=sum(amounts, Decimal(0)),
        currency="CNY",
        agreed_on=first,
        instalments=tuple(
            InstalmentTerms(due=first + timedelta(days=30 * place), amount=amount)
            for place, amount in enumerate(amounts)
        ),
    )


def _terms(now: datetime, chance: random.Random) -> CallbackTerms:
    at = now + timedelta(minutes=chance.randint(1, 4000))
    return CallbackTerms(at=at, agreed=chance.random() < 0.5)


def _of_the_desk(life: Life, chance: random.Random) -> Bodies:
    """What an agent does to a case without a call."""
    number = len(life.facts)
    order = MessageOrdered(
        message_id=MessageId(f"message-{number}"),
        channel="sms",
        template="sms-call-back",
        purpose="notice",
        contact_point_id=MOBILE,
        address="+8613800001111",
        place="mobile",
        role="debtor",
        debts=(DebtId("debt-1"),),
        language="zh",
    )
    every: tuple[FactBody, ...] = (
        NoteWritten(text="a note"),
        Skipped(reason="not_now"),
        CallbackBooked(
            terms=_terms(life.now, chance), contact_point_id=chance.choice([MOBILE, None])
        ),
        ConsentGiven(consent=chance.choice(["sms", "email", "call"])),
        InconvenientNamed(weekdays=("mon",), from_local=time(9), until_local=time(12)),
        HoldLaid(reason="litigation"),
        FlagLaid(flags=(flag(chance.choice(_FLAGS)),), source="office"),
        order,
    )
    return (chance.choice(every),)


def _opened(_life: Life, chance: random.Random) -> Bodies:
    kind = chance.choice([each.kind for each in workflow_table().kinds])
    return (WorkflowOpened(workflow=kind, queue=rules_of(kind).queue, note="by hand"),)


def _worked(life: Life, chance: random.Random) -> Bodies:
    """Something is done on an open workflow, or on one that is no more."""
    known = life.state.workflows
    if not known:
        return ()
    of = chance.choice(known)
    result = chance.choice(rules_of(of.kind).results)
    every: tuple[FactBody, ...] = (
        WorkflowTaken(of=of.fact_id),
        WorkflowNoted(of=of.fact_id, note="a step"),
        WorkflowPassed(of=of.fact_id, queue=chance.choice(list(table().queues))),
        WorkflowApproved(of=of.fact_id, second=AGENT),
        WorkflowClosed(
            of=of.fact_id,
            result=result.code,
            reason="answered",
            lifts=result.lifts,
            case_status=result.case_status,
        ),
    )
    return tuple(chance.sample(every, chance.randint(1, 3)))


def _lifted(life: Life, chance: random.Random) -> Bodies:
    flags = life.state.flags
    if not flags:
        return ()
    laid = chance.choice(flags)
    word: Literal["debtor", "house"] = "debtor" if chance.random() < 0.5 else "house"
    return (FlagLifted(laid_by=laid.fact_id, flag=laid.flag, word=word, reason="no longer so"),)


_STEPS: tuple[Callable[[Life, random.Random], Bodies], ...] = (
    *(_outcome, _outcome, _outcome, _of_the_desk, _of_the_desk, _opened, _worked, _worked, _lifted),
)


@settings(
    max_examples=SEQUENCES, deadline=None, suppress_health_check=list(HealthCheck), database=None
)
@given(st.lists(st.tuples(st.integers(0, 8), st.integers(0, 2**32)), min_size=3, max_size=14))
def test_undo_gives_back_the_state_before(steps: list[tuple[int, int]]) -> None:
    life = Life()
    for kind, seed in steps:
        life.step(kind, seed)
    assert fold(reversed(life.facts)) == life.state


def test_the_sequences_did_everything_and_took_it_back() -> None:
    life = Life()
    for seed in range(240):
        life.step(seed, seed * 7919)
    kinds = {
        *("outcome_logged", "callback_booked", "note_written", "skipped", "message_ordered"),
        *("flag_laid", "consent_given", "inconvenient_named", "hold_laid", "flag_lifted"),
        *("workflow_opened", "workflow_taken", "workflow_noted", "workflow_passed"),
        *("workflow_approved", "workflow_closed"),
    }
    assert kinds <= set(life.done)
    assert life.done["undone"] > 60
