"""The one gate. Whoever wants to place a call (the dialler, a key, the dial pad, a link, a redial,
a callback) asks here at the instant of dialling; there is no other road to the phone. The gate
gathers what the verdict may use, asks the packs in force, and makes the fact that records the
answer. It never caches: each question is judged anew."""

from dataclasses import dataclass
from datetime import datetime

from desk_client.agreed_clock import steady
from desk_client.clock import Clock
from desk_client.compliance.answer import Reason, Standing, Verdict
from desk_client.compliance.pack_set import PackSet
from desk_client.compliance.request import ContactRequest
from desk_client.debtor import ContactPoint
from desk_client.fact_body import VerdictGiven
from desk_client.ids import CallId, ContactPointId, MessageId
from desk_client.outstanding import Outstanding
from desk_client.services.asking import Approach, Circumstances, contact_request
from desk_client.services.case_in_hand import CaseInHand
from desk_client.services.permit import (
    also_refused,
    may_have_happened,
    standing,
    without_permit,
)
from desk_client.services.verdict_fact import verdict_fact
from desk_client.store.leases import Lease, Leases

__all__ = ["CALLED", "DIALLER", "LOOKING", "Approach", "Gate", "Judged", "chosen"]

DIALLER = Approach(path="dialler", initiator="dialler", mode="progressive")
LOOKING = Approach(path="preview", initiator="agent", mode="preview")
CALLED = Approach(path="incoming", initiator="debtor", mode="manual")


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """The gate's answer about one contact point."""

    point: ContactPoint
    approach: Approach
    request: ContactRequest
    packs: PackSet
    verdict: Verdict
    without_permit: Reason | None = None  # what the lease itself says against it
    outstanding: tuple[Outstanding, ...] = ()  # attempts of others that the history holds

    @property
    def at(self) -> datetime:
        return self.request.now

    @property
    def until(self) -> datetime | None:
        """When an allowed contact stops being allowed by the hours; None where it does not."""
        return self.packs.until(self.request) if self.verdict.allowed else None

    @property
    def standings(self) -> tuple[Standing, ...]:
        """Where every rule stands; worked out only for the screens that list them."""
        ruled = self.packs.standings(self.request)
        return (standing(self.without_permit), *ruled) if self.without_permit else ruled

    def fact_body(
        self, call_id: CallId | None = None, message_id: MessageId | None = None
    ) -> VerdictGiven:
        """What is recorded of it."""
        return verdict_fact(
            self.request,
            self.verdict,
            path=self.approach.path,
            point=self.point.contact_point_id,
            call_id=call_id,
            message_id=message_id,
            outstanding=self.outstanding,
        )


class Gate:
    """Asks the packs in force about one contact of one case."""

    def __init__(
        self, *, packs: PackSet, leases: Leases, circumstances: Circumstances, clock: Clock
    ) -> None:
        self._packs = packs
        self._leases = leases
        self._circumstances = circumstances
        self._clock = clock

    def ask(self, hand: CaseInHand, point: ContactPoint, approach: Approach) -> Judged:
        """The verdict on contacting `point` now."""
        lease = self._leases.of(hand.debtor.debtor_id)
        now = self._clock.now()
        running = lease if lease is not None and lease.runs(now) else None
        outstanding = running.outstanding if running else ()
        request = contact_request(
            hand,
            point,
            approach,
            now=now,
            history_as_of=_as_of(running, now),
            circumstances=self._circumstances,
            also=may_have_happened(outstanding, now),
        )
        verdict = self._packs.verdict(request)
        refused = None
        if not approach.within_call and approach.initiator != "debtor":
            refused = without_permit(
                running,
                newer=approach is not LOOKING and self._newer(hand),
                steady=steady(self._clock),
            )
        if refused is not None:
            verdict = also_refused(verdict, refused, request, self._packs)
        return Judged(
            point=point,
            approach=approach,
            request=request,
            packs=self._packs,
            verdict=verdict,
            without_permit=refused,
            outstanding=outstanding,
        )

    def _newer(self, hand: CaseInHand) -> bool:
        """Whether a pull has brought contacts that the case in hand, read before, does not show."""
        return self._leases.contacts_known(hand.debtor.debtor_id) != hand.counted


def _as_of(running: Lease | None, now: datetime) -> datetime | None:
    """While the debtor is lent to this desk nobody else may contact them, so once every fact has
    come the whole history is known here; what others may have done before is in it as well.
    Without a running lease nobody knows: central's clock, which says when it was lent, is not the
    desk's."""
    return now if running is not None and running.complete else None


def chosen(judged: tuple[Judged, ...]) -> ContactPointId | None:
    """The contact point to propose: the first that may be called, else the first."""
    if not judged:
        return None
    allowed = next((each for each in judged if each.verdict.allowed), judged[0])
    return allowed.point.contact_point_id
