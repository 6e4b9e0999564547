"""What the window shows of the ledger of a debtor's numbers; frozen."""

from dataclasses import dataclass
from datetime import datetime

from desk_client.compliance.locating import LostStanding
from desk_client.ids import ContactPointId
from desk_client.phone_number import PhoneNumber
from desk_client.services.case_parts import VerdictRow


@dataclass(frozen=True, slots=True, kw_only=True)
class ReachRow:
    """One contact point. `source` bank, debtor, contact_person, agent; `named_at`, `named_by` null
    where the bank's file has it. `number` null: an address, told by `address`. `told`: every state
    that was said of it, the newest first, with when."""

    contact_point_id: ContactPointId
    number: PhoneNumber | None
    address: str
    place: str
    role: str
    person: str
    source: str
    named_at: datetime | None
    named_by: str
    state: str  # valid, unverified, wrong, invalid
    told: tuple[tuple[str, datetime], ...]
    attempts: int
    last_answered: datetime | None
    verdict: VerdictRow | None  # null for what cannot be dialled


@dataclass(frozen=True, slots=True, kw_only=True)
class ReachPart:
    """The sheet of one debtor. `lost` null where no rule in force speaks of it; `fault` of the form
    beside its field, "" none: not_a_number, already_there."""

    name: str
    rows: tuple[ReachRow, ...]
    chosen: int
    lost: LostStanding | None
    may_confirm: bool  # the debtor's identity was verified, so a number may be marked valid
    naming: bool
    fault: str
    may_take_back: bool
