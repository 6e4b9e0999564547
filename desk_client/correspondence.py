"""What facts make of messages, their answers, consents and holds: a part of the fold without calls.
Facts come in their order, each once, without the withdrawn ones."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime

from desk_client.care_body import (
    ConsentGiven,
    ConsentRevoked,
    FlagLaid,
    FlagSet,
    HoldLaid,
    InconvenientNamed,
)
from desk_client.case_state import (
    Answer,
    GivenConsent,
    Hold,
    InconvenientTime,
    LaidFlag,
    MessageRecord,
    PointState,
)
from desk_client.fact import Fact
from desk_client.ids import ContactPointId, MessageId
from desk_client.message_body import (
    MessageAnswered,
    MessageAttempted,
    MessageDelivered,
    MessageFailed,
    MessageHanded,
    MessageOrdered,
)


@dataclass(slots=True)
class Correspondence:
    """Half folded."""

    messages: dict[MessageId, MessageRecord] = field(default_factory=dict)
    answers: list[Answer] = field(default_factory=list)
    consents: list[GivenConsent] = field(default_factory=list)
    inconvenient: list[InconvenientTime] = field(default_factory=list)
    holds: list[Hold] = field(default_factory=list)
    flags: list[LaidFlag] = field(default_factory=list)
    points: list[PointState] = field(default_factory=list)  # what messages taught about addresses

    def take(self, fact: Fact) -> None:
        """One fact, in its turn; those that are none of ours change nothing."""
        match fact.body:
            case MessageOrdered() as body:
                self.messages.setdefault(body.message_id, _message(fact, body))
            case MessageAttempted() as body:
                self._attempted(fact, body)
            case MessageHanded() | MessageDelivered() | MessageFailed() as body:
                self._went(fact, body)
            case MessageAnswered() as body:
                self.answers.append(_answer(fact, body))
                if body.means == "wrong_person":
                    self._learn(fact, body.contact_point_id, "wrong")
            case _:
                self._wished(fact)

    def _wished(self, fact: Fact) -> None:
        """What a debtor allows and forbids, and what is held back from erasure."""
        match fact.body:
            case ConsentGiven() as body:
                self.consents.append(_consent(fact, body))
            case ConsentRevoked() as body:
                self._revoked(fact.occurred_at, body)
            case FlagLaid() as body:
                self.flags.extend(laid_flags(fact, body.flags))
            case InconvenientNamed() as body:
                self.inconvenient.append(_inconvenient(fact, body))
            case HoldLaid(reason=reason):
                self.holds.append(Hold(fact_id=fact.fact_id, reason=reason, since=fact.occurred_at))
            case _:
                pass

    def _attempted(self, fact: Fact, body: MessageAttempted) -> None:
        known = self.messages.get(body.message_id)
        if known is None:
            self.messages[body.message_id] = _message(fact, body)
        elif known.attempted_at is None:
            self.messages[body.message_id] = replace(
                known,
                attempted_at=fact.occurred_at,
                contact_point_id=body.contact_point_id,
                address=body.address,
                place=body.place,
                role=body.role,
                purpose=body.purpose,
                debts=body.debts,
            )

    def _learn(self, fact: Fact, point: ContactPointId, state: str) -> None:
        self.points.append(
            PointState(
                contact_point_id=point, state=state, since=fact.occurred_at, fact_id=fact.fact_id
            )
        )

    def _went(self, fact: Fact, body: MessageHanded | MessageDelivered | MessageFailed) -> None:
        at = fact.occurred_at
        message = self.messages.get(body.message_id)
        if message is None:
            return  # its order has not been pulled yet; the case is folded again when it is
        match body:
            case MessageHanded(handed_as=handed_as):
                message = _arrived(replace(message, handed_as=handed_as), at)
            case MessageDelivered(part=part):
                message = _arrived(replace(message, arrived=(*message.arrived, part)), at)
            case MessageFailed(again_at=again_at) if again_at is not None:
                message = replace(message, attempted_at=None)
            case MessageFailed(taken=taken, reason=reason):
                message = replace(message, failed=reason or "unknown", taken=taken)
        self.messages[body.message_id] = message
        if isinstance(body, MessageFailed) and body.dead_address:
            self._learn(fact, message.contact_point_id, "invalid")

    def _revoked(self, at: datetime, body: ConsentRevoked) -> None:
        self.consents = [
            replace(each, revoked_at=at)
            if (each.consent, each.party, each.revoked_at) == (body.consent, body.party, None)
            else each
            for each in self.consents
        ]


def _arrived(message: MessageRecord, at: datetime) -> MessageRecord:
    """Delivered, once every part is."""
    here = set(message.arrived)
    whole = "" in here or (message.handed_as and here >= set(message.handed_as))
    if not whole or message.delivered_at is not None:
        return message
    return replace(message, delivered_at=at)


def _message(fact: Fact, body: MessageOrdered | MessageAttempted) -> MessageRecord:
    """As first heard of: by its order, or where that was taken back by its attempt alone."""
    ordered = isinstance(body, MessageOrdered)
    return MessageRecord(
        message_id=body.message_id,
        order_id=fact.fact_id if ordered else None,
        channel=body.channel,
        template=body.template,
        purpose=body.purpose,
        contact_point_id=body.contact_point_id,
        address=body.address,
        place=body.place,
        role=body.role,
        debts=body.debts,
        actor=fact.actor,
        ordered_at=fact.occurred_at if ordered else None,
        not_before=body.not_before if isinstance(body, MessageOrdered) else None,
        attempted_at=None if ordered else fact.occurred_at,
    )


def _answer(fact: Fact, body: MessageAnswered) -> Answer:
    return Answer(
        fact_id=fact.fact_id,
        at=fact.occurred_at,
        message_id=body.message_id,
        channel=body.channel,
        contact_point_id=body.contact_point_id,
        address=body.address,
        place=body.place,
        role=body.role,
        means=body.means,
        text=body.text,
    )


def _consent(fact: Fact, body: ConsentGiven) -> GivenConsent:
    return GivenConsent(
        fact_id=fact.fact_id,
        consent=body.consent,
        given_at=fact.occurred_at,
        from_at=body.from_at,
        until=body.until,
        weekdays=body.weekdays,
        local_until=body.local_until,
        party=body.party,
    )


def _inconvenient(fact: Fact, body: InconvenientNamed) -> InconvenientTime:
    return InconvenientTime(
        fact_id=fact.fact_id,
        weekdays=body.weekdays,
        from_local=body.from_local,
        until_local=body.until_local,
        place=body.place,
    )


def laid_flags(fact: Fact, flags: Iterable[FlagSet]) -> Iterable[LaidFlag]:
    """Flags that a fact lays, in force from the moment it tells of."""
    return (
        LaidFlag(
            fact_id=fact.fact_id,
            flag=laid.flag,
            since=fact.occurred_at,
            until=laid.until,
            debts=laid.debts,
            channels=laid.channels,
            party=laid.party,
        )
        for laid in flags
    )
