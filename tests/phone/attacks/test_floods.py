"""More than a phone can answer: it lives, the call that is on goes on, it answers again afterwards,
and what it took in memory stays bounded. A desk declines whatever rings meanwhile."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desk_client.ids import CallId
from desk_client.phone import messages as m
from tests.phone.attacks.stranger import TcpStranger, UdpStranger, offer
from tests.phone.party import Party

LEVELS_PER_S = 15
MOST_GROWTH_KB = 32 * 1024


class Talk:
    """A call that is on while the floods come."""

    def __init__(self, agent: Party, debtor: Party) -> None:
        self.agent = agent
        self.ours, self._theirs = agent.talk_to(debtor)
        self._pid = agent.client.pid
        agent.listen_for(0.5, self.ours)
        self._declined: set[CallId] = set()

    def memory_kb(self) -> int:
        status = Path(f"/proc/{self.agent.client.pid}/status").read_text()
        return int(status.split("VmRSS:")[1].split()[0])

    def decline(self, before: int) -> None:
        """As a desk would: whoever rings gets 486."""
        for event in self.agent.told[before:]:
            if isinstance(event, m.Incoming) and event.call_id not in self._declined:
                self._declined.add(event.call_id)
                self.agent.client.send(m.HangUp(call_id=event.call_id, code=486))

    def goes_on(self, before: int) -> None:
        """It was heard throughout and still is, in the same process."""
        self.agent.listen_for(0.5, self.ours)
        told = self.agent.told[before:]
        assert self.agent.client.pid == self._pid
        assert not [event for event in told if isinstance(event, m.Ended) and event.talk_s]
        levels = [each for each in told if isinstance(each, m.Level) and each.call_id == self.ours]
        heard = [level for level in levels if level.debtor_rms > 0.1]
        assert len(heard) > 0.9 * len(levels)


@pytest.fixture(scope="module")
def talk(agent: Party, debtor: Party) -> Iterator[Talk]:
    talk = Talk(agent, debtor)
    yield talk
    assert agent.do(m.HangUp(call_id=talk.ours)).ok
    assert agent.of_call(m.Ended, talk.ours).talk_s > 1


def _invite(stranger: UdpStranger, number: int) -> None:
    stranger.ask("INVITE", body=offer())


def _invite_and_cancel(stranger: UdpStranger, number: int) -> None:
    parts = {
        "call_id": f"c{number}",
        "from_": f"<sip:a@b>;tag={number}",
        "branch": f"z9hG4bK{number}",
    }
    stranger.ask("INVITE", body=offer(), **parts)
    stranger.ask("CANCEL", **parts)


def _options(stranger: UdpStranger, number: int) -> None:
    stranger.ask("OPTIONS")


def _register(stranger: UdpStranger, number: int) -> None:
    stranger.ask("REGISTER", more="Expires: 3600\r\n")


def _message(stranger: UdpStranger, number: int) -> None:
    stranger.ask("MESSAGE")


def _garbage(stranger: UdpStranger, number: int) -> None:
    stranger.send(bytes((number * 7919 + place * 31) % 256 for place in range(700)))


def _largest(stranger: UdpStranger, number: int) -> None:
    stranger.ask("OPTIONS", more=f"X: {'y' * 65_000}\r\n")


def flood(
    talk: Talk, act: Callable[[UdpStranger, int], None], count: int, seconds: float = 0.0
) -> None:
    before, memory = len(talk.agent.told), talk.memory_kb()
    pause = threading.Event()
    with UdpStranger(talk.agent.client.port) as stranger:
        for number in range(count):
            act(stranger, number)
            if number % 10 == 0:
                talk.decline(before)
                pause.wait(seconds / count * 10)
    talk.goes_on(before)
    talk.decline(before)
    with UdpStranger(talk.agent.client.port) as friend:
        assert friend.gets_an_answer()
    assert talk.memory_kb() - memory < MOST_GROWTH_KB


def test_two_thousand_invites_in_six_seconds(talk: Talk) -> None:
    flood(talk, _invite, 2000, 6.0)


@pytest.mark.parametrize(
    ("act", "count"),
    [
        (_invite, 500),
        (_invite_and_cancel, 300),
        (_options, 2000),
        (_register, 2000),
        (_message, 1000),
        (_garbage, 2000),
        (_largest, 300),
    ],
)
def test_half_a_second_of(talk: Talk, act: Callable[[UdpStranger, int], None], count: int) -> None:
    flood(talk, act, count, 0.5)


def test_a_hundred_and_fifty_connections() -> None:
    """Some kept open, some dropped at once; who comes after them is let in when some have left."""
    party = Party("agent", transport="tcp")
    party.client.start()
    try:
        pid, kept = party.client.pid, []
        for number in range(150):
            try:
                caller = TcpStranger(party.client.port, patience_s=0.01)
            except OSError:
                continue  # the door is shut
            if number % 2:
                kept.append(caller)
            else:
                caller.__exit__()
        for caller in kept:
            caller.__exit__()
        with TcpStranger(party.client.port) as friend:
            assert friend.gets_an_answer()
        assert party.client.pid == pid
    finally:
        party.client.stop()
