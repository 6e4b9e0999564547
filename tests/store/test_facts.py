"""Appending, receiving and reading facts, with the outbox and the folded states in step."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from desk_client.case_state import CaseState
from desk_client.changes import Changes
from desk_client.fact import Fact
from desk_client.fact_body import Attempted, ShiftChanged
from desk_client.fold import fold
from desk_client.ids import CaseId, DebtorId, FactId, Login, new_id
from desk_client.store.database import Database
from desk_client.store.facts import FactStore
from desk_client.store.leases import Lease, Leases
from desk_client.store.outbox import Outbox
from desk_client.store.reference import Reference, ReferenceRows
from desk_client.store.tables import case_state
from desk_client.store.worklist import Worklist
from tests.happenings import AGENT, CASE, DEBTOR, MOBILE, MORNING, NO_ANSWER, Shift, ended, ids
from tests.rows import case, debtor
from tests.store.conftest import Open

DUE = date(2026, 11, 28)


def test_appended_facts_are_read_back_as_told(facts: FactStore) -> None:
    shift = Shift()
    shift.promise(DUE)
    assert facts.append(*shift.facts) == Changes(frozenset({CASE}), frozenset({DEBTOR}), 5)
    assert facts.of_case(CASE) == shift.facts
    assert facts.of_debtor(DEBTOR) == shift.facts
    assert facts.count() == 5


def test_appending_nothing_touches_nothing(facts: FactStore) -> None:
    assert not facts.append()


def test_facts_are_read_in_the_order_of_the_fold(facts: FactStore) -> None:
    shift = Shift()
    shift.promise(DUE)
    for each in reversed(shift.facts):
        facts.append(each)
    assert facts.of_case(CASE) == shift.facts


def test_the_facts_of_one_call(facts: FactStore) -> None:
    shift = Shift()
    first, second = shift.conversation(), shift.no_answer()
    facts.append(*shift.facts)
    assert ids(facts.of_call(first)) == ids(shift.facts[:4])
    assert ids(facts.of_call(second)) == ids(shift.facts[4:])


def test_the_day_of_one_person(facts: FactStore) -> None:
    mine, theirs = Shift(), Shift(actor=Login("agent_20318"), case=CaseId("case-2"))
    mine.conversation()
    theirs.conversation()
    facts.append(*mine.facts, *theirs.facts)
    start, end = mine.facts[0].occurred_at, mine.facts[3].occurred_at
    assert facts.of_day(AGENT, start, end) == mine.facts[:3]


def test_a_fact_about_no_case_is_kept_and_queued(
    database: Database, facts: FactStore, now: datetime
) -> None:
    signed_in = Fact(
        fact_id=FactId(new_id()),
        case_id=None,
        debtor_id=None,
        actor=AGENT,
        occurred_at=now,
        body=ShiftChanged(state="signed_in"),
    )
    assert facts.append(signed_in) == Changes(facts=1)
    assert Outbox(database).next_batch() == [signed_in]


def test_the_same_fact_twice_is_a_fault_and_leaves_nothing(
    database: Database, facts: FactStore
) -> None:
    shift = Shift()
    shift.conversation()
    facts.append(shift.facts[0])
    with pytest.raises(IntegrityError):
        facts.append(*shift.facts[1:], shift.facts[0])
    assert facts.count() == Outbox(database).waiting() == 1


def test_pulled_facts_come_in_once_and_are_not_pushed_again(
    database: Database, facts: FactStore
) -> None:
    shift = Shift()
    shift.promise(DUE)
    facts.append(*shift.facts[:2])
    assert facts.receive(shift.facts).facts == 3
    assert not facts.receive(shift.facts)
    assert facts.count() == 5
    assert ids(Outbox(database).next_batch()) == ids(shift.facts[:2])
    assert Worklist(database).state_of(CASE) == fold(shift.facts)


def test_a_touched_case_is_folded_whole(database: Database, facts: FactStore) -> None:
    worklist, shift = Worklist(database), Shift()
    shift.promise(DUE)
    for told in shift.facts:
        facts.append(told)
        assert worklist.state_of(CASE) == fold(facts.of_case(CASE))
    assert worklist.state_of(CASE).open_promise is not None


def test_a_case_nobody_touched_has_an_empty_state(database: Database) -> None:
    assert Worklist(database).state_of(CaseId("case-2")) == CaseState()


def test_undo_puts_the_case_back_but_keeps_the_record(database: Database, facts: FactStore) -> None:
    worklist, shift = Worklist(database), Shift()
    call_id = shift.conversation()
    facts.append(*shift.facts)
    before = worklist.state_of(CASE)
    logged = shift.outcome(call_id, "PTP", case_status="promised")
    facts.append(logged)
    facts.append(shift.withdraw(logged))
    assert worklist.state_of(CASE) == before
    assert facts.count() == 6


def test_a_withdrawal_must_stand_with_the_case_of_what_it_withdraws(facts: FactStore) -> None:
    shift, other = Shift(), Shift(case=CaseId("case-2"), debtor=DebtorId("debtor-2"))
    logged = shift.outcome(shift.conversation())
    facts.append(*shift.facts)
    with pytest.raises(ValueError, match="cannot be withdrawn"):
        facts.append(other.withdraw(logged))
    never_told = Shift().outcome(shift.conversation())
    with pytest.raises(ValueError, match="cannot be withdrawn"):
        facts.append(shift.withdraw(never_told))


def test_a_rebuild_finds_what_drifted(database: Database, facts: FactStore) -> None:
    for number in range(5):
        shift = Shift(case=CaseId(f"case-{number}"))
        shift.promise(DUE)
        facts.append(*shift.facts)
    assert facts.rebuild() == 0
    with database.writing() as connection:
        spoiled = update(case_state).where(case_state.c.case_id == "case-3")
        connection.execute(spoiled.values(state="{}"))
    assert facts.rebuild() == 1
    assert facts.rebuild() == 0


def test_states_of_an_older_fold_are_folded_again_at_opening(
    database: Database, facts: FactStore, open_again: Open
) -> None:
    shift = Shift()
    shift.promise(DUE)
    facts.append(*shift.facts)
    with database.writing() as connection:
        connection.exec_driver_sql("update setting set value = '0' where key = 'fold_version'")
        connection.execute(update(case_state).values(state="{}"))
    database.close()
    assert Worklist(open_again()).state_of(CASE) == fold(shift.facts)


def test_the_unfinished_wrap_up_is_found_after_a_restart(
    database: Database, facts: FactStore
) -> None:
    other = Shift(case=CaseId("case-2"), actor=Login("agent_20318"))
    other.no_answer()
    done, cut_off = Shift(case=CaseId("case-3")), Shift(MORNING + timedelta(hours=1))
    done.outcome(done.no_answer(), **NO_ANSWER)
    call_id = cut_off.conversation()
    facts.append(*other.facts, *done.facts, *cut_off.facts)

    (unfinished,) = Worklist(database).unfinished(AGENT)
    assert unfinished.case_id == CASE
    assert unfinished.state.unfinished_call is not None
    assert unfinished.state.unfinished_call.call_id == call_id
    facts.append(cut_off.outcome(call_id))
    assert Worklist(database).unfinished(AGENT) == ()


_STEPS = st.lists(
    st.sampled_from(["promise", "no_answer", "callback", "booked", "withdraw", "cut_off"]),
    min_size=1,
    max_size=8,
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(_STEPS)
def test_the_kept_state_is_always_the_fold_of_all_facts(
    database: Database, steps: list[str]
) -> None:
    """Whatever happens, in whatever batches: refolding on arrival equals folding everything."""
    facts, worklist = FactStore(database), Worklist(database)
    shift = Shift(case=CaseId(new_id()), debtor=DebtorId(new_id()))
    for step in steps:
        told = len(shift.facts)
        match step:
            case "promise":
                shift.promise(DUE)
            case "no_answer":
                shift.outcome(shift.no_answer(), **NO_ANSWER)
            case "callback":
                shift.callback(shift.now + timedelta(hours=3))
            case "booked":
                shift.booked(datetime(2026, 11, 30, tzinfo=UTC))
            case "withdraw" if shift.facts:
                shift.withdraw(shift.facts[-1])
            case _:
                shift.attempt(MOBILE)
        facts.append(*shift.facts[told:])
    case_id = shift.facts[0].case_id
    assert case_id is not None
    assert worklist.state_of(case_id) == fold(shift.facts)


def test_a_call_at_another_desk_of_the_same_person_is_not_closed_here(
    database: Database, facts: FactStore, now: datetime
) -> None:
    """It may still be going on there, and its case need not be here."""
    shift = Shift(now)
    here, elsewhere = shift.attempt(), Shift(now + timedelta(hours=3))
    elsewhere.attempt()
    facts.receive((*shift.facts, *elsewhere.facts))
    assert facts.calls_without_end(AGENT) == []
    lent = Lease(
        debtor_id=DEBTOR,
        leased_until=now + timedelta(hours=2),
        permits=3,
        granted_at=now,
        taken_at=now,
    )
    Leases(database).save([lent])
    (ours,) = facts.calls_without_end(AGENT)
    assert isinstance(ours.body, Attempted)
    assert ours.body.call_id == here
    facts.append(Shift(now + timedelta(minutes=5)).tell(ended(here)))
    assert facts.calls_without_end(AGENT) == []


def test_a_call_that_came_in_needs_no_lease_to_be_closed(
    database: Database, facts: FactStore, now: datetime
) -> None:
    shift = Shift(now)
    shift.attempt(initiator="debtor")
    facts.append(*shift.facts)
    assert facts.calls_without_end(AGENT) == []  # of a case that is not here
    Reference(database).upsert(ReferenceRows(debtors=[debtor(1)], cases=[case(1)]))
    assert facts.calls_without_end(AGENT) == shift.facts
