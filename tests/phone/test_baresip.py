"""Speech, plain and encrypted, with baresip's own RTP stack, and what a lead may do on a network
that is not loopback. All of it lives in a network namespace."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from desk_client.clock import SystemClock
from desk_client.ids import CallId
from desk_client.phone import messages as m
from desk_client.phone.monitor_token import HEADER, claim, sign
from tests.phone.baresip import baresip
from tests.phone.ear import Ear
from tests.phone.kamailio import Authority, Certificate
from tests.phone.namespace import ADDRESS, Namespace, namespace
from tests.phone.party import PHONE

VOICE, LEAD = 440, 1600
BANK = Ed25519PrivateKey.from_private_bytes(b"1" * 32)
KEY = BANK.public_key().public_bytes_raw().hex()

pytestmark = pytest.mark.peers("baresip", "ip", "root")


@pytest.fixture(scope="module")
def network() -> Iterator[Namespace]:
    with namespace() as network:
        yield network


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="module")
def certificate(authority: Authority) -> Certificate:
    return authority.sign("here", (ADDRESS,))


def ear(name: str, folder: Path, hertz: int, network: Namespace, **line: object) -> Ear:
    """A phone of ours in the namespace."""
    phone = Ear(
        name,
        folder,
        hertz,
        command=(*network.inside, *PHONE),
        bind=ADDRESS,
        domain=ADDRESS,
        **line,
    )
    phone.client.start()
    return phone


def end(phone: Ear, call: CallId) -> m.Ended:
    assert phone.do(m.HangUp(call_id=call)).ok
    return phone.of_call(m.Ended, call)


@pytest.mark.parametrize("codec", ["PCMA", "PCMU", "G722"])
def test_our_voice_comes_back(tmp_path: Path, network: Namespace, codec: str) -> None:
    """Coded by us, decoded and coded again by baresip, and decoded by us."""
    desk = ear("desk", tmp_path, VOICE, network, codecs=(codec,))
    try:
        with baresip(tmp_path / "baresip", network) as other:
            call = desk.dial(other.address)
            assert desk.of_call(m.Answered, call).code == 200
            assert desk.hears(VOICE, LEAD) == {VOICE}
            assert f"---> {codec}" in other.printed
            ended = end(desk, call)
            assert (ended.code, ended.ended_by) == (200, "us")
            other.says("terminated")
    finally:
        desk.client.stop()


def test_encrypted_speech_and_a_lead_over_tls(
    tmp_path: Path, network: Namespace, authority: Authority, certificate: Certificate
) -> None:
    """SRTP by SDES both ways; then a lead, over TLS too, hears the agent's voice come back."""
    safe = {
        "transport": "tls",
        "ca_file": str(authority.ca_file),
        "client_cert": str(certificate.both),
        "srtp": "mandatory",
    }
    agent = ear("agent", tmp_path, VOICE, network, monitor_keys=(KEY,), **safe)
    lead = ear("lead", tmp_path, LEAD, network, **safe)
    try:
        with baresip(tmp_path / "baresip", network, certificate) as other:
            call = agent.dial(other.address)
            assert agent.of_call(m.Answered, call).code == 200
            assert agent.hears(VOICE, LEAD) == {VOICE}
            other.says("starting mediaenc 'srtp-mand'")

            token = sign(BANK, claim(call, "lead_7", ("listen", "barge"), SystemClock().now()))
            to = f"sip:agent@{ADDRESS}:{agent.client.port};transport=tls"
            visit = lead.dial(to, headers={HEADER: token})
            assert lead.of_call(m.Monitored, visit).mode == "listen"
            assert lead.hears(VOICE, LEAD) == {VOICE}
            assert lead.do(m.Monitor(call_id=visit, mode="barge")).ok
            agent.wait(m.Monitored, where=lambda told: told.mode == "barge")
            assert agent.hears(VOICE, LEAD) == {VOICE, LEAD}
            end(agent, call)
            assert lead.of_call(m.Ended, visit).ended_by == "them"
    finally:
        agent.client.stop()
        lead.client.stop()


def test_a_token_in_clear_from_elsewhere_opens_nothing(tmp_path: Path, network: Namespace) -> None:
    """A valid token over UDP, from an address that is not this machine's own."""
    agent = ear("agent", tmp_path, VOICE, network, monitor_keys=(KEY,))
    try:
        with baresip(tmp_path / "baresip", network) as other:
            call = agent.dial(other.address)
            agent.of_call(m.Answered, call)
            token = sign(BANK, claim(call, "lead_7", ("listen",), SystemClock().now()))
            done = agent.do(m.Dial(call_id=CallId("c9"), to=other.address, headers={HEADER: token}))
            assert done.error == "not_over_tls"
            answered = invite_in_clear(network, agent.client.port, token)
            assert answered.splitlines()[-1].startswith("SIP/2.0 403")
            refused = agent.wait(m.Warning_, where=lambda told: told.what == "monitoring_refused")
            assert refused.detail.endswith("not_over_tls.")
            end(agent, call)
    finally:
        agent.client.stop()


def invite_in_clear(network: Namespace, port: int, token: str) -> str:
    """What a phone of ours would not send; the status lines that it got."""
    asked = subprocess.run(
        (*network.inside, sys.executable, "-c", _INVITE, ADDRESS, str(port), token),
        check=True,
        capture_output=True,
        text=True,
        timeout=20,
    )
    return asked.stdout


_INVITE = r"""
import socket, sys
host, port, token = sys.argv[1:]
peer = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
peer.bind((host, 0))
peer.settimeout(10)
own = "%s:%d" % peer.getsockname()
sdp = "v=0\r\no=- 1 1 IN IP4 %s\r\ns=-\r\nc=IN IP4 %s\r\nt=0 0\r\nm=audio 20000 RTP/AVP 8\r\n" % (
    host, host)
peer.sendto(
    ("INVITE sip:agent@%s:%s SIP/2.0\r\nVia: SIP/2.0/UDP %s;branch=z9hG4bK1\r\n"
     "From: <sip:lead@%s>;tag=1\r\nTo: <sip:agent@%s>\r\nCall-ID: clear@%s\r\nCSeq: 1 INVITE\r\n"
     "Contact: <sip:lead@%s>\r\nMax-Forwards: 70\r\nX-Monitor: %s\r\n"
     "Content-Type: application/sdp\r\nContent-Length: %d\r\n\r\n%s"
     % (host, port, own, own, host, own, own, token, len(sdp), sdp)).encode(), (host, int(port)))
status = "SIP/2.0 1"
while status.startswith("SIP/2.0 1"):
    status = peer.recv(4096).decode().split("\r\n")[0]
    print(status)
"""
