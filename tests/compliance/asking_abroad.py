"""Requests told in the trade's words: a made-up debtor in one of six countries, called by a lender
or an agency, with the number and the clock of the place."""

from dataclasses import dataclass
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

BY_SCOPE = PackSet(shipped_packs())


@dataclass(frozen=True)
class Place:
    """Where a debtor lives, by whose law, and the debtor's number there."""

    pack: str
    region: str
    zone: str
    number: str

    def clock(self, text: str) -> datetime:
        """The instant at which a clock there shows it, for example "2026-11-24 14:00"."""
        local = datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(self.zone))
        return local.astimezone(UTC)

    @property
    def law(self) -> PackSet:
        """The pack alone."""
        return PackSet(shipped_packs(), (self.pack,))

    def at(self, source: str = "address") -> Location:
        return Location.model_validate({"source": source, "zone": self.zone, "region": self.region})


LONDON = Place("gb-conc", "GB-ENG", "Europe/London", "+447700900001")
EDINBURGH = Place("gb-conc", "GB-SCT", "Europe/London", "+447700900001")
SYDNEY = Place("au-rg96", "AU-NSW", "Australia/Sydney", "+61491570156")
ADELAIDE = Place("au-rg96", "AU-SA", "Australia/Adelaide", "+61491570156")
PERTH = Place("au-rg96", "AU-WA", "Australia/Perth", "+61491570156")
MUMBAI = Place("in-rbi", "IN-MH", "Asia/Kolkata", "+919800000001")
JAKARTA = Place("id-pojk22", "ID-JK", "Asia/Jakarta", "+6281200000001")
JAYAPURA = Place("id-pojk22", "ID-PA", "Asia/Jayapura", "+6281200000001")
MANILA = Place("ph-sec18", "PH-00", "Asia/Manila", "+639170000001")
BERLIN = Place("de-house", "DE-BE", "Europe/Berlin", "+4915112345678")
ABROAD = (LONDON, SYDNEY, MUMBAI, JAKARTA, MANILA, BERLIN)
_MAY_BE_UNRECORDED = ("gb-conc", "au-rg96", "ph-sec18", "de-house")


def contact(place: Place, moment: datetime, result: str | None = "no_answer", **more: Any) -> Event:
    """A call to the debtor's mobile."""
    told: dict[str, Any] = {
        "id": f"e{moment.isoformat()}",
        "at": moment,
        "kind": "call",
        "direction": "out",
        "address": place.number,
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
    place: Place,
    now: datetime,
    *where: Location,
    history: tuple[Event, ...] = (),
    debtor: dict[str, Any] | None = None,
    **more: Any,
) -> ContactRequest:
    """May the agency call the debtor's mobile at `now`? Nothing is recorded, so that the gates of a
    recording are out of the way."""
    told: dict[str, Any] = {
        "now": now,
        "kind": "call",
        "collector": Collector(role="third_party", entity="agency-a", lender="bank"),
        "address": Address(value=place.number, place="mobile", state="valid"),
        "party": Party(id="d1", role="debtor"),
        "debtor": DebtorFacts(
            id="d1", language="en", locations=where or (place.at(),), **(debtor or {})
        ),
        "debts": (DebtFacts(id="A", days_past_due=40, product="loan"),),
        "history": history,
        "history_as_of": now,
    }
    if place.pack in _MAY_BE_UNRECORDED:
        told["recording"] = "off"
    return ContactRequest(**(told | more))


def noon(place: Place) -> datetime:
    """Thursday noon at the debtor's, a working day in every one of the countries."""
    return place.clock("2026-11-26 12:00")


def refusing(request: ContactRequest, packs: PackSet = BY_SCOPE) -> list[str]:
    """The rules that refuse, strictest first."""
    return [reason.rule for reason in packs.verdict(request).reasons]
