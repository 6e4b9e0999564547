"""The agent's figures of the day."""

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from desk_client.bench.bare_desk import new_store
from desk_client.fact import Fact
from desk_client.fact_body import ShiftChanged
from desk_client.ids import CaseId
from desk_client.services.day_figures import DAY_PLAN, OwnDay, day_figures
from desk_client.store.facts import FactStore
from tests.happenings import AGENT, MORNING, Shift


def test_a_day_without_work() -> None:
    figures = day_figures([])
    assert (figures.dialled, figures.effective, figures.promises) == (0, 0, 0)
    assert (figures.plan, figures.kept_percent, figures.since) == (DAY_PLAN, None, None)


def test_calls_conversations_and_promises() -> None:
    shift = Shift()
    shift.tell(ShiftChanged(state="signed_in"))
    began = shift.now
    shift.no_answer()
    shift.outcome(shift.conversation())
    shift.promise(MORNING.date() + timedelta(days=3))
    shift.tell(ShiftChanged(state="signed_out"), ShiftChanged(state="signed_in"))
    figures = day_figures(shift.facts)
    assert (figures.dialled, figures.effective, figures.promises) == (3, 2, 1)
    assert figures.since == began  # the first sign-in of the day


def test_a_withdrawn_promise_counts_for_nothing_and_its_call_still_does() -> None:
    shift = Shift()
    promise = shift.promise(MORNING.date() + timedelta(days=3))
    shift.withdraw(promise)
    figures = day_figures(shift.facts)
    assert (figures.dialled, figures.effective, figures.promises) == (1, 1, 0)
    shift.tell(promise.body)  # logged again
    assert day_figures(shift.facts).promises == 1


def test_kept_promises_are_a_share_of_those_that_matured() -> None:
    assert day_figures([], kept=2, broken=1).kept_percent == 67
    assert day_figures([], kept=0, broken=3).kept_percent == 0


@given(st.lists(st.sampled_from(["no_answer", "talk", "promise", "undone"]), max_size=12))
def test_no_order_of_the_facts_changes_the_figures(kinds: list[str]) -> None:
    shift = Shift()
    for kind in kinds:
        if kind == "no_answer":
            shift.no_answer()
        elif kind == "talk":
            shift.outcome(shift.conversation())
        else:
            promise = shift.promise(MORNING.date() + timedelta(days=3))
            if kind == "undone":
                shift.withdraw(promise)
    figures = day_figures(shift.facts)
    assert figures.dialled == len(kinds)
    assert figures.effective == len(kinds) - kinds.count("no_answer")
    assert figures.promises == kinds.count("promise")
    assert day_figures(reversed(shift.facts)) == figures


def test_the_day_is_kept_case_by_case(tmp_path: Path) -> None:
    database = new_store(tmp_path)
    facts, midnight = FactStore(database), MORNING - timedelta(hours=10)
    day = OwnDay(facts=facts, actor=AGENT)
    assert day.figures(midnight) == day_figures([])
    told: list[Fact] = []

    def write(*new: Fact) -> None:
        told.extend(new)
        day.forget(facts.append(*new))
        assert day.figures(midnight) == day_figures(told)

    signed_in = Shift().tell(ShiftChanged(state="signed_in"))
    write(replace(signed_in, case_id=None, debtor_id=None))
    shifts = [Shift(case=CaseId(f"case-{at}"), start=MORNING) for at in range(3)]
    promises = [shift.promise(MORNING.date() + timedelta(days=3)) for shift in shifts]
    for shift in shifts:
        write(*shift.facts)
    write(shifts[-1].withdraw(promises[-1]))
    assert day.figures(midnight).promises == 2
    elsewhere = Shift(case=CaseId("case-9"), start=MORNING)
    elsewhere.no_answer()
    facts.receive(elsewhere.facts)
    day.forget_all()
    assert day.figures(midnight) == day_figures([*told, *elsewhere.facts])
    assert day.figures(midnight + timedelta(days=1)) == day_figures([])
    database.close()


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["ready", "not_ready", "signed_in", "signed_out"]),
            st.sampled_from(["", "break", "meeting"]),
        ),
        max_size=14,
    )
)
def test_no_second_of_a_rest_is_lost_or_counted_twice(told: list[tuple[str, str]]) -> None:
    shift = Shift()
    for state, reason in told:
        of = reason if state == "not_ready" else ""
        shift.tell(ShiftChanged.model_validate({"state": state, "reason": of}))
    figures = day_figures(shift.facts)
    facts = sorted(shift.facts, key=lambda fact: fact.occurred_at)
    spans = pairwise(facts)
    rested = sum(
        (after.occurred_at - before.occurred_at).total_seconds()
        for before, after in spans
        if isinstance(before.body, ShiftChanged) and before.body.state == "not_ready"
    )
    open_s = 0.0
    if figures.resting_since is not None:
        open_s = (facts[-1].occurred_at - figures.resting_since).total_seconds()
    assert sum(rest.seconds for rest in figures.rests) + open_s == rested
