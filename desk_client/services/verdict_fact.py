"""The fact that records a verdict: what was decided, by which rules of which packs, and what the
question held besides the case's own facts, so that an inspector can ask the same question again."""

from datetime import datetime

from pydantic import JsonValue

from desk_client.compliance.answer import Verdict
from desk_client.compliance.request import ContactRequest
from desk_client.fact_body import RefusingReason, VerdictGiven
from desk_client.ids import CallId, ContactPointId, MessageId
from desk_client.outstanding import Outstanding

# What no fact and no row of the case tells.
BESIDES = (
    *("initiator", "mode", "purpose", "collector", "caller_id", "dialler", "recording", "override"),
    "campaign",
)


def verdict_fact(
    request: ContactRequest,
    verdict: Verdict,
    *,
    path: str,
    point: ContactPointId | None,
    call_id: CallId | None = None,
    message_id: MessageId | None = None,
    outstanding: tuple[Outstanding, ...] = (),
) -> VerdictGiven:
    """The body; `point` is the contact point that was asked about."""
    return VerdictGiven(
        call_id=call_id,
        message_id=message_id,
        contact_point_id=point,
        contact=request.kind,
        path=path,
        decision=verdict.decision,
        reasons=tuple(
            RefusingReason(
                rule=reason.rule,
                pack=reason.pack,
                severity=reason.severity,
                ref=reason.ref,
                retry_at=reason.retry_at,
            )
            for reason in verdict.reasons
        ),
        retry_at=verdict.retry_at,
        packs=tuple(str(pack) for pack in verdict.packs),
        input_sha256=verdict.input_sha256,
        asked_at=request.now,
        history_as_of=request.history_as_of,
        overridden=tuple(reason.rule for reason in verdict.overridden),
        outstanding=outstanding,
        besides=besides(request),
    )


def refused_by_desk(
    *, rule: str, ref: str, path: str, point: ContactPointId | None, now: datetime
) -> VerdictGiven:
    """A refusal that no pack knows of and nobody lifts: the desk itself stops a way round the
    gate. It allows no call, so it names none."""
    reason = RefusingReason(rule=rule, pack="engine", severity="must", ref=ref, retry_at=None)
    return VerdictGiven(
        contact_point_id=point,
        contact="call",
        path=path,
        decision="refused",
        reasons=(reason,),
        packs=(),
        input_sha256="",
        asked_at=now,
    )


def besides(request: ContactRequest) -> dict[str, JsonValue]:
    """The part of the question that has to be kept with its answer."""
    found: dict[str, JsonValue] = request.model_dump(
        mode="json", by_alias=True, include=set(BESIDES), exclude_none=True
    )
    if request.kind == "voicemail" and request.content is not None:  # it was never ordered
        found["content"] = request.content.model_dump(
            mode="json", exclude={"text"}, exclude_none=True
        )
    return found
