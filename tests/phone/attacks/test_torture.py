"""The 49 situations of RFC 4475, one after the other at one phone process, over UDP and over TCP.
After each the same process lives and answers OPTIONS. Whoever rings is declined, as a desk would
do, so that each message finds a free line."""

from collections.abc import Iterator

import pytest

from desk_client.phone import messages as m
from tests.phone.attacks.stranger import TcpStranger, UdpStranger
from tests.phone.attacks.torture_broken import BROKEN
from tests.phone.attacks.torture_valid import VALID
from tests.phone.attacks.torture_wrong import WRONG
from tests.phone.party import Party

TORTURE = {**VALID, **BROKEN, **WRONG}


@pytest.fixture(scope="module")
def over_udp() -> Iterator[Party]:
    yield from _party("udp")


@pytest.fixture(scope="module")
def over_tcp() -> Iterator[Party]:
    yield from _party("tcp")


def _party(transport: str) -> Iterator[Party]:
    party = Party("tortured", transport=transport)
    party.client.start()
    yield party
    assert [event for event in party.told if isinstance(event, m.PhoneLost)] == []
    party.client.stop()


def decline_all(party: Party, after: int) -> None:
    for event in party.told[after:]:
        if isinstance(event, m.Incoming):
            party.do(m.HangUp(call_id=event.call_id, code=486))


def test_all_situations_are_there() -> None:
    assert (len(VALID), len(BROKEN), len(WRONG)) == (13, 19, 17)
    assert b"\0" in VALID["intmeth"]
    assert b"\0" in VALID["mpart01"]
    assert len(VALID["longreq"]) > 3500


@pytest.mark.parametrize("name", TORTURE)
def test_over_udp(over_udp: Party, name: str) -> None:
    before, pid = len(over_udp.told), over_udp.client.pid
    with UdpStranger(over_udp.client.port) as stranger:
        stranger.send(TORTURE[name])
        assert stranger.gets_an_answer()
    assert over_udp.client.pid == pid
    decline_all(over_udp, before)


@pytest.mark.parametrize("name", TORTURE)
def test_over_tcp(over_tcp: Party, name: str) -> None:
    before, pid = len(over_tcp.told), over_tcp.client.pid
    with TcpStranger(over_tcp.client.port) as stranger:
        stranger.send(TORTURE[name])
        with TcpStranger(over_tcp.client.port) as another:
            assert another.gets_an_answer()
    assert over_tcp.client.pid == pid
    decline_all(over_tcp, before)
