"""Identifiers. Facts and calls are named on the desk, offline, by time-ordered UUIDs (version 7);
rows that come from a bank's file are named by UUIDs derived from the bank's own keys, so that
importing the same file twice names the same things twice."""

import secrets
import time
import uuid
from typing import NewType

FactId = NewType("FactId", str)
CallId = NewType("CallId", str)
MessageId = NewType("MessageId", str)
CaseId = NewType("CaseId", str)
DebtId = NewType("DebtId", str)
DebtorId = NewType("DebtorId", str)
ContactPointId = NewType("ContactPointId", str)
CampaignId = NewType("CampaignId", str)
Login = NewType("Login", str)  # the PostgreSQL role of a person, for example agent_20317

_NAMESPACE = uuid.UUID("6f1f6a55-8a0e-5b5e-9a54-3c1b7f1f6c01")


def new_id() -> str:
    """A UUIDv7 (RFC 9562): 48 bits of Unix milliseconds, then 74 random bits."""
    milliseconds = time.time_ns() // 1_000_000
    tail = secrets.randbits(74)
    number = (milliseconds << 80) | (0x7 << 76) | ((tail >> 62) << 64) | (0b10 << 62)
    return str(uuid.UUID(int=number | (tail & ((1 << 62) - 1))))


def derived_id(kind: str, key: str) -> str:
    """The UUIDv5 of a row known by the bank's own key, for example ("case", "SH-2611-00482")."""
    return str(uuid.uuid5(_NAMESPACE, f"{kind}:{key}"))
