"""Transfers: blind and attended, obeyed, refused and gone wrong. sipp shows what is on the wire; a
phone of bare pjsua2 goes where it is sent, and tones show who hears whom then."""

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from desk_client.ids import CallId
from desk_client.phone import messages as m
from tests import peers
from tests.phone.ear import Ear
from tests.phone.party import Party
from tests.phone.sipp_peer import sipp

NOTHING_MORE = "X-None: 0"


def answered(party: Party, to: str) -> CallId:
    call_id = party.dial(to)
    party.of_call(m.Answered, call_id)
    return call_id


@contextmanager
def transferee() -> Iterator[str]:
    """The address of one."""
    process = subprocess.Popen(
        (sys.executable, "-m", "tests.phone.transferee"),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    assert process.stdout is not None
    try:
        told = (line.strip().decode() for line in process.stdout)
        port = next(line for line in told if line.isdecimal())  # after the library's own lines
        yield f"sip:transferee@127.0.0.1:{port}"
    finally:
        peers.end(process)
        process.stdout.close()


@pytest.mark.peers("sipp")
def test_a_blind_transfer(agent: Party, tmp_path: Path) -> None:
    with sipp(tmp_path, "transferred", outcome="200 OK") as peer:
        ours = answered(agent, peer.address)
        assert agent.do(m.Transfer(call_id=ours, to="1009")).ok
        assert agent.of_call(m.Transferred, ours).to == "1009"
        ended = agent.of_call(m.Ended, ours)
        assert (ended.code, ended.ended_by) == (200, "us")
        assert peer.succeeds()
        [refer] = peer.received("REFER")
    assert re.search(r"^Refer-To: <?sip:1009@127\.0\.0\.1>?$", refer, re.MULTILINE)


@pytest.mark.peers("sipp")
def test_a_transfer_to_somebody_who_is_busy(agent: Party, tmp_path: Path) -> None:
    """The call with the far side goes on."""
    with sipp(tmp_path, "transferred", outcome="486 Busy Here") as peer:
        ours = answered(agent, peer.address)
        assert agent.do(m.Transfer(call_id=ours, to="1009")).ok
        failed = agent.of_call(m.TransferFailed, ours)
        assert (failed.code, failed.reason) == (486, "Busy Here")
        assert not [e for e in agent.told if isinstance(e, m.Ended) and e.call_id == ours]
        assert agent.do(m.HangUp(call_id=ours)).ok
        assert peer.succeeds()


@pytest.mark.peers("sipp")
def test_a_far_side_that_will_not_be_transferred(agent: Party, tmp_path: Path) -> None:
    with sipp(tmp_path, "will_not_be_transferred") as peer:
        ours = answered(agent, peer.address)
        assert agent.do(m.Transfer(call_id=ours, to="1009")).ok
        assert agent.of_call(m.TransferFailed, ours).code == 603
        assert agent.do(m.HangUp(call_id=ours)).ok
        assert peer.succeeds()


@pytest.mark.peers("sipp")
def test_an_attended_transfer_names_the_call_to_take_over(
    agent: Party, debtor: Party, tmp_path: Path
) -> None:
    with sipp(tmp_path, "transferred", outcome="200 OK") as peer:
        ours = answered(agent, peer.address)
        second, theirs = agent.talk_to(debtor)
        assert agent.do(m.AttendedTransfer(call_id=ours, other_call_id=second)).ok
        assert "debtor" in agent.of_call(m.Transferred, ours).to
        assert agent.of_call(m.Ended, ours).ended_by == "us"
        assert peer.succeeds()
        [refer] = peer.received("REFER")
    assert f"debtor@127.0.0.1:{debtor.client.port}" in refer
    assert "Replaces=" in refer
    assert "to-tag" in refer
    agent.do(m.HangUp(call_id=second))
    debtor.of_call(m.Ended, theirs)


def test_which_transfers_cannot_be_begun(agent: Party, debtor: Party) -> None:
    ours, theirs = agent.talk_to(debtor)
    assert agent.do(m.Transfer(call_id=ours, to="mailto:a@b")).error == "bad_address"
    assert agent.do(m.Transfer(call_id=CallId("none"), to="1009")).error == "no_such_call"
    to_itself = m.AttendedTransfer(call_id=ours, other_call_id=ours)
    assert agent.do(to_itself).error == "same_call"
    ringing = agent.dial(debtor.address)
    assert agent.do(m.Transfer(call_id=ringing, to="1009")).error == "wrong_state"
    not_talking = m.AttendedTransfer(call_id=ours, other_call_id=ringing)
    assert agent.do(not_talking).error == "wrong_state"
    # A phone of ours goes nowhere when it is asked to, and the call goes on.
    assert agent.do(m.Transfer(call_id=ours, to="1009")).ok
    assert agent.of_call(m.TransferFailed, ours).code == 603
    for call_id in (ringing, ours):
        agent.do(m.HangUp(call_id=call_id))
        agent.of_call(m.Ended, call_id)
    debtor.of_call(m.Ended, theirs)


def test_a_debtor_is_sent_to_a_colleague_blindly(agent: Party, tmp_path: Path) -> None:
    colleague = Ear("colleague", tmp_path, 1600)
    colleague.client.start()
    with transferee() as debtor:
        ours = answered(agent, debtor)
        to = f"sip:colleague@127.0.0.1:{colleague.client.port}"
        assert agent.do(m.Transfer(call_id=ours, to=to)).ok
        theirs = colleague.wait(m.Incoming).call_id
        assert colleague.do(m.Answer(call_id=theirs)).ok
        assert agent.of_call(m.Transferred, ours).to == to
        assert agent.of_call(m.Ended, ours).ended_by == "us"
        colleague.of_call(m.Answered, theirs)
        assert colleague.hears(440, 1000) == {1000}
    colleague.client.stop()


def test_a_debtor_is_put_through_to_a_colleague(agent: Party, tmp_path: Path) -> None:
    """The colleague's phone takes the debtor in the agent's place: the old call ends, a new one
    begins and is answered at once."""
    colleague = Ear("colleague", tmp_path, 1600)
    colleague.client.start()
    with transferee() as debtor:
        ours = answered(agent, debtor)
        assert agent.do(m.Hold(call_id=ours)).ok
        agent.of_call(m.Held, ours)
        second = agent.dial(f"sip:colleague@127.0.0.1:{colleague.client.port}")
        asked = colleague.wait(m.Incoming).call_id
        assert colleague.do(m.Answer(call_id=asked)).ok
        agent.of_call(m.Answered, second)
        assert colleague.hears(440, 1000) == {440}
        before = len(colleague.told)
        assert agent.do(m.AttendedTransfer(call_id=ours, other_call_id=second)).ok
        agent.of_call(m.Transferred, ours)
        for call_id in (ours, second):
            agent.of_call(m.Ended, call_id)
        taken = colleague.wait(m.Incoming, after=before)
        assert taken.auto_answer
        assert "transferee" in taken.from_
        colleague.of_call(m.Answered, taken.call_id)
        assert colleague.of_call(m.Ended, asked).ended_by == "them"
        assert colleague.hears(440, 1000) == {1000}
        colleague.do(m.HangUp(call_id=taken.call_id))
        assert colleague.of_call(m.Ended, taken.call_id).ended_by == "us"
    colleague.client.stop()
