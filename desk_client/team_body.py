"""What people who work together tell each other: that one needs help and why, that a case goes over
to a colleague or another queue, that wrap-up took longer."""

from typing import Literal

from pydantic import AwareDatetime, Field

from desk_client.body_form import Body
from desk_client.ids import CallId, Login

RestReason = Literal["", "break", "meeting", "training", "coaching", "admin"]
HelpReason = Literal["", "rule", "abuse", "self_harm", "wants_lead", "system", "other"]
REST_REASONS: tuple[RestReason, ...] = ("break", "meeting", "training", "coaching", "admin")
HELP_REASONS: tuple[HelpReason, ...] = (
    *("rule", "abuse", "self_harm", "wants_lead"),
    *("system", "other"),
)


class HelpAsked(Body):
    """The lead was asked for help; `at` is when the key was pressed, which is the moment marked in
    the call. An empty `reason`: none was chosen."""

    kind: Literal["help_asked"] = "help_asked"
    call_id: CallId | None = None
    reason: HelpReason = ""
    at: AwareDatetime


class CaseHandedOver(Body):
    """The case goes to a colleague (`to`) or to another queue (`queue`), one of both, with what the
    next one has to know."""

    kind: Literal["case_handed_over"] = "case_handed_over"
    to: Login | None = None
    queue: str | None = None
    note: str


class WrapUpExtended(Body):
    """The agent took more time for the wrap-up of a call, in seconds."""

    kind: Literal["wrap_up_extended"] = "wrap_up_extended"
    call_id: CallId
    by_s: int = Field(gt=0)
