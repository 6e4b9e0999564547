"""What the trunk's program is told on its standard input, one JSON object a line:

{"type":"call_desk","user":"1001","number":"+8613800001111"}
{"type":"listen_in","user":"1001","token":"...","seconds":3.0}
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter


class CallDesk(BaseModel):
    """A debtor at `number` rings the desk where `user` is registered."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")

    type: Literal["call_desk"] = "call_desk"
    user: str = Field(pattern=r"^[A-Za-z0-9_.-]{1,64}$")
    number: str = Field(pattern=r"^\+?[0-9]{3,32}$", repr=False)


class ListenIn(BaseModel):
    """The lead listens to the call that `token` opens (phone.monitor_token), at the desk where
    `user` is registered."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")

    type: Literal["listen_in"] = "listen_in"
    user: str = Field(pattern=r"^[A-Za-z0-9_.-]{1,64}$")
    token: str = Field(pattern=r"^[A-Za-z0-9_.-]{1,512}$", repr=False)
    seconds: float = Field(gt=0, le=60)


WISH: TypeAdapter[CallDesk | ListenIn] = TypeAdapter(
    Annotated[CallDesk | ListenIn, Field(discriminator="type")]
)
