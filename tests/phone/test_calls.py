"""Two phone processes call each other over SIP on loopback."""

import json
import threading
from typing import get_args

import pytest

from desk_client.ids import CallId, new_id
from desk_client.phone import messages as m
from desk_client.phone.abilities import ask_library
from desk_client.phone.limits import DIALS_PER_SECOND
from tests.phone.party import Party


def hang_up(party: Party, call_id: CallId) -> m.Ended:
    assert party.do(m.HangUp(call_id=call_id)).ok
    return party.of_call(m.Ended, call_id)


def test_a_debtor_answers_and_we_hang_up(agent: Party, debtor: Party) -> None:
    before = len(debtor.told)
    ours = agent.dial(debtor.address, headers={"X-Case-Id": "SH-7"})
    incoming = debtor.wait(m.Incoming, after=before)
    assert incoming.headers == {"X-Case-Id": "SH-7"}
    assert "agent@127.0.0.1" in incoming.from_
    assert "debtor@127.0.0.1" in incoming.to
    assert debtor.do(m.Ring(call_id=incoming.call_id)).ok
    assert agent.of_call(m.Ringing, ours).code == 180
    assert debtor.do(m.Answer(call_id=incoming.call_id)).ok
    assert agent.of_call(m.Answered, ours).code == 200
    agent.listen_for(0.5, ours)
    ended = hang_up(agent, ours)
    assert (ended.code, ended.ended_by, ended.recording) == (200, "us", None)
    assert ended.talk_s >= 0.4
    assert 0 < ended.ring_s < 5
    assert debtor.of_call(m.Ended, incoming.call_id).ended_by == "them"


def test_the_debtor_hangs_up(agent: Party, debtor: Party) -> None:
    ours, theirs = agent.talk_to(debtor)
    assert hang_up(debtor, theirs).ended_by == "us"
    ended = agent.of_call(m.Ended, ours)
    assert (ended.code, ended.ended_by) == (200, "them")


def test_a_busy_debtor(agent: Party, debtor: Party) -> None:
    before = len(debtor.told)
    ours = agent.dial(debtor.address)
    theirs = debtor.wait(m.Incoming, after=before).call_id
    assert debtor.do(m.HangUp(call_id=theirs, code=486)).ok
    ended = agent.of_call(m.Ended, ours)
    assert (ended.code, ended.reason, ended.ended_by) == (486, "Busy Here", "them")
    assert ended.talk_s == 0.0


def test_a_rejection_waits_a_quarter_second_where_it_must(agent: Party, debtor: Party) -> None:
    """Rejecting at once lets a burst of INVITEs abort the public wheel."""
    before = len(debtor.told)
    ours = agent.dial(debtor.address)
    incoming = debtor.wait(m.Incoming, after=before)
    debtor.do(m.HangUp(call_id=incoming.call_id, code=603))
    assert agent.of_call(m.Ended, ours).code == 603
    ended = debtor.of_call(m.Ended, incoming.call_id)
    waited = (ended.at - incoming.at).total_seconds()
    assert (waited >= 0.24) == ask_library().needs_slow_reject


def test_a_number_that_does_not_exist_is_the_networks_doing(agent: Party, debtor: Party) -> None:
    before = len(debtor.told)
    ours = agent.dial(debtor.address)
    debtor.do(m.HangUp(call_id=debtor.wait(m.Incoming, after=before).call_id, code=404))
    ended = agent.of_call(m.Ended, ours)
    assert (ended.code, ended.ended_by) == (404, "network")


def test_nobody_answers_in_time(agent: Party, debtor: Party) -> None:
    before = len(debtor.told)
    ours = agent.dial(debtor.address, ring_timeout_s=0.6)
    theirs = debtor.wait(m.Incoming, after=before).call_id
    debtor.do(m.Ring(call_id=theirs))
    ended = agent.of_call(m.Ended, ours)
    assert (ended.code, ended.ended_by, ended.talk_s) == (487, "us", 0.0)
    assert 0.3 <= ended.ring_s <= 2
    assert debtor.of_call(m.Ended, theirs).ended_by == "them"


def test_hold_and_back(agent: Party, debtor: Party) -> None:
    ours, theirs = agent.talk_to(debtor)
    agent.listen_for(0.3, ours)
    assert agent.do(m.Hold(call_id=ours)).ok
    assert agent.of_call(m.Held, ours).by == "us"
    assert debtor.of_call(m.Held, theirs).by == "them"
    silent_from = len(agent.told)
    agent.wait(m.Level, after=silent_from, where=lambda level: level.debtor_rms == 0.0)
    assert agent.do(m.Unhold(call_id=ours)).ok
    assert agent.of_call(m.Resumed, ours).by == "us"
    assert debtor.of_call(m.Resumed, theirs).by == "them"
    for party in (agent, debtor):
        party.wait(
            m.Level,
            after=len(party.told),
            where=lambda level: level.agent_rms > 0.1 and level.debtor_rms > 0.1,
        )
    hang_up(agent, ours)


def test_mute_silences_us_alone(agent: Party, debtor: Party) -> None:
    ours, theirs = agent.talk_to(debtor)
    debtor.wait(m.Level, where=lambda level: level.call_id == theirs and level.debtor_rms > 0.1)
    assert agent.do(m.Mute(call_id=ours, on=True)).ok
    now = len(debtor.told)
    debtor.wait(m.Level, after=now, where=lambda level: level.debtor_rms < 0.001)
    still_heard = agent.wait(m.Level, after=len(agent.told))
    assert still_heard.agent_rms == 0.0
    assert still_heard.debtor_rms > 0.1
    assert agent.do(m.Mute(call_id=ours, on=False)).ok
    debtor.wait(m.Level, after=len(debtor.told), where=lambda level: level.debtor_rms > 0.1)
    hang_up(agent, ours)


@pytest.mark.parametrize("method", ["rfc4733", "info"])
def test_keys_arrive(agent: Party, debtor: Party, method: str) -> None:
    ours, theirs = agent.talk_to(debtor)
    command = {"type": "send_digits", "call_id": ours, "digits": "12#", "method": method}
    assert agent.do(m.COMMAND.validate_python(command)).ok
    debtor.wait(m.Digits, where=lambda told: told.call_id == theirs and told.digits == "#")
    keys = [e.digits for e in debtor.told if isinstance(e, m.Digits) and e.call_id == theirs]
    assert "".join(keys) == "12#"
    hang_up(agent, ours)


def test_a_call_too_many_is_refused(agent: Party, debtor: Party) -> None:
    most, before, pace = agent.wait(m.Ready).max_calls, len(debtor.told), threading.Event()
    calls = []
    for _ in range(most):
        calls.append(agent.dial(debtor.address))
        pace.wait(1.5 / DIALS_PER_SECOND)
    refused = agent.do(m.Dial(call_id=CallId(new_id()), to=debtor.address))
    assert (refused.ok, refused.error) == (False, "too_many_calls")
    for ours in calls:
        hang_up(agent, ours)
    rang = [event.call_id for event in debtor.told[before:] if isinstance(event, m.Incoming)]
    for theirs in rang:
        debtor.of_call(m.Ended, theirs)  # a place is free where both sides have ended
    assert len(rang) == most
    ours, _theirs = agent.talk_to(debtor)
    hang_up(agent, ours)


def test_commands_about_no_call(agent: Party, debtor: Party) -> None:
    nobody = CallId(new_id())
    for command in (m.Answer(call_id=nobody), m.HangUp(call_id=nobody), m.Hold(call_id=nobody)):
        assert agent.do(command).error == "no_such_call"
    before = len(debtor.told)
    ours = agent.dial(debtor.address)
    theirs = debtor.wait(m.Incoming, after=before).call_id
    for command in (m.Hold(call_id=ours), m.Answer(call_id=ours)):
        assert agent.do(command).error == "wrong_state"
    assert agent.do(m.PauseRecording(call_id=ours)).error == "not_recorded"
    assert agent.do(m.Dial(call_id=ours, to=debtor.address)).error == "call_exists"
    hang_up(agent, ours)
    debtor.of_call(m.Ended, theirs)


def test_every_command_of_the_protocol_has_its_order() -> None:
    """The examples in the protocol's own words; each may be refused, none is unknown."""
    text, at, examples = m.__doc__ or "", 0, []
    while (at := text.find('{"type"', at)) >= 0:
        example, at = json.JSONDecoder().raw_decode(text, at)
        examples.append(example)
    kinds = {kind.model_fields["type"].default: kind for kind in get_args(get_args(m.Command)[0])}
    commands = [
        m.COMMAND.validate_python(each | {"token": ""}, strict=False)
        for each in examples
        if each["type"] in kinds
    ]
    assert {type(command) for command in commands} == set(kinds.values())
    party = Party("agent")
    party.client.start()
    for command in commands:
        if not isinstance(command, m.Quit):
            assert party.do(command).error != "unsupported", command.type
    party.client.stop()


def test_an_address_that_is_none(agent: Party) -> None:
    for to in ("sip:", "mailto:a@b", "sip:a b@c", "sip:a@b>", "13800ABC"):
        assert agent.do(m.Dial(call_id=CallId(new_id()), to=to)).error == "bad_address"
