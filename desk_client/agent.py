"""Who sits at the desk, and the campaign they work in."""

from dataclasses import dataclass
from enum import StrEnum

from desk_client.ids import CampaignId, Login


class Role(StrEnum):
    """What a person may do; each is a group role in PostgreSQL."""

    AGENT = "agent"
    LEAD = "lead"


@dataclass(frozen=True, slots=True, kw_only=True)
class Agent:
    """A person with a database role of their own."""

    login: Login
    staff_no: str
    name: str
    role: Role
    team: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Campaign:
    """What is worked, how, and with which callscript."""

    campaign_id: CampaignId
    name: str
    organisation: str  # as said on the phone: "示例银行信用卡中心"
    mode: str  # preview or progressive
    callscript: str  # id of the callscript
    wrap_up_s: int
    undo_s: int  # how long an outcome may be undone
    caller_id: str
    team: int
