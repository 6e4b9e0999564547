"""Periods by the calendar: years, months and days as laws count them."""

import re
from calendar import monthrange
from datetime import date, datetime, timedelta
from typing import Annotated

from pydantic import AfterValidator

_PERIOD = re.compile(r"^P(?:(\d{1,3})Y)?(?:(\d{1,4})M)?(?:(\d{1,5})D)?$")


def _period(text: str) -> str:
    found = _PERIOD.match(text)
    if found is None or not any(int(part) for part in found.groups() if part):
        raise ValueError("a period is needed, for example P2Y, P5M, P1Y6M or P90D")
    return text


Period = Annotated[str, AfterValidator(_period)]  # ISO 8601 duration of years, months, days


def after(moment: datetime, period: str) -> datetime:
    """`moment` and the period on; a day that the month does not have becomes the first of the next,
    so that it is never too short."""
    found = _PERIOD.match(period)
    years, months, days = (int(part or 0) for part in found.groups()) if found else (0, 0, 0)
    year, month = divmod(moment.year * 12 + moment.month - 1 + years * 12 + months, 12)
    beyond = moment.day - monthrange(year, month + 1)[1]
    if beyond <= 0:
        return moment.replace(year=year, month=month + 1) + timedelta(days=days)
    return moment.replace(year=year, month=month + 1, day=1) + timedelta(
        days=days + monthrange(year, month + 1)[1]
    )


def months_after(day: date, count: int) -> date:
    """The same day of a later month, or its last where it has no such day, so that it is never too
    late."""
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
