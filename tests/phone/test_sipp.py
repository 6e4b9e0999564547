"""Calls to a far side that we did not write: refused with every code, early media, hold and music,
other codecs, session timers, digits, and ends in the carrier's own words."""

from pathlib import Path

import pytest

from desk_client.ids import CallId
from desk_client.phone import messages as m
from tests.phone.ear import Ear
from tests.phone.party import Party, tone_file
from tests.phone.sipp_peer import Sipp, alaw_file, sipp

pytestmark = pytest.mark.peers("sipp")
NOTHING_MORE = "X-None: 0"


def hang_up(party: Party, call_id: CallId) -> m.Ended:
    assert party.do(m.HangUp(call_id=call_id)).ok
    return party.of_call(m.Ended, call_id)


def answered(party: Party, peer: Sipp) -> CallId:
    call_id = party.dial(peer.address)
    party.of_call(m.Answered, call_id)
    return call_id


@pytest.mark.parametrize(
    ("status", "more", "expected"),
    [
        ("486 Busy Here", NOTHING_MORE, (486, "Busy Here", "them", None, "")),
        ("603 Decline", NOTHING_MORE, (603, "Decline", "them", None, "")),
        (
            "404 Not Found",
            'Reason: Q.850;cause=1;text="Unallocated (unassigned) number"',
            (404, "Not Found", "network", 1, "Unallocated (unassigned) number"),
        ),
        (
            "480 Temporarily Unavailable",
            "Reason: Q.850 ;cause=20",
            (480, "Temporarily Unavailable", "them", 20, ""),
        ),
        (
            "503 Service Unavailable",
            'Reason: SIP;cause=503;text="Overload", Q.850;cause=34;text="No circuit"',
            (503, "Service Unavailable", "network", 34, "No circuit"),
        ),
    ],
)
def test_a_refusal_is_told_in_the_carriers_words(
    agent: Party, tmp_path: Path, status: str, more: str, expected: tuple[object, ...]
) -> None:
    with sipp(tmp_path, "refuses", status=status, more=more) as peer:
        ended = agent.of_call(m.Ended, agent.dial(peer.address))
        assert peer.succeeds()
    told = (ended.code, ended.reason, ended.ended_by, ended.q850, ended.carrier_says)
    assert told == expected


def test_a_bye_with_a_reason(agent: Party, tmp_path: Path) -> None:
    more = 'Reason: Q.850;cause=16;text="Normal call clearing"'
    with sipp(tmp_path, "hangs_up", more=more) as peer:
        ended = agent.of_call(m.Ended, agent.dial(peer.address))
        assert peer.succeeds()
    assert (ended.ended_by, ended.q850, ended.carrier_says) == ("them", 16, "Normal call clearing")


def test_what_is_played_before_the_answer_is_heard_and_we_are_not(tmp_path: Path) -> None:
    agent = Ear("agent", tmp_path, 440)
    agent.client.start()
    sound = alaw_file(tmp_path / "ringback.al", tone_file(tmp_path / "ringback.wav", 1000))
    with sipp(tmp_path / "peer", "early_media", sound=str(sound)) as peer:
        ours = agent.dial(peer.address)
        assert agent.of_call(m.Ringing, ours).code == 183
        assert agent.hears(440, 1000) == {1000}
        agent.of_call(m.Answered, ours)
        hang_up(agent, ours)
        assert peer.succeeds()
    agent.client.stop()


def test_an_announcement_before_a_refusal(agent: Party, tmp_path: Path) -> None:
    more = 'Reason: Q.850;cause=1;text="Unallocated (unassigned) number"'
    with sipp(tmp_path, "early_refusal", status="404 Not Found", more=more) as peer:
        ours = agent.dial(peer.address)
        assert agent.of_call(m.Ringing, ours).code == 183
        ended = agent.of_call(m.Ended, ours)
        assert (ended.code, ended.q850, ended.talk_s) == (404, 1, 0.0)
        assert ended.ring_s > 0.4
        assert peer.succeeds()


def test_held_with_music_held_in_silence_and_back_with_another_codec(tmp_path: Path) -> None:
    agent = Ear("agent", tmp_path, 440)
    agent.client.start()
    music = alaw_file(tmp_path / "music.al", tone_file(tmp_path / "music.wav", 1000))
    with sipp(tmp_path / "peer", "holds", sound=str(music)) as peer:
        ours = answered(agent, peer)
        assert agent.of_call(m.Held, ours).by == "them"
        assert agent.hears(1000) == {1000}
        agent.wait(m.Level, after=len(agent.told), where=lambda told: told.agent_rms == 0.0)
        assert agent.of_call(m.Resumed, ours).by == "them"
        agent.wait(m.Level, after=len(agent.told), where=lambda told: told.agent_rms > 0.1)
        hang_up(agent, ours)
        assert peer.succeeds()
        assert [m.Held, m.Resumed] == [
            type(told) for told in agent.told if isinstance(told, m.Held | m.Resumed)
        ]
        answers = peer.received("SIP/2.0 200")
    assert ["PCMU" in answer for answer in answers] == [False, False, True]
    agent.client.stop()


def test_digits_go_out_by_rfc_4733_and_come_in(agent: Party, tmp_path: Path) -> None:
    """The peer says back all RTP that it gets, events included."""
    with sipp(tmp_path, "answers", echo=True) as peer:
        ours = answered(agent, peer)
        assert agent.do(m.SendDigits(call_id=ours, digits="5#")).ok
        agent.wait(m.Digits, where=lambda told: told.call_id == ours and told.digits == "#")
        keys = [e.digits for e in agent.told if isinstance(e, m.Digits) and e.call_id == ours]
        assert "".join(keys) == "5#"
        hang_up(agent, ours)
        assert peer.succeeds()


def test_a_session_interval_that_the_far_side_finds_too_small(agent: Party, tmp_path: Path) -> None:
    with sipp(tmp_path, "wants_longer_sessions") as peer:
        ours = answered(agent, peer)
        hang_up(agent, ours)
        assert peer.succeeds()
        first, again = peer.received("INVITE")
    assert "Session-Expires: 1800" in first
    assert "Session-Expires: 3600" in again


def test_the_far_side_refreshes_the_session(agent: Party, tmp_path: Path) -> None:
    """We may have to do so ourselves after 45 s at the earliest: see slow_session_timer.py."""
    with sipp(tmp_path, "refreshes") as peer:
        ours = answered(agent, peer)
        assert agent.of_call(m.Ended, ours).ended_by == "them"
        assert peer.succeeds()
        answers = peer.received("SIP/2.0 200")
    assert all("Session-Expires: 90;refresher=uac" in answer for answer in answers[:2])


def test_a_second_call_waits_while_we_talk(agent: Party, debtor: Party, tmp_path: Path) -> None:
    """Both are alive; the agent goes from one to the other by hold, and neither hears the other."""
    ours, theirs = agent.talk_to(debtor)
    with sipp(tmp_path, "answers", echo=True) as peer:
        second = answered(agent, peer)
        assert agent.do(m.Hold(call_id=ours)).ok
        assert debtor.of_call(m.Held, theirs).by == "them"
        debtor.wait(m.Level, after=len(debtor.told), where=lambda told: told.debtor_rms < 0.001)
        agent.wait(
            m.Level,
            after=len(agent.told),
            where=lambda told: told.call_id == second and told.debtor_rms > 0.1,
        )
        hang_up(agent, second)
        assert peer.succeeds()
    assert agent.do(m.Unhold(call_id=ours)).ok
    debtor.wait(m.Level, after=len(debtor.told), where=lambda told: told.debtor_rms > 0.1)
    hang_up(agent, ours)
