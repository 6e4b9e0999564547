"""The ledger of a debtor's numbers and addresses: where each came from, what it is known to be, how
often it was tried, and whether the law lets it be called now. A number named in a conversation is
written down here and can be dialled at once where the gate allows it. Nothing of the debt is shown,
so the sheet may be open before identity is verified."""

from collections.abc import Callable
from typing import Any, Literal

from desk_client.central.cell import BadCell, is_control, plain, telephone
from desk_client.compliance.locating import LostStanding, lost_standing
from desk_client.debtor import ContactPoint, PartyRole, Place
from desk_client.fact_body import FactBody, Withdrawn
from desk_client.ids import CaseId, ContactPointId, FactId, derived_id
from desk_client.phone_number import PhoneNumber
from desk_client.reach_body import ContactPointMarked, ContactPointNamed, WhoSaid
from desk_client.services import reach_intents as asks
from desk_client.services.case_in_hand import CaseFiles, CaseInHand
from desk_client.services.judging import verdict_row
from desk_client.services.reach_parts import ReachPart, ReachRow
from desk_client.services.standing import NOT_NOW, Standing
from desk_client.services.verified import verified_lately
from desk_client.services.work import Work
from desk_client.text import Text

_WRITTEN = (Place.EMAIL, Place.POST)
_MOBILE = "+861"
_LONGEST_NAME = 60
_VERIFY = Text(
    "须先在通话中核实身份，才能标为有效", "A number is marked valid only once identity is verified"
)


class ReachLedger:
    """Answers the sheet's intents; called on the desk thread."""

    def __init__(
        self,
        *,
        standing: Standing,
        files: CaseFiles,
        work: Work,
        judge_again: Callable[[], None],
        name_of: Callable[[str], str],
    ) -> None:
        """`judge_again` asks the gate anew about the case in hand; `name_of` names a colleague."""
        self._at = standing
        self._files = files
        self._work = work
        self._judge_again = judge_again
        self._name_of = name_of
        self._of: CaseId | None = None
        self._chosen = 0
        self._naming, self._fault = False, ""
        self._written: list[FactId] = []  # what Z takes back, the newest last
        self._kept: tuple[object, tuple[ReachRow, ...], LostStanding | None] | None = None

    def answers(self) -> dict[type, Callable[[Any], None]]:
        """The intents answered here."""
        return {
            asks.OpenReach: lambda _: self._open(),
            asks.MoveReach: lambda i: self._choose(self._chosen + i.step),
            asks.ChooseReach: lambda i: self._choose(i.index),
            asks.MarkReach: lambda i: self._mark(i.state),
            asks.BeginNaming: lambda _: self._begin(),
            asks.NamePoint: self._name,
            asks.TakeBackReach: lambda _: self._take_back(),
            asks.CloseReach: lambda _: self._close(),
        }

    def fields(self, *, hidden: bool) -> dict[str, Any]:  # noqa: ARG002 - tells nothing of the debt
        """Its part of the state."""
        return {"reach": self.part()}

    def part(self) -> ReachPart | None:
        """The open sheet; None while it is shut, and as soon as another case is in hand."""
        hand = self._hand
        if hand is None:
            self._shut()
            return None
        rows, lost = self._read(hand)
        self._chosen = min(self._chosen, max(0, len(rows) - 1))
        return ReachPart(
            name=hand.debtor.name,
            rows=rows,
            chosen=self._chosen,
            lost=lost,
            may_confirm=verified_lately(hand, self._at.call, self._at.clock.now()),
            naming=self._naming,
            fault=self._fault,
            may_take_back=bool(self._written),
        )

    @property
    def _hand(self) -> CaseInHand | None:
        """The case of the open sheet; a key pressed for the one before finds none."""
        hand = self._at.hand
        return hand if hand is not None and hand.case.case_id == self._of else None

    def _open(self) -> None:
        if self._at.hand is None:
            self._at.notice = NOT_NOW
            return
        self._shut()
        self._of = self._at.hand.case.case_id

    def _shut(self) -> None:
        self._of, self._chosen, self._kept = None, 0, None
        self._naming, self._fault, self._written = False, "", []

    def _close(self) -> None:
        if self._naming:
            self._naming, self._fault = False, ""
        else:
            self._shut()

    def _choose(self, index: int) -> None:
        count = len(self._kept[1]) if self._kept is not None else 0
        self._chosen = min(max(0, count - 1), max(0, index))

    def _begin(self) -> None:
        if self._hand is None:
            self._at.notice = NOT_NOW
            return
        self._naming, self._fault = True, ""

    def _read(self, hand: CaseInHand) -> tuple[tuple[ReachRow, ...], LostStanding | None]:
        """Judged again with every minute and every fact."""
        minute = self._at.clock.now().replace(second=0, microsecond=0)
        mark = (hand, self._at.revision, minute)
        if self._kept is None or self._kept[0] != mark:
            rows = tuple(self._row(hand, point) for point in hand.points)
            self._kept = (mark, rows, self._lost(hand))
        return self._kept[1], self._kept[2]

    def _lost(self, hand: CaseInHand) -> LostStanding | None:
        if not hand.telephones:
            return None
        asked = self._work.looked(hand, hand.telephones[0])
        return lost_standing(asked.request, asked.packs.in_force(asked.request))

    def _row(self, hand: CaseInHand, point: ContactPoint) -> ReachRow:
        own = point.contact_point_id
        named = next(
            (each for each in hand.state.named_points if each.contact_point_id == own), None
        )
        tried = [
            each
            for each in hand.history
            if each.address == point.value and each.direction == "out" and not each.waits
        ]
        answered = [each.at for each in tried if each.result == "conversation"]
        written = point.place in _WRITTEN
        return ReachRow(
            contact_point_id=own,
            number=None if written else PhoneNumber(point.value),
            address=point.value if written else "",
            place=point.place.value,
            role=point.role.value,
            person=point.person,
            source=named.said_by if named else "bank",
            named_at=named.at if named else None,
            named_by=self._name_of(named.actor) if named else "",
            state=hand.state.state_of_point(own),
            told=tuple(
                (each.state, each.since)
                for each in hand.state.point_history
                if each.contact_point_id == own
            ),
            attempts=len(tried),
            last_answered=max(answered, default=None),
            verdict=None if written else verdict_row(self._work.looked(hand, point), hand.zone),
        )

    def _said_by(self, hand: CaseInHand) -> WhoSaid:
        """Whose word it is: that of whoever is in the call, else the agent's own finding."""
        call, point = self._at.call, self._at.point
        if call is None or call.hand.case.case_id != hand.case.case_id:
            return "agent"
        if call.verified:
            return "debtor"
        third = point is not None and point.role is not PartyRole.DEBTOR
        return "contact_person" if third else "agent"

    def _mark(self, state: Literal["valid", "wrong", "invalid"]) -> None:
        hand = self._hand
        rows = self._kept[1] if self._kept is not None else ()
        if hand is None or not rows:
            self._at.notice = NOT_NOW
        elif state == "valid" and not verified_lately(hand, self._at.call, self._at.clock.now()):
            self._at.notice = _VERIFY
        elif rows[self._chosen].state != state:
            marked = ContactPointMarked(
                contact_point_id=rows[self._chosen].contact_point_id,
                state=state,
                said_by=self._said_by(hand),
                call_id=self._at.call.call_id if self._at.call is not None else None,
            )
            self._write(hand, marked)

    def _name(self, asked: asks.NamePoint) -> None:
        hand = self._hand
        if hand is None or not self._naming:
            self._at.notice = NOT_NOW
            return
        try:
            number = telephone(plain(asked.number)).e164
        except BadCell:
            self._fault = "not_a_number"
            return
        point = ContactPointId(derived_id("point", f"{hand.debtor.debtor_id}:{number}"))
        if any(each.value == number for each in hand.points):
            self._fault = "already_there"
            return
        person = "".join(each for each in asked.person if not is_control(each)).strip()
        person = person[:_LONGEST_NAME]
        call = self._at.call
        body = ContactPointNamed(
            contact_point_id=point,
            address=number,
            place="mobile" if number.startswith(_MOBILE) else "unknown",
            role="contact" if person else "debtor",
            person=person,
            said_by=self._said_by(hand),
            call_id=call.call_id if call is not None else None,
        )
        self._naming, self._fault = False, ""
        self._write(hand, body)
        self._chosen = len(hand.points)

    def _take_back(self) -> None:
        hand = self._hand
        if hand is None or not self._written:
            self._at.notice = NOT_NOW
            return
        gone = Withdrawn(fact_id=self._written.pop())
        self._at.write(hand, gone)
        self._look_again(hand)

    def _write(self, hand: CaseInHand, body: FactBody) -> None:
        (fact,) = self._at.write(hand, body)
        self._written.append(fact.fact_id)
        self._look_again(hand)

    def _look_again(self, hand: CaseInHand) -> None:
        self._at.hand = self._files.open(hand.case.case_id)
        self._kept = None
        self._judge_again()
