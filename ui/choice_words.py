"""How a proposed value is written: services give an ISO date or a plain amount where the screen
has its own way to write it, and a finished label where it has none."""

from datetime import date, datetime

from desk_client.money import Money
from desk_client.services.desk_state import Choice
from ui.wording import Wording


def amount_label(choice: Choice, currency: str, wording: Wording) -> str:
    """A plain "800.00" as "¥ 800.00"; anything else as it came."""
    try:
        return wording.money(Money.of(choice.label, currency))
    except ValueError:
        return choice.label


def date_label(choice: Choice, wording: Wording) -> str:
    """ "11-28 周六" for an ISO date; anything else as it came."""
    try:
        return wording.day_and_weekday(date.fromisoformat(choice.label))
    except ValueError:
        pass
    try:
        moment = datetime.fromisoformat(choice.label)
    except ValueError:
        return choice.label
    return f"{wording.day_and_weekday(moment.date())} {moment:%H:%M}"


def channel_label(choice: Choice, wording: Wording) -> str:
    """The word of a channel: the text where there is one, else the label."""
    return wording.text(choice.hint) or choice.label
