"""What the debtor wishes: which channels they agreed to or took back, whether they may be called
in the evening, when and where they do not want to be contacted. What narrows contact is noted at
any time; what widens it only from a debtor whose identity was verified in a call of the last day,
or anybody could be talked into it."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Any, Literal

from desk_client.care_body import ConsentGiven, ConsentRevoked, InconvenientNamed
from desk_client.case_state import GivenConsent, InconvenientTime
from desk_client.fact_body import Withdrawn
from desk_client.services import wish_intents as asks
from desk_client.services.case_in_hand import CaseFiles, CaseInHand
from desk_client.services.standing import NOT_NOW, Standing
from desk_client.services.wish_parts import ConsentRow, InconvenientRow, WishesPart
from desk_client.text import Text

Kind = Literal["sms", "email", "out_of_hours", "prerecorded"]
KINDS: dict[Kind, Text] = {
    "sms": Text("同意短信联系", "May be texted"),
    "email": Text("同意邮件联系", "May be written to by e-mail"),
    "out_of_hours": Text("同意晚间联系", "May be contacted in the evening"),
    "prerecorded": Text("同意自动语音", "May be called by a recorded voice"),
}
EVENING = time(23)  # until when, where nothing else is said
VERIFIED_WITHIN = timedelta(hours=24)
_VERIFY = Text("须先在通话中核实身份", "Identity has to be verified in a call first")


class Wishes:
    """Answers the sheet's intents; called on the desk thread."""

    def __init__(self, *, standing: Standing, files: CaseFiles) -> None:
        self._at = standing
        self._files = files
        self._open = False

    def answers(self) -> dict[type, Callable[[Any], None]]:
        """The intents answered here."""
        return {
            asks.OpenWishes: lambda _: self._show(),
            asks.ToggleConsent: lambda i: self._toggle(i.kind),
            asks.NameInconvenient: self._name,
            asks.LiftInconvenient: lambda i: self._lift(i.index),
            asks.CloseWishes: lambda _: self._close(),
        }

    def part(self) -> WishesPart | None:
        """The open sheet; None while it is shut."""
        hand = self._at.hand
        if not self._open or hand is None:
            self._open = False
            return None
        return WishesPart(
            consents=tuple(
                ConsentRow(kind=kind, name=name, given_at=given.given_at if given else None)
                for kind, name in KINDS.items()
                for given in [_standing(hand, kind)]
            ),
            inconvenient=tuple(InconvenientRow(_words(each)) for each in hand.inconvenient),
            may_widen=self._may_widen(hand, self._at.clock.now()),
        )

    def _show(self) -> None:
        if self._at.hand is None:
            self._at.notice = NOT_NOW
            return
        self._read(self._at.hand)
        self._open = True

    def _close(self) -> None:
        self._open = False

    def _read(self, hand: CaseInHand) -> None:
        self._at.hand = self._files.open(hand.case.case_id)

    def _may_widen(self, hand: CaseInHand, now: datetime) -> bool:
        call = self._at.call
        return (call is not None and call.verified) or any(
            each.identity is not None
            and each.identity.verified
            and now - each.identity.checked_at < VERIFIED_WITHIN
            for each in hand.state.calls
        )

    def _toggle(self, kind: Kind) -> None:
        hand, now = self._at.hand, self._at.clock.now()
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
        hand, call = self._at.hand, self._at.call
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
        hand = self._at.hand
        if hand is None or not 0 <= index < len(hand.inconvenient):
            self._at.notice = NOT_NOW
        elif not self._may_widen(hand, self._at.clock.now()):
            self._at.notice = _VERIFY
        else:
            self._at.write(hand, Withdrawn(fact_id=hand.inconvenient[index].fact_id))
            self._read(hand)


def _standing(hand: CaseInHand, kind: str) -> GivenConsent | None:
    return next(
        (
            each
            for each in hand.consents
            if each.consent == kind and each.party is None and each.revoked_at is None
        ),
        None,
    )


_DAYS = {
    "mon": Text("周一", "Mon"),
    "tue": Text("周二", "Tue"),
    "wed": Text("周三", "Wed"),
    "thu": Text("周四", "Thu"),
    "fri": Text("周五", "Fri"),
    "sat": Text("周六", "Sat"),
    "sun": Text("周日", "Sun"),
}
_PLACES = {
    "work": Text("单位", "at work"),
    "home": Text("家里", "at home"),
    "mobile": Text("手机", "on the mobile"),
}


def _words(named: InconvenientTime) -> Text:
    """周一 周二 09:00–12:00 单位 / Mon Tue 09:00-12:00 at work."""
    days = [_DAYS[day] for day in named.weekdays if day in _DAYS]
    day = Text("、".join(d.zh for d in days) or "每天", " ".join(d.en for d in days) or "every day")
    times = "00:00–24:00"
    if named.from_local is not None or named.until_local is not None:
        begins = f"{named.from_local or time():%H:%M}"
        ends = f"{named.until_local:%H:%M}" if named.until_local else "24:00"
        times = f"{begins}–{ends}"
    place = _PLACES.get(named.place or "", Text("", ""))
    return Text(f"{day.zh} {times} {place.zh}".strip(), f"{day.en} {times} {place.en}".strip())
