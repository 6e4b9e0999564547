"""Requests told in the trade's words: a made-up debtor in Guangdong, called by the bank."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from desk_client.compliance.load import shipped_packs
from desk_client.compliance.pack_set import PackSet
from desk_client.compliance.request import (
    Address,
    Collector,
    Consent,
    ContactRequest,
    DebtFacts,
    DebtorFacts,
    Event,
    Flag,
    Inconvenient,
    Location,
    Party,
)

MOBILE = "+8613800001111"
SHANGHAI = timezone(timedelta(hours=8))
DESK = PackSet.shipped()
CHINA = PackSet(shipped_packs(), ("cn-bank-card",))


def local(text: str) -> datetime:
    """Shanghai time, for example "2026-11-24 16:00"."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI).astimezone(UTC)


def call_made(at: datetime, result: str | None = "no_answer", **more: Any) -> Event:
    """A call to the debtor's mobile."""
    told: dict[str, Any] = {
        "id": f"e{at.isoformat()}",
        "at": at,
        "kind": "call",
        "direction": "out",
        "address": MOBILE,
        "place": "mobile",
        "party": "d1",
        "party_role": "debtor",
        "debts": ("A",),
        "collector": "bank-a",
        "result": result,
        "reached": "debtor" if result == "conversation" else None,
        "talk_s": None if result is None else 60.0 if result == "conversation" else 0.0,
    }
    return Event(**(told | more))


def ask(
    now: datetime,
    *,
    history: tuple[Event, ...] = (),
    flags: tuple[Flag, ...] = (),
    consents: tuple[Consent, ...] = (),
    inconvenient: tuple[Inconvenient, ...] = (),
    locations: tuple[Location, ...] | None = None,
    **more: Any,
) -> ContactRequest:
    """May the bank call the debtor's mobile at `now`?"""
    here = Location(source="address", zone="Asia/Shanghai", region="CN-44")
    told: dict[str, Any] = {
        "now": now,
        "kind": "call",
        "collector": Collector(role="first_party", entity="bank-a", lender="bank"),
        "address": Address(value=MOBILE, place="mobile", state="valid"),
        "party": Party(id="d1", role="debtor"),
        "debtor": DebtorFacts(
            id="d1",
            language="zh",
            locations=(here,) if locations is None else locations,
            flags=flags,
            consents=consents,
            inconvenient=inconvenient,
        ),
        "debts": (DebtFacts(id="A", days_past_due=40, product="card"),),
        "history": history,
        "history_as_of": now,
    }
    return ContactRequest(**(told | more))


def refusing(request: ContactRequest, packs: PackSet = DESK) -> list[str]:
    """The rules that refuse, strictest first."""
    return [reason.rule for reason in packs.verdict(request).reasons]
