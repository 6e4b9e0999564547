"""What waits for central."""

from desk_client.ids import FactId, Login
from desk_client.store.database import Database
from desk_client.store.facts import FactStore
from desk_client.store.outbox import Outbox
from tests.happenings import AGENT, Shift, ids
from tests.store.conftest import Open


def three_calls(facts: FactStore) -> Shift:
    shift = Shift()
    for _ in range(3):
        shift.conversation()
    for told in shift.facts:
        facts.append(told)
    return shift


def test_facts_wait_in_the_order_they_were_made(database: Database, facts: FactStore) -> None:
    shift, outbox = three_calls(facts), Outbox(database)
    assert outbox.next_batch() == shift.facts
    assert outbox.next_batch(5) == shift.facts[:5]
    assert outbox.waiting() == 12


def test_the_order_is_that_of_appending_not_of_the_clock(
    database: Database, facts: FactStore
) -> None:
    shift = Shift()
    shift.conversation()
    backwards = shift.facts[::-1]
    for told in backwards:
        facts.append(told)
    assert Outbox(database).next_batch() == backwards


def test_confirmed_facts_leave_and_stay_in_the_record(database: Database, facts: FactStore) -> None:
    shift, outbox = three_calls(facts), Outbox(database)
    outbox.confirm(ids(shift.facts[:7]))
    outbox.confirm(ids(shift.facts[:7]))
    assert outbox.next_batch() == shift.facts[7:]
    assert facts.count() == 12


def test_confirming_nothing_confirms_nothing(database: Database, facts: FactStore) -> None:
    three_calls(facts)
    Outbox(database).confirm([])
    Outbox(database).confirm([FactId("never heard of")])
    assert Outbox(database).waiting() == 12


def test_a_rejected_fact_stays_in_sight_and_holds_up_nobody(
    database: Database, facts: FactStore
) -> None:
    shift, outbox = three_calls(facts), Outbox(database)
    outbox.reject(shift.facts[0].fact_id, "case is not of this team")
    assert outbox.next_batch(3) == shift.facts[1:4]
    (rejected,) = outbox.rejected()
    assert (rejected.fact, rejected.reason) == (shift.facts[0], "case is not of this team")
    assert rejected.queued_at == shift.facts[0].occurred_at
    assert outbox.waiting() == 11


def test_each_person_pushes_what_they_did(database: Database, facts: FactStore) -> None:
    mine, theirs = Shift(), Shift(actor=Login("agent_20318"))
    mine.conversation()
    theirs.conversation()
    facts.append(*theirs.facts, *mine.facts)
    assert Outbox(database).next_batch(actor=AGENT) == mine.facts
    assert Outbox(database).waiting() == 8


def test_the_outbox_knows_what_central_has(database: Database, facts: FactStore) -> None:
    shift, outbox = three_calls(facts), Outbox(database)
    outbox.confirm(ids(shift.facts[:1]))
    assert not outbox.holds(shift.facts[0].fact_id)
    assert outbox.holds(shift.facts[1].fact_id)


def test_the_outbox_survives_closing(
    database: Database, facts: FactStore, open_again: Open
) -> None:
    shift = three_calls(facts)
    database.close()
    assert Outbox(open_again()).next_batch() == shift.facts


def test_more_facts_than_one_statement_takes_can_be_confirmed(
    database: Database, facts: FactStore
) -> None:
    shift = Shift()
    for _ in range(300):
        shift.attempt()
    facts.append(*shift.facts)
    outbox = Outbox(database)
    assert len(outbox.next_batch(200)) == 200
    outbox.confirm(ids(shift.facts))
    assert outbox.waiting() == 0
