"""Whether a promise was kept, judged from payments. A promise is kept when what was paid from the
day it was made to its due day, plus two days that a bank takes to post, reaches what was
promised (../reference: compliance.md 6.6, PTP maturity). A newer promise replaces an older one
that had not matured yet."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from desk_client.case_state import PromiseMade
from desk_client.money import Money
from desk_client.payment import Payment

POSTING_DAYS = 2


class Standing(StrEnum):
    """Where a promise stands on a day."""

    OPEN = "open"
    KEPT = "kept"
    PART_KEPT = "part_kept"  # matured, something was paid, not enough
    BROKEN = "broken"
    REPLACED = "replaced"


@dataclass(frozen=True, slots=True)
class Kept:
    """The debtor's record with promises."""

    kept: int
    broken: int  # part kept ones included


def standing(
    promise: PromiseMade, payments: Iterable[Payment], today: date, zone: ZoneInfo
) -> Standing:
    """Where one promise stands; `today` and the day it was made are days in `zone`."""
    made_on = promise.made_at.astimezone(zone).date()
    last_day = promise.due + timedelta(days=POSTING_DAYS)
    paid = Money.of("0", promise.amount.currency)
    for payment in payments:
        if made_on <= payment.paid_on <= last_day:
            paid += payment.amount
    if paid >= promise.amount:
        return Standing.KEPT
    if today <= last_day:
        return Standing.OPEN
    return Standing.PART_KEPT if paid.amount > 0 else Standing.BROKEN


def standings(
    promises: Iterable[PromiseMade], payments: tuple[Payment, ...], today: date, zone: ZoneInfo
) -> list[tuple[PromiseMade, Standing]]:
    """Where each of a case's promises stands, newest first; a newer one replaces an older one that
    had not matured and was not kept."""
    found: list[tuple[PromiseMade, Standing]] = []
    newer: PromiseMade | None = None
    for promise in promises:
        stands = standing(promise, payments, today, zone)
        if newer is not None and newer.made_at.astimezone(zone).date() <= promise.due:
            stands = Standing.KEPT if stands is Standing.KEPT else Standing.REPLACED
        found.append((promise, stands))
        newer = promise
    return found


def record(
    promises: Iterable[PromiseMade], payments: tuple[Payment, ...], today: date, zone: ZoneInfo
) -> Kept:
    """How many of the promises, newest first, were kept and broken."""
    stand = [stands for _, stands in standings(promises, payments, today, zone)]
    broken = sum(each in {Standing.BROKEN, Standing.PART_KEPT} for each in stand)
    return Kept(stand.count(Standing.KEPT), broken)
