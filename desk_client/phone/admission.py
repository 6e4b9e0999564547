"""Whose INVITE may ring here. Under the policy `registrar` it must come from an address of the
registrar, the proxy or the domain: those that are written as addresses are known at once, names are
looked up beside the phone's work, and whoever answered our REGISTER is known from then on. From
nobody do more come through than the library bears: each takes two sockets for its sound, and the
public wheel's aborts at the 64th."""

import ipaddress
import socket
import threading
from collections import deque
from collections.abc import Iterable
from typing import Literal

from desk_client.phone.limits import host_of

INVITES_AT_ONCE = 8  # within `_SPAN_S`: 16 sockets, whose places stay taken for half a second more
_SPAN_S = 0.6


class Admission:
    """Decides on each INVITE before a call is made of it."""

    def __init__(
        self,
        policy: Literal["anyone", "registrar"],
        ours: Iterable[str | None],
        at_once: int = INVITES_AT_ONCE,
    ) -> None:
        """`ours`: SIP addresses or hosts of the registrar, the proxy and the domain; `at_once`: how
        many INVITEs may ring within 0.6 s."""
        self._at_once = at_once
        self._policy = policy
        self._known: set[str] = set()
        self._let_in: deque[float] = deque()
        if policy == "registrar":
            names = {
                host for each in ours if each and (host := host_of(each)) and not self._is(host)
            }
            threading.Thread(target=self._look_up, args=(names,), daemon=True).start()

    def trust(self, source: str) -> None:
        """`source` (host:port) answered our REGISTER."""
        self._known.add(_address(source))

    def may_ring(self, source: str, now: float) -> bool:
        """Whether an INVITE from `source` (host:port) at monotonic `now` becomes a call."""
        if self._policy == "registrar" and _address(source) not in self._known:
            return False
        while self._let_in and now - self._let_in[0] > _SPAN_S:
            self._let_in.popleft()
        if len(self._let_in) >= self._at_once:
            return False
        self._let_in.append(now)
        return True

    def knows(self, source: str) -> bool:
        """Whether a message from `source` (host:port) may be shown."""
        return self._policy == "anyone" or _address(source) in self._known

    def _is(self, host: str) -> bool:
        """Keeps a host that is an address."""
        address = _address(host)
        try:
            ipaddress.ip_address(address)
        except ValueError:
            return False
        self._known.add(address)
        return True

    def _look_up(self, names: set[str]) -> None:
        for name in names:
            try:
                found = socket.getaddrinfo(name, None)
            except OSError:
                continue  # it is known when it answers our REGISTER
            self._known.update(_address(str(where[0])) for *_, where in found)


def _address(source: str) -> str:
    """The bare address of host:port, [v6]:port, or of an address alone."""
    if source.startswith("["):
        return source[1:].split("]", maxsplit=1)[0].lower()
    host = source.rsplit(":", maxsplit=1)[0] if source.count(":") == 1 else source
    return host.split("%", maxsplit=1)[0].lower()
