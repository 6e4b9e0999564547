"""What the window shows of working together; frozen."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from desk_client.ids import CaseId
from desk_client.team_body import HelpReason, RestReason
from desk_client.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonRow:
    """The row of reasons: what is asked, and the choices in the order of their digits. `acts_at`:
    when it is taken as answered without a reason; None = it waits."""

    about: Literal["help", "rest"]
    choices: tuple[HelpReason | RestReason, ...]
    acts_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Rest:
    """Time not ready today, by its reason ("" = none was told)."""

    reason: RestReason
    seconds: int


@dataclass(frozen=True, slots=True)
class Receiver:
    """Whom or what a case can be given to. `key` says it to the desk; `role` agent, lead, queue."""

    key: str
    name: Text
    staff_no: str
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOverPart:
    """The sheet."""

    case_id: CaseId
    name: str
    receivers: tuple[Receiver, ...]
    fault: Text | None
