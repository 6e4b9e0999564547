"""What the network does to a call, and sound that goes one way only: worked out from counters,
then seen with a peer that sends nothing, stops, comes back, or dies."""

import os
import signal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_client.phone import messages as m
from desk_client.phone.loudness import mean_opinion_score
from desk_client.phone.network_quality import NetworkQuality, Reading
from desk_client.phone.quality_watch import GONE_S, NO_PACKETS_S, Glance, QualityWatch
from tests.phone.party import Party
from tests.phone.sipp_peer import sipp

STEP_S = 0.25


def watched(seconds: float, **each: object) -> list[tuple[float, str]]:
    """What is found, and when, of a call answered at 0 in which `each` holds at every glance.
    `received` and `sent` are packets a second."""
    return follow(QualityWatch(0.0), 0.0, seconds, **each)


def follow(
    watch: QualityWatch, begin: float, end: float, **each: object
) -> list[tuple[float, str]]:
    usual = {"received": 50, "sent": 50, "we_sound": True, "they_sound": True, **each}
    received, sent = usual.pop("received"), usual.pop("sent")
    assert isinstance(received, int)
    assert isinstance(sent, int)
    found: list[tuple[float, str]] = []
    for step in range(round(begin / STEP_S) + 1, round(end / STEP_S) + 1):
        at = step * STEP_S
        glance = Glance(
            at=at,
            received=round(at * received),
            sent=round(at * sent),
            reports=0,
            **usual,  # type: ignore[arg-type]
        )
        found += [(at, finding.what) for finding in watch.look(glance)]
    return found


def test_a_good_call_gives_no_cause() -> None:
    assert watched(600) == []


def test_no_packets_are_told_within_three_seconds_and_once() -> None:
    found = watched(30, received=0, they_sound=False)
    assert [what for _at, what in found] == ["no_audio_from_them"]
    assert found[0][0] <= 3.0


def test_a_far_side_that_never_makes_a_sound() -> None:
    found = watched(30, they_sound=False)
    assert [what for _at, what in found] == ["silence_from_them"]
    assert found[0][0] <= 3.0


def test_people_may_pause() -> None:
    watch = QualityWatch(0.0)
    assert follow(watch, 0.0, 5.0) == []
    assert follow(watch, 5.0, 19.0, they_sound=False) == []
    assert [what for _at, what in follow(watch, 19.0, 25.0, they_sound=False)] == [
        "silence_from_them"
    ]


def test_a_dead_microphone_is_told_within_three_seconds() -> None:
    watch = QualityWatch(0.0)
    assert follow(watch, 0.0, 10.0) == []
    found = follow(watch, 10.0, 20.0, we_sound=False)
    assert [what for _at, what in found] == ["silence_from_us"]
    assert found[0][0] <= 13.0
    assert [what for _at, what in follow(watch, 20.0, 22.0)] == ["audio_back"]


def test_packets_that_do_not_leave_are_our_silence() -> None:
    assert [what for _at, what in watched(10, sent=0)] == ["silence_from_us"]


def test_who_is_muted_or_has_no_microphone_is_silent_on_purpose() -> None:
    assert watched(60, we_sound=False, expected=False) == []


def test_on_hold_nothing_is_missed_and_nothing_is_said_to_be_well() -> None:
    watch = QualityWatch(0.0)
    assert follow(watch, 0.0, 4.0, received=0, they_sound=False)
    assert follow(watch, 4.0, 60.0, received=0, they_sound=False, held=True) == []
    assert follow(watch, 60.0, 70.0, received=0, they_sound=False) == []  # told before
    assert not watch.gone(70.0)  # there never was anybody


@given(st.floats(0.5, 100), st.floats(0.5, 1.5))
def test_every_gap_is_judged_by_its_length(gap_s: float, shift_s: float) -> None:
    watch = QualityWatch(0.0)
    assert watch.look(Glance(1.0, 50, 50, 0, we_sound=True, they_sound=True)) == []
    at = 1.0 + gap_s
    told = watch.look(Glance(at, 50, 100, 0, we_sound=True, they_sound=True))
    assert ("no_audio_from_them" in {each.what for each in told}) == (gap_s >= NO_PACKETS_S)
    assert watch.gone(at) == (gap_s >= GONE_S)
    back = watch.look(Glance(at + shift_s, 60, 150, 0, we_sound=True, they_sound=True))
    assert [each.what for each in back] == (["audio_back"] if told else [])
    assert not watch.gone(at + shift_s)


def test_reports_are_a_sign_of_life() -> None:
    """A far side that suppresses silence sends no sound while it listens."""
    watch = QualityWatch(0.0)
    for second in range(60):
        watch.look(Glance(float(second), 1, second, second // 5, we_sound=True, they_sound=False))
        assert not watch.gone(float(second))


def test_figures_are_of_the_moment_and_the_sum_is_of_the_call() -> None:
    quality = NetworkQuality()
    assert quality.in_sum() is None
    first = quality.take(Reading(rtt_ms=0.0, jitter_ms=2.0, received=100, lost=0))
    second = quality.take(Reading(rtt_ms=40.0, jitter_ms=4.0, received=190, lost=10))
    assert (first.loss_pct, second.loss_pct) == (0.0, 10.0)
    assert first.mos > 4.3
    assert second.mos < 3.5
    in_sum = quality.in_sum()
    assert in_sum is not None
    assert (in_sum.rtt_ms, in_sum.jitter_ms, in_sum.loss_pct) == (40.0, 3.0, 5.0)
    assert in_sum.worst_mos == second.mos < in_sum.mos < first.mos


def test_a_new_stream_counts_anew() -> None:
    quality = NetworkQuality()
    quality.take(Reading(0.0, 1.0, received=500, lost=50))
    assert quality.take(Reading(0.0, 1.0, received=50, lost=0)).loss_pct == 0.0
    assert quality.in_sum().loss_pct == 8.33  # type: ignore[union-attr]


def test_a_stream_in_which_nothing_comes_is_no_good_one() -> None:
    quality = NetworkQuality()
    assert quality.take(Reading(0.0, 0.0, received=0, lost=0)).loss_pct == 100.0
    assert quality.in_sum().worst_mos < 1.5  # type: ignore[union-attr]


@given(st.floats(0, 2000), st.floats(0, 500), st.floats(0, 100))
def test_a_worse_network_never_scores_better(rtt: float, jitter: float, loss: float) -> None:
    score = mean_opinion_score(rtt_ms=rtt, jitter_ms=jitter, loss_pct=loss)
    assert 1.0 <= score <= 4.5
    for worse in (
        {"rtt_ms": rtt + 100, "jitter_ms": jitter, "loss_pct": loss},
        {"rtt_ms": rtt, "jitter_ms": jitter + 20, "loss_pct": loss},
        {"rtt_ms": rtt, "jitter_ms": jitter, "loss_pct": min(100.0, loss + 5)},
    ):
        assert mean_opinion_score(**worse) <= score + 0.011  # G.107's cubic dips near 0


@pytest.mark.peers("sipp")
def test_a_peer_that_sends_nothing_is_told_of_within_three_seconds(
    agent: Party, tmp_path: Path
) -> None:
    with sipp(tmp_path, "answers") as peer:
        ours = agent.dial(peer.address)
        answered = agent.of_call(m.Answered, ours)
        warned = agent.of_call(m.Warning_, ours)
        assert warned.what == "no_audio_from_them"
        assert (warned.at - answered.at).total_seconds() <= 3.0
        assert agent.of_call(m.Quality, ours).loss_pct == 100.0
        agent.do(m.HangUp(call_id=ours))
        assert peer.succeeds()


@pytest.mark.peers("sipp")
def test_a_peer_that_falls_silent_comes_back_and_dies(agent: Party, tmp_path: Path) -> None:
    """It is stopped and resumed, then killed: no BYE, and no answer to ours."""
    with sipp(tmp_path, "answers", echo=True) as peer:
        ours = agent.dial(peer.address)
        agent.of_call(m.Answered, ours)
        good = agent.of_call(m.Quality, ours)
        assert good.loss_pct == 0.0
        assert good.mos > 4.3
        os.kill(peer.process.pid, signal.SIGSTOP)
        assert agent.of_call(m.Warning_, ours).what == "no_audio_from_them"
        os.kill(peer.process.pid, signal.SIGCONT)
        agent.wait(
            m.Warning_, where=lambda told: told.call_id == ours and told.what == "audio_back"
        )
        os.kill(peer.process.pid, signal.SIGKILL)
        ended = agent.of_call(m.Ended, ours)
        assert (ended.code, ended.ended_by) == (408, "network")
        assert ended.reason == "The other side has given no sign of life for 12 seconds."
        assert ended.quality is not None
        assert ended.quality.mos > ended.quality.worst_mos


def test_a_good_call_between_two_phones_ends_with_its_quality(agent: Party, debtor: Party) -> None:
    ours, theirs = agent.talk_to(debtor)
    told = agent.of_call(m.Quality, ours)
    assert told.mos > 4.3
    assert told.jitter_ms < 20
    agent.do(m.HangUp(call_id=ours))
    for party, call_id in ((agent, ours), (debtor, theirs)):
        quality = party.of_call(m.Ended, call_id).quality
        assert quality is not None
        assert quality.loss_pct < 1.0
