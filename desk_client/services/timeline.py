"""The timeline of a debtor, read page by page while somebody looks: the facts that head a row, the
facts that add to them, the payments of those days. What was read stays until a fact arrives, the
category changes, or the figures open or close."""

from dataclasses import dataclass, field
from datetime import datetime, time
from zoneinfo import ZoneInfo

from desk_client.care_body import ComplaintAnswered
from desk_client.case import Case
from desk_client.fact import Fact
from desk_client.fact_body import Attempted, OutcomeLogged, RecordingSealed, Withdrawn
from desk_client.fold import fold
from desk_client.ids import CaseId, FactId, Login
from desk_client.message_body import MessageOrdered
from desk_client.payment import Payment
from desk_client.promise_standing import standings
from desk_client.services import timeline_kinds as kinds
from desk_client.services.case_in_hand import CaseInHand
from desk_client.services.case_parts import Mark
from desk_client.services.detail_parts import CategoryCount, TimelineRow
from desk_client.services.timeline_calls import money_text
from desk_client.services.timeline_care import ROWS
from desk_client.services.timeline_rows import Telling, told
from desk_client.store.chain import RecordingChain
from desk_client.store.reference import Reference
from desk_client.store.timeline import Timeline
from desk_client.text import Text

PAGE = 50  # rows read at once
_READ_AGAIN = 1000  # rows that are read again at most when a fact arrives


@dataclass(frozen=True, slots=True)
class _Of:
    """What the rows on the screen were read for."""

    hand: CaseInHand
    category: str
    open: bool


@dataclass(slots=True)
class _Read:
    """What was read so far."""

    rows: list[TimelineRow] = field(default_factory=list)
    last: tuple[datetime, FactId] | None = None
    more: bool = True
    payments: list[Payment] = field(default_factory=list)  # newest first, not in a row yet


class TimelineReader:
    """Reads for one page of a case; called on the desk thread."""

    def __init__(self, *, timeline: Timeline, chain: RecordingChain, reference: Reference) -> None:
        self._timeline = timeline
        self._chain = chain
        self._reference = reference
        self._of: _Of | None = None
        self._read = _Read()
        self._shown: tuple[TimelineRow, ...] = ()
        self._counts: tuple[CategoryCount, ...] = ()
        self.payments: dict[CaseId, tuple[Payment, ...]] = {}  # of every case of the debtor
        self.cases: tuple[Case, ...] = ()
        self.answered: dict[FactId, datetime] = {}  # complaints, when each was answered first
        self._names: dict[Login, str] = {}
        self._withdrawn: list[Fact] = []
        self._gone: frozenset[FactId] = frozenset()

    def show(self, hand: CaseInHand, category: str, now: datetime, *, open_: bool) -> None:
        """Reads the first page where it is another timeline than the one read."""
        before, self._of = self._of, _Of(hand, category, open_)
        if before is not None and _same(before, self._of):
            return
        again = PAGE
        if before is not None and before.hand.case == hand.case and before.category == category:
            again = max(PAGE, min(len(self._read.rows), _READ_AGAIN))
        if before is None or before.hand is not hand:
            self._gather(hand)
        if before is None or before.hand is not hand or before.open is not open_:
            found = self._timeline.counts(
                hand.debtor.debtor_id, {name: kinds.heads(name) for name in kinds.NAMES}
            )
            paid = sum(map(len, self.payments.values())) if open_ else 0
            self._counts = kinds.counted(found, paid)
        self._read = _Read(payments=self._payments(category, open_=open_))
        self._next(now, again)

    def more(self, now: datetime) -> None:
        """The next page, where there is one."""
        if self._of is not None and self._read.more:
            self._next(now, PAGE)

    def forget(self) -> None:
        """Nothing of a debtor is kept longer than it is looked at."""
        self._of, self._read, self._shown, self._counts = None, _Read(), (), ()
        self.payments, self.cases, self.answered = {}, (), {}
        self._withdrawn, self._gone = [], frozenset()

    @property
    def rows(self) -> tuple[TimelineRow, ...]:
        """What was read, newest first."""
        return self._shown

    @property
    def counts(self) -> tuple[CategoryCount, ...]:
        return self._counts

    @property
    def has_more(self) -> bool:
        return self._read.more

    def _gather(self, hand: CaseInHand) -> None:
        """What rows of every page need: other cases, payments, names, what was taken back."""
        debtor_id = hand.debtor.debtor_id
        self.cases = self._reference.cases_of(debtor_id)
        self.payments = self._reference.payments_of(each.case_id for each in self.cases)
        self._names = {each.login: each.name for each in self._reference.agents()}
        told = self._timeline.of_kinds(debtor_id, "withdrawn", "complaint_answered")
        self._withdrawn = [each for each in told if isinstance(each.body, Withdrawn)]
        self._gone = frozenset(
            each.body.fact_id for each in told if isinstance(each.body, Withdrawn)
        )
        self.answered = {
            each.body.complaint: each.occurred_at
            for each in reversed(told)
            if isinstance(each.body, ComplaintAnswered) and each.fact_id not in self._gone
        }

    def _payments(self, category: str, *, open_: bool) -> list[Payment]:
        if not open_ or category not in kinds.PAYMENTS_IN:
            return []
        every = [each for paid in self.payments.values() for each in paid]
        return sorted(every, key=lambda each: each.paid_on, reverse=True)

    def _next(self, now: datetime, count: int) -> None:
        of = self._of
        if of is None:
            return
        read = self._read
        facts = self._timeline.page(
            of.hand.debtor.debtor_id, kinds.heads(of.category), before=read.last, limit=count
        )
        read.more = len(facts) == count
        telling = self._telling(of, facts, now)
        rows = [told(each, telling, ROWS) for each in facts]
        if facts:
            read.last = (facts[-1].occurred_at, facts[-1].fact_id)
        since = read.last[0] if read.last is not None and read.more else None
        zone = of.hand.zone
        while read.payments and (since is None or _noon(read.payments[0], zone) >= since):
            rows.append(_paid_row(read.payments.pop(0), zone, len(read.payments)))
        rows.sort(key=lambda row: row.at, reverse=True)
        read.rows += rows
        self._shown = tuple(read.rows)

    def _telling(self, of: _Of, facts: list[Fact], now: datetime) -> Telling:
        hand = of.hand
        calls = [
            each.body.call_id for each in facts if isinstance(each.body, Attempted | OutcomeLogged)
        ]
        ordered = [each.body.message_id for each in facts if isinstance(each.body, MessageOrdered)]
        adding = self._timeline.of_calls(calls)
        adding += self._timeline.of_messages(hand.debtor.debtor_id, ordered)
        here = {each.fact_id: each for each in (*facts, *adding, *self._withdrawn)}
        state = fold(here.values())
        standing = (each for each in adding if each.fact_id not in self._gone)
        outcomes = {
            each.body.call_id: each.body
            for each in standing
            if isinstance(each.body, OutcomeLogged)
        }
        sealed = {each.body.call_id for each in adding if isinstance(each.body, RecordingSealed)}
        taken = [each.body.fact_id for each in facts if isinstance(each.body, Withdrawn)]
        return Telling(
            zone=hand.zone,
            now=now,
            open=of.open,
            own_case=hand.case.case_id,
            who=lambda login: self._names.get(login, login),
            calls={each.call_id: each for each in state.calls},
            messages={each.message_id: each for each in state.messages},
            outcomes=outcomes,
            sealed=frozenset(sealed),
            uploaded=self._chain.uploaded(sealed),
            gone=self._gone,
            targets=self._timeline.named(taken) if taken else {},
            promises={
                promise.fact_id: stands
                for promise, stands in standings(
                    hand.state.promises,
                    self.payments.get(hand.case.case_id, ()),
                    hand.today(now),
                    hand.zone,
                )
            },
            case_nos={each.case_id: each.case_no for each in self.cases},
            workflows={each.fact_id: each.kind for each in hand.state.workflows},
        )


def _same(one: _Of, other: _Of) -> bool:
    """The case is compared by its reading: a fact that arrived makes another one."""
    return (one.hand is other.hand) and (one.category, one.open) == (other.category, other.open)


def _noon(payment: Payment, zone: ZoneInfo) -> datetime:
    """A payment has a day and no hour."""
    return datetime.combine(payment.paid_on, time(12), zone)


def _paid_row(payment: Payment, zone: ZoneInfo, number: int) -> TimelineRow:
    return TimelineRow(
        key=f"payment-{number}",
        at=_noon(payment, zone),
        icon="check-circle",
        tone="ok",
        title=Text("付款入账", "Payment came in"),
        chip_mark=Mark.DONE,
        chip=money_text(payment.amount),
        right=Text("银行", "Bank"),
        whole_day=True,
    )
