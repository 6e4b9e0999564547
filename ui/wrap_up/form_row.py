"""A line of a wrap-up form as it is to be seen."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OptionSeen:
    """A proposed value."""

    label: str
    hint: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class FormRow:
    """One line of the form: what, its options, and the keys that move in it."""

    name: str  # amount, date, channel, time
    caption: str
    options: tuple[OptionSeen, ...]
    keys: str
