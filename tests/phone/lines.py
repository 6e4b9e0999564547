"""What the tests of lines share: one kamailio for a module, and phones that register at it."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from desk_client.phone import messages as m
from tests.phone.kamailio import DOMAIN, Kamailio
from tests.phone.party import LONGEST_S, PHONE, Party

USERS = {"1001": "geheim-1001", "1002": "geheim-1002", "1003": "geheim-1003"}
_LOOK_S = 0.05


def secure(office: Kamailio) -> dict[str, Any]:
    """How a phone registers over TLS there."""
    return {
        "transport": "tls",
        "registrar": office.tls_registrar,
        "ca_file": str(office.ca_file),
    }


def plain(office: Kamailio, transport: str = "udp") -> dict[str, Any]:
    suffix = "" if transport == "udp" else f";transport={transport}"
    return {"transport": transport, "registrar": office.registrar + suffix}


@contextmanager
def desk(user: str, **line: Any) -> Iterator[Party]:
    """A phone that asks to be registered, with its right password unless another is given."""
    usual = {"domain": DOMAIN, "register": True, "password": USERS.get(user, "")}
    settings: dict[str, Any] = usual | line
    party = Party(user, command=settings.pop("command", PHONE), **settings)
    party.client.start()
    try:
        yield party
    finally:
        party.client.stop()


def until(true: Callable[[], bool]) -> None:
    """For what a peer writes down and tells nobody."""
    waiting = threading.Event()
    for _ in range(round(LONGEST_S / _LOOK_S)):
        if true():
            return
        waiting.wait(_LOOK_S)
    raise AssertionError("it did not come to that")


def call(caller: Party, to: str, taker: Party, **more: Any) -> tuple[Any, Any]:
    """A call by number through the proxy, answered: its id here and there."""
    before = len(taker.told)
    ours = caller.dial(to, **more)
    theirs = taker.wait(m.Incoming, after=before).call_id
    assert taker.do(m.Answer(call_id=theirs)).ok
    caller.of_call(m.Answered, ours)
    taker.of_call(m.Answered, theirs)
    return ours, theirs


def office_in(folder: Path, **more: Any) -> Kamailio:
    return Kamailio(folder, users=USERS, **more)
