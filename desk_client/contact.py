"""The plain history of contacts that the compliance request needs (contracts.md section 2,
history[]). What is known of a call only from its line is judged on the strict side, so that a
crash before the outcome can never free a contact that took place."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from desk_client.case_state import Answer, CallRecord, MessageRecord
from desk_client.ids import DebtId
from desk_client.outcome import line_outcome, outcome

# A call that the other side ends sooner than this was hung up at once; as in outcomes.yaml, line.
HUNG_UP_AT_ONCE_S = 4.0

# Facts of which the history is made, and those by which others forbid a contact; a case read when
# there were fewer of them is out of date.
COUNTED = frozenset(
    {
        *("attempted", "message_ordered", "message_attempted", "message_answered"),
        *("flag_laid", "workflow_opened", "consent_revoked", "inconvenient_named"),
    }
)

_BUSY = frozenset({486, 600})
_NOT_IN_SERVICE = frozenset({404, 410, 484, 485, 604})
_GOT_NOWHERE = frozenset({"busy", "not_in_service"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """One contact or attempt; `party` is the debtor's id, or the contact point's for others."""

    id: str
    at: datetime
    kind: str
    direction: str
    address: str
    place: str
    party: str
    party_role: str
    debts: tuple[DebtId, ...]
    campaign: str
    result: str | None  # null = nobody knows yet
    reached: str | None
    talk_s: float
    consented: bool
    purpose: str | None = None
    waits: bool = False  # it has not left yet, and may from `at` on


def result_of(call: CallRecord) -> str:
    """The logged result, else what the line says: conversation, busy, no_answer, ..."""
    if call.outcome is not None:
        return call.outcome.result
    end = call.ended
    if end is None:
        return "conversation" if call.answered_at else "no_answer"
    if end.answered:
        at_once = end.ended_by == "them" and end.talk_s < HUNG_UP_AT_ONCE_S
        return "hung_up_at_once" if at_once else "conversation"
    if end.code in _BUSY:
        return "busy"
    return "not_in_service" if end.code in _NOT_IN_SERVICE else "no_answer"


def _counted_as(call: CallRecord) -> str:
    """The result as the caps are to take it. A call that got nowhere does not count against the
    debtor, so a key alone does not make one: the line must have said so too. Whose identity was
    verified was talked to."""
    said = result_of(call)
    if call.identity is not None and call.identity.verified:
        return "conversation"
    if said not in _GOT_NOWHERE or call.outcome is None:
        return said
    end = call.ended
    heard = end and line_outcome(
        sip_code=end.code,
        reason=end.reason,
        ended_by=end.ended_by,
        answered=end.answered,
        talk_s=end.talk_s,
    )
    return said if heard and outcome(heard).result in _GOT_NOWHERE else "no_answer"


def contact_of(call: CallRecord) -> Contact:
    """A call as one line of history."""
    own = call.role == "debtor"
    return Contact(
        id=call.call_id,
        at=call.attempted_at,
        kind="call",
        direction=call.direction,
        address=call.address,
        place=call.place,
        party=(call.debtor_id or "") if own else call.contact_point_id,
        party_role=call.role,
        debts=call.debts,
        campaign=call.campaign_id,
        result=_counted_as(call),
        reached=_reached(call, own=own),
        talk_s=call.ended.talk_s if call.ended else 0.0,
        consented=call.consented,
    )


def contact_of_message(message: MessageRecord) -> Contact | None:
    """A message as one line of history; None where it certainly never left. One that waits
    counts from the moment it may leave, as a contact whose result nobody knows."""
    at = message.attempted_at or message.not_before or message.ordered_at
    if at is None or (message.failed is not None and message.taken == "no"):
        return None
    return Contact(
        id=message.message_id,
        at=at,
        kind=message.channel,
        direction="out",
        address=message.address,
        place=message.place,
        party=message.contact_point_id if message.role != "debtor" else "",
        party_role=message.role,
        debts=message.debts,
        campaign="",
        result="sent" if message.attempted_at else None,
        reached=None,
        talk_s=0.0,
        consented=False,
        purpose=message.purpose,
        waits=message.waits,
    )


def contact_of_answer(answer: Answer) -> Contact:
    """What the debtor wrote, as one line of history; a bounce is nobody's word."""
    return Contact(
        id=answer.fact_id,
        at=answer.at,
        kind=answer.channel,
        direction="in",
        address=answer.address,
        place=answer.place,
        party=answer.contact_point_id if answer.role != "debtor" else "",
        party_role=answer.role,
        debts=(),
        campaign="",
        result="replied",
        reached=None,
        talk_s=0.0,
        consented=False,
    )


def contacts(
    calls: Iterable[CallRecord],
    messages: Iterable[MessageRecord] = (),
    answers: Iterable[Answer] = (),
) -> tuple[Contact, ...]:
    """Oldest first, as the request's history lists them."""
    written = [contact for each in messages if (contact := contact_of_message(each)) is not None]
    came = [contact_of_answer(each) for each in answers if each.means != "bounce"]
    listed = [*map(contact_of, calls), *written, *came]
    return tuple(sorted(listed, key=lambda contact: (contact.at, contact.id)))


def _reached(call: CallRecord, *, own: bool) -> str | None:
    if call.outcome is not None:
        return call.outcome.reached
    if call.identity is not None and call.identity.verified:
        return "debtor"
    if result_of(call) != "conversation":
        return None
    return "debtor" if own else "third_party"
