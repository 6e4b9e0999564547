"""What the trunk's program is told on its standard input, one JSON object a line:

{"type":"call_desk","user":"1001","number":"+8613800001111"}
"""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class CallDesk(BaseModel):
    """A debtor at `number` rings the desk where `user` is registered."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")

    type: Literal["call_desk"] = "call_desk"
    user: str = Field(pattern=r"^[A-Za-z0-9_.-]{1,64}$")
    number: str = Field(pattern=r"^\+?[0-9]{3,32}$", repr=False)
