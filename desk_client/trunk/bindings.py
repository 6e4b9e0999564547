"""Where each user can be reached: the contacts of REGISTER (RFC 3261 section 10.3), each until it
expires."""

import re
from collections.abc import Sequence

_DEFAULT_S, _MOST_S, _MOST_CONTACTS = 300, 3600, 10
_CONTACT = re.compile(
    r"(?:\"[^\"]*\"|[^<\"]*)\s*<(sips?:[^<>\s]{1,512})>(.*)|(sips?:[^<>;\s]{1,512})(.*)"
)
_EXPIRES = re.compile(r";\s*expires\s*=\s*\"?([0-9]{1,9})\"?", re.IGNORECASE)


class BindingFault(ValueError):
    """The REGISTER's contacts cannot be used; its text is a SIP reason phrase."""


class Bindings:
    """Contacts by user; times are monotonic seconds."""

    def __init__(self) -> None:
        self._until: dict[str, dict[str, float]] = {}

    def reached(self, user: str, now: float) -> str | None:
        """The contact of this user that stands longest; None where there is none."""
        held = {uri: until for uri, until in self._until.get(user, {}).items() if until > now}
        return max(held, key=lambda uri: held[uri], default=None)

    def bind(
        self, user: str, contacts: Sequence[str], expires: str | None, now: float
    ) -> list[tuple[str, int]]:
        """Takes the contacts (an expiry of 0 removes one, `*` all) and gives those in force with
        the seconds each has left."""
        usual = int(expires) if expires and re.fullmatch(r"[0-9]{1,9}", expires) else _DEFAULT_S
        held = {uri: t for uri, t in self._until.get(user, {}).items() if t > now}
        if list(contacts) == ["*"]:
            if usual != 0:
                raise BindingFault("Contact * needs Expires 0")
            held = {}
        else:
            for contact in contacts:
                uri, seconds = _read(contact, usual)
                held.pop(uri, None)
                if seconds > 0:
                    held[uri] = now + seconds
        if len(held) > _MOST_CONTACTS:
            raise BindingFault("Too many contacts")
        self._until[user] = held
        return [(uri, round(until - now)) for uri, until in held.items()]


def _read(contact: str, usual: int) -> tuple[str, int]:
    found = _CONTACT.fullmatch(contact)
    if found is None:
        raise BindingFault("Unreadable Contact")
    uri, rest = (found[1], found[2]) if found[1] else (found[3], found[4])
    own = _EXPIRES.search(rest)
    return uri, min(int(own[1]) if own else usual, _MOST_S)
