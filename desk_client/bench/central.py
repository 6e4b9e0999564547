"""What central costs: facts pushed and pulled, debtors claimed by many at once, a bank's file taken
in; each beside PostgreSQL's own plain way of moving as many rows, on one embedded server."""

import csv
import secrets
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import UTC, timedelta
from functools import partial
from pathlib import Path

import psycopg

from desk_client.agent import Agent
from desk_client.bench import people
from desk_client.bench.bare_desk import new_store
from desk_client.bench.figure import Figure, figure
from desk_client.central import admin, reference
from desk_client.central.case_import import import_cases
from desk_client.central.embedded import EmbeddedServer
from desk_client.clock import SystemClock
from desk_client.errors import DeskError
from desk_client.fact import Fact
from desk_client.fact_body import body_to_json
from desk_client.ids import Login
from desk_client.store.facts import FactStore
from desk_client.store.outbox import Outbox
from desk_client.sync.connection import CentralConnection, Duty
from desk_client.sync.pull import Pull
from desk_client.sync.push import push

_PASSWORD = secrets.token_urlsafe(12)
_SESSIONS = 8
_LEASE = 25
_MOST_HELD = 100  # debtors one person may hold at a time


class Floor:
    """A central with made-up people and cases, and a folder beside it."""

    def __init__(self, server: EmbeddedServer, folder: Path) -> None:
        self.dsn = server.admin_dsn
        self._address = server.address
        self.folder = folder

    def door(self, login: Login) -> CentralConnection:
        """A person's own; whoever takes it closes it."""
        return CentralConnection(address=self._address, login=login, password=_PASSWORD)

    @contextmanager
    def on_duty(self, login: Login) -> Iterator[tuple[psycopg.Connection, Duty]]:
        """A person at central for as long as the block runs."""
        door = self.door(login)
        try:
            with door.on_duty() as (connection, duty):
                yield connection, duty
        finally:
            door.close()

    def let_in(self, *persons: Agent) -> None:
        for person in persons:
            admin.add_user(self.dsn, person=person, password=_PASSWORD)

    def place(self, count: int) -> None:
        """Puts `count` debtors into the team's work."""
        placed = people.cases(count, SystemClock().now().date())
        with admin.administrator(self.dsn) as connection:
            reference.upsert_campaigns(connection, [people.CAMPAIGN])
            reference.upsert_debtors(connection, people.debtors(count), team=people.TEAM)
            reference.upsert_contact_points(
                connection, people.contact_points(count), team=people.TEAM
            )
            reference.upsert_cases(connection, placed, team=people.TEAM)
            debts = (debt for case in placed for debt in case.debts)
            reference.upsert_debts(connection, debts, team=people.TEAM)
            order = [(case.debtor_id, number) for number, case in enumerate(placed)]
            reference.enqueue(connection, order, team=people.TEAM)


@contextmanager
def new_floor() -> Iterator[Floor]:
    """As durable as central is in production."""
    with ExitStack() as stack:
        folder = Path(
            stack.enter_context(
                tempfile.TemporaryDirectory(prefix="bench-", ignore_cleanup_errors=True)
            )
        )
        server = stack.enter_context(EmbeddedServer(folder / "central"))
        admin.init(server.admin_dsn)
        floor = Floor(server, folder)
        floor.let_in(people.AGENT, people.OTHER)
        floor.place(1)
        yield floor


def push_facts(n: int) -> list[Figure]:
    """Seconds to send n facts out of an encrypted store and have them shown back."""
    with new_floor() as floor:
        facts = _shift(n)
        database = new_store(floor.folder / "desk")
        FactStore(database).append(*facts)
        with floor.on_duty(people.AGENT.login) as (connection, _):
            taken = _seconds(lambda: push(connection, Outbox(database), people.AGENT.login))
        database.close()
        _expect(admin.fact_count(floor.dsn), n)
        copied = _seconds(lambda: _copy_facts(floor.dsn, facts))
    return [figure("push", "s", taken, what="COPY of the same rows", baseline=copied, n=n)]


def pull_facts(n: int) -> list[Figure]:
    """Seconds until a second desk has n facts in its own store, folded."""
    with new_floor() as floor:
        first = new_store(floor.folder / "first")
        FactStore(first).append(*_shift(n))
        with floor.on_duty(people.AGENT.login) as (connection, _):
            push(connection, Outbox(first), people.AGENT.login)
        first.close()
        second = new_store(floor.folder / "second")
        with floor.on_duty(people.OTHER.login) as (connection, duty):
            taken = _seconds(lambda: Pull(second).run(connection, duty))
            _expect(FactStore(second).count(), n)
            read = _seconds(
                lambda: connection.execute("select id, body::text from app.fact").fetchall()
            )
        second.close()
    return [figure("pull", "s", taken, what="a plain SELECT of them", baseline=read, n=n)]


def claims(n: int) -> list[Figure]:
    """Seconds in which eight people at once borrow n debtors between them, 25 at a time."""
    want = min(n, _SESSIONS * _MOST_HELD)
    persons = [
        replace(people.AGENT, login=Login(f"agent_8000{number}"), staff_no=f"8000{number}")
        for number in range(_SESSIONS)
    ]
    with new_floor() as floor:
        floor.let_in(*persons)
        floor.place(want)
        lent = _together([partial(_borrow, floor, person.login) for person in persons])
        _expect(lent.claimed, want)
        with psycopg.connect(floor.dsn, autocommit=True) as connection:
            connection.execute("create table public.plain (id integer primary key, taker integer)")
            connection.execute(
                "insert into public.plain select g from generate_series(1, %s) g", (want,)
            )
        plain = _together([partial(_claim_plainly, floor, taker) for taker in range(_SESSIONS)])
        _expect(plain.claimed, want)
    return [
        figure(
            "claims",
            "s",
            lent.seconds,
            what="a SELECT FOR UPDATE SKIP LOCKED loop on a plain table",
            baseline=plain.seconds,
            n=want,
        )
    ]


def import_file(n: int) -> list[Figure]:
    """Seconds to take in a bank's CSV of n cases."""
    with new_floor() as floor:
        file = floor.folder / "cases.csv"
        _write_csv(file, n)
        today = SystemClock().now().date()
        taken = _seconds(
            lambda: _expect(
                import_cases(
                    floor.dsn,
                    file,
                    campaign_id=people.CAMPAIGN.campaign_id,
                    team=people.TEAM,
                    today=today,
                ).imported,
                n,
            )
        )
        copied = _seconds(lambda: _copy_csv(floor.dsn, file))
    return [figure("import", "s", taken, what="COPY of the file's cells", baseline=copied, n=n)]


def _shift(count: int) -> list[Fact]:
    start = SystemClock().now().astimezone(UTC) - timedelta(days=1)
    return list(people.facts(people.cases(200, start.date()), count, start))


def _copy_facts(dsn: str, facts: list[Fact]) -> None:
    with psycopg.connect(dsn, autocommit=True) as connection, connection.cursor() as cursor:
        cursor.execute(
            """create table public.copied (id uuid primary key, kind text, case_id uuid,
                 debtor_id uuid, occurred_at timestamptz, body jsonb)"""
        )
        with cursor.copy("copy public.copied from stdin") as copy:
            for fact in facts:
                copy.write_row(
                    (
                        *(fact.fact_id, fact.kind, fact.case_id, fact.debtor_id),
                        *(fact.occurred_at, body_to_json(fact.body)),
                    )
                )


class _Claims:
    """What several sessions claimed together, and how long the slowest took."""

    def __init__(self, claimed: int, seconds: float) -> None:
        self.claimed = claimed
        self.seconds = seconds


def _together(sessions: list[Callable[[], Callable[[], int]]]) -> _Claims:
    """Each opens its connection first; the clock runs from the moment all are ready."""
    ready = threading.Barrier(len(sessions) + 1)

    def run(session: Callable[[], Callable[[], int]]) -> int:
        claim = session()
        ready.wait()
        return claim()

    with ThreadPoolExecutor(len(sessions)) as pool:
        running = [pool.submit(run, session) for session in sessions]
        ready.wait()
        began = time.monotonic()
        claimed = sum(each.result() for each in running)
        return _Claims(claimed, time.monotonic() - began)


def _borrow(floor: Floor, login: Login) -> Callable[[], int]:
    central = floor.door(login)
    with central.on_duty():
        pass

    def claim() -> int:
        claimed = 0
        with central.on_duty() as (connection, _):
            while got := connection.execute("select from app.lease(%s)", (_LEASE,)).rowcount:
                claimed += got
        central.close()
        return claimed

    return claim


def _claim_plainly(floor: Floor, taker: int) -> Callable[[], int]:
    connection = psycopg.connect(floor.dsn, autocommit=True)

    def claim() -> int:
        claimed = 0
        with connection:
            while got := connection.execute(
                """update public.plain set taker = %s where id in (
                     select id from public.plain where taker is null
                     order by id limit %s for update skip locked)""",
                (taker, _LEASE),
            ).rowcount:
                claimed += got
        return claimed

    return claim


def _write_csv(file: Path, count: int) -> None:
    with file.open("w", encoding="utf-8", newline="") as text:
        rows = csv.writer(text)
        rows.writerow(["案件号", "客户号", "姓名", "手机", "欠款金额", "到期日", "产品", "地区"])
        for number in range(count):
            rows.writerow(
                [
                    *(f"IMP-{number:06}", f"C{number:08}", f"某人{number}"),
                    *(f"138{number:08}", "3,260.50", "2026-10-25", "信用卡", "上海"),
                ]
            )


def _copy_csv(dsn: str, file: Path) -> None:
    with (
        file.open(encoding="utf-8", newline="") as text,
        psycopg.connect(dsn, autocommit=True) as connection,
        connection.cursor() as cursor,
    ):
        rows = csv.reader(text)
        next(rows)
        cursor.execute(
            """create table public.cells (case_no text primary key, debtor text, name text,
                 phone text, amount text, due text, product text, region text)"""
        )
        with cursor.copy("copy public.cells from stdin") as copy:
            for row in rows:
                copy.write_row(row)


def _seconds(work: Callable[[], object]) -> float:
    began = time.monotonic()
    work()
    return time.monotonic() - began


def _expect(found: int, wanted: int) -> None:
    if found != wanted:
        raise DeskError(f"The bench expected {wanted} and found {found}; its figure means nothing.")
