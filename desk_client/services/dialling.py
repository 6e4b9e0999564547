"""The one road to the phone. A dial asks the gate at that instant; refused, the refusal is recorded
and nothing leaves; allowed, a permit is taken and the attempt is on the disk, queued for central,
before the INVITE goes out. A crash in between leaves a counted attempt, never an uncounted call."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from desk_client.callscript.choice import Chosen, Due, Situation, choose
from desk_client.callscript.load import shipped
from desk_client.callscript.run import ScriptRun, start
from desk_client.callscript.values import values_for
from desk_client.clock import Clock
from desk_client.debtor import ContactPoint, PartyRole
from desk_client.fact_body import Attempted
from desk_client.ids import CallId, CaseId, new_id
from desk_client.payment import Payment
from desk_client.phone_number import PhoneNumber
from desk_client.services.call_in_hand import CallInHand
from desk_client.services.case_in_hand import CaseInHand
from desk_client.services.desk_record import DeskRecord
from desk_client.services.gate import CALLED, Approach, Gate, Judged
from desk_client.services.judging import checked_texts
from desk_client.services.line import Line
from desk_client.services.promise_form import proposed_offer
from desk_client.services.staff import Staff
from desk_client.store.leases import Leases
from desk_client.work_order import Why, place

_DUE: Mapping[Why, Due] = {Why.CALLBACK_DUE: "callback", Why.PROMISE_BROKEN: "broken_promise"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialled:
    """A call under way, or the refusal that stopped it."""

    judged: Judged
    call: CallInHand | None


class Dialling:
    """Places calls for one agent in one campaign."""

    def __init__(
        self,
        *,
        gate: Gate,
        record: DeskRecord,
        leases: Leases,
        line: Line,
        staff: Staff,
        clock: Clock,
        payments_of: Callable[[Iterable[CaseId]], Mapping[CaseId, tuple[Payment, ...]]],
    ) -> None:
        """`payments_of` tells what was paid for cases: whether a promise is broken hangs on it."""
        self._payments_of = payments_of
        self._gate = gate
        self._record = record
        self._leases = leases
        self._line = line
        self._staff = staff
        self._clock = clock

    def dial(self, hand: CaseInHand, point: ContactPoint, approach: Approach) -> Dialled:
        """Asks, records, and dials where it may."""
        judged = self._gate.ask(hand, point, approach)
        call_id = CallId(new_id())
        if judged.verdict.allowed and not self._commit(call_id, hand, judged):
            judged = self._gate.ask(hand, point, approach)  # now it says what has changed
            if judged.verdict.allowed:
                raise RuntimeError("the gate allows a contact for which there is no permit")
        if not judged.verdict.allowed:
            self._record.write(hand.case, judged.fact_body())
            return Dialled(judged=judged, call=None)
        number = PhoneNumber(point.value)
        self._line.place(call_id, number)
        self._record.fold_again(hand.case)
        return Dialled(judged=judged, call=self._call(call_id, hand, judged, number))

    def _commit(self, call_id: CallId, hand: CaseInHand, judged: Judged) -> bool:
        """The permit and the attempt in one transaction; False where sync has ended the lease
        since the verdict, or brought what may forbid the call."""
        with self._record.together():
            if self._leases.contacts_known(hand.debtor.debtor_id) != hand.counted:
                return False
            if not self._leases.use_permit(hand.debtor.debtor_id, judged.at):
                return False
            self._record.write(
                hand.case,
                judged.fact_body(call_id),
                _attempted(call_id, hand, judged.point, judged.approach),
                folded=False,  # the INVITE does not wait for it
            )
        return True

    def received(
        self, call_id: CallId, hand: CaseInHand, point: ContactPoint
    ) -> tuple[CallInHand, Attempted]:
        """A call that the debtor placed, and its fact: on the record, but no attempt of ours."""
        call = CallInHand(
            call_id=call_id,
            hand=hand,
            number=PhoneNumber(point.value),
            place=point.place.value,
            mode="manual",
            placed_at=self._clock.now(),
            script=self.script_for(hand, point, answering=True),
            party=None if point.role is PartyRole.DEBTOR else point.contact_point_id,
            checked=checked_texts(self.called(hand, point), hand.zone),
        )
        call.rang()
        return call, _attempted(call_id, hand, point, CALLED)

    def called(self, hand: CaseInHand, point: ContactPoint) -> Judged:
        """What holds in a talk that the other side began."""
        return self._gate.ask(hand, point, CALLED)

    def _call(
        self, call_id: CallId, hand: CaseInHand, judged: Judged, number: PhoneNumber
    ) -> CallInHand:
        return CallInHand(
            call_id=call_id,
            hand=hand,
            number=number,
            place=judged.point.place.value,
            mode=judged.approach.mode,
            placed_at=judged.at,
            script=self.script_for(hand, judged.point),
            party=None if judged.point.role is PartyRole.DEBTOR else judged.point.contact_point_id,
            checked=checked_texts(judged, hand.zone),
        )

    def script_for(
        self, hand: CaseInHand, point: ContactPoint | None = None, *, answering: bool = False
    ) -> ScriptRun:
        """The callscript of this situation in the debtor's language, at its first line."""
        language = hand.debtor.language
        today = hand.today(self._clock.now())
        values = values_for(
            language=language,
            debtor=hand.debtor,
            case=hand.case,
            agent=self._staff.agent,
            campaign=self._staff.campaign,
            today=today,
            offer=proposed_offer(hand.case, today),
        )
        chosen = self.chosen(hand, point, answering=answering)
        return start(shipped(chosen.script), language, values)

    def chosen(
        self, hand: CaseInHand, point: ContactPoint | None = None, *, answering: bool = False
    ) -> Chosen:
        """Which callscript stands for a call to or from this contact point, and why."""
        now = self._clock.now()
        paid = self._payments_of([hand.case.case_id]).get(hand.case.case_id, ())
        placing = place(hand.case, hand.debtor, hand.state, paid, now)
        other = point is not None and point.role is not PartyRole.DEBTOR
        situation = Situation(
            answering=answering,
            contact_person=other,
            due=_DUE.get(placing.reason.why),
            days_past_due=hand.case.days_past_due(hand.today(now)),
        )
        return choose(situation, self._staff.campaign.callscript)


def _attempted(
    call_id: CallId, hand: CaseInHand, point: ContactPoint, approach: Approach
) -> Attempted:
    return Attempted(
        call_id=call_id,
        contact_point_id=point.contact_point_id,
        address=point.value,
        place=point.place.value,
        role=point.role.value,
        debts=tuple(debt.debt_id for debt in hand.case.debts),
        campaign_id=hand.case.campaign_id,
        initiator=approach.initiator,
        mode=approach.mode,
    )
