"""The moment of a follow-up: rules of the outcome table (`when`) worked out for one outcome, in the
debtor's zone. Days are calendar days there, so that summer time moves no appointment."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from desk_client.fact_body import CallbackTerms, PromiseTerms
from desk_client.outcome import PlannedHours, When, table


def moment_of(
    when: When | None,
    promise: PromiseTerms | None,
    callback: CallbackTerms | None,
    now: datetime,
    zone: ZoneInfo,
) -> datetime | None:
    """When a follow-up is due, in UTC; None where its rule counts from something that is not there.
    What is counted in hours falls into the house's planned hours, what has a time of day keeps
    it."""
    if when is None:
        return None
    start = _start(when, promise, callback, now, zone)
    if start is None:
        return None
    if when.at is not None:
        return _local(start.date() + timedelta(days=when.days), when.at, zone)
    later = (start + timedelta(days=when.days)).astimezone(UTC) + timedelta(minutes=when.minutes)
    hours = table().planned
    if when.slot:
        return _next_slot(later, hours, zone)
    return _into_hours(later, hours, zone)


def _start(
    when: When,
    promise: PromiseTerms | None,
    callback: CallbackTerms | None,
    now: datetime,
    zone: ZoneInfo,
) -> datetime | None:
    if when.after == "due":
        return None if promise is None else datetime.combine(promise.due, time(0), zone)
    if when.after == "callback":
        return None if callback is None else callback.at.astimezone(zone)
    return now.astimezone(zone)


def _into_hours(moment: datetime, hours: PlannedHours, zone: ZoneInfo) -> datetime:
    """The moment itself, or the next opening of the house's planned hours."""
    local = moment.astimezone(zone)
    if local.time() < hours.from_:
        return _local(local.date(), hours.from_, zone)
    if local.time() >= hours.until:
        return _local(local.date() + timedelta(days=1), hours.from_, zone)
    return moment.astimezone(UTC)


def _next_slot(earliest: datetime, hours: PlannedHours, zone: ZoneInfo) -> datetime:
    """The first start of a part of the day that is not before `earliest`."""
    today = earliest.astimezone(zone).date()
    starts = (
        _local(today + timedelta(days=days), slot, zone) for days in (0, 1) for slot in hours.slots
    )
    return next(start for start in starts if start >= earliest)


def _local(day: date, at: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, at, zone).astimezone(UTC)
