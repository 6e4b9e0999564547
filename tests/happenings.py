"""Facts of made-up people, as tests of the store and the fold tell them: a shift is told call by
call, each happening a second after the one before."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from desk_client.care_body import FlagSet
from desk_client.fact import Fact
from desk_client.fact_body import (
    Answered,
    Attempted,
    CallbackBooked,
    CallbackTerms,
    CallEnded,
    FactBody,
    IdentityChecked,
    OutcomeLogged,
    PromiseTerms,
    Withdrawn,
)
from desk_client.ids import (
    CallId,
    CampaignId,
    CaseId,
    ContactPointId,
    DebtId,
    DebtorId,
    FactId,
    Login,
    new_id,
)

AGENT = Login("agent_20317")
CASE = CaseId("case-1")
DEBTOR = DebtorId("debtor-1")
MOBILE = ContactPointId("mobile-1")
WORK = ContactPointId("work-1")
MORNING = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)  # 10:00 in Shanghai


class Shift:
    """Tells what happens in one case and remembers it in `facts`."""

    def __init__(
        self,
        start: datetime = MORNING,
        *,
        case: CaseId = CASE,
        debtor: DebtorId = DEBTOR,
        actor: Login = AGENT,
    ) -> None:
        self.now = start
        self.facts: list[Fact] = []
        self._case, self._debtor, self._actor = case, debtor, actor

    def tell(self, *bodies: FactBody) -> Fact:
        """Adds a fact for each body; answers the last."""
        for body in bodies:
            self.now += timedelta(seconds=1)
            told = Fact(
                fact_id=FactId(new_id()),
                case_id=self._case,
                debtor_id=self._debtor,
                actor=self._actor,
                occurred_at=self.now,
                body=body,
            )
            self.facts.append(told)
        return self.facts[-1]

    def attempt(self, point: ContactPointId = MOBILE, **more: Any) -> CallId:
        call_id = CallId(new_id())
        self.tell(attempted(call_id, point, **more))
        return call_id

    def no_answer(self, point: ContactPointId = MOBILE, code: int = 480) -> CallId:
        """A call that rang out; no outcome yet."""
        call_id = self.attempt(point)
        self.tell(ended(call_id, code=code, answered=False, talk_s=0.0))
        return call_id

    def conversation(self, point: ContactPointId = MOBILE, *, verified: bool = True) -> CallId:
        """A call that was answered and has ended; no outcome yet."""
        call_id = self.attempt(point)
        self.tell(Answered(call_id=call_id))
        self.tell(
            IdentityChecked(call_id=call_id, verified=verified, matched=("id_last4",), missed=0)
        )
        self.tell(ended(call_id))
        return call_id

    def outcome(self, call_id: CallId, code: str = "RTP", **more: Any) -> Fact:
        return self.tell(outcome(call_id, code, **more))

    def promise(
        self, due: date, amount: str = "800.00", *, check_at: datetime | None = None
    ) -> Fact:
        """A conversation that ends in a promise, checked by a call of ours at `check_at`."""
        terms = PromiseTerms(amount=Decimal(amount), currency="CNY", due=due, channel="bank_app")
        check = CallbackTerms(at=check_at, agreed=False) if check_at else None
        return self.outcome(
            self.conversation(), "PTP", promise=terms, callback=check, case_status="promised"
        )

    def callback(self, at: datetime, *, agreed: bool = True) -> Fact:
        """A conversation that ends in an appointment, or an unanswered call in our next try."""
        terms = CallbackTerms(at=at, agreed=agreed)
        if agreed:
            return self.outcome(self.conversation(), "CB", callback=terms)
        return self.outcome(self.no_answer(), **NO_ANSWER, callback=terms)

    def booked(self, at: datetime, *, agreed: bool = False) -> Fact:
        return self.tell(
            CallbackBooked(terms=CallbackTerms(at=at, agreed=agreed), contact_point_id=MOBILE)
        )

    def withdraw(self, target: Fact) -> Fact:
        return self.tell(Withdrawn(fact_id=target.fact_id, reason="wrong key"))


NO_ANSWER: dict[str, Any] = {
    "code": "NA",
    "level": "NC",
    "result": "no_answer",
    "reached": None,
}


def attempted(call_id: CallId, point: ContactPointId = MOBILE, **more: Any) -> Attempted:
    fields: dict[str, Any] = {
        "address": "+8613800001111",
        "place": "mobile",
        "role": "debtor",
        "debts": (DebtId("debt-1"),),
        "campaign_id": CampaignId("autumn"),
        "initiator": "agent",
        "mode": "manual",
    }
    return Attempted(call_id=call_id, contact_point_id=point, **fields | more)


def ended(call_id: CallId, **more: Any) -> CallEnded:
    fields: dict[str, Any] = {
        "code": 200,
        "reason": "OK",
        "ended_by": "them",
        "answered": True,
        "ring_s": 4.0,
        "talk_s": 61.5,
    }
    return CallEnded(call_id=call_id, **fields | more)


def outcome(call_id: CallId, code: str = "RTP", **more: Any) -> OutcomeLogged:
    fields: dict[str, Any] = {"level": "RPC", "result": "conversation", "reached": "debtor"}
    return OutcomeLogged(call_id=call_id, code=code, **fields | more)


def flag(name: str, **more: Any) -> FlagSet:
    return FlagSet(flag=name, **more)


def ids(facts: Iterable[Fact]) -> list[FactId]:
    return [each.fact_id for each in facts]
