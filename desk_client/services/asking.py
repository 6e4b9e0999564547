"""Makes the question of the law from a case: everything the verdict may use, nothing else. Pure,
so that the desk at the instant of dialling, the messenger at the instant of sending and an
inspector's replay a month later ask the very same thing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from desk_client.agent import Campaign
from desk_client.case import Debt
from desk_client.case_state import GivenConsent, InconvenientTime, LaidFlag
from desk_client.compliance.request import (
    Address,
    AddressState,
    Collector,
    Consent,
    ConsentKind,
    ContactKind,
    ContactRequest,
    Content,
    DebtFacts,
    DebtorFacts,
    DiallerSettings,
    Event,
    Flag,
    Identity,
    Inconvenient,
    Initiator,
    Mode,
    Override,
    Party,
    PlaceName,
    Reached,
    Recorded,
    Result,
    Role,
    ShownNumber,
    Weekday,
)
from desk_client.compliance.safeguards import CLOCKS_APART
from desk_client.contact import Contact
from desk_client.debtor import ContactPoint, PartyRole, Place
from desk_client.services.case_in_hand import CaseInHand
from desk_client.services.whereabouts import whereabouts
from desk_client.settings import LineSettings

_WRITTEN = ("sms", "email", "letter")
_PRODUCTS = frozenset({"card", "consumer_loan", "loan", "microfinance"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Approach:
    """How a contact comes about: by which path, who starts it, in which mode and for what; what a
    message will say; who answers for it against a rule of the house."""

    path: str
    initiator: Initiator
    mode: Mode
    kind: ContactKind = "call"
    purpose: str | None = None
    content: Content | None = None
    override: Override | None = None
    within_call: bool = False  # a part of a call that has its permit already


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """What is the same for every contact of a desk or a messenger."""

    collector: Collector
    caller_id: ShownNumber | None = None
    dialler: DiallerSettings | None = None
    recording: Recorded | None = None


BANK = Collector(role="first_party", entity="bank", lender="bank")


def circumstances(
    line: LineSettings, campaign: Campaign, collector: Collector = BANK
) -> Circumstances:
    """Those of a desk: who collects, what number is shown, how long it lets a telephone ring."""
    shown = ShownNumber(number=campaign.caller_id, returnable=True, private=False)
    return Circumstances(
        collector=collector,
        caller_id=shown if campaign.caller_id else None,
        dialler=DiallerSettings(ring_timeout_s=line.ring_timeout_s, amd=False, agent_within_s=0),
        recording="on" if line.must_record else None,
    )


def contact_request(
    hand: CaseInHand,
    point: ContactPoint,
    approach: Approach,
    *,
    now: datetime,
    history_as_of: datetime | None,
    circumstances: Circumstances,
    also: Iterable[Event] = (),
) -> ContactRequest:
    """The whole request. `also` are contacts that happened, or may have, and are no facts here."""
    by_phone = approach.kind not in _WRITTEN
    return ContactRequest(
        now=now,
        kind=approach.kind,
        initiator=approach.initiator,
        mode=approach.mode,
        purpose=approach.purpose,
        collector=circumstances.collector,
        caller_id=circumstances.caller_id if by_phone else None,
        dialler=circumstances.dialler if approach.initiator == "dialler" else None,
        recording=circumstances.recording if approach.kind == "call" else None,
        address=Address(
            value=point.value,
            place=point.place.value,
            state=_state(hand, point, approach.kind),
        ),
        party=Party(
            id=person_at(hand, point),
            role=point.role.value,
            identity=_identity(hand, point) if approach.kind in _WRITTEN else "unknown",
        ),
        debtor=DebtorFacts(
            id=hand.debtor.debtor_id,
            language=hand.debtor.language,
            locations=whereabouts(hand.debtor, point),
            flags=tuple(_flag(hand, flag) for flag in hand.flags),
            inconvenient=tuple(map(_inconvenient, hand.inconvenient)),
            consents=(*_callbacks(hand), *(_consent(hand, each) for each in hand.consents)),
        ),
        debts=tuple(
            DebtFacts(
                id=debt.debt_id,
                days_past_due=debt.days_past_due(hand.today(now)),
                product=_product(debt),
            )
            for debt in hand.case.debts
        ),
        history=(
            *(
                _event(hand, each, circumstances.collector, now)
                for each in hand.history
                if not each.waits or each.at <= now + CLOCKS_APART
            ),
            *also,
        ),
        history_as_of=history_as_of,
        content=approach.content,
        override=approach.override,
    )


def _product(debt: Debt) -> str | None:
    """What kind of debt it is, as rule packs name kinds; none where the bank's word is not one of
    them, for an unknown kind lifts no rule."""
    if debt.card_last4:
        return "card"
    return debt.product if debt.product in _PRODUCTS else None


def person_at(hand: CaseInHand, point: ContactPoint) -> str:
    """The person behind a contact point: the debtor, else one id for all points at which the bank
    named the same person, so that a person who said no is not called on another number."""
    if point.role is PartyRole.DEBTOR:
        return hand.debtor.debtor_id
    if not point.person:
        return point.contact_point_id
    same = [
        each.contact_point_id
        for each in hand.points
        if each.person == point.person and each.role is point.role
    ]
    return min(same, default=point.contact_point_id)


def _person(hand: CaseInHand, party: str | None) -> str | None:
    """A party as facts name it (a contact point, or nobody for the debtor) as a person."""
    point = next((each for each in hand.points if each.contact_point_id == party), None)
    return party if point is None else person_at(hand, point)


def _state(hand: CaseInHand, point: ContactPoint, kind: ContactKind) -> AddressState:
    """What is known of the address. A debtor who agreed to be written to by this channel has named
    it as their own, where we know one such address only."""
    known = cast(AddressState, hand.state.state_of_point(point.contact_point_id))
    if known != "unverified" or point.role is not PartyRole.DEBTOR:
        return known
    agreed = any(
        each.consent == kind and each.party is None and each.revoked_at is None
        for each in hand.consents
    )
    others = any(
        each.role is PartyRole.DEBTOR
        and each.contact_point_id != point.contact_point_id
        and (each.place is Place.EMAIL) is (point.place is Place.EMAIL)
        and each.place is not Place.POST
        for each in hand.points
    )
    return "valid" if agreed and not others else known


def _identity(hand: CaseInHand, point: ContactPoint) -> Identity:
    """Whether whoever reads at this address has shown to be the debtor: a call on the same number
    in which the identity gate was passed."""
    verified = any(
        call.contact_point_id == point.contact_point_id
        and call.identity is not None
        and call.identity.verified
        for call in hand.state.calls
    )
    return "verified" if verified else "unknown"


def _flag(hand: CaseInHand, flag: LaidFlag) -> Flag:
    return Flag(
        flag=flag.flag,
        from_=flag.since,
        until=flag.until,
        debts=flag.debts,
        channels=cast(tuple[ContactKind, ...], flag.channels),
        party=_person(hand, flag.party),
    )


def _callbacks(hand: CaseInHand) -> tuple[Consent, ...]:
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


def _consent(hand: CaseInHand, given: GivenConsent) -> Consent:
    return Consent(
        kind=cast(ConsentKind, given.consent),
        given_at=given.given_at,
        from_=given.from_at,
        until=given.until,
        weekdays=cast(tuple[Weekday, ...], given.weekdays),
        local_until=given.local_until,
        party=_person(hand, given.party),
        revoked_at=given.revoked_at,
    )


def _inconvenient(named: InconvenientTime) -> Inconvenient:
    return Inconvenient(
        weekdays=cast(tuple[Weekday, ...], named.weekdays),
        from_=named.from_local,
        until=named.until_local,
        place=cast(PlaceName | None, named.place),
    )


def _event(hand: CaseInHand, contact: Contact, collector: Collector, now: datetime) -> Event:
    """A message that waits to be sent may leave now, whenever it was ordered for."""
    own = contact.party_role == "debtor"
    return Event(
        id=contact.id,
        at=max(contact.at, now) if contact.waits else contact.at,
        kind=cast(ContactKind, contact.kind),
        direction="in" if contact.direction == "in" else "out",
        address=contact.address,
        place=cast(PlaceName, contact.place),
        party=hand.debtor.debtor_id if own else _person(hand, contact.party),
        party_role=cast(Role, contact.party_role),
        debts=contact.debts,
        collector=collector.entity,
        campaign=contact.campaign or None,
        result=cast(Result | None, contact.result),
        reached=cast(Reached | None, contact.reached),
        talk_s=contact.talk_s,
        consented=contact.consented,
        purpose=contact.purpose,
    )
