"""One step back and forth, on a real store: what is taken back, what stays, and what is told."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from desk_client.case_state import CaseState
from desk_client.changes import Changes
from desk_client.fact import Fact
from desk_client.fact_body import Answered, NoteWritten, OutcomeLogged, PromiseTerms, Withdrawn
from desk_client.fold import fold
from desk_client.ids import CallId
from desk_client.next_action import OutcomeTerms, logged
from desk_client.outcome import outcome
from desk_client.services.desk_record import DeskRecord
from desk_client.services.undoing import Undoing, Undone
from desk_client.store.database import Database
from desk_client.store.facts import FactStore
from desk_client.store.outbox import Outbox
from desk_client.text import Text
from tests.happenings import AGENT, MORNING, attempted, ended
from tests.rows import case
from tests.services.hands import CALL, SHANGHAI
from tests.sync.desk import open_database

CASE = case(1)
FIVE_MINUTES = timedelta(minutes=5)


@dataclass(slots=True)
class SetClock:
    """Stands still until it is set."""

    at: datetime = MORNING
    rehearsal: bool = False

    def now(self) -> datetime:
        return self.at

    def monotonic(self) -> float:
        return self.at.timestamp()


class Bench:
    """An agent's pen, and what it wrote."""

    def __init__(self, database: Database) -> None:
        self.clock = SetClock()
        self.facts = FactStore(database)
        self.outbox = Outbox(database)
        self.told = 0
        self.record = DeskRecord(
            database=database, facts=self.facts, actor=AGENT, clock=self.clock, wrote=self._wrote
        )
        self.undoing = Undoing(
            record=self.record, outbox=self.outbox, clock=self.clock, within=FIVE_MINUTES
        )

    def _wrote(self, changes: Changes) -> None:
        self.told += changes.facts

    def promise(self, call_id: CallId = CALL) -> Fact:
        """A conversation that ends in a promise."""
        self.tick()
        self.record.write(CASE, attempted(call_id), Answered(call_id=call_id), ended(call_id))
        self.tick()
        terms = PromiseTerms(
            amount=Decimal("800.00"), currency="CNY", due=date(2026, 11, 27), channel="bank_app"
        )
        row = outcome("PTP", "RPC")
        body = logged(
            row,
            call_id=call_id,
            terms=OutcomeTerms(promise=terms, note="周五发工资"),
            now=self.clock.now(),
            zone=SHANGHAI,
        )
        (fact,) = self.record.write(CASE, body)
        self.undoing.remember(CASE, fact, "张三", SHANGHAI)
        return fact

    def tick(self, seconds: float = 1.0) -> None:
        self.clock.at += timedelta(seconds=seconds)

    def undone(self) -> Undone:
        self.tick()
        done = self.undoing.undo()
        assert isinstance(done, Undone)
        return done

    @property
    def state(self) -> CaseState:
        return fold(self.facts.of_case(CASE.case_id))


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    database = open_database(tmp_path)
    yield Bench(database)
    database.close()


def why_not(answer: object) -> str:
    assert isinstance(answer, Text)
    return answer.en


def test_promise_callback_and_move_go_as_one_step_and_the_call_stays(bench: Bench) -> None:
    promise = bench.promise()
    before = bench.state
    assert before.open_promise is not None
    assert before.callbacks  # the house checks on the promise by a call
    assert before.status == "promised"
    done = bench.undone()
    after = bench.state
    assert (after.open_promise, after.callbacks) == (None, ())
    assert after.status != "promised"
    assert len(after.calls) == 1
    assert after.unfinished_call is not None  # its wrap-up is owed again
    assert done.last.fact_id == promise.fact_id
    assert done.last.body.note == "周五发工资"
    bodies = [each.body for each in bench.facts.of_case(CASE.case_id)]
    assert sum(isinstance(each, Withdrawn) for each in bodies) == 1
    assert sum(isinstance(each, OutcomeLogged) for each in bodies) == 1


def test_the_toast_says_what_is_gone_and_what_stays(bench: Bench) -> None:
    bench.promise()
    toast = bench.undone().toast
    assert toast.title.zh.endswith("张三")
    assert toast.lines[0].en.startswith("Removed: promise for 27 Nov, reminder 26 Nov ")
    assert toast.lines[0].zh.startswith("已移除：11-27 的承诺、到期前提醒 11-26 ")
    assert "the call itself, still counted" in toast.lines[1].en
    assert "nothing had reached central" in toast.lines[1].en
    assert toast.redo


def test_it_says_whether_central_had_it(bench: Bench) -> None:
    fact = bench.promise()
    bench.outbox.confirm([fact.fact_id])
    assert "central had it" in bench.undone().toast.lines[1].en


def test_redo_logs_the_same_again_and_can_be_undone_again(bench: Bench) -> None:
    first = bench.promise()
    bench.undone()
    bench.tick()
    again = bench.undoing.redo()
    assert not isinstance(again, Text)
    assert bench.state.open_promise is not None
    assert bench.state.unfinished_call is None
    assert why_not(bench.undoing.redo()) == "There is nothing to redo"
    done = bench.undone()
    assert done.last.fact_id != first.fact_id
    assert bench.state.open_promise is None


def test_only_once_and_only_the_last(bench: Bench) -> None:
    assert why_not(bench.undoing.undo()) == "There is no outcome to undo"
    bench.promise(CallId("first"))
    last = bench.promise(CallId("second"))
    assert bench.undone().last.fact_id == last.fact_id
    written = bench.facts.count()
    assert why_not(bench.undoing.undo()) == "There is no outcome to undo"
    assert bench.facts.count() == written


def test_a_new_outcome_forgets_what_could_be_redone(bench: Bench) -> None:
    bench.promise(CallId("first"))
    bench.undone()
    bench.promise(CallId("second"))
    assert why_not(bench.undoing.redo()) == "There is nothing to redo"


def test_only_for_as_long_as_the_campaign_lets(bench: Bench) -> None:
    bench.promise()
    bench.tick(FIVE_MINUTES.total_seconds() + 1)
    assert why_not(bench.undoing.undo()) == "Only within 5 minutes"
    assert bench.state.open_promise is not None


def test_just_in_time(bench: Bench) -> None:
    bench.promise()
    bench.tick(FIVE_MINUTES.total_seconds())
    assert isinstance(bench.undoing.undo(), Undone)


def test_sync_hears_of_the_withdrawal(bench: Bench) -> None:
    bench.promise()
    before = bench.told, bench.outbox.waiting()
    bench.undone()
    assert (bench.told, bench.outbox.waiting()) == (before[0] + 1, before[1] + 1)


def test_only_outcomes_are_remembered(bench: Bench) -> None:
    (note,) = bench.record.write(CASE, NoteWritten(text="回访"))
    with pytest.raises(TypeError):
        bench.undoing.remember(CASE, note, "张三", SHANGHAI)
