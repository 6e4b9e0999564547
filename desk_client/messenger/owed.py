"""What is owed to a debtor in writing after an outcome: the itemised statement after a promise,
the reminder before its day, the confirmation that contact has stopped. Pure: the same facts owe the
same messages under the same ids, so that asking twice orders nothing twice."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from desk_client.case_state import CallRecord
from desk_client.fact import Fact
from desk_client.fact_body import OutcomeLogged
from desk_client.ids import MessageId, derived_id
from desk_client.next_action import Planned, planned
from desk_client.services.case_in_hand import CaseInHand

AFTER_UNDO = timedelta(minutes=15)  # an outcome may still be taken back; house value
TOO_LATE = timedelta(days=3)  # what could not be sent for so long is left to a person


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """One message that is due at `at`, from the first of `templates` that fits."""

    message_id: MessageId
    templates: tuple[str, ...]
    at: datetime
    call: CallRecord


def owed(hand: CaseInHand, outcomes: tuple[Fact, ...], now: datetime) -> Iterator[Owed]:
    """What is due by `now` and not yet ordered. `outcomes` are the outcome facts of the case; those
    that do not stand any more owe nothing, nor does a promise that another has replaced."""
    known = {each.message_id for each in hand.state.messages}
    standing = {call.outcome.fact_id: call for call in hand.state.calls if call.outcome is not None}
    for fact in outcomes:
        call, body = standing.get(fact.fact_id), fact.body
        if call is None or not isinstance(body, OutcomeLogged):
            continue
        promise = hand.state.open_promise
        if body.promise is not None and (promise is None or promise.fact_id != fact.fact_id):
            continue
        for todo in planned(body, fact.occurred_at, hand.zone):
            message_id = MessageId(derived_id("owed", f"{fact.fact_id}:{todo.id}"))
            at = _due(todo, fact.occurred_at)
            if todo.send and message_id not in known and at <= now <= at + TOO_LATE:
                yield Owed(message_id=message_id, templates=todo.send, at=at, call=call)


def _due(todo: Planned, logged_at: datetime) -> datetime:
    return max(todo.at or logged_at, logged_at + AFTER_UNDO)
