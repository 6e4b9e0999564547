"""What facts say of where a debtor can be reached: a number that somebody named, and what became
known of one outside a call's outcome. Rows of the bank's file are not edited; these facts stand
beside them, and a number that central imports later is the same contact point by its derived id."""

from typing import Literal

from desk_client.body_form import Body
from desk_client.ids import CallId, ContactPointId

WhoSaid = Literal["debtor", "contact_person", "agent"]


class ContactPointNamed(Body):
    """A telephone number that the bank's file does not have. `person` "" = the debtor's own, else
    whose it is; `said_by` agent = found by the agent outside a conversation."""

    kind: Literal["contact_point_named"] = "contact_point_named"
    contact_point_id: ContactPointId
    address: str  # E.164
    place: Literal["mobile", "unknown"]
    role: Literal["debtor", "contact"]
    person: str = ""
    said_by: WhoSaid
    call_id: CallId | None = None


class ContactPointMarked(Body):
    """Somebody said what a contact point is worth; the last word on it holds."""

    kind: Literal["contact_point_marked"] = "contact_point_marked"
    contact_point_id: ContactPointId
    state: Literal["valid", "wrong", "invalid"]
    said_by: WhoSaid
    call_id: CallId | None = None
