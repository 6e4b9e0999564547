"""What we put on the wire, by the word of tshark: offers, holds, keys, the pace of speech, and what
must not be readable there."""

from itertools import pairwise
from pathlib import Path

import pytest

from desk_client.phone import messages as m
from tests.phone.capture import Capture, capture
from tests.phone.kamailio import Kamailio
from tests.phone.lines import USERS, desk, plain, secure
from tests.phone.party import Party

pytestmark = pytest.mark.peers("tshark", "root")


@pytest.fixture(scope="module")
def wire(agent: Party, debtor: Party, tmp_path_factory: pytest.TempPathFactory) -> Capture:
    """One call: dialled, talked in for a second, keys, hold and back, hung up."""
    folder = tmp_path_factory.mktemp("wire")
    with capture(folder, agent.client.port, debtor.client.port) as wire:
        ours = agent.dial(debtor.address, headers={"X-Case-Id": "SH-7"})
        theirs = debtor.wait(m.Incoming).call_id
        debtor.do(m.Ring(call_id=theirs))
        agent.of_call(m.Ringing, ours)
        debtor.do(m.Answer(call_id=theirs))
        agent.of_call(m.Answered, ours)
        agent.listen_for(1.0, ours)
        agent.do(m.SendDigits(call_id=ours, digits="1#"))
        debtor.wait(m.Digits, where=lambda told: told.digits == "#")
        agent.listen_for(0.4, ours)  # the key is told of when it begins
        agent.do(m.Hold(call_id=ours))
        agent.of_call(m.Held, ours)
        debtor.of_call(m.Held, theirs)
        agent.listen_for(0.3, ours)
        agent.do(m.Unhold(call_id=ours))
        debtor.of_call(m.Resumed, theirs)
        agent.listen_for(0.3, ours)
        agent.do(m.HangUp(call_id=ours))
        agent.of_call(m.Ended, ours)
        debtor.of_call(m.Ended, theirs)
    return wire


def test_the_course_of_a_call(wire: Capture) -> None:
    """As RFC 3261 has it, and nothing else."""
    seen = wire.packets("sip", "sip.Method", "sip.Status-Code", "sip.CSeq.method")
    course = [method or f"{code} {of}" for method, code, of in seen]
    without_trying = [step for step in course if not step.startswith("100")]
    assert without_trying[:4] == ["INVITE", "180 INVITE", "200 INVITE", "ACK"]
    assert without_trying[-2:] == ["BYE", "200 BYE"]
    assert set(course) <= {
        *("INVITE", "ACK", "BYE", "UPDATE"),
        *("100 INVITE", "180 INVITE", "200 INVITE", "200 BYE", "200 UPDATE"),
    }


def test_the_first_invite(wire: Capture) -> None:
    fields = ("sip.User-Agent", "sip.From", "sip.Max-Forwards", "sdp.media", "sdp.media_attr")
    ((agent, sender, forwards, media, attributes),) = wire.packets(
        'sip.Method == "INVITE" && !(sip.to.tag)', *fields
    )
    assert (agent, forwards) == ("desk-client", "70")
    assert "agent@127.0.0.1" in sender
    kind, _port, _profile, *codecs = media.split()
    assert (kind, codecs[:3]) == ("audio", ["8", "0", "9"])  # PCMA, PCMU, G722
    assert "telephone-event/8000" in attributes
    assert b"X-Case-Id: SH-7\r\n" in wire.bytes


def test_a_hold_is_said_as_rfc_3264_wants(wire: Capture) -> None:
    offers = wire.packets('sip.Method == "INVITE"', "sdp.media_attr")
    ways = [
        way
        for (attributes,) in offers
        for way in ("sendrecv", "sendonly", "inactive")
        if way in attributes.split(",")
    ]
    assert ways == ["sendrecv", "sendonly", "sendrecv"]


def test_keys_are_events_and_no_sounds(wire: Capture) -> None:
    """RFC 4733: each key begins with a mark, and its end is said three times."""
    events = wire.packets("rtpevent", "rtpevent.event_id", "rtpevent.end_of_event", "rtp.marker")
    assert [event for event, _end, mark in events if mark in ("1", "True")] == ["1", "11"]
    for key in ("1", "11"):
        assert sum(event == key and end in ("1", "True") for event, end, _ in events) == 3


def test_speech_goes_every_20_ms(wire: Capture) -> None:
    """160 bytes of A-law, numbered one by one, and stamped with what they hold."""
    packets = wire.packets(
        "rtp && rtp.p_type == 8", "rtp.ssrc", "rtp.seq", "rtp.timestamp", "udp.length"
    )
    streams: dict[str, list[tuple[int, int]]] = {}
    for source, number, stamp, length in packets:
        assert int(length) == 8 + 12 + 160
        streams.setdefault(source, []).append((int(number), int(stamp)))
    longest = sorted(streams.values(), key=len)[-2:]
    assert len(longest) == 2
    for stream in longest:
        assert len(stream) > 45
        steps = [
            ((number - before) % 65_536, (stamp - earlier) % 2**32)
            for (before, earlier), (number, stamp) in pairwise(stream)
        ]
        assert steps.count((1, 160)) > 0.9 * len(steps)  # keys have numbers of the same row


@pytest.mark.peers("tshark", "root", "kamailio")
def test_no_password_goes_in_clear(tmp_path: Path) -> None:
    """Digest, and the registration is taken back when the phone leaves."""
    with (
        Kamailio(tmp_path / "office", users=USERS) as office,
        capture(tmp_path, office.port) as wire,
        desk("1001", **plain(office)) as ours,
    ):
        ours.wait(m.Registered)
    assert USERS["1001"].encode() not in wire.bytes
    told = wire.packets('sip.Method == "REGISTER"', "sip.auth.scheme", "sip.Expires")
    assert [scheme for scheme, _ in told][:2] == ["", "Digest"]
    assert told[-1][1] == "0"


@pytest.mark.peers("tshark", "root", "kamailio")
def test_nothing_can_be_read_of_a_call_over_tls(tmp_path: Path) -> None:
    """Neither who calls whom, nor the keys of the speech, nor the speech."""
    with (
        Kamailio(tmp_path / "office", tls=True, users=USERS) as office,
        capture(tmp_path) as wire,
        desk("1001", **secure(office), srtp="mandatory") as ours,
        desk("1002", **secure(office), srtp="mandatory") as theirs,
    ):
        for party in (ours, theirs):
            party.wait(m.Registered)
        call = ours.dial("1002")
        incoming = theirs.wait(m.Incoming).call_id
        theirs.do(m.Answer(call_id=incoming))
        ours.of_call(m.Answered, call)
        ours.listen_for(0.5, call)
        ours.do(m.HangUp(call_id=call))
        ours.of_call(m.Ended, call)
        phones = (ours.client.port, theirs.client.port)
    spoken = wire.spoken_at(office.port, office.tls_port, *phones)
    assert len(spoken) > 5_000
    for readable in (b"INVITE", b"1002", b"a=crypto", b"desk-client"):
        assert readable not in spoken
    versions = {
        version for (version,) in wire.packets("tls.handshake.type == 2", "tls.handshake.version")
    }
    assert versions == {"0x0303"}
