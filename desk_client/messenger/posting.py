"""The one road for messages. An order is taken up, its debtor borrowed so that no desk can contact
them meanwhile, the words are filled with today's figures, and the law is asked at that instant with
everything central knows. Refused: the refusal is recorded, and the order waits for the next lawful
minute or is given up. Allowed: the attempt is at central before the message is handed over, and
counts whatever follows. What may have been taken is never sent again by itself."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol

from desk_client.agreed_clock import steady
from desk_client.clock import Clock
from desk_client.compliance.pack_set import PackSet
from desk_client.debtor import ContactPoint
from desk_client.fact_body import FactBody, VerdictGiven
from desk_client.ids import ContactPointId, MessageId
from desk_client.message_body import (
    MessageAttempted,
    MessageFailed,
    MessageHanded,
    MessageOrdered,
)
from desk_client.outstanding import Outstanding
from desk_client.services.asking import Circumstances, contact_request
from desk_client.services.case_in_hand import CaseInHand
from desk_client.services.message_words import House, approach, points_for, written
from desk_client.services.permit import may_have_happened
from desk_client.services.verdict_fact import verdict_fact
from desk_client.transport.outgoing import Handed, NotTaken, PerhapsTaken
from desk_client.writing.fill import Writing
from desk_client.writing.template import Template

GIVES_UP_AFTER = timedelta(days=3)  # what could not be sent for so long is left to a person
SOON, LATER = timedelta(minutes=1), timedelta(minutes=10)
_PASSES = ("throttled", "queue_full", "connection_lost", "no_answer")


@dataclass(frozen=True, slots=True, kw_only=True)
class Borrowed:
    """A debtor whom nobody else may contact now, with everything that is known about the case."""

    hand: CaseInHand
    house: House
    outstanding: tuple[Outstanding, ...] = ()


class WayOut(Protocol):
    """Hands one message over; NotTaken and PerhapsTaken as transport.outgoing tells."""

    def hand_over(
        self, message_id: MessageId, writing: Writing, point: ContactPoint, borrowed: Borrowed
    ) -> Handed: ...


class Ledger(Protocol):
    """Where facts stand. What `write` was given is durable when it returns."""

    def write(self, hand: CaseInHand, *bodies: FactBody) -> None: ...

    def try_again(self, message_id: MessageId, at: datetime) -> None: ...


@dataclass(frozen=True, slots=True)
class Posted:
    """What became of one order: sent, later, given_up, unknown, done (it was over already)."""

    end: str
    retry_at: datetime | None = None


class Posting:
    """Sends what was ordered, one message at a time."""

    def __init__(
        self,
        *,
        packs: PackSet,
        templates: Mapping[str, Template],
        ways: Mapping[str, WayOut],
        ledger: Ledger,
        circumstances: Circumstances,
        clock: Clock,
    ) -> None:
        """`ways` by channel; a channel without one waits."""
        self._packs = packs
        self._templates = templates
        self._ways = ways
        self._ledger = ledger
        self._circumstances = circumstances
        self._clock = clock

    def post(self, order: MessageOrdered, borrowed: Borrowed) -> Posted:
        """Everything from the order to its end, as it stands now."""
        template = self._templates.get(order.template)
        point = _point(order, template, borrowed.hand)
        if template is None or point is None:
            return self.give_up(order, borrowed.hand, "no such template or address any more")
        now = self._clock.now()
        if not steady(self._clock):
            return Posted("later")  # until central has been asked for the time
        if order.channel not in self._ways:
            self._ledger.try_again(order.message_id, now + LATER)
            return Posted("later", now + LATER)
        hand = borrowed.hand
        writing = written(template, hand, borrowed.house, hand.today(now), order.fields)
        if writing.missing:
            return self.give_up(order, hand, f"not known: {', '.join(writing.missing)}")
        judged = self._judge(order, borrowed, point, writing, template, now)
        if judged.decision == "refused":
            return self._refused(order, borrowed, judged)
        attempt = MessageAttempted(  # what is done, whatever the order said
            message_id=order.message_id,
            channel=template.channel,
            template=template.template,
            purpose=template.purpose,
            contact_point_id=point.contact_point_id,
            address=point.value,
            place=point.place.value,
            role=point.role.value,
            debts=tuple(debt.debt_id for debt in hand.case.debts),
            sha256=writing.sha256,
        )
        self._ledger.write(hand, judged, attempt)
        return self._hand_over(order, borrowed, point, writing)

    def _judge(
        self,
        order: MessageOrdered,
        borrowed: Borrowed,
        point: ContactPoint,
        writing: Writing,
        template: Template,
        now: datetime,
    ) -> VerdictGiven:
        hand = borrowed.hand
        request = contact_request(
            _without(hand, order.message_id),
            point,
            approach(writing, template, path="messenger", initiator="automaton"),
            now=now,
            history_as_of=now,
            circumstances=self._circumstances,
            also=may_have_happened(borrowed.outstanding, now),
        )
        verdict = self._packs.verdict(request)
        return verdict_fact(
            request,
            verdict,
            path="messenger",
            point=order.contact_point_id,
            message_id=order.message_id,
            outstanding=borrowed.outstanding,
        )

    def _refused(self, order: MessageOrdered, borrowed: Borrowed, judged: VerdictGiven) -> Posted:
        retry_at = judged.retry_at
        if retry_at is None and any(each.rule.startswith("engine.") for each in judged.reasons):
            # a clock, a zone, a pack: mended by people, and the message is as good as before
            retry_at = self._clock.now() + LATER
        if retry_at is not None:
            self._ledger.write(borrowed.hand, judged)
            self._ledger.try_again(order.message_id, retry_at)
            return Posted("later", retry_at)
        first = judged.reasons[0]
        failed = MessageFailed(
            message_id=order.message_id, taken="no", reason=f"refused: {first.rule} ({first.ref})"
        )
        self._ledger.write(borrowed.hand, judged, failed)
        return Posted("given_up")

    def _hand_over(
        self, order: MessageOrdered, borrowed: Borrowed, point: ContactPoint, writing: Writing
    ) -> Posted:
        way, message_id = self._ways[order.channel], order.message_id
        body: MessageHanded | MessageFailed
        try:
            handed = way.hand_over(message_id, writing, point, borrowed)
        except NotTaken as fault:
            body = MessageFailed(
                message_id=message_id,
                taken="no",
                reason=str(fault),
                dead_address=fault.permanent and fault.reason == "bad_address",
                again_at=self._again_at(order, borrowed, fault),
            )
        except PerhapsTaken as fault:
            body = MessageFailed(message_id=message_id, taken="unknown", reason=str(fault))
        else:
            body = MessageHanded(message_id=message_id, handed_as=handed.ids)
        self._ledger.write(borrowed.hand, body)
        if isinstance(body, MessageHanded):
            return Posted("sent")
        if body.again_at is not None:
            self._ledger.try_again(message_id, body.again_at)
            return Posted("later", body.again_at)
        return Posted("given_up" if body.taken == "no" else "unknown")

    def _again_at(
        self, order: MessageOrdered, borrowed: Borrowed, fault: NotTaken
    ) -> datetime | None:
        """None where trying again does not help, or has gone on for too long."""
        now = self._clock.now()
        ordered = next(
            (
                m.ordered_at
                for m in borrowed.hand.state.messages
                if m.message_id == order.message_id
            ),
            None,
        )
        if fault.permanent or (ordered is not None and now - ordered > GIVES_UP_AFTER):
            return None
        return now + (SOON if fault.reason in _PASSES else LATER)

    def give_up(self, order: MessageOrdered, hand: CaseInHand, reason: str) -> Posted:
        """It will not be sent, and did not leave."""
        failed = MessageFailed(message_id=order.message_id, taken="no", reason=reason)
        self._ledger.write(hand, failed)
        return Posted("given_up")


def _point(
    order: MessageOrdered, template: Template | None, hand: CaseInHand
) -> ContactPoint | None:
    """The address of the order, if the case still has it; the bank may have mended it since."""
    if template is None or template.channel != order.channel:
        return None  # it would leave by another way than the one that was judged
    listed = points_for(template, hand)
    wanted: ContactPointId = order.contact_point_id
    return next((each for each in listed if each.contact_point_id == wanted), None)


def _without(hand: CaseInHand, message_id: MessageId) -> CaseInHand:
    """The case without this very message: an order that waits counts, but not against itself."""

    history = tuple(each for each in hand.history if each.id != message_id)
    return replace(hand, history=history)
