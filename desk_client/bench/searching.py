"""How long a search takes in a store of a million cases, by the very code that the palette asks:
every kind of query by itself, against a plain table without encryption in which one exact number is
looked up. The cases are made up, with names as they occur: a few surnames hold most people."""

import random
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from itertools import islice
from pathlib import Path

from desk_client.bench import people
from desk_client.bench.bare_desk import new_store
from desk_client.bench.figure import Figure, figure, p95
from desk_client.care_body import FlagLaid, FlagSet
from desk_client.clock import SystemClock
from desk_client.fact import Fact
from desk_client.ids import CaseId, DebtorId, FactId, new_id
from desk_client.pinyin import initials, spelled
from desk_client.store.database import Database
from desk_client.store.facts import FactStore
from desk_client.store.leases import Lease, Leases
from desk_client.store.search import Search

SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程"
)
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰涛明超秀兰霞平刚桂英建国文斌志华玉梅晓燕小红海峰欣怡子涵"
_MANY = 10_000
_LENT = 100  # debtors, as many as one desk may hold
_ASKED = 200  # queries of each kind
_SEED = 7


def search_1m(n: int) -> list[Figure]:
    """Milliseconds, the 95th of 100, of every kind of query in a store of n cases."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        database = new_store(Path(folder) / "desk")
        try:
            _fill(database, n)
            Search(database).rebuild()
            _lay_flags(database, n)
            plain = _plain(Path(folder) / "plain.db", n)
            found = [
                figure(
                    f"search_1m {kind}",
                    "ms p95",
                    p95(times),
                    what="one exact number in a plain SQLite table",
                    baseline=plain,
                    n=n,
                )
                for kind, times in _asked(database, n)
            ]
        finally:
            database.close()
    return found


def unmet(figures: list[Figure]) -> str | None:
    """A search has a frame of 16 ms."""
    late = [each for each in figures if each.unit == "ms p95" and each.value > 16]
    if not late:
        return None
    return "Slower than 16 ms: " + ", ".join(f"{each.name} {each.value:g}" for each in late) + "."


def name_of(number: int) -> str:
    """A made-up name; the first surnames are borne by most."""
    chance = random.Random(f"{_SEED}-{number}")
    surname = SURNAMES[min(int(chance.expovariate(0.12)), len(SURNAMES) - 1)]
    return surname + "".join(chance.choices(GIVEN, k=chance.choice((1, 2, 2))))


def _number(number: int) -> str:
    return f"+861{3 + number % 7}{(number * 7919) % 1_000_000_000:09}"


def _owed(number: int) -> str:
    return f"{(number * 104_729) % 9_000_000 / 100 + 100:.2f}"


def _case_no(number: int) -> str:
    return f"SH-{2500 + number % 12}-{number:07}"


def _fill(database: Database, count: int) -> None:
    """The bank's rows as one writes them who has a million: straight into the tables."""
    tables: tuple[tuple[str, Callable[[int], tuple[object, ...]]], ...] = (
        ("debtor", _debtor_row),
        ("contact_point", _point_row),
        ("placed_case", _case_row),
        ("debt", _debt_row),
    )
    for table, row in tables:
        rows = map(row, range(count))
        while some := list(islice(rows, _MANY)):
            marks = ", ".join("?" * len(some[0]))
            with database.writing() as connection:
                connection.exec_driver_sql(f"insert into {table} values ({marks})", some)
    now = SystemClock().now()
    lent = random.Random(_SEED).sample(range(count), min(_LENT, count))
    Leases(database).save(
        Lease(
            debtor_id=_debtor_id(number),
            leased_until=now + timedelta(hours=8),
            permits=6,
            granted_at=now,
            taken_at=now,
        )
        for number in lent
    )


def _lay_flags(database: Database, count: int) -> None:
    """One case in a hundred is disputed, but no more than ten thousand facts are made."""
    now = SystemClock().now()
    disputed = range(0, count, max(100, count // 10_000))
    body = FlagLaid(flags=(FlagSet(flag="dispute"),), source="letter")
    FactStore(database).receive(
        Fact(
            fact_id=FactId(new_id()),
            case_id=_case_id(number),
            debtor_id=_debtor_id(number),
            actor=people.AGENT.login,
            occurred_at=now,
            body=body,
        )
        for number in disputed
    )


def _asked(database: Database, count: int) -> Iterator[tuple[str, list[float]]]:
    """Each kind of query, asked of people and cases drawn by chance, in its own order."""
    search, chance = Search(database), random.Random(_SEED)
    kinds: dict[str, Callable[[int], str]] = {
        "name": name_of,
        "surname": lambda number: name_of(number)[0],
        "given name": lambda number: name_of(number)[1:],
        "initials": lambda number: initials(name_of(number))[0],
        "one letter": lambda number: initials(name_of(number))[0][0],
        "pinyin": lambda number: spelled(name_of(number))[0],
        "last four": lambda number: _number(number)[-4:],
        "whole number": lambda number: _number(number)[3:],
        "case number": _case_no,
        "case number begun": lambda number: _case_no(number)[:7],
        "amount": _owed,
        "amount begun": lambda number: _owed(number).partition(".")[0],
        "surname and last four": lambda number: f"{name_of(number)[0]} {_number(number)[-4:]}",
        "nothing found": lambda number: f"zzqx{number}",
    }
    for kind, typed in kinds.items():
        queries = [typed(chance.randrange(count)) for _ in range(_ASKED)]
        yield kind, [_ms(search, query) for query in queries]
    yield "flag", [_ms(search, "dispute", flags=("dispute",)) for _ in range(_ASKED)]


def _ms(search: Search, query: str, flags: tuple[str, ...] = ()) -> float:
    now = SystemClock().now()
    return _seconds(lambda: search.find(query, now=now, flags=flags, limit=8)) * 1000


def _plain(file: Path, count: int) -> float:
    """Milliseconds, the 95th of 100, to look one case up by its whole number."""
    chance = random.Random(_SEED)
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("create table plain (case_no text primary key, name text) without rowid")
        rows = ((_case_no(number), "") for number in range(count))
        connection.executemany("insert into plain values (?, ?)", rows)
        connection.commit()
        wanted = [_case_no(chance.randrange(count)) for _ in range(_ASKED)]
        return p95([_looked_up(connection, each) for each in wanted])


def _looked_up(connection: sqlite3.Connection, case_no: str) -> float:
    """Milliseconds for one exact number."""
    ask = "select * from plain where case_no = ?"
    return _seconds(lambda: connection.execute(ask, (case_no,)).fetchall()) * 1000


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _debtor_id(number: int) -> DebtorId:
    return DebtorId(f"debtor-{number}")


def _case_id(number: int) -> CaseId:
    return CaseId(f"case-{number}")


def _debtor_row(number: int) -> tuple[object, ...]:
    last4 = f"{number % 10_000:04}"
    where = ("zh", "CN-31", "Asia/Shanghai")
    return (_debtor_id(number), name_of(number), *where, last4, "1988-04", "", "")


def _point_row(number: int) -> tuple[object, ...]:
    return (f"p-{number}", _debtor_id(number), "mobile", _number(number), 1, "debtor", "")


def _case_row(number: int) -> tuple[object, ...]:
    return (_case_id(number), _case_no(number), _debtor_id(number), people.CAMPAIGN.campaign_id)


def _debt_row(number: int) -> tuple[object, ...]:
    sums = (_owed(number), None, None, None, None)
    card = f"{number * 31 % 10_000:04}"
    return (f"d-{number}", _case_id(number), "card", card, "CNY", *sums, "2026-10-20")
