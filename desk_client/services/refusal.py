"""A refused dial: which rules refused, and what can lawfully be done instead. The first alternative
is the best one and lies on Enter."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from desk_client.debtor import ContactPoint
from desk_client.services import sentences
from desk_client.services.case_in_hand import CaseInHand
from desk_client.services.desk_state import Alternative, RefusedSheet
from desk_client.services.gate import Judged
from desk_client.services.judging import verdict_row
from desk_client.services.message_order import Offer
from desk_client.text import Text

_PATHS = {
    "dialler": Text("外呼器", "Dialler"),
    "dial_key": Text("拨打键", "Dial key"),
    "click": Text("点击", "Click"),
    "override": Text("放行", "Override"),
    "redial": Text("重拨", "Redial"),
    "callback": Text("回呼", "Callback"),
    "tel_link": Text("链接", "Link"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One thing that can be done."""

    act: Literal["other_point", "callback", "message"]
    point: ContactPoint | None
    at: datetime | None
    shown: Alternative
    offer: Offer | None = None  # what would be written


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """The refusal on the screen."""

    judged: Judged
    ways: tuple[Way, ...]

    @classmethod
    def of(
        cls,
        hand: CaseInHand,
        judged: Judged,
        others: tuple[Judged, ...],
        offers: tuple[Offer, ...] = (),
    ) -> "Refusal":
        """`others` are the verdicts on the debtor's other contact points, `offers` what may be
        written in this case, each with its own verdict."""
        ways: list[Way] = []
        for other in others:
            if other.verdict.allowed and other.point != judged.point:
                ways.append(_other_point(other, key=_key(ways)))
        retry_at = judged.verdict.retry_at
        if retry_at is not None:
            ways.append(_callback(hand, judged, retry_at, key=_key(ways)))
        for offer in _lawful_now(offers):
            ways.append(_message(offer, key=_key(ways)))
        return cls(judged=judged, ways=tuple(ways))

    def sheet(self, hand: CaseInHand) -> RefusedSheet:
        path = _PATHS.get(self.judged.approach.path, Text("其他来路", "Another path"))
        local = self.judged.at.astimezone(hand.zone)
        return RefusedSheet(
            verdict=verdict_row(self.judged, hand.zone),
            path=Text(f"{path.zh}，{local:%H:%M:%S}", f"{path.en}, {local:%H:%M:%S}"),
            alternatives=(
                *(way.shown for way in self.ways),
                Alternative(
                    key="Space",
                    icon="skip",
                    what=Text("下一件可拨案件", "Next dialable case"),
                    detail=Text("本件留在队列中", "This one stays in the queue"),
                ),
            ),
        )


_CHANNELS = {
    "sms": ("message", Text("改发短信", "Send a text message instead")),
    "email": ("mail", Text("改发邮件", "Send an e-mail instead")),
    "letter": ("document", Text("改寄信函", "Send a letter instead")),
}


def _lawful_now(offers: tuple[Offer, ...]) -> Iterator[Offer]:
    """The first of each channel that may be sent at this minute."""
    told: set[str] = set()
    for offer in offers:
        channel = offer.template.channel
        if offer.judged.verdict.allowed and offer.fault is None and channel not in told:
            told.add(channel)
            yield offer


def _message(offer: Offer, *, key: str) -> Way:
    icon, what = _CHANNELS[offer.template.channel]
    name = offer.template.name
    return Way(
        act="message",
        point=offer.point,
        at=None,
        offer=offer,
        shown=Alternative(
            key=key,
            icon=icon,
            what=what,
            detail=Text(f"{name.zh}，先看内容再发", f"{name.en}; read it before it goes"),
        ),
    )


def _key(ways: list[Way]) -> str:
    return "Enter" if not ways else str(len(ways))


def _other_point(other: Judged, *, key: str) -> Way:
    place = sentences.place(other.point.place.value, other.point.role.value)
    return Way(
        act="other_point",
        point=other.point,
        at=None,
        shown=Alternative(
            key=key,
            icon="phone",
            what=Text(f"改拨{place.zh}", f"Dial {place.en.lower()} instead"),
            detail=Text("此号码现在可拨", "This number is allowed now"),
        ),
    )


def _callback(hand: CaseInHand, judged: Judged, retry_at: datetime, *, key: str) -> Way:
    at = sentences.moment(retry_at, judged.at, hand.zone)
    return Way(
        act="callback",
        point=judged.point,
        at=retry_at,
        shown=Alternative(
            key=key,
            icon="calendar",
            what=Text(f"预约 {at.zh} 回呼", f"Book a callback for {at.en}"),
            detail=Text("到时排在队列最前，再次判定", "First in the queue then, judged again"),
        ),
    )
