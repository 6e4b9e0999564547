"""The desk at an Asterisk, over UDP and over TLS with SRTP: registered, called, keys both ways of
sending, hold, both transfers, texts. Prints what it saw. `make test-asterisk` runs it; its name
keeps it out of `make test`, for Asterisk has to be fetched first."""

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from desk_client.ids import CallId
from desk_client.phone import messages as m
from tests.asterisk.pbx import PLAIN, SECURE, Pbx, pbx
from tests.phone.ear import Ear
from tests.phone.lines import desk

AGENT, BANK, LEAD = 440, 1000, 1600
ALL = (AGENT, BANK, LEAD)

pytestmark = pytest.mark.peers("root")
Report = Callable[[str], None]


class Three(NamedTuple):
    """An agent, somebody at the bank, a lead, at one PBX."""

    agent: Ear
    bank: Ear
    lead: Ear
    numbers: tuple[str, ...]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pbx]:
    with pbx(Path(os.environ["ASTERISK_BOX"]), tmp_path_factory.mktemp("asterisk")) as office:
        yield office


@pytest.fixture(scope="module", params=[PLAIN, SECURE], ids=["udp", "tls+srtp"])
def three(
    office: Pbx, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Three]:
    folder = tmp_path_factory.mktemp("three")
    agent, bank, lead = (
        Ear(number, folder, hertz, **office.line(number))
        for number, hertz in zip(request.param, ALL, strict=True)
    )
    ears = (agent, bank, lead)
    for ear in ears:
        ear.client.start()
    for ear in ears:
        ear.wait(m.Registered)
    yield Three(agent, bank, lead, request.param)
    for ear in ears:
        ear.client.stop()


@pytest.fixture
def report(request: pytest.FixtureRequest) -> Iterator[Report]:
    """Says on the screen what was seen."""
    manager = request.config.pluginmanager.getplugin("capturemanager")

    lines = [""]
    yield lines.append
    with manager.global_and_fixture_disabled():
        print("\n    ".join(lines), flush=True)  # noqa: T201


def called(caller: Ear, number: str, taker: Ear) -> tuple[CallId, CallId]:
    """A call through the PBX, answered: its id here and there."""
    before = len(taker.told)
    ours = caller.dial(number)
    theirs = taker.wait(m.Incoming, after=before).call_id
    assert taker.do(m.Answer(call_id=theirs)).ok
    caller.of_call(m.Answered, ours)
    taker.of_call(m.Answered, theirs)
    return ours, theirs


def end(party: Ear, call: CallId) -> m.Ended:
    assert party.do(m.HangUp(call_id=call)).ok
    return party.of_call(m.Ended, call)


def last_key_of(taker: Ear, digits: str) -> None:
    taker.wait(m.Digits, where=lambda told: told.digits == digits[-1])


def test_registered(office: Pbx, three: Three, report: Report) -> None:
    contacts = office.says("pjsip show contacts")
    report(office.says("core show version").splitlines()[0].split(" built")[0])
    for number in three.numbers:
        assert f"{number}/sip:{number}@127.0.0.1" in contacts
        report(f"{number} is registered")


def test_how_a_call_is_carried(office: Pbx, three: Three, report: Report) -> None:
    """By the word of the PBX, at a number where it looks."""
    ended = three.agent.of_call(m.Ended, three.agent.dial("100"))
    assert (ended.code, ended.ended_by) == (200, "them")
    safe = three.numbers == SECURE
    assert office.carried(three.numbers[0]) == f"tls {safe:d} srtp {safe:d}"
    report(f"over {'TLS, speech in SRTP' if safe else 'UDP, speech in RTP'}")


def test_a_call_with_hold_and_keys(three: Three, report: Report) -> None:
    agent, bank, _, numbers = three
    began = time.monotonic()
    ours, theirs = called(agent, numbers[1], bank)
    report(f"answered after {1000 * (time.monotonic() - began):.0f} ms")
    assert agent.hears(*ALL) == {BANK}
    assert bank.hears(*ALL) == {AGENT}
    report("each hears the other")

    for method, digits in (("rfc4733", "12#"), ("info", "9")):
        command = m.COMMAND.validate_python(
            {"type": "send_digits", "call_id": ours, "digits": digits, "method": method}
        )
        assert agent.do(command).ok
        last_key_of(bank, digits)
        report(f"keys {digits} by {method} arrived")
    keys = [e.digits for e in bank.told if isinstance(e, m.Digits) and e.call_id == theirs]
    assert "".join(keys) == "12#9"

    assert agent.do(m.Hold(call_id=ours)).ok
    assert agent.of_call(m.Held, ours).by == "us"
    agent.listen_for(0.5, ours)
    assert bank.hears(*ALL) == set()
    assert agent.do(m.Unhold(call_id=ours)).ok
    agent.of_call(m.Resumed, ours)
    assert bank.hears(*ALL) == {AGENT}
    assert agent.hears(*ALL) == {BANK}
    report("on hold nobody is heard, and afterwards both are")
    assert end(agent, ours).ended_by == "us"
    assert bank.of_call(m.Ended, theirs).code == 200


def test_a_blind_transfer(three: Three, report: Report) -> None:
    agent, bank, lead, numbers = three
    ours, theirs = called(agent, numbers[1], bank)
    before = len(lead.told)
    assert agent.do(m.Transfer(call_id=ours, to=numbers[2])).ok
    third = lead.wait(m.Incoming, after=before).call_id
    assert lead.do(m.Answer(call_id=third)).ok
    lead.of_call(m.Answered, third)
    assert agent.of_call(m.Transferred, ours).call_id == ours
    assert agent.of_call(m.Ended, ours).code == 200
    assert bank.hears(*ALL) == {LEAD}
    assert lead.hears(*ALL) == {BANK}
    report("the bank talks to the lead, the agent is out of it")
    end(lead, third)
    bank.of_call(m.Ended, theirs)


def test_an_attended_transfer(three: Three, report: Report) -> None:
    agent, bank, lead, numbers = three
    ours, theirs = called(agent, numbers[1], bank)
    assert agent.do(m.Hold(call_id=ours)).ok
    agent.of_call(m.Held, ours)
    asked, third = called(agent, numbers[2], lead)
    assert agent.hears(*ALL) == {LEAD}
    assert agent.do(m.AttendedTransfer(call_id=ours, other_call_id=asked)).ok
    for call in (ours, asked):
        agent.of_call(m.Ended, call)
    assert bank.hears(*ALL) == {LEAD}
    assert lead.hears(*ALL) == {BANK}
    report("the bank talks to the lead, whom the agent had asked before")
    end(bank, theirs)
    lead.of_call(m.Ended, third)


def test_a_call_that_nobody_can_take(three: Three, report: Report) -> None:
    ended = three.agent.of_call(m.Ended, three.agent.dial("299"))
    assert 400 <= ended.code < 700
    report(f"an unknown number: {ended.code} {ended.reason}, Q.850 {ended.q850}")


def test_texts(three: Three, report: Report) -> None:
    agent, bank, _, numbers = three
    done = agent.do(m.SendMessage(to=numbers[1], text="请到 7 号座席"))
    agent.wait(m.MessageSent, where=lambda told: told.command_token == done.token)
    assert bank.wait(m.MessageReceived).text == "请到 7 号座席"
    report("a text arrived")


def test_a_wrong_password(office: Pbx, report: Report) -> None:
    line = {**office.line(PLAIN[0]), "password": "falsch"}
    with desk(PLAIN[0], **line) as stranger:
        failed = stranger.wait(m.RegistrationFailed)
    assert (failed.code, failed.retry_in_s) == (401, None)
    report(f"{failed.code} {failed.reason}")
