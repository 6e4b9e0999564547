"""The verdict: may this contact be made now, and if not, by which clauses and until when. It is a
value, printed as contracts.md section 2 says and stored with every attempt and refusal."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict

from desk_client.text import Text

Decision = Literal["allowed", "allowed_with_gates", "refused"]
Severity = Literal["must", "should", "house"]
Confidence = Literal["read", "secondary", "unsure", "house"]
STRICTNESS: dict[Severity, int] = {"must": 0, "should": 1, "house": 2}


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Reason(_Part):
    """One rule that refuses. `retry_at` is when this rule alone would allow; None = time does not
    help."""

    rule: str
    pack: str
    kind: str
    severity: Severity
    ref: str
    confidence: Confidence
    text: Text
    retry_at: datetime | None


class Limit(_Part):
    """How much of a cap is used now, this contact not included."""

    rule: str
    used: int
    max: int
    label: Text
    ref: str
    severity: Severity
    confidence: Confidence


class PackUsed(_Part):
    """A pack in force, as it was read."""

    id: str
    version: str
    sha256: str

    def __str__(self) -> str:
        return f"{self.id}@{self.version}#{self.sha256}"


class Standing(_Part):
    """Where one rule stands on a request, for the screen that lists every rule. `free_at` = the
    request's own time where it allows, None = never."""

    rule: str
    pack: str
    kind: str
    severity: Severity
    ref: str
    confidence: Confidence
    text: Text
    refuses: bool
    free_at: datetime | None


class Verdict(_Part):
    """The answer. `reasons` strictest first; `retry_at` the first instant at which all rules
    allow, None where no time helps; on an allowed contact it is None too. `overridden` are the
    reasons that somebody with authority answered for."""

    decision: Decision
    reasons: tuple[Reason, ...]
    retry_at: datetime | None
    gates: tuple[str, ...]
    disclosures: tuple[str, ...]
    limits: tuple[Limit, ...]
    packs: tuple[PackUsed, ...]
    tzdata: str
    input_sha256: str
    overridden: tuple[Reason, ...] = ()

    @property
    def allowed(self) -> bool:
        """True for allowed and allowed_with_gates."""
        return self.decision != "refused"
