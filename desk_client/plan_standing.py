"""Where a plan of instalments stands, judged from payments. Payments fill the instalments in their
order, whatever day they came; an instalment that is not full two days after it was due, the days a
bank takes to post, is broken or partly kept (../reference: compliance.md 6.6). A plan whose due
instalments were kept late, or of which one is missing, slips: that is said before it is broken
for good."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from zoneinfo import ZoneInfo

from desk_client.case_state import PromiseMade
from desk_client.payment import Payment
from desk_client.plan_body import InstalmentTerms
from desk_client.promise_standing import POSTING_DAYS, Standing


class PlanCourse(StrEnum):
    """How the whole plan goes."""

    ON_COURSE = "on_course"
    SLIPPING = "slipping"  # the day has come and not all of it is there, or the last came late
    BROKEN = "broken"  # an instalment is past its grace and not paid in full
    DONE = "done"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanStanding:
    """`instalments` stand as the plan lists them; `next_due` is the first that is not full."""

    course: PlanCourse
    instalments: tuple[Standing, ...]
    next_due: InstalmentTerms | None
    missing: Decimal  # of next_due, 0 where there is none
    paid: Decimal  # of the plan, in its currency

    @property
    def kept(self) -> int:
        return sum(each is Standing.KEPT for each in self.instalments)


def plan_standing(
    promise: PromiseMade, payments: Iterable[Payment], today: date, zone: ZoneInfo
) -> PlanStanding:
    """Where the plan of a promise stands on a day of `zone`; payments from the day it was made
    count. ValueError where the promise is no plan."""
    if not promise.instalments:
        raise ValueError("this promise has no instalments")
    made_on = promise.made_at.astimezone(zone).date()
    counted = sorted(
        ((each.paid_on, each.amount.amount) for each in payments if each.paid_on >= made_on),
        key=lambda each: each[0],
    )
    grace = timedelta(days=POSTING_DAYS)
    stands: list[Standing] = []
    next_due: InstalmentTerms | None = None
    missing, owed, last_late = Decimal(0), Decimal(0), False
    for each in promise.instalments:
        before, owed = owed, owed + each.amount
        full_on = _reached(counted, owed)
        if full_on is not None:
            stands.append(Standing.KEPT)
            last_late = full_on > each.due + grace
            continue
        got = max(Decimal(0), sum((amount for _, amount in counted), Decimal(0)) - before)
        if next_due is None:
            next_due, missing = each, each.amount - got
        if today <= each.due + grace:
            stands.append(Standing.OPEN)
        else:
            stands.append(Standing.PART_KEPT if got > 0 else Standing.BROKEN)
    return PlanStanding(
        course=_course(stands, next_due, today, last_late=last_late),
        instalments=tuple(stands),
        next_due=next_due,
        missing=missing,
        paid=min(owed, sum((amount for _, amount in counted), Decimal(0))),
    )


def _reached(payments: list[tuple[date, Decimal]], owed: Decimal) -> date | None:
    """The day on which so much had been paid."""
    paid = Decimal(0)
    for day, amount in payments:
        paid += amount
        if paid >= owed:
            return day
    return None


def _course(
    stands: list[Standing], next_due: InstalmentTerms | None, today: date, *, last_late: bool
) -> PlanCourse:
    if next_due is None:
        return PlanCourse.DONE
    if Standing.BROKEN in stands or Standing.PART_KEPT in stands:
        return PlanCourse.BROKEN
    if last_late or next_due.due <= today:
        return PlanCourse.SLIPPING
    return PlanCourse.ON_COURSE
