"""What one look at this machine found, in words, and what to do where it is not right."""

from typing import Literal

from pydantic import BaseModel, ConfigDict

State = Literal["right", "note", "wrong"]


class Finding(BaseModel):
    """One line of the doctor. A note is worth knowing and stops nothing; what is wrong has in `do`
    what to do about it."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")

    check: str
    state: State
    found: str
    do: str = ""


def right(check: str, found: str) -> Finding:
    return Finding(check=check, state="right", found=found)


def note(check: str, found: str, do: str) -> Finding:
    return Finding(check=check, state="note", found=found, do=do)


def wrong(check: str, found: str, do: str) -> Finding:
    return Finding(check=check, state="wrong", found=found, do=do)
