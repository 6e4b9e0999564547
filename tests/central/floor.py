"""A collections floor for the tests: a real PostgreSQL, made-up people, each with a role of their
own, and made-up debtors. Every test gets a database of its own, copied from a migrated one."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from shutil import disk_usage
from tempfile import TemporaryDirectory
from uuid import uuid4

import psycopg
import pytest
from psycopg import sql
from psycopg.conninfo import make_conninfo

from desk_client.agent import Agent, Campaign, Role
from desk_client.case import Case, Debt
from desk_client.central import admin, reference
from desk_client.central.embedded import EmbeddedServer
from desk_client.central.migrate import prepare
from desk_client.clock import SystemClock
from desk_client.debtor import ContactPoint, Debtor, PartyRole, Place
from desk_client.fact import Fact
from desk_client.fact_body import NoteWritten
from desk_client.ids import (
    CampaignId,
    CaseId,
    ContactPointId,
    DebtId,
    DebtorId,
    FactId,
    Login,
    derived_id,
    new_id,
)
from desk_client.money import Money

DEBIAN = Path("/usr/lib/postgresql/15/bin")
SERVERS = ["packaged", *(["debian-15"] if (DEBIAN / "postgres").exists() else [])]
# for tests of what is no server's doing
ONE_SERVER = pytest.mark.parametrize("server", ["packaged"], indirect=True)
TEMPLATE = "migrated"
LI, WANG, ZHAO, CHEN = (
    Login("agent_li"),
    Login("agent_wang"),
    Login("agent_zhao"),
    Login("lead_chen"),
)
PEOPLE = (
    Agent(login=LI, staff_no="20317", name="李静", role=Role.AGENT, team=1),
    Agent(login=WANG, staff_no="20318", name="王强", role=Role.AGENT, team=1),
    Agent(login=CHEN, staff_no="10002", name="陈组长", role=Role.LEAD, team=1),
    Agent(login=ZHAO, staff_no="20401", name="赵敏", role=Role.AGENT, team=2),
)
CAMPAIGN = Campaign(
    campaign_id=CampaignId("cards"),
    name="信用卡 M1",
    organisation="示例银行信用卡中心",
    mode="progressive",
    callscript="etiquette",
    wrap_up_s=20,
    undo_s=10,
    caller_id="+862150000000",
    team=1,
)


def password(login: Login) -> str:
    """Each person has another."""
    return f"{login}'s own word"


@dataclass(frozen=True, slots=True)
class Floor:
    """A database with PEOPLE in it."""

    server: EmbeddedServer
    name: str

    @property
    def admin_dsn(self) -> str:
        return make_conninfo(self.server.admin_dsn, dbname=self.name)

    @property
    def address(self) -> str:
        return make_conninfo(self.server.address, dbname=self.name)

    @contextmanager
    def administrator(self) -> Iterator[psycopg.Connection]:
        with psycopg.connect(self.admin_dsn, autocommit=True) as connection:
            yield connection

    @contextmanager
    def as_person(self, login: Login) -> Iterator[psycopg.Connection]:
        """Someone with psql and their own password."""
        with psycopg.connect(
            self.address, user=login, password=password(login), autocommit=True
        ) as connection:
            yield connection

    def place(self, count: int, *, team: int = 1, cap: int = 6) -> list[Case]:
        """Puts `count` made-up debtors with a case each into central and into the team's work."""
        cases = [case(number, team=team) for number in range(count)]
        with self.administrator() as connection, connection.transaction():
            reference.upsert_campaigns(connection, [CAMPAIGN])
            reference.upsert_debtors(
                connection, [debtor(number, team=team) for number in range(count)], team=team
            )
            reference.upsert_contact_points(
                connection, [contact_point(number, team=team) for number in range(count)], team=team
            )
            reference.upsert_cases(connection, cases, team=team)
            reference.upsert_debts(
                connection, [each for one in cases for each in one.debts], team=team
            )
            reference.enqueue(
                connection,
                [(each.debtor_id, number) for number, each in enumerate(cases)],
                team=team,
                cap=cap,
            )
        return cases


def make_template(server: EmbeddedServer) -> None:
    """The migrated database that floors are copied from."""
    with psycopg.connect(server.admin_dsn, autocommit=True) as connection:
        connection.execute(sql.SQL("create database {}").format(sql.Identifier(TEMPLATE)))
    dsn = make_conninfo(server.admin_dsn, dbname=TEMPLATE)
    admin.init(dsn)
    for person in PEOPLE:
        admin.add_user(dsn, person=person, password=password(person.login))


@contextmanager
def folder_of_its_own() -> Iterator[Path]:
    """Not below pytest's: each session of pytest shuts that folder to all but its own user, and
    run by root the server is another user. In memory where there is plenty: a database is copied
    in 15 ms there, in 250 on a busy disk."""
    memory = Path("/dev/shm")
    plenty = memory.is_dir() and disk_usage(memory).free > 4_000_000_000
    place = memory if plenty else None
    with TemporaryDirectory(prefix="desk-", dir=place, ignore_cleanup_errors=True) as name:
        yield Path(name)


@contextmanager
def new_floor(server: EmbeddedServer, *, template: str = TEMPLATE) -> Iterator[Floor]:
    """A copy of the template, dropped afterwards."""
    name = f"floor_{uuid4().hex[:12]}"
    with psycopg.connect(server.admin_dsn, autocommit=True) as connection:
        connection.execute(
            sql.SQL("create database {} template {}").format(
                sql.Identifier(name), sql.Identifier(template)
            )
        )
        floor = Floor(server, name)
        try:
            with floor.administrator() as administrator:
                prepare(administrator)  # rights on a database are not copied with it
            yield floor
        finally:
            connection.execute(
                sql.SQL("drop database {} with (force)").format(sql.Identifier(name))
            )


def debtor_id(number: int, *, team: int = 1) -> DebtorId:
    return DebtorId(derived_id("debtor", f"{team}-{number}"))


def debtor(number: int, *, team: int = 1, address: str = "上海市示例路 1 号") -> Debtor:
    return Debtor(
        debtor_id=debtor_id(number, team=team),
        name=f"某人{number}",
        language="zh",
        region="CN-31",
        zone="Asia/Shanghai",
        id_last4="0012",
        birth_month="1988-04",
        district="示例区",
        address=address,
    )


def contact_point(number: int, *, team: int = 1) -> ContactPoint:
    return ContactPoint(
        contact_point_id=ContactPointId(derived_id("contact_point", f"{team}-{number}")),
        debtor_id=debtor_id(number, team=team),
        place=Place.MOBILE,
        value=f"+86138{number:08d}",
        rank=1,
        role=PartyRole.DEBTOR,
        person="",
    )


def case(number: int, *, team: int = 1, balance: str = "3260.50") -> Case:
    case_id = CaseId(derived_id("case", f"{team}-{number}"))
    return Case(
        case_id=case_id,
        case_no=f"SH-2611-{number:05d}",
        debtor_id=debtor_id(number, team=team),
        campaign_id=CAMPAIGN.campaign_id,
        debts=(
            Debt(
                debt_id=DebtId(derived_id("debt", f"{team}-{number}")),
                case_id=case_id,
                product="card",
                card_last4="4417",
                balance=Money.of(balance),
                principal=Money.of("3000"),
                interest=None,
                fees=None,
                minimum_due=Money.of("326.05"),
                due_date=date(2026, 10, 25),
            ),
        ),
    )


def note(login: Login, text: str = "约好周五还款", *, number: int | None = 0) -> Fact:
    """A fact about debtor `number`, or about nobody."""
    return Fact(
        fact_id=FactId(new_id()),
        case_id=None if number is None else case(number).case_id,
        debtor_id=None if number is None else debtor_id(number),
        actor=login,
        occurred_at=SystemClock().now(),
        body=NoteWritten(text=text),
    )
