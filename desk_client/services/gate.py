"""The one gate. Whoever wants to place a call (the dialler, a key, the dial pad, a link, a redial,
a callback) asks here at the instant of dialling; there is no other road to the phone. The gate
gathers what the verdict may use, asks the packs in force, and makes the fact that records the
answer. It never caches: each question is judged anew."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, cast

from desk_client.case_state import LaidFlag
from desk_client.clock import Clock
from desk_client.compliance.answer import Reason, Standing, Verdict
from desk_client.compliance.pack_set import PackSet
from desk_client.compliance.request import (
    Address,
    AddressState,
    Collector,
    Consent,
    ContactKind,
    ContactRequest,
    DebtFacts,
    DebtorFacts,
    Event,
    Flag,
    Initiator,
    Location,
    Mode,
    Party,
    PlaceName,
    Reached,
    Result,
    Role,
)
from desk_client.contact import Contact
from desk_client.debtor import ContactPoint, PartyRole
from desk_client.fact_body import RefusingReason, VerdictGiven
from desk_client.ids import CallId, ContactPointId
from desk_client.services.case_in_hand import CaseInHand
from desk_client.services.permit import also_refused, standing, used_up
from desk_client.store.leases import Lease, Leases


@dataclass(frozen=True, slots=True, kw_only=True)
class Approach:
    """How a contact comes about: by which path, who starts it, in which mode."""

    path: str
    initiator: Initiator
    mode: Mode
    kind: ContactKind = "call"


DIALLER = Approach(path="dialler", initiator="dialler", mode="progressive")
LOOKING = Approach(path="preview", initiator="agent", mode="preview")


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """The gate's answer about one contact point."""

    point: ContactPoint
    approach: Approach
    request: ContactRequest
    packs: PackSet
    verdict: Verdict
    without_permit: Reason | None = None  # every attempt that was lent with the debtor is used

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

    def fact_body(self, call_id: CallId | None = None) -> VerdictGiven:
        """What is recorded of it."""
        return VerdictGiven(
            call_id=call_id,
            contact_point_id=self.point.contact_point_id,
            contact=self.approach.kind,
            path=self.approach.path,
            decision=self.verdict.decision,
            reasons=tuple(
                RefusingReason(
                    rule=reason.rule,
                    pack=reason.pack,
                    severity=reason.severity,
                    ref=reason.ref,
                    retry_at=reason.retry_at,
                )
                for reason in self.verdict.reasons
            ),
            retry_at=self.verdict.retry_at,
            packs=tuple(str(pack) for pack in self.verdict.packs),
            input_sha256=self.verdict.input_sha256,
        )


class Gate:
    """Asks the packs in force about one contact of one case."""

    def __init__(
        self, *, packs: PackSet, leases: Leases, collector: Collector, clock: Clock
    ) -> None:
        self._packs = packs
        self._leases = leases
        self._collector = collector
        self._clock = clock

    def ask(self, hand: CaseInHand, point: ContactPoint, approach: Approach) -> Judged:
        """The verdict on contacting `point` now."""
        lease = self._leases.of(hand.debtor.debtor_id)
        request = self.request(hand, point, approach, lease)
        verdict = self._packs.verdict(request)
        running = lease if lease is not None and lease.runs(request.now) else None
        without_permit = used_up(running) if running and running.left <= 0 else None
        if without_permit is not None:
            verdict = also_refused(verdict, without_permit, request, self._packs)
        return Judged(
            point=point,
            approach=approach,
            request=request,
            packs=self._packs,
            verdict=verdict,
            without_permit=without_permit,
        )

    def request(
        self, hand: CaseInHand, point: ContactPoint, approach: Approach, lease: Lease | None
    ) -> ContactRequest:
        """Everything the verdict may use; nothing else is looked up."""
        now = self._clock.now()
        own = point.role is PartyRole.DEBTOR
        return ContactRequest(
            now=now,
            kind=approach.kind,
            initiator=approach.initiator,
            mode=approach.mode,
            collector=self._collector,
            address=Address(
                value=point.value,
                place=point.place.value,
                state=cast(AddressState, hand.state.state_of_point(point.contact_point_id)),
            ),
            party=Party(
                id=hand.debtor.debtor_id if own else point.contact_point_id,
                role=point.role.value,
                identity="unknown",
            ),
            debtor=DebtorFacts(
                id=hand.debtor.debtor_id,
                language=hand.debtor.language,
                locations=_locations(hand),
                flags=tuple(map(_flag, hand.flags)),
                consents=_consents(hand),
            ),
            debts=tuple(
                DebtFacts(
                    id=debt.debt_id,
                    days_past_due=hand.case.days_past_due(hand.today(now)),
                    product="card" if debt.card_last4 else "consumer_loan",
                )
                for debt in hand.case.debts
            ),
            history=tuple(_event(contact, self._collector) for contact in hand.history),
            history_as_of=_as_of(lease, now),
        )


def _as_of(lease: Lease | None, now: datetime) -> datetime | None:
    """While the debtor is lent to this desk nobody else may contact them, so what is known here is
    the whole history. Without a running lease nobody knows: central's clock, which says when it
    was lent, is not the desk's."""
    return now if lease is not None and lease.runs(now) else None


def _locations(hand: CaseInHand) -> tuple[Location, ...]:
    if not hand.debtor.zone:
        return ()
    source: Literal["address"] = "address"
    return (Location(source=source, zone=hand.debtor.zone, region=hand.debtor.region or None),)


def _flag(flag: LaidFlag) -> Flag:
    return Flag(
        flag=flag.flag,
        from_=flag.since,
        until=flag.until,
        debts=flag.debts,
        channels=cast(tuple[ContactKind, ...], flag.channels),
        party=flag.party,
    )


def _consents(hand: CaseInHand) -> tuple[Consent, ...]:
    """A callback that the debtor asked for is a consent to be called then."""
    return tuple(
        Consent(
            kind="callback",
            given_at=callback.booked_at,
            from_=callback.at,
            until=callback.until,
            ended_by_conversation=True,
        )
        for callback in hand.state.callbacks
        if callback.agreed
    )


def _event(contact: Contact, collector: Collector) -> Event:
    return Event(
        id=contact.id,
        at=contact.at,
        kind=cast(ContactKind, contact.kind),
        direction="in" if contact.direction == "in" else "out",
        address=contact.address,
        place=cast(PlaceName, contact.place),
        party=contact.party,
        party_role=cast(Role, contact.party_role),
        debts=contact.debts,
        collector=collector.entity,
        campaign=contact.campaign,
        result=cast(Result, contact.result),
        reached=cast(Reached | None, contact.reached),
        talk_s=contact.talk_s,
        consented=contact.consented,
    )


def chosen(judged: tuple[Judged, ...]) -> ContactPointId | None:
    """The contact point to propose: the first that may be called, else the first."""
    if not judged:
        return None
    allowed = next((each for each in judged if each.verdict.allowed), judged[0])
    return allowed.point.contact_point_id
