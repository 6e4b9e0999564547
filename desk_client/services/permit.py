"""Permits: the contact attempts that central lent with a debtor. When all are used nobody at this
desk may call, whatever the packs say, until the lease is over and the debtor can be lent anew."""

from desk_client.compliance.answer import Reason, Standing, Verdict
from desk_client.compliance.pack_set import PackSet
from desk_client.compliance.request import ContactRequest
from desk_client.store.leases import Lease
from desk_client.text import Text


def used_up(lease: Lease) -> Reason:
    """The reason that refuses while this lease runs."""
    return Reason(
        rule="engine.permit",
        pack="engine",
        kind="plan_limit",
        severity="must",
        ref="内部规定：领用许可",
        confidence="house",
        text=Text(
            "随本案领用的拨打许可已用完",
            "Every contact attempt that was lent with this case is used",
        ),
        retry_at=lease.leased_until,
    )


def standing(reason: Reason) -> Standing:
    """The same, for the sheet that lists every rule."""
    return Standing(
        rule=reason.rule,
        pack=reason.pack,
        kind=reason.kind,
        severity=reason.severity,
        ref=reason.ref,
        confidence=reason.confidence,
        text=reason.text,
        refuses=True,
        free_at=reason.retry_at,
    )


def also_refused(
    verdict: Verdict, reason: Reason, request: ContactRequest, packs: PackSet
) -> Verdict:
    """Refused for this reason too. The retry is when the packs allow it after the lease."""
    until = reason.retry_at
    retry_at = None
    if until is not None:
        then = request.model_copy(update={"now": until, "history_as_of": until})
        later = packs.verdict(then)
        retry_at = until if later.allowed else later.retry_at
    return verdict.model_copy(
        update={
            "decision": "refused",
            "reasons": (reason, *verdict.reasons),
            "retry_at": retry_at,
            "gates": (),
            "disclosures": (),
        }
    )
