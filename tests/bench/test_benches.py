"""Each bench measures the real parts a few times: what it tells has the contract's shape, and the
figure is one that can be."""

import os
import time
from pathlib import Path

import pytest

from desk_client.bench import people
from desk_client.bench.bare_desk import BareDesk, Heard, new_store
from desk_client.bench.central import claims, import_file, pull_facts, push_facts
from desk_client.bench.dialling import click_to_invite
from desk_client.bench.figure import Figure
from desk_client.bench.recording import processor_s, recording_loss
from desk_client.bench.rules import fold_case, screening, verdict, verdict_long
from desk_client.bench.soak import soak
from desk_client.bench.window import start_to_usable
from desk_client.errors import DeskError
from desk_client.fact_body import Attempted, CallEnded
from desk_client.fold import fold
from desk_client.rehearsal import lawful_clock
from desk_client.store.facts import FactStore
from desk_client.trunk.scenario import ScenarioKind


def only(figures: list[Figure]) -> Figure:
    (one,) = figures
    assert one.value > 0
    assert one.baseline.value > 0
    assert one.ratio is not None
    return one


def test_click_to_invite() -> None:
    one = only(click_to_invite(4))
    assert (one.name, one.unit, one.n) == ("click_to_invite", "ms p95", 4)
    assert one.value < 1000
    assert "makeCall" in one.baseline.what


def test_a_long_history_and_a_long_list() -> None:
    crowded = only(verdict_long(10))
    assert (crowded.name, crowded.unit) == ("verdict_long", "us p99")
    assert crowded.value < 100 * 5_000
    listed = only(screening(300))
    assert (listed.name, listed.unit, listed.n) == ("screening", "s per 100,000", 300)
    assert listed.value < listed.baseline.value  # less is worked out than for a whole verdict


def test_verdict_and_fold() -> None:
    thought = only(verdict(20))
    assert (thought.name, thought.unit) == ("verdict", "us")
    assert thought.value > thought.baseline.value  # forty earlier contacts are looked through
    assert only(fold_case(20)).name == "fold"


def test_push_and_pull() -> None:
    assert only(push_facts(40)).n == 40
    assert only(pull_facts(40)).name == "pull"


def test_claims_are_shared_out_whole() -> None:
    one = only(claims(120))
    assert (one.name, one.n) == ("claims", 120)


def test_import() -> None:
    one = only(import_file(30))
    assert (one.name, one.n) == ("import", 30)


def test_a_killed_phone_costs_a_fifth_of_a_second_of_sound() -> None:
    figures = recording_loss(10)
    assert [(each.name, each.n) for each in figures] == [("recording_loss", 10)] * 3
    middle, p99, worst = (each.value for each in figures)
    assert 0 <= middle <= p99 <= worst
    assert p99 <= 0.2
    assert p99 < figures[1].baseline.value


def test_a_hundred_calls_in_one_desk_leave_nothing_behind() -> None:
    """The short one of `make soak`; its bars on memory are wider, for pools still fill."""
    figures = {figure.unit: figure for figure in soak(100)}
    facts = figures["facts lost or doubled"]
    assert (facts.value, facts.baseline.value) == (0, 500)  # five facts a call
    for whose in ("the phone process", "the desk"):
        memory = figures[f"MB of {whose} at the end"]
        assert 10 < memory.value < memory.baseline.value + 12
        for kept in ("descriptors", "threads"):
            held = figures[f"{kept} of {whose} at the end"]
            assert held.value <= held.baseline.value, held
    assert figures["standstills above 50 ms"].value < 20  # the machine has other work


def test_a_demo_that_does_not_run_is_no_figure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setenv("QT_QPA_PLATFORM", "nowhere")
    with pytest.raises(DeskError, match="did not end well"):
        start_to_usable(1)


def test_processor_time_grows_with_work() -> None:
    before, end = processor_s(os.getpid()), time.monotonic() + 0.1
    while time.monotonic() < end:
        pass
    assert processor_s(os.getpid()) > before
    with pytest.raises(DeskError, match="Linux only"):
        processor_s(2**30)


def test_waiting_in_vain_is_said() -> None:
    heard = Heard(patience_s=0.05)
    heard.take({"type": "ready"})
    with pytest.raises(DeskError, match="waited in vain"):
        heard.invite_ns("c1")


def test_the_gate_stands_before_every_dial_of_a_bench() -> None:
    with BareDesk(debtors=1, kind=ScenarioKind.INVALID_NUMBER) as desk:
        desk.heard.end_of(desk.dial(desk.hand(0)))
        with pytest.raises(DeskError, match=r"The gate refuses .*: house\.gap60\."):
            desk.dial(desk.hand(0))


def test_made_up_facts_fold(tmp_path: Path) -> None:
    clock = lawful_clock()
    facts = list(people.facts(people.cases(2, clock.now().date()), 14, clock.now()))
    assert len(facts) == 14
    store = new_store(tmp_path)
    store_facts = FactStore(store)
    store_facts.append(*facts)
    assert store_facts.count() == 14
    store.close()
    state = fold(fact for fact in facts if fact.case_id == facts[0].case_id)
    placed = sum(
        isinstance(fact.body, Attempted) and fact.case_id == facts[0].case_id for fact in facts
    )
    assert len(state.calls) == placed
    assert any(isinstance(fact.body, CallEnded) for fact in facts)
