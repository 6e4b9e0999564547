"""What the dates of a debt say without anybody having laid a flag: it was disputed in writing in
its validation period, that period still runs, or the time for a suit is over. Each is told as a
flag on the debt, so that one kind of rule answers for both. The period is that of 12 CFR 1006.34:
30 days from receipt, and receipt is assumed five days after sending that are no federal holiday,
Saturday or Sunday."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import Literal

from desk_client.compliance.calendar_days import next_business_day
from desk_client.compliance.local_time import first_instant
from desk_client.compliance.request import DebtFacts, Flag
from desk_client.compliance.situation import Situation

DebtDate = Literal["written_dispute", "validation_period", "time_barred"]
_IN_THE_POST = 5  # business days, 1006.34(b)(5)
_PERIOD = timedelta(days=30)


def validation_end(debt: DebtFacts) -> date | None:
    """The last day of the debt's validation period; None where nobody knows it."""
    received = debt.validation_assumed_on
    if received is None and debt.validation_sent_on is not None:
        received = debt.validation_sent_on
        for _day in range(_IN_THE_POST):
            received = next_business_day("US", received) if received else None
    return None if received is None else received + _PERIOD


def flags_told(what: DebtDate, situation: Situation) -> tuple[Flag, ...]:
    """The flags that the dates of the request's debts stand for."""
    if situation.request.debts and any(_says(what, debt) for debt in situation.request.debts):
        return tuple(_flags(what, situation))
    return ()


def _says(what: DebtDate, debt: DebtFacts) -> bool:
    if what == "time_barred":
        return debt.limitation_date is not None
    if what == "written_dispute":
        return debt.disputed_in_writing_on is not None
    return debt.validation_sent_on is not None or debt.validation_assumed_on is not None


def _flags(what: DebtDate, situation: Situation) -> Iterator[Flag]:
    for debt in situation.request.debts:
        if not _says(what, debt):
            continue
        since, until = _days(what, debt)
        if since is not None:
            yield Flag(
                flag=what,
                from_=_instant(situation, since, min),
                until=None if until is None else _instant(situation, until, max),
                debts=(debt.id,),
            )


def _days(what: DebtDate, debt: DebtFacts) -> tuple[date | None, date | None]:
    """The day on which it begins and the one on which it is over; None = never."""
    if what == "time_barred":
        last = debt.limitation_date
        return None if last is None else last + timedelta(days=1), None
    end = validation_end(debt)
    if what == "written_dispute":
        disputed = debt.disputed_in_writing_on
        late = disputed is not None and end is not None and disputed > end
        return None if late else disputed, None
    sent = debt.validation_sent_on or debt.validation_assumed_on
    return sent, None if end is None else end + timedelta(days=1)


def _instant(situation: Situation, day: date, chosen: Callable[..., datetime]) -> datetime | None:
    """When the day begins in the first, or the last, of the debtor's zones."""
    zones = situation.zones_at(situation.now)
    return chosen(first_instant(zone, day) for zone in zones) if zones else None
