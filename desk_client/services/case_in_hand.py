"""The case on the screen: the bank's rows, what the facts make of them, and the history of the
whole debtor, read together so that every pane and the gate judge the same moment."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from desk_client.case import Case
from desk_client.case_state import (
    CaseState,
    GivenConsent,
    Hold,
    InconvenientTime,
    LaidFlag,
    NamedPoint,
)
from desk_client.changes import Changes
from desk_client.contact import COUNTED, Contact, contacts
from desk_client.debtor import ContactPoint, Debtor, PartyRole, Place
from desk_client.fact import Fact
from desk_client.fold import fold
from desk_client.ids import CaseId, ContactPointId, DebtorId
from desk_client.store.facts import FactStore
from desk_client.store.reference import Reference

_KEPT = 128
LEGAL_ZONE = "Asia/Shanghai"  # where the debtor's own zone is unknown, the screen shows the bank's


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseInHand:
    """One case as it stands now."""

    case: Case
    debtor: Debtor
    points: tuple[ContactPoint, ...]  # the bank's order
    state: CaseState
    history: tuple[Contact, ...]  # of the debtor, over all cases and numbers
    flags: tuple[LaidFlag, ...]  # of the debtor, over all cases
    consents: tuple[GivenConsent, ...] = ()  # of the debtor, over all cases
    inconvenient: tuple[InconvenientTime, ...] = ()
    holds: tuple[Hold, ...] = ()
    counted: int = 0  # facts that the history was made of

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.debtor.zone or LEGAL_ZONE)

    def today(self, now: datetime) -> date:
        return now.astimezone(self.zone).date()

    def point(self, contact_point_id: ContactPointId) -> ContactPoint:
        return next(each for each in self.points if each.contact_point_id == contact_point_id)

    @property
    def telephones(self) -> tuple[ContactPoint, ...]:
        """What can be dialled, the debtor's own numbers first."""
        numbers = [each for each in self.points if each.place not in (Place.EMAIL, Place.POST)]
        return tuple(
            sorted(numbers, key=lambda each: (each.role is not PartyRole.DEBTOR, each.rank))
        )


class CaseFiles:
    """Opens cases from the local store, and keeps them open until something of the debtor changes:
    a work list of 25 rows is judged several times a minute, and reading is its whole cost. The
    last 128 are kept, more than any list shows, so that a desk does not grow with its calls."""

    def __init__(self, *, reference: Reference, facts: FactStore) -> None:
        self._reference = reference
        self._facts = facts
        self._open: dict[CaseId, CaseInHand] = {}

    def forget(self, changes: Changes) -> None:
        """What was written or pulled; the cases it touches are read anew."""
        self._open = {
            case_id: hand
            for case_id, hand in self._open.items()
            if case_id not in changes.cases and hand.debtor.debtor_id not in changes.debtors
        }

    def open(self, case_id: CaseId) -> CaseInHand:
        """KeyError where the case is not on this desk."""
        hand = self._open.pop(case_id, None) or self._read(case_id)
        self._open[case_id] = hand  # the one used last stands last
        while len(self._open) > _KEPT:
            del self._open[next(iter(self._open))]
        return hand

    def _read(self, case_id: CaseId) -> CaseInHand:
        case = self._reference.case(case_id)
        if case is None:
            raise KeyError(case_id)
        debtor = self._reference.debtor(case.debtor_id)
        if debtor is None:
            raise KeyError(case.debtor_id)
        return in_hand(
            case=case,
            debtor=debtor,
            points=self._reference.contact_points(case.debtor_id),
            of_debtor=self._facts.of_debtor(case.debtor_id),
        )


def in_hand(
    *, case: Case, debtor: Debtor, points: Iterable[ContactPoint], of_debtor: Iterable[Fact]
) -> CaseInHand:
    """A case made of rows and of every fact of its debtor, wherever they were read."""
    facts = tuple(of_debtor)
    whole = fold(facts)
    own = fold(fact for fact in facts if fact.case_id == case.case_id)
    return CaseInHand(
        case=case,
        debtor=debtor,
        points=_with_named(tuple(points), whole.named_points),
        state=replace(  # a number is wrong in every case
            own,
            point_states=whole.point_states,
            point_history=whole.point_history,
            named_points=whole.named_points,
        ),
        history=contacts(whole.calls, whole.messages, whole.answers),
        flags=whole.flags,
        consents=whole.consents,
        inconvenient=whole.inconvenient,
        holds=whole.holds,
        counted=sum(fact.kind in COUNTED for fact in facts),
    )


def _with_named(
    points: tuple[ContactPoint, ...], named: Iterable[NamedPoint]
) -> tuple[ContactPoint, ...]:
    """The bank's points, then those that were named since; once central imports the same number its
    row takes the place of the naming."""
    known = {each.contact_point_id for each in points} | {each.value for each in points}
    rank = max((each.rank for each in points), default=0)
    fresh = (
        each
        for each in named
        if each.contact_point_id not in known and each.address not in known and each.debtor_id
    )
    return (
        *points,
        *(
            ContactPoint(
                contact_point_id=each.contact_point_id,
                debtor_id=DebtorId(each.debtor_id or ""),
                place=Place(each.place),
                value=each.address,
                rank=rank + number,
                role=PartyRole(each.role),
                person=each.person,
            )
            for number, each in enumerate(fresh, start=1)
        ),
    )
