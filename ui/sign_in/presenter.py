"""What the sign-in window shows at its left: the self checks, each with its finding in words. The
checks themselves are made elsewhere and handed in."""

from dataclasses import dataclass
from enum import StrEnum

from desk_client.text import Text
from ui.tokens import Token
from ui.wording import Wording


@dataclass(frozen=True, slots=True)
class Check:
    """One self check: an icon of the line set, what was looked at ("sign_in.check_<what>" of the
    wording) and what was found; None where it can only be looked at after sign-in."""

    sign: str
    what: str
    found: Text | str | None


@dataclass(frozen=True, slots=True)
class CheckSeen:
    """A check in words."""

    sign: str
    ink: Token
    what: str
    found: str


class SignInKind(StrEnum):
    """Which form stands at the right."""

    FIRST_RUN = "first_run"  # demo store or the organisation's server
    ENROLLED = "enrolled"  # staff number and password


_INKS = {
    "check": Token.OK_T,
    "check-circle": Token.OK_T,
    "triangle": Token.WARN_T,
    "x-octagon": Token.BAD_T,
}


def check_seen(check: Check, wording: Wording) -> CheckSeen:
    """The icon tells the result, its ink follows."""
    found = check.found
    if found is None:
        words = wording.word("sign_in.checked_later")
    else:
        words = wording.text(found) if isinstance(found, Text) else found
    return CheckSeen(
        sign=check.sign,
        ink=_INKS.get(check.sign, Token.T2),
        what=wording.word(f"sign_in.check_{check.what}"),
        found=words,
    )
