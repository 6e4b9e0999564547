"""What an agent types and which case it finds, and that the index is right after every write."""

import json
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desk_client.care_body import FlagLaid, FlagSet
from desk_client.fact_body import Withdrawn
from desk_client.ids import CaseId, DebtorId
from desk_client.money import Money
from desk_client.pinyin import initials, is_han, spelled
from desk_client.store.database import Database, open_with_key
from desk_client.store.facts import FactStore
from desk_client.store.leases import Lease, Leases
from desk_client.store.reference import Reference, ReferenceRows
from desk_client.store.search import Search
from desk_client.store.search_index import index_all
from desk_client.store.search_terms import terms_of, wanted
from tests.happenings import Shift
from tests.rows import case, debt, debtor, point
from tests.store.test_database import OLD_FILES, OLD_KEY, OLD_SIDECAR

PEOPLE = (
    (1, "王建国", "+8613812345678", "3260.50"),
    (2, "王静", "+8618900002045", "812.00"),
    (3, "吴建军", "+8613300015678", "15000"),
    (4, "曾小明", "+8613500011111", "3260.00"),
    (5, "欧阳静", "+8613500022222", "99.90"),
    (6, "Maria O'Neill-Garcia", "+12025550143", "420.00"),
)


@pytest.fixture
def floor(database: Database, now: datetime) -> Search:
    Reference(database).upsert(
        ReferenceRows(
            debtors=[debtor(n, name=name, id_last4=f"90{n:02}") for n, name, _, _ in PEOPLE],
            contact_points=[point(n, value=number) for n, _, number, _ in PEOPLE],
            cases=[
                case(n, debt(n, balance=Money(Decimal(owed)), card_last4=f"77{n:02}"))
                for n, _, _, owed in PEOPLE
            ],
        )
    )
    lend(database, now, 3)
    return Search(database)


def lend(database: Database, now: datetime, *numbers: int) -> None:
    Leases(database).save(
        Lease(
            debtor_id=DebtorId(f"debtor-{number}"),
            leased_until=now + timedelta(hours=8),
            permits=6,
            granted_at=now,
            taken_at=now,
        )
        for number in numbers
    )


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("王建国", [1]),
        ("王", [1, 2]),
        ("建", [3, 1]),  # lent to this desk: first
        ("静", [2, 5]),
        ("wjg", [1]),
        ("WJ", [3, 2, 1]),  # lent, then the whole initials, then longer ones
        ("wangj", [1, 2]),
        ("zengxm", []),
        ("cxm", [4]),  # 曾 is read two ways
        ("zxm", [4]),
        ("zengxiaoming", [4]),
        ("oneill", [6]),
        ("garcia", [6]),
        ("mar", [6]),
        ("5678", [3, 1]),
        ("１２３４５６７８", [1]),
        ("138 1234 5678", [1]),
        ("9004", [4]),  # of the document
        ("7705", [5]),  # of the card
        ("SH-2611-00002", [2]),
        ("sh2611", [3, 1, 2, 4, 5, 6]),
        ("00006", [6]),
        ("#00004", [4]),
        ("#静", []),
        ("3260", [4, 1]),
        ("¥3,260.5", [1]),
        ("3260.50", [1]),
        ("15,000", [3]),
        ("王 5678", [1]),
        ("5678 建", [3, 1]),
        ("王 2222", []),
        ("", []),
        ("  \t ", []),
        ("没有此人", []),
        ("%", []),
        ("_", []),
        ("'; drop table fact; --", []),
    ],
)
def test_what_finds_whom(floor: Search, now: datetime, typed: str, found: list[int]) -> None:
    rows = floor.find(typed, now=now).rows
    if typed == "3260":
        assert {int(row.case_no[-5:]) for row in rows} == set(found)
    else:
        assert [int(row.case_no[-5:]) for row in rows] == found


def test_amounts_are_not_looked_for_while_they_are_hidden(floor: Search, now: datetime) -> None:
    assert floor.find("3260.50", now=now, amounts=False).rows == ()
    assert floor.find("15,000", now=now, amounts=False).rows == ()
    assert [row.by for row in floor.find("15000", now=now).rows] == ["a"]


def test_nothing_found_tells_a_figure(floor: Search, now: datetime) -> None:
    for typed in ("王", "3260.50", "5678"):
        told = repr(floor.find(typed, now=now))
        assert not any(owed in told for _, _, _, owed in PEOPLE)


def test_a_change_of_rows_is_found_at_once(
    floor: Search, database: Database, now: datetime
) -> None:
    rows = Reference(database)
    rows.upsert(ReferenceRows(debtors=[debtor(2, name="李静", id_last4="9002")]))
    assert floor.find("王静", now=now).rows == ()
    assert [row.name for row in floor.find("lj", now=now).rows] == ["李静"]
    rows.upsert(ReferenceRows(contact_points=[point(2, value="+8613900009999")]))
    assert [row.name for row in floor.find("9999", now=now).rows] == ["李静"]
    assert floor.find("2045", now=now).rows == ()
    rows.upsert(ReferenceRows(cases=[case(2, debt(2, balance=Money(Decimal("1.25"))))]))
    assert [row.name for row in floor.find("1.25", now=now).rows] == ["李静"]
    assert floor.find("812.00", now=now).rows == ()


def test_a_write_that_fails_leaves_the_index_as_it_was(
    floor: Search, database: Database, now: datetime
) -> None:
    def write_and_fail() -> None:
        with database.writing():
            Reference(database).upsert(ReferenceRows(debtors=[debtor(1, name="赵某")]))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write_and_fail()
    assert [row.name for row in floor.find("王建国", now=now).rows] == ["王建国"]
    assert floor.find("赵某", now=now).rows == ()


def test_flags_are_found_while_they_are_in_force(
    floor: Search, database: Database, now: datetime
) -> None:
    facts, shift = FactStore(database), Shift(now)
    shift.tell(
        FlagLaid(flags=(FlagSet(flag="dispute"),), source="letter"),
        FlagLaid(flags=(FlagSet(flag="lost", until=now + timedelta(days=1)),), source="office"),
    )
    facts.append(*shift.facts)
    assert [row.name for row in floor.find("", now=now, flags=["dispute"]).rows] == ["王建国"]
    assert [row.by for row in floor.find("", now=now, flags=["lost"]).rows] == ["flag"]
    assert floor.find("", now=now + timedelta(days=2), flags=["lost"]).rows == ()
    shift.tell(Withdrawn(fact_id=shift.facts[0].fact_id))
    facts.append(shift.facts[-1])
    assert floor.find("", now=now, flags=["dispute"]).rows == ()


def test_which_of_a_list_match(floor: Search) -> None:
    here = [CaseId("case-1"), CaseId("case-2"), CaseId("case-3")]
    assert floor.matching("wj", here) == set(here)
    assert floor.matching("5678", here) == {"case-1", "case-3"}
    assert floor.matching("", here) == frozenset()


def test_cases_in_the_order_asked(floor: Search, now: datetime) -> None:
    asked = [CaseId("case-3"), CaseId("away"), CaseId("case-1")]
    rows = floor.of_cases(asked, now)
    assert [(row.name, row.lent) for row in rows] == [("吴建军", True), ("王建国", False)]


def test_many_matches_are_bounded_and_said_to_be_more(database: Database, now: datetime) -> None:
    count = 450
    Reference(database).upsert(
        ReferenceRows(
            debtors=[debtor(n, name="王伟") for n in range(count)],
            cases=[case(n) for n in range(count)],
        )
    )
    lend(database, now, count - 1)
    found = Search(database).find("ww", now=now)
    assert len(found.rows) == 50
    assert found.more
    assert found.total <= 401
    assert found.rows[0].case_id == f"case-{count - 1}"  # lent to this desk, though written last


def test_an_old_store_is_indexed_when_it_is_opened(tmp_path: Path, now: datetime) -> None:
    file = tmp_path / "desk.db"
    file.write_bytes((OLD_FILES / "v2.db").read_bytes())
    database = open_with_key(file, OLD_KEY, OLD_SIDECAR)
    Reference(database).upsert(ReferenceRows(debtors=[debtor(1, name="王建国")], cases=[case(1)]))
    with database.writing() as connection:
        connection.exec_driver_sql("delete from search_term")
        connection.exec_driver_sql("delete from search_entry")
        connection.exec_driver_sql("delete from setting where key = 'search_version'")
    database.close()
    again = open_with_key(file, OLD_KEY, OLD_SIDECAR)
    assert [row.name for row in Search(again).find("wjg", now=now).rows] == ["王建国"]
    again.close()


def _whole_index(database: Database) -> list[tuple[str, str]]:
    with database.reading() as connection:
        rows = connection.exec_driver_sql(
            "select term, case_id from search_term join search_entry using (entry) order by 1, 2"
        )
        return [(row[0], row[1]) for row in rows]


_NAME = st.text(alphabet="王曾单小明静O'a·", min_size=1, max_size=5)
_CHANGE = st.tuples(
    st.integers(1, 4), _NAME, st.integers(0, 99_999), st.decimals(0, 99_999, places=2)
)


@settings(max_examples=15, deadline=None)
@given(changes=st.lists(_CHANGE, min_size=1, max_size=8))
def test_kept_along_the_way_or_made_anew_it_is_the_same(
    changes: list[tuple[int, str, int, Decimal]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("same")
    database = open_with_key(folder / "desk.db", OLD_KEY, OLD_SIDECAR)
    rows = Reference(database)
    for number, name, digits, owed in changes:
        rows.upsert(
            ReferenceRows(
                debtors=[debtor(number, name=name)],
                contact_points=[point(number, value=f"+86138{digits:08}")],
                cases=[case(number, debt(number, balance=Money(owed)))],
            )
        )
    kept = _whole_index(database)
    with database.writing() as connection:
        index_all(connection)
    assert _whole_index(database) == kept
    database.close()


@settings(max_examples=200, deadline=None)
@given(typed=st.text(max_size=60))
def test_whatever_is_typed_is_a_query(typed: str) -> None:
    for word in wanted(typed, amounts=True):
        assert word
        assert all(len(start) > 1 for start in word)


@settings(max_examples=100, deadline=None)
@given(name=st.text(alphabet="王曾单小明建国静欧阳吴军", min_size=1, max_size=4))
def test_every_way_to_type_a_name_is_among_its_terms(name: str) -> None:
    terms = terms_of(case_no="A-1", name=name, numbers=(), tails=(), sums=())
    for typed in (name, name[1:] or name, *initials(name), *spelled(name)):
        starts = [start for word in wanted(typed, amounts=False) for start in word]
        assert any(term.startswith(start) for term in terms for start in starts)
    assert json.loads(json.dumps(terms)) == terms


def test_a_character_without_a_reading_stands_for_itself() -> None:
    assert "𠮷y" in initials("𠮷野")
    assert is_han("王")
    assert not is_han("W")
    assert spelled("吕布")[0] == "lvbu"
    assert len(spelled("单曾行重长乐")) <= 8
