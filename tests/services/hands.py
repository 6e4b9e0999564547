"""A case in hand and a call in it, without a store: for what is decided by values alone."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from desk_client.case import Debt
from desk_client.fact import Fact
from desk_client.fold import fold
from desk_client.ids import CallId
from desk_client.phone.events import Ended, Recording
from desk_client.phone_number import PhoneNumber
from desk_client.services.call_in_hand import CallInHand
from desk_client.services.case_in_hand import CaseInHand
from tests.happenings import MORNING
from tests.rows import case, debtor, point

SHANGHAI = ZoneInfo("Asia/Shanghai")
CALL = CallId("call-1")


def hand(*debts: Debt, facts: Iterable[Fact] = ()) -> CaseInHand:
    return CaseInHand(
        case=case(1, *debts),
        debtor=debtor(1),
        points=(point(1),),
        state=fold(facts),
        history=(),
        flags=(),
    )


def call(**more: Any) -> CallInHand:
    """Just placed, without a callscript."""
    fields: dict[str, Any] = {
        "call_id": CALL,
        "hand": hand(),
        "number": PhoneNumber("+8613800000001"),
        "place": "mobile",
        "mode": "preview",
        "placed_at": MORNING,
        "script": None,
    }
    return CallInHand(**fields | more)


def ended(at: datetime = MORNING, **more: Any) -> Ended:
    """The phone's word that the debtor hung up."""
    fields: dict[str, Any] = {
        "code": 200,
        "reason": "OK",
        "ended_by": "them",
        "ring_s": 4.0,
        "talk_s": 61.5,
    }
    return Ended(at=at, call_id=CALL, **fields | more)


def recording(**more: Any) -> Recording:
    fields: dict[str, Any] = {
        "path": "/recordings/call-1.age",
        "sha256": "0" * 64,
        "seconds": 61.5,
        "bytes": 250_000,
        "paused": ((10.0, 22.5),),
        "agent_rms": 0.05,
        "debtor_rms": 0.07,
    }
    return Recording(**fields | more)
