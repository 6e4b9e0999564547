"""Counts, by itself and by true time, what really left both desks, and says what was one too many.
It knows the caps of try-caps.yaml by heart and nothing of the engine."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from desk_client.ids import CaseId

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
A_DAY, AN_HOUR, SEVEN_DAYS, A_WEEK, A_MONTH, TALKS = 3, 2, 6, 5, 8, 2
GAP, WAIT = timedelta(seconds=600), timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Left:
    """One call that reached the phone, when, and whether a person answered."""

    at: datetime
    talked: bool
    earlier: bool = False  # than the run: it counts, and is not judged


@dataclass(slots=True)
class Oracle:
    """What left for each debtor, in the order of true time."""

    zone: ZoneInfo
    central_cap: int  # calls a day that central gives
    left: dict[CaseId, list[Left]] = field(default_factory=dict)

    def saw(self, case_id: CaseId, at: datetime, *, talked: bool, earlier: bool = False) -> None:
        self.left.setdefault(case_id, []).append(Left(at, talked, earlier))

    @property
    def made(self) -> int:
        """In the run itself."""
        return sum(not call.earlier for calls in self.left.values() for call in calls)

    def broken(self) -> Iterator[str]:
        """What was one too many, in words."""
        for case_id, calls in self.left.items():
            for number, call in enumerate(calls):
                for what in () if call.earlier else self._broken_by(calls[:number], call):
                    yield f"{case_id} at {call.at.isoformat()}: {what}"

    def full(self) -> set[str]:
        """The caps that were used to the last attempt somewhere."""
        found = set()
        for calls in self.left.values():
            for number, call in enumerate(calls):
                for name, count, limit in self._counts(calls[:number], call):
                    if count == limit and not call.earlier:
                        found.add(name)
        return found

    def _broken_by(self, before: list[Left], call: Left) -> Iterator[str]:
        for name, count, limit in self._counts(before, call):
            if count > limit:
                yield f"{name}: {count} of {limit}"
        if before and call.at - before[-1].at < GAP:
            yield f"gap: {call.at - before[-1].at}"
        if any(each.talked and call.at - each.at < WAIT for each in before):
            yield "wait after a conversation"

    def _counts(self, before: list[Left], call: Left) -> Iterator[tuple[str, int, int]]:
        """(cap, used with this call, allowed)."""
        upto = [*before, call]
        today = self._day(call)
        same_day = [each for each in upto if self._day(each) == today]
        week = today.isocalendar()[:2]
        yield "day", len(same_day), A_DAY
        yield "central", sum(not each.earlier for each in same_day), self.central_cap
        yield "hour", sum(each.at > call.at - HOUR for each in upto), AN_HOUR
        yield "seven days", sum(each.at > call.at - 7 * DAY for each in upto), SEVEN_DAYS
        yield "week", sum(self._day(each).isocalendar()[:2] == week for each in upto), A_WEEK
        yield (
            "month",
            sum((self._day(e).year, self._day(e).month) == (today.year, today.month) for e in upto),
            A_MONTH,
        )
        if call.talked:
            yield "talks", sum(each.talked for each in same_day), TALKS

    def _day(self, call: Left) -> date:
        return call.at.astimezone(self.zone).date()
