"""What the debtor wishes: which channels they agreed to or took back, whether they may be called
in the evening, when and where they do not want to be contacted. What narrows contact is noted at
any time; what widens it only from a debtor whose identity was verified in a call of the last day,
or anybody could be talked into it."""

from collections.abc import Callable
from datetime import datetime, time
from typing import Any, Literal

from desk_client.care_body import ConsentGiven, ConsentRevoked, InconvenientNamed
from desk_client.case_state import GivenConsent
from desk_client.fact_body import Withdrawn
from desk_client.ids import CaseId
from desk_client.services import wish_intents as asks
from desk_client.services.case_in_hand import CaseFiles, CaseInHand
from desk_client.services.standing import NOT_NOW, Standing
from desk_client.services.verified import verified_lately
from desk_client.services.wish_parts import ConsentRow, InconvenientRow, WishesPart
from desk_client.services.wish_words import inconvenient_words
from desk_client.text import Text

Kind = Literal["sms", "email", "out_of_hours", "prerecorded"]
KINDS: dict[Kind, Text] = {
    "sms": Text("同意短信联系", "May be texted"),
    "email": Text("同意邮件联系", "May be written to by e-mail"),
    "out_of_hours": Text("同意晚间联系", "May be contacted in the evening"),
    "prerecorded": Text("同意自动语音", "May be called by a recorded voice"),
}
EVENING = time(23)  # until when, where nothing else is said
_VERIFY = Text("须先在通话中核实身份", "Identity has to be verified in a call first")


class Wishes:
    """Answers the sheet's intents; called on the desk thread."""

    def __init__(
        self, *, standing: Standing, files: CaseFiles, judge_again: Callable[[], None]
    ) -> None:
        """`judge_again` asks the gate anew about the case in hand: a wish moves its verdicts."""
        self._at = standing
        self._files = files
        self._judge_again = judge_again
        self._of: CaseId | None = None

    def answers(self) -> dict[type, Callable[[Any], None]]:
        """The intents answered here."""
        return {
            asks.OpenWishes: lambda _: self._show(),
            asks.ToggleConsent: lambda i: self._toggle(i.kind),
            asks.NameInconvenient: self._name,
            asks.LiftInconvenient: lambda i: self._lift(i.index),
            asks.CloseWishes: lambda _: self._close(),
        }

    def fields(self, *, hidden: bool) -> dict[str, Any]:  # noqa: ARG002 - tells nothing of the debt
        """Its part of the state."""
        return {"wishes": self.part()}

    def part(self) -> WishesPart | None:
        """The open sheet; None while it is shut, and as soon as another case is in hand: what one
        debtor says must never be noted for the next."""
        hand = self._at.hand
        if hand is None or hand.case.case_id != self._of:
            self._close()
            return None
        return WishesPart(
            consents=tuple(
                _row(kind, name, given)
                for kind, name in KINDS.items()
                for given in [_standing(hand, kind)]
            ),
            inconvenient=tuple(
                InconvenientRow(
                    inconvenient_words(each.weekdays, each.from_local, each.until_local, each.place)
                )
                for each in hand.inconvenient
            ),
            may_widen=self._may_widen(hand, self._at.clock.now()),
        )

    def _show(self) -> None:
        if self._at.hand is None:
            self._at.notice = NOT_NOW
            return
        self._at.hand = self._files.open(self._at.hand.case.case_id)
        self._of = self._at.hand.case.case_id

    def _close(self) -> None:
        self._of = None

    @property
    def _in_sheet(self) -> CaseInHand | None:
        """The case of the open sheet. A key that was pressed for the one before finds none."""
        hand = self._at.hand
        return hand if hand is not None and hand.case.case_id == self._of else None

    def _read(self, hand: CaseInHand) -> None:
        self._at.hand = self._files.open(hand.case.case_id)
        self._judge_again()

    def _may_widen(self, hand: CaseInHand, now: datetime) -> bool:
        return verified_lately(hand, self._at.call, now)

    def _toggle(self, kind: Kind) -> None:
        hand, now = self._in_sheet, self._at.clock.now()
        if hand is None or kind not in KINDS:
            self._at.notice = NOT_NOW
            return
        if _standing(hand, kind) is not None:
            self._at.write(hand, ConsentRevoked(consent=kind))
        elif not self._may_widen(hand, now):
            self._at.notice = _VERIFY
            return
        else:
            call = self._at.call
            given = ConsentGiven(
                consent=kind,
                local_until=EVENING if kind == "out_of_hours" else None,
                call_id=call.call_id if call else None,
            )
            self._at.write(hand, given)
        self._read(hand)

    def _name(self, named: asks.NameInconvenient) -> None:
        hand, call = self._in_sheet, self._at.call
        if hand is None:
            self._at.notice = NOT_NOW
            return
        body = InconvenientNamed(
            weekdays=named.weekdays,
            from_local=named.from_local,
            until_local=named.until_local,
            place=named.place,
            call_id=call.call_id if call else None,
        )
        self._at.write(hand, body)
        self._read(hand)

    def _lift(self, index: int) -> None:
        """Takes back what was named; it widens contact, so the debtor has to have said so."""
        hand = self._in_sheet
        if hand is None or not 0 <= index < len(hand.inconvenient):
            self._at.notice = NOT_NOW
        elif not self._may_widen(hand, self._at.clock.now()):
            self._at.notice = _VERIFY
        else:
            self._at.write(hand, Withdrawn(fact_id=hand.inconvenient[index].fact_id))
            self._read(hand)


def _row(kind: str, name: Text, given: GivenConsent | None) -> ConsentRow:
    until = EVENING if kind == "out_of_hours" else None
    return ConsentRow(
        kind=kind,
        name=name,
        given_at=given.given_at if given else None,
        local_until=given.local_until if given else until,
    )


def _standing(hand: CaseInHand, kind: str) -> GivenConsent | None:
    return next(
        (
            each
            for each in hand.consents
            if each.consent == kind and each.party is None and each.revoked_at is None
        ),
        None,
    )
