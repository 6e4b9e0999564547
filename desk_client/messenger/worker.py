"""One worker of the messenger: takes an order, borrows its debtor, reads everything there is about
them after that, and posts. Whatever goes wrong in between, the debtor counts as contacted."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from desk_client.agent import Agent, Campaign, Role
from desk_client.central.borrowing import Loan
from desk_client.clock import Clock
from desk_client.ids import Login
from desk_client.message_body import MessageOrdered
from desk_client.messenger.owed import still_owed
from desk_client.messenger.posting import Borrowed, Posted, Posting
from desk_client.messenger.register import Order, Register
from desk_client.services.case_in_hand import CaseInHand
from desk_client.services.message_words import House

log = logging.getLogger(__name__)

SOMEBODY_HAS_THEM = timedelta(seconds=30)  # when a debtor who is lent to a desk is asked for again
A_NEWER_PROGRAM_WROTE = timedelta(hours=1)  # until then this messenger may have been brought up


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseRows:
    """Whose names stand under messages."""

    campaigns: Mapping[str, Campaign]
    agents: Mapping[str, Agent]
    complaints: str
    messenger: Login

    def of(self, order: Order, hand: CaseInHand) -> House | None:
        """None where central has no such campaign any more."""
        campaign = self.campaigns.get(hand.case.campaign_id)
        if campaign is None:
            return None
        nobody = Agent(
            login=Login(order.actor), staff_no="", name="", role=Role.AGENT, team=campaign.team
        )
        return House(
            agent=self.agents.get(order.actor, nobody),
            campaign=campaign,
            complaints=self.complaints,
        )


class Worker:
    """Works on one connection; not for two threads at once."""

    def __init__(
        self,
        *,
        register: Register,
        posting: Posting,
        house: Callable[[], HouseRows],
        clock: Clock,
    ) -> None:
        self.register = register
        self._posting = posting
        self._house = house
        self._clock = clock

    def post(self, order: Order) -> Posted:
        """The order's end, as it stands now."""
        loan = self.register.borrow(order)
        if loan is None:
            return self._later(order, SOMEBODY_HAS_THEM)
        attempted = True
        try:
            posted = self._post(order, loan)
            attempted = posted.end in ("sent", "unknown")
        finally:
            self.register.give_back(loan, attempted=attempted)
        return posted

    def _post(self, order: Order, loan: Loan) -> Posted:
        file = self.register.file(order.debtor_id)
        hand = file.hand(order.case_id) if file is not None else None
        house = self._house().of(order, hand) if hand is not None else None
        if file is None or hand is None or house is None or file.unreadable:
            log.warning("message %s waits: its case cannot be read whole", order.body.message_id)
            return self._later(order, A_NEWER_PROGRAM_WROTE)
        message = next(
            (m for m in hand.state.messages if m.message_id == order.body.message_id), None
        )
        if message is None or not message.waits:
            return Posted("done")  # taken back, or sent by another run
        by_itself = order.actor == self._house().messenger
        if by_itself and not still_owed(order.body, hand, file.facts):
            return self._posting.give_up(order.body, hand, "no longer owed")
        if self._clock.now() >= loan.until:  # it took so long that a desk may have them now
            return self._later(order, SOMEBODY_HAS_THEM)
        borrowed = Borrowed(hand=hand, house=house, outstanding=loan.outstanding)
        return self._posting.post(self._of_its_own(order), borrowed)

    def _of_its_own(self, order: Order) -> MessageOrdered:
        """The order with the fields that a messenger chose; a person chooses none, or could write
        anything in the name of a template."""
        if order.actor in self._house().agents:
            return order.body.model_copy(update={"fields": {}})
        return order.body

    def _later(self, order: Order, after: timedelta) -> Posted:
        at = self._clock.now() + after
        self.register.try_again(order.body.message_id, at)
        return Posted("later", at)
