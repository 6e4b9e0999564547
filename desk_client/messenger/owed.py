"""What is owed to a debtor in writing after an outcome: the itemised statement after a promise,
the reminder before its day, the confirmation that contact has stopped. Pure: the same facts owe the
same messages under the same ids, so that asking twice orders nothing twice. Where the first
template cannot be sent, the next one is owed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from desk_client.agent import Agent
from desk_client.fact import Fact
from desk_client.fact_body import OutcomeLogged
from desk_client.ids import FactId, MessageId, derived_id
from desk_client.message_body import MessageOrdered
from desk_client.next_action import Planned, planned
from desk_client.services.case_in_hand import CaseInHand
from desk_client.services.message_words import points_for
from desk_client.writing.template import Template

AFTER_UNDO = timedelta(minutes=15)  # an outcome may still be taken back; house value
TOO_LATE = timedelta(days=3)  # what could not be sent for so long is left to a person


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """One message that is due at `at`, from the first of `templates` that can be sent."""

    outcome_id: FactId
    todo: str
    templates: tuple[str, ...]
    at: datetime
    agent: str  # login of whoever logged the outcome

    def message_id(self, template: str) -> MessageId:
        return MessageId(derived_id("owed", f"{self.outcome_id}:{self.todo}:{template}"))


def owed(hand: CaseInHand, facts: tuple[Fact, ...]) -> Iterator[Owed]:
    """Everything that the outcomes which stand owe, sent or not. A promise that another has
    replaced owes nothing any more."""
    standing = {call.outcome.fact_id for call in hand.state.calls if call.outcome is not None}
    promise = hand.state.open_promise
    for fact in facts:
        body = fact.body
        if not isinstance(body, OutcomeLogged) or fact.fact_id not in standing:
            continue
        if body.promise is not None and (promise is None or promise.fact_id != fact.fact_id):
            continue
        for todo in planned(body, fact.occurred_at, hand.zone):
            if todo.send:
                yield Owed(
                    outcome_id=fact.fact_id,
                    todo=todo.id,
                    templates=todo.send,
                    at=_due(todo, fact.occurred_at),
                    agent=fact.actor,
                )


def orders(
    hand: CaseInHand,
    facts: tuple[Fact, ...],
    templates: Mapping[str, Template],
    agents: Mapping[str, Agent],
    now: datetime,
) -> Iterator[MessageOrdered]:
    """The orders that are missing."""
    known = {each.message_id: each for each in hand.state.messages}
    for due in owed(hand, facts):
        if due.at + TOO_LATE < now:
            continue
        for name in due.templates:
            before = known.get(due.message_id(name))
            points = points_for(templates[name], hand) if name in templates else ()
            if before is not None and (before.failed is None or before.taken != "no"):
                break
            if before is None and points:
                agent = agents.get(due.agent)
                yield MessageOrdered(
                    message_id=due.message_id(name),
                    channel=templates[name].channel,
                    template=name,
                    language=hand.debtor.language,
                    purpose=templates[name].purpose,
                    contact_point_id=points[0].contact_point_id,
                    address=points[0].value,
                    place=points[0].place.value,
                    role=points[0].role.value,
                    debts=tuple(debt.debt_id for debt in hand.case.debts),
                    fields={"agent": agent.name, "staff_no": agent.staff_no} if agent else {},
                    not_before=due.at,
                )
                break


def still_owed(order: MessageOrdered, hand: CaseInHand, facts: tuple[Fact, ...]) -> bool:
    """Whether an order of the messenger's own is owed as it was when it was written."""
    return any(
        order.message_id == due.message_id(name)
        for due in owed(hand, facts)
        for name in due.templates
    )


def _due(todo: Planned, logged_at: datetime) -> datetime:
    return max(todo.at or logged_at, logged_at + AFTER_UNDO)
