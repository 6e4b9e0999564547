"""How a proposed value is written: services give an ISO date or a plain amount where the screen
has its own way to write it, and a finished label where it has none."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from desk_client.money import Money
from desk_client.services.call_parts import Choice
from desk_client.services.desk_state import DeskState
from ui.wording import Wording


def amount_label(choice: Choice, currency: str, wording: Wording) -> str:
    """A plain "800.00" as "¥ 800.00"; anything else as it came."""
    try:
        return wording.money(Money.of(choice.label, currency))
    except ValueError:
        return choice.label


def date_label(choice: Choice, wording: Wording, today: date) -> str:
    """An ISO date as "周六 11-28" within a week of `today`, later as "12-05"; else as it came."""
    try:
        day = date.fromisoformat(choice.label)
    except ValueError:
        return _moment_label(choice, wording)
    if wording.language == "en":
        return wording.day_and_weekday(day)
    near = abs((day - today).days) < 7
    return f"{wording.weekday(day)} {wording.day(day)}" if near else wording.day(day)


def date_hint(choice: Choice, wording: Wording) -> str:
    """What the day is to the debtor; "" where that is only the weekday, which the label tells."""
    hint = wording.text(choice.hint)
    try:
        day = date.fromisoformat(choice.label)
    except ValueError:
        return hint
    return "" if hint.startswith(wording.weekday(day)) else hint


def _moment_label(choice: Choice, wording: Wording) -> str:
    try:
        moment = datetime.fromisoformat(choice.label)
    except ValueError:
        return choice.label
    return f"{wording.day_and_weekday(moment.date())} {moment:%H:%M}"


def channel_label(choice: Choice, wording: Wording) -> str:
    """The word of a channel: the text where there is one, else the label."""
    return wording.text(choice.hint) or choice.label


def today_of(state: DeskState) -> date:
    """The day in the zone of the screen."""
    return state.now.astimezone(ZoneInfo(state.zone)).date()
