"""A debtor's wishes in words: a named time or place as a row of the sheet, and what is on record as
the one line of the preview and the case card."""

from collections.abc import Iterable, Sequence
from datetime import time

from desk_client.case_state import GivenConsent, InconvenientTime
from desk_client.text import Text

WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAYS = {
    "mon": Text("周一", "Mon"),
    "tue": Text("周二", "Tue"),
    "wed": Text("周三", "Wed"),
    "thu": Text("周四", "Thu"),
    "fri": Text("周五", "Fri"),
    "sat": Text("周六", "Sat"),
    "sun": Text("周日", "Sun"),
}
PLACES = {
    "work": Text("单位", "at work"),
    "home": Text("家里", "at home"),
    "mobile": Text("手机", "on the mobile"),
}
_RUN = 3  # days in a row that are named by the first and the last


def inconvenient_words(
    weekdays: Sequence[str], from_local: time | None, until_local: time | None, place: str | None
) -> Text:
    """周一至周五 09:00–12:00 单位 / Mon–Fri 09:00–12:00 at work."""
    days, times = _days(weekdays), _times(from_local, until_local)
    if days is None and times is None:
        return _spaced(Text("任何时间", "at any time"), PLACES.get(place or ""))
    return _spaced(
        days or Text("每天", "every day"),
        times or Text("全天", "all day"),
        PLACES.get(place or ""),
    )


def on_record(
    inconvenient: Iterable[InconvenientTime], consents: Iterable[GivenConsent]
) -> tuple[Text, ...]:
    """What every contact has to mind: where and when not, and the evening that was agreed."""
    evening = next(
        (
            each
            for each in consents
            if each.consent == "out_of_hours" and each.party is None and each.revoked_at is None
        ),
        None,
    )
    agreed = (_agreed(evening.local_until),) if evening is not None else ()
    return (*dict.fromkeys(map(_unwanted, inconvenient)), *agreed)


def _agreed(until: time | None) -> Text:
    if until is None:
        return Text("已同意晚间联系", "evening contact agreed")
    return Text(f"已同意晚间联系至 {until:%H:%M}", f"evening contact agreed until {until:%H:%M}")


def _unwanted(named: InconvenientTime) -> Text:
    """不要在单位联系 / 周一 09:00–12:00 不便 / 周一 09:00–12:00 不要在单位联系."""
    when = _spaced(_days(named.weekdays), _times(named.from_local, named.until_local))
    place = PLACES.get(named.place or "")
    if place is None:
        when = when if when.zh else Text("任何时间", "at any time")
        return Text(f"{when.zh} 不便", f"not {when.en}")
    return _spaced(when, Text(f"不要在{place.zh}联系", f"not {place.en}"))


def _days(weekdays: Sequence[str]) -> Text | None:
    """None for every day."""
    chosen = [day for day in WEEK if day in weekdays]
    if not chosen or len(chosen) == len(WEEK):
        return None
    first = WEEK.index(chosen[0])
    if len(chosen) >= _RUN and chosen == list(WEEK[first : first + len(chosen)]):
        begins, ends = DAYS[chosen[0]], DAYS[chosen[-1]]
        return Text(f"{begins.zh}至{ends.zh}", f"{begins.en}–{ends.en}")
    return Text("、".join(DAYS[day].zh for day in chosen), " ".join(DAYS[day].en for day in chosen))


def _times(from_local: time | None, until_local: time | None) -> Text | None:
    """None for the whole day."""
    if from_local is None and until_local is None:
        return None
    begins = from_local or time()
    ends = f"{until_local:%H:%M}" if until_local is not None else "24:00"
    if until_local is None or until_local > begins:
        return Text(f"{begins:%H:%M}–{ends}", f"{begins:%H:%M}–{ends}")
    return Text(f"{begins:%H:%M}–次日 {ends}", f"{begins:%H:%M}–{ends} next day")


def _spaced(*parts: Text | None) -> Text:
    said = [part for part in parts if part is not None and part.zh]
    return Text(" ".join(part.zh for part in said), " ".join(part.en for part in said))
