"""The contacts that really were made to one debtor, each with the question that the rules would be
asked about it: when, at which address, to whom, and what had gone before. The verdict that let it
through is put beside it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import cast
from zoneinfo import ZoneInfo

from desk_client.care_body import RecordErased
from desk_client.case_state import CallRecord, CaseState, MessageRecord
from desk_client.compliance.load import pack_with
from desk_client.compliance.pack import Pack, zone_policy
from desk_client.compliance.pack_set import PackSet
from desk_client.compliance.request import (
    Collector,
    ContactKind,
    ContactRequest,
    Event,
    Initiator,
    Mode,
)
from desk_client.compliance.situation import Situation
from desk_client.debtor import ContactPoint, PartyRole, Place
from desk_client.fact import Fact, in_order
from desk_client.fact_body import VerdictGiven
from desk_client.fold import fold
from desk_client.ids import CaseId
from desk_client.services.asking import BANK, Approach, Circumstances, contact_request
from desk_client.services.case_in_hand import LEGAL_ZONE, CaseInHand, in_hand
from desk_client.services.central_files import DebtorFile

Packs = Callable[[VerdictGiven | None, ContactRequest], tuple[Pack, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactMade:
    """A call that was placed or came in, or a message that left."""

    id: str
    at: datetime
    kind: str
    case_id: CaseId | None
    case_no: str
    verdict: VerdictGiven | None  # that let it through
    of: CallRecord | MessageRecord

    @property
    def incoming(self) -> bool:
        return isinstance(self.of, CallRecord) and self.of.direction == "in"


class DebtorRecord:
    """One debtor's file, folded, and the contacts in it."""

    def __init__(self, file: DebtorFile) -> None:
        self.file = file
        self.facts = in_order(file.facts)
        self.case_nos = {case.case_id: case.case_no for case in file.cases}
        self._hands: dict[CaseId | None, CaseInHand | None] = {}

    @cached_property
    def state(self) -> CaseState:
        """Of the whole debtor."""
        return fold(self.facts)

    @cached_property
    def contacts(self) -> tuple[ContactMade, ...]:
        """Those that took place, oldest first. What was certainly not taken never took place."""
        made = [self._call(call) for call in self.state.calls]
        made += [
            self._message(message, message.attempted_at)
            for message in self.state.messages
            if message.attempted_at is not None
            and not (message.failed is not None and message.taken == "no")
        ]
        return tuple(sorted(made, key=lambda one: (one.at, one.id)))

    @property
    def zone(self) -> ZoneInfo:
        """The debtor's own, or the bank's where nobody knows it."""
        return ZoneInfo(self.file.debtor.zone or LEGAL_ZONE)

    def began(self, fact: Fact) -> datetime:
        """When what a fact tells of began: of a call, when it was placed."""
        call_id = getattr(fact.body, "call_id", None) if fact.kind == "call_ended" else None
        call = next((each for each in self.state.calls if each.call_id == call_id), None)
        return fact.occurred_at if call is None else call.attempted_at

    def case_no(self, case_id: CaseId | None) -> str:
        """ "" where central has the case no more."""
        return "" if case_id is None else self.case_nos.get(case_id, "")

    def asked(self, contact: ContactMade, packs: Packs) -> "Asked | None":
        """The contact as the rules see it, with what had gone before and itself; None where no
        case of the debtor is left."""
        hand = self._hand(contact.case_id)
        if hand is None:
            return None
        request = _request(replace(hand, history=()), contact)
        history = tuple(event for event in self._history if event.at <= contact.at)
        own = next((event for event in history if event.id == contact.id), None)
        if own is None:
            return None
        whole = request.model_copy(update={"history": history})
        return Asked(whole, own, packs(contact.verdict, whole))

    def as_asked_then(self, contact: ContactMade) -> ContactRequest | None:
        """The question as it stood just before, from what was known then: consents that were used
        up since are there again, and what came of the contact is not."""
        known = [
            fact
            for fact in self.facts
            if fact.occurred_at <= contact.at
            and getattr(fact.body, "call_id", None) != contact.id
            and not (
                fact.kind.startswith("message_")
                and getattr(fact.body, "message_id", None) == contact.id
            )
        ]
        hand = self._open(contact.case_id, known)
        return None if hand is None else _request(hand, contact)

    def _hand(self, case_id: CaseId | None) -> CaseInHand | None:
        if case_id not in self._hands:
            self._hands[case_id] = self._open(case_id, self.facts)
        return self._hands[case_id]

    def _open(self, case_id: CaseId | None, facts: Iterable[Fact]) -> CaseInHand | None:
        cases = sorted(self.file.cases, key=lambda case: case.case_id != case_id)
        if not cases:
            return None
        return in_hand(
            case=cases[0], debtor=self.file.debtor, points=self.file.points, of_debtor=facts
        )

    @cached_property
    def _history(self) -> tuple[Event, ...]:
        """What took place with this debtor, over all cases; a message that waits did not."""
        hand = self._hand(None)
        if hand is None or not self.contacts:
            return ()
        gone = replace(hand, history=tuple(each for each in hand.history if not each.waits))
        return _request(gone, self.contacts[0]).history

    @cached_property
    def erased(self) -> frozenset[str]:
        """Calls whose recording was erased by a rule."""
        return frozenset(
            fact.body.of
            for fact in self.facts
            if isinstance(fact.body, RecordErased) and fact.body.record == "recording"
        )

    @cached_property
    def _verdicts(self) -> Mapping[str, VerdictGiven]:
        """By the call or message that they let through."""
        found: dict[str, VerdictGiven] = {}
        for fact in self.facts:
            body = fact.body
            if isinstance(body, VerdictGiven) and body.decision != "refused":
                for named in (body.call_id, body.message_id):
                    if named is not None:
                        found[named] = body
        return found

    @cached_property
    def _message_cases(self) -> Mapping[str, CaseId | None]:
        return {
            fact.body.message_id: fact.case_id
            for fact in self.facts
            if fact.kind in ("message_ordered", "message_attempted")
            if hasattr(fact.body, "message_id") and fact.body.message_id is not None
        }

    def _call(self, call: CallRecord) -> ContactMade:
        return ContactMade(
            id=call.call_id,
            at=call.attempted_at,
            kind="call",
            case_id=call.case_id,
            case_no=self.case_no(call.case_id),
            verdict=self._verdicts.get(call.call_id),
            of=call,
        )

    def _message(self, message: MessageRecord, at: datetime) -> ContactMade:
        case_id = self._message_cases.get(message.message_id)
        return ContactMade(
            id=message.message_id,
            at=at,
            kind=message.channel,
            case_id=case_id,
            case_no=self.case_no(case_id),
            verdict=self._verdicts.get(message.message_id),
            of=message,
        )


@dataclass(frozen=True)
class Asked:
    """A contact with its question; `own` is the contact itself as an event of the history."""

    request: ContactRequest
    own: Event
    packs: tuple[Pack, ...]

    @cached_property
    def situation(self) -> Situation:
        return Situation(self.request, zone_policy(self.packs))

    def of_one_debt(self) -> Iterator["Asked"]:
        """The same about each of the debts alone."""
        for debt in self.request.debts:
            yield Asked(self.request.model_copy(update={"debts": (debt,)}), self.own, self.packs)


def packs_of(house: PackSet) -> Packs:
    """Which packs judged: those the verdict names, by their hashes; those the house would have
    asked where there is no verdict, or none of its packs is kept here."""
    here = {pack.sha256: pack for pack in house.packs}
    found: dict[tuple[str, ...], tuple[Pack, ...]] = {}

    def chosen(verdict: VerdictGiven | None, request: ContactRequest) -> tuple[Pack, ...]:
        named = () if verdict is None else verdict.packs
        if named not in found:
            hashes = [name.rpartition("#")[2] for name in named]
            packs = [here.get(sha256) or pack_with(sha256) for sha256 in hashes]
            found[named] = tuple(pack for pack in packs if pack is not None)
        return found[named] or house.in_force(request)

    return chosen


def duty_packs(house: PackSet, record: DebtorRecord) -> tuple[Pack, ...]:
    """The packs whose duties hold for a debtor: those the house names, else those by which the
    debtor's contacts were judged."""
    if house.named:
        return tuple(pack for pack in house.packs if pack.id in house.named)
    ids = {
        name.partition("@")[0]
        for fact in record.facts
        if isinstance(fact.body, VerdictGiven)
        for name in fact.body.packs
    }
    return tuple(pack for pack in house.packs if pack.id in ids)


def _request(hand: CaseInHand, contact: ContactMade) -> ContactRequest:
    told = {} if contact.verdict is None else contact.verdict.besides
    collector = told.get("collector")
    of = contact.of
    return contact_request(
        hand,
        _point(hand, of),
        Approach(
            path="report",
            initiator=cast(Initiator, of.initiator) if isinstance(of, CallRecord) else "automaton",
            mode=cast(Mode, of.mode) if isinstance(of, CallRecord) else "manual",
            kind=cast(ContactKind, contact.kind),
            purpose=of.purpose if isinstance(of, MessageRecord) else None,
        ),
        now=contact.at,
        history_as_of=contact.at,
        circumstances=Circumstances(
            collector=Collector.model_validate(collector) if collector else BANK
        ),
    )


def _point(hand: CaseInHand, of: CallRecord | MessageRecord) -> ContactPoint:
    """The bank's row, or what the contact itself says of an address that is there no more."""
    for each in hand.points:
        if each.contact_point_id == of.contact_point_id:
            return each
    return ContactPoint(
        contact_point_id=of.contact_point_id,
        debtor_id=hand.debtor.debtor_id,
        place=Place(of.place),
        value=of.address,
        rank=0,
        role=PartyRole(of.role),
        person="",
    )
