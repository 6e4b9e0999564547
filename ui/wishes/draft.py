"""A time or a place that is about to be noted as not wanted, while the agent puts it together by
digits and arrows. No Qt in here; every press makes a new draft."""

from dataclasses import dataclass, replace
from datetime import time
from enum import IntEnum

from desk_client.services.wish_intents import NameInconvenient
from desk_client.services.wish_words import PLACES, WEEK, inconvenient_words
from desk_client.text import Text

PLACE_CODES = ("", *PLACES)  # "" = wherever the debtor is
_DAY_SETS = ((), WEEK[:5], WEEK[5:], *((day,) for day in WEEK))  # what the arrows go through
_STEP = 30  # minutes
_DAY = 24 * 60
_MORNING, _NOON, _EVENING = 8 * 60, 12 * 60, 18 * 60
_TYPED = 4  # digits of a whole time


class Line(IntEnum):
    """The lines of the form, from above."""

    DAYS = 0
    FROM = 1
    UNTIL = 2
    PLACE = 3


@dataclass(frozen=True, slots=True)
class Draft:
    """`typed`: digits of the time of `line` that do not make a time yet, or make none."""

    line: Line = Line.DAYS
    days: tuple[str, ...] = ()  # none = every day
    begins: time | None = None  # none = from midnight
    ends: time | None = None  # none = to midnight
    place: str = ""
    typed: str = ""

    def at_line(self, line: Line) -> "Draft":
        """Another line; what was typed so far is taken as it stands."""
        return replace(self._taken(), line=line)

    def stepped(self, step: int) -> "Draft":
        """Up or Down, round the form."""
        return self.at_line(Line((self.line + step) % len(Line)))

    def pressed(self, digit: str) -> "Draft":
        """A digit: a weekday, a figure of a time, a place."""
        number = int(digit)
        match self.line:
            case Line.DAYS if 1 <= number <= len(WEEK):
                return self.with_day(WEEK[number - 1])
            case Line.PLACE if 1 <= number <= len(PLACE_CODES):
                return replace(self, place=PLACE_CODES[number - 1])
            case Line.FROM | Line.UNTIL:
                whole = len(self.typed) >= _TYPED
                typed = replace(self, typed=digit if whole else self.typed + digit)
                return typed._taken() if len(typed.typed) == _TYPED else typed
            case _:
                return self

    def with_day(self, day: str) -> "Draft":
        """A day more or less; all seven are every day."""
        days = tuple(each for each in WEEK if (each in self.days) is not (each == day))
        return replace(self, days=() if len(days) == len(WEEK) else days)

    def moved(self, step: int) -> "Draft":
        """Left or Right: other days, half an hour, another place."""
        here = self._taken()
        match here.line:
            case Line.DAYS:
                place = _DAY_SETS.index(here.days) if here.days in _DAY_SETS else 0
                return replace(here, days=_DAY_SETS[(place + step) % len(_DAY_SETS)])
            case Line.FROM:
                first = _MORNING if step > 0 else _EVENING
                return replace(here, typed="", begins=_half_hour(here.begins, step, first))
            case Line.UNTIL:
                after = _minutes(here.begins) + 2 * _STEP if here.begins else _NOON
                first = after % _DAY if step > 0 else _DAY - _STEP
                return replace(here, typed="", ends=_half_hour(here.ends, step, first))
            case Line.PLACE:
                place = PLACE_CODES.index(here.place) + step
                return replace(here, place=PLACE_CODES[place % len(PLACE_CODES)])

    def _taken(self) -> "Draft":
        """What was typed becomes the time of the line; what is no time stays as it was typed."""
        if not self.typed or not is_time(self.typed):
            return self
        at = _time_of(self.typed)
        if self.line is Line.UNTIL:
            return replace(self, ends=at, typed="")
        return replace(self, begins=at or time(), typed="")

    @property
    def fault(self) -> str:
        """Why it cannot be noted: no_time, same_time, nothing; "" where it can."""
        here = self._taken()
        if here.typed:
            return "no_time"
        if here.begins is not None and here.begins == here.ends:
            return "same_time"
        whole = here.begins in (None, time()) and here.ends is None
        return "nothing" if whole and not here.days and not here.place else ""

    @property
    def empty(self) -> bool:
        return replace(self, line=Line.DAYS) == Draft()

    @property
    def words(self) -> Text:
        """As it will stand in the list."""
        here = self._taken()
        return inconvenient_words(here.days, here.begins, here.ends, here.place or None)

    @property
    def intent(self) -> NameInconvenient:
        here = self._taken()
        return NameInconvenient(
            weekdays=here.days,
            from_local=here.begins,
            until_local=here.ends,
            place=here.place or None,
        )


def is_time(typed: str) -> bool:
    """9, 09, 930 and 0930 are times; 24 is midnight at the day's end."""
    hours, minutes = _parts(typed)
    return minutes < 60 and (hours < 24 or (hours == 24 and minutes == 0))


def _parts(typed: str) -> tuple[int, int]:
    return (int(typed), 0) if len(typed) <= 2 else (int(typed[:-2]), int(typed[-2:]))


def _time_of(typed: str) -> time | None:
    """None for midnight."""
    hours, minutes = _parts(typed)
    return time(hours, minutes) if 0 < hours * 60 + minutes < _DAY else None


def _minutes(at: time) -> int:
    return at.hour * 60 + at.minute


def _half_hour(at: time | None, step: int, first: int) -> time | None:
    """The next full half hour; past midnight it is none again."""
    if at is None:
        minutes = first
    else:
        here = _minutes(at)
        minutes = (here // _STEP + 1) * _STEP if step > 0 else (here - 1) // _STEP * _STEP
    return time(*divmod(minutes, 60)) if 0 < minutes < _DAY else None
