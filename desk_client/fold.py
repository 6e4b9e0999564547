"""The fold: everything shown of a case, computed from its facts by one pure function. The facts may
come in any order and more than once; they are folded by (occurred_at, fact_id). A withdrawal
undoes an outcome, a callback, a note or a skip with all that followed from it; what physically
happened (an attempt, an answer, an end, a recording) cannot be withdrawn. A touched case is always
folded whole, never patched."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time

from desk_client.care_body import ConsentGiven, FlagLaid, HoldLaid, InconvenientNamed, RecordErased
from desk_client.case_state import (
    CallRecord,
    CaseState,
    Identity,
    LaidFlag,
    LastContact,
    LineEnd,
    LoggedOutcome,
    Note,
    OpenCallback,
    PointState,
    PromiseMade,
)
from desk_client.contact import Contact, contacts, result_of
from desk_client.correspondence import Correspondence, laid_flags
from desk_client.fact import Fact, in_order
from desk_client.fact_body import (
    Answered,
    Attempted,
    CallbackBooked,
    CallbackTerms,
    CallEnded,
    IdentityChecked,
    NoteWritten,
    OutcomeLogged,
    Skipped,
    VerdictGiven,
    Withdrawn,
)
from desk_client.free_text import without_text
from desk_client.ids import CallId, ContactPointId, FactId
from desk_client.message_body import MessageOrdered
from desk_client.money import Money
from desk_client.reach_body import ContactPointMarked, ContactPointNamed
from desk_client.reach_fold import Reach
from desk_client.team_body import CaseHandedOver
from desk_client.teamwork import Teamwork
from desk_client.workflow_body import (
    FlagLifted,
    WorkflowApproved,
    WorkflowClosed,
    WorkflowNoted,
    WorkflowOpened,
    WorkflowPassed,
    WorkflowTaken,
)
from desk_client.workflow_fold import Workflows

# Counts up whenever the fold answers differently from before: stored states are then folded anew.
FOLD_VERSION = 9

_WITHDRAWABLE = (
    *(OutcomeLogged, CallbackBooked, NoteWritten, Skipped),
    *(MessageOrdered, FlagLaid, ConsentGiven, InconvenientNamed, HoldLaid),
    *(WorkflowOpened, WorkflowTaken, WorkflowNoted, WorkflowPassed, WorkflowApproved),
    *(WorkflowClosed, FlagLifted, ContactPointNamed, ContactPointMarked),
    CaseHandedOver,
)


def fold(facts: Iterable[Fact]) -> CaseState:
    """The state of the case whose facts these are."""
    standing = _standing(facts)
    case = _Folding(effective=_effective_outcomes(standing), calls=_attempts(standing))
    for fact in standing:
        case.take(fact)
    return case.state()


def contacts_of(facts: Iterable[Fact]) -> tuple[Contact, ...]:
    """The compliance request's history, oldest first; give it the facts of the whole debtor."""
    state = fold(facts)
    return contacts(state.calls, state.messages, state.answers)


def flags_of(facts: Iterable[Fact]) -> tuple[LaidFlag, ...]:
    """Every flag that stands; give it the facts of the whole debtor."""
    return fold(facts).flags


def _standing(facts: Iterable[Fact]) -> list[Fact]:
    """Each fact once, in order, without the withdrawn ones and without the withdrawals; of those
    that were erased only what is counted."""
    once = _without_erased({fact.fact_id: fact for fact in facts})
    gone = {
        fact.body.fact_id
        for fact in once.values()
        if isinstance(fact.body, Withdrawn) and _may_take_back(fact, once.get(fact.body.fact_id))
    }
    return [
        fact
        for fact in in_order(once.values())
        if not isinstance(fact.body, Withdrawn)
        and not (fact.fact_id in gone and isinstance(fact.body, _WITHDRAWABLE))
    ]


def _may_take_back(withdrawal: Fact, of: Fact | None) -> bool:
    """What stops contact, such as a debtor's stop, is taken back only by whoever wrote it down."""
    lays = (FlagLaid, OutcomeLogged, WorkflowOpened)
    stops = of is not None and isinstance(of.body, lays) and of.body.flags
    return not stops or of is None or of.actor == withdrawal.actor


def _without_erased(once: dict[FactId, Fact]) -> dict[FactId, Fact]:
    for erased in [fact.body.of for fact in once.values() if isinstance(fact.body, RecordErased)]:
        fact = once.get(FactId(erased))
        if fact is not None:
            once[fact.fact_id] = replace(fact, body=without_text(fact.body))
    return once


def _effective_outcomes(facts: Iterable[Fact]) -> frozenset[FactId]:
    """One outcome a call: the latest, but one that laid flags (a dispute, a stop) gives way only
    to another that does."""
    chosen: dict[CallId, tuple[FactId, bool]] = {}
    for fact in facts:
        if isinstance(fact.body, OutcomeLogged):
            flagged = bool(fact.body.flags)
            if flagged or not chosen.get(fact.body.call_id, ("", False))[1]:
                chosen[fact.body.call_id] = (fact.fact_id, flagged)
    return frozenset(fact_id for fact_id, _ in chosen.values())


def _attempts(facts: Iterable[Fact]) -> dict[CallId, CallRecord]:
    """Every call that was placed, before anything is told about it: a clock set back in mid-call
    must not put an outcome before its call."""
    calls: dict[CallId, CallRecord] = {}
    for fact in facts:
        if isinstance(fact.body, Attempted):
            calls.setdefault(fact.body.call_id, _call(fact, fact.body))
    return calls


@dataclass(slots=True)
class _Folding:
    """The fold half done."""

    effective: frozenset[FactId]
    calls: dict[CallId, CallRecord]
    letters: Correspondence = field(default_factory=Correspondence)
    matters: Workflows = field(default_factory=Workflows)
    team: Teamwork = field(default_factory=Teamwork)
    reach: Reach = field(default_factory=Reach)
    promises: list[PromiseMade] = field(default_factory=list)
    callbacks: list[OpenCallback] = field(default_factory=list)
    flags: list[LaidFlag] = field(default_factory=list)
    points: list[PointState] = field(default_factory=list)  # what outcomes taught
    notes: list[Note] = field(default_factory=list)
    status: str | None = None
    queue: str | None = None
    refusals: int = 0
    skipped_at: datetime | None = None

    def take(self, fact: Fact) -> None:
        self.team.take(fact)
        self.reach.take(fact)
        match fact.body:
            case Attempted():  # acts on every callback whose time has come
                self.callbacks = [each for each in self.callbacks if each.at > fact.occurred_at]
            case Answered() | CallEnded() | IdentityChecked():
                self._happened(fact, fact.body)
            case OutcomeLogged():
                self._outcome(fact, fact.body)
            case CallbackBooked(terms=terms, contact_point_id=point):
                self._book(fact, terms, point)
            case NoteWritten() | CaseHandedOver():
                self._written(fact, fact.body)
            case Skipped():
                self.skipped_at = fact.occurred_at
            case VerdictGiven(decision="refused"):
                self.refusals += 1
            case _:
                self.letters.take(fact)
        if isinstance(fact.body, WorkflowOpened):
            self.flags.extend(laid_flags(fact, fact.body.flags))
        moved = self.matters.take(fact, self.status)
        if moved is not None:
            self.status, self.queue = moved.status, moved.queue

    def _written(self, fact: Fact, body: NoteWritten | CaseHandedOver) -> None:
        if isinstance(body, NoteWritten):
            self._note(fact, body.text, body.call_id)
        else:
            self.queue = body.queue
            self._note(fact, body.note, None)

    def _happened(self, fact: Fact, body: Answered | CallEnded | IdentityChecked) -> None:
        call = self.calls.get(body.call_id)
        if call is None:
            return  # its attempt has not been pulled yet; the case is folded again when it is
        match body:
            case Answered():
                call = replace(call, answered_at=call.answered_at or fact.occurred_at)
            case IdentityChecked(verified=verified, matched=matched, missed=missed):
                checked = Identity(
                    verified=verified, matched=matched, missed=missed, checked_at=fact.occurred_at
                )
                call = replace(call, identity=checked)
            case CallEnded():
                call = replace(call, ended=call.ended or _line_end(fact, body))
        self.calls[call.call_id] = call

    def _outcome(self, fact: Fact, body: OutcomeLogged) -> None:
        self.flags.extend(laid_flags(fact, body.flags))
        if body.note:
            self._note(fact, body.note, body.call_id)
        if fact.fact_id not in self.effective:
            return
        call = self.calls.get(body.call_id)
        if call is not None:
            self.calls[body.call_id] = replace(call, outcome=_logged(fact, body))
        self._move(fact, body, call)
        if body.promise is not None:
            terms = body.promise
            made = PromiseMade(
                fact_id=fact.fact_id,
                call_id=body.call_id,
                amount=Money(terms.amount, terms.currency),
                due=terms.due,
                channel=terms.channel,
                made_at=fact.occurred_at,
                actor=fact.actor,
                instalments=body.plan.instalments if body.plan else (),
            )
            self.promises.append(made)
        self._follow_up(fact, body, call)

    def _move(self, fact: Fact, body: OutcomeLogged, call: CallRecord | None) -> None:
        if body.case_status is not None:
            self.status, self.queue = body.case_status, body.queue
        elif body.queue is not None:
            self.queue = body.queue
        if body.contact_point_state is not None and call is not None:
            point = PointState(
                contact_point_id=call.contact_point_id,
                state=body.contact_point_state,
                since=fact.occurred_at,
                fact_id=fact.fact_id,
            )
            self.points.append(point)

    def _follow_up(self, fact: Fact, body: OutcomeLogged, call: CallRecord | None) -> None:
        """An outcome decides the next step anew; an appointment with the debtor stays unless the
        debtor was reached."""
        self.callbacks = [
            each for each in self.callbacks if each.agreed and body.reached != "debtor"
        ]
        if body.callback is not None:
            self._book(fact, body.callback, call.contact_point_id if call else None)

    def _book(self, fact: Fact, terms: CallbackTerms, point: ContactPointId | None) -> None:
        """Our own next try never stands beside an appointment, nor beside another of its kind."""
        kept = [each for each in self.callbacks if each.agreed and each.contact_point_id != point]
        appointments = [each for each in self.callbacks if each.agreed]
        if not terms.agreed and appointments:
            self.callbacks = appointments
            return
        booked = OpenCallback(
            fact_id=fact.fact_id,
            at=terms.at,
            until=terms.until,
            agreed=terms.agreed,
            contact_point_id=point,
            booked_at=fact.occurred_at,
            actor=fact.actor,
        )
        self.callbacks = [*kept, booked]

    def _note(self, fact: Fact, text: str, call_id: CallId | None) -> None:
        note = Note(
            fact_id=fact.fact_id,
            at=fact.occurred_at,
            actor=fact.actor,
            text=text,
            call_id=call_id,
        )
        self.notes.append(note)

    def state(self) -> CaseState:
        calls = tuple(reversed(self.calls.values()))
        promises = tuple(reversed(self.promises))
        callbacks = tuple(sorted(self.callbacks, key=lambda each: (each.at, each.fact_id)))
        open_promise = promises[0] if promises else None
        told = sorted(
            [*self.points, *self.letters.points, *self.reach.points], key=lambda each: each.since
        )
        return CaseState(
            calls=calls,
            unfinished_call=next((call for call in calls if call.outcome is None), None),
            open_promise=open_promise,
            promises=promises,
            callbacks=callbacks,
            flags=tuple(reversed(self.matters.ended(_by_age(self.flags, self.letters.flags)))),
            point_states=tuple({each.contact_point_id: each for each in told}.values()),
            point_history=tuple(reversed(told)),
            named_points=tuple(self.reach.named.values()),
            status=self.status,
            queue=self.queue,
            handed=self.team.handed,
            notes=tuple(reversed(self.notes)),
            messages=tuple(reversed(self.letters.messages.values())),
            answers=tuple(reversed(self.letters.answers)),
            consents=tuple(reversed(self.letters.consents)),
            inconvenient=tuple(self.letters.inconvenient),
            holds=tuple(self.letters.holds),
            workflows=tuple(reversed(self.matters.all.values())),
            last_contacts=tuple(map(_last_contact, calls)),
            refusals=self.refusals,
            skipped_at=self.skipped_at,
            next_at=_next_at(callbacks, open_promise),
        )


def _by_age(*flags: list[LaidFlag]) -> list[LaidFlag]:
    return sorted((flag for some in flags for flag in some), key=lambda flag: flag.since)


def _next_at(callbacks: tuple[OpenCallback, ...], promise: PromiseMade | None) -> datetime | None:
    if callbacks:
        return callbacks[0].at
    return datetime.combine(promise.due, time.min, UTC) if promise else None


def _call(fact: Fact, body: Attempted) -> CallRecord:
    return CallRecord(
        call_id=body.call_id,
        case_id=fact.case_id,
        debtor_id=fact.debtor_id,
        contact_point_id=body.contact_point_id,
        address=body.address,
        place=body.place,
        role=body.role,
        debts=body.debts,
        campaign_id=body.campaign_id,
        initiator=body.initiator,
        mode=body.mode,
        consented=body.consented,
        actor=fact.actor,
        attempted_at=fact.occurred_at,
    )


def _line_end(fact: Fact, body: CallEnded) -> LineEnd:
    return LineEnd(
        at=fact.occurred_at,
        code=body.code,
        reason=body.reason,
        ended_by=body.ended_by,
        answered=body.answered,
        ring_s=body.ring_s,
        talk_s=body.talk_s,
        recording=body.recording,
    )


def _logged(fact: Fact, body: OutcomeLogged) -> LoggedOutcome:
    return LoggedOutcome(
        fact_id=fact.fact_id,
        code=body.code,
        level=body.level,
        result=body.result,
        reached=body.reached,
        by_line=body.by_line,
        note=body.note,
        logged_at=fact.occurred_at,
        actor=fact.actor,
    )


def _last_contact(call: CallRecord) -> LastContact:
    outcome = call.outcome
    return LastContact(
        call_id=call.call_id,
        at=call.attempted_at,
        direction=call.direction,
        place=call.place,
        level=outcome.level if outcome else None,
        code=outcome.code if outcome else None,
        result=result_of(call),
        actor=outcome.actor if outcome else call.actor,
    )
