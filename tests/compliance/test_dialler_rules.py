"""What a dialler may do: its abandoned calls, its ear for machines, its patience."""

from datetime import timedelta
from typing import Any

import pytest

from desk_client.compliance.dialler_rules import AbandonRatio, Amd, RingTime
from desk_client.compliance.request import (
    Address,
    CampaignRun,
    ContactRequest,
    DiallerSettings,
    Location,
    Tally,
)
from tests.compliance.asking import ask, call_made, local
from tests.compliance.trial import judged, refused_by, rule

NOON = local("2026-11-24 12:00")
THREE = rule(AbandonRatio, max=0.03, of="day", min_sample=50, modes=["predictive", "progressive"])


def dialled(**more: Any) -> ContactRequest:
    return ask(NOON, **{"initiator": "dialler", "mode": "predictive"} | more)


def today(connected: int, abandoned: int) -> CampaignRun:
    return CampaignRun(id="c1", day=Tally(connected=connected, abandoned=abandoned))


@pytest.mark.parametrize(
    ("connected", "abandoned", "refused"),
    [
        (100, 3, False),  # at the limit is within it
        (100, 4, True),
        (99, 3, True),
        (700, 21, False),
        (700, 22, True),
        (49, 49, False),  # too few to say
        (50, 2, True),
        (0, 0, False),
        (10**9, 3 * 10**7, False),
        (10**9, 3 * 10**7 + 1, True),
    ],
)
def test_the_share_of_abandoned_calls_is_exact(
    connected: int, abandoned: int, *, refused: bool
) -> None:
    assert bool(refused_by(dialled(campaign=today(connected, abandoned)), THREE)) is refused


def test_a_predictive_dialler_must_show_its_figures_others_need_not() -> None:
    unknown = CampaignRun(id="c1", last_30_days=Tally(connected=100, abandoned=0))
    for campaign in (None, unknown):
        assert refused_by(dialled(campaign=campaign), THREE) == ["try.rule"]
        assert refused_by(dialled(campaign=campaign, mode="progressive"), THREE) == []
        assert refused_by(dialled(campaign=campaign, mode="preview"), THREE) == []


def test_no_time_helps_but_another_mode_does() -> None:
    answer = judged(dialled(campaign=today(100, 50)), THREE)
    assert answer.retry_at is None
    assert judged(dialled(campaign=today(100, 50), mode="preview"), THREE).allowed


def test_an_agent_who_comes_late_is_an_abandoned_call_to_come() -> None:
    soon = rule(AbandonRatio, max=0.03, of="day", agent_within_s=2)
    for seconds, refused in ((1.5, False), (2, False), (2.5, True)):
        settings = DiallerSettings(agent_within_s=seconds)
        asked = dialled(campaign=today(100, 0), dialler=settings)
        assert bool(refused_by(asked, soon)) is refused
    assert refused_by(dialled(campaign=today(100, 0), dialler=DiallerSettings()), soon) == []


def test_a_machine_is_not_listened_for_where_that_is_forbidden() -> None:
    forbidden, free = rule(Amd, allowed=False), rule(Amd, allowed=True)
    for amd, refused in ((True, True), (None, True), (False, False)):
        asked = dialled(dialler=DiallerSettings(amd=amd))
        assert bool(refused_by(asked, forbidden)) is refused
        assert refused_by(asked, free) == []
    assert refused_by(dialled(), forbidden) == []  # asked before the dialler is set


def test_a_machines_number_waits_for_the_next_day_of_the_debtor() -> None:
    once = rule(Amd, allowed=True, no_repeat_same_day=True)
    machine = call_made(local("2026-11-24 08:10"), "machine")
    answer = judged(dialled(history=(machine,)), once)
    assert answer.retry_at == local("2026-11-25 00:00")
    yesterday = call_made(local("2026-11-23 23:59:59"), "machine")
    assert judged(dialled(history=(yesterday,)), once).allowed
    other = Address(value="+862088886666", place="home", state="valid")
    assert judged(dialled(history=(machine,), address=other), once).allowed
    both = (
        Location(source="stated", zone="Asia/Shanghai", region="CN-44"),
        Location(source="number_prefix", zone="America/New_York"),
    )
    # it is still the 23rd in New York, and the 24th there ends later
    late = judged(dialled(history=(machine,), locations=both), once)
    assert late.retry_at == local("2026-11-25 00:00")
    evening = call_made(NOON - timedelta(minutes=1), None)  # nobody knows yet who answered
    assert not judged(dialled(history=(evening,)), once).allowed


@pytest.mark.parametrize(("seconds", "refused"), [(14.9, True), (15, False), (30, False)])
def test_it_rings_long_enough(seconds: float, *, refused: bool) -> None:
    ring = rule(RingTime, min_s=15)
    asked = dialled(dialler=DiallerSettings(ring_timeout_s=seconds))
    assert bool(refused_by(asked, ring)) is refused


def test_a_dialler_that_speaks_of_itself_says_how_long_it_rings() -> None:
    ring = rule(RingTime, min_s=15)
    assert refused_by(dialled(dialler=DiallerSettings(amd=False)), ring) == ["try.rule"]
    assert refused_by(dialled(), ring) == []
    inbound = dialled(initiator="debtor", dialler=DiallerSettings(ring_timeout_s=1))
    assert refused_by(inbound, ring) == []
