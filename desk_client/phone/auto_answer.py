"""Whether a call may be answered by itself. A PBX asks for it by Call-Info or Alert-Info, for an
intercom or for a call that was clicked elsewhere; a stranger who asks would listen in at a desk, so
only hosts that are trusted by settings are obeyed."""

import re

_HEADER = re.compile(r"^(call-info|alert-info)[ \t]*:[ \t]*(.*)$", re.IGNORECASE | re.MULTILINE)
_AFTER = re.compile(
    r"(?:^|[;,])\s*answer-after\s*=\s*\"?([0-9]{1,3})\"?\s*(?:[;,]|$)", re.IGNORECASE
)
_INFO = re.compile(r"(?:^|[;,])\s*info\s*=\s*\"?([a-z-]+)\"?\s*(?:[;,]|$)", re.IGNORECASE)
_DELAY = re.compile(r"(?:^|[;,])\s*delay\s*=\s*\"?([0-9]{1,3})\"?\s*(?:[;,]|$)", re.IGNORECASE)
_LONGEST_S = 60.0


def answer_after(invite: str, *, trusted: bool) -> float | None:
    """The seconds after which an INVITE asks to be answered by itself; None where it does not ask
    or is not trusted. Read are `answer-after` in Call-Info and Alert-Info, and in Alert-Info
    `info=alert-autoanswer` and `info=ring-answer`, the latter with a `delay`."""
    if not trusted:
        return None
    head = invite.replace("\r\n", "\n").split("\n\n", 1)[0]
    for name, value in _HEADER.findall(head):
        parameters = re.sub(r"<[^>]*>", "", value)
        if after := _AFTER.search(parameters):
            return min(float(after[1]), _LONGEST_S)
        info = _INFO.search(parameters) if name.lower() == "alert-info" else None
        if info and info[1].lower() in ("alert-autoanswer", "ring-answer"):
            delay = _DELAY.search(parameters)
            return min(float(delay[1]), _LONGEST_S) if delay else 0.0
    return None
