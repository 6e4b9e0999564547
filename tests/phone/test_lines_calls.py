"""Calls through the proxy between two phones of ours: in clear, and with TLS and SRTP as the policy
says; and in which order the codecs are offered."""

import re
from collections.abc import Iterator

import pytest

from desk_client.phone import messages as m
from tests.phone.kamailio import Kamailio
from tests.phone.lines import call, desk, office_in, plain, secure
from tests.phone.sip_peer import sip_peer

pytestmark = pytest.mark.peers("kamailio")


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kamailio]:
    with office_in(tmp_path_factory.mktemp("office"), tls=True) as office:
        yield office


@pytest.mark.parametrize("transport", ["udp", "tcp"])
def test_a_call_by_number_through_the_proxy(office: Kamailio, transport: str) -> None:
    with (
        desk("1001", **plain(office, transport)) as caller,
        desk("1002", **plain(office, transport)) as taker,
    ):
        caller.wait(m.Registered)
        taker.wait(m.Registered)
        ours, theirs = call(caller, "1002", taker)
        caller.listen_for(0.5, ours)
        assert taker.do(m.HangUp(call_id=theirs)).ok
        ended = caller.of_call(m.Ended, ours)
        assert (ended.code, ended.ended_by) == (200, "them")


@pytest.mark.parametrize(
    ("one", "other", "goes"),
    [
        ("mandatory", "mandatory", True),
        ("mandatory", "optional", True),
        ("optional", "off", True),
        ("off", "optional", True),
        ("mandatory", "off", False),
        ("off", "mandatory", False),
    ],
)
def test_speech_is_encrypted_as_the_policy_says(
    office: Kamailio, one: str, other: str, goes: bool
) -> None:
    with (
        desk("1001", srtp=one, **secure(office)) as caller,
        desk("1002", srtp=other, **secure(office)) as taker,
    ):
        caller.wait(m.Registered)
        taker.wait(m.Registered)
        if not goes:
            ours = caller.dial("1002")
            ended = caller.of_call(m.Ended, ours)
            assert ended.code == 488
            return
        ours, _ = call(caller, "1002", taker)
        caller.listen_for(0.3, ours)
        assert caller.do(m.HangUp(call_id=ours)).ok
        assert caller.of_call(m.Ended, ours).code == 200


@pytest.mark.parametrize(
    ("codecs", "offered"),
    [
        ((), ["8", "0", "9"]),
        (("G722", "PCMA"), ["9", "8"]),
        (("PCMU",), ["0"]),
    ],
)
def test_codecs_are_offered_in_the_order_of_the_policy(
    codecs: tuple[str, ...], offered: list[str]
) -> None:
    with (
        sip_peer("486 Busy Here") as peer,
        desk("1001", register=False, codecs=codecs) as party,
    ):
        ours = party.dial(peer.address)
        party.of_call(m.Ended, ours)
        found = re.search(r"^m=audio \d+ RTP/AVP ([\d ]+)", peer.invites[0], re.MULTILINE)
        assert found is not None
        assert [each for each in found[1].split() if int(each) < 96] == offered


def test_an_outbound_proxy_is_passed_first(office: Kamailio) -> None:
    """The domain is no host that anybody knows: only the proxy can lead there."""
    line = {"registrar": "sip:desk.test", "proxy": office.registrar}
    with (
        desk("1001", **line) as caller,
        desk("1002", **plain(office)) as taker,
    ):
        caller.wait(m.Registered)
        taker.wait(m.Registered)
        ours, theirs = call(caller, "1002", taker)
        assert taker.do(m.HangUp(call_id=theirs)).ok
        caller.of_call(m.Ended, ours)
