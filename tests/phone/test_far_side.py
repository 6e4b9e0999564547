"""Far sides that are not our own phone: one that redirects, one that refuses at once."""

import time

from desk_client.ids import CallId, new_id
from desk_client.phone import messages as m
from tests.phone.party import Party
from tests.phone.sip_peer import sip_peer


def test_a_redirect_within_our_domain_is_followed(agent: Party, debtor: Party) -> None:
    before = len(debtor.told)
    with sip_peer("302 Moved Temporarily", f"Contact: <{debtor.address}>\r\n") as peer:
        ours = agent.dial(peer.address, headers={"X-Case-Id": "SH-8"})
        incoming = debtor.wait(m.Incoming, after=before)
    assert incoming.headers["X-Case-Id"] == "SH-8"
    assert debtor.do(m.Answer(call_id=incoming.call_id)).ok
    agent.of_call(m.Answered, ours)
    agent.do(m.HangUp(call_id=ours))
    assert agent.of_call(m.Ended, ours).ended_by == "us"


def test_a_redirect_to_a_stranger_is_not_followed(agent: Party) -> None:
    with sip_peer("486 Busy Here") as stranger:
        elsewhere = f"Contact: <sip:toll@localhost:{stranger.port}>\r\n"
        with sip_peer("302 Moved Temporarily", elsewhere) as peer:
            ours = agent.dial(peer.address)
            ended = agent.of_call(m.Ended, ours)
        assert ended.code == 302
        assert ended.ended_by == "network"
        assert stranger.invites == []


def test_what_goes_out_is_one_header_a_value(agent: Party) -> None:
    with sip_peer("486 Busy Here") as peer:
        ours = agent.dial(peer.address, headers={"X-Case-Id": '张三; a=b, "c"'})
        agent.of_call(m.Ended, ours)
        lines = peer.invites[0].split("\r\n")
        assert [line for line in lines if line.startswith("X-")] == ['X-Case-Id: 张三; a=b, "c"']


def test_calls_go_over_tcp_as_well() -> None:
    agent, debtor = Party("agent", transport="tcp"), Party("debtor", transport="tcp")
    for party in (agent, debtor):
        party.client.start()
    ours, theirs = agent.talk_to(debtor)
    agent.do(m.HangUp(call_id=ours))
    assert debtor.of_call(m.Ended, theirs).ended_by == "them"
    for party in (agent, debtor):
        party.client.stop()


def test_a_phone_that_is_not_there_does_not_keep_the_agent_waiting(agent: Party) -> None:
    ours = agent.dial("sip:nobody@127.0.0.1:9", ring_timeout_s=0.3)
    ended = agent.of_call(m.Ended, ours)
    assert ended.code >= 400
    assert ended.ended_by in ("us", "network")


def test_the_twenty_first_dial_in_a_second_is_refused(agent: Party) -> None:
    """At eighty a second the library aborts."""
    with sip_peer("486 Busy Here") as peer:
        pid = agent.client.pid
        began = time.monotonic()
        placed = 0
        while time.monotonic() - began < 0.9:
            call_id = CallId(new_id())
            done = agent.do(m.Dial(call_id=call_id, to=peer.address))
            if not done.ok:
                assert done.error == "too_fast"
                break
            placed += 1
            agent.of_call(m.Ended, call_id)
        assert placed <= 20
        assert agent.client.pid == pid
