"""A telephone number that hides itself. `str()` and `repr()` are masked so that a number never
reaches a log or a window title by accident; only `.e164` reveals it."""

from dataclasses import dataclass

import phonenumbers


class NotANumber(ValueError):
    """The text cannot be read as a telephone number; carries no more of it than its length."""


@dataclass(frozen=True, slots=True, repr=False)
class PhoneNumber:
    """A number in E.164, for example +8613800001111."""

    e164: str

    @classmethod
    def parse(cls, text: str, region: str = "CN") -> "PhoneNumber":
        """Reads national or international writing; NotANumber where it is none."""
        try:
            parsed = phonenumbers.parse(text, region)
        except phonenumbers.NumberParseException:
            raise NotANumber(f"not a telephone number ({len(text)} characters)") from None
        if not phonenumbers.is_possible_number(parsed):
            raise NotANumber(f"not a telephone number ({len(text)} characters)")
        return cls(phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164))

    @property
    def masked(self) -> str:
        """National digits with the middle hidden: 138****1111."""
        parsed = phonenumbers.parse(self.e164)
        digits = phonenumbers.national_significant_number(parsed)
        shown = 3 if len(digits) >= 8 else 1
        return digits[:shown] + "*" * max(0, len(digits) - shown - 4) + digits[-4:]

    def __str__(self) -> str:
        return self.masked

    def __repr__(self) -> str:
        return f"PhoneNumber({self.masked})"
