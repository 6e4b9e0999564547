"""Whose turn it is: which of the cases lent to a desk can be worked now, in which order, and why
each stands where it stands. A case waits while an appointment or a promise lies ahead; whether it
may be called at all is the gate's question, not asked here. Days are the debtor's own."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from enum import IntEnum, StrEnum
from zoneinfo import ZoneInfo

from desk_client.case import Case
from desk_client.case_state import CaseState, PromiseMade
from desk_client.debtor import Debtor
from desk_client.money import Money
from desk_client.payment import Payment
from desk_client.plan_standing import plan_standing
from desk_client.promise_standing import Standing, standing
from desk_client.teamwork import MEANT_FOR

HOUSE_ZONE = "Asia/Shanghai"  # where a debtor's zone is not known


class Why(IntEnum):
    """Why a case stands where it stands; lower comes first."""

    HANDED_OVER = 0  # by a colleague, with a note
    CALLBACK_DUE = 1  # the debtor asked for it
    PROMISE_DUE_TODAY = 2
    PROMISE_BROKEN = 3
    NEXT_TRY_DUE = 4  # the house planned it
    FIRST_CONTACT = 5
    DAYS_PAST_DUE = 6


class Turn(StrEnum):
    """Whether a leased case can be worked."""

    WORKABLE = "workable"
    WAITING = "waiting"  # an appointment or a promise lies ahead
    UNFINISHED = "unfinished"  # its call has no outcome yet
    AWAY = "away"  # another queue has it, or the colleague it was handed to


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """The reason of a rank, as data; the screen makes the sentence."""

    why: Why
    at: datetime | None = None  # of the callback or the next try
    amount: Money | None = None  # of the promise
    due: date | None = None
    days_past_due: int = 0
    by: str = ""  # login of the colleague who handed it over; the list puts their name there
    note: str = ""  # what they said


def zone_of(debtor: Debtor) -> ZoneInfo:
    """The zone in which this debtor's days are counted."""
    return ZoneInfo(debtor.zone or HOUSE_ZONE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Placing:
    """Where one case stands on the list."""

    turn: Turn
    reason: Reason


def place(
    case: Case,
    debtor: Debtor,
    state: CaseState,
    payments: tuple[Payment, ...],
    now: datetime,
    *,
    holder: str = "",
) -> Placing:
    """Whether the case can be worked now by `holder`, and the strongest reason to do so (now, or
    once its time comes)."""
    handed = state.handed
    if handed is not None and now >= handed.at + MEANT_FOR:
        handed = None
    zone = zone_of(debtor)
    today = now.astimezone(zone).date()
    days = case.days_past_due(today)
    promise = _of_now(state.open_promise, payments, today, zone)
    stands = _stands(promise, state.open_promise, payments, today, zone)
    # the check that a promise planned is void once the promise is kept
    void = promise.fact_id if promise and stands is Standing.KEPT else None
    callbacks = [each for each in state.callbacks if each.fact_id != void]
    due = next((each for each in callbacks if each.at <= now), None)

    if handed is not None and handed.to == holder:
        why = Why.HANDED_OVER
        reason = Reason(why=why, at=handed.at, days_past_due=days, by=handed.by, note=handed.note)
    elif due is not None and due.agreed:
        reason = Reason(why=Why.CALLBACK_DUE, at=due.at, days_past_due=days)
    elif promise is not None and stands in {Standing.BROKEN, Standing.PART_KEPT}:
        reason = _of_promise(Why.PROMISE_BROKEN, promise, days)
    elif promise is not None and stands is Standing.OPEN and promise.due == today:
        reason = _of_promise(Why.PROMISE_DUE_TODAY, promise, days)
    elif due is not None:
        reason = Reason(why=Why.NEXT_TRY_DUE, at=due.at, days_past_due=days)
    else:
        why = Why.DAYS_PAST_DUE if state.attempts else Why.FIRST_CONTACT
        reason = Reason(why=why, days_past_due=days)

    reminded = bool(state.calls) and state.calls[0].attempted_at.astimezone(zone).date() == today
    if (
        reason.why is Why.HANDED_OVER
        or due is not None
        or (reason.why is Why.PROMISE_DUE_TODAY and not reminded)
    ):
        waits = False
    else:
        waits = bool(callbacks) or stands is Standing.OPEN
    theirs = handed is not None and handed.to != holder
    turn = _turn(state, waits=waits)
    away = theirs and turn is not Turn.UNFINISHED
    return Placing(turn=Turn.AWAY if away else turn, reason=reason)


def _of_now(
    promise: PromiseMade | None, payments: tuple[Payment, ...], today: date, zone: ZoneInfo
) -> PromiseMade | None:
    """The promise, or of a plan the instalment whose turn it is, with what is missing of it."""
    if promise is None or not promise.instalments:
        return promise
    plan = plan_standing(promise, payments, today, zone)
    if plan.next_due is None:
        return promise
    amount = Money(plan.missing, promise.amount.currency)
    return replace(promise, amount=amount, due=plan.next_due.due)


def _stands(
    promise: PromiseMade | None,
    whole: PromiseMade | None,
    payments: tuple[Payment, ...],
    today: date,
    zone: ZoneInfo,
) -> Standing | None:
    if promise is None or whole is None:
        return None
    if not whole.instalments:
        return standing(promise, payments, today, zone)
    plan = plan_standing(whole, payments, today, zone)
    late = (each for each in plan.instalments if each is not Standing.KEPT)
    return next(late, Standing.KEPT)


def _of_promise(why: Why, promise: PromiseMade, days_past_due: int) -> Reason:
    return Reason(why=why, amount=promise.amount, due=promise.due, days_past_due=days_past_due)


def _turn(state: CaseState, *, waits: bool) -> Turn:
    if state.unfinished_call is not None:
        return Turn.UNFINISHED
    if state.queue is not None:
        return Turn.AWAY
    return Turn.WAITING if waits else Turn.WORKABLE


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
