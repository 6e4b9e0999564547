"""What the phones that play people on the simulated trunk can do beside others: give back what they
hear, and go where they are sent and say so. Tones show who hears whom."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desk_client.ids import CallId
from desk_client.phone import messages as m
from tests.phone.ear import Ear


@pytest.fixture
def agent(tmp_path: Path) -> Iterator[Ear]:
    yield from _started(Ear("agent", tmp_path, 440))


@pytest.fixture
def debtor(tmp_path: Path) -> Iterator[Ear]:
    yield from _started(Ear("debtor", tmp_path, 1000, follows_transfers=True))


@pytest.fixture
def colleague(tmp_path: Path) -> Iterator[Ear]:
    yield from _started(Ear("colleague", tmp_path, 1600))


def _started(ear: Ear) -> Iterator[Ear]:
    ear.client.start()
    yield ear
    ear.client.stop()


def test_what_we_say_comes_back_until_it_is_switched_off(agent: Ear, debtor: Ear) -> None:
    ours, theirs = agent.talk_to(debtor)
    assert agent.hears(440, 1000) == {1000}
    assert debtor.do(m.Echo(call_id=theirs, on=True)).ok
    assert agent.hears(440, 1000) == {440, 1000}
    assert debtor.hears(440) == {440}, "and they go on hearing it"
    assert debtor.do(m.Echo(call_id=theirs, on=False)).ok
    assert agent.hears(440, 1000) == {1000}
    agent.do(m.HangUp(call_id=ours))
    debtor.of_call(m.Ended, theirs)


def test_a_later_call_has_no_echo_of_an_earlier_one(agent: Ear, debtor: Ear) -> None:
    ours, theirs = agent.talk_to(debtor)
    assert debtor.do(m.Echo(call_id=theirs, on=True)).ok
    agent.do(m.HangUp(call_id=ours))
    debtor.of_call(m.Ended, theirs)
    ours, theirs = agent.talk_to(debtor)
    assert agent.hears(440, 1000) == {1000}
    agent.do(m.HangUp(call_id=ours))
    debtor.of_call(m.Ended, theirs)


def test_an_echo_needs_somebody_who_talks(agent: Ear, debtor: Ear) -> None:
    assert agent.do(m.Echo(call_id=CallId("none"), on=True)).error == "no_such_call"
    ours = agent.dial(debtor.address)
    theirs = debtor.wait(m.Incoming).call_id
    assert debtor.do(m.Echo(call_id=theirs, on=True)).error == "wrong_state"
    agent.do(m.HangUp(call_id=ours))
    debtor.of_call(m.Ended, theirs)


def test_who_is_sent_on_says_by_which_call(agent: Ear, debtor: Ear, colleague: Ear) -> None:
    ours, theirs = agent.talk_to(debtor)
    to = f"sip:colleague@127.0.0.1:{colleague.client.port}"
    assert agent.do(m.Transfer(call_id=ours, to=to)).ok
    referred = debtor.of_call(m.Referred, theirs)
    asked = colleague.wait(m.Incoming).call_id
    assert colleague.do(m.Answer(call_id=asked)).ok
    debtor.of_call(m.Answered, referred.new_call_id)
    agent.of_call(m.Ended, ours)
    assert colleague.hears(440, 1000) == {1000}
    assert debtor.hears(440, 1600) == {1600}
    colleague.do(m.HangUp(call_id=asked))
    assert debtor.of_call(m.Ended, referred.new_call_id).ended_by == "them"
