"""The facts of a debtor page by page, over a real encrypted store."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desk_client.fact import Fact
from desk_client.fact_body import CaseOpened, NoteWritten, Skipped
from desk_client.ids import DebtorId, FactId, new_id
from desk_client.store.database import Database
from desk_client.store.facts import FactStore
from desk_client.store.timeline import Heads, Pick, Timeline
from tests.happenings import MORNING, Shift
from tests.sync.desk import open_database

ALL = Heads(picks=(), others=True, known=frozenset({"answered"}))
NOTES = Heads(picks=(Pick("note_written"),))


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    opened = open_database(tmp_path_factory.mktemp("timeline"))
    yield opened
    opened.close()


def shift(name: str) -> Shift:
    """A debtor of its own, so that the tests share one store."""
    return Shift(debtor=DebtorId(name))


def keep(database: Database, told: Shift) -> Timeline:
    FactStore(database).append(*told.facts, folded=False)
    return Timeline(database)


def walked(timeline: Timeline, debtor: str, heads: Heads, limit: int) -> list[Fact]:
    """Page after page until one is not full."""
    found: list[Fact] = []
    before = None
    while True:
        page = timeline.page(DebtorId(debtor), heads, before=before, limit=limit)
        found += page
        if len(page) < limit:
            return found
        before = (page[-1].occurred_at, page[-1].fact_id)


def test_newest_first_and_no_other_debtors(database: Database) -> None:
    told = shift("newest")
    for text in ("one", "two", "three"):
        told.tell(NoteWritten(text=text))
    timeline = keep(database, told)
    page = timeline.page(DebtorId("newest"), NOTES, limit=2)
    assert [each.body.text for each in page if isinstance(each.body, NoteWritten)] == [
        "three",
        "two",
    ]
    assert timeline.page(DebtorId("nobody"), NOTES, limit=2) == []


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    moments=st.lists(st.integers(0, 3), min_size=0, max_size=14),
    limit=st.integers(1, 5),
)
def test_pages_end_to_end_are_the_whole_even_within_one_instant(
    database: Database, moments: list[int], limit: int
) -> None:
    """Many facts may share a moment; none is passed over between two pages and none comes twice."""
    name = new_id()
    told = shift(name)
    for second in moments:
        told.now = MORNING + timedelta(seconds=second)
        told.tell(NoteWritten(text=str(second)))
    timeline = keep(database, told)
    expected = sorted(told.facts, key=lambda each: (each.occurred_at, each.fact_id), reverse=True)
    assert walked(timeline, name, NOTES, limit) == expected
    assert timeline.counts(DebtorId(name), {"notes": NOTES}) == {"notes": len(moments)}


def test_a_pick_looks_into_the_body(database: Database) -> None:
    told = shift("picks")
    promised = told.promise(MORNING.date())
    told.outcome(told.no_answer(), "NA", level="NC", result="no_answer", reached=None)
    timeline = keep(database, told)
    heads = Heads(picks=(Pick("outcome_logged", "promise"),))
    assert timeline.page(DebtorId("picks"), heads, limit=9) == [promised]
    said = Heads(picks=(Pick("outcome_logged", "code", "NA"),))
    assert timeline.counts(DebtorId("picks"), {"promises": heads, "no answer": said}) == {
        "promises": 1,
        "no answer": 1,
    }
    assert timeline.counts(DebtorId("nobody"), {"promises": heads}) == {"promises": 0}


def test_every_kind_that_nobody_named_is_among_the_others(database: Database) -> None:
    told = shift("others")
    call = told.conversation()
    told.tell(Skipped(reason="not_now"))
    timeline = keep(database, told)
    kinds = [each.kind for each in timeline.page(DebtorId("others"), ALL, limit=9)]
    assert kinds == ["skipped", "call_ended", "identity_checked", "attempted"]
    assert [each.kind for each in timeline.of_calls([call])] == [
        "attempted",
        "answered",
        "identity_checked",
        "call_ended",
    ]


def test_facts_by_name_and_by_kind(database: Database) -> None:
    told = shift("named")
    note = told.tell(NoteWritten(text="wrong case"))
    taken = told.withdraw(note)
    look = told.tell(CaseOpened(shown="open", alone=True))
    timeline = keep(database, told)
    assert timeline.named([note.fact_id, FactId("gone")]) == {note.fact_id: note}
    assert timeline.of_kinds(DebtorId("named"), "withdrawn", "case_opened") == [taken, look]


def test_the_last_page_of_a_long_life(database: Database) -> None:
    told = shift("long")
    for number in range(3000):
        told.tell(NoteWritten(text=str(number)))
    timeline = keep(database, told)
    last = told.facts[50]
    page = timeline.page(
        DebtorId("long"), NOTES, before=(last.occurred_at, last.fact_id), limit=100
    )
    assert page == told.facts[49::-1]
