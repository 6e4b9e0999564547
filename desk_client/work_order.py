"""Whose turn it is: which of the cases lent to a desk can be worked now, in which order, and why
each stands where it stands. A case waits while an appointment or a promise lies ahead; whether it
may be called at all is the gate's question, not asked here. Days are the debtor's own."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import IntEnum, StrEnum
from zoneinfo import ZoneInfo

from desk_client.case import Case
from desk_client.case_state import CaseState
from desk_client.debtor import Debtor
from desk_client.money import Money
from desk_client.payment import Payment
from desk_client.promise_standing import Standing, standing

HOUSE_ZONE = "Asia/Shanghai"  # where a debtor's zone is not known
CLOSED = frozenset({"closed", "recalled", "paid"})


class Why(IntEnum):
    """Why a case stands where it stands; lower comes first."""

    CALLBACK_DUE = 1
    PROMISE_DUE_TODAY = 2
    PROMISE_BROKEN = 3
    FIRST_CONTACT = 4
    DAYS_PAST_DUE = 5


class Turn(StrEnum):
    """Whether a leased case can be worked."""

    WORKABLE = "workable"
    WAITING = "waiting"  # an appointment or a promise lies ahead
    UNFINISHED = "unfinished"  # its call has no outcome yet
    AWAY = "away"  # another queue has it, or it is closed


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """The reason of a rank, as data; the screen makes the sentence."""

    why: Why
    at: datetime | None = None  # of the callback
    agreed: bool = False  # the debtor asked for that callback
    amount: Money | None = None  # of the promise
    due: date | None = None
    days_past_due: int = 0


def zone_of(debtor: Debtor) -> ZoneInfo:
    """The zone in which this debtor's days are counted."""
    return ZoneInfo(debtor.zone or HOUSE_ZONE)


def reason_of(
    case: Case, debtor: Debtor, state: CaseState, payments: tuple[Payment, ...], now: datetime
) -> Reason:
    """The strongest reason to work this case now, or once its time comes."""
    zone = zone_of(debtor)
    today = now.astimezone(zone).date()
    days = case.days_past_due(today)
    if state.callbacks and state.callbacks[0].at <= now:
        first = state.callbacks[0]
        return Reason(why=Why.CALLBACK_DUE, at=first.at, agreed=first.agreed, days_past_due=days)
    promise = state.open_promise
    if promise is not None:
        stands = standing(promise, payments, today, zone)
        broken = stands in {Standing.BROKEN, Standing.PART_KEPT}
        if broken or (stands is Standing.OPEN and today == promise.due):
            return Reason(
                why=Why.PROMISE_BROKEN if broken else Why.PROMISE_DUE_TODAY,
                amount=promise.amount,
                due=promise.due,
                days_past_due=days,
            )
    why = Why.DAYS_PAST_DUE if state.attempts else Why.FIRST_CONTACT
    return Reason(why=why, days_past_due=days)


def turn_of(
    debtor: Debtor, state: CaseState, payments: tuple[Payment, ...], reason: Reason, now: datetime
) -> Turn:
    """Whether the case can be worked now."""
    if state.unfinished_call is not None:
        return Turn.UNFINISHED
    if state.queue is not None or state.status in CLOSED:
        return Turn.AWAY
    if reason.why in {Why.CALLBACK_DUE, Why.PROMISE_DUE_TODAY}:
        return Turn.WORKABLE
    if state.callbacks:
        return Turn.WAITING
    zone, promise = zone_of(debtor), state.open_promise
    if promise is not None:
        stands = standing(promise, payments, now.astimezone(zone).date(), zone)
        if stands is Standing.OPEN:
            return Turn.WAITING
    return Turn.WORKABLE


def rank_of(
    case: Case, debtor: Debtor, state: CaseState, reason: Reason, now: datetime
) -> tuple[bool, Why, bool, Decimal, Decimal, str]:
    """Sorts the list: what was passed over today last, then by reason, then what was not touched
    today, then what is most pressing of its kind, then the larger balance."""
    zone = zone_of(debtor)
    today = now.astimezone(zone).date()

    def is_today(moment: datetime | None) -> bool:
        return moment is not None and moment.astimezone(zone).date() == today

    attempted_at = state.calls[0].attempted_at if state.calls else None
    pressing = Decimal(-reason.days_past_due)
    if reason.at is not None:
        pressing = Decimal(int(reason.at.timestamp()))
    elif reason.amount is not None:
        pressing = -reason.amount.amount
    return (
        is_today(state.skipped_at),
        reason.why,
        is_today(attempted_at),
        pressing,
        -case.balance.amount,
        case.case_no,
    )
