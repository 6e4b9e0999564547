"""Days put together: counts are added, the fullest window is the fullest of any day, the earliest
and the latest contact are those of all days."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import TypeVar

from desk_client.evidence.figures import (
    Calls,
    CapHeld,
    ComplaintCounts,
    Day,
    DayFigures,
    Figures,
    HoursHeld,
    IdentityGates,
    Recordings,
    Verdicts,
)

_Part = TypeVar("_Part", bound=Figures)


def summed(days: Sequence[Day]) -> DayFigures:
    """All of them together. Keys of caps are counted a day each: a debtor at the limit on two days
    counts twice."""
    return DayFigures(
        calls=_added(Calls(), (day.calls for day in days)),
        messages=_grouped(
            (each for day in days for each in day.messages), lambda one: one.channel, _all_counts
        ),
        verdicts=_added(Verdicts(), (day.verdicts for day in days)),
        refusals=tuple(
            sorted(
                _grouped(
                    (each for day in days for each in day.refusals),
                    lambda one: (one.rule, one.pack, one.ref, one.severity),
                    _all_counts,
                ),
                key=lambda one: (-one.count, one.rule),
            )
        ),
        hours=_grouped(
            (each for day in days for each in day.hours), lambda one: (one.pack, one.rule), _hours
        ),
        outside_hours=tuple(each for day in days for each in day.outside_hours),
        caps=_grouped(
            (each for day in days for each in day.caps),
            lambda one: (one.pack, one.rule, one.limit),
            _caps,
        ),
        disclosures=_grouped(
            (each for day in days for each in day.disclosures),
            lambda one: (one.callscript, one.line),
            _all_counts,
        ),
        identity=_added(IdentityGates(), (day.identity for day in days)),
        overrides=tuple(each for day in days for each in day.overrides),
        recordings=_added(Recordings(), (day.recordings for day in days)),
        complaints=_complaints([day.complaints for day in days]),
        messages_without_verdict=sum(day.messages_without_verdict for day in days),
        contacts_without_verdict=sum(day.contacts_without_verdict for day in days),
        lacking=tuple(each for day in days for each in day.lacking),
        packs=_grouped(
            (each for day in days for each in day.packs),
            lambda one: (one.pack, one.version, one.sha256),
            _all_counts,
        ),
        not_judged=sum(day.not_judged for day in days),
    )


def _grouped(
    parts: Iterable[_Part],
    key: Callable[[_Part], Hashable],
    together: Callable[[Sequence[_Part]], _Part],
) -> tuple[_Part, ...]:
    groups: dict[Hashable, list[_Part]] = {}
    for part in parts:
        groups.setdefault(key(part), []).append(part)
    return tuple(together(group) for group in groups.values())


def _added(nothing: _Part, parts: Iterable[_Part]) -> _Part:
    return _all_counts([nothing, *parts])


def _all_counts(parts: Sequence[_Part]) -> _Part:
    """The last, with every count of it added up over all."""
    last = parts[-1]
    counts = {
        name: sum(getattr(part, name) for part in parts)
        for name in type(last).model_fields
        if type(getattr(last, name)) is int
    }
    return last.model_copy(update=counts)


def _hours(parts: Sequence[HoursHeld]) -> HoursHeld:
    firsts = [part.first for part in parts if part.first is not None]
    lasts = [part.last for part in parts if part.last is not None]
    windows = dict.fromkeys(window for part in parts for window in part.permitted)
    return _all_counts(parts).model_copy(
        update={
            "first": min(firsts, default=None),
            "last": max(lasts, default=None),
            "permitted": tuple(windows),
        }
    )


def _caps(parts: Sequence[CapHeld]) -> CapHeld:
    fullest = max(part.reached for part in parts)
    return _all_counts(parts).model_copy(update={"reached": fullest, "limit": parts[-1].limit})


def _complaints(parts: Sequence[ComplaintCounts]) -> ComplaintCounts:
    """Overdue ones are those of the last day: adding them would count one many times."""
    last = parts[-1].overdue if parts else 0
    return _added(ComplaintCounts(), parts).model_copy(update={"overdue": last})
