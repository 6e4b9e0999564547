"""What the window shows when somebody asks why a case is not dialled; frozen."""

from dataclasses import dataclass
from datetime import datetime

from desk_client.ids import CaseId, ContactPointId
from desk_client.phone_number import PhoneNumber
from desk_client.services.case_parts import VerdictRow


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberWhy:
    """One number of the case with where every rule stands on it."""

    contact_point_id: ContactPointId
    number: PhoneNumber
    place: str  # desk_client.debtor.Place
    role: str  # desk_client.debtor.PartyRole
    verdict: VerdictRow


@dataclass(frozen=True, slots=True, kw_only=True)
class WhyPart:
    """A case of the list, or the one in hand; `numbers` is empty where it has no telephone."""

    case_id: CaseId
    case_no: str
    name: str
    numbers: tuple[NumberWhy, ...]
    chosen: int  # of `numbers`
    place: int  # of the case in the list, 1 = the first; 0 where it is not in it
    of: int  # cases in the list
    next_lawful: datetime | None  # of any number; None where none opens by waiting, or one is open
