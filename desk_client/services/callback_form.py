"""The callback form of wrap-up: a few sensible times, all inside the house's planned hours. Left
and Right choose; Enter agrees."""

from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from desk_client.fact_body import CallbackTerms
from desk_client.services.call_parts import CallbackDraft, Choice
from desk_client.text import Text

_DAY_OPENS, _DAY_CLOSES = time(9, 0), time(20, 30)
_LASTS = timedelta(hours=1)  # an agreed time is good for an hour
_HINTS = {
    "hour": Text("一小时后", "in an hour"),
    "evening": Text("今晚", "this evening"),
    "morning": Text("明早", "tomorrow morning"),
    "next_evening": Text("明晚", "tomorrow evening"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CallbackForm:
    """Proposed times, and the one chosen."""

    times: tuple[tuple[str, datetime], ...]
    chosen: int
    now: datetime
    zone: ZoneInfo

    @classmethod
    def proposed(cls, now: datetime, zone: ZoneInfo) -> "CallbackForm":
        """Only times that lie ahead and inside the planned hours, each once."""
        local = now.astimezone(zone)
        today, tomorrow = local.date(), local.date() + timedelta(days=1)
        wanted = {
            "hour": _quarter(local + timedelta(hours=1)),
            "evening": datetime.combine(today, time(18, 30), zone),
            "morning": datetime.combine(tomorrow, time(10, 0), zone),
            "next_evening": datetime.combine(tomorrow, time(18, 30), zone),
        }
        times: dict[datetime, str] = {}
        for name, at in wanted.items():
            if at > local and _DAY_OPENS <= at.time() <= _DAY_CLOSES:
                times.setdefault(at, name)
        return cls(
            times=tuple((name, at) for at, name in times.items()), chosen=0, now=now, zone=zone
        )

    def moved(self, step: int) -> "CallbackForm":
        last = len(self.times) - 1
        return replace(self, chosen=min(last, max(0, self.chosen + step)))

    @property
    def terms(self) -> CallbackTerms:
        at = self.times[self.chosen][1]
        return CallbackTerms(at=at, until=at + _LASTS, agreed=True)

    def draft(self) -> CallbackDraft:
        choices = []
        for index, (name, at) in enumerate(self.times):
            choices.append(
                Choice(label=f"{at:%Y-%m-%dT%H:%M}", hint=_HINTS[name], chosen=index == self.chosen)
            )
        return CallbackDraft(
            times=tuple(choices),
            at=self.times[self.chosen][1],
            checks=(
                Text("在允许时段内，到时再次判定", "Inside lawful hours; judged again when due"),
            ),
        )


def _quarter(moment: datetime) -> datetime:
    """Rounded up to the next quarter of an hour."""
    late = (15 - moment.minute % 15) % 15
    return moment.replace(second=0, microsecond=0) + timedelta(minutes=late)
