"""What the SIP library in use can do. There are two builds of it, the public wheel and our own
(packaging/pjsua2), and they differ in more than their numbers. A desk must not load the library:
here a process of its own asks and is gone."""

import subprocess
import sys
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from desk_client.errors import DeskError

_LONGEST_S = 20.0


class Abilities(BaseModel):
    """What the library says; a version is "" where it has no such part or does not tell."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")

    version: str  # of pjproject, "2.17"
    max_calls: int  # in one process, as compiled
    fast_frames: Literal["copy", "vector", "slow"]  # calls of its own, its memory, or byte by byte
    tls: tuple[str, ...]  # "TLSv1.2", "TLSv1.3"; nothing older is used
    opus: bool
    openssl: str  # "3.0.22", of the library that it is bound to
    needs_slow_reject: bool  # refusing a burst of INVITEs at once would abort it
    own_build: bool
    libsrtp: str
    libopus: str


def ask_library() -> Abilities:
    """Starts a process that loads the library and tells; DeskError where it cannot."""
    asked = [sys.executable, "-m", "desk_client.phone.sip.abilities"]
    try:
        told = subprocess.run(asked, capture_output=True, timeout=_LONGEST_S, check=True)
        return Abilities.model_validate_json(told.stdout)
    except (OSError, subprocess.SubprocessError, ValidationError) as fault:
        raise DeskError("The SIP library cannot be loaded.") from fault
