"""The agent's pen tells of what it wrote when others can read it, and of nothing undone."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from desk_client.care_body import Overridden
from desk_client.changes import Changes
from desk_client.decent_words.card_data import card_data
from desk_client.fact_body import Answered, FactBody, NoteWritten, Skipped
from desk_client.free_text import free_text
from desk_client.ids import Login
from desk_client.services.desk_record import DeskRecord
from desk_client.store.database import Database
from desk_client.store.facts import FactStore
from tests.happenings import AGENT, MOBILE, MORNING, attempted, ended, outcome
from tests.rows import case
from tests.services.hands import CALL
from tests.services.test_undoing import SetClock
from tests.sync.desk import open_database

CASE = case(1)


class Pen:
    """A record, and how many facts another thread found each time it was told of a write."""

    def __init__(self, database: Database) -> None:
        self.facts = FactStore(database)
        self.found: list[int] = []
        self.told: list[Changes] = []
        self.record = DeskRecord(
            database=database, facts=self.facts, actor=AGENT, clock=SetClock(), wrote=self._wrote
        )

    def _wrote(self, changes: Changes) -> None:
        self.told.append(changes)
        with ThreadPoolExecutor(max_workers=1) as sync:
            self.found.append(sync.submit(self.facts.count).result(5))


@pytest.fixture
def pen(tmp_path: Path) -> Iterator[Pen]:
    database = open_database(tmp_path)
    yield Pen(database)
    database.close()


def test_each_write_is_told_when_it_is_on_the_disk(pen: Pen) -> None:
    pen.record.write(CASE, attempted(CALL))
    pen.record.write(CASE, Answered(call_id=CALL), ended(CALL))
    assert pen.found == [1, 3]


def test_what_is_written_together_is_told_once_and_after(pen: Pen) -> None:
    """Told inside, sync would find nothing to push and sleep for half a minute."""
    with pen.record.together():
        pen.record.write(CASE, attempted(CALL))
        pen.record.write(CASE, Answered(call_id=CALL))
        assert pen.told == []
    assert pen.found == [2]
    assert (pen.told[0].cases, pen.told[0].facts) == (frozenset({CASE.case_id}), 2)


def test_what_failed_together_is_not_told(pen: Pen) -> None:
    def half() -> None:
        with pen.record.together():
            pen.record.write(CASE, attempted(CALL))
            raise LookupError

    with pytest.raises(LookupError):
        half()
    assert (pen.told, pen.facts.count()) == ([], 0)
    pen.record.write(CASE, attempted(CALL))
    assert pen.found == [1]


CARD = "4000 0012 3456 7899"


@pytest.mark.parametrize(
    "body",
    [
        NoteWritten(text=f"客户给了卡号 {CARD}"),
        outcome(CALL, "RTP", note=f"card {CARD}, CVV 123"),
        Skipped(reason=f"卡号 {CARD}"),
        Overridden(
            contact="call",
            contact_point_id=MOBILE,
            rules=("house.gap60",),
            reason=f"pays now by {CARD}",
            role="lead",
            second=Login("chen"),
            until=MORNING,
        ),
    ],
)
def test_no_card_number_gets_to_the_disk(pen: Pen, body: FactBody) -> None:
    (told,) = pen.record.write(CASE, body)
    (kept,) = pen.facts.of_debtor(CASE.debtor_id)
    assert told.body == kept.body
    assert "".join(free_text(kept.body)).count("7899") == 1
    assert not any(card_data(words) for words in free_text(kept.body))
