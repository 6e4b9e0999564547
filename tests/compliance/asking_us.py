"""Requests told in the trade's words: a made-up debtor in New York, called by an agency."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from desk_client.compliance.load import shipped_packs
from desk_client.compliance.pack_set import PackSet
from desk_client.compliance.request import (
    Address,
    Collector,
    ContactRequest,
    DebtFacts,
    DebtorFacts,
    Event,
    Location,
    Party,
)

NUMBER = "+16075550100"  # upstate New York
BY_SCOPE = PackSet(shipped_packs())
AGENCY = Collector(role="third_party", entity="agency-a", lender="bank")
BANK = Collector(role="first_party", entity="bank-a", lender="bank")


def named(*packs: str) -> PackSet:
    """These packs and no others."""
    return PackSet(shipped_packs(), packs)


def clock(text: str, zone: str = "America/New_York") -> datetime:
    """The instant at which a clock there shows it, for example "2026-12-07 10:00"."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def at(region: str, zone: str = "America/New_York", source: str = "address") -> Location:
    """A place where the debtor may be."""
    return Location.model_validate({"source": source, "zone": zone, "region": region})


def contact(moment: datetime, result: str | None = "no_answer", **more: Any) -> Event:
    """A call of the agency to the debtor's mobile."""
    told: dict[str, Any] = {
        "id": f"e{moment.isoformat()}",
        "at": moment,
        "kind": "call",
        "direction": "out",
        "address": NUMBER,
        "place": "mobile",
        "party": "d1",
        "party_role": "debtor",
        "debts": ("A",),
        "collector": "agency-a",
        "result": result,
        "reached": "debtor" if result == "conversation" else None,
    }
    return Event(**(told | more))


def ask(
    now: datetime,
    *where: Location,
    collector: Collector | None = AGENCY,
    history: tuple[Event, ...] = (),
    debtor: dict[str, Any] | None = None,
    **more: Any,
) -> ContactRequest:
    """May the agency call the debtor's mobile at `now`?"""
    told: dict[str, Any] = {
        "now": now,
        "kind": "call",
        "collector": collector,
        "address": Address(value=NUMBER, place="mobile", state="valid"),
        "party": Party(id="d1", role="debtor"),
        "debtor": DebtorFacts(
            id="d1", language="en", locations=where or (at("US-NY"),), **(debtor or {})
        ),
        "debts": (DebtFacts(id="A", days_past_due=200, product="card"),),
        "history": history,
        "history_as_of": now,
    }
    return ContactRequest(**(told | more))


def refusing(request: ContactRequest, packs: PackSet = BY_SCOPE) -> list[str]:
    """The rules that refuse, strictest first."""
    return [reason.rule for reason in packs.verdict(request).reasons]
