"""What the facts of a message say: ordered at a desk or by a reminder's date, attempted by the
messenger (on the disk before it is handed over, and counted whatever follows), handed to a gateway,
delivered or not, answered. Text is never kept here: the template's name and its fields are."""

from typing import Literal

from pydantic import AwareDatetime

from desk_client.body_form import Body
from desk_client.ids import ContactPointId, DebtId, MessageId

Channel = Literal["sms", "email", "letter"]
Purpose = Literal["reminder", "confirmation", "statement", "notice", "reply"]
ReplyMeans = Literal["stop", "reply", "wrong_person", "bounce"]


class MessageOrdered(Body):
    """Somebody wants a message sent; nothing has left. `granted_at` names the lease under which a
    desk ordered it: while that runs the desk counts it, as one that may leave at any time."""

    kind: Literal["message_ordered"] = "message_ordered"
    message_id: MessageId
    channel: Channel
    template: str
    language: Literal["zh", "en"]
    purpose: Purpose
    contact_point_id: ContactPointId
    address: str
    place: str
    role: str
    debts: tuple[DebtId, ...]
    fields: dict[str, str] = {}  # what the agent chose; the rest is filled in when it is sent
    not_before: AwareDatetime | None = None
    granted_at: AwareDatetime | None = None


class MessageAttempted(Body):
    """A message is about to be handed over; committed before, counted whatever follows."""

    kind: Literal["message_attempted"] = "message_attempted"
    message_id: MessageId
    channel: Channel
    template: str
    purpose: Purpose
    contact_point_id: ContactPointId
    address: str
    place: str
    role: str
    debts: tuple[DebtId, ...]
    sha256: str  # of the words that were sent


class MessageHanded(Body):
    """The gateway, the mail server or the letter box took it; `handed_as` is its name there."""

    kind: Literal["message_handed"] = "message_handed"
    message_id: MessageId
    handed_as: tuple[str, ...]


class MessageDelivered(Body):
    """It reached the telephone or the mailbox; of a long text each part tells for itself."""

    kind: Literal["message_delivered"] = "message_delivered"
    message_id: MessageId
    part: str = ""  # its name at the gateway; "" = all of it


class MessageFailed(Body):
    """It was not sent, or not delivered. `taken` = whether it left us: what was certainly not taken
    does not count against the debtor. `again_at`: the gateway could not just now, the order waits
    on."""

    kind: Literal["message_failed"] = "message_failed"
    message_id: MessageId
    taken: Literal["yes", "no", "unknown"]
    reason: str
    dead_address: bool = False
    again_at: AwareDatetime | None = None


class MessageAnswered(Body):
    """The debtor answered. Card data is masked before it comes here."""

    kind: Literal["message_answered"] = "message_answered"
    message_id: MessageId | None  # null: in answer to nothing we know
    channel: Channel
    contact_point_id: ContactPointId
    address: str
    place: str
    role: str
    means: ReplyMeans
    text: str
