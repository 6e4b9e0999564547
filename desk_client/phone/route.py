"""The registrars of one account in the order in which they are tried: those that people wrote, each
standing for all the places that its SRV records or addresses name. Says where to ask now and how
long to wait first: hardly at all while another place is left, ever longer after each round that
found nobody, and never at the same moment as the next desk."""

import random
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

Transport = Literal["udp", "tcp", "tls"]
Chance = Callable[[float, float], float]  # a number between two

ROUND_S = (1.0, 2.0, 4.0, 8.0, 15.0, 30.0)  # after the first, second .. round in vain
_NEXT_S = (0.05, 0.5)  # until the next place of the same round
_JITTER = (0.8, 1.2)
_WRITTEN = re.compile(
    r"(sips?):(?:[^@]*@)?(\[[0-9a-fA-F:.]+\]|[^:;?\s]+)(?::(\d{1,5}))?((?:;[^?]*)?)", re.IGNORECASE
)
_PORTS = {"udp": 5060, "tcp": 5060, "tls": 5061}


@dataclass(frozen=True, slots=True)
class Written:
    """A registrar as people wrote it. `port` 0 = not written, so SRV records may say."""

    uri: str
    host: str
    port: int
    transport: Transport

    @property
    def service(self) -> str:
        """What SRV records of it are named (RFC 3263, section 4.2)."""
        kind = {"udp": "_sip._udp", "tcp": "_sip._tcp", "tls": "_sips._tcp"}[self.transport]
        return f"{kind}.{self.host}"

    @property
    def usual_port(self) -> int:
        return self.port or _PORTS[self.transport]


@dataclass(frozen=True, slots=True)
class Place:
    """One address and port at which a registrar answers."""

    written: Written
    address: str
    port: int

    def __str__(self) -> str:
        """For people and logs: host:port, with the address where a name was looked up."""
        where = f"{self.address}:{self.port}"
        return where if self.written.host == self.address else f"{self.written.host} ({where})"


def read_registrar(uri: str, usual: Transport) -> Written | None:
    """None where it is no SIP address. `usual`: the transport where the address says nothing."""
    bare = uri.strip()
    if bare.startswith("<") and bare.endswith(">"):
        bare = bare[1:-1]
    found = _WRITTEN.fullmatch(bare)
    if found is None or int(found[3] or 0) > 65_535:
        return None
    asked = re.search(r";transport=(udp|tcp|tls)\b", found[4], re.IGNORECASE)
    transport: Transport = usual
    if found[1].lower() == "sips":
        transport = "tls"
    elif asked is not None:
        transport = _transport(asked[1])
    return Written(bare, found[2].lower(), int(found[3] or 0), transport)


def _transport(word: str) -> Transport:
    match word.lower():
        case "tcp":
            return "tcp"
        case "tls":
            return "tls"
        case _:
            return "udp"


class Route:
    """Where one account registers."""

    def __init__(self, written: tuple[Written, ...], chance: Chance = random.uniform) -> None:
        self.written = written
        self._chance = chance
        self._places: tuple[Place, ...] = ()
        self._at = 0
        self._rounds = 0
        self._probes = 0

    @property
    def here(self) -> Place | None:
        """Where to ask now; None before anything was found."""
        return self._places[self._at] if self._places else None

    @property
    def first(self) -> Place | None:
        return self._places[0] if self._places else None

    @property
    def away(self) -> bool:
        """Whether a place before this one should be used again when it lives."""
        return self._at > 0

    @property
    def begins_anew(self) -> bool:
        """Whether a round is over, so that names should be looked up again."""
        return self._at == 0

    def found(self, places: tuple[Place, ...]) -> None:
        """Takes what the names stand for now."""
        self._places = places
        self._at = 0

    def worked(self) -> None:
        self._rounds = 0
        if not self.away:
            self._probes = 0

    def failed(self) -> float:
        """Moves on to the next place; the seconds to wait before asking there."""
        self._at += 1
        if self._at < len(self._places):
            return self._chance(*_NEXT_S)
        self._at = 0
        wait = ROUND_S[min(self._rounds, len(ROUND_S) - 1)]
        self._rounds += 1
        return wait * self._chance(*_JITTER)

    def go_home(self) -> None:
        """Back to the first place."""
        self._at = 0

    def probe_in(self) -> float:
        """The seconds until it should be seen whether the first place lives again."""
        wait = ROUND_S[min(self._probes + 1, len(ROUND_S) - 1)]
        self._probes += 1
        return wait * self._chance(*_JITTER)
