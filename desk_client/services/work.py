"""The ready screen: the leased cases in their order, each with the gate's answer for its best
number, and, for those that may not be called now, which rule holds them back. Rows that are not
dialable stay in their place, so the list never jumps under the agent's eyes."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from desk_client.agent import Campaign
from desk_client.compliance.answer import Reason
from desk_client.debtor import ContactPoint
from desk_client.ids import CaseId
from desk_client.phone_number import PhoneNumber
from desk_client.services import sentences
from desk_client.services.case_in_hand import CaseFiles, CaseInHand
from desk_client.services.case_parts import Appointment, Mark, NotDialable, WorkList, WorkRow
from desk_client.services.gate import LOOKING, Gate, Judged
from desk_client.services.judging import meters
from desk_client.services.narrowing import Narrowing
from desk_client.store.worklist import WorkCase, Worklist
from desk_client.text import Text
from desk_client.work_order import Turn, Why, zone_of

_MARKS = {
    Why.HANDED_OVER: Mark.CALLBACK,
    Why.CALLBACK_DUE: Mark.CALLBACK,
    Why.NEXT_TRY_DUE: Mark.CALLBACK,
    Why.PROMISE_DUE_TODAY: Mark.PROMISE,
    Why.PROMISE_BROKEN: Mark.BROKEN,
    Why.FIRST_CONTACT: Mark.FIRST,
    Why.DAYS_PAST_DUE: Mark.RISK,
}
_HELD_BY = {
    "windowed_cap": Mark.LIMIT,
    "abandon_ratio": Mark.LIMIT,
    "flag_stop": Mark.STOP,
    "third_party": Mark.STOP,
    "party_identity": Mark.STOP,
    "consent_required": Mark.STOP,
    "min_gap": Mark.BEST_HOUR,
    "wait_after_event": Mark.BEST_HOUR,
}
_SHOWN = 50
_MOST = 200  # a desk holds at most 100 debtors; narrowing looks through all of their cases


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A case of the list with its best number's verdict."""

    work: WorkCase
    hand: CaseInHand
    judged: Judged | None  # None: there is no telephone at all
    asked: tuple[Judged, ...] = ()  # every number that was asked about; all where none may be

    @property
    def dialable(self) -> bool:
        return self.judged is not None and self.judged.verdict.allowed


class Work:
    """Reads the list, judges each row, and proposes the next case."""

    def __init__(self, *, worklist: Worklist, files: CaseFiles, gate: Gate) -> None:
        self._worklist = worklist
        self._files = files
        self._gate = gate
        self.narrowed: Narrowing | None = None  # the saved search that the list shows

    def candidates(self, now: datetime) -> tuple[Candidate, ...]:
        """Every workable case in its order, then those that wait for an hour of their own."""
        return tuple(map(self._candidate, self._shown(self._listed(now), now)[:_SHOWN]))

    def _listed(self, now: datetime) -> tuple[WorkCase, ...]:
        return (*self._worklist.page(now, limit=_MOST), *self._worklist.waiting(now))

    def _shown(self, listed: tuple[WorkCase, ...], now: datetime) -> tuple[WorkCase, ...]:
        return listed if self.narrowed is None else self.narrowed.kept(listed, now)

    def looked(self, hand: CaseInHand, point: ContactPoint) -> Judged:
        """The verdict that a screen shows of one number."""
        return self._gate.ask(hand, point, LOOKING)

    def next_case(self, now: datetime, besides: CaseId | None = None) -> Candidate | None:
        """The first case that may be called now; judges no more rows than it must."""
        for work in self._shown(self._worklist.page(now, limit=_SHOWN), now):
            if work.case.case_id != besides:
                found = self._candidate(work)
                if found.dialable:
                    return found
        return None

    def _candidate(self, work: WorkCase) -> Candidate:
        hand = self._files.open(work.case.case_id)
        asked: list[Judged] = []
        for point in hand.telephones:
            asked.append(self.looked(hand, point))
            if asked[-1].verdict.allowed:
                return Candidate(work=work, hand=hand, judged=asked[-1], asked=tuple(asked))
        best = asked[0] if asked else None
        return Candidate(work=work, hand=hand, judged=best, asked=tuple(asked))

    def painted(self, now: datetime, campaign: Campaign, selected: int) -> WorkList:
        """The list as the window shows it."""
        found = self.candidates(now)
        rows = tuple(_row(rank, each, now) for rank, each in enumerate(found, start=1))
        held = [each.asked for each in found if each.judged and not each.dialable]
        told = [judged.verdict.retry_at for asked in held for judged in asked]
        waits = [at for at in told if at is not None]
        counts = self._worklist.counts(now)
        return WorkList(
            campaign=campaign.name,
            mode=campaign.mode,
            rows=rows,
            selected=min(selected, max(0, len(rows) - 1)),
            dialable=sum(each.dialable for each in found),
            not_dialable=len(held),
            leased=sum(counts.values()),
            held_back=_held_back(held),
            next_lawful=min(waits, default=None),
            appointments=self._appointments(now, counts),
            narrowed=self.narrowed.name if self.narrowed else "",
            left_out=len(self._listed(now)) - len(found) if self.narrowed else 0,
        )

    def _appointments(self, now: datetime, counts: dict[Turn, int]) -> tuple[Appointment, ...]:
        """What is due later today, where each debtor is."""
        if not counts[Turn.WAITING]:
            return ()
        found = []
        for work in self._worklist.waiting(now):
            at = work.state.next_at
            zone = zone_of(work.debtor)
            if at is None or not work.state.callbacks:
                continue
            if at.astimezone(zone).date() != now.astimezone(zone).date():
                continue
            callback = work.state.callbacks[0]
            kind = Text("约定", "agreed") if callback.agreed else Text("计划", "planned")
            name = work.debtor.name
            found.append(Appointment(at=at, what=Text(f"回呼 {name}", f"Call {name}"), kind=kind))
        return tuple(found[:6])


def _row(rank: int, each: Candidate, now: datetime) -> WorkRow:
    hand, judged = each.hand, each.judged
    state = hand.state
    last = state.last_contacts[0] if state.last_contacts else None
    shown = Text("—", "—")
    if last is not None:
        shown = sentences.joined(
            sentences.day(last.at, now, hand.zone), sentences.contact(last), by=" "
        )
    return WorkRow(
        rank=rank,
        case_id=hand.case.case_id,
        name=hand.debtor.name,
        number=PhoneNumber(judged.point.value) if judged else None,
        mark=_MARKS[each.work.reason.why],
        reason=sentences.reason(each.work.reason, now, hand.zone),
        stage=hand.case.stage(hand.today(now)),
        better_hours=_better_hours(hand),
        last_contact=shown,
        meters=meters(judged)[:2] if judged else (),
        dialable=each.dialable,
        retry_at=judged.verdict.retry_at if judged else None,
    )


def _better_hours(hand: CaseInHand) -> Text:
    """The two-hour part of the day in which this debtor answered most often."""
    answered = Counter(
        call.answered_at.astimezone(hand.zone).hour // 2 * 2
        for call in hand.state.calls
        if call.answered_at is not None
    )
    if not answered:
        return Text("—", "—")
    hour = answered.most_common(1)[0][0]
    return Text(f"{hour}–{hour + 2} 时", f"{hour}–{hour + 2} h")


def _held_back(held: list[tuple[Judged, ...]]) -> tuple[NotDialable, ...]:
    """How many cases each rule refuses, on whichever of their numbers; every rule once a case, so
    the sum may exceed the cases."""
    told: dict[tuple[str, str], Reason] = {}
    counted: Counter[tuple[str, str]] = Counter()
    for asked in held:
        reasons = (reason for judged in asked for reason in judged.verdict.reasons)
        refusing = {(reason.pack, reason.rule): reason for reason in reasons}
        told = refusing | told
        counted.update(refusing.keys())
    return tuple(
        NotDialable(
            count=count,
            mark=_HELD_BY.get(told[rule].kind, Mark.NONE),
            reason=told[rule].text,
            clause=told[rule].ref,
        )
        for rule, count in sorted(counted.items(), key=lambda each: -each[1])
    )
