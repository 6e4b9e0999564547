"""The message sheet of the case in preview: which templates fit, what the chosen one says, whether
it may be sent, and what became of earlier ones. Ordering closes it; the messenger does the rest."""

from collections.abc import Callable
from typing import Any

from desk_client.case_state import MessageRecord
from desk_client.services import message_intents as asks
from desk_client.services.case_in_hand import CaseFiles, CaseInHand
from desk_client.services.desk_state import Phase
from desk_client.services.judging import meters, verdict_row
from desk_client.services.message_order import MessageOrders, Offer
from desk_client.services.message_parts import MessageRow, MessagesPart, SentRow
from desk_client.services.sent_words import message_name, message_standing
from desk_client.services.sentences import moment
from desk_client.services.standing import NOT_NOW, Standing
from desk_client.text import Text

_NOTHING_FITS = Text("本案没有可以书面联系的地址", "There is no address to write to in this case")
_ORDERED = Text("已交消息程序发送", "Ordered; the messenger sends it")
_SENT = 6  # earlier messages shown


class MessageSheet:
    """Answers the sheet's intents; called on the desk thread."""

    def __init__(self, *, standing: Standing, files: CaseFiles, orders: MessageOrders) -> None:
        self._at = standing
        self._files = files
        self._orders = orders
        self._offers: tuple[Offer, ...] = ()
        self._chosen = 0
        self._of: CaseInHand | None = None

    def answers(self) -> dict[type, Callable[[Any], None]]:
        """The intents answered here."""
        return {
            asks.OpenMessages: lambda _: self.open(),
            asks.MoveMessage: lambda i: self._choose(self._chosen + i.step),
            asks.ChooseMessage: lambda i: self._choose(i.index),
            asks.OrderMessage: lambda _: self._order(),
            asks.CloseMessages: lambda _: self._close(),
        }

    def fields(self, *, hidden: bool) -> dict[str, Any]:
        """Its part of the state."""
        return {"messages": self.part(hidden=hidden)}

    def part(self, *, hidden: bool) -> MessagesPart | None:
        """The open sheet; None while it is shut, and as soon as another case is in hand. While
        `hidden` nothing in it tells of the debt."""
        hand = self._at.hand
        if self._of is None or hand is None or self._at.phase is not Phase.PREVIEW:
            self._close()
            return None
        if hand.case.case_id != self._of.case.case_id:
            self._close()
            return None
        offer = self._offers[self._chosen]
        shown = self._orders.shown(offer, hand, hidden=hidden)
        return MessagesPart(
            rows=tuple(map(_row, self._offers)),
            chosen=self._chosen,
            subject=shown.subject,
            lines=tuple(shown.text.split("\n")),
            verdict=verdict_row(offer.judged, hand.zone),
            meters=meters(offer.judged),
            sent=tuple(map(self._sent, hand.state.messages[:_SENT])),
        )

    def offers(self, hand: CaseInHand) -> tuple[Offer, ...]:
        """What can be written in a case, likely ones first."""
        return self._orders.offers(hand)

    def open_at(self, offer: Offer) -> None:
        """Opens the sheet at this template and address, where they still fit."""
        self.open()
        for at, each in enumerate(self._offers):
            if (each.template, each.point) == (offer.template, offer.point):
                self._chosen = at

    def open(self) -> None:
        """Opens it for the case in preview, at the likeliest template."""
        if self._at.phase is not Phase.PREVIEW or self._at.hand is None:
            self._at.notice = NOT_NOW
            return
        hand = self._read(self._at.hand)
        self._offers = self._orders.offers(hand)
        self._chosen, self._of = 0, hand if self._offers else None
        if not self._offers:
            self._at.notice = _NOTHING_FITS

    def _read(self, hand: CaseInHand) -> CaseInHand:
        """The case as it is on the disk now: what was ordered a moment ago counts already."""
        self._at.hand = self._files.open(hand.case.case_id)
        return self._at.hand

    def _close(self) -> None:
        self._offers, self._chosen, self._of = (), 0, None

    def _choose(self, index: int) -> None:
        self._chosen = min(len(self._offers) - 1, max(0, index)) if self._offers else 0

    def _order(self) -> None:
        hand = self._at.hand
        if self._of is None or hand is None:
            self._at.notice = NOT_NOW
            return
        offer = self._offers[self._chosen]
        ordered = self._orders.order(self._read(hand), offer)
        self._at.revision += 1
        if isinstance(ordered, Text):
            self._at.notice = ordered
            self._offers = self._orders.offers(self._read(hand))
            return
        self._read(hand)
        later = offer.not_before
        self._at.notice = _ORDERED
        if later is not None:
            at = moment(later, self._at.clock.now(), hand.zone)
            self._at.notice = Text(
                f"已预约，{at.zh} 起发送", f"Ordered; it is sent from {at.en} on"
            )
        self._close()

    def _sent(self, message: MessageRecord) -> SentRow:
        at = message.attempted_at or message.not_before or message.ordered_at
        return SentRow(
            name=message_name(message.template),
            channel=message.channel,
            at=at or self._at.clock.now(),
            standing=message_standing(message),
        )


def _row(offer: Offer) -> MessageRow:
    return MessageRow(
        name=offer.template.name,
        channel=offer.template.channel,
        to=offer.to,
        allowed=offer.judged.verdict.allowed and offer.fault is None,
        not_before=offer.not_before,
        fault=offer.fault,
    )
