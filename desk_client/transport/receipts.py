"""What became of a message, as an SMS centre tells it: in words (SMPP 3.4, appendix B), in optional
parameters, or in both, where the parameters count."""

import re

from desk_client.transport.outgoing import Delivered, News, Reason, Undelivered
from desk_client.transport.smpp_pdu import (
    INTERMEDIATE,
    MESSAGE_STATE,
    NETWORK_ERROR_CODE,
    RECEIPT,
    RECEIPTED_MESSAGE_ID,
    TYPES,
    Delivery,
)

_ID = re.compile(r"(?i)\bid:\s*([!-~]+)")
_STATE = re.compile(r"(?i)\bstat(?:us)?:\s*([A-Z]+)")
_ERROR = re.compile(r"(?i)\berr(?:or)?:\s*(\w+)")
_STATES = {  # message_state, 5.2.28
    1: "ENROUTE",
    2: "DELIVRD",
    3: "EXPIRED",
    4: "DELETED",
    5: "UNDELIV",
    6: "ACCEPTD",
    7: "UNKNOWN",
    8: "REJECTD",
}
_ENDS: dict[str, Reason] = {
    "EXPIRED": "expired",
    "DELETED": "refused",
    "UNDELIV": "refused",
    "REJECTD": "refused",
}


def is_receipt(delivery: Delivery) -> bool:
    """A receipt or a notice on the way, not what a person wrote."""
    kind = delivery.esm_class & TYPES
    return kind in (RECEIPT, INTERMEDIATE) or RECEIPTED_MESSAGE_ID in delivery.more


def news_in(delivery: Delivery, *, dead: tuple[str, ...] = ()) -> News | None:
    """Nothing where it is not the end, or not told. `dead`: the errors that mean, at this carrier,
    that there is no such number."""
    words = delivery.words.decode("latin-1")
    name = _from_text(delivery.more.get(RECEIPTED_MESSAGE_ID)) or _first(_ID, words)
    told = delivery.more.get(MESSAGE_STATE)
    state = _STATES.get(told[0], "") if told else _first(_STATE, words).upper()[:7]
    if not name:
        return None
    if state == "DELIVRD":
        return Delivered(name)
    if state not in _ENDS:
        return None
    error = _error(delivery, words)
    if error and error.lstrip("0") in {each.lstrip("0") for each in dead}:
        return Undelivered(name, reason="bad_address", dead_address=True, detail=f"err {error}")
    detail = f"{state} err {error}" if error else state
    return Undelivered(name, reason=_ENDS[state], dead_address=False, detail=detail)


def _error(delivery: Delivery, words: str) -> str:
    """The network's own code: three octets, the last two of which count (5.3.2.31), or `err:`."""
    octets = delivery.more.get(NETWORK_ERROR_CODE, b"")
    if len(octets) == 3:
        return str(int.from_bytes(octets[1:], "big"))
    return _first(_ERROR, words)


def _from_text(octets: bytes | None) -> str:
    """With or without its closing zero: both are met."""
    return octets.rstrip(b"\0").decode("latin-1").strip() if octets else ""


def _first(pattern: re.Pattern[str], words: str) -> str:
    found = pattern.search(words)
    return found[1] if found else ""
