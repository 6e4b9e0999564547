"""One day of the debtor, from local midnight to the next, told as spans in which a contact is
allowed or refused. The engine itself is asked, at every instant at which something begins or ends
and once an hour between; where the answer turns in between, the minute is found by halving. What
happened later in the day than the instant asked about is left out: it was not known then."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from desk_client.compliance.local_time import first_instant
from desk_client.compliance.pack_set import PackSet
from desk_client.compliance.request import ContactRequest
from desk_client.services.what_if_parts import DaySpan

_STRIDE = timedelta(hours=1)
_MINUTE = timedelta(minutes=1)


def asked_at(request: ContactRequest, moment: datetime) -> ContactRequest:
    """The same question at another instant, with what had happened by then."""
    past = tuple(event for event in request.history if event.at <= moment)
    return request.at(moment).model_copy(update={"history": past})


def lawful_day(
    request: ContactRequest, packs: PackSet, zone: ZoneInfo, day: date
) -> tuple[DaySpan, ...]:
    """The spans of `day`, exact to the minute; together they are the whole day."""
    begins = first_instant(zone, day)
    ends = first_instant(zone, day + timedelta(days=1))
    spans: list[DaySpan] = []
    for span in _walked(request, packs, begins, ends):
        if spans and spans[-1].allowed is span.allowed:
            span = DaySpan(spans.pop().begins, span.ends, span.allowed)  # noqa: PLW2901
        spans.append(span)
    return tuple(spans)


def _walked(
    request: ContactRequest, packs: PackSet, begins: datetime, ends: datetime
) -> Iterator[DaySpan]:
    edges = sorted(edge for edge in _edges(request) if begins < edge < ends)
    moment = begins
    while moment < ends:
        next_edge = next((edge for edge in edges if edge > moment), ends)
        asked = asked_at(request, moment)
        verdict = packs.verdict(asked)
        if verdict.allowed:
            until = min(next_edge, moment + _STRIDE, packs.until(asked) or ends, ends)
            until = _turns(request, packs, moment, until)
        else:
            until = min(next_edge, verdict.retry_at or ends, ends)
        yield DaySpan(moment, until, verdict.allowed)
        moment = until


def _turns(request: ContactRequest, packs: PackSet, low: datetime, high: datetime) -> datetime:
    """The minute in (low, high] up to which the contact stays allowed."""
    last = high - _MINUTE
    if last <= low or packs.verdict(asked_at(request, last)).allowed:
        return high
    while last - low > _MINUTE:
        middle = low + (last - low) // _MINUTE // 2 * _MINUTE
        if packs.verdict(asked_at(request, middle)).allowed:
            low = middle
        else:
            last = middle
    return last


def _edges(request: ContactRequest) -> Iterator[datetime]:
    """Instants at which something of the request begins or ends."""
    debtor = request.debtor
    for flag in debtor.flags:
        yield from (edge for edge in (flag.from_, flag.until) if edge is not None)
    for consent in debtor.consents:
        yield consent.given_at
        yield from (edge for edge in (consent.from_, consent.until) if edge is not None)
    yield from (place.until for place in debtor.locations if place.until is not None)
    yield from (event.at for event in request.history)
