"""The messenger's work, in rounds: what came back is written down, what is owed is ordered, what is
due is posted by several workers at once. It can be cut short at any moment: what stands at central
tells the next run where it was."""

import logging
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from queue import Empty, SimpleQueue

from desk_client.agent import Agent
from desk_client.clock import Clock
from desk_client.ids import DebtorId
from desk_client.message_body import MessageFailed
from desk_client.messenger import news as told
from desk_client.messenger.owed import orders
from desk_client.messenger.register import Order
from desk_client.messenger.worker import Worker
from desk_client.transport.outgoing import News, Replied
from desk_client.writing.template import Template

log = logging.getLogger(__name__)

FIRST_LOOK_BACK = timedelta(days=45)  # further than a promise may lie ahead
LOOK_BACK = timedelta(minutes=10)  # facts may come late
PAGE = 200  # orders a round


@dataclass(slots=True)
class Tally:
    """What one round did, counted."""

    ordered: int = 0
    posted: Counter[str] = field(default_factory=Counter)  # by how it ended
    news: int = 0
    unknown_senders: int = 0

    @property
    def idle(self) -> bool:
        """Whether the next round may wait a little."""
        return not (self.ordered or self.news or self.posted.total() - self.posted["later"])


class Round:
    """One messenger at work."""

    def __init__(
        self,
        *,
        workers: Sequence[Worker],
        templates: Mapping[str, Template],
        agents: Callable[[], Mapping[str, Agent]],
        heard: Callable[[], Iterable[tuple[str, News]]],
        clock: Clock,
        pace: Callable[[], None],
    ) -> None:
        """`heard` yields what came in, with its channel; `pace` waits until one more may leave."""
        self._workers = workers
        self._register = workers[0].register
        self._templates = templates
        self._agents = agents
        self._heard = heard
        self._clock = clock
        self._pace = pace
        self._looked: float | None = None  # monotonic seconds

    def begin(self) -> None:
        """After an earlier run that was cut short: what it held is given back, and what it may have
        handed over is told as unknown, never sent again."""
        self._register.give_back_left_open()
        for message_id, case_id, debtor_id in self._register.left_open():
            unknown = MessageFailed(
                message_id=message_id, taken="unknown", reason="the messenger was stopped"
            )
            self._register.tell(case_id, debtor_id, unknown)

    def run(self) -> Tally:
        """One round."""
        tally = Tally()
        for channel, item in self._heard():
            self._write_down(channel, item, tally)
        looked = self._clock.monotonic()
        last = FIRST_LOOK_BACK
        if self._looked is not None:
            last = timedelta(seconds=looked - self._looked) + LOOK_BACK
        self._order_owed(self._register.outcomes_of(last), tally)
        self._looked = looked
        given_up = self._post_due(tally)
        self._order_owed(given_up, tally)
        return tally

    def _order_owed(self, debtors: Sequence[DebtorId], tally: Tally) -> None:
        now = self._clock.now()
        for start in range(0, len(debtors), PAGE):
            for file in self._register.files(debtors[start : start + PAGE]):
                hands = (file.hand(case.case_id) for case in file.cases)
                for hand in (each for each in hands if each is not None):
                    facts = tuple(f for f in file.facts if f.case_id == hand.case.case_id)
                    for order in orders(hand, facts, self._templates, self._agents(), now):
                        self._register.write(hand, order)
                        tally.ordered += 1

    def _post_due(self, tally: Tally) -> list[DebtorId]:
        """Posts what is due; the debtors of whom something was given up."""
        waiting: SimpleQueue[list[Order]] = SimpleQueue()
        for orders_of_one in _by_debtor(self._register.due(PAGE)):
            waiting.put(orders_of_one)
        given_up: list[DebtorId] = []

        def work(worker: Worker) -> None:
            while True:
                try:
                    orders_of_one = waiting.get_nowait()
                except Empty:
                    return
                for order in orders_of_one:
                    self._pace()
                    posted = worker.post(order)
                    tally.posted[posted.end] += 1
                    if posted.end == "given_up":
                        given_up.append(order.debtor_id)

        if not waiting.empty():
            with ThreadPoolExecutor(len(self._workers), "messenger") as threads:
                list(threads.map(work, self._workers))
        return given_up

    def _write_down(self, channel: str, item: News, tally: Tally) -> None:
        tally.news += 1
        if not isinstance(item, Replied):
            known = self._register.handed_as(item.id)
            if known is None:
                log.warning("a receipt for a message that nobody here sent")
                return
            message_id, case_id, debtor_id = known
            self._register.tell(case_id, debtor_id, told.receipt(message_id, item))
            return
        answered = self._register.handed_as(item.to_id) if item.to_id else None
        people = self._register.correspondents(item.sender)
        if not people and answered is not None:  # written from elsewhere, in answer to us
            people = self._register.written_to(answered[0])
        tally.unknown_senders += not people
        for person in people:
            ours = answered is not None and answered[2] == person.debtor_id
            facts = told.answer(
                item,
                "sms" if channel == "sms" else "email",
                person.address,
                answered[0] if ours and answered else None,
            )
            self._register.tell(person.case_id, person.debtor_id, *facts)


def _by_debtor(due: Sequence[Order]) -> Iterable[list[Order]]:
    """One debtor's orders go to one worker, one after the other."""
    found: dict[DebtorId, list[Order]] = {}
    for order in due:
        found.setdefault(order.debtor_id, []).append(order)
    return found.values()
