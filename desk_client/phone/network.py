"""Whether this machine still has the address by which a registrar knows it. The system is asked
about once a second which of its addresses it would use towards the registrar; nothing is sent."""

import socket
from typing import Literal

LOOK_S = 1.0
Change = Literal["gone", "back", "moved"]


def own_address(towards: str, bind: str = "") -> str:
    """Our address on the way to another one; empty where there is no way, or where `bind`, the one
    address that may be used, is not ours at the moment."""
    family = socket.AF_INET6 if ":" in towards else socket.AF_INET
    with socket.socket(family, socket.SOCK_DGRAM) as asking:
        try:
            asking.bind((bind, 0))
            asking.connect((towards, 9))
            address: str = asking.getsockname()[0]
        except OSError:
            return ""
    return address


class Network:
    """Remembers the address, and tells when it changes."""

    def __init__(self, bind: str = "") -> None:
        self._bind = bind
        self._address = ""
        self._gone = False
        self._looked = 0.0

    def look(self, towards: str, now: float) -> Change | None:
        """What changed since it was looked at last, at most once in LOOK_S of monotonic `now`."""
        if now - self._looked < LOOK_S:
            return None
        self._looked = now
        address = own_address(towards, self._bind)
        before, was_gone = self._address, self._gone
        self._gone = not address
        if not address:
            return None if was_gone else "gone"
        self._address = address
        if before and address != before:
            return "moved"
        return "back" if was_gone else None
