"""The network goes and comes back, in two namespaces of the kernel joined by a cable that the test
makes: the phone in one, kamailio in the other. The phone is never started anew: its pid says so."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from desk_client.phone import messages as m
from tests.phone.kamailio import Kamailio
from tests.phone.lines import call, desk, office_in, plain, until
from tests.phone.party import PHONE, Party

pytestmark = pytest.mark.peers("kamailio", "ip", "root")

PBX, DESK, NEW = "10.99.7.1", "10.99.7.2", "10.99.7.3"


class Cable:
    """Two namespaces, and the desk's end of what joins them."""

    def __init__(self) -> None:
        self.desk, self.pbx = f"desk{os.getpid()}", f"pbx{os.getpid()}"

    def lay(self) -> None:
        for name in (self.desk, self.pbx):
            ip("netns", "add", name)
            ip("-n", name, "link", "set", "lo", "up")
        ip("-n", self.desk, "link", "add", "eth0", "type", "veth", "peer", "name", "eth9")
        ip("-n", self.desk, "link", "set", "eth9", "netns", self.pbx)
        self.give(self.pbx, "eth9", PBX)
        self.give(self.desk, "eth0", DESK)

    def give(self, name: str, end: str, address: str) -> None:
        ip("-n", name, "addr", "add", f"{address}/24", "dev", end)
        ip("-n", name, "link", "set", end, "up")

    def take(self, address: str) -> None:
        ip("-n", self.desk, "addr", "del", f"{address}/24", "dev", "eth0")

    def cut(self) -> None:
        for name in (self.desk, self.pbx):
            ip("netns", "del", name)

    def inside(self, name: str) -> tuple[str, ...]:
        return ("ip", "netns", "exec", name)


def ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True, capture_output=True)


@pytest.fixture
def cable() -> Iterator[Cable]:
    cable = Cable()
    cable.lay()
    yield cable
    cable.cut()


@pytest.fixture
def office(cable: Cable, tmp_path: Path) -> Iterator[Kamailio]:
    inside = cable.inside(cable.pbx)
    with office_in(tmp_path, address=PBX, port=5060, inside=inside) as office:
        yield office


@contextmanager
def far_desk(
    cable: Cable, office: Kamailio, user: str, where: str, transport: str
) -> Iterator[Party]:
    command = (*cable.inside(where), *PHONE)
    with desk(user, command=command, bind="", **plain(office, transport)) as party:
        party.wait(m.Registered)
        yield party


@pytest.mark.parametrize("transport", ["udp", "tcp"])
def test_an_address_gone_and_back(cable: Cable, office: Kamailio, transport: str) -> None:
    with far_desk(cable, office, "1001", cable.desk, transport) as party:
        pid, before = party.client.pid, len(party.told)
        cable.take(DESK)
        failed = party.wait(m.RegistrationFailed, after=before)
        assert failed.cause == "no_network"
        before = len(party.told)
        cable.give(cable.desk, "eth0", DESK)
        party.wait(m.Registered, after=before)
        assert party.client.pid == pid


def test_another_address_in_mid_call(cable: Cable, office: Kamailio) -> None:
    with (
        far_desk(cable, office, "1001", cable.desk, "udp") as party,
        far_desk(cable, office, "1002", cable.pbx, "udp") as other,
    ):
        ours, theirs = call(party, "1002", other)
        before = len(party.told)
        cable.take(DESK)
        cable.give(cable.desk, "eth0", NEW)
        party.wait(m.Registered, after=before)
        until(lambda: f"contact=<sip:1001@{NEW}" in office.saw("REGISTER", "1001")[-1])
        until(lambda: any(NEW in line for line in office.saw("INVITE", "1001")))  # re-INVITE
        assert other.do(m.HangUp(call_id=theirs)).ok
        assert party.of_call(m.Ended, ours).code == 200
