"""Permits: the contact attempts that central lent with a debtor. When all are used nobody at this
desk may call, whatever the packs say, until the lease is over and the debtor can be lent anew; nor
before every fact there is about the debtor has come. Attempts that another desk may have made
under permits it never settled are told to the law as made, of unknown result, at the last instant
possible."""

from collections.abc import Iterable
from datetime import datetime

from desk_client.compliance.answer import Reason, Standing, Verdict
from desk_client.compliance.pack_set import PackSet
from desk_client.compliance.request import ContactRequest, Event
from desk_client.outstanding import Outstanding
from desk_client.store.leases import Lease
from desk_client.text import Text


def may_have_happened(outstanding: Iterable[Outstanding], now: datetime) -> tuple[Event, ...]:
    """One event an attempt; whom it reached and how it went nobody knows, so it counts as
    anything. None lies after `now`: an attempt yet to come is counted when it can have been."""
    return tuple(
        Event(
            id=f"outstanding:{each.granted_at.isoformat()}:{number}",
            at=min(each.until, now),
            kind=each.medium,
            direction="out",
        )
        for each in outstanding
        for number in range(each.attempts)
    )


def without_permit(lease: Lease | None, *, newer: bool, steady: bool) -> Reason | None:
    """Why nothing may be done under this running lease, whatever the packs say. `newer`: contacts
    have come in since the case was read. `steady`: the desk's clock may be dated by."""
    if lease is None:
        return None
    if not steady:
        return clock_moved()
    if newer or not lease.complete:
        return incomplete()
    return used_up(lease) if lease.left <= 0 else None


def incomplete() -> Reason:
    """The reason that refuses until a pull has brought what others did."""
    return Reason(
        rule="engine.history",
        pack="engine",
        kind="stale_history",
        severity="must",
        ref="fail closed",
        confidence="house",
        text=Text(
            "本案联系记录尚未取全，同步完成后再拨",
            "The contacts of this debtor have not all come yet; sync first",
        ),
        retry_at=None,
    )


def clock_moved() -> Reason:
    """The reason that refuses until central has told the time again."""
    return Reason(
        rule="engine.clock",
        pack="engine",
        kind="clock_regression",
        severity="must",
        ref="fail closed",
        confidence="house",
        text=Text(
            "本机时钟被改动或中断过，连上中心校时后再拨",
            "This machine's clock was moved or stood still; connect to central first",
        ),
        retry_at=None,
    )


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
