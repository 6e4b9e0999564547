"""A message on its way out, what becomes of handing it over, and the news that comes back later.
Three ends are told apart: taken (`Handed`), certainly not taken (`NotTaken`), and the one that must
never be tried again by itself, because nobody can say whether it was taken (`PerhapsTaken`). None
of them carries the address or the words, so that they may stand in a log."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal, Protocol

Reason = Literal[
    "throttled",  # the gateway wants fewer a second
    "queue_full",  # the gateway or the mailbox is full for now
    "bad_address",  # there is no such number or mailbox, or it cannot be one
    "bad_field",  # a field that no message may have: line breaks in a header, too long
    "refused",  # the gateway's policy
    "credentials",  # user or password are not accepted
    "tls",  # no TLS, or a certificate that does not fit
    "unreachable",  # nobody answers there
    "connection_lost",  # it went away in mid-talk
    "no_answer",  # too slow
    "not_understood",  # it answered in a way that says nothing
    "expired",  # the gateway tried long enough
]
Means = Literal["stop", "wrong_person", "reply"]


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message. `id` is ours and stays the same for the same message; `to` is an E.164 number or
    an e-mail address; `subject` is for e-mail only."""

    id: str
    to: str = field(repr=False)
    text: str = field(repr=False)
    subject: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Handed:
    """It was taken. `ids`: its names at the gateway, one a part; receipts come by these."""

    ids: tuple[str, ...]


class NotTaken(Exception):
    """It certainly was not taken. `permanent`: it is the message that will not do, and trying again
    will not help; otherwise the gateway cannot now, or its settings are wrong. `detail` is the
    gateway's own code, without words that may name a person."""

    def __init__(self, reason: Reason, *, permanent: bool = False, detail: str = "") -> None:
        super().__init__(f"{reason}{f' ({detail})' if detail else ''}")
        self.reason = reason
        self.permanent = permanent
        self.detail = detail


class PerhapsTaken(Exception):
    """Nobody can say whether it was taken; it may be on its way. `ids`: names of the parts that
    certainly were."""

    def __init__(self, reason: Reason, *, detail: str = "", ids: tuple[str, ...] = ()) -> None:
        super().__init__(f"{reason}{f' ({detail})' if detail else ''}")
        self.reason = reason
        self.detail = detail
        self.ids = ids


@dataclass(frozen=True, slots=True)
class Delivered:
    """One of the ids of `Handed` reached the telephone or the mailbox."""

    id: str


@dataclass(frozen=True, slots=True)
class Undelivered:
    """One of the ids did not arrive, and will not. `dead_address`: the number or the mailbox is not
    there."""

    id: str
    reason: Reason
    dead_address: bool
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Replied:
    """Somebody answered. `to_id` is the id that they answered to, where the medium tells; `means`
    what it asks of us."""

    sender: str = field(repr=False)
    text: str = field(repr=False)
    means: Means
    to_id: str | None = None


News = Delivered | Undelivered | Replied


class Transport(Protocol):
    """One way out. `send` may be called by several threads at once."""

    def send(self, outgoing: Outgoing) -> Handed:
        """NotTaken or PerhapsTaken where it cannot say that the message was taken."""
        ...

    def news(self) -> Iterable[News]:
        """What has come by now. An item counts as taken over when the next one is asked for: a
        reader that dies on an item gets it again."""
        ...

    def close(self) -> None: ...
