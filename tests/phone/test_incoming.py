"""Calls that come in: answered, declined, sent elsewhere, answered by themselves for a switch that
we trust; and the wishes of callers that are never granted."""

from pathlib import Path

import pytest

from desk_client.phone import messages as m
from desk_client.phone.auto_answer import answer_after
from tests.phone.party import Party
from tests.phone.sipp_peer import Sipp, sipp

ASKS = "Call-Info: <sip:peer@127.0.0.1>;answer-after=0"
NOTHING_MORE = "X-None: 0"


@pytest.mark.parametrize(
    ("header", "after_s"),
    [
        ("Call-Info: <sip:a@b>;answer-after=0", 0.0),
        ("call-info:<sip:a@b> ; purpose=icon , <sip:c@d> ; Answer-After = 5", 5.0),
        ("Alert-Info: <http://www.notused.com>;info=alert-autoanswer;delay=0", 0.0),
        ("Alert-Info: info=alert-autoanswer", 0.0),
        ("Alert-Info: <http://1.2.3.4>;info=ring-answer;delay=3", 3.0),
        ('Alert-Info: <http://1.2.3.4>; info="ring-answer"', 0.0),
        ("Alert-Info: ;answer-after=0", 0.0),
        ("Call-Info: <sip:a@b>;answer-after=999", 60.0),
        ("Call-Info: <sip:a@b;answer-after=0>", None),
        ("Call-Info: <sip:a@b>;x-answer-after=0", None),
        ("Call-Info: <sip:a@b>;answer-after=now", None),
        ("Call-Info: <sip:a@b>;info=alert-autoanswer", None),
        ("Alert-Info: <http://1.2.3.4>;info=alert-internal", None),
        ("X-Call-Info: <sip:a@b>;answer-after=0", None),
        ("Subject: answer-after=0", None),
    ],
)
def test_which_headers_ask_for_an_answer(header: str, after_s: float | None) -> None:
    invite = f"INVITE sip:desk@127.0.0.1 SIP/2.0\r\nCSeq: 1 INVITE\r\n{header}\r\n\r\n{ASKS}\r\n"
    assert answer_after(invite, trusted=True) == after_s
    assert answer_after(invite, trusted=False) is None


def rings(party: Party, after: int) -> m.Incoming:
    return party.wait(m.Incoming, after=after)


def host_of(party: Party) -> str:
    return f"127.0.0.1:{party.client.port}"


@pytest.mark.peers("sipp")
@pytest.mark.parametrize("code", [404, 480, 486, 603])
def test_a_call_is_declined_with_the_desks_code(agent: Party, tmp_path: Path, code: int) -> None:
    before = len(agent.told)
    with sipp(tmp_path, "calls_and_is_refused", calls=host_of(agent), more=NOTHING_MORE) as peer:
        call_id = rings(agent, before).call_id
        assert agent.do(m.HangUp(call_id=call_id, code=code)).ok
        ended = agent.of_call(m.Ended, call_id)
        assert (ended.code, ended.ended_by) == (code, "us")
        assert peer.succeeds()
        assert peer.received(f"SIP/2.0 {code}")


@pytest.mark.peers("sipp")
def test_a_caller_is_sent_elsewhere(agent: Party, tmp_path: Path) -> None:
    before = len(agent.told)
    with sipp(tmp_path, "calls_and_is_refused", calls=host_of(agent), more=NOTHING_MORE) as peer:
        call_id = rings(agent, before).call_id
        assert agent.do(m.Redirect(call_id=call_id, to="mailto:a@b")).error == "bad_address"
        assert agent.do(m.Redirect(call_id=call_id, to="1009")).ok
        too_late = agent.do(m.Answer(call_id=call_id)).error
        assert too_late in ("wrong_state", "no_such_call")  # as fast as the library may refuse
        ended = agent.of_call(m.Ended, call_id)
        assert (ended.code, ended.ended_by) == (302, "us")
        assert peer.succeeds()
        [moved] = peer.received("SIP/2.0 302")
    contacts = [line for line in moved.splitlines() if line.startswith("Contact:")]
    assert contacts == ["Contact: <sip:1009@127.0.0.1>"]


def test_a_redirect_is_followed_to_the_colleague(agent: Party, debtor: Party) -> None:
    """The debtor's phone sends the agent's call on to itself: the agent's phone follows."""
    before = len(debtor.told)
    ours = agent.dial(debtor.address)
    first = rings(debtor, before).call_id
    before = len(debtor.told)
    assert debtor.do(m.Redirect(call_id=first, to=debtor.address)).ok
    again = rings(debtor, before).call_id
    assert debtor.do(m.Answer(call_id=again)).ok
    agent.of_call(m.Answered, ours)
    agent.do(m.HangUp(call_id=ours))
    debtor.of_call(m.Ended, again)


@pytest.fixture(scope="module")
def trusting(tmp_path_factory: pytest.TempPathFactory) -> "list[Party]":
    """A desk whose switch is 127.0.0.1."""
    party = Party("desk", trusted=("127.0.0.1",))
    party.client.start()
    return [party]


@pytest.fixture(scope="module", autouse=True)
def _stopped(trusting: "list[Party]") -> "object":
    yield
    trusting[0].client.stop()


@pytest.mark.peers("sipp")
def test_a_switch_that_we_trust_is_answered_by_itself(
    trusting: "list[Party]", tmp_path: Path
) -> None:
    desk = trusting[0]
    before = len(desk.told)
    with sipp(tmp_path, "calls", calls=host_of(desk), more=ASKS) as peer:
        incoming = rings(desk, before)
        assert incoming.auto_answer
        answered = desk.of_call(m.Answered, incoming.call_id)
        assert 0.4 <= (answered.at - incoming.at).total_seconds() <= 2.0
        assert peer.succeeds()
        assert desk.of_call(m.Ended, incoming.call_id).ended_by == "them"


@pytest.mark.peers("sipp")
def test_the_desk_may_answer_first_or_decline(trusting: "list[Party]", tmp_path: Path) -> None:
    desk = trusting[0]
    before = len(desk.told)
    with sipp(tmp_path / "first", "calls", calls=host_of(desk), more=ASKS) as peer:
        call_id = rings(desk, before).call_id
        assert desk.do(m.Answer(call_id=call_id)).ok
        assert peer.succeeds()
    before = len(desk.told)
    with sipp(tmp_path / "then", "calls_and_is_refused", calls=host_of(desk), more=ASKS) as peer:
        call_id = rings(desk, before).call_id
        assert desk.do(m.HangUp(call_id=call_id, code=486)).ok
        assert peer.succeeds()
        assert desk.of_call(m.Ended, call_id).code == 486


@pytest.mark.peers("sipp")
def test_nobody_else_makes_the_desk_listen(agent: Party, tmp_path: Path) -> None:
    before = len(agent.told)
    with sipp(tmp_path, "calls_and_gives_up", calls=host_of(agent), more=ASKS) as peer:
        incoming = rings(agent, before)
        assert not incoming.auto_answer
        assert peer.succeeds()
        ended = agent.of_call(m.Ended, incoming.call_id)
        assert (ended.ended_by, ended.talk_s) == ("them", 0.0)
        assert (ended.q850, ended.carrier_says) == (None, "Call completed elsewhere")


@pytest.mark.peers("sipp")
def test_a_switch_that_we_trust_presses_talk_and_hold(
    trusting: "list[Party]", tmp_path: Path
) -> None:
    desk = trusting[0]
    before = len(desk.told)
    with sipp(tmp_path, "presses_talk", calls=host_of(desk), more=NOTHING_MORE) as peer:
        call_id = rings(desk, before).call_id
        assert desk.do(m.Ring(call_id=call_id)).ok
        assert desk.of_call(m.Held, call_id).by == "us"
        assert desk.of_call(m.Resumed, call_id).by == "us"
        assert desk.of_call(m.Ended, call_id).ended_by == "them"
        assert peer.succeeds()


@pytest.mark.peers("sipp")
def test_a_stranger_presses_nothing(agent: Party, tmp_path: Path) -> None:
    before = len(agent.told)
    with sipp(tmp_path, "presses_talk_in_vain", calls=host_of(agent), more=NOTHING_MORE) as peer:
        call_id = rings(agent, before).call_id
        assert agent.do(m.Ring(call_id=call_id)).ok
        assert agent.do(m.Ping()).ok
        assert agent.do(m.HangUp(call_id=call_id)).ok
        assert peer.succeeds()
        assert agent.of_call(m.Ended, call_id).talk_s == 0.0


def answered_by(party: Party, peer: Sipp, before: int) -> None:
    call_id = rings(party, before).call_id
    assert party.do(m.Answer(call_id=call_id)).ok
    assert peer.succeeds()
    assert party.of_call(m.Ended, call_id).ended_by == "them"


@pytest.mark.peers("sipp")
def test_a_second_call_rings_while_we_talk(agent: Party, debtor: Party, tmp_path: Path) -> None:
    """It is answered when the first is on hold, and both were alive all the time."""
    ours, theirs = agent.talk_to(debtor)
    before = len(agent.told)
    with sipp(tmp_path, "calls", calls=host_of(agent), more=NOTHING_MORE) as peer:
        second = rings(agent, before).call_id
        assert agent.do(m.Ring(call_id=second)).ok
        assert agent.do(m.Hold(call_id=ours)).ok
        agent.of_call(m.Held, ours)
        assert agent.do(m.Answer(call_id=second)).ok
        assert peer.succeeds()
        assert agent.of_call(m.Ended, second).ended_by == "them"
    assert agent.do(m.Unhold(call_id=ours)).ok
    agent.of_call(m.Resumed, ours)
    assert agent.do(m.HangUp(call_id=ours)).ok
    assert debtor.of_call(m.Ended, theirs).ended_by == "them"


@pytest.mark.peers("sipp")
def test_we_call_nobody_at_a_callers_wish(trusting: "list[Party]", tmp_path: Path) -> None:
    """Not even at a trusted one's: every number passes the desk's gate of the law first."""
    desk, before = trusting[0], len(trusting[0].told)
    with sipp(tmp_path, "sends_us_elsewhere", calls=host_of(desk), more=NOTHING_MORE) as peer:
        answered_by(desk, peer, before)
        assert len(peer.received("INVITE")) == 0


@pytest.mark.peers("sipp")
def test_digits_come_in_by_info(agent: Party, tmp_path: Path) -> None:
    before = len(agent.told)
    with sipp(tmp_path, "presses_keys", calls=host_of(agent), more=NOTHING_MORE) as peer:
        answered_by(agent, peer, before)
    assert agent.wait(m.Digits, after=before).digits == "7"


@pytest.mark.peers("sipp")
def test_a_session_interval_below_the_standards_minimum_is_refused(
    agent: Party, tmp_path: Path
) -> None:
    more = "Supported: timer\n      Session-Expires: 60"
    with sipp(tmp_path, "is_told_422", calls=host_of(agent), more=more) as peer:
        assert peer.succeeds()
        [refused] = peer.received("SIP/2.0 422")
    assert "Min-SE: 90" in refused
