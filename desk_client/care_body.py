"""What a debtor allows or forbids and what is kept or erased, told outside a call's outcome:
consents and their end, flags laid by an answer or an office, overrides of a house rule, complaints
answered, records held back from erasure or erased."""

from datetime import time
from typing import Literal

from pydantic import AwareDatetime

from desk_client.body_form import Body, Medium
from desk_client.ids import CallId, ContactPointId, DebtId, FactId, Login


class FlagSet(Body):
    """A flag of contracts.md section 2 laid on the debtor, a debt, a channel or a person."""

    flag: str
    until: AwareDatetime | None = None
    debts: tuple[DebtId, ...] = ()
    channels: tuple[str, ...] = ()
    party: str | None = None


class FlagLaid(Body):
    """Flags laid by an answer to a message, a letter, a court, an office."""

    kind: Literal["flag_laid"] = "flag_laid"
    flags: tuple[FlagSet, ...]
    source: str  # message, letter, office, import
    note: str = ""


class ConsentGiven(Body):
    """What a person agreed to; `consent` is a consent.kind of contracts.md section 2."""

    kind: Literal["consent_given"] = "consent_given"
    consent: Literal["callback", "out_of_hours", "call", "sms", "email", "prerecorded"]
    from_at: AwareDatetime | None = None
    until: AwareDatetime | None = None
    weekdays: tuple[str, ...] = ()
    local_until: time | None = None
    party: str | None = None  # a contact point's id; null = the debtor
    call_id: CallId | None = None
    how: Literal["spoken", "written", "import"] = "spoken"


class ConsentRevoked(Body):
    """Taken back, at once and in every form."""

    kind: Literal["consent_revoked"] = "consent_revoked"
    consent: Literal["callback", "out_of_hours", "call", "sms", "email", "prerecorded"]
    party: str | None = None


class InconvenientNamed(Body):
    """A weekly time at which, or a place where, the debtor does not want to be contacted, by the
    debtor's own clock; an end not after the beginning lies on the next day."""

    kind: Literal["inconvenient_named"] = "inconvenient_named"
    weekdays: tuple[str, ...] = ()  # none = all
    from_local: time | None = None  # null = from midnight
    until_local: time | None = None  # null = to midnight
    place: str | None = None  # null = everywhere
    call_id: CallId | None = None


class Overridden(Body):
    """Somebody who may let one contact through against rules of the house, with a second person."""

    kind: Literal["overridden"] = "overridden"
    contact: Medium
    contact_point_id: ContactPointId
    rules: tuple[str, ...]
    reason: str
    role: str
    second: Login
    until: AwareDatetime


class ComplaintAnswered(Body):
    """The complaint that an outcome or a note recorded was decided and the debtor told."""

    kind: Literal["complaint_answered"] = "complaint_answered"
    complaint: FactId
    upheld: bool
    note: str = ""


class HoldLaid(Body):
    """Nothing of this debtor is erased while it stands."""

    kind: Literal["hold_laid"] = "hold_laid"
    reason: Literal["complaint", "litigation", "dispute", "inspection"]
    note: str = ""


class RecordErased(Body):
    """What was erased, by which rule. It is the only trace that stays."""

    kind: Literal["record_erased"] = "record_erased"
    record: str  # recording, message, note, letter
    of: str  # a recording: the call's id; words: the id of the fact that held them
    rule: str
    pack: str
    sha256: str = ""  # of what was there: the sealed file, or the words in UTF-8
    bytes: int = 0
