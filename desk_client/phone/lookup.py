"""Where a registrar is, asked of the network beside the phone's work: SRV records with their
priorities and weights (RFC 2782), the addresses of a name, and whether somebody answers at a place.
All of it may take seconds, so one thread asks and the phone's own thread fetches the answers."""

import functools
import ipaddress
import queue
import re
import secrets
import socket
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from desk_client.phone.route import Place, Written

_PATIENCE_S = 2.0  # for one name, and for one probe
_PROBE = (
    "OPTIONS sip:{where} SIP/2.0\r\nVia: SIP/2.0/UDP {ours};branch=z9hG4bK{once};rport\r\n"
    "From: <sip:{ours}>;tag={once}\r\nTo: <sip:{where}>\r\nCall-ID: {once}\r\n"
    "CSeq: 1 OPTIONS\r\nMax-Forwards: 1\r\nContent-Length: 0\r\n\r\n"
)


def is_address(host: str) -> bool:
    """Whether there is nothing to look up."""
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True


def find_places(written: Iterable[Written], nameservers: Sequence[str]) -> tuple[Place, ...]:
    """All places of these registrars, in their order; a name that nobody knows has none."""
    return tuple(place for each in written for place in _places_of(each, tuple(nameservers)))


def addresses_of(name: str, nameservers: Sequence[str] = ()) -> list[str]:
    """The IPv4 addresses of a name: by these nameservers where they know it, else the system's."""
    if is_address(name):
        return [name.strip("[]")]
    found = [record.address for record in _records(name, "A", nameservers)] if nameservers else []
    if found:
        return found
    try:
        known = socket.getaddrinfo(name, None, socket.AF_INET, socket.SOCK_DGRAM)
    except (OSError, UnicodeError):
        return []
    return list(dict.fromkeys(str(where[0]) for *_, where in known))


def answers(place: Place) -> bool:
    """Whether somebody answers there: to OPTIONS over UDP, to a connection otherwise."""
    where = (place.address, place.port)
    kind = socket.SOCK_DGRAM if place.written.transport == "udp" else socket.SOCK_STREAM
    with socket.socket(socket.AF_INET, kind) as asking:
        asking.settimeout(_PATIENCE_S)
        try:
            asking.connect(where)
            if kind is socket.SOCK_STREAM:
                return True
            ours = "{}:{}".format(*asking.getsockname())
            once = secrets.token_hex(8)
            here = f"{place.address}:{place.port}"
            asking.send(_PROBE.format(where=here, ours=ours, once=once).encode())
            return asking.recv(4096).startswith(b"SIP/2.0 ")
        except OSError:
            return False


class Lookups:
    """Asks in a thread of its own; `look` gives the answers in the thread that calls it."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(max_workers=2, thread_name_prefix="lookup")
        self._answered: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()

    def places(
        self,
        written: tuple[Written, ...],
        nameservers: tuple[str, ...],
        told: Callable[[tuple[Place, ...]], None],
    ) -> None:
        """Told at once where all hosts are addresses."""
        if all(is_address(each.host) for each in written):
            told(find_places(written, nameservers))
        else:
            self._ask(functools.partial(find_places, written, nameservers), told)

    def addresses(self, name: str, told: Callable[[list[str]], None]) -> None:
        self._ask(functools.partial(addresses_of, name), told)

    def alive(self, place: Place, told: Callable[[bool], None]) -> None:
        self._ask(functools.partial(answers, place), told)

    def look(self) -> None:
        """Passes on what was found since; called in every turn."""
        while not self._answered.empty():
            self._answered.get()()

    def close(self) -> None:
        """Waits for nobody."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _ask(self, question: Callable[[], Any], told: Callable[[Any], None]) -> None:
        def ask() -> None:
            answer = question()
            self._answered.put(lambda: told(answer))

        self._threads.submit(ask)


def _places_of(written: Written, nameservers: tuple[str, ...]) -> list[Place]:
    targets = [(written.host, written.usual_port)]
    if nameservers and not written.port and not is_address(written.host):
        named = _records(written.service, "SRV", nameservers)
        named = [each for each in named if str(each.target) != "."]  # "." = no such service
        targets = [
            (each.target.to_text(omit_final_dot=True), each.port) for each in named
        ] or targets
    return [
        Place(written, address, port)
        for host, port in targets
        for address in addresses_of(host, nameservers)
    ]


def _records(name: str, kind: str, nameservers: Sequence[str]) -> list[Any]:
    """In the order in which they are to be used; nothing where nobody knows the name."""
    import dns.exception  # takes 40 ms that most desks do not need
    import dns.nameserver
    import dns.resolver

    asked = dns.resolver.Resolver(configure=False)
    asked.nameservers = [
        dns.nameserver.Do53Nameserver(host, port) for host, port in map(_split, nameservers)
    ]
    asked.lifetime = _PATIENCE_S
    try:
        answer = asked.resolve(name, kind, search=False)
    except dns.exception.DNSException:
        return []
    records = answer.rrset
    return [] if records is None else list(records.processing_order())


def _split(nameserver: str) -> tuple[str, int]:
    """host and port of host[:port]; an IPv6 address with a port stands in brackets."""
    found = re.fullmatch(r"(?:\[(.+)\]|([^:]+)|(.+))(?::(\d+))?", nameserver)
    if found is None:
        return nameserver, 53
    return found[1] or found[2] or found[3], int(found[4] or 53)
