"""What every body of a fact has: frozen, versioned, and no key that nobody knows."""

from typing import Literal

from pydantic import BaseModel, ConfigDict

Medium = Literal["call", "prerecorded", "voicemail", "sms", "email", "letter", "visit"]


class Body(BaseModel):
    """A body, or a part of one."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    version: Literal[1] = 1
