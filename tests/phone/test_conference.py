"""Three far sides and an agent: who hears whom, told by their tones. Every one says a tone of its
own and writes down what it hears."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pyrage
import pytest

from desk_client.ids import CallId
from desk_client.phone import messages as m
from desk_client.phone.sealed_audio import open_sealed
from tests.phone.ear import Ear
from tests.phone.party import loudness_of

AGENT, DEBTOR, COLLEAGUE, GUARANTOR = ALL = (440, 1000, 1600, 2300)


class Desk(NamedTuple):
    agent: Ear
    debtor: Ear
    colleague: Ear
    guarantor: Ear


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder = tmp_path_factory.mktemp("desk")
    four = Desk(*(Ear(name, folder, hertz) for name, hertz in zip(Desk._fields, ALL, strict=True)))
    for each in four:
        each.client.start()
    yield four
    for each in four:
        each.client.stop()


@pytest.fixture
def calls(desk: Desk, tmp_path: Path, bank: pyrage.x25519.Identity) -> Iterator[list[CallId]]:
    """The agent's calls with the debtor, recorded, and with the colleague."""
    record = m.Record(path=str(tmp_path / "debtor.age"), recipients=(str(bank.to_public()),))
    ours = [
        desk.agent.talk_to(desk.debtor, record=record)[0],
        desk.agent.talk_to(desk.colleague)[0],
    ]
    yield ours
    for call_id in ours:
        desk.agent.do(m.HangUp(call_id=call_id))
        desk.agent.of_call(m.Ended, call_id)


def join(desk: Desk, *call_ids: CallId) -> None:
    before = len(desk.agent.told)
    assert desk.agent.do(m.Join(call_ids=call_ids)).ok
    assert desk.agent.wait(m.Joined, after=before).call_ids == call_ids


def test_two_calls_do_not_hear_each_other_unless_joined(desk: Desk, calls: list[CallId]) -> None:
    assert desk.agent.hears(*ALL) == {DEBTOR, COLLEAGUE}
    assert desk.debtor.hears(*ALL) == {AGENT}
    join(desk, *calls)
    assert desk.agent.hears(*ALL) == {DEBTOR, COLLEAGUE}
    assert desk.debtor.hears(*ALL) == {AGENT, COLLEAGUE}
    assert desk.colleague.hears(*ALL) == {AGENT, DEBTOR}
    before = len(desk.agent.told)
    assert desk.agent.do(m.Part(call_ids=tuple(calls))).ok
    assert set(desk.agent.wait(m.Parted, after=before).call_ids) == set(calls)
    assert desk.debtor.hears(*ALL) == {AGENT}
    assert desk.colleague.hears(*ALL) == {AGENT}


def test_a_call_on_hold_is_out_of_it_and_comes_back(desk: Desk, calls: list[CallId]) -> None:
    join(desk, *calls)
    agent = desk.agent
    assert agent.do(m.Hold(call_id=calls[0])).ok
    agent.of_call(m.Held, calls[0])
    assert agent.hears(*ALL) == {COLLEAGUE}
    assert desk.colleague.hears(*ALL) == {AGENT}
    assert desk.debtor.hears(*ALL) == set()
    assert agent.do(m.Unhold(call_id=calls[0])).ok
    agent.of_call(m.Resumed, calls[0])
    assert desk.debtor.hears(*ALL) == {AGENT, COLLEAGUE}
    assert desk.colleague.hears(*ALL) == {AGENT, DEBTOR}


def test_joining_takes_a_call_off_hold(desk: Desk, calls: list[CallId]) -> None:
    """As in an attended transfer that becomes a conference."""
    assert desk.agent.do(m.Hold(call_id=calls[0])).ok
    desk.agent.of_call(m.Held, calls[0])
    join(desk, *calls)
    desk.agent.of_call(m.Resumed, calls[0])
    assert desk.debtor.hears(*ALL) == {AGENT, COLLEAGUE}


def test_a_muted_agent_is_heard_by_nobody(desk: Desk, calls: list[CallId]) -> None:
    join(desk, *calls)
    for call_id in calls:
        assert desk.agent.do(m.Mute(call_id=call_id, on=True)).ok
    assert desk.debtor.hears(*ALL) == {COLLEAGUE}
    assert desk.colleague.hears(*ALL) == {DEBTOR}
    assert desk.agent.hears(*ALL) == {DEBTOR, COLLEAGUE}


def test_all_hear_all_and_the_one_who_is_left_hears_only_us(
    desk: Desk, calls: list[CallId]
) -> None:
    third = desk.agent.talk_to(desk.guarantor)[0]
    join(desk, *calls, third)
    assert desk.debtor.hears(*ALL) == {AGENT, COLLEAGUE, GUARANTOR}
    assert desk.guarantor.hears(*ALL) == {AGENT, DEBTOR, COLLEAGUE}
    assert desk.agent.do(m.HangUp(call_id=third)).ok
    desk.agent.of_call(m.Ended, third)
    assert desk.debtor.hears(*ALL) == {AGENT, COLLEAGUE}
    before = len(desk.agent.told)
    assert desk.agent.do(m.HangUp(call_id=calls[1])).ok
    assert desk.agent.wait(m.Parted, after=before).call_ids == (calls[0],)
    assert desk.debtor.hears(*ALL) == {AGENT}
    assert desk.agent.do(m.Part(call_ids=(calls[0],))).error == "wrong_state"


def test_what_cannot_be_joined(desk: Desk, calls: list[CallId]) -> None:
    twice = m.Join(call_ids=(calls[0], calls[0]))
    assert desk.agent.do(twice).error == "same_call"
    nobody = m.Join(call_ids=(calls[0], CallId("nobody")))
    assert desk.agent.do(nobody).error == "no_such_call"
    assert desk.agent.do(m.Part(call_ids=tuple(calls))).error == "wrong_state"


def test_the_recording_has_us_on_the_left_and_everybody_else_on_the_right(
    desk: Desk, tmp_path: Path, bank: pyrage.x25519.Identity
) -> None:
    record = m.Record(path=str(tmp_path / "joined.age"), recipients=(str(bank.to_public()),))
    first = desk.agent.talk_to(desk.debtor, record=record)[0]
    second = desk.agent.talk_to(desk.colleague)[0]
    join(desk, first, second)
    desk.agent.listen_for(2.0, first)
    for call_id in (first, second):
        desk.agent.do(m.HangUp(call_id=call_id))
    made = desk.agent.of_call(m.Ended, first).recording
    assert made is not None
    last = open_sealed(Path(made.path), bank).samples[-24_000:-8_000]
    left, right = (np.ascontiguousarray(last[:, side]) for side in (0, 1))
    assert {hertz for hertz in ALL if loudness_of(left, hertz) > 0.05} == {AGENT}
    assert {hertz for hertz in ALL if loudness_of(right, hertz) > 0.05} == {DEBTOR, COLLEAGUE}
