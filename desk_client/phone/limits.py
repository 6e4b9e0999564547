"""What the phone refuses before the SIP library sees it. The library aborts the whole process when
calls are placed too fast, and puts whatever it is given on the wire."""

import re
from collections import deque

from desk_client.ids import CallId

DIALS_PER_SECOND = 20
_NUMBER = re.compile(r"\+?[0-9*#]{1,32}")
_SIP_URI = re.compile(
    r"(sips?):(?:([^@<>\s\"]+)@)?(\[[0-9a-fA-F:]+\]|[A-Za-z0-9.-]+)(:[0-9]{1,5})?(;[^?<>\s\"]*)?"
)  # no `?`: what follows it would become headers of our INVITE
_HIDDEN_CONTROL = re.compile(r"%(?:[01][0-9a-f]|7f)", re.IGNORECASE)
_PRINTABLE = re.compile(r"[\x21-\x7e]+")


class Refused(Exception):
    """A command that is not carried out: a short code and one sentence for `done`."""

    def __init__(self, error: str, detail: str) -> None:
        super().__init__(detail)
        self.error = error
        self.detail = detail


def no_such_call(call_id: CallId) -> Refused:
    return Refused("no_such_call", f"There is no call {call_id}.")


class DialRate:
    """At most 20 calls are placed in any second."""

    def __init__(self) -> None:
        self._placed: deque[float] = deque()

    def take(self, now: float) -> None:
        """Counts one call at monotonic `now`; Refused where it is one too many."""
        while self._placed and now - self._placed[0] >= 1.0:
            self._placed.popleft()
        if len(self._placed) >= DIALS_PER_SECOND:
            raise Refused("too_fast", f"More than {DIALS_PER_SECOND} calls in a second.")
        self._placed.append(now)


def dialled_uri(to: str, domain: str, transport: str) -> str:
    """The SIP URI to invite: `to` itself where it is one, else a number at our domain."""
    suffix = "" if transport == "udp" else f";transport={transport}"
    number = re.sub(r"[\s().-]", "", to)
    if _NUMBER.fullmatch(number):
        return f"sip:{number.replace('#', '%23')}@{domain}{suffix}"
    if _PRINTABLE.fullmatch(to) and _SIP_URI.fullmatch(to) and not _HIDDEN_CONTROL.search(to):
        return to if ";transport=" in to else to + suffix
    raise Refused("bad_address", "This is neither a SIP address nor a number.")


def host_of(uri: str) -> str:
    """The host of a SIP URI or of a bare host[:port], in lower case; empty where there is none."""
    bare = uri[uri.find("<") + 1 :].split(">", maxsplit=1)[0]
    if not bare.lower().startswith(("sip:", "sips:")):
        bare = "sip:" + bare
    found = _SIP_URI.fullmatch(bare)
    return found.group(3).lower() if found else ""


def may_follow(target: str, *ours: str | None) -> bool:
    """Whether a redirect leads to a host that is ours: a stranger may not send us elsewhere."""
    host = host_of(target)
    return bool(host) and host in {host_of(known) for known in ours if known}
